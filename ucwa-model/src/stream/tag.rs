//! Looking for tags, sixteen bytes at a time.

use wide::u8x16;

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
