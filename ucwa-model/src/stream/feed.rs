//! Responses from bytes that arrive.

use std::convert::Infallible;

use super::{Framer, response};
use crate::{
    Broken, DecodeOptions, Event, Format, Place, Response, Sender, UnexpectedDocument,
    events::{Filter, Visit, until_failure},
};

/// The responses of a stream whose bytes arrive in pieces of any size. It does no I/O: whoever reads the bytes pushes them, and
/// takes what has become whole.
///
/// It gives what [`Responses`](crate::Responses) gives, wherever the pieces are cut. A response is there as soon as its last byte is; a
/// broken one, which has no end of its own, when the next one begins, or after [`finish`](Self::finish).
///
/// ```
/// use ucwa_model::Feed;
///
/// let mut feed = Feed::new();
/// feed.push(br#"{"sender":[{"rel":"people","href":"/people","ev"#);
/// assert!(feed.next_response().is_none());
/// feed.push(br#"ents":[{"type":"added"}]}]}"#);
/// let response = feed.next_response().unwrap()?;
/// assert_eq!(response.events.iter().count(), 1);
///
/// feed.finish();
/// assert!(feed.next_response().is_none());
/// # Ok::<(), ucwa_model::UnexpectedDocument>(())
/// ```
#[derive(Clone, Debug)]
pub struct Feed {
    framer: Framer,
    options: DecodeOptions,
    only: Option<Format>,
    start: Place,
}

/// Nothing is filtered.
pub(super) static ALL: Filter<'static> = Filter { senders: Vec::new(), types: Vec::new(), rels: Vec::new() };

impl Feed {
    /// A stream of which nothing has arrived, to be decoded leniently.
    #[must_use]
    pub fn new() -> Self {
        let (options, start) = (DecodeOptions::new(), Place::START);
        Self { framer: Framer::new(start, options.limits.bytes, None), options, only: None, start }
    }

    /// Sets how responses are decoded. To be called before any bytes arrive.
    #[must_use]
    pub fn with_options(self, options: DecodeOptions) -> Self {
        Self { options, ..self }.begun()
    }

    /// Takes only documents of a format for documents; what looks like one of the other is text. Whoever knows the format says so: then
    /// no line of a message in XML is taken for a response in JSON.
    ///
    /// ```
    /// use ucwa_model::{Feed, Format};
    ///
    /// let response = br#"<events xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa"><sender rel="me" href="/me">
    /// <updated rel="note" href="/note"><resource rel="note" href="/note"><property name="message">look:
    /// {"sender":[]}</property></resource></updated></sender></events>"#;
    /// let count = |mut feed: Feed| {
    ///     feed.push(response);
    ///     feed.finish();
    ///     std::iter::from_fn(|| feed.next_response()).count()
    /// };
    /// assert_eq!(count(Feed::new().only(Format::Xml)), 1);
    /// assert!(count(Feed::new()) > 1);
    /// ```
    #[must_use]
    pub fn only(self, format: Format) -> Self {
        Self { only: Some(format), ..self }.begun()
    }

    /// What arrives begins at this place of the stream, as a [checkpoint](Self::checkpoint) gave it.
    #[must_use]
    pub fn with_start(self, place: Place) -> Self {
        Self { start: place, ..self }.begun()
    }

    fn begun(self) -> Self {
        Self { framer: Framer::new(self.start, self.options.limits.bytes, self.only), ..self }
    }

    /// The place from which to go on later, as [`Responses::checkpoint`](crate::Responses::checkpoint).
    #[must_use]
    pub fn checkpoint(&self) -> Place {
        self.framer.checkpoint()
    }

    fn how(&self) -> response::How<'static> {
        response::How { options: self.options, filter: &ALL }
    }

    /// More bytes. They are kept until they have been taken as responses: take those before more arrive.
    pub fn push(&mut self, bytes: &[u8]) {
        self.framer.push(bytes);
    }

    /// There are no more bytes: what has begun is all that there is of it.
    pub fn finish(&mut self) {
        self.framer.finish();
    }

    /// The next response, if it has arrived whole.
    ///
    /// # Errors
    /// If it is a document that is no response; the next one may be.
    pub fn next_response(&mut self) -> Option<Result<Response, UnexpectedDocument>> {
        let how = self.how();
        response::next(&mut self.framer, how)
    }

    /// Hands out the events of the next response, if it is whole, as [`Responses::visit_next`](crate::Responses::visit_next) does.
    ///
    /// # Errors
    /// As [`next_response`](Self::next_response).
    pub fn visit_next(
        &mut self,
        mut visit: impl FnMut(&Sender, Result<Event, Broken>),
    ) -> Option<Result<Response, UnexpectedDocument>> {
        let Ok(item) = self.try_visit_next(|sender, event| {
            visit(sender, event);
            Ok::<(), Infallible>(())
        });
        item
    }

    /// Hands out the events of the next response, if it is whole, until the function fails, as
    /// [`Responses::try_visit_next`](crate::Responses::try_visit_next) does.
    ///
    /// # Errors
    /// What the function gives.
    pub fn try_visit_next<E>(
        &mut self,
        visit: impl FnMut(&Sender, Result<Event, Broken>) -> Result<(), E>,
    ) -> Result<Option<Result<Response, UnexpectedDocument>>, E> {
        let item = until_failure(visit, |visit| self.visit_with(visit));
        item.inspect_err(|_| self.framer.leave_unfinished())
    }

    fn visit_with(&mut self, visit: &mut Visit<'_>) -> Option<Result<Response, UnexpectedDocument>> {
        let how = self.how();
        if let Some(response) = response::visit_line(&mut self.framer, how, visit) {
            return Some(Ok(response));
        }
        let found = self.framer.find();
        self.framer.frame().filter(|_| found).map(|frame| response::visit(frame, how, visit))
    }
}

impl Default for Feed {
    fn default() -> Self {
        Self::new()
    }
}
