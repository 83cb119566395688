//! Multipart bodies, of batches and of forms: bytes to parts. What stands in a part is not looked at.

use ::http::{HeaderMap, header::CONTENT_TYPE};
use memchr::memmem;

use crate::http::{MultipartError, media};

/// Empty parts count for nothing, but there is an end to them: each delimiter takes more room here than in the body.
pub(super) const MAX_DELIMITERS: usize = 1024;

/// A line that ends a part.
pub(super) struct Delimiter {
    /// Where the part before it ends: the line break before a delimiter belongs to it.
    pub(super) start: usize,
    /// Where the part after it begins.
    pub(super) end: usize,
    /// Whether no part comes after it.
    pub(super) closes: bool,
}

/// All lines that are delimiters, up to the closing one. A line that only begins like one is none.
pub(super) fn delimiters(body: &[u8], boundary: &str) -> Vec<Delimiter> {
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

/// The boundary that a content type of that kind names, quoted or not.
pub(super) fn boundary(headers: &HeaderMap, kind: &'static str) -> Result<String, MultipartError> {
    let written = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let found =
        || MultipartError::Media { expected: kind, found: format!("{:?}", written.chars().take(100).collect::<String>()) };
    let mime = media::content_type(headers).filter(|mime| media::is_one_of(mime, &[kind])).ok_or_else(found)?;
    // some write characters that would have to be quoted
    let bare = || {
        let (_, value) = written.split_once("boundary=")?;
        value.split(';').next().map(|value| value.trim().trim_matches('"').to_owned())
    };
    let boundary = mime.get_param(mime::BOUNDARY).map(|name| name.to_string()).or_else(bare);
    boundary.filter(|boundary| (1..=200).contains(&boundary.len())).ok_or_else(found)
}

/// Divides a part into its headers, which `header` looks at one by one, and its content.
pub(super) fn content<'a>(
    part: &'a [u8],
    number: usize,
    mut header: impl FnMut(&'a [u8], &'a [u8]) -> Result<(), MultipartError>,
) -> Result<&'a [u8], MultipartError> {
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
        header(name.trim_ascii(), value.get(1..).unwrap_or_default().trim_ascii())?;
    }
}
