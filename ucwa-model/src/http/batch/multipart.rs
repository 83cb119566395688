//! `multipart/batching`: bytes to parts and back. What stands in a part is not looked at, but for the length that it announces.

use ::http::{HeaderMap, header::CONTENT_TYPE};
use memchr::memmem;

use super::message;
use crate::{
    format::BOM,
    http::{MultipartError, media},
};

/// Empty parts count for nothing, but there is an end to them: each delimiter takes more room here than in the body.
const MAX_DELIMITERS: usize = 1024;

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
    let boundary = boundary(headers)?;
    let body = body.strip_prefix(BOM).unwrap_or(body);
    let delimiters = delimiters(body, &boundary);
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

/// A line that ends a part.
struct Delimiter {
    /// Where the part before it ends: the line break before a delimiter belongs to it.
    start: usize,
    /// Where the part after it begins.
    end: usize,
    /// Whether no part comes after it.
    closes: bool,
}

/// All lines that are delimiters, up to the closing one. A line that only begins like one is none.
fn delimiters(body: &[u8], boundary: &str) -> Vec<Delimiter> {
    let needle = format!("--{boundary}");
    let mut found = Vec::new();
    for at in memmem::find_iter(body, needle.as_bytes()) {
        let Some(delimiter) = delimiter(body, at, needle.len()) else {
            continue;
        };
        let closes = delimiter.closes;
        found.push(delimiter);
        if closes || found.len() > MAX_DELIMITERS {
            break;
        }
    }
    found
}

fn delimiter(body: &[u8], at: usize, length: usize) -> Option<Delimiter> {
    let (before, rest) = (body.get(..at)?, body.get(at + length..)?);
    let start = match before {
        [] => 0,
        [.., b'\r', b'\n'] => at - 2,
        [.., b'\n'] => at - 1,
        _ => return None,
    };
    let closes = rest.starts_with(b"--");
    let rest = rest.strip_prefix(b"--").unwrap_or(rest);
    let padding = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let line_break = match rest.get(padding..)? {
        [] => 0,
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        [b'\r'] => 1,
        _ => return None,
    };
    Some(Delimiter { start, end: body.len() - rest.len() + padding + line_break, closes })
}

/// The boundary that a content type names, quoted or not.
fn boundary(headers: &HeaderMap) -> Result<String, MultipartError> {
    let written = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let found = || MultipartError::Media { found: format!("{:?}", written.chars().take(100).collect::<String>()) };
    let mime = media::content_type(headers).filter(|mime| media::is_one_of(mime, &[media::BATCH])).ok_or_else(found)?;
    // some write characters that would have to be quoted
    let bare = || {
        let (_, value) = written.split_once("boundary=")?;
        value.split(';').next().map(|value| value.trim().trim_matches('"').to_owned())
    };
    let boundary = mime.get_param(mime::BOUNDARY).map(|name| name.to_string()).or_else(bare);
    boundary.filter(|boundary| (1..=200).contains(&boundary.len())).ok_or_else(found)
}

/// The HTTP message of a part, after the part's own headers.
fn message_of(part: &[u8], number: usize) -> Result<&[u8], MultipartError> {
    let wrong = |expected, found| MultipartError::message(number, expected, found);
    let mut rest = part;
    loop {
        let end = memchr::memchr(b'\n', rest).ok_or_else(|| wrong("an empty line after the headers", rest))?;
        let (line, after) = rest.split_at(end + 1);
        rest = after;
        let line = line.trim_ascii();
        if line.is_empty() {
            return Ok(rest);
        }
        let colon = memchr::memchr(b':', line).ok_or_else(|| wrong("headers of the form `name: value`", line))?;
        let (name, value) = line.split_at(colon);
        let value = value.get(1..).unwrap_or_default().trim_ascii().to_ascii_lowercase();
        let media = value.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
        if name.trim_ascii().eq_ignore_ascii_case(b"content-type") && media != b"application/http" {
            return Err(wrong("`application/http`", &value));
        }
        let is_plain = || matches!(value.as_slice(), b"binary" | b"8bit" | b"7bit");
        if name.trim_ascii().eq_ignore_ascii_case(b"content-transfer-encoding") && !is_plain() {
            return Err(wrong("a part that is not encoded", &value));
        }
    }
}
