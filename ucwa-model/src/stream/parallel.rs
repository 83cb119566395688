//! Responses decoded on all cores.

use std::{collections::VecDeque, io::BufRead, ops::Range};

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use super::{Frame, Responses, StreamError, response};
use crate::{Decoder, Foreign, Format, Place, Response};

/// Bytes of responses that are decoded at a time: enough to keep the cores busy, few enough to stay in their caches.
const BATCH: usize = 2 << 20;

impl<R: BufRead + Send> Responses<R> {
    /// Decodes the responses on the threads of rayon's pool, hands them to a function there, and gives what it makes of them, in the
    /// order of the stream. While some are decoded, the next ones are read: memory is bounded by twice 2 MiB of responses, or by two
    /// of the largest.
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
    pub fn par_map<T, F>(self, map: F) -> impl Iterator<Item = Result<T, std::io::Error>>
    where
        T: Send,
        F: Fn(Result<Response, Foreign>) -> T + Sync,
    {
        Parallel { responses: self, map, next: None, spare: Batch::default(), ready: VecDeque::new(), failure: None }
    }
}

/// Documents that are decoded at a time: their bytes one after another, and what is known of each.
#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    documents: Vec<Document>,
}

struct Document {
    format: Option<Format>,
    root: Vec<u8>,
    place: Place,
    range: Range<usize>,
    length: usize,
    whole: bool,
    beyond: bool,
}

impl Batch {
    /// Reads enough for a batch, or the rest, into the memory of another one.
    fn read<R: BufRead>(mut batch: Self, responses: &mut Responses<R>) -> (Self, Option<std::io::Error>) {
        batch.bytes.clear();
        batch.documents.clear();
        while batch.bytes.len() < BATCH {
            match responses.find() {
                Ok(true) => batch.extend(responses.framer.frame()),
                Ok(false) => break,
                Err(StreamError::Io(error)) => return (batch, Some(error)),
                Err(StreamError::Foreign(_)) => {}
            }
        }
        (batch, None)
    }

    fn extend(&mut self, frame: Option<Frame<'_>>) {
        let Some(Frame { format, root, place, bytes, length, whole, beyond }) = frame else { return };
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        let range = start..self.bytes.len();
        self.documents.push(Document { format, root: root.to_vec(), place, range, length, whole, beyond });
    }

    fn decode<T: Send>(&self, decoder: Decoder, map: &(impl Fn(Result<Response, Foreign>) -> T + Sync)) -> Vec<T> {
        self.documents.par_iter().map(|document| map(response::decode(document.frame(&self.bytes), decoder))).collect()
    }
}

impl Document {
    fn frame<'a>(&'a self, bytes: &'a [u8]) -> Frame<'a> {
        let Self { format, ref root, place, ref range, length, whole, beyond } = *self;
        Frame { format, root, place, bytes: bytes.get(range.clone()).unwrap_or_default(), length, whole, beyond }
    }
}

struct Parallel<R, T, F> {
    responses: Responses<R>,
    map: F,
    /// What has been read while the batch before it was decoded.
    next: Option<Batch>,
    /// One that has been decoded: its memory serves again.
    spare: Batch,
    ready: VecDeque<T>,
    failure: Option<std::io::Error>,
}

impl<R, T, F> Iterator for Parallel<R, T, F>
where
    R: BufRead + Send,
    T: Send,
    F: Fn(Result<Response, Foreign>) -> T + Sync,
{
    type Item = Result<T, std::io::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            let Self { responses, map, next, spare, ready, failure } = self;
            let decoder = responses.decoder;
            let mut read = |failure: &mut Option<std::io::Error>| {
                let (batch, error) = Batch::read(std::mem::take(spare), responses);
                *failure = failure.take().or(error);
                Some(batch).filter(|batch| !batch.documents.is_empty())
            };
            let Some(batch) = next.take().or_else(|| read(failure)) else { break };
            let (made, following) = rayon::join(|| batch.decode(decoder, map), || read(failure));
            (*next, *spare) = (following, batch);
            ready.extend(made);
        }
        match self.ready.pop_front() {
            Some(made) => Some(Ok(made)),
            None => self.failure.take().map(Err),
        }
    }
}
