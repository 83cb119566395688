//! Which bytes of a string need a look: for the reader and for the writer.

use wide::u8x16;

/// Where the next byte is that no plain string holds: a quote, a backslash or a control character.
#[inline(always)]
pub(super) fn special(bytes: &[u8], start: usize) -> usize {
    let Some(mut rest) = bytes.get(start..) else { return start };
    let mut at = start;
    while let Some((block, after)) = rest.split_first_chunk::<32>() {
        let (halves, _) = block.as_chunks::<16>();
        let found = halves.iter().rev().fold(0, |found, half| found << 16 | specials(u8x16::new(*half)).to_bitmask());
        if found != 0 {
            return at + found.trailing_zeros() as usize;
        }
        (rest, at) = (after, at + 32);
    }
    special_of_tail(bytes, at)
}

/// Where it is among the last bytes: those are looked at once more together with what is before them.
#[inline(never)]
fn special_of_tail(bytes: &[u8], start: usize) -> usize {
    let tail = bytes.get(start..).unwrap_or_default();
    let Some(last) = bytes.last_chunk::<32>() else {
        return start + tail.iter().position(is_special).unwrap_or(tail.len());
    };
    let (halves, _) = last.as_chunks::<16>();
    let found = halves.iter().rev().fold(0, |found, half| found << 16 | specials(u8x16::new(*half)).to_bitmask());
    let found = u64::from(found) >> (32 - tail.len());
    start + tail.len().min(found.trailing_zeros() as usize)
}

fn is_special(byte: &u8) -> bool {
    matches!(byte, b'"' | b'\\' | ..0x20)
}

/// Marks the bytes that no plain string holds.
#[inline(always)]
pub(super) fn specials(block: u8x16) -> u8x16 {
    // with this bit turned, a quote follows the control characters
    let (turned, last) = (block ^ u8x16::splat(0x02), u8x16::splat(b'"' ^ 0x02));
    turned.max(last).simd_eq(last) | block.simd_eq(u8x16::splat(b'\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_special_byte_is_marked_and_no_other() {
        for byte in 0..=u8::MAX {
            assert_eq!(specials(u8x16::splat(byte)).to_bitmask() == 0xffff, is_special(&byte), "{byte:#x}");
            let mut bytes = vec![b'x'; 90];
            for at in [0, 1, 40, 80, 89] {
                bytes[at] = byte;
                assert_eq!(special(&bytes, 0), if is_special(&byte) { at } else { 90 }, "{byte:#x} at {at}");
                bytes[at] = b'x';
            }
        }
    }
}
