//! Bytes of a message that are no text: they break the event in which they stand.

use std::ops::Range;

use super::Context;
use crate::{Code, Error};

/// What is known of them.
#[derive(Clone, Copy, Default)]
pub(super) struct Damage {
    /// Whether the message had any: there the text differs from the bytes.
    found: bool,
    /// How far events have been told of them.
    told: usize,
    /// The first of them outside all events.
    outside: Option<usize>,
}

impl Context<'_> {
    /// The message has some.
    pub(crate) fn damage(&mut self) {
        self.damage.found = true;
    }

    /// Where the bytes of an event are no text. What lies before it belongs to no event.
    pub(crate) fn damage_in(&mut self, event: Range<usize>) -> Option<usize> {
        if !self.damage.found {
            return None;
        }
        let start = event.start.max(self.damage.told);
        self.damage.outside = self.damage.outside.or_else(|| self.difference(self.damage.told..start));
        let found = self.difference(start..event.end);
        self.damage.told = self.damage.told.max(event.end);
        found
    }

    /// The first byte outside all events that is no text.
    pub(crate) fn damage_outside_events(&self) -> Option<usize> {
        self.damage.outside.or_else(|| self.difference(self.damage.told..usize::MAX))
    }

    /// Where the text first differs from the bytes.
    fn difference(&self, range: Range<usize>) -> Option<usize> {
        let (bytes, text) = (self.text.filter(|_| self.damage.found)?, self.buffer?.as_str().as_bytes());
        let range = range.start..range.end.min(bytes.len());
        let mut pairs = bytes.get(range.clone())?.iter().zip(text.get(range.clone())?);
        pairs.position(|(byte, shown)| byte != shown).map(|found| range.start + found)
    }

    /// The error for a byte that is no part of UTF-8.
    pub(crate) fn no_text(&mut self, at: usize) -> Error {
        let found = self.text.and_then(|text| text.get(at)).map(|byte| format!("the byte 0x{byte:02x}")).unwrap_or_default();
        self.error(at, Code::Encoding, Some("UTF-8".into()), Some(found.as_str().into()))
    }
}
