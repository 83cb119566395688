//! Where the next response begins, before it is read.

use std::io::{self, BufRead};

use super::{Framer, Responses};
use crate::Place;

impl<R: BufRead> Responses<R> {
    /// Reads up to where the next document begins, and gives that place; `None` at the end. It does not take the document: called again, it
    /// gives the place again, so that a loop has to take the document by [`next`](Iterator::next) or [`visit_next`](Self::visit_next), or
    /// it never ends. This is for those who have to know the place while the events are handed out.
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

    /// Reads up to the begin of the next document that may be wanted, as [`next_start`](Self::next_start) does. A line is shown to the
    /// function if a document certainly ends with it, because a response begins on the next line, and passed over if the function refuses
    /// its bytes. A line may hold several documents, or parts of damaged ones, so the function must accept all bytes that hold something
    /// wanted, wherever it stands in them. The result may include documents that the function was never asked about.
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
