//! [`Place`], where something stands in a text.

mod start;

use std::fmt;

pub(crate) use self::start::Start;

/// A place in a text. Places of one text stand in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Place {
    /// Bytes from the start.
    pub offset: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column in Unicode characters, from 1.
    pub column: usize,
}

impl Place {
    /// The first byte of a text.
    pub const START: Self = Self::new(0, 1, 1);

    /// A place that has been noted: bytes from the start, and line and column, each from 1.
    #[must_use]
    pub const fn new(offset: usize, line: usize, column: usize) -> Self {
        Self { offset, line, column }
    }

    /// The place in a stream, of a place in a document that begins at `start`.
    ///
    /// ```
    /// use ucwa_model::Place;
    ///
    /// let start = Place::new(100, 7, 5);
    /// assert_eq!(Place::START.within(start), start);
    /// assert_eq!(Place::new(10, 2, 3).within(start), Place::new(110, 8, 3));
    /// ```
    #[must_use]
    pub fn within(self, start: Self) -> Self {
        let column = if self.line == 1 { self.column + start.column - 1 } else { self.column };
        Self { offset: self.offset + start.offset, line: self.line + start.line - 1, column }
    }

    /// The place of another offset, counted from this one, or from the start if that is nearer.
    pub(crate) fn advance(self, text: &[u8], offset: usize) -> Self {
        let offset = offset.min(text.len());
        if offset < self.offset && offset > self.offset / 2 {
            return self.go_back(text, offset);
        }
        let from = if offset < self.offset { Self::START } else { self };
        from.after(text.get(from.offset..offset).unwrap_or_default())
    }

    /// The place behind bytes that begin here.
    pub(crate) fn after(self, passed: &[u8]) -> Self {
        let lines = memchr::memchr_iter(b'\n', passed).count();
        let tail = memchr::memrchr(b'\n', passed).map_or(passed, |at| passed.get(at + 1..).unwrap_or_default());
        let characters = tail.iter().filter(|byte| (**byte as i8) >= -0x40).count();
        let column = if lines == 0 { self.column + characters } else { 1 + characters };
        Self { offset: self.offset + passed.len(), line: self.line + lines, column }
    }

    fn go_back(self, text: &[u8], offset: usize) -> Self {
        let characters = |part: &[u8]| part.iter().filter(|byte| (**byte as i8) >= -0x40).count();
        let between = text.get(offset..self.offset).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', between).count();
        let column = if lines == 0 {
            self.column - characters(between)
        } else {
            let before = text.get(..offset).unwrap_or_default();
            1 + characters(memchr::memrchr(b'\n', before).map_or(before, |at| before.get(at + 1..).unwrap_or_default()))
        };
        Self { offset, line: self.line - lines, column }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Counts places in one text, each from the one before. The end is remembered apart: after each of many faults that reach to the end,
/// counting there and back would take long.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counter {
    last: Place,
    end: Option<Place>,
}

impl Counter {
    pub(crate) const START: Self = Self { last: Place::START, end: None };

    /// The place of an offset; behind the text, of its end.
    pub(crate) fn at(&mut self, text: &[u8], offset: usize) -> Place {
        if offset >= text.len() {
            return *self.end.get_or_insert_with(|| self.last.advance(text, text.len()));
        }
        self.last = self.last.advance(text, offset);
        self.last
    }

    /// Goes on from a place that is known.
    pub(crate) fn know(&mut self, text: &[u8], place: Place) {
        if place.offset < text.len() {
            self.last = place;
        } else {
            self.end = Some(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Counter, Place};

    #[test]
    fn a_place_is_one_from_wherever_it_is_counted() {
        let text = "é\u{1F355}x\n\nab\r\nü\u{fffd}\nlast line, rather longer than the others".as_bytes();
        let places: Vec<Place> = (0..=text.len()).map(|offset| Place::START.after(&text[..offset])).collect();
        assert_eq!((places[text.len()].line, places[text.len()].column), (5, 41));
        let mut counter = Counter::START;
        for from in &places {
            for to in &places {
                assert_eq!((counter.at(text, from.offset), counter.at(text, to.offset)), (*from, *to));
                assert_eq!(from.advance(text, to.offset), *to, "from {from:?}");
            }
        }
    }
}
