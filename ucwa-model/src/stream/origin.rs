//! From places in a document to places in its stream.

use crate::{Broken, Error, Event, Place, events::Start};

/// Where a decoder's places are counted from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    pub(super) start: Place,
    /// Bytes that the decoder got before the first of the document, all on one line.
    pub(super) prefix: usize,
}

impl Origin {
    pub(super) fn place(self, place: Place) -> Place {
        let Self { start, prefix } = self;
        let column = if place.line == 1 { place.column.saturating_sub(prefix) + start.column - 1 } else { place.column };
        Place { offset: place.offset.saturating_sub(prefix) + start.offset, line: place.line + start.line - 1, column }
    }

    pub(super) fn error(self, error: &Error) -> Error {
        let mut violation = error.violation().clone();
        violation.place = violation.place.map(|place| self.place(place));
        violation.into()
    }

    pub(super) fn broken(self, broken: Broken) -> Broken {
        broken.moved(|error| self.error(error), |start| self.start(start))
    }

    pub(super) fn start(self, Start { offset, line }: Start) -> Start {
        Start { offset: offset.saturating_sub(self.prefix) + self.start.offset, line: line + self.start.line - 1 }
    }

    /// Makes an event of the document one of the stream.
    pub(super) fn move_event(self, event: &mut Result<Event, Broken>) {
        match event {
            Ok(event) => event.start = self.start(event.start),
            broken => *broken = std::mem::replace(broken, Ok(Event::default())).map_err(|broken| self.broken(broken)),
        }
    }
}
