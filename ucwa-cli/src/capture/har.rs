//! HAR, an HTTP archive in JSON: `log.entries`, one after another, so that memory is that of the largest entry.

mod entry;
mod surrogates;

use std::{
    cell::Cell,
    fmt,
    io::{self, BufRead, BufReader, Read},
    rc::Rc,
};

use base64::{
    Engine,
    alphabet::STANDARD,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use self::{
    entry::{Body, Entry, Found, Header, Headers, Message},
    surrogates::Mended,
};
use super::{Exchange, Faults, Take, fault, target};

/// The most bytes of an entry: two bodies that decoders take, in base64, and what is said about them.
const MOST_OF_ENTRY: u64 = 256 << 20;

/// Reads the entries to the end, or to where the file is cut.
pub(super) fn read(mut reader: impl BufRead, take: &mut Take<'_>) -> io::Result<()> {
    if reader.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    let left = Rc::new(Cell::new(MOST_OF_ENTRY));
    let reader = BufReader::new(Bounded { reader: Mended::new(reader), left: Rc::clone(&left) });
    let mut entries = Entries { take, left, count: 0, is_there: false, failed: None };
    let mut json = serde_json::Deserializer::from_reader(reader);
    let read = Member { name: "log", inner: Member { name: "entries", inner: &mut entries } }.deserialize(&mut json);
    let Entries { count, is_there, failed, .. } = entries;
    match (failed, read) {
        (Some(error), _) => Err(error),
        (None, Err(error)) => Err(broken(&error, count)),
        (None, Ok(())) if !is_there => Err(fault("the HAR has no `log.entries`")),
        (None, Ok(())) => json.end().map_err(|error| match error.classify() {
            serde_json::error::Category::Io => broken(&error, count),
            _ => fault(format!("expected one HAR, but found more behind it; {count} exchanges could be read")),
        }),
    }
}

/// What is wrong, without what stands there: that may be a token.
fn broken(error: &serde_json::Error, count: u64) -> io::Error {
    let what = match error.classify() {
        serde_json::error::Category::Eof => "is cut",
        serde_json::error::Category::Io => "has an entry that is too large, or cannot be read",
        _ => "is broken",
    };
    fault(format!("the HAR {what} at line {}, column {}; {count} exchanges could be read", error.line(), error.column()))
}

/// A reader that ends with an error when an entry takes too much.
struct Bounded<R> {
    reader: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        match self.left.get().checked_sub(count as u64) {
            Some(left) => self.left.set(left),
            None => return Err(fault("an entry is too large")),
        }
        Ok(count)
    }
}

/// The member of that name of an object; the others are passed over.
struct Member<S> {
    name: &'static str,
    inner: S,
}

impl<'de, S: DeserializeSeed<'de, Value = ()>> DeserializeSeed<'de> for Member<S> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de, Value = ()>> Visitor<'de> for Member<S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with `{}`", self.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut inner = Some(self.inner);
        while let Some(name) = map.next_key::<String>()? {
            match inner.take_if(|_| name == self.name) {
                Some(inner) => map.next_value_seed(inner)?,
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// The list of entries; each goes to who takes them.
struct Entries<'t, 'f> {
    take: &'t mut Take<'f>,
    left: Rc<Cell<u64>>,
    count: u64,
    is_there: bool,
    failed: Option<io::Error>,
}

impl<'de> DeserializeSeed<'de> for &mut Entries<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of entries")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.is_there = true;
        while let Some(Found(entry)) = list.next_element::<Found<Entry>>()? {
            self.left.set(MOST_OF_ENTRY);
            self.count += 1;
            if let Err(error) = (self.take)(exchange(self.count, entry.unwrap_or_default())) {
                self.failed = Some(error);
                return Err(A::Error::custom("nobody takes more"));
            }
        }
        self.left.set(MOST_OF_ENTRY);
        Ok(())
    }
}

fn exchange(number: u64, entry: Entry) -> Exchange {
    let mut faults = Faults::default();
    Exchange {
        number: number.to_string(),
        time: entry.time,
        duration: entry.duration.filter(|duration| *duration >= 0.0), // -1 stands for unknown
        request: entry.request.and_then(|written| request(written, &mut faults.request)),
        answer: entry.answer.and_then(|written| answer(written, &mut faults.answer)),
        faults,
    }
}

fn request(written: Message, fault: &mut Option<String>) -> Option<Request<Vec<u8>>> {
    let body = written.sent.unwrap_or_default();
    let headers = headers(written.headers, body.media.as_deref());
    let mut request = Request::new(content(body, fault));
    *request.method_mut() = Method::from_bytes(written.method?.to_ascii_uppercase().as_bytes()).ok()?;
    *request.uri_mut() = target::uri(&written.url.unwrap_or_default());
    *request.headers_mut() = headers;
    Some(request)
}

/// A request that was never answered has an answer with the status 0.
fn answer(written: Message, fault: &mut Option<String>) -> Option<Response<Vec<u8>>> {
    let status = u16::try_from(written.status?).ok()?;
    let body = written.answered.unwrap_or_default();
    let headers = headers(written.headers, body.media.as_deref());
    let mut answer = Response::new(content(body, fault));
    *answer.status_mut() = StatusCode::from_u16(status).ok()?;
    *answer.headers_mut() = headers;
    Some(answer)
}

/// Base64 as tools write it: with line breaks, without padding, in the alphabet of URLs. Of one that is broken, what stands before that.
fn content(body: Body, fault: &mut Option<String>) -> Vec<u8> {
    let text = body.text.unwrap_or_default();
    if !body.encoding.or(body.other_encoding).is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64")) {
        return text.into_bytes();
    }
    let mut digits: Vec<u8> = text.into_bytes();
    digits.retain(|byte| !byte.is_ascii_whitespace());
    for digit in &mut digits {
        *digit = match *digit {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        };
    }
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let length = digits.iter().position(|byte| !is_digit(byte)).unwrap_or(digits.len());
    let is_broken = digits.iter().skip(length).any(|byte| *byte != b'=') || length % 4 == 1;
    if is_broken {
        *fault = Some("the body's base64 is broken".to_owned());
    }
    digits.truncate(if is_broken { length - length % 4 } else { length });
    BASE64.decode(&digits).unwrap_or_default()
}

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true),
);

/// The headers, and the media type where only the body has it.
fn headers(written: Option<Headers>, media: Option<&str>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for Header { name, value } in written.unwrap_or_default().0 {
        let name = name.and_then(|name| HeaderName::from_bytes(name.as_bytes()).ok());
        let value = value.and_then(|value| HeaderValue::from_str(&value).ok());
        if let (Some(name), Some(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    let media = media.filter(|media| !media.is_empty() && *media != "x-unknown");
    if let Some(media) = media.and_then(|media| HeaderValue::from_str(media).ok())
        && !headers.contains_key(http::header::CONTENT_TYPE)
    {
        headers.insert(http::header::CONTENT_TYPE, media);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_tools_write_it() {
        for (text, bytes, is_broken) in [
            ("e30=", &b"{}"[..], false),
            ("e30", b"{}", false),
            ("e3\n0 =", b"{}", false),
            ("-_-_", b"\xfb\xff\xbf", false),
            ("e30=x", b"", true),
            ("eyJhIjp?", b"{\"a", true),
            ("eyJhI", b"{\"a", true),
            ("", b"", false),
        ] {
            let mut fault = None;
            let body = Body { text: Some(text.to_owned()), other_encoding: Some("BASE64".to_owned()), ..Body::default() };
            assert_eq!((content(body, &mut fault), fault.is_some()), (bytes.to_vec(), is_broken), "{text}");
        }
    }
}
