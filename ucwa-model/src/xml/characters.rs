//! Which characters XML allows where, and which need a look: for the reader and for the writer.

use std::borrow::Cow;

use wide::u8x16;

use crate::scan;

/// Whether XML 1.0 can carry a character.
pub(super) fn is_xml_char(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Whether a name can begin with a character.
fn is_name_start(character: char) -> bool {
    matches!(character,
        ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

/// Whether a name can go on with a character.
fn is_name_part(character: char) -> bool {
    is_name_start(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// Which ASCII characters a name can go on with.
const PART: [bool; 256] = {
    let (mut part, mut byte) = ([false; 256], 0);
    while byte < 128 {
        let character = byte as u8;
        part[byte] = character.is_ascii_alphanumeric() || matches!(character, b':' | b'_' | b'-' | b'.');
        byte += 1;
    }
    part
};

/// The name at the beginning of a text, and where its colon is; empty if there is none.
#[inline]
pub(super) fn name(text: &str) -> (&str, Option<usize>) {
    let (mut end, mut colon) = (0, None);
    for byte in text.bytes() {
        if !PART[usize::from(byte)] {
            break;
        }
        if byte == b':' && colon.is_none() {
            colon = Some(end);
        }
        end += 1;
    }
    if text.as_bytes().get(end).is_some_and(|byte| !byte.is_ascii()) {
        end = text.find(|character| !is_name_part(character)).unwrap_or(text.len());
        colon = text.get(..end).and_then(|name| name.find(':'));
    }
    match text.get(..end) {
        Some(name) if name.starts_with(is_name_start) => (name, colon),
        _ => ("", None),
    }
}

/// Whether a text is a name without a prefix.
pub(crate) fn is_name(text: &str) -> bool {
    !text.is_empty() && name(text) == (text, None)
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The first character that XML cannot carry.
#[inline]
pub(super) fn forbidden(text: &str) -> Option<char> {
    // the noncharacters begin with 0xEF
    let control = u8x16::splat(0x1f);
    let suspicious = |block: u8x16| block.simd_eq(u8x16::splat(0xef)) | block.max(control).simd_eq(control);
    if scan::any(text.as_bytes(), suspicious) { text.chars().find(|character| !is_xml_char(*character)) } else { None }
}

/// Line ends as XML reads them.
pub(super) fn lines(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text.into();
    }
    text.replace("\r\n", "\n").replace('\r', "\n").into()
}

/// Where the next byte is that needs a look: one that ends or begins something, a control character, perhaps a forbidden one.
#[inline(always)]
pub(super) fn special<const END: u8, const ALSO: u8>(bytes: &[u8], start: usize) -> usize {
    let Some(mut rest) = bytes.get(start..) else { return start };
    let mut at = start;
    while let Some((block, after)) = rest.split_first_chunk::<16>() {
        let found = specials::<END, ALSO>(u8x16::new(*block)).to_bitmask();
        if found != 0 {
            return at + found.trailing_zeros() as usize;
        }
        (rest, at) = (after, at + 16);
    }
    at + special_of_tail::<END, ALSO>(rest)
}

/// Where it is among the last bytes.
#[inline(never)]
fn special_of_tail<const END: u8, const ALSO: u8>(tail: &[u8]) -> usize {
    tail.iter().position(is_special::<END, ALSO>).unwrap_or(tail.len())
}

fn is_special<const END: u8, const ALSO: u8>(byte: &u8) -> bool {
    *byte == END || *byte == ALSO || matches!(byte, b'<' | b'&' | 0xef | ..0x20)
}

/// Marks the bytes that need a look.
#[inline(always)]
pub(super) fn specials<const END: u8, const ALSO: u8>(block: u8x16) -> u8x16 {
    let is = |byte: u8| block.simd_eq(u8x16::splat(byte));
    // with these bits turned, an ampersand follows the control characters; and with the third bit set, a quote is an ampersand
    let turned = if END == b'"' { block | u8x16::splat(0x04) } else { block } ^ u8x16::splat(0x06);
    let last = u8x16::splat(b'&' ^ 0x06);
    let mut found = turned.max(last).simd_eq(last) | is(b'<') | is(0xef);
    if END != b'"' && END != b'&' {
        found |= is(END);
    }
    if ALSO != END && ALSO != b'&' {
        found |= is(ALSO);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_byte<const END: u8, const ALSO: u8>() {
        for byte in 0..=u8::MAX {
            let is = is_special::<END, ALSO>(&byte);
            assert_eq!(specials::<END, ALSO>(u8x16::splat(byte)).to_bitmask(), if is { 0xffff } else { 0 }, "{byte:#x}");
        }
    }

    #[test]
    fn every_byte_that_needs_a_look_is_marked_and_no_other() {
        every_byte::<b'"', b'"'>();
        every_byte::<b']', b']'>();
        every_byte::<b'&', b'&'>();
        every_byte::<b'"', b'>'>();
    }
}
