//! A document that has been found, and what is known of it.

use std::ops::Deref;

use super::{Framer, Stage};
use crate::{
    Format, Place,
    stream::{End, Ending},
};

/// A document of a stream.
#[derive(Clone, Copy, Debug)]
pub(in crate::stream) struct Frame<'a> {
    /// As its first byte says.
    pub(in crate::stream) format: Option<Format>,
    /// The name of its root element, in XML.
    pub(in crate::stream) root: &'a [u8],
    pub(in crate::stream) place: Place,
    /// Its bytes, without white space round it; of one beyond the limit, the first of them.
    pub(in crate::stream) bytes: &'a [u8],
    /// How many bytes it has.
    pub(in crate::stream) length: usize,
    /// Whether it ended as its format wants.
    pub(in crate::stream) whole: bool,
    pub(in crate::stream) ending: Ending,
    /// How many of its events have been handed out.
    pub(in crate::stream) handed: usize,
    /// Whether there are more bytes than the limit.
    pub(in crate::stream) beyond: bool,
}

impl<B: Deref<Target = [u8]>> Framer<B> {
    /// The document that has been found.
    pub(in crate::stream) fn frame(&self) -> Option<Frame<'_>> {
        let End { at, whole } = self.found?;
        let text = self.buffer.get(self.start..self.start + at).unwrap_or_default();
        let (format, root) = match &self.stage {
            Stage::Json(_) => (Some(Format::Json), &[][..]),
            Stage::Xml(xml) => (Some(Format::Xml), &*xml.root),
            Stage::Between | Stage::Plain(_) => (None, &[][..]),
        };
        let before = self.dropped.as_ref();
        let content = text.trim_ascii_end().len();
        let length = match before {
            Some(dropped) if content == 0 => dropped.content,
            Some(dropped) => dropped.bytes + content,
            None => content,
        };
        let beyond = before.is_some() || length > self.limit;
        Some(Frame {
            format,
            root,
            place: before.map_or(self.place, |dropped| dropped.place),
            bytes: match before {
                Some(dropped) => &dropped.excerpt,
                None if beyond => self.excerpt(text),
                None => text.trim_ascii_end(),
            },
            length,
            whole,
            ending: match (self.cut, whole) {
                (Some(_), _) => Ending::Cut,
                (None, true) => Ending::Whole,
                (None, false) => Ending::Broken,
            },
            handed: self.line.handed,
            beyond,
        })
    }
}
