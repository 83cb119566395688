//! Whether a file is a capture, told by its first bytes.

use super::{
    Kind,
    raw::{First, field, is_comment},
};

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Guess {
    Capture(Kind),
    /// It is something else.
    Other,
    /// They may yet be either.
    More,
}

/// The bytes in which a capture shows itself; what has not is none. A URL may take most of them.
const MOST: usize = 64 << 10;

/// The byte order mark of UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// What a file is that begins so. No more bytes are asked for than it takes, for more may come late.
pub(crate) fn guess(begin: &[u8]) -> Guess {
    if begin.len() < BOM.len() && BOM.starts_with(begin) {
        return Guess::More;
    }
    let text = begin.strip_prefix(BOM).unwrap_or(begin);
    let guesses = [archive(begin), har(text), line(text)];
    match guesses.iter().find(|guess| matches!(guess, Guess::Capture(_))) {
        Some(guess) => *guess,
        None if guesses.contains(&Guess::More) && begin.len() < MOST => Guess::More,
        None => Guess::Other,
    }
}

/// What a file is that has no more bytes than these.
pub(crate) fn guess_whole(text: &[u8]) -> Option<Kind> {
    match guess(&[text, b"\n\n"].concat()) {
        Guess::Capture(kind) => Some(kind),
        Guess::Other | Guess::More => None,
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

/// An object with a member `log` that is an object. Of other members, which tools write before it, nothing is held against it.
fn har(text: &[u8]) -> Guess {
    let text = text.trim_ascii_start();
    if text.first().is_some_and(|first| *first != b'{') {
        return Guess::Other;
    }
    let (mut depth, mut rest) = (0_usize, text);
    while let [first, behind @ ..] = rest {
        rest = behind;
        match first {
            b'"' => {
                let Some(end) = end_of_string(rest) else { return Guess::More };
                let (name, behind) = rest.split_at(end);
                rest = behind.get(1..).unwrap_or_default();
                if depth == 1 && name == b"log" {
                    match (rest.trim_ascii_start().strip_prefix(b":").map(<[u8]>::trim_ascii_start), rest.trim_ascii()) {
                        (_, []) | (Some([]), _) => return Guess::More,
                        (Some([b'{', ..]), _) => return Guess::Capture(Kind::Har),
                        _ => {}
                    }
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return Guess::Other,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
    }
    Guess::More
}

/// Where a string of JSON ends whose first quote has been read.
fn end_of_string(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match text.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// A line with which a request or a response of HTTP begins, behind comments, if there are any.
fn line(text: &[u8]) -> Guess {
    let mut rest = text;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let (line, behind) = rest.split_at(end + 1);
        rest = behind;
        let bare = line.trim_ascii();
        if bare.is_empty() || is_comment(bare) || bare.starts_with(b"* ") {
            continue;
        }
        let is_message = First::of_editor(bare).or_else(|| First::of(bare.strip_prefix(b"> ")?)).is_some();
        return if is_message { headers(rest) } else { Guess::Other };
    }
    if may_begin(rest.trim_ascii_start()) { Guess::More } else { Guess::Other }
}

/// Whether a line that is not whole may become the first of a message, or a comment.
fn may_begin(line: &[u8]) -> bool {
    match line.first() {
        None | Some(b'#' | b'/' | b'@' | b'*' | b'>') => true,
        Some(_) => line.split(|byte| *byte == b' ').next().is_some_and(|word| b"HTTP/".starts_with(word) || First::may_be(word)),
    }
}

/// What follows the first line: a header, or an empty line. Else that line stands in a log, before messages.
fn headers(rest: &[u8]) -> Guess {
    let Some(end) = memchr::memchr(b'\n', rest) else { return Guess::More };
    let line = rest.get(..end).unwrap_or_default().trim_ascii();
    let line = line.strip_prefix(b"> ").unwrap_or(line);
    let goes_on = matches!(line, [] | [b'>' | b'?' | b'&', ..] | [b'#', b'#', b'#', ..]) || field(line).is_some();
    if goes_on { Guess::Capture(Kind::Raw) } else { Guess::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_are_told_by_their_first_bytes() {
        let (har, raw) = (Guess::Capture(Kind::Har), Guess::Capture(Kind::Raw));
        let cases: &[(&[u8], Guess)] = &[
            (b"PK\x03\x04....", Guess::Capture(Kind::Saz)),
            (b"PK\x05\x06", Guess::Capture(Kind::Saz)),
            (b"PK", Guess::More),
            (b"\xef", Guess::More),
            (b"\xef\xbb", Guess::More),
            (b"\xef\xbb\xbf {\r\n \"log\": {", har),
            (b"{\"comment\":\"by \\\"X\\\"\",\"a\":{\"log\":{}},\"log\":{", har),
            (b"{\"log\":5", Guess::More),
            (b"{\"log\":5}", Guess::Other),
            (b"{\"a\":\"log\",\"b\":{}}", Guess::Other),
            (b"{\"log\" : ", Guess::More),
            (b"{\"lo", Guess::More),
            (b"{\"rel\":\"me\"}", Guess::Other),
            (b"[{\"log\":{", Guess::Other),
            (b"Post https://a/b HTTP/1.1\r\nHost: x\r\n", raw),
            (b"\xef\xbb\xbfHTTP/1.1 200 OK\n\n", raw),
            (b"HTTP/2 200 \r\ncontent-type: a\r\n", raw),
            (b"HTTP/3.0 200\n\n", raw),
            (b"HTTP/1.1 200 OK\nA : b\n", raw),
            (b"HTTP/1.1 200 OK\n", Guess::More),
            (b"HTTP/1.1 200 OK\n{\"rel\":\"me\"}\n", Guess::Other),
            (b"TRACE / HTTP/1.1\nA: b\n", raw),
            (b"GET /a b HTTP/1.1\nA: b\n", raw),
            (b"### first\n@host = a\n# one\n// two\n\nGET https://{{host}}/a\nA: b\n", raw),
            (b"GET https://a/b\n  ?c=d\n", raw),
            (b"*   Trying 10.0.0.1...\n> GET /a HTTP/1.1\n> Host: a\n", raw),
            (b"POST ", Guess::More),
            (b"GET the thing\n", Guess::Other),
            (b"09:00 GET /a HTTP/1.1\n", Guess::Other),
            (b"# a log\n{\"rel\":\"me\"}\n", Guess::Other),
            (b"<resource", Guess::Other),
            (b"", Guess::More),
        ];
        for (begin, expected) in cases {
            assert_eq!(guess(begin), *expected, "{:?}", String::from_utf8_lossy(begin));
        }
    }

    #[test]
    fn a_file_of_one_line_is_whole() {
        assert_eq!(guess_whole(b"HTTP/1.1 200 OK"), Some(Kind::Raw));
        assert_eq!(guess_whole(b"GET https://a/b"), Some(Kind::Raw));
        assert_eq!(guess_whole(b"{\"rel\":"), None);
        let long = format!("GET /?{} HTTP/1.1\r\nA: b\r\n", "a".repeat(40_000));
        assert_eq!(guess(long.as_bytes()), Guess::Capture(Kind::Raw));
    }
}
