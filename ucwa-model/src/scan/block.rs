//! Sixty-four bytes at a time.

use wide::u8x16;

/// Bytes of a block.
pub(crate) const SIZE: usize = 64;

/// Some bytes of a text, and which of them are what.
#[derive(Debug)]
pub(crate) struct Block([u8x16; 4]);

impl Block {
    #[inline]
    pub(crate) fn of(bytes: &[u8; SIZE]) -> Self {
        let (quarters, _) = bytes.as_chunks::<16>();
        let mut block = Self([u8x16::splat(0); 4]);
        for (place, quarter) in block.0.iter_mut().zip(quarters) {
            *place = u8x16::new(*quarter);
        }
        block
    }

    /// One bit for each byte that is this one.
    #[inline]
    pub(crate) fn is(&self, byte: u8) -> u64 {
        self.mask(|quarter| quarter.simd_eq(u8x16::splat(byte)))
    }

    /// One bit for each byte that is one of these.
    #[inline]
    pub(crate) fn is_either(&self, one: u8, other: u8) -> u64 {
        self.mask(|quarter| quarter.simd_eq(u8x16::splat(one)) | quarter.simd_eq(u8x16::splat(other)))
    }

    /// One bit for each byte that is a square bracket or a brace.
    #[inline]
    pub(crate) fn is_bracket(&self) -> u64 {
        self.mask(|quarter| {
            let curled = quarter | u8x16::splat(0x20); // `[` becomes `{`, `]` becomes `}`
            curled.simd_eq(u8x16::splat(b'{')) | curled.simd_eq(u8x16::splat(b'}'))
        })
    }

    /// Whether any byte is this one.
    #[inline]
    pub(crate) fn has(&self, byte: u8) -> bool {
        self.has_either(byte, byte)
    }

    /// Whether any byte is one of these.
    #[inline]
    pub(crate) fn has_either(&self, one: u8, other: u8) -> bool {
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

/// Which bytes of a JSON text stand inside strings, block after block.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Strings {
    /// All ones if the last block ended inside a string.
    open: u64,
    /// One if the last byte escapes the next.
    escape: u64,
}

impl Strings {
    /// One bit for each byte of the next block that stands inside a string, or is its opening quote.
    #[inline]
    pub(crate) fn inside(&mut self, quotes: u64, backslashes: u64) -> u64 {
        let quotes = quotes & !escaped(&mut self.escape, backslashes);
        let inside = prefix_xor(quotes) ^ self.open;
        self.open = 0_u64.wrapping_sub(inside >> 63);
        inside
    }
}

/// The characters that a backslash before them escapes. `escape` is one if the last byte of the block before escapes the first of
/// this one.
#[inline]
fn escaped(escape: &mut u64, backslashes: u64) -> u64 {
    if backslashes == 0 {
        return std::mem::take(escape);
    }
    const EVEN: u64 = 0x5555_5555_5555_5555;
    let backslashes = backslashes & !*escape;
    let follows = backslashes << 1 | *escape;
    let odd_starts = backslashes & !EVEN & !follows;
    let (even_sequences, overflow) = odd_starts.overflowing_add(backslashes);
    *escape = u64::from(overflow);
    (EVEN ^ (even_sequences << 1)) & follows
}

/// Each bit is the parity of the bits up to it.
#[inline]
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALPHABET: &[u8] = b"<x\n[]{}[\xef;=";

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
                assert_eq!(block.has(one), bytes.contains(&one));
                let either = bits(&|byte| byte == one || byte == b'\n');
                assert_eq!(block.is_either(one, b'\n'), either);
                assert_eq!(block.has_either(one, b'\n'), either != 0);
            }
            assert!(!block.has_either(b'q', b'"'));
            assert_eq!(block.is_bracket(), bits(&|byte| matches!(byte, b'[' | b']' | b'{' | b'}')));
        }
    }

    #[test]
    fn each_bit_is_the_parity_of_those_up_to_it() {
        let mut dice = fastrand::Rng::with_seed(11);
        for _ in 0..2000 {
            let bits = dice.u64(..) & dice.u64(..);
            let expected = (0..64).map(|at| u64::from((bits << (63 - at)).count_ones() % 2) << at).sum::<u64>();
            assert_eq!(prefix_xor(bits), expected, "{bits:064b}");
        }
    }

    /// One byte after the other. A backslash escapes what follows, wherever it stands.
    fn naive(bytes: &[u8]) -> Vec<bool> {
        let (mut inside, mut escaped) = (false, false);
        let is_inside = |byte: &u8| {
            inside ^= *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            inside
        };
        bytes.iter().map(is_inside).collect()
    }

    #[test]
    fn strings_are_where_bytes_find_them() {
        let mut dice = fastrand::Rng::with_seed(13);
        for round in 0..2000 {
            let alphabet: &[u8] = if round % 2 == 0 { b"\"\\a" } else { b"\"\\\\\\\\\\aaaaaaaa" };
            let bytes: Vec<u8> = (0..4 * SIZE).map(|_| alphabet[dice.usize(0..alphabet.len())]).collect();
            let mut strings = Strings::default();
            let mut found = Vec::new();
            for block in bytes.as_chunks::<SIZE>().0 {
                let masks = Block::of(block);
                let inside = strings.inside(masks.is(b'"'), masks.is(b'\\'));
                found.extend((0..SIZE).map(|at| inside >> at & 1 == 1));
            }
            assert_eq!(found, naive(&bytes), "{}", String::from_utf8_lossy(&bytes));
        }
    }
}
