//! Responses decoded on all cores.

use std::{
    collections::VecDeque,
    io::{self, BufRead, Read},
    iter,
    ops::Deref,
};

use rayon::iter::{ParallelBridge, ParallelIterator};

use super::{
    Framer, Responses,
    begin::{Text, WINDOW},
    framer::PIECE,
    response,
};
use crate::{Decoder, Foreign, Format, Place, Response};

/// Bytes, at least, that are decoded before what was made of them is handed out: so many parts that the cores seldom wait for the
/// last one.
const ROUND: usize = 32 << 20;

/// Bytes, at least, that a core reads and decodes at a time: few enough to stay in its cache.
const PART: usize = 128 << 10;

/// So many bytes are too many for a part.
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
    pub fn par_map<T, F>(self, map: F) -> impl Iterator<Item = Result<T, io::Error>>
    where
        T: Send,
        F: Fn(Result<Response, Foreign>) -> T + Sync,
    {
        let Self { reader, framer, decoder, only, failed } = self;
        let (place, rest) = framer.into_rest();
        let options = Options { decoder, only };
        Parallel { source: Source { reader, rest, place, options, finished: failed, failure: None }, map, ready: VecDeque::new() }
    }
}

/// How responses are decoded, on any thread.
#[derive(Clone, Copy)]
struct Options {
    decoder: Decoder,
    only: Option<Format>,
}

impl Options {
    fn framer<B: Deref<Target = [u8]>>(self, bytes: B, place: Place) -> Framer<B> {
        Framer::of(bytes, place, self.decoder.max_bytes(), self.only)
    }
}

/// Whole documents, which are decoded one after another.
struct Part {
    place: Place,
    bytes: Vec<u8>,
}

impl Part {
    fn decode<T>(&self, options: Options, map: impl Fn(Result<Response, Foreign>) -> T) -> Vec<T> {
        let mut framer = options.framer(&*self.bytes, self.place);
        framer.finish();
        iter::from_fn(|| response::next(&mut framer, options.decoder)).map(map).collect()
    }
}

/// Where parts come from.
struct Source<R> {
    reader: R,
    /// What has been read and is in no part yet, and where it stands.
    rest: Vec<u8>,
    place: Place,
    options: Options,
    finished: bool,
    failure: Option<io::Error>,
}

impl<R: BufRead> Source<R> {
    /// The parts of a round. There are none where the stream ends, and where nobody can tell how to cut it.
    fn round(&mut self) -> impl Iterator<Item = Part> {
        let end = self.place.offset + ROUND;
        iter::from_fn(move || if self.place.offset < end { self.part() } else { None })
    }

    fn part(&mut self) -> Option<Part> {
        let mut bytes = Vec::with_capacity(self.rest.len() + PART + PIECE);
        bytes.append(&mut self.rest);
        let mut searched = PART;
        let end = loop {
            let text = Text { bytes: &bytes, complete: false };
            if let Some(end) = text.line_with_response(searched, self.options.only) {
                break end;
            }
            searched = searched.max(bytes.len().saturating_sub(WINDOW));
            let length = bytes.len();
            if length < LONGEST {
                self.read(&mut bytes);
            }
            if bytes.len() == length {
                break if self.finished { length } else { 0 };
            }
        };
        self.rest.extend_from_slice(bytes.get(end..).unwrap_or_default());
        bytes.truncate(end);
        let place = self.place;
        self.place = place.after(&bytes);
        Some(Part { place, bytes }).filter(|part| !part.bytes.is_empty())
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
    fn decode<T>(&mut self, map: impl Fn(Result<Response, Foreign>) -> T, ready: &mut VecDeque<T>) {
        let end = self.place.offset + self.rest.len();
        let mut framer = self.options.framer(std::mem::take(&mut self.rest), self.place);
        while framer.offset() < end {
            match response::next(&mut framer, self.options.decoder) {
                Some(item) => ready.push_back(map(item)),
                None if self.failure.is_some() || framer.is_finished() => break,
                None => self.failure = framer.fill(&mut self.reader).err(),
            }
        }
        (self.place, self.rest) = framer.into_rest();
        if self.failure.is_some() {
            self.rest.clear(); // nobody knows how it goes on
        }
    }
}

struct Parallel<R, T, F> {
    source: Source<R>,
    map: F,
    ready: VecDeque<T>,
}

impl<R, T, F> Iterator for Parallel<R, T, F>
where
    R: BufRead + Send,
    T: Send,
    F: Fn(Result<Response, Foreign>) -> T + Sync,
{
    type Item = Result<T, io::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self { source, map, ready } = self;
        let options = source.options;
        while ready.is_empty() {
            let decoded = source.round().par_bridge().map(|part| (part.place.offset, part.decode(options, &*map)));
            let mut parts: Vec<_> = decoded.collect();
            match parts.is_empty() {
                true if source.rest.is_empty() => break,
                true => source.decode(&*map, ready),
                false => {
                    parts.sort_unstable_by_key(|(offset, _)| *offset);
                    ready.extend(parts.into_iter().flat_map(|(_, made)| made));
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
