//! Which bytes of a string need a look: for the reader and for the writer.

use wide::u8x16;

/// Where the next byte is that no plain string holds: a quote, a backslash or a control character.
#[inline(always)]
pub(super) fn special(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let (blocks, tail) = rest.as_chunks::<32>();
    let mut at = start;
    for block in blocks {
        let (halves, _) = block.as_chunks::<16>();
        let found = halves.iter().rev().fold(0, |found, half| found << 16 | specials(u8x16::new(*half)).to_bitmask());
        if found != 0 {
            return at + found.trailing_zeros() as usize;
        }
        at += 32;
    }
    at + tail.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..0x20)).unwrap_or(tail.len())
}

/// Marks the bytes that no plain string holds.
#[inline(always)]
pub(super) fn specials(block: u8x16) -> u8x16 {
    let control = u8x16::splat(0x1f);
    let ends = block.simd_eq(u8x16::splat(b'"')) | block.simd_eq(u8x16::splat(b'\\'));
    ends | block.max(control).simd_eq(control)
}
