//! Where a secret begins and ends behind its name.

use std::ops::Range;

use memchr::{memchr, memmem, memrchr};

use super::name::{Name, is_secret};

/// What is hidden, and how.
pub(super) struct Hidden {
    pub(super) range: Range<usize>,
    pub(super) way: Way,
}

/// How bytes are hidden, so that what is round them can be read as before.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// All of them, but line breaks.
    Text,
    /// Digits: a number remains one, and `null` remains what it is.
    Number,
    /// Letters and digits, but not what a backslash stands before.
    Inside,
}

impl Way {
    pub(super) fn hide(self, bytes: &mut [u8]) {
        let mut escaped = false;
        for byte in bytes {
            let is_escape = *byte == b'\\';
            match self {
                Self::Text if *byte != b'\n' => *byte = b'*',
                Self::Number if byte.is_ascii_digit() => *byte = b'1',
                Self::Inside if byte.is_ascii_alphanumeric() && !escaped => *byte = b'*',
                Self::Text | Self::Number | Self::Inside => {}
            }
            escaped = is_escape;
        }
    }
}

fn text(range: Range<usize>) -> Hidden {
    Hidden { range, way: Way::Text }
}

/// How far the end of a tag, or another member of an object, is looked for.
const NEAR: usize = 1 << 10;

/// The fewest characters of credentials: fewer may be words of a person.
const SHORTEST: usize = 16;

/// What ends a parameter, a number of JSON, and a header inside of something else.
const PARAMETER: &[u8] = b"&\"'<> \r\n;,\\|";
const NUMBER: &[u8] = b",}] \t\r\n";
const PHRASE: &[u8] = b"\"<\\\r\n";

/// What stands behind the separator of a name that is that of a secret.
pub(super) fn of_name(bytes: &[u8], name: &Name<'_>, separator: Range<usize>) -> Vec<Hidden> {
    let byte = bytes.get(separator.start).copied().unwrap_or_default();
    if byte == b'%' {
        let is_colon = matches!(bytes.get(separator.start + 2), Some(b'a' | b'A'));
        return vec![text(separator.end..end_of_escaped(bytes, separator.end, is_colon))];
    }
    let start = skip_space(bytes, separator.end, name.quote.is_some());
    if let Some(quoted) = quoted(bytes, start) {
        return vec![text(quoted)];
    }
    match (byte, name.quote, bytes.get(start)) {
        (b':', Some(_), Some(b'{')) if is_link(bytes, start) => Vec::new(), // the name is a rel
        (b':', Some((_, 0)), Some(b'[' | b'{')) => in_list(bytes, start),
        (b':', Some(_), Some(b'[' | b'{')) => vec![Hidden { range: start..end_of_list(bytes, start), way: Way::Inside }],
        (b':', Some(_), _) => vec![Hidden { range: start..end(bytes, start, NUMBER), way: Way::Number }],
        (b':', None, _) if is_header(bytes, name.start) => vec![text(start..end(bytes, start, b"\r\n"))],
        (b':', None, _) => vec![text(start..end(bytes, start, PHRASE))],
        _ => vec![text(start..end(bytes, start, PARAMETER))],
    }
}

/// The first of some bytes from a place on, or the end.
fn end(bytes: &[u8], from: usize, ends: &[u8]) -> usize {
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().position(|byte| ends.contains(byte)).unwrap_or(rest.len())
}

/// The end of a value in a URL, where it may be escaped: of a parameter at an `&`, behind a colon at a line break.
fn end_of_escaped(bytes: &[u8], from: usize, is_colon: bool) -> usize {
    let mut at = from;
    loop {
        at = end(bytes, at, b"&\"'<> \r\n\\%");
        match bytes.get(at + 1..at + 3) {
            _ if bytes.get(at) != Some(&b'%') => return at,
            Some([b'0', b'a' | b'A' | b'd' | b'D']) => return at,
            Some([b'2', b'6']) if !is_colon => return at,
            _ => at += 1,
        }
    }
}

fn skip_space(bytes: &[u8], from: usize, lines: bool) -> usize {
    let is_space = |byte: &&u8| matches!(byte, b' ' | b'\t') || (lines && byte.is_ascii_whitespace());
    from + bytes.get(from..).unwrap_or_default().iter().take_while(is_space).count()
}

/// What stands in quotes that begin at a place, or behind backslashes there, for a text may stand in a text.
fn quoted(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let slashes = bytes.get(from..)?.iter().take_while(|byte| **byte == b'\\').count();
    let start = from + slashes + 1;
    let quote = bytes.get(start - 1).copied().filter(|quote| matches!(quote, b'"' | b'\''))?;
    let mut at = start;
    let mut before = 0; // backslashes
    loop {
        match bytes.get(at) {
            None => return Some(start..at),
            Some(b'\n') if quote == b'\'' => return Some(start..at),
            Some(b'\\') => before += 1,
            Some(byte) if *byte == quote && (if slashes == 0 { before % 2 == 0 } else { before <= slashes }) => {
                return Some(start..if slashes == 0 { at } else { at - before });
            }
            Some(_) => before = 0,
        }
        at += 1;
    }
}

/// Whether a name begins a line, as headers do, also where a tool has put something before them.
fn is_header(bytes: &[u8], name: usize) -> bool {
    let before = bytes.get(name.saturating_sub(8)..name).unwrap_or_default();
    let marks = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t' | b'>' | b'<')).count();
    let is_first = before.len() == marks && name < 8;
    is_first || before.get(..before.len() - marks).is_some_and(|before| before.ends_with(b"\n"))
}

/// All texts and numbers of a list or an object of JSON, but names.
fn in_list(bytes: &[u8], from: usize) -> Vec<Hidden> {
    let (mut found, mut depth, mut at) = (Vec::new(), 0_usize, from);
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b'[' | b'{' => {
                depth += 1;
                at + 1
            }
            b']' | b'}' if depth <= 1 => break,
            b']' | b'}' => {
                depth -= 1;
                at + 1
            }
            b'"' => {
                let Some(range) = quoted(bytes, at) else { break };
                let end = range.end + 1;
                if bytes.get(skip_space(bytes, end, true)) != Some(&b':') {
                    found.push(text(range));
                }
                end
            }
            b'0'..=b'9' => {
                let end = end(bytes, at, NUMBER);
                found.push(Hidden { range: at..end, way: Way::Number });
                end
            }
            _ => at + 1,
        };
    }
    found.push(text(at..at)); // up to here all has been looked at
    found
}

/// Whether an object is a link.
fn is_link(bytes: &[u8], open: usize) -> bool {
    bytes.get(skip_space(bytes, open + 1, true)..).is_some_and(|rest| rest.starts_with(b"\"href\""))
}

/// The end of a list or an object that stands in a text.
fn end_of_list(bytes: &[u8], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth <= 1 => return at,
            b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    bytes.len()
}

/// What belongs to a name that stands behind `name`: the content of an element, the `value` beside it, or the part of a form below it.
pub(super) fn of_pair(bytes: &[u8], from: usize) -> Option<Hidden> {
    let named = quoted(bytes, skip_space(bytes, from, true))?;
    let name = bytes.get(named.clone())?;
    if name.len() > NEAR || !is_secret(name, false) {
        return None;
    }
    let tag =
        memrchr(b'<', bytes.get(named.start.saturating_sub(NEAR)..named.start)?).map(|at| named.start.saturating_sub(NEAR) + at);
    if let Some(content) = tag.and_then(|tag| content(bytes, tag)).filter(|content| content.start > named.end) {
        return Some(text(content));
    }
    let behind = bytes.get(named.end + 1..)?;
    if behind.starts_with(b"\r\n") || behind.starts_with(b"\n") {
        let near = behind.get(..NEAR).unwrap_or(behind);
        let start = memmem::find(near, b"\r\n\r\n").map(|at| at + 4).or_else(|| Some(memmem::find(near, b"\n\n")? + 2))?;
        let start = named.end + 1 + start;
        return Some(text(start..end(bytes, start, b"\r\n")));
    }
    let member = skip_space(bytes, named.end + 1, true);
    let member = quoted(bytes, skip_space(bytes, member + 1, true))?;
    if !bytes.get(member.clone())?.eq_ignore_ascii_case(b"value") {
        return None;
    }
    let colon = skip_space(bytes, member.end + 1, true);
    quoted(bytes, skip_space(bytes, colon + 1, true)).map(text)
}

/// What an element holds whose name is that of a secret.
pub(super) fn of_element(bytes: &[u8], open: usize) -> Option<Hidden> {
    let local = element(bytes, open)?.rsplit(|byte| *byte == b':').next()?;
    if is_secret(local, false) { content(bytes, open).map(text) } else { None }
}

/// The name of an element, with its prefix.
fn element(bytes: &[u8], open: usize) -> Option<&[u8]> {
    let rest = bytes.get(open + 1..)?;
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.');
    rest.get(..rest.iter().take(NEAR).take_while(is_name).count()).filter(|name| !name.is_empty())
}

/// What stands between the tags of an element, markup too.
fn content(bytes: &[u8], open: usize) -> Option<Range<usize>> {
    let element = element(bytes, open)?;
    let mut at = open + 1 + element.len();
    let limit = at + 4 * NEAR;
    // what stands in quotes does not end the tag
    loop {
        match *bytes.get(at).filter(|_| at < limit)? {
            b'>' => break,
            quote @ (b'"' | b'\'') => at += memchr(quote, bytes.get(at + 1..)?)? + 2,
            b'<' => return None,
            _ => at += 1,
        }
    }
    if bytes.get(at - 1) == Some(&b'/') {
        return None;
    }
    let start = at + 1;
    let length = memmem::find(bytes.get(start..)?, &[b"</", element].concat());
    Some(start..length.map_or(bytes.len(), |length| start + length))
}

/// Credentials, if they are some.
pub(super) fn of_scheme(bytes: &[u8], start: usize) -> Option<Hidden> {
    let rest = bytes.get(start..)?;
    let is_token = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-._~+/=*".contains(byte);
    let length = rest.iter().take_while(is_token).count();
    (length >= SHORTEST).then(|| text(start..start + length))
}
