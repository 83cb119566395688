//! The head of a message: its first line, and its headers, each for itself, so that an odd one costs no other.

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::capture::MAX_HEADERS;

/// The methods that a request has in any case, and that may stand without a version of HTTP.
const METHODS: [&str; 8] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "CONNECT"];

/// What the target of a request without a version begins with.
const TARGETS: [&str; 4] = ["/", "http://", "https://", "{{"];

/// The first line of a message.
#[derive(Clone, Copy)]
pub(in crate::capture) enum First<'a> {
    /// `GET /a HTTP/1.1`
    Request { method: &'a str, target: &'a str },
    /// `HTTP/2 200`
    Response { status: StatusCode, reason: &'a str },
}

impl<'a> First<'a> {
    /// The first line of a message as it is sent, but that documentation writes methods in mixed case, and some tools write targets
    /// with spaces.
    pub(in crate::capture) fn of(line: &'a [u8]) -> Option<Self> {
        let (word, rest) = words(line)?;
        if is_version(word) {
            let (status, reason) = rest.split_once(' ').unwrap_or((rest, ""));
            return Some(Self::Response { status: status.parse().ok()?, reason: reason.trim() });
        }
        let (target, version) = rest.rsplit_once(' ')?;
        let is_method = named(word).is_some() || Self::may_be(word.as_bytes());
        (is_method && is_version(version)).then_some(Self::Request { method: word, target: target.trim() })
    }

    /// The first line of a message in a file of an editor, where a request needs no version.
    pub(in crate::capture) fn of_editor(line: &'a [u8]) -> Option<Self> {
        let versionless = || {
            let (method, target) = words(line)?;
            let is_target = TARGETS.iter().any(|begin| target.starts_with(begin)) && !target.contains(' ');
            (is_target && named(method).is_some()).then_some(Self::Request { method, target })
        };
        Self::of(line).or_else(versionless)
    }

    /// Whether a word is a method, or the beginning of one.
    pub(in crate::capture) fn may_be(word: &[u8]) -> bool {
        let is_upper = word.iter().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'_'));
        is_upper
            || METHODS.iter().any(|name| name.as_bytes().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
    }
}

/// The first word of a line, and what follows it.
fn words(line: &[u8]) -> Option<(&str, &str)> {
    let line = line.utf8_chunks().next()?.valid().trim();
    let (word, rest) = line.split_once(' ')?;
    Some((word, rest.trim_start()))
}

fn named(word: &str) -> Option<&'static str> {
    METHODS.into_iter().find(|method| method.eq_ignore_ascii_case(word))
}

/// `HTTP/1.1`, `HTTP/2`.
fn is_version(word: &str) -> bool {
    let Some(version) = word.strip_prefix("HTTP/") else { return false };
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    [major, minor].iter().all(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
}

/// The name and the value of a header. The name may be empty, as in what tools write of HTTP/2, and is no header then.
pub(in crate::capture) fn field(line: &[u8]) -> Option<(Option<HeaderName>, &[u8])> {
    let colon = memchr::memchr(b':', line)?;
    let (name, value) = line.split_at(colon);
    let value = value.get(1..).unwrap_or_default().trim_ascii();
    match name.trim_ascii() {
        [] => Some((None, value)),
        name => Some((Some(HeaderName::from_bytes(name).ok()?), value)),
    }
}

/// What stands before a body.
#[derive(Default)]
pub(super) struct Head {
    pub(super) headers: HeaderMap,
    /// What of the target stands in lines of its own.
    pub(super) target: String,
    /// Where the body begins.
    pub(super) end: usize,
}

impl Head {
    /// The headers behind the first line, up to an empty line, or to a line that is none.
    pub(super) fn read(text: &[u8]) -> Self {
        let mut lines = text.split_inclusive(|byte| *byte == b'\n');
        let mut head = Self { end: lines.next().map_or(0, <[u8]>::len), ..Self::default() };
        let mut last: Option<(Option<HeaderName>, Vec<u8>)> = None;
        for line in lines {
            let bare = line.trim_ascii();
            if bare.is_empty() {
                head.end += line.len();
                break;
            }
            match (field(bare), &mut last) {
                (Some((name, value)), _) => head.keep(last.replace((name, value.to_vec()))),
                (None, _) if !goes_on(line) => break,
                (None, Some((_, value))) => value.extend_from_slice(&[b" ", bare].concat()),
                (None, None) => head.target += &String::from_utf8_lossy(bare),
            }
            head.end += line.len();
        }
        head.keep(last);
        head
    }

    fn keep(&mut self, field: Option<(Option<HeaderName>, Vec<u8>)>) {
        let Some((Some(name), mut value)) = field.filter(|_| self.headers.len() < MAX_HEADERS) else { return };
        value.iter_mut().filter(|byte| byte.is_ascii_control()).for_each(|byte| *byte = b' ');
        if let Ok(value) = HeaderValue::from_bytes(value.trim_ascii()) {
            self.headers.append(name, value);
        }
    }
}

/// Whether a line goes on with the one before, and is not a body.
fn goes_on(line: &[u8]) -> bool {
    matches!(line, [b' ' | b'\t', ..]) && !matches!(line.trim_ascii_start(), [b'{' | b'[' | b'<', ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_header_costs_no_other() {
        let text =
            b"HTTP/1.1 200 OK\r\n: a\r\nX : a\r\n Y: b\r\nFolded: c\r\n\td\r\nZ: e\x01f\r\n:status: 200\r\nLast: g\r\n\r\n{}";
        let head = Head::read(text);
        let values: Vec<_> = head.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        assert_eq!(values, [("x", "a"), ("y", "b"), ("folded", "c d"), ("z", "e f"), ("last", "g")]);
        assert_eq!(&text[head.end..], b"{}");
    }

    #[test]
    fn of_many_headers_the_first_are_kept() {
        let text = format!("GET / HTTP/1.1\r\n{}\r\n{{}}", (0..1000).map(|n| format!("X-{n}: a\r\n")).collect::<String>());
        let head = Head::read(text.as_bytes());
        assert_eq!((head.headers.len(), text.get(head.end..)), (MAX_HEADERS, Some("{}")));
    }

    #[test]
    fn a_body_may_stand_without_an_empty_line() {
        for body in ["{\"a\":\n  \"b: c\"}", "  {\"a\":1}", "<a:b/>"] {
            let text = format!("HTTP/1.1 200 OK\nA: b\n{body}");
            assert_eq!(text.get(Head::read(text.as_bytes()).end..), Some(body));
        }
    }
}
