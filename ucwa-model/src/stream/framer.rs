//! Bytes → documents: the state machine under all readers of streams.

use std::{
    io::{self, BufRead, ErrorKind},
    ops::Deref,
};

use memchr::{memchr, memchr_iter, memrchr};

use super::{
    End, Ending, Found,
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

/// Which part of a stream is read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Range {
    /// Where to look for its begin, until that has been found.
    pub(super) seek: Option<usize>,
    pub(super) end: Option<usize>,
    /// A document has begun that is no part of it.
    pub(super) ended: bool,
}

/// What is known of the line on which a document begins.
#[derive(Debug, Default)]
struct Line {
    /// So many bytes have no line break.
    searched: usize,
    /// It has been offered as a document.
    offered: bool,
    /// So many of its events have been handed out, although it was not all of the document.
    handed: usize,
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
    pub(super) ending: Ending,
    /// So many of its events have been handed out.
    pub(super) handed: usize,
    /// Whether there are more bytes than the limit.
    pub(super) beyond: bool,
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

    /// Only the documents between the first places from two offsets on where the stream may be cut.
    pub(super) fn in_range(mut self, range: Range) -> Self {
        self.range = range;
        self
    }

    /// Looks for the begin of the range; whether all has been done for it.
    #[cfg(feature = "rayon")]
    pub(super) fn goes_to_range(&mut self) -> bool {
        if !self.is_seeking() {
            return true;
        }
        self.complete |= self.finished;
        self.go_on();
        !self.is_seeking() || self.complete
    }

    /// Whether the first place of the range has not been found yet.
    #[cfg(feature = "rayon")]
    pub(super) fn is_seeking(&self) -> bool {
        self.range.seek.is_some()
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

    /// Whether a document has begun that is no part of the range.
    #[cfg(feature = "rayon")]
    pub(super) fn has_ended(&self) -> bool {
        self.range.ended
    }

    /// Whoever took the events of the document has not taken all.
    pub(super) fn leave_unfinished(&mut self) {
        self.unfinished = true;
    }

    /// So many events of the line have been handed out, which was not all of the document.
    pub(super) fn hand_out(&mut self, count: usize) {
        self.line.handed = count;
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
        let end = self.line.searched + length;
        if !self.ends_with_line(end) {
            return None;
        }
        let bytes = text.get(..end).unwrap_or_default().trim_ascii_end();
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

    /// Whether a response begins on the next line that is not empty, so that the document ends with its line at the latest. If that
    /// cannot be told yet, it is not worth waiting for.
    fn ends_with_line(&self, end: usize) -> bool {
        let text = Text { bytes: self.buffer.get(self.start..).unwrap_or_default(), complete: false };
        let rest = text.bytes.get(end..).unwrap_or_default();
        let rest = rest.get(..WINDOW).unwrap_or(rest);
        match rest.iter().position(|byte| !is_space(*byte)) {
            Some(space) if rest.get(..space).is_some_and(|space| space.ends_with(b"\n")) => {
                text.begins_response(end + space, self.only) == Verdict::Yes
            }
            Some(_) => false,
            None => self.part && end + rest.len() == text.bytes.len(),
        }
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
            self.unfinished = false;
        }
        !matches!(self.stage, Stage::Between) || self.begin()
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

    fn search(&mut self) -> bool {
        if !self.go_on() {
            return false;
        }
        if self.complete && !self.part && self.cut.is_none() {
            self.cut = Some(self.dropped.as_ref().map_or(self.place, |dropped| dropped.place));
        }
        let text = Text { bytes: self.buffer.get(self.start..).unwrap_or_default(), complete: self.complete };
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
            ending: match (self.cut, whole) {
                (Some(_), _) => Ending::Cut,
                (None, true) => Ending::Whole,
                (None, false) => Ending::Broken,
            },
            handed: self.line.handed,
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
        if self.range.ended || self.range.seek.is_some_and(|seek| !self.seek(seek)) {
            return false;
        }
        loop {
            let text = Text { bytes: self.buffer.get(self.start..).unwrap_or_default(), complete: self.complete };
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

    /// Whether the document that begins here is no part of the range any more.
    fn ends_range(&self) -> Verdict {
        if self.range.end.is_none_or(|end| self.place.offset < end) {
            return Verdict::No;
        }
        let before = self.start.min(WINDOW + 1);
        let bytes = self.buffer.get(self.start - before..).unwrap_or_default();
        Text { bytes, complete: self.complete }.is_cut(before, self.only)
    }

    /// Goes to the first place of the range where the stream may be cut; whether it is there.
    fn seek(&mut self, to: usize) -> bool {
        let bytes = self.buffer.get(self.start..).unwrap_or_default();
        let from = to.saturating_sub(self.place.offset);
        let found = Text { bytes, complete: self.complete }.next_cut(from.max(1), self.only);
        // what a place that comes later is told by
        let passed = found.unwrap_or_else(|| bytes.len().saturating_sub(2 * WINDOW + 1));
        self.start += passed;
        self.place.offset += passed;
        if found.is_some() {
            self.range.seek = None;
        }
        found.is_some()
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
