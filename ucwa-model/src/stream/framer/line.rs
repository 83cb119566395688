//! A document that may be the line on which it begins: to read that is the cheapest way to know.

use std::ops::Deref;

use memchr::memchr;

use super::{Frame, Framer};
use crate::{
    Format,
    stream::{
        End, Ending,
        begin::{Arrived, Verdict, WINDOW, is_space},
        xml,
    },
};

/// What is known of the line on which a document begins.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    /// How many bytes have been searched for a line break in vain.
    pub(super) searched: usize,
    /// It has been offered as a document.
    pub(super) offered: bool,
    /// How many of its events have been handed out although it was not all of the document.
    pub(super) handed: usize,
    /// The document that has been found is its line.
    pub(super) taken: bool,
    /// The document before was its line.
    pub(super) usual: bool,
    /// The line on which the document before ended. What follows on it is no line, and to look for its end for each of many would
    /// take long.
    pub(super) before: usize,
}

impl<B: Deref<Target = [u8]>> Framer<B> {
    /// Notes how many events of the line have been handed out, although it was not all of the document.
    pub(in crate::stream) fn hand_out(&mut self, count: usize) {
        self.line.handed = count;
    }

    /// The line on which a document begins, once it is there, if it may be all of it. One that can be read without a fault is: no
    /// rule ends it earlier or later. To read it is the cheapest way to know.
    pub(in crate::stream) fn line(&mut self) -> Option<Frame<'_>> {
        let (format, end) = self.next_line()?;
        if !self.ends_with_line(end) {
            return None;
        }
        let bytes = self.rest().get(..end).unwrap_or_default().trim_ascii_end();
        let (may_be_whole, root): (_, &[u8]) = match format {
            Format::Json => (bytes.ends_with(b"}"), b""),
            Format::Xml => (xml::is_response(bytes), xml::RESPONSE),
        };
        if !may_be_whole || bytes.len() > self.limit {
            return None;
        }
        let (place, length, ending) = (self.place, bytes.len(), Ending::Whole);
        Some(Frame { format: Some(format), root, place, bytes, length, whole: true, ending, handed: 0, beyond: false })
    }

    /// The format that the next document begins with, and the length of the line on which it does, once that is there; the first time
    /// it is asked for.
    fn next_line(&mut self) -> Option<(Format, usize)> {
        if !self.go_on() || self.line.offered || self.line.before == self.place.line {
            return None;
        }
        let (format, text) = (self.stage.begun()?, self.buffer.get(self.start..).unwrap_or_default());
        let Some(length) = text.get(self.line.searched..).and_then(|rest| memchr(b'\n', rest)) else {
            self.line.searched = text.len();
            return None;
        };
        self.line.offered = true;
        Some((format, self.line.searched + length))
    }

    /// The bytes that are there from the begin of the document on.
    fn rest(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Passes over lines that a function refuses, as long as all documents that begin on them end with them: the stream may be cut
    /// behind each. Whether a line has come that stays.
    pub(in crate::stream) fn pass_over_lines(&mut self, may_be_wanted: &mut dyn FnMut(&[u8]) -> bool) -> bool {
        while let Some((_, end)) = self.next_line() {
            let bytes = self.rest().get(..end).unwrap_or_default().trim_ascii_end();
            if !self.may_be_cut_behind(end) || may_be_wanted(bytes) {
                return true;
            }
            self.take_line(bytes.len());
        }
        false
    }

    /// The line may be looked at once more.
    pub(in crate::stream) fn give_line_back(&mut self) {
        self.line.offered = false;
    }

    /// Whether the stream may be cut before the next line that is not empty.
    fn may_be_cut_behind(&self, end: usize) -> bool {
        let text = Arrived { complete: false, ..self.arrived(self.start) };
        let rest = text.bytes.get(end..).unwrap_or_default();
        let rest = rest.get(..WINDOW).unwrap_or(rest);
        let space = rest.iter().position(|byte| !is_space(*byte));
        space.is_some_and(|space| text.is_cut(end + space) == Verdict::Yes)
    }

    /// Whether a response begins on the next line that is not empty, so that the document ends with its line at the latest. If that
    /// cannot be told yet, it is not worth waiting for.
    fn ends_with_line(&self, end: usize) -> bool {
        let text = Arrived { complete: false, ..self.arrived(self.start) };
        let rest = text.bytes.get(end..).unwrap_or_default();
        let rest = rest.get(..WINDOW).unwrap_or(rest);
        match rest.iter().position(|byte| !is_space(*byte)) {
            Some(space) if rest.get(..space).is_some_and(|space| space.ends_with(b"\n")) => {
                text.begins_response(end + space) == Verdict::Yes
            }
            Some(_) => false,
            None => self.part && end + rest.len() == text.bytes.len(),
        }
    }

    /// The line was the document.
    pub(in crate::stream) fn take_line(&mut self, length: usize) {
        self.found = Some(End::whole(length));
        self.line.taken = true;
    }

    /// Whether the next line break is worth waiting for: the document before ended with its line, and this one has not ended.
    pub(in crate::stream) fn expects_line(&self) -> bool {
        const PATIENCE: usize = 1 << 20;
        self.stage.begun().is_some() && self.line.usual && !self.line.offered && !self.finished && self.line.searched < PATIENCE
    }
}
