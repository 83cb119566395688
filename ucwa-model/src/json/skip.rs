//! Passing over values without reading them: brackets and quotes are counted, sixty-four bytes at a time.

use wide::u8x16;

/// Where the value ends that begins at a position, if it does. Only brackets and quotes are looked at.
pub(crate) fn value_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at)? {
        b'{' | b'[' => container_end(bytes, at),
        b'"' => string_end(bytes, at),
        _ => {
            let rest = bytes.get(at..)?;
            let length = rest.iter().position(|byte| matches!(byte, b',' | b']' | b'}' | b' ' | b'\n' | b'\r' | b'\t'));
            length.filter(|length| *length > 0).map(|length| at + length)
        }
    }
}

fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut at = at + 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(at) == Some(&b'"') {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// Where the object or array ends that begins at a position.
#[inline]
pub(crate) fn container_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut scan = Scan::default();
    let rest = bytes.get(start..)?;
    let (blocks, tail) = rest.as_chunks::<64>();
    for (index, block) in blocks.iter().enumerate() {
        if let Some(offset) = scan.block(block) {
            return Some(start + 64 * index + offset + 1);
        }
    }
    let mut block = [b' '; 64];
    block.get_mut(..tail.len())?.copy_from_slice(tail);
    scan.block(&block).map(|offset| start + rest.len() - tail.len() + offset + 1)
}

/// What has been seen of a value so far.
#[derive(Default)]
struct Scan {
    /// All ones inside a string.
    string: u64,
    /// One if the last byte escapes the next.
    escape: u64,
    depth: u32,
}

impl Scan {
    /// Where in the block the value ends, if it does.
    #[inline]
    fn block(&mut self, block: &[u8; 64]) -> Option<usize> {
        let Masks { quotes, backslashes, opens, closes } = Masks::of(block);
        let quotes = quotes & !self.escaped(backslashes);
        let inside = prefix_xor(quotes) ^ self.string;
        self.string = 0_u64.wrapping_sub(inside >> 63);
        let (opens, closes) = (opens & !inside, closes & !inside);
        if closes.count_ones() < self.depth {
            self.depth = self.depth + opens.count_ones() - closes.count_ones();
            return None;
        }
        let mut brackets = opens | closes;
        while brackets != 0 {
            let bit = brackets & brackets.wrapping_neg();
            if opens & bit != 0 {
                self.depth += 1;
            } else {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    return Some(bit.trailing_zeros() as usize);
                }
            }
            brackets ^= bit;
        }
        None
    }

    /// The characters that a backslash before them escapes.
    #[inline]
    fn escaped(&mut self, backslashes: u64) -> u64 {
        if backslashes == 0 {
            return std::mem::take(&mut self.escape);
        }
        const EVEN: u64 = 0x5555_5555_5555_5555;
        let backslashes = backslashes & !self.escape;
        let follows = backslashes << 1 | self.escape;
        let odd_starts = backslashes & !EVEN & !follows;
        let (even_sequences, overflow) = odd_starts.overflowing_add(backslashes);
        self.escape = u64::from(overflow);
        (EVEN ^ (even_sequences << 1)) & follows
    }
}

/// One bit for each byte of a block.
struct Masks {
    quotes: u64,
    backslashes: u64,
    opens: u64,
    closes: u64,
}

impl Masks {
    #[inline]
    fn of(block: &[u8; 64]) -> Self {
        let mut masks = Self { quotes: 0, backslashes: 0, opens: 0, closes: 0 };
        let (quarters, _) = block.as_chunks::<16>();
        for (index, quarter) in quarters.iter().enumerate() {
            let quarter = u8x16::new(*quarter);
            let curled = quarter | u8x16::splat(0x20); // `[` becomes `{`, `]` becomes `}`
            let mask = |found: u8x16| u64::from(found.to_bitmask()) << (16 * index);
            masks.quotes |= mask(quarter.simd_eq(u8x16::splat(b'"')));
            masks.backslashes |= mask(quarter.simd_eq(u8x16::splat(b'\\')));
            masks.opens |= mask(curled.simd_eq(u8x16::splat(b'{')));
            masks.closes |= mask(curled.simd_eq(u8x16::splat(b'}')));
        }
        masks
    }
}

/// Each bit is the parity of the bits up to it.
#[inline]
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}
