//! What was done to a body on its way is undone: it was sent in chunks, and compressed.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use http::{
    HeaderMap, HeaderName,
    header::{CONTENT_ENCODING, TRANSFER_ENCODING},
};
use ucwa_inspect::utf16;
use ucwa_model::{Format, Limits};

use super::{Exchange, raw::field};

/// The exchange with its bodies as they were meant.
pub(super) fn undo(mut exchange: Exchange) -> Exchange {
    if let Some(request) = &mut exchange.request {
        let body = std::mem::take(request.body_mut());
        *request.body_mut() = undone(request.headers_mut(), body, &mut exchange.faults.request);
    }
    if let Some(answer) = &mut exchange.answer {
        let body = std::mem::take(answer.body_mut());
        *answer.body_mut() = undone(answer.headers_mut(), body, &mut exchange.faults.answer);
    }
    exchange
}

/// Codings that are not undone.
const UNREAD: [&str; 4] = ["br", "zstd", "compress", "dcb"];

/// Tools undo some of it and leave the headers as they were: what is not as they say has been undone already.
fn undone(headers: &mut HeaderMap, mut body: Vec<u8>, fault: &mut Option<String>) -> Vec<u8> {
    if is_chunked(headers)
        && let Some(whole) = from_chunks(&body)
    {
        body = whole;
    }
    headers.remove(TRANSFER_ENCODING);
    headers.remove(http::header::CONTENT_LENGTH);
    body = inflated(headers, body);
    if let Some(text) = utf16::decoded(&body) {
        fault.get_or_insert_with(|| "expected a body in UTF-8, but found one in UTF-16".to_owned());
        return text.into_bytes();
    }
    let unread = UNREAD.iter().find(|coding| has(headers, &CONTENT_ENCODING, coding));
    match unread.filter(|_| std::str::from_utf8(&body).is_err()) {
        Some(coding) => {
            fault.get_or_insert_with(|| format!("the body is compressed by `{coding}`, which is not read"));
            Vec::new()
        }
        None => body,
    }
}

fn inflated(headers: &HeaderMap, body: Vec<u8>) -> Vec<u8> {
    if body.starts_with(b"\x1f\x8b") {
        return unfolded(MultiGzDecoder::new(&*body)).unwrap_or(body);
    }
    if has(headers, &CONTENT_ENCODING, "deflate") && Format::guess(&body).is_none() {
        // with a header of its own, as the standard has it, or without, as servers do
        return unfolded(ZlibDecoder::new(&*body)).or_else(|| unfolded(DeflateDecoder::new(&*body))).unwrap_or(body);
    }
    body
}

fn has(headers: &HeaderMap, name: &HeaderName, coding: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(coding))
}

/// All that comes out; of more than any decoder takes, only so much that it says so. `None` if nothing does.
fn unfolded(reader: impl Read) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let read = reader.take(Limits::default().bytes as u64 + 1).read_to_end(&mut whole);
    (read.is_ok() || !whole.is_empty()).then_some(whole)
}

pub(super) fn is_chunked(headers: &HeaderMap) -> bool {
    has(headers, &TRANSFER_ENCODING, "chunked")
}

/// A piece of a body that was sent in chunks.
enum Chunk<'a> {
    Whole(&'a [u8]),
    /// The capture ends in it.
    Cut(&'a [u8]),
    /// No other follows.
    Last,
}

/// The next chunk, and what follows it.
fn chunk(body: &[u8]) -> Option<(Chunk<'_>, &[u8])> {
    let Ok(httparse::Status::Complete((start, length))) = httparse::parse_chunk_size(body) else { return None };
    let (rest, length) = (body.get(start..)?, usize::try_from(length).ok()?);
    match rest.split_at_checked(length) {
        _ if length == 0 => Some((Chunk::Last, rest)),
        Some((chunk, rest)) => {
            let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
            Some((Chunk::Whole(chunk), rest))
        }
        None => Some((Chunk::Cut(rest), b"")),
    }
}

/// The chunks together; `None` if they are none. Those before the end of what was captured count.
fn from_chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let Some((next, rest)) = chunk(body) else { return (!whole.is_empty()).then_some(whole) };
        body = rest;
        match next {
            Chunk::Whole(chunk) => whole.extend_from_slice(chunk),
            Chunk::Cut(chunk) => {
                whole.extend_from_slice(chunk);
                return Some(whole);
            }
            Chunk::Last => return Some(whole),
        }
    }
}

/// How many bytes chunks take, with the headers behind the last of them; `None` if that does not come.
pub(super) fn length_of_chunks(body: &[u8]) -> Option<usize> {
    let mut rest = body;
    loop {
        let (next, behind) = chunk(rest)?;
        rest = behind;
        match next {
            Chunk::Whole(_) => {}
            Chunk::Cut(_) => return None,
            Chunk::Last => break,
        }
    }
    for line in rest.split_inclusive(|byte| *byte == b'\n') {
        if !line.trim_ascii().is_empty() && field(line.trim_ascii()).is_none() {
            break;
        }
        rest = rest.get(line.len()..)?;
        if line.trim_ascii().is_empty() {
            break;
        }
    }
    Some(body.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_come_together() {
        assert_eq!(from_chunks(b"5\r\n{\"a\":\r\n2;x=y\r\n5}\r\n0\r\n\r\n").as_deref(), Some(&b"{\"a\":5}"[..]));
        assert_eq!(from_chunks(b"5\r\n{\"a\":\r\nff\r\n5}").as_deref(), Some(&b"{\"a\":5}"[..]), "cut");
        assert_eq!(from_chunks(b"{\"a\":5}"), None);
        assert_eq!(from_chunks(b"2\r\n{}\r\nx").as_deref(), Some(&b"{}"[..]), "broken");
        assert_eq!(from_chunks(b"ffffffffffffffff\r\nx").as_deref(), Some(&b"x"[..]), "a length beyond the end");
        for (body, length) in [
            ("2\r\n{}\r\n0\r\n\r\nHTTP", Some(12)),
            ("2\r\n{}\r\n0\r\nA: b\r\n\r\nx", Some(18)),
            ("2\r\n{}\r\n", None),
            ("{}", None),
        ] {
            assert_eq!(length_of_chunks(body.as_bytes()), length, "{body}");
        }
    }

    #[test]
    fn what_is_undone_already_stays() {
        let mut headers = HeaderMap::new();
        headers.insert(TRANSFER_ENCODING, "chunked".parse().unwrap());
        headers.insert(CONTENT_ENCODING, "gzip, deflate".parse().unwrap());
        assert_eq!(undone(&mut headers, b"{\"a\":5}".to_vec(), &mut None), b"{\"a\":5}");
    }

    #[test]
    fn what_is_not_undone_is_told() {
        for (coding, body, expected, told) in [
            ("br", &b"\x8b\x02\xff"[..], &b""[..], Some("`br`")),
            ("br", b"{}", b"{}", None), // a browser has undone it
            ("", b"\xff\xfe{\0}\0", b"{}", Some("UTF-16")),
        ] {
            let mut headers = HeaderMap::from_iter([(CONTENT_ENCODING, coding.parse().unwrap())]);
            let mut fault = None;
            assert_eq!(undone(&mut headers, body.to_vec(), &mut fault), expected);
            assert!(told.map_or(fault.is_none(), |told| fault.as_deref().is_some_and(|fault| fault.contains(told))), "{fault:?}");
        }
    }
}
