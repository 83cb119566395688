//! Bytes → documents: the state machine under all readers of streams.

mod dropped;
mod frame;
mod line;
mod range;

use std::{
    io::{self, BufRead, ErrorKind},
    ops::Deref,
};

use memchr::{memchr_iter, memrchr};

use self::{dropped::Dropped, line::Line};
pub(super) use self::{dropped::EXCERPT, frame::Frame, range::Range};
use super::{
    End, Found,
    begin::{Arrived, Verdict, WINDOW, is_space},
    json::Json,
    plain::Plain,
    xml::Xml,
};
use crate::{Format, Place, format::BOM};

/// Bytes that are taken from a reader at a time: a slice in memory must not be held twice.
pub(super) const PIECE: usize = 64 << 10;

/// Hands out the documents of bytes that are there, or that come in pieces of any size.
#[derive(Clone, Debug)]
pub(super) struct Framer<B = Vec<u8>> {
    /// The only format that there is; what looks like the other one is text.
    only: Option<Format>,
    /// The bytes that a document may have.
    limit: usize,
    buffer: B,
    /// Where the document begins that is being looked for, or that has been found.
    start: usize,
    place: Place,
    stage: Stage,
    /// The document that has been found, until the next one is asked for.
    found: Option<End>,
    /// Of a document beyond the limit: where it began, how many of its bytes are gone, and how it began.
    dropped: Option<Dropped>,
    finished: bool,
    /// No rule waits for more bytes any more.
    complete: bool,
    /// A response begins behind the bytes: they are a part of a stream that goes on.
    part: bool,
    /// Where the first document begins whose end only the end of the input tells.
    cut: Option<Place>,
    /// Whoever took the events of the document that has been found has not taken all.
    unfinished: bool,
    range: Range,
    line: Line,
}

#[derive(Clone, Debug)]
enum Stage {
    /// White space and byte order marks.
    Between,
    Json(Json),
    Xml(Xml),
    Plain(Plain),
}

impl Stage {
    /// The format of a document of which nothing has been looked at.
    fn begun(&self) -> Option<Format> {
        match self {
            Self::Json(Json { at: 0, .. }) => Some(Format::Json),
            Self::Xml(Xml { at: 0, .. }) => Some(Format::Xml),
            _ => None,
        }
    }
}

impl Framer {
    pub(super) fn new(place: Place, limit: usize, only: Option<Format>) -> Self {
        Self::of(Vec::new(), place, limit, only)
    }

    /// More bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        if self.start * 2 >= self.buffer.len() {
            let kept = self.start.min(WINDOW + 1); // by which it is told whether the stream may be cut
            self.buffer.drain(..self.start - kept);
            self.start = kept;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// More bytes from a reader, or the end.
    pub(super) fn fill(&mut self, reader: &mut impl BufRead) -> io::Result<()> {
        match reader.fill_buf() {
            Ok([]) => self.finish(),
            Ok(bytes) => {
                let piece = bytes.get(..PIECE).unwrap_or(bytes);
                self.push(piece);
                let length = piece.len();
                reader.consume(length);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// The bytes behind the document that has been found, or that are left of one that has not, and their place.
    #[cfg(feature = "rayon")]
    pub(super) fn into_rest(mut self) -> (Place, Vec<u8>) {
        self.go_on();
        (self.place, self.buffer.split_off(self.start))
    }
}

impl<B: Deref<Target = [u8]>> Framer<B> {
    /// The documents of bytes at a place of a stream where no document goes on.
    pub(super) fn of(buffer: B, place: Place, limit: usize, only: Option<Format>) -> Self {
        Self {
            only,
            limit,
            buffer,
            start: 0,
            place,
            stage: Stage::Between,
            found: None,
            dropped: None,
            finished: false,
            complete: false,
            part: false,
            cut: None,
            unfinished: false,
            range: Range::default(),
            line: Line::default(),
        }
    }

    /// There are no more bytes.
    pub(super) fn finish(&mut self) {
        self.finished = true;
    }

    /// There are no more bytes in this part of a stream, and behind it a response begins.
    #[cfg(feature = "rayon")]
    pub(super) fn finish_part(&mut self) {
        (self.finished, self.part) = (true, true);
    }

    pub(super) fn is_finished(&self) -> bool {
        self.finished || self.range.ended
    }

    /// Where to go on later: behind the document that has been found, or before the first one that the end of the input has cut, or
    /// that has not been taken as a whole.
    pub(super) fn checkpoint(&self) -> Place {
        let start = self.dropped.as_ref().map_or(self.place, |dropped| dropped.place);
        match (self.cut, self.found) {
            (Some(cut), _) => cut,
            (None, Some(End { at, .. })) if !self.unfinished => {
                self.place.after(self.buffer.get(self.start..self.start + at).unwrap_or_default())
            }
            _ => start,
        }
    }

    /// Where the end of the input has cut a document.
    #[cfg(feature = "rayon")]
    pub(super) fn cut(&self) -> Option<Place> {
        self.cut
    }

    /// Whoever took the events of the document has not taken all.
    pub(super) fn leave_unfinished(&mut self) {
        self.unfinished = true;
    }

    /// Leaves the document behind that has been found; whether another one begins.
    fn go_on(&mut self) -> bool {
        if let Some(End { at, .. }) = self.found.take() {
            let rest = self.buffer.get(self.start + at..).unwrap_or_default();
            let usual = self.line.taken || rest.starts_with(b"\n") || rest.starts_with(b"\r\n");
            if self.line.taken {
                self.place.offset += at; // without a line break, and one follows
                self.start += at;
            } else {
                self.pass(at);
            }
            self.line = Line { usual, before: self.place.line, ..Line::default() };
            self.stage = Stage::Between;
            self.dropped = None;
            self.unfinished = false;
        }
        !matches!(self.stage, Stage::Between) || self.begin()
    }

    /// Leaves the document behind that has been found; where the next one begins, if that is there.
    pub(super) fn begin_next(&mut self) -> Option<Place> {
        if !self.go_on() {
            // a byte order mark that never ends is text
            self.complete |= self.finished;
            if !self.complete || !self.go_on() {
                return None;
            }
        }
        Some(self.dropped.as_ref().map_or(self.place, |dropped| dropped.place))
    }

    /// Looks for the next document; whether it is there. [`frame`](Self::frame) has it.
    pub(super) fn find(&mut self) -> bool {
        if self.search() {
            return true;
        }
        // only the end of the input tells where it ends
        self.complete |= self.finished;
        self.complete && self.search()
    }

    /// The bytes from a position on that have arrived.
    fn arrived(&self, from: usize) -> Arrived<'_> {
        Arrived { bytes: self.buffer.get(from..).unwrap_or_default(), complete: self.complete, only: self.only }
    }

    fn search(&mut self) -> bool {
        if !self.go_on() {
            return false;
        }
        if self.complete && !self.part && self.cut.is_none() {
            self.cut = Some(self.dropped.as_ref().map_or(self.place, |dropped| dropped.place));
        }
        let bytes = self.buffer.get(self.start..).unwrap_or_default();
        let text = Arrived { bytes, complete: self.complete, only: self.only };
        let found = match &mut self.stage {
            Stage::Between => Found::More,
            Stage::Json(json) => json.scan(text),
            Stage::Xml(xml) => xml.scan(text),
            Stage::Plain(plain) => plain.scan(text),
        };
        match found {
            Found::End(end) => self.found = Some(end),
            Found::More => self.drop_bytes(),
        }
        self.found.is_some()
    }

    /// Where the next document begins, or what stands before it.
    #[cfg(feature = "rayon")]
    pub(super) fn offset(&self) -> usize {
        self.place.offset + self.found.map_or(0, |end| end.at)
    }

    /// Passes over what stands between documents; whether one begins.
    fn begin(&mut self) -> bool {
        if self.range.ended || self.range.seek.is_some_and(|seek| !self.seek(seek)) {
            return false;
        }
        loop {
            let text = self.arrived(self.start);
            let space = text.bytes.iter().position(|byte| !is_space(*byte)).unwrap_or(text.bytes.len());
            let bom = text.has_bom(space);
            let first = text.bytes.get(space).copied();
            self.pass(space);
            match (bom, first) {
                (Verdict::Yes, _) => {
                    self.start += BOM.len();
                    self.place.offset += BOM.len(); // it has no width
                }
                (Verdict::Wait, _) | (_, None) => return false,
                (Verdict::No, Some(byte)) => {
                    match self.ends_range() {
                        Verdict::No => {}
                        Verdict::Wait => return false,
                        Verdict::Yes => {
                            self.range.ended = true;
                            return false;
                        }
                    }
                    self.stage = match super::format_of(byte, self.only) {
                        Some(Format::Json) => Stage::Json(Json::default()),
                        Some(Format::Xml) => Stage::Xml(Xml::default()),
                        None => Stage::Plain(Plain::default()),
                    };
                    return true;
                }
            }
        }
    }

    /// Leaves bytes behind, and knows where it is then.
    fn pass(&mut self, length: usize) {
        let end = self.start + length;
        let passed = self.buffer.get(self.start..end).unwrap_or_default();
        self.place.offset += length;
        self.place.line += memchr_iter(b'\n', passed).count();
        // before a line break nobody asks for the column, and to count characters is slow
        let next = self.buffer.get(end..).unwrap_or_default();
        if !next.starts_with(b"\n") && !next.starts_with(b"\r\n") {
            let tail = memrchr(b'\n', passed).map(|at| passed.get(at + 1..).unwrap_or_default());
            let characters = |bytes: &[u8]| bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count();
            self.place.column = tail.map_or_else(|| self.place.column + characters(passed), |tail| 1 + characters(tail));
        }
        self.start = end;
    }
}
