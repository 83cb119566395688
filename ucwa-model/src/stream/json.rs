//! The end of a JSON text.

use super::{
    End, Found,
    begin::{Arrived, Verdict, WINDOW},
};
use crate::scan::{Block, SIZE, Strings};

/// Bytes that are searched for the begin of another response before their brackets are counted: few at first, so that a small text
/// costs little.
const SEGMENT: (usize, usize) = (256, 4096);

/// What has been seen of a JSON text so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Json {
    /// Up to here it has no end.
    pub(super) at: usize,
    strings: Strings,
    /// Open braces.
    depth: u64,
    /// Open square brackets; less than none, if more were closed.
    square: i64,
    /// They did not add up where the last brace was closed, so that no bracket means anything any more.
    damaged: bool,
}

impl Json {
    /// Goes on where it stopped.
    pub(super) fn scan(&mut self, text: Arrived<'_>) -> Found {
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
    fn rest(&self, text: Arrived<'_>) -> Found {
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
    fn block(&mut self, text: Arrived<'_>, bytes: &[u8; SIZE], until: usize) -> Option<Found> {
        let block = Block::of(bytes);
        let (mut lines, mut backslashes) = (0, 0);
        if block.has_either(b'\\', b'\n') {
            (lines, backslashes) = (block.is(b'\n'), block.is(b'\\'));
        }
        let inside = self.strings.inside(block.is(b'"'), backslashes);
        let (opens, closes) = (block.is(b'{') & !inside, block.is(b'}') & !inside);
        let square = block.is_either(b'[', b']') & !inside;
        let closed = u64::from(closes.count_ones());
        // without a line break, and with braces left to close, only numbers change
        if lines == 0 && closed < self.depth {
            self.depth = self.depth + u64::from(opens.count_ones()) - closed;
            self.square += count_square(bytes, square);
        } else if let Some(found) = self.marks(text, bytes, opens | closes | square | lines, inside, until) {
            return Some(found);
        }
        self.at += SIZE;
        (until < self.at).then(|| Found::End(End::cut(until)))
    }

    /// Goes through the brackets and the line breaks of a block one by one.
    fn marks(&mut self, text: Arrived<'_>, bytes: &[u8; SIZE], mut marks: u64, inside: u64, until: usize) -> Option<Found> {
        while marks != 0 {
            let offset = marks.trailing_zeros() as usize;
            let at = self.at + offset;
            if at >= until {
                return Some(Found::End(End::cut(until)));
            }
            match bytes.get(offset) {
                Some(b'{') => self.depth += 1,
                Some(b'[') => self.square += 1,
                Some(b']') => self.square -= 1,
                Some(b'}') => {
                    self.depth = self.depth.saturating_sub(1);
                    self.damaged |= self.depth == 0 && self.square != 0;
                    if self.depth == 0 && !self.damaged {
                        return Some(Found::End(End::whole(at + 1)));
                    }
                }
                _ => match line(text, at, inside >> offset & 1 == 1) {
                    Verdict::Yes => return Some(Found::End(End::cut(at))),
                    Verdict::Wait => return Some(Found::More),
                    Verdict::No => {}
                },
            }
            marks &= marks - 1;
        }
        None
    }
}

/// How many more square brackets are opened than closed. A block seldom has any.
fn count_square(bytes: &[u8; SIZE], mut square: u64) -> i64 {
    let mut count = 0;
    while square != 0 {
        let open = bytes.get(square.trailing_zeros() as usize) == Some(&b'[');
        count += if open { 1 } else { -1 };
        square &= square - 1;
    }
    count
}

/// Whether another document begins on the line after a line break.
fn line(text: Arrived<'_>, at: usize, in_string: bool) -> Verdict {
    match text.bytes.get(at + 1) {
        None if !text.complete => Verdict::Wait,
        Some(b'<') => Verdict::Yes,
        Some(b'{') if in_string || !text.may_have_value(at) => Verdict::Yes,
        Some(b'{') => text.begins_json(at + 1),
        Some(0xef) => text.has_bom(at + 1),
        _ => Verdict::No,
    }
}
