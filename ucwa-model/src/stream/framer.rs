//! Bytes → documents: the state machine under all readers of streams.

use std::{
    io::{self, BufRead, ErrorKind},
    ops::Deref,
};

use memchr::{memchr, memchr_iter, memrchr};

use super::{
    End, Found,
    begin::{Text, Verdict, WINDOW, is_space},
    json::Json,
    plain::Plain,
    xml::{self, Xml},
};
use crate::{Format, Place, codec::BOM};

/// Bytes that are taken from a reader at a time: a slice in memory must not be held twice.
pub(super) const PIECE: usize = 64 << 10;

/// So many bytes are kept of a document that is no response, or is larger than the limit.
pub(super) const EXCERPT: usize = 16 << 10;

/// Hands out the documents of bytes that are there, or that come in pieces of any size.
#[derive(Debug)]
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
    line: Line,
}

/// What is known of the line on which a document begins.
#[derive(Debug, Default)]
struct Line {
    /// So many bytes have no line break.
    searched: usize,
    /// It has been offered as a document.
    offered: bool,
    /// The document that has been found is its line.
    taken: bool,
    /// The document before was its line.
    usual: bool,
    /// The line on which the document before ended. What follows on it is no line, and to look for its end for each of many would
    /// take long.
    before: usize,
}

#[derive(Debug)]
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

#[derive(Debug)]
struct Dropped {
    place: Place,
    bytes: usize,
    excerpt: Vec<u8>,
}

/// A document of a stream.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'a> {
    /// As its first byte says.
    pub(super) format: Option<Format>,
    /// The name of its root element, in XML.
    pub(super) root: &'a [u8],
    pub(super) place: Place,
    /// Its bytes, without white space round it; of one beyond the limit, the first of them.
    pub(super) bytes: &'a [u8],
    /// How many bytes it has.
    pub(super) length: usize,
    /// Whether it ended as its format wants.
    pub(super) whole: bool,
    /// Whether there are more bytes than the limit.
    pub(super) beyond: bool,
}

impl Framer {
    pub(super) fn new(limit: usize, only: Option<Format>) -> Self {
        Self::of(Vec::new(), Place::START, limit, only)
    }

    /// More bytes.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        if self.start * 2 >= self.buffer.len() {
            self.buffer.drain(..self.start);
            self.start = 0;
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
            line: Line::default(),
        }
    }

    /// There are no more bytes.
    pub(super) fn finish(&mut self) {
        self.finished = true;
    }

    pub(super) fn is_finished(&self) -> bool {
        self.finished
    }

    /// The line on which a document begins, once it is there, if it may be all of it. One that can be read without a fault is: no
    /// rule ends it earlier or later. To read it is the cheapest way to know.
    pub(super) fn line(&mut self) -> Option<Frame<'_>> {
        if !self.go_on() || self.line.offered || self.line.before == self.place.line {
            return None;
        }
        let format = self.stage.begun()?;
        let text = self.buffer.get(self.start..).unwrap_or_default();
        let Some(length) = text.get(self.line.searched..).and_then(|rest| memchr(b'\n', rest)) else {
            self.line.searched = text.len();
            return None;
        };
        self.line.offered = true;
        let bytes = text.get(..self.line.searched + length).unwrap_or_default().trim_ascii_end();
        let (may_be_whole, root): (_, &[u8]) = match format {
            Format::Json => (bytes.ends_with(b"}"), b""),
            Format::Xml => (xml::is_response(bytes), xml::RESPONSE),
        };
        if !may_be_whole || bytes.len() > self.limit {
            return None;
        }
        let (place, length) = (self.place, bytes.len());
        Some(Frame { format: Some(format), root, place, bytes, length, whole: true, beyond: false })
    }

    /// The line was the document.
    pub(super) fn take_line(&mut self, length: usize) {
        self.found = Some(End::whole(length));
        self.line.taken = true;
    }

    /// Whether the next line break is worth waiting for: the document before ended with its line, and this one has not ended.
    pub(super) fn expects_line(&self) -> bool {
        const PATIENCE: usize = 1 << 20;
        self.stage.begun().is_some() && self.line.usual && !self.line.offered && !self.finished && self.line.searched < PATIENCE
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
        }
        !matches!(self.stage, Stage::Between) || self.begin()
    }

    /// Looks for the next document; whether it is there. [`frame`](Self::frame) has it.
    pub(super) fn find(&mut self) -> bool {
        if !self.go_on() {
            return false;
        }
        let text = Text { bytes: self.buffer.get(self.start..).unwrap_or_default(), complete: self.finished };
        let found = match &mut self.stage {
            Stage::Between => Found::More,
            Stage::Json(json) => json.scan(text),
            Stage::Xml(xml) => xml.scan(text),
            Stage::Plain(plain) => plain.scan(text, self.only),
        };
        match found {
            Found::End(end) => self.found = Some(end),
            Found::More => self.drop_bytes(),
        }
        self.found.is_some()
    }

    /// The document that has been found.
    pub(super) fn frame(&self) -> Option<Frame<'_>> {
        let End { at, whole } = self.found?;
        let text = self.buffer.get(self.start..self.start + at).unwrap_or_default();
        let (format, root) = match &self.stage {
            Stage::Json(_) => (Some(Format::Json), &[][..]),
            Stage::Xml(xml) => (Some(Format::Xml), &*xml.root),
            Stage::Between | Stage::Plain(_) => (None, &[][..]),
        };
        let before = self.dropped.as_ref();
        let length = before.map_or(0, |dropped| dropped.bytes) + at;
        let beyond = length > self.limit;
        let length = if beyond { length } else { text.trim_ascii_end().len() };
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
            beyond,
        })
    }

    /// Where the next document begins, or what stands before it.
    #[cfg(feature = "rayon")]
    pub(super) fn offset(&self) -> usize {
        self.place.offset + self.found.map_or(0, |end| end.at)
    }

    /// What is shown of a document beyond the limit: as much as is held for sure.
    fn excerpt<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        text.get(..EXCERPT.min(self.limit)).unwrap_or(text)
    }

    /// Passes over what stands between documents; whether one begins.
    fn begin(&mut self) -> bool {
        loop {
            let text = Text { bytes: self.buffer.get(self.start..).unwrap_or_default(), complete: self.finished };
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

    /// Lets go of a document's bytes, if it is beyond the limit.
    fn drop_bytes(&mut self) {
        let at = match &mut self.stage {
            Stage::Between => return,
            Stage::Json(Json { at, .. }) | Stage::Xml(Xml { at, .. }) | Stage::Plain(Plain { at }) => at,
        };
        if *at <= self.limit && self.dropped.is_none() {
            return;
        }
        let Some(length) = at.checked_sub(WINDOW).filter(|length| *length > 0) else { return };
        *at -= length;
        let text = self.buffer.get(self.start..).unwrap_or_default();
        let (place, excerpt) = (self.place, self.excerpt(text).to_vec());
        self.dropped.get_or_insert(Dropped { place, bytes: 0, excerpt }).bytes += length;
        self.pass(length);
    }
}
