//! HAR, an HTTP archive in JSON: `log.entries`, one after another, so that memory is that of the largest entry.

mod entry;

use std::{
    cell::Cell,
    fmt,
    io::{self, BufRead, BufReader, Read},
    rc::Rc,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use self::entry::{Body, Entry, Found, Header, Headers, Message};
use super::{Exchange, Take, fault};

/// The most bytes of an entry: two bodies that decoders take, in base64, and what is said about them.
const MOST_OF_ENTRY: u64 = 256 << 20;

/// Reads the entries to the end, or to where the file is cut.
pub(super) fn read(mut reader: impl BufRead, take: &mut Take<'_>) -> io::Result<()> {
    if reader.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
        reader.consume(3);
    }
    let left = Rc::new(Cell::new(MOST_OF_ENTRY));
    let reader = BufReader::new(Bounded { reader, left: Rc::clone(&left) });
    let mut entries = Entries { take, left, count: 0, failed: None };
    let mut json = serde_json::Deserializer::from_reader(reader);
    let read = Member { name: "log", inner: Member { name: "entries", inner: &mut entries } }.deserialize(&mut json);
    match (entries.failed, read) {
        (Some(error), _) => Err(error),
        (None, Ok(())) => Ok(()),
        (None, Err(error)) => Err(broken(&error, entries.count)),
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
    Exchange {
        number: number.to_string(),
        time: entry.time,
        duration: entry.duration.filter(|duration| *duration >= 0.0), // -1 stands for unknown
        request: entry.request.and_then(request),
        answer: entry.answer.and_then(answer),
    }
}

fn request(written: Message) -> Option<Request<Vec<u8>>> {
    let body = written.sent.unwrap_or_default();
    let headers = headers(written.headers, body.media.as_deref());
    let mut request = Request::new(content(body));
    *request.method_mut() = Method::from_bytes(written.method?.to_ascii_uppercase().as_bytes()).ok()?;
    *request.uri_mut() = written.url.and_then(|url| url.parse().ok()).unwrap_or_default();
    *request.headers_mut() = headers;
    Some(request)
}

/// A request that was never answered has an answer with the status 0.
fn answer(written: Message) -> Option<Response<Vec<u8>>> {
    let status = u16::try_from(written.status?).ok()?;
    let body = written.answered.unwrap_or_default();
    let headers = headers(written.headers, body.media.as_deref());
    let mut answer = Response::new(content(body));
    *answer.status_mut() = StatusCode::from_u16(status).ok()?;
    *answer.headers_mut() = headers;
    Some(answer)
}

fn content(body: Body) -> Vec<u8> {
    let text = body.text.unwrap_or_default();
    let is_encoded = body.encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case("base64"));
    let decoded = if is_encoded { STANDARD.decode(&text).ok() } else { None };
    decoded.unwrap_or_else(|| text.into_bytes())
}

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
