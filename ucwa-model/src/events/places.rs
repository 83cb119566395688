//! Where the routing pass found something broken.

use std::ops::Range;

use super::{Broken, Routed, Start};
use crate::{Code, Detail, Error, Place, Violation};

/// Counts places in a response, the next from the last.
#[derive(Clone, Debug)]
pub(crate) struct Places<'a> {
    bytes: &'a [u8],
    /// Bytes before these: a byte order mark.
    before: usize,
    /// The last place of an error. It may lie far ahead, at the end of the input.
    last: Place,
    /// The last place where something broken began.
    begin: Place,
}

impl<'a> Places<'a> {
    pub(crate) fn new(bytes: &'a [u8], before: usize) -> Self {
        Self { bytes, before, last: Place::START, begin: Place::START }
    }

    /// Bytes before the text.
    pub(crate) fn before(&self) -> usize {
        self.before
    }

    /// The bytes between two positions.
    fn raw(&self, range: Range<usize>) -> &'a [u8] {
        let end = range.end.min(self.bytes.len());
        self.bytes.get(range.start.min(end)..end).unwrap_or_default()
    }

    /// Something broken, and what is wrong at which position.
    pub(crate) fn broken(&mut self, range: Range<usize>, at: usize, code: Code, expected: &str, found: &str) -> Broken {
        let (limit, actual): (Option<Detail>, Option<Detail>) = (Some(expected.into()), Some(found.into()));
        self.begin = self.begin.advance(self.bytes, range.start);
        self.last = self.last.advance(self.bytes, at);
        let place = Some(self.moved(self.last));
        let violation = Violation { code, path: String::new(), limit, actual, place };
        Broken::new(violation.into(), self.start(self.begin), self.raw(range))
    }

    /// Something broken, by an error whose place does not count what stands before.
    pub(crate) fn broken_by(&mut self, range: Range<usize>, error: &Error) -> Broken {
        self.begin = self.begin.advance(self.bytes, range.start);
        self.last = error.place().unwrap_or(self.last);
        let mut violation = error.violation().clone();
        violation.place = violation.place.map(|place| self.moved(place));
        Broken::new(violation.into(), self.start(self.begin), self.raw(range))
    }

    /// An event that is broken, by an error whose place counts from its first byte.
    pub(crate) fn broken_in(&mut self, routed: &Routed<'_>, error: &Error) -> Broken {
        let start = routed.offset - self.before;
        self.begin = self.begin.advance(self.bytes, start);
        let at = start + error.place().map_or(0, |place| place.offset);
        self.last = self.last.advance(self.bytes, at);
        let violation = Violation { place: Some(self.moved(self.last)), ..error.violation().clone() };
        Broken::new(violation.into(), self.start(self.begin), routed.raw)
    }

    /// The last place, for who counts on from there.
    pub(crate) fn last(&self) -> Place {
        self.last
    }

    fn moved(&self, place: Place) -> Place {
        Place { offset: place.offset + self.before, ..place }
    }

    fn start(&self, place: Place) -> Start {
        Start { offset: place.offset + self.before, line: place.line }
    }
}
