//! A range of a stream: its documents are those between two places where the stream may be cut.

use std::ops::Deref;

use super::Framer;
use crate::stream::begin::{Verdict, WINDOW};

/// Which part of a stream is read.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::stream) struct Range {
    /// Where to look for its begin, until that has been found.
    pub(in crate::stream) seek: Option<usize>,
    pub(in crate::stream) end: Option<usize>,
    /// A document has begun that is no part of it.
    pub(in crate::stream) ended: bool,
}

impl<B: Deref<Target = [u8]>> Framer<B> {
    /// Only the documents between the first places from two offsets on where the stream may be cut.
    pub(in crate::stream) fn in_range(mut self, range: Range) -> Self {
        self.range = range;
        self
    }

    /// Looks for the begin of the range; whether all has been done for it.
    #[cfg(feature = "rayon")]
    pub(in crate::stream) fn goes_to_range(&mut self) -> bool {
        if !self.is_seeking() {
            return true;
        }
        self.complete |= self.finished;
        self.go_on();
        !self.is_seeking() || self.complete
    }

    /// Whether the first place of the range has not been found yet.
    #[cfg(feature = "rayon")]
    pub(in crate::stream) fn is_seeking(&self) -> bool {
        self.range.seek.is_some()
    }

    /// Whether a document has begun that is no part of the range.
    #[cfg(feature = "rayon")]
    pub(in crate::stream) fn has_ended(&self) -> bool {
        self.range.ended
    }

    /// Whether the document that begins here is no part of the range any more.
    pub(in crate::stream) fn ends_range(&self) -> Verdict {
        if self.range.end.is_none_or(|end| self.place.offset < end) {
            return Verdict::No;
        }
        let before = self.start.min(WINDOW + 1);
        self.arrived(self.start - before).is_cut(before)
    }

    /// Goes to the first place of the range where the stream may be cut; whether it is there.
    pub(in crate::stream) fn seek(&mut self, to: usize) -> bool {
        let bytes = self.buffer.get(self.start..).unwrap_or_default();
        let from = to.saturating_sub(self.place.offset);
        let found = self.arrived(self.start).next_cut(from.max(1));
        // what a place that comes later is told by
        let passed = found.unwrap_or_else(|| bytes.len().saturating_sub(2 * WINDOW + 1));
        self.start += passed;
        self.place.offset += passed;
        if found.is_some() {
            self.range.seek = None;
        }
        found.is_some()
    }
}
