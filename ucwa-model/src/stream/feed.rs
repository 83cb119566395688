//! Responses from bytes that arrive.

use super::{Framer, response};
use crate::{Broken, Decoder, Event, Foreign, Format, Response, Sender};

/// The responses of a stream whose bytes arrive in pieces of any size. It does no I/O: whoever reads the bytes pushes them, and
/// takes what has become whole.
///
/// It gives the same as [`Responses`](crate::Responses) wherever the pieces are cut. A response is there as soon as its last byte is;
/// a broken one, that nobody can tell the end of, when the next one begins, or after [`finish`](Self::finish).
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
/// # Ok::<(), ucwa_model::Foreign>(())
/// ```
#[derive(Debug)]
pub struct Feed {
    framer: Framer,
    decoder: Decoder,
    /// Events of the next response that have been handed out.
    visited: usize,
}

impl Feed {
    /// A stream of which nothing has arrived, to be decoded leniently.
    #[must_use]
    pub fn new() -> Self {
        Self::with(Decoder::new(Format::Json))
    }

    /// The same with options. The decoder's format does not matter: each response says its own.
    #[must_use]
    pub fn with(decoder: Decoder) -> Self {
        Self { framer: Framer::new(decoder.max_bytes(), None), decoder, visited: 0 }
    }

    /// More bytes. They are kept until they have been taken as responses: take those before more arrive.
    pub fn push(&mut self, bytes: &[u8]) {
        self.framer.push(bytes);
    }

    /// There are no more bytes: what has begun is all that there is of it.
    pub fn finish(&mut self) {
        self.framer.finish();
    }

    /// The next response, if it is whole.
    ///
    /// # Errors
    /// If it is a document that is no response; the next one may be.
    pub fn next_response(&mut self) -> Option<Result<Response, Foreign>> {
        response::next(&mut self.framer, self.decoder)
    }

    /// Hands out the events of the next response, if it is whole, as [`Responses::visit_next`](crate::Responses::visit_next) does.
    ///
    /// # Errors
    /// As [`next_response`](Self::next_response).
    pub fn visit_next(&mut self, mut visit: impl FnMut(&Sender, Result<Event, Broken>)) -> Option<Result<Response, Foreign>> {
        match response::visit_line(&mut self.framer, self.decoder, &mut visit) {
            Ok(response) => return Some(Ok(response)),
            Err(count) => self.visited += count,
        }
        let found = self.framer.find();
        let frame = self.framer.frame().filter(|_| found)?;
        let visit = response::after(std::mem::take(&mut self.visited), visit);
        Some(response::visit(frame, self.decoder, visit))
    }
}

impl Default for Feed {
    fn default() -> Self {
        Self::new()
    }
}
