//! Responses from a reader.

use std::{
    convert::Infallible,
    io::{self, BufRead, Seek, SeekFrom},
};

use super::{Framer, Range, StreamError, WINDOW, response};
use crate::{
    Broken, DecodeOptions, Event, Format, Place, Response, Sender,
    events::{Filter, Visit, until_failure},
};

/// The responses of a reader, one after another: JSON texts, XML documents, or both, on a line each or on many.
///
/// Memory is bounded by the largest response, and that by [`Limits::bytes`](crate::Limits::bytes): larger ones are
/// an [`UnexpectedDocument`](crate::UnexpectedDocument), and are not held. What separates responses, and what becomes of broken ones,
/// is told in the documentation of [the module](crate::stream). [`Feed`](crate::Feed) does this for bytes that somebody else reads.
///
/// ```
/// use ucwa_model::{Responses, StreamError};
///
/// let log = br#"{"_links":{"next":{"href":"/events?ack=2"}},"sender":[{"rel":"people","href":"/people","events":[{"type":"added"}]}]}
/// <events xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa" href="/events?ack=2"><link rel="next" href="/events?ack=3"/></events>
/// HTTP/1.1 502 Bad Gateway
/// "#;
/// let mut counts = Vec::new();
/// for response in Responses::new(&log[..]) {
///     match response {
///         Ok(response) => counts.push(response.events.iter().count()),
///         Err(StreamError::Unexpected(page)) => assert_eq!((page.start.line, &*page.raw), (3, &b"HTTP/1.1 502 Bad Gateway"[..])),
///         Err(error) => return Err(error),
///     }
/// }
/// assert_eq!(counts, [1, 0]);
/// # Ok::<(), StreamError>(())
/// ```
#[derive(Debug)]
pub struct Responses<R> {
    pub(super) reader: R,
    pub(super) framer: Framer,
    pub(super) options: DecodeOptions,
    pub(super) only: Option<Format>,
    pub(super) filter: Filter<'static>,
    pub(super) start: Place,
    pub(super) range: Range,
    pub(super) failed: bool,
}

impl<R: BufRead> Responses<R> {
    /// All responses of a reader, decoded leniently.
    #[must_use]
    pub fn new(reader: R) -> Self {
        let (options, start) = (DecodeOptions::new(), Place::START);
        Self {
            reader,
            framer: Framer::new(start, options.limits.bytes, None),
            options,
            only: None,
            filter: Filter::default(),
            start,
            range: Range::default(),
            failed: false,
        }
    }

    /// Sets how responses are decoded.
    #[must_use]
    pub fn with_options(self, options: DecodeOptions) -> Self {
        Self { options, ..self }.begun()
    }

    /// Reads documents of one format only. What looks like a document of the other format is taken for text, which is no response.
    #[must_use]
    pub fn only(self, format: Format) -> Self {
        Self { only: Some(format), ..self }.begun()
    }

    /// The reader begins at this place of the stream, as a [checkpoint](Self::checkpoint) gave it: places count from there.
    #[must_use]
    pub fn with_start(self, place: Place) -> Self {
        Self { start: place, ..self }.begun()
    }

    fn begun(mut self) -> Self {
        self.framer = Framer::new(self.start, self.options.limits.bytes, self.only).in_range(self.range);
        self
    }

    /// Only events of senders of this rel, with or without the prefix of a [dialect](crate::dialect); Call it again to accept another rel
    /// as well. All events are read, and broken ones come in any case.
    ///
    /// ```
    /// use ucwa_model::Responses;
    ///
    /// let log = br#"{"sender":[{"rel":"people","href":"/p","events":[{"type":"added"},{"type":"deleted"}]}]}"#;
    /// let mut types = Vec::new();
    /// let mut responses = Responses::new(&log[..]).sender("people").event_type("deleted");
    /// while let Some(response) = responses.next() {
    ///     types.extend(response?.events.iter().filter_map(|(_, event)| event.ok()?.event_type.clone()));
    /// }
    /// assert_eq!(types.len(), 1);
    /// # Ok::<(), ucwa_model::StreamError>(())
    /// ```
    #[must_use]
    pub fn sender(mut self, rel: impl Into<String>) -> Self {
        self.filter.senders.push(rel.into().into());
        self
    }

    /// Only events of this type. Call it again to accept another type as well.
    #[must_use]
    pub fn event_type(mut self, event_type: impl Into<String>) -> Self {
        self.filter.types.push(event_type.into().into());
        self
    }

    /// Only events about resources of this rel, with or without the prefix of a [dialect](crate::dialect). Call it again to accept another
    /// rel as well.
    #[must_use]
    pub fn rel(mut self, rel: impl Into<String>) -> Self {
        self.filter.rels.push(rel.into().into());
        self
    }

    /// The place from which to go on later: nothing that has been given out is read again, and nothing is missed. It stands before
    /// what the end of the input has cut, so that a log that has grown is taken up there; and before a response whose visit failed.
    ///
    /// ```
    /// use ucwa_model::{Responses, stream::Ending};
    ///
    /// let log = br#"{"sender":[]}
    /// {"sender":[{"rel":"people","href":"/p","events":[{"type":"added"}]}]}"#;
    /// let mut responses = Responses::new(&log[..40]);
    /// let endings: Vec<_> = responses.by_ref().map(|response| response.unwrap().ending).collect();
    /// assert_eq!(endings, [Ending::Whole, Ending::Cut]);
    ///
    /// let place = responses.checkpoint();
    /// let mut rest = Responses::new(&log[place.offset..]).with_start(place);
    /// let response = rest.next().unwrap()?;
    /// assert_eq!((response.ending, response.start, response.events.iter().count()), (Ending::Whole, place, 1));
    /// # Ok::<(), ucwa_model::StreamError>(())
    /// ```
    #[must_use]
    pub fn checkpoint(&self) -> Place {
        self.framer.checkpoint()
    }

    /// Reads the next response, and hands out each of its events as soon as it has been read, with its sender. What comes back has
    /// the links and the senders, without those events. This is the fastest way through a large stream; see
    /// [`Events::visit`](crate::Events::visit).
    ///
    /// Events of a response that the end of the input has [cut](crate::stream::Ending::Cut) are not handed out: they stand in the
    /// response that comes back, and come again from the [checkpoint](Self::checkpoint) on.
    ///
    /// ```
    /// use ucwa_model::Responses;
    ///
    /// let log = br#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"},{"type":7}]}]}"#;
    /// let mut responses = Responses::new(&log[..]);
    /// let mut count = 0;
    /// while let Some(response) = responses.visit_next(|sender, event| {
    ///     assert_eq!(sender.rel, "people");
    ///     count += usize::from(event.is_ok());
    /// }) {
    ///     assert!(response?.fault.is_none());
    /// }
    /// assert_eq!(count, 2);
    /// # Ok::<(), ucwa_model::StreamError>(())
    /// ```
    pub fn visit_next(&mut self, mut visit: impl FnMut(&Sender, Result<Event, Broken>)) -> Option<Result<Response, StreamError>> {
        let Ok(item) = self.try_visit_next(|sender, event| {
            visit(sender, event);
            Ok::<(), Infallible>(())
        });
        item
    }

    /// Hands out the events of the next response, as [`visit_next`](Self::visit_next) does, until the function fails.
    ///
    /// # Errors
    /// What the function gives. Nothing of that response is handed out any more, and the [checkpoint](Self::checkpoint) stands before
    /// it until the next one is asked for.
    pub fn try_visit_next<E>(
        &mut self,
        visit: impl FnMut(&Sender, Result<Event, Broken>) -> Result<(), E>,
    ) -> Result<Option<Result<Response, StreamError>>, E> {
        let filter = std::mem::take(&mut self.filter);
        let how = response::How { options: self.options, filter: &filter };
        let item = until_failure(visit, |visit| self.visit_with(how, visit));
        self.filter = filter;
        item.inspect_err(|_| self.framer.leave_unfinished())
    }

    fn visit_with(&mut self, how: response::How<'_>, visit: &mut Visit<'_>) -> Option<Result<Response, StreamError>> {
        Some(match self.next_by(|framer| response::visit_line(framer, how, visit))? {
            Ok(Some(response)) => Ok(response),
            Ok(None) => response::visit(self.framer.frame()?, how, visit).map_err(Into::into),
            Err(error) => Err(error),
        })
    }

    /// Reads up to the end of the next document, and hands it to a function that may know it by its line. Without what that gives,
    /// the document has been found.
    fn next_by<T>(&mut self, mut by_line: impl FnMut(&mut Framer) -> Option<T>) -> Option<Result<Option<T>, StreamError>> {
        while !self.failed {
            if let Some(item) = by_line(&mut self.framer) {
                return Some(Ok(Some(item)));
            }
            if !self.framer.expects_line() && self.framer.find() {
                return Some(Ok(None));
            }
            if self.framer.is_finished() {
                break;
            }
            if let Err(error) = self.framer.fill(&mut self.reader) {
                self.failed = true;
                return Some(Err(error.into()));
            }
        }
        None
    }
}

impl<R: BufRead> Iterator for Responses<R> {
    type Item = Result<Response, StreamError>;

    fn next(&mut self) -> Option<Self::Item> {
        let filter = std::mem::take(&mut self.filter);
        let how = response::How { options: self.options, filter: &filter };
        let item = self.next_by(|framer| response::decode_line(framer, how)).map(|found| match found {
            Ok(Some(response)) => Ok(Some(response)),
            Ok(None) => self.framer.frame().map(|frame| response::decode(frame, how)).transpose().map_err(Into::into),
            Err(error) => Err(error),
        });
        self.filter = filter;
        item?.transpose()
    }
}

impl<R: BufRead + Seek> Responses<R> {
    /// The responses of a range of bytes: those from the first [place to cut](crate::stream::next_cut) in it on, up to the first one
    /// at or behind its end. Ranges that partition a file give each of its responses exactly once, in whatever order, and by
    /// whomever they are read.
    ///
    /// Offsets are those of the file; lines count from the first response, unless the range begins with the file.
    ///
    /// ```
    /// use std::io::Cursor;
    /// use ucwa_model::Responses;
    ///
    /// let log = "{\"sender\":[]}\n".repeat(10);
    /// let count = |range| Responses::range(Cursor::new(&log), range).unwrap().count();
    /// assert_eq!(count(0..50) + count(50..99) + count(99..140), 10);
    /// ```
    ///
    /// # Errors
    /// If the reader cannot go to the range.
    pub fn range(mut reader: R, range: std::ops::Range<u64>) -> io::Result<Self> {
        let out_of_range = |_| io::Error::from(io::ErrorKind::InvalidInput);
        let (start, end) =
            (usize::try_from(range.start).map_err(out_of_range)?, usize::try_from(range.end).map_err(out_of_range)?);
        let before = start.saturating_sub(WINDOW + 1);
        reader.seek(SeekFrom::Start(before as u64))?;
        let mut responses = Self::new(reader);
        responses.start.offset = before;
        responses.range = Range { seek: Some(start).filter(|start| *start > 0), end: Some(end), ended: start >= end };
        Ok(responses.begun())
    }
}
