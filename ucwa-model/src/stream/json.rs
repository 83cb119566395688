//! The end of a JSON text.

use super::{
    End, Found,
    begin::{Text, Verdict, WINDOW},
    block::{Block, SIZE},
};

/// Bytes that are searched for the begin of another response before their brackets are counted: few at first, so that a small text
/// costs little.
const SEGMENT: (usize, usize) = (256, 4096);

/// What has been seen of a JSON text so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Json {
    /// Up to here it has no end.
    pub(super) at: usize,
    /// All ones inside a string.
    string: u64,
    /// One if the last byte escapes the next.
    escape: u64,
    depth: usize,
    /// One bit for each open bracket, the innermost last; one for a brace.
    braces: u128,
    /// Deeper than the bits reach: brackets are only counted.
    deep: bool,
    /// A bracket was closed by one of the other kind, so that none of them means anything any more.
    damaged: bool,
}

impl Json {
    /// Goes on where it stopped.
    pub(super) fn scan(&mut self, text: Text<'_>) -> Found {
        // what a block says may depend on the bytes of the window behind it
        while text.bytes.len() >= self.at + SIZE + WINDOW {
            let to = (self.at + self.at.clamp(SEGMENT.0, SEGMENT.1)).min(text.bytes.len() - WINDOW);
            let until = text.compact_begin(self.at.max(1), to).unwrap_or(usize::MAX);
            while self.at + SIZE <= to {
                let Some(block) = text.bytes.get(self.at..).and_then(|rest| rest.first_chunk()) else { break };
                if let Some(found) = self.block(text, block, until) {
                    return found;
                }
            }
        }
        self.rest(text)
    }

    /// The bytes that do not fill a block and a window. Without an end, they are read once more when others have arrived.
    #[cold]
    fn rest(&self, text: Text<'_>) -> Found {
        let mut attempt = *self;
        let until = text.compact_begin(self.at.max(1), text.bytes.len()).unwrap_or(usize::MAX);
        while let Some(rest) = text.bytes.get(attempt.at..).filter(|rest| !rest.is_empty()) {
            let mut block = [b' '; SIZE];
            block.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
            if let Some(found) = attempt.block(text, &block, until) {
                return found;
            }
        }
        Found::at_end_of(text)
    }

    /// Reads a block, unless the text ends in it or before `until`.
    #[inline]
    fn block(&mut self, text: Text<'_>, bytes: &[u8; SIZE], until: usize) -> Option<Found> {
        let block = Block::of(bytes);
        let quotes = block.is(b'"') & !self.escaped(block.is(b'\\'));
        let inside = parity(quotes) ^ self.string;
        self.string = 0_u64.wrapping_sub(inside >> 63);
        let lines = block.is(b'\n');
        let mut marks = (block.is_either(b'{') | block.is_either(b'}')) & !inside | lines;
        while marks != 0 {
            let offset = marks.trailing_zeros() as usize;
            let at = self.at + offset;
            if at >= until {
                break;
            }
            if lines >> offset & 1 == 1 {
                match line(text, at, inside >> offset & 1 == 1) {
                    Verdict::Yes => return Some(Found::End(End::cut(at))),
                    Verdict::Wait => return Some(Found::More),
                    Verdict::No => {}
                }
            } else if self.bracket(bytes.get(offset).copied().unwrap_or_default()) {
                return Some(Found::End(End::whole(at + 1)));
            }
            marks &= marks - 1;
        }
        self.at += SIZE;
        (until < self.at).then(|| Found::End(End::cut(until)))
    }

    /// Counts a bracket; whether it is the last one.
    #[inline]
    fn bracket(&mut self, byte: u8) -> bool {
        let brace = byte & 0x20 != 0;
        if matches!(byte, b'{' | b'[') {
            self.depth += 1;
            self.deep |= self.depth > 128;
            self.braces = self.braces << 1 | u128::from(brace);
            return false;
        }
        self.damaged |= !self.deep && (self.braces & 1 == 1) != brace;
        self.braces >>= 1;
        self.depth = self.depth.saturating_sub(1);
        self.depth == 0 && !self.damaged
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

/// Whether another document begins on the line after a line break.
fn line(text: Text<'_>, at: usize, in_string: bool) -> Verdict {
    match text.bytes.get(at + 1) {
        None if !text.complete => Verdict::Wait,
        Some(b'<') => Verdict::Yes,
        Some(b'{') if in_string || !text.may_have_value(at) => Verdict::Yes,
        Some(b'{') => text.begins_json(at + 1),
        Some(0xef) => text.has_bom(at + 1),
        _ => Verdict::No,
    }
}

/// Each bit is the parity of the bits up to it.
#[inline]
fn parity(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}
