//! What tools put round messages: editors comments and separators, curl what it does.

use super::First;

/// Whether a line says something to readers: a comment, a variable of an editor.
pub(in crate::capture) fn is_comment(line: &[u8]) -> bool {
    matches!(line, [b'#' | b'@', ..] | [b'/', b'/', ..])
}

/// Whether a line separates the requests of an editor's file.
pub(super) fn is_separator(line: &[u8]) -> bool {
    line.starts_with(b"###")
}

/// Whether a line belongs to an editor, which finds there what to do with the answer, or where it has kept it.
pub(super) fn is_handler(line: &[u8]) -> bool {
    line.starts_with(b"> {%") || line.starts_with(b"<> ")
}

/// How many bytes of blank lines, separators and comments stand before a message, and whether there are others than blank ones.
pub(super) fn preamble(text: &[u8]) -> (usize, bool) {
    let (mut length, mut is_editors) = (0, false);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let bare = line.trim_ascii();
        if !bare.is_empty() && !is_comment(bare) {
            break;
        }
        is_editors |= !bare.is_empty();
        length += line.len();
    }
    (length, is_editors)
}

/// What `curl -v` tells of messages, as messages; `None` if it is something else.
pub(super) fn from_curl(text: &[u8]) -> Option<Vec<u8>> {
    let lines = || text.split_inclusive(|byte| *byte == b'\n');
    let first = lines().find(|line| !line.starts_with(b"* ") && !line.trim_ascii().is_empty())?;
    First::of(first.strip_prefix(b"> ")?)?;
    let mut messages = Vec::with_capacity(text.len());
    for line in lines() {
        match line {
            [b'*', b' ', ..] => {}
            [b'{' | b'}', b' ', b'[', ..] if line.trim_ascii_end().ends_with(b"bytes data]") => {}
            [b'>' | b'<', b' ', rest @ ..] => messages.extend_from_slice(rest),
            [b'>' | b'<'] | [b'>' | b'<', b'\r' | b'\n', ..] => messages.extend_from_slice(b"\r\n"),
            // a body need not end in a line break
            _ => match memchr::memmem::find(line, b"* Connection #") {
                Some(end) => messages.extend_from_slice(&[line.get(..end).unwrap_or_default(), b"\n"].concat()),
                None => messages.extend_from_slice(line),
            },
        }
    }
    Some(messages)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curl_tells_of_messages() {
        let told = b"*   Trying\n> GET /a HTTP/1.1\r\n> Host: a\r\n>\r\n* sent\n< HTTP/2 200\r\n< a: b\r\n<\r\n{ [5 bytes data]\n<a/>* Connection #0 left\n";
        let messages = b"GET /a HTTP/1.1\r\nHost: a\r\n\r\nHTTP/2 200\r\na: b\r\n\r\n<a/>\n";
        assert_eq!(from_curl(told).as_deref(), Some(&messages[..]));
        assert_eq!(from_curl(b"* a\n* b\n"), None);
        assert_eq!(from_curl(messages), None);
    }
}
