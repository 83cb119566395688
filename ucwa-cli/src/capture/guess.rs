//! Whether a file is a capture, told by its first bytes.

use http::HeaderName;

use super::Kind;

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guess {
    Capture(Kind),
    /// It is something else.
    Other,
    /// They may yet be either.
    More,
}

/// The methods of HTTP, and what its messages begin with otherwise.
const METHODS: [&str; 8] = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "CONNECT"];

/// The bytes in which a capture shows itself; what has not is none.
const LONGEST_LINE: usize = 8 << 10;

/// What a file is that begins so. No more bytes are asked for than it takes, for more may come late.
pub(crate) fn guess(begin: &[u8]) -> Guess {
    let text = begin.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begin);
    let archives = [archive(begin), har(text), line(text)];
    match archives.iter().find(|guess| matches!(guess, Guess::Capture(_))) {
        Some(guess) => *guess,
        None if archives.contains(&Guess::More) && begin.len() < LONGEST_LINE => Guess::More,
        None => Guess::Other,
    }
}

/// A zip, with a file in it or none.
fn archive(begin: &[u8]) -> Guess {
    let is = |signature: &[u8]| match signature.strip_prefix(begin.get(..4).unwrap_or(begin)) {
        Some([]) => Guess::Capture(Kind::Saz),
        Some(_) => Guess::More,
        None => Guess::Other,
    };
    match is(b"PK\x03\x04") {
        Guess::Other => is(b"PK\x05\x06"),
        guess => guess,
    }
}

/// An object whose first member is `log`, with an object.
fn har(text: &[u8]) -> Guess {
    let mut rest = text;
    for expected in [&b"{"[..], b"\"log\"", b":", b"{"] {
        rest = rest.trim_ascii_start();
        if rest.len() < expected.len() {
            return if expected.starts_with(rest) { Guess::More } else { Guess::Other };
        }
        match rest.strip_prefix(expected) {
            Some(behind) => rest = behind,
            None => return Guess::Other,
        }
    }
    Guess::Capture(Kind::Har)
}

/// A line with which a request or a response of HTTP begins.
fn line(text: &[u8]) -> Guess {
    let text = text.trim_ascii_start();
    let end = text.iter().position(|byte| *byte == b'\n');
    let line = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
    if let Some(end) = end {
        let rest = text.get(end + 1..).unwrap_or_default();
        return if is_message(line) { headers(rest) } else { Guess::Other };
    }
    let word = line.split(|byte| *byte == b' ').next().unwrap_or_default();
    let is_whole = word.len() < line.len();
    let fits = |name: &str| {
        name.as_bytes()
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word) && (!is_whole || name.len() == word.len()))
    };
    let begins = METHODS.iter().any(|method| fits(method)) || b"HTTP/1.".starts_with(word.get(..7).unwrap_or(word));
    if begins { Guess::More } else { Guess::Other }
}

/// What follows the first line: a header, or an empty line. Else that line stands in a log, before messages.
fn headers(rest: &[u8]) -> Guess {
    let Some(end) = rest.iter().position(|byte| *byte == b'\n') else { return Guess::More };
    let line = rest.get(..end).unwrap_or_default().trim_ascii();
    if line.is_empty() || is_header(line) { Guess::Capture(Kind::Raw) } else { Guess::Other }
}

/// Whether a line is a header: a token, a colon, a value.
pub(super) fn is_header(line: &[u8]) -> bool {
    let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
    name.len() < line.len() && HeaderName::from_bytes(name).is_ok()
}

/// Whether a line is the first of a request or of a response. Documentation writes methods in mixed case.
pub(super) fn is_message(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    if line.starts_with(b"HTTP/1.") {
        return true;
    }
    let mut words = line.split(|byte| *byte == b' ').filter(|word| !word.is_empty());
    let is_method = words.next().is_some_and(|word| METHODS.iter().any(|method| method.as_bytes().eq_ignore_ascii_case(word)));
    is_method
        && words.next().is_some()
        && words.next().is_some_and(|version| version.starts_with(b"HTTP/1."))
        && words.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_are_told_by_their_first_bytes() {
        let cases: &[(&[u8], Guess)] = &[
            (b"PK\x03\x04....", Guess::Capture(Kind::Saz)),
            (b"PK\x05\x06", Guess::Capture(Kind::Saz)),
            (b"PK", Guess::More),
            (b"PKZIP", Guess::Other),
            (b"\xef\xbb\xbf {\r\n \"log\": {", Guess::Capture(Kind::Har)),
            (b"{\"log\":5", Guess::Other),
            (b"{\"lo", Guess::More),
            (b"{\"_l", Guess::Other),
            (b"{\"rel\":\"me\"}", Guess::Other),
            (b"Post https://a/b HTTP/1.1\r\nHost: x\r\n", Guess::Capture(Kind::Raw)),
            (b"HTTP/1.1 200 OK\n\n", Guess::Capture(Kind::Raw)),
            (b"HTTP/1.1 200 OK\n", Guess::More),
            (b"HTTP/1.1 200 OK\n{\"rel\":\"me\"}\n", Guess::Other),
            (b"POST ", Guess::More),
            (b"POSTED at noon", Guess::Other),
            (b"GET the thing\n", Guess::Other),
            (b"<resource", Guess::Other),
            (b"", Guess::More),
        ];
        for (begin, expected) in cases {
            assert_eq!(guess(begin), *expected, "{:?}", String::from_utf8_lossy(begin));
        }
    }
}
