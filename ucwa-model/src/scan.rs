//! Looking at several bytes at a time, and at the digits of a number.

mod block;

use wide::u8x16;

pub(crate) use self::block::{Block, SIZE, Strings};

/// Whether any byte is one of those that `find` marks.
#[inline(always)]
pub(crate) fn any(bytes: &[u8], find: impl Fn(u8x16) -> u8x16) -> bool {
    let (blocks, _) = bytes.as_chunks::<16>();
    let found = blocks.iter().fold(u8x16::splat(0), |found, block| found | find(u8x16::new(*block)));
    // the rest once more with what is before it
    (found | find(rest(bytes))).to_bitmask() != 0
}

/// The last bytes of a text, sixteen of them; those of a shorter one more than once.
#[inline(always)]
fn rest(bytes: &[u8]) -> u8x16 {
    if let Some(last) = bytes.last_chunk::<16>() {
        return u8x16::new(*last);
    }
    let (low, high) = match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(first), Some(last)) => (twice(u32::from_le_bytes(*first)), twice(u32::from_le_bytes(*last))),
            _ => {
                let at = |index: usize| bytes.get(index).copied().unwrap_or(b' ');
                let all = [at(0), at(1), at(2), at(0)];
                (twice(u32::from_le_bytes(all)), twice(u32::from_le_bytes(all)))
            }
        },
    };
    u8x16::new((u128::from(high) << 64 | u128::from(low)).to_le_bytes())
}

fn twice(half: u32) -> u64 {
    u64::from(half) << 32 | u64::from(half)
}

/// Whether two short texts, such as names, are equal: to call `memcmp` takes longer than what it does.
#[inline(always)]
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    fn ends<const N: usize>(one: &[u8], other: &[u8]) -> Option<bool> {
        let same = one.first_chunk::<N>()? == other.first_chunk::<N>()? && one.last_chunk::<N>()? == other.last_chunk::<N>()?;
        Some(same)
    }
    match one.len() {
        length if length != other.len() => false,
        0..4 => one.iter().eq(other),
        4..8 => ends::<4>(one, other) == Some(true),
        8..=16 => ends::<8>(one, other) == Some(true),
        17..=32 => ends::<16>(one, other) == Some(true),
        _ => one == other,
    }
}

/// The first place of a byte, from a position on, that is wanted.
#[inline(always)]
pub(crate) fn find(bytes: &[u8], from: usize, byte: u8, is_wanted: impl Fn(usize) -> bool) -> Option<usize> {
    let (blocks, tail) = bytes.get(from..)?.as_chunks::<SIZE>();
    let mut last = [0; SIZE];
    last.get_mut(..tail.len())?.copy_from_slice(tail);
    let mut start = from;
    for block in blocks.iter().chain([&last]) {
        let mut places = Block::of(block).is(byte);
        while places != 0 {
            let at = start + places.trailing_zeros() as usize;
            if is_wanted(at) {
                return Some(at);
            }
            places &= places - 1;
        }
        start += SIZE;
    }
    None
}

/// Where the JSON number that begins at a position ends, or where it breaks the grammar.
pub(crate) fn number_end(bytes: &[u8], start: usize) -> Result<usize, usize> {
    let digits = |from: usize| from + bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let some_digits = |from: usize| Some(digits(from)).filter(|end| *end > from).ok_or(from);
    let at = |index: usize| bytes.get(index).copied();

    let whole = start + usize::from(at(start) == Some(b'-'));
    let mut end = if at(whole) == Some(b'0') { whole + 1 } else { some_digits(whole)? };
    if at(end) == Some(b'.') {
        end = some_digits(end + 1)?;
    }
    if matches!(at(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(at(end + 1), Some(b'+' | b'-')));
        end = some_digits(end + 1 + sign)?;
    }
    Ok(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_is_the_first_that_is_wanted() {
        let mut dice = fastrand::Rng::with_seed(5);
        for _ in 0..2000 {
            let bytes: Vec<u8> = (0..dice.usize(0..200)).map(|_| *dice.choice(b"<ax ").unwrap()).collect();
            let from = dice.usize(0..=bytes.len());
            let is_wanted = |at: usize| bytes.get(at + 1) == Some(&b'a');
            let expected = (from..bytes.len()).find(|at| bytes[*at] == b'<' && is_wanted(*at));
            assert_eq!(find(&bytes, from, b'<', is_wanted), expected, "{} from {from}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn every_byte_of_every_length_is_compared() {
        for length in 0..70 {
            let one = vec![b'x'; length];
            assert!(same(&one, &one.clone()), "{length}");
            assert!(!same(&one, &vec![b'x'; length + 1]), "{length}");
            for at in 0..length {
                let mut other = one.clone();
                other[at] = b'y';
                assert!(!same(&one, &other), "{at} of {length}");
            }
        }
    }

    #[test]
    fn every_byte_of_every_length_is_looked_at() {
        for length in 0..70 {
            let mut bytes = vec![b'x'; length];
            let quote = |block: u8x16| block.simd_eq(u8x16::splat(b'"'));
            assert!(!any(&bytes, quote), "{length}");
            for at in 0..length {
                bytes[at] = b'"';
                assert!(any(&bytes, quote), "{at} of {length}");
                bytes[at] = b'x';
            }
        }
    }
}
