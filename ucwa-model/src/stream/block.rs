//! Sixty-four bytes at a time.

use wide::u8x16;

/// Bytes of a block.
pub(super) const SIZE: usize = 64;

/// Some bytes of a text, and which of them are what.
#[derive(Debug)]
pub(super) struct Block([u8x16; 4]);

impl Block {
    #[inline]
    pub(super) fn of(bytes: &[u8; SIZE]) -> Self {
        let (quarters, _) = bytes.as_chunks::<16>();
        let mut block = Self([u8x16::splat(0); 4]);
        for (place, quarter) in block.0.iter_mut().zip(quarters) {
            *place = u8x16::new(*quarter);
        }
        block
    }

    /// One bit for each byte that is this one.
    #[inline]
    pub(super) fn is(&self, byte: u8) -> u64 {
        self.mask(|quarter| quarter.simd_eq(u8x16::splat(byte)))
    }

    /// One bit for each byte that is one of these.
    #[inline]
    pub(super) fn is_either(&self, one: u8, other: u8) -> u64 {
        self.mask(|quarter| quarter.simd_eq(u8x16::splat(one)) | quarter.simd_eq(u8x16::splat(other)))
    }

    /// Whether any byte is one of these.
    #[inline]
    pub(super) fn has_either(&self, one: u8, other: u8) -> bool {
        let [first, second, third, fourth] =
            self.0.map(|quarter| quarter.simd_eq(u8x16::splat(one)) | quarter.simd_eq(u8x16::splat(other)));
        (first | second | third | fourth).to_bitmask() != 0
    }

    #[inline]
    fn mask(&self, test: impl Fn(u8x16) -> u8x16) -> u64 {
        let [first, second, third, fourth] = self.0.map(|quarter| u64::from(test(quarter).to_bitmask()));
        first | second << 16 | third << 32 | fourth << 48
    }
}

/// Where the next tag is that matters to whoever looks for the end of an element with this initial: one that begins with `!`, `?`,
/// `e` or the initial, an end tag with the initial, or a line that begins with `{` or a byte order mark. Only whole blocks are
/// looked at, and the second value is how far.
#[inline]
pub(super) fn next_tag(bytes: &[u8], mut at: usize, initial: u8) -> Result<usize, usize> {
    let eq = |block: u8x16, byte: u8| block.simd_eq(u8x16::splat(byte));
    while let Some(block) = bytes.get(at..).and_then(|rest| rest.first_chunk::<18>()) {
        let lanes = |from: usize| block.get(from..).and_then(|rest| rest.first_chunk::<16>()).copied().map(u8x16::new);
        let (Some(first), Some(second), Some(third)) = (lanes(0), lanes(1), lanes(2)) else { break };
        let named = eq(second, initial) | (eq(second, b'/') & eq(third, initial));
        let special = eq(second, b'!') | eq(second, b'?') | eq(second, b'e');
        let begins = eq(first, b'\n') & (eq(second, b'{') | eq(second, 0xef));
        let found = ((eq(first, b'<') & (named | special)) | begins).to_bitmask();
        if found != 0 {
            return Ok(at + found.trailing_zeros() as usize);
        }
        at += 16;
    }
    Err(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALPHABET: &[u8] = b"<</!?es\n{\xefx ";

    fn dice_of(dice: &mut fastrand::Rng, length: usize) -> Vec<u8> {
        (0..length).map(|_| ALPHABET[dice.usize(0..ALPHABET.len())]).collect()
    }

    #[test]
    fn a_mask_has_a_bit_for_each_byte() {
        let mut dice = fastrand::Rng::with_seed(3);
        for _ in 0..2000 {
            let bytes: [u8; SIZE] = dice_of(&mut dice, SIZE).try_into().unwrap();
            let block = Block::of(&bytes);
            let bits = |is: &dyn Fn(u8) -> bool| (0..SIZE).map(|at| u64::from(is(bytes[at])) << at).sum::<u64>();
            for one in *b"<x\xef" {
                assert_eq!(block.is(one), bits(&|byte| byte == one));
                let either = bits(&|byte| byte == one || byte == b'\n');
                assert_eq!(block.is_either(one, b'\n'), either);
                assert_eq!(block.has_either(one, b'\n'), either != 0);
            }
            assert!(!block.has_either(b'q', b'"'));
        }
    }

    /// One byte after the other, as far as there are whole blocks.
    fn naive(bytes: &[u8], start: usize, initial: u8) -> Result<usize, usize> {
        let blocks = (bytes.len() - start).saturating_sub(2) / 16;
        let end = start + 16 * blocks;
        let matters = |at: &usize| match [bytes[*at], bytes[at + 1], bytes[at + 2]] {
            [b'<', b'!' | b'?' | b'e', _] => true,
            [b'<', one, _] if one == initial => true,
            [b'<', b'/', one] => one == initial,
            [b'\n', b'{' | 0xef, _] => true,
            _ => false,
        };
        (start..end).find(matters).ok_or(end)
    }

    #[test]
    fn tags_are_found_where_bytes_find_them() {
        let mut dice = fastrand::Rng::with_seed(5);
        let mut far = 0;
        for _ in 0..20_000 {
            let length = dice.usize(0..120);
            let mut bytes = dice_of(&mut dice, length);
            // most of them without a tag in the first block
            for byte in bytes.iter_mut().take(dice.usize(0..80)) {
                *byte = b'x';
            }
            let start = dice.usize(0..=length.min(20));
            let expected = naive(&bytes, start, b's');
            assert_eq!(next_tag(&bytes, start, b's'), expected, "{} from {start}", String::from_utf8_lossy(&bytes));
            far += usize::from(expected.is_ok_and(|at| at > start + 16));
        }
        assert!(far > 1000, "{far}");
    }
}
