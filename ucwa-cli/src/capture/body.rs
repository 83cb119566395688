//! What was done to a body on its way is undone: it was sent in chunks, and compressed.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use http::{
    HeaderMap, HeaderName,
    header::{CONTENT_ENCODING, TRANSFER_ENCODING},
};
use ucwa_model::{Format, Limits};

use super::Exchange;

/// The exchange with its bodies as they were meant.
pub(super) fn undo(mut exchange: Exchange) -> Exchange {
    if let Some(request) = &mut exchange.request {
        let body = std::mem::take(request.body_mut());
        *request.body_mut() = undone(request.headers_mut(), body);
    }
    if let Some(answer) = &mut exchange.answer {
        let body = std::mem::take(answer.body_mut());
        *answer.body_mut() = undone(answer.headers_mut(), body);
    }
    exchange
}

/// Tools undo some of it and leave the headers as they were: what is not as they say has been undone already.
fn undone(headers: &mut HeaderMap, mut body: Vec<u8>) -> Vec<u8> {
    if has(headers, &TRANSFER_ENCODING, "chunked")
        && let Some(whole) = from_chunks(&body)
    {
        body = whole;
    }
    let is_deflated = has(headers, &CONTENT_ENCODING, "deflate");
    headers.remove(TRANSFER_ENCODING);
    headers.remove(http::header::CONTENT_LENGTH);
    if body.starts_with(b"\x1f\x8b") {
        return inflated(MultiGzDecoder::new(&*body)).unwrap_or(body);
    }
    if is_deflated && Format::guess(&body).is_none() {
        // with a header of its own, as the standard has it, or without, as servers do
        return inflated(ZlibDecoder::new(&*body)).or_else(|| inflated(DeflateDecoder::new(&*body))).unwrap_or(body);
    }
    body
}

fn has(headers: &HeaderMap, name: &HeaderName, coding: &str) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|value| value.trim().eq_ignore_ascii_case(coding))
}

/// All that comes out; of more than any decoder takes, only so much that it says so. `None` if nothing does.
fn inflated(reader: impl Read) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    let read = reader.take(Limits::default().bytes as u64 + 1).read_to_end(&mut whole);
    (read.is_ok() || !whole.is_empty()).then_some(whole)
}

/// The chunks together; `None` if they are none. Those before the end of what was captured count.
fn from_chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let (start, length) = match httparse::parse_chunk_size(body) {
            Ok(httparse::Status::Complete((start, length))) => (start, usize::try_from(length).ok()?),
            Ok(httparse::Status::Partial) if !whole.is_empty() => return Some(whole),
            _ => return None,
        };
        if length == 0 {
            return Some(whole);
        }
        body = body.get(start..)?;
        let chunk = body.get(..length.min(body.len()))?;
        whole.extend_from_slice(chunk);
        if chunk.len() < length {
            return Some(whole);
        }
        body = body.get(length..)?;
        body = body.strip_prefix(b"\r\n").or_else(|| body.strip_prefix(b"\n")).unwrap_or(body);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_come_together() {
        assert_eq!(from_chunks(b"5\r\n{\"a\":\r\n2;x=y\r\n5}\r\n0\r\n\r\n").as_deref(), Some(&b"{\"a\":5}"[..]));
        assert_eq!(from_chunks(b"5\r\n{\"a\":\r\nff\r\n5}").as_deref(), Some(&b"{\"a\":5}"[..]), "cut");
        assert_eq!(from_chunks(b"{\"a\":5}"), None);
        assert_eq!(from_chunks(b"ffffffffffffffff\r\nx").as_deref(), Some(&b"x"[..]), "a length beyond the end");
    }

    #[test]
    fn what_is_undone_already_stays() {
        let mut headers = HeaderMap::new();
        headers.insert(TRANSFER_ENCODING, "chunked".parse().unwrap());
        headers.insert(CONTENT_ENCODING, "gzip, deflate".parse().unwrap());
        assert_eq!(undone(&mut headers, b"{\"a\":5}".to_vec()), b"{\"a\":5}");
    }
}
