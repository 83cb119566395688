//! A document beyond the limit: its bytes are let go of while its end is looked for.

use std::ops::Deref;

use super::{Framer, Stage};
use crate::{
    Place,
    stream::{begin::WINDOW, json::Json, plain::Plain, xml::Xml},
};

/// How many bytes are kept of a document that is no response, or is larger than the limit.
pub(in crate::stream) const EXCERPT: usize = 16 << 10;

/// Bytes of white space behind a document that are held until it is known what follows: they do not count for its size.
const PATIENCE: usize = 1 << 20;

/// What is kept of it.
#[derive(Clone, Debug)]
pub(super) struct Dropped {
    pub(super) place: Place,
    pub(super) bytes: usize,
    /// Those without white space at their end.
    pub(super) content: usize,
    pub(super) excerpt: Vec<u8>,
}

impl<B: Deref<Target = [u8]>> Framer<B> {
    /// What is shown of a document beyond the limit: as much as is held for sure.
    pub(super) fn excerpt<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        text.get(..EXCERPT.min(self.limit)).unwrap_or(text)
    }

    /// Lets go of a document's bytes, if it is beyond the limit.
    pub(super) fn drop_bytes(&mut self) {
        let at = match &mut self.stage {
            Stage::Between => return,
            Stage::Json(Json { at, .. }) | Stage::Xml(Xml { at, .. }) | Stage::Plain(Plain { at }) => at,
        };
        let text = self.buffer.get(self.start..).unwrap_or_default();
        let is_content = |byte: &u8| !byte.is_ascii_whitespace();
        let too_many = || {
            *at > self.limit.saturating_add(PATIENCE) || text.get(self.limit..*at).is_some_and(|more| more.iter().any(is_content))
        };
        if self.dropped.is_none() && !too_many() {
            return;
        }
        let Some(length) = at.checked_sub(WINDOW).filter(|length| *length > 0) else { return };
        *at -= length;
        let content = text.get(..length).map_or(0, |text| text.trim_ascii_end().len());
        if self.dropped.is_none() {
            let excerpt = self.excerpt(text).to_vec();
            self.dropped = Some(Dropped { place: self.place, bytes: 0, content: 0, excerpt });
        }
        if let Some(dropped) = &mut self.dropped {
            if content > 0 {
                dropped.content = dropped.bytes + content;
            }
            dropped.bytes += length;
        }
        self.pass(length);
    }
}
