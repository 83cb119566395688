//! `multipart/batching`: bytes to parts and back. What stands in a part is not looked at, but for the length that it announces.

use ::http::HeaderMap;

use super::message;
use crate::{
    format::BOM,
    http::{
        MultipartError, media,
        multipart::{self, Delimiter, MAX_DELIMITERS},
    },
};

/// Joins parts to a body.
pub(crate) fn join(boundary: &str, kind: &str, parts: &[Vec<u8>]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        body.extend_from_slice(format!("--{boundary}\r\nContent-Type: application/http; msgtype={kind}\r\n\r\n").as_bytes());
        body.extend_from_slice(part);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body
}

/// Takes a body apart: the HTTP message of each part. White space is no part, and the last delimiter may be missing.
pub(crate) fn split<'a>(headers: &HeaderMap, body: &'a [u8], limit: usize) -> Result<Vec<&'a [u8]>, MultipartError> {
    let boundary = multipart::boundary(headers, media::BATCH)?;
    let body = body.strip_prefix(BOM).unwrap_or(body);
    let delimiters = multipart::delimiters(body, &boundary);
    if delimiters.len() > MAX_DELIMITERS {
        return Err(MultipartError::TooMany { limit });
    }
    if delimiters.is_empty() {
        return Err(MultipartError::NoDelimiter { boundary });
    }
    let mut parts = Vec::new();
    for (index, delimiter) in delimiters.iter().enumerate() {
        let (next, later) = match delimiters.get(index + 1..) {
            Some([next, later @ ..]) => (next.start, later),
            _ => (body.len(), &[][..]),
        };
        // two delimiters that follow each other share a line break
        let part = body.get(delimiter.end..next).unwrap_or_default();
        if delimiter.closes || part.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if parts.len() >= limit {
            return Err(MultipartError::TooMany { limit });
        }
        let number = parts.len() + 1;
        let message = message_of(part, number)?;
        if goes_on(message, next - message.len(), later) {
            return Err(MultipartError::BoundaryInBody { part: number });
        }
        parts.push(message);
    }
    Ok(parts)
}

/// Whether a message that starts at an offset announces a length with which it would end at a later delimiter than the first.
fn goes_on(message: &[u8], start: usize, later: &[Delimiter]) -> bool {
    let end = message::announced_end(message).and_then(|end| start.checked_add(end));
    end.is_some_and(|end| later.iter().any(|delimiter| delimiter.start == end))
}

/// The HTTP message of a part, after the part's own headers.
fn message_of(part: &[u8], number: usize) -> Result<&[u8], MultipartError> {
    let wrong = |expected, found: &[u8]| Err(MultipartError::message(number, expected, found));
    multipart::content(part, number, |name, value| {
        let value = value.to_ascii_lowercase();
        let media = value.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        let is_plain = || matches!(value.as_slice(), b"binary" | b"8bit" | b"7bit");
        if name.eq_ignore_ascii_case(b"content-type") && media != b"application/http" {
            return wrong("`application/http`", &value);
        }
        if name.eq_ignore_ascii_case(b"content-transfer-encoding") && !is_plain() {
            return wrong("a part that is not encoded", &value);
        }
        Ok(())
    })
}
