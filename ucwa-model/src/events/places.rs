//! Where the routing pass found something broken.

use std::ops::Range;

use super::{Broken, Routed, Start};
use crate::{Code, Error, Place, Violation, place::Counter};

/// Counts places in a response, the next from the last. Small until something is broken.
#[derive(Clone, Debug)]
pub(crate) struct Places<'a> {
    bytes: &'a [u8],
    /// Bytes before these: a byte order mark.
    before: usize,
    counters: Option<Box<Counters>>,
}

#[derive(Clone, Debug)]
struct Counters {
    /// Places of errors. They may lie far ahead.
    errors: Counter,
    /// Places where something broken begins.
    begins: Counter,
}

impl Default for Counters {
    fn default() -> Self {
        Self { errors: Counter::START, begins: Counter::START }
    }
}

impl<'a> Places<'a> {
    pub(crate) fn new(bytes: &'a [u8], before: usize) -> Self {
        Self { bytes, before, counters: None }
    }

    /// The bytes in which places are counted.
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Bytes before the text.
    pub(crate) fn before(&self) -> usize {
        self.before
    }

    fn counters(&mut self) -> &mut Counters {
        self.counters.get_or_insert_default()
    }

    /// The bytes between two positions.
    fn raw(&self, range: Range<usize>) -> &'a [u8] {
        let end = range.end.min(self.bytes.len());
        self.bytes.get(range.start.min(end)..end).unwrap_or_default()
    }

    /// Something broken, and what is wrong at which position.
    pub(crate) fn broken(&mut self, range: Range<usize>, at: usize, code: Code, expected: &str, found: &str) -> Broken {
        let place = self.error_at(at);
        let violation = Violation::new(code, expected, found, place);
        Broken::new(violation.into(), self.start(range.start), self.raw(range))
    }

    /// Something broken, by an error whose place does not count what stands before.
    pub(crate) fn broken_by(&mut self, range: Range<usize>, error: &Error) -> Broken {
        if let Some(place) = error.place() {
            let bytes = self.bytes;
            self.counters().errors.know(bytes, place);
        }
        let mut violation = error.violation().clone();
        violation.place = violation.place.map(|place| self.moved(place));
        Broken::new(violation.into(), self.start(range.start), self.raw(range))
    }

    /// An event that is broken, by an error whose place counts from its first byte.
    pub(crate) fn broken_in(&mut self, routed: &Routed<'_>, error: &Error) -> Broken {
        let start = routed.offset - self.before;
        let at = start + error.place().map_or(0, |place| place.offset);
        let place = Some(self.error_at(at));
        let violation = Violation { place, ..error.violation().clone() };
        Broken::new(violation.into(), self.start(start), routed.raw)
    }

    /// The counter of the errors, for a context that goes on counting.
    pub(crate) fn errors(&self) -> Counter {
        self.counters.as_ref().map_or(Counter::START, |counters| counters.errors)
    }

    fn error_at(&mut self, at: usize) -> Place {
        let bytes = self.bytes;
        let place = self.counters().errors.at(bytes, at);
        self.moved(place)
    }

    fn moved(&self, place: Place) -> Place {
        Place { offset: place.offset + self.before, ..place }
    }

    fn start(&mut self, at: usize) -> Start {
        let bytes = self.bytes;
        let Place { offset, line, .. } = self.counters().begins.at(bytes, at);
        Start { offset: offset + self.before, line }
    }
}
