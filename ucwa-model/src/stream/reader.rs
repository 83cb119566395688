//! Responses from a reader.

use std::io::BufRead;

use super::{Framer, StreamError, response};
use crate::{Broken, Decoder, Event, Format, Response, Sender};

/// The responses of a reader, one after another: JSON texts, XML documents, or both, on a line each or on many.
///
/// Memory is bounded by the largest response, and that by [`Limits::bytes`](crate::Limits::bytes): larger ones are
/// [`Foreign`](crate::Foreign), and are not held. What separates responses, and what becomes of broken ones, is told in the
/// documentation of [the module](crate::stream). [`Feed`](crate::Feed) is the same for bytes that somebody else reads.
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
///         Err(StreamError::Foreign(foreign)) => assert_eq!((foreign.start.line, &*foreign.raw), (3, &b"HTTP/1.1 502 Bad Gateway"[..])),
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
    pub(super) decoder: Decoder,
    pub(super) only: Option<Format>,
    pub(super) failed: bool,
}

impl<R: BufRead> Responses<R> {
    /// All responses of a reader, decoded leniently.
    #[must_use]
    pub fn new(reader: R) -> Self {
        let decoder = Decoder::new(Format::Json);
        Self { reader, framer: Framer::new(decoder.max_bytes(), None), decoder, only: None, failed: false }
    }

    /// Decodes with these options. The decoder's format does not matter: each response says its own.
    #[must_use]
    pub fn decoder(self, decoder: Decoder) -> Self {
        Self { framer: Framer::new(decoder.max_bytes(), self.only), decoder, ..self }
    }

    /// Takes only documents of a format for documents; what looks like one of the other is text that is no response.
    #[must_use]
    pub fn only(self, format: Format) -> Self {
        let only = Some(format);
        Self { framer: Framer::new(self.decoder.max_bytes(), only), only, ..self }
    }

    /// Reads the next response, and hands out each of its events as soon as it has been read, with its sender. What comes back has
    /// the links and the senders, without events. This is the fastest way through a large stream; see
    /// [`Events::visit`](crate::Events::visit).
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
        let (decoder, mut visited) = (self.decoder, 0);
        let item =
            self.next_by(|framer| response::visit_line(framer, decoder, &mut visit).map_err(|count| visited += count).ok())?;
        Some(match item {
            Ok(Some(response)) => Ok(response),
            Ok(None) => {
                let frame = self.framer.frame()?;
                response::visit(frame, decoder, response::after(visited, visit)).map_err(Into::into)
            }
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
        let decoder = self.decoder;
        Some(match self.next_by(|framer| response::decode_line(framer, decoder))? {
            Ok(Some(response)) => Ok(response),
            Ok(None) => response::decode(self.framer.frame()?, decoder).map_err(Into::into),
            Err(error) => Err(error),
        })
    }
}
