//! Where the next response begins, before it is read.

use std::io::{self, BufRead};

use super::{Framer, Responses};
use crate::Place;

impl<R: BufRead> Responses<R> {
    /// Reads up to the begin of the next document, and gives its place; nothing at the end. The document comes when it is asked for:
    /// this is for those who have to know the place while its events are [handed out](Self::visit_next).
    ///
    /// ```
    /// use ucwa_model::Responses;
    ///
    /// let log = b"{\"sender\":[]}\n{\"sender\":[]}\n";
    /// let mut responses = Responses::new(&log[..]);
    /// let mut offsets = Vec::new();
    /// while let Some(place) = responses.next_start()? {
    ///     offsets.push(place.offset);
    ///     responses.next();
    /// }
    /// assert_eq!(offsets, [0, 14]);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the bytes could not be read.
    pub fn next_start(&mut self) -> io::Result<Option<Place>> {
        self.begin_when(|_| true)
    }

    /// Reads up to the begin of the next document that may be wanted, as [`next_start`](Self::next_start) does. Lines that a function
    /// refuses by their bytes are passed over if documents end with them for certain, because a response begins on the next one. What
    /// it refuses may be several documents, or parts of damaged ones: it must not refuse the bytes of anything that is wanted, wherever
    /// they stand. Not everything that comes has been asked for.
    ///
    /// ```
    /// use ucwa_model::Responses;
    ///
    /// let log = br#"{"sender":[]}
    /// {"sender":[{"rel":"people","href":"/people","events":[{"type":"added"}]}]}
    /// "#;
    /// let mut responses = Responses::new(&log[..]);
    /// let place = responses.next_wanted_start(|line| line.windows(6).any(|part| part == b"people"))?;
    /// assert_eq!(place.unwrap().line, 2);
    /// assert_eq!(responses.next().unwrap()?.events.iter().count(), 1);
    /// # Ok::<(), ucwa_model::StreamError>(())
    /// ```
    ///
    /// # Errors
    /// If the bytes could not be read.
    pub fn next_wanted_start(&mut self, mut may_be_wanted: impl FnMut(&[u8]) -> bool) -> io::Result<Option<Place>> {
        self.begin_when(|framer| {
            let stays = framer.pass_over_lines(&mut may_be_wanted);
            if stays {
                framer.give_line_back();
            }
            stays || !framer.expects_line()
        })
    }

    /// Reads until a document begins, and a function says that it need not wait for more bytes.
    fn begin_when(&mut self, mut is_ready: impl FnMut(&mut Framer) -> bool) -> io::Result<Option<Place>> {
        while !self.failed {
            if is_ready(&mut self.framer)
                && let Some(place) = self.framer.begin_next()
            {
                return Ok(Some(place));
            }
            if self.framer.is_finished() {
                break;
            }
            self.framer.fill(&mut self.reader).inspect_err(|_| self.failed = true)?;
        }
        Ok(None)
    }
}
