//! Responses decoded on all cores.

use std::{
    collections::VecDeque,
    fmt,
    io::{self, BufRead, Read},
    iter,
    ops::Deref,
};

use rayon::iter::{ParallelBridge, ParallelIterator};

use super::{
    Framer, Range, Responses,
    begin::{Arrived, WINDOW},
    framer::PIECE,
    response,
};
use crate::{DecodeOptions, Format, Place, Response, UnexpectedDocument, events::Filter};

/// Bytes, at least, that are decoded before what was made of them is handed out: enough parts that the cores seldom wait for the
/// last one.
const ROUND: usize = 32 << 20;

/// Bytes, at least, that a core reads and decodes at a time: few enough to stay in its cache.
const PART: usize = 128 << 10;

/// The most bytes that a part may have.
const LONGEST: usize = 8 << 20;

impl<R: BufRead + Send> Responses<R> {
    /// Decodes the responses on the threads of rayon's pool, hands them to a function there, and gives what it makes of them, in the
    /// order of the stream. This is for files: nothing is handed out before 32 MiB have been read, or all. Each thread reads what it
    /// decodes, so memory is bounded by the largest response for each of them, and by what the function makes of 32 MiB.
    ///
    /// The stream is cut before [lines on which a response begins](crate::stream#where-a-broken-one-ends). Where 8 MiB have no such
    /// line, responses are decoded one after another.
    ///
    /// ```
    /// use ucwa_model::Responses;
    ///
    /// let response = r#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"},{"type":"deleted"}]}]}"#;
    /// let log = [response; 1000].join("\n");
    /// let counts = Responses::new(log.as_bytes()).par_map(|response| response.map_or(0, |response| response.events.iter().count()));
    /// assert_eq!(counts.sum::<Result<usize, _>>()?, 2000);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn par_map<T, F>(self, map: F) -> ParMap<R, T, F>
    where
        T: Send,
        F: Fn(Result<Response, UnexpectedDocument>) -> T + Sync,
    {
        let Self { mut reader, mut framer, options, only, filter, range, failed, .. } = self;
        let mut failure = None;
        while !framer.goes_to_range() && failure.is_none() {
            failure = framer.fill(&mut reader).err();
        }
        let finished = failed || framer.is_finished() && framer.has_ended();
        let ended = framer.has_ended() || framer.is_seeking();
        let (place, mut rest) = framer.into_rest();
        if ended {
            rest.clear(); // it is no part of the range
        }
        let shared = Shared { options, only, filter, end: range.end };
        let source = Source { reader, rest, place, finished, checkpoint: None, failure };
        ParMap { source, shared, map, ready: VecDeque::new() }
    }
}

/// How responses are decoded, on any thread.
#[derive(Debug)]
struct Shared {
    options: DecodeOptions,
    only: Option<Format>,
    filter: Filter<'static>,
    /// Where the range ends that is read.
    end: Option<usize>,
}

impl Shared {
    fn framer<B: Deref<Target = [u8]>>(&self, bytes: B, place: Place) -> Framer<B> {
        let range = Range { end: self.end, ..Range::default() };
        Framer::of(bytes, place, self.options.limits.bytes, self.only).in_range(range)
    }

    fn how(&self) -> response::How<'_> {
        response::How { options: self.options, filter: &self.filter }
    }
}

/// Whole documents, which are decoded one after another.
struct Part {
    place: Place,
    bytes: Vec<u8>,
    /// Nothing follows.
    last: bool,
}

/// What was made of a part, and, of the last one, where to go on later.
struct Made<T> {
    offset: usize,
    items: Vec<T>,
    checkpoint: Option<Place>,
}

impl Part {
    fn decode<T>(&self, shared: &Shared, map: impl Fn(Result<Response, UnexpectedDocument>) -> T) -> Made<T> {
        let mut framer = shared.framer(&*self.bytes, self.place);
        if self.last {
            framer.finish();
        } else {
            framer.finish_part();
        }
        let items = iter::from_fn(|| response::next(&mut framer, shared.how())).map(map).collect();
        Made { offset: self.place.offset, items, checkpoint: self.last.then(|| framer.checkpoint()) }
    }
}

/// Where parts come from.
#[derive(Debug)]
struct Source<R> {
    reader: R,
    /// What has been read and is in no part yet, and where it stands.
    rest: Vec<u8>,
    place: Place,
    finished: bool,
    /// Where to go on later, once the end of the input has been read: it may stand in the middle of a document.
    checkpoint: Option<Place>,
    failure: Option<io::Error>,
}

impl<R: BufRead> Source<R> {
    /// The parts of a round. There are none where the stream ends, and where nobody can tell how to cut it.
    fn round(&mut self, shared: &Shared) -> impl Iterator<Item = Part> {
        let end = self.place.offset + ROUND;
        iter::from_fn(move || if self.place.offset < end { self.part(shared) } else { None })
    }

    fn part(&mut self, shared: &Shared) -> Option<Part> {
        let mut bytes = Vec::with_capacity(self.rest.len() + PART + PIECE);
        bytes.append(&mut self.rest);
        let range = shared.end.map_or(usize::MAX, |end| end.saturating_sub(self.place.offset).max(1));
        let (mut searched, mut last) = (PART.min(range), false);
        let end = loop {
            let text = Arrived { bytes: &bytes, complete: false, only: shared.only };
            if let Some(end) = text.next_cut(searched) {
                break end;
            }
            searched = searched.max(bytes.len().saturating_sub(WINDOW));
            let length = bytes.len();
            if length < LONGEST {
                self.read(&mut bytes);
            }
            if bytes.len() == length {
                last = self.finished;
                break if last { length } else { 0 };
            }
        };
        if end >= range && !last && end > 0 {
            self.finished = true; // with the range
        } else {
            self.rest.extend_from_slice(bytes.get(end..).unwrap_or_default());
        }
        bytes.truncate(end);
        let place = self.place;
        self.place = place.after(&bytes);
        Some(Part { place, bytes, last }).filter(|part| !part.bytes.is_empty())
    }

    fn read(&mut self, bytes: &mut Vec<u8>) {
        if self.finished || self.failure.is_some() {
            return;
        }
        match self.reader.by_ref().take(PIECE as u64).read_to_end(bytes) {
            Ok(length) => self.finished = length == 0,
            Err(error) => self.failure = Some(error),
        }
    }

    /// Decodes what cannot be cut, up to the end of a response, on this thread.
    fn decode<T>(&mut self, shared: &Shared, map: impl Fn(Result<Response, UnexpectedDocument>) -> T, ready: &mut VecDeque<T>) {
        let end = self.place.offset + self.rest.len();
        let mut framer = shared.framer(std::mem::take(&mut self.rest), self.place);
        while framer.offset() < end {
            match response::next(&mut framer, shared.how()) {
                Some(item) => ready.push_back(map(item)),
                None if self.failure.is_some() || framer.is_finished() => break,
                None => self.failure = framer.fill(&mut self.reader).err(),
            }
        }
        self.checkpoint = framer.cut();
        self.finished |= framer.is_finished();
        let ended = framer.has_ended();
        (self.place, self.rest) = framer.into_rest();
        if self.failure.is_some() || ended {
            self.rest.clear(); // nobody knows how it goes on, or it is no part of the range
        }
    }
}

/// What [`Responses::par_map`] gives.
pub struct ParMap<R, T, F> {
    source: Source<R>,
    shared: Shared,
    map: F,
    ready: VecDeque<T>,
}

impl<R: fmt::Debug, T, F> fmt::Debug for ParMap<R, T, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParMap").field("source", &self.source).finish_non_exhaustive()
    }
}

impl<R, T, F> ParMap<R, T, F> {
    /// The place from which to go on later, once all has been given out; as [`Responses::checkpoint`].
    #[must_use]
    pub fn checkpoint(&self) -> Place {
        self.source.checkpoint.unwrap_or(self.source.place)
    }
}

impl<R, T, F> Iterator for ParMap<R, T, F>
where
    R: BufRead + Send,
    T: Send,
    F: Fn(Result<Response, UnexpectedDocument>) -> T + Sync,
{
    type Item = Result<T, io::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self { source, shared, map, ready } = self;
        while ready.is_empty() {
            let mut parts: Vec<_> = source.round(shared).par_bridge().map(|part| part.decode(shared, &*map)).collect();
            match parts.is_empty() {
                true if source.rest.is_empty() => break,
                true => source.decode(shared, &*map, ready),
                false => {
                    parts.sort_unstable_by_key(|made| made.offset);
                    source.checkpoint = source.checkpoint.or_else(|| parts.iter().find_map(|made| made.checkpoint));
                    ready.extend(parts.into_iter().flat_map(|made| made.items));
                }
            }
        }
        if let Some(made) = ready.pop_front() {
            return Some(Ok(made));
        }
        source.finished = true;
        source.failure.take().map(Err)
    }
}
