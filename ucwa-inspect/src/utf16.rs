//! Text in UTF-16, which some systems write what they record in.

/// The text, without its byte order mark; `None` if the bytes do not look like UTF-16.
#[must_use]
pub fn decoded(bytes: &[u8]) -> Option<String> {
    let (is_little, rest) = match bytes {
        [0xff, 0xfe, rest @ ..] => (true, rest),
        [0xfe, 0xff, rest @ ..] => (false, rest),
        // two characters of ASCII
        [1..=0x7f, 0, 1..=0x7f, 0, ..] => (true, bytes),
        [0, 1..=0x7f, 0, 1..=0x7f, ..] => (false, bytes),
        _ => return None,
    };
    let (pairs, _) = rest.as_chunks();
    let units = pairs.iter().map(|pair| if is_little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) });
    Some(char::decode_utf16(units).map(|read| read.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_order_is_read() {
        for (bytes, text) in [
            (&b"\xff\xfea\0\xe4\0\x3d\xd8\0\xde"[..], Some("a\u{e4}\u{1f600}")),
            (b"\xfe\xff\0a\xd8\x3d", Some("a\u{fffd}")),
            (b"{\0}\0\n", Some("{}")),
            (b"\0{\0}", Some("{}")),
            (b"{}", None),
            (b"\0\0\0\0", None),
        ] {
            assert_eq!(decoded(bytes).as_deref(), text);
        }
    }
}
