//! Passing over values without reading them: by the grammar, or by brackets and quotes alone, sixty-four bytes at a time.

use super::{
    Kind, Reader,
    token::{CommaState, Fault},
};
use crate::scan::{Block, Strings};

impl Reader<'_> {
    /// Passes over the value that comes next, by its grammar alone, however deep it is.
    pub(crate) fn skip_value(&mut self) -> Result<(), Fault> {
        let (mut open, mut commas) = (Levels::default(), CommaState { first: true });
        loop {
            match self.peek()? {
                kind @ (Kind::Object | Kind::Array) => {
                    open.push(kind == Kind::Object);
                    commas = self.begin();
                }
                Kind::String if self.plain(usize::MAX).is_some() => {}
                Kind::String => drop(self.string()?),
                Kind::Number => drop(self.number()?),
                Kind::Boolean => drop(self.boolean()?),
                Kind::Null => self.null()?,
            }
            while !match open.last() {
                Some(true) => self.key(&mut commas)?.is_some(),
                Some(false) => self.element(&mut commas)?,
                None => {
                    self.take_control(); // nobody asks for what was passed over
                    return Ok(());
                }
            } {
                open.pop();
                commas = CommaState { first: false };
            }
        }
    }
}

/// The objects and the arrays that have not ended, a bit for each: one for an object.
#[derive(Default)]
struct Levels {
    words: Vec<u64>,
    count: usize,
}

impl Levels {
    fn push(&mut self, object: bool) {
        let (word, bit) = (self.count / 64, self.count % 64);
        if word == self.words.len() {
            self.words.push(0);
        }
        if let Some(word) = self.words.get_mut(word) {
            *word = *word & !(1 << bit) | u64::from(object) << bit;
        }
        self.count += 1;
    }

    fn pop(&mut self) {
        self.count = self.count.saturating_sub(1);
    }

    fn last(&self) -> Option<bool> {
        let last = self.count.checked_sub(1)?;
        self.words.get(last / 64).map(|word| word >> (last % 64) & 1 == 1)
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
    strings: Strings,
    depth: u32,
}

impl Scan {
    /// Where in the block the value ends, if it does.
    #[inline]
    fn block(&mut self, block: &[u8; 64]) -> Option<usize> {
        let masks = Block::of(block);
        let backslashes = if masks.has(b'\\') { masks.is(b'\\') } else { 0 };
        let mut brackets = masks.is_bracket() & !self.strings.inside(masks.is(b'"'), backslashes);
        // there are few of them, and to count bits without a processor's instruction for it takes longer
        while brackets != 0 {
            let at = brackets.trailing_zeros() as usize;
            let opens = block.get(at).is_some_and(|bracket| bracket & OPENS != 0);
            self.depth = if opens { self.depth + 1 } else { self.depth.saturating_sub(1) };
            if self.depth == 0 {
                return Some(at);
            }
            brackets &= brackets - 1;
        }
        None
    }
}

/// The bit that opening brackets have and closing ones have not.
const OPENS: u8 = 0b10;

#[cfg(test)]
mod tests {
    use super::*;

    /// One byte after the other. A backslash escapes a quote wherever it stands.
    fn naive(bytes: &[u8], start: usize) -> Option<usize> {
        let (mut depth, mut string, mut escaped) = (0_u32, false, false);
        for (at, byte) in bytes.iter().enumerate().skip(start) {
            string ^= *byte == b'"' && !escaped;
            escaped = *byte == b'\\' && !escaped;
            match byte {
                b'{' | b'[' if !string => depth += 1,
                b'}' | b']' if !string => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return Some(at + 1);
            }
        }
        None
    }

    #[test]
    fn blocks_find_what_bytes_find() {
        let mut dice = fastrand::Rng::with_seed(7);
        let mut ended = 0;
        for round in 0..20_000 {
            // few brackets close, so that many values go on for several blocks
            let alphabet: &[u8] = if round % 2 == 0 { b"{}[]\"\\a" } else { b"{[{}\"\"\\\\\\aaaaaaaaa" };
            let start = dice.usize(0..3);
            let mut bytes: Vec<u8> = (0..dice.usize(4..300)).map(|_| alphabet[dice.usize(0..alphabet.len())]).collect();
            bytes[start] = *dice.choice(b"{[").unwrap();
            let expected = naive(&bytes, start);
            assert_eq!(container_end(&bytes, start), expected, "{} from {start}", String::from_utf8_lossy(&bytes));
            ended += usize::from(expected.is_some_and(|end| end > 64));
        }
        assert!(ended > 500, "{ended}");
    }
}
