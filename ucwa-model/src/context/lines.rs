//! The lines on which events begin. Most responses stand on one line: there nothing is counted.

use super::Context;
use crate::place::Start;

/// What is known of the line breaks of a message.
#[derive(Clone, Copy, Default)]
pub(super) struct Lines {
    /// The offset of the first one, or the length of the message; unknown until an event asks.
    first: Option<usize>,
    /// Up to where they have been counted, and how many there are before.
    counted: usize,
    breaks: usize,
}

impl Lines {
    /// The number of line breaks before an offset. Offsets that grow have each byte counted once.
    fn before(&mut self, text: &[u8], at: usize) -> usize {
        let first = *self.first.get_or_insert_with(|| memchr::memchr(b'\n', text).unwrap_or(text.len()));
        if at <= first {
            return 0;
        }
        let breaks = |from, to| memchr::memchr_iter(b'\n', text.get(from..to).unwrap_or_default()).count();
        self.breaks = match at.checked_sub(self.counted) {
            Some(_) => self.breaks + breaks(self.counted, at),
            None => self.breaks - breaks(at, self.counted),
        };
        self.counted = at;
        self.breaks
    }
}

impl Context<'_> {
    /// Where an event begins, by its offset in the text.
    #[inline]
    pub(crate) fn start(&mut self, at: usize) -> Start {
        let Some(text) = self.text else { return Start::default() };
        Start { offset: at + self.before, line: 1 + self.lines.before(text, at) }
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn forwards_and_backwards() {
        let text = b"a\nb\n\nc";
        let naive = |at: usize| text[..at].iter().filter(|byte| **byte == b'\n').count();
        let mut lines = Lines::default();
        for at in [0, 1, 2, 6, 3, 0, 5, 4, 6] {
            assert_eq!(lines.before(text, at), naive(at), "{at}");
        }
    }
}
