//! Any messages from a reader.

use std::io::{self, BufRead};

use super::{Ending, Frame, Framer, Response, UnexpectedDocument, feed, local, response, xml};
use crate::{Code, DecodeOptions, Detail, Error, Format, Limits, Place, Routes, Violation, format::is_utf16};

/// The documents of a reader, one after another, whatever they are: resources, request inputs, responses of the event channel, and
/// the text between them. [`Responses`](crate::Responses) decodes those of the event channel; where a document begins and ends is told
/// in the documentation of [the module](crate::stream).
///
/// Memory is bounded by the largest document, and that by [`Limits::bytes`]: of larger ones the first bytes are held.
///
/// ```
/// use ucwa_model::{Decoder, Document, Documents};
///
/// let log = br#"{"rel":"me","name":"Lene"}
/// {"code":"Conflict"}
/// "#;
/// let mut lines = Vec::new();
/// for found in Documents::new(&log[..]) {
///     let found = found?;
///     let decoder = Decoder::new(found.format.ok_or("expected a message")?);
///     assert!(matches!(decoder.decode::<Document>(&found.bytes)?.value, Document::Resource(_)));
///     lines.push(found.start.line);
/// }
/// assert_eq!(lines, [1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Documents<R> {
    reader: R,
    framer: Framer,
    only: Option<Format>,
    start: Place,
    failed: bool,
}

/// A document of a stream, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawDocument {
    /// The format that its first byte promises; `None` for text.
    pub format: Option<Format>,
    /// Where it begins in the stream. [`Place::within`] turns places that a decoder reports into places of the stream.
    pub start: Place,
    /// How many bytes it has.
    pub length: usize,
    /// Its bytes, without white space round it; of one beyond the limit, the first of them.
    pub bytes: Vec<u8>,
    /// How it ended.
    pub ending: Ending,
    root: Box<[u8]>,
    whole: bool,
    beyond: bool,
}

impl RawDocument {
    /// Why it is no message: it is text, or has more than [`Limits::bytes`], of which not all are held. The place is one in the
    /// document.
    #[must_use]
    pub fn fault(&self) -> Option<Error> {
        let (code, expected, found): (_, Detail, Detail) = match self.format {
            _ if self.beyond => (Code::Bytes, Limits::default().bytes.into(), self.length.into()),
            None if is_utf16(&self.bytes) => (Code::Encoding, "UTF-8".into(), "a byte order mark of UTF-16".into()),
            None => (Code::Syntax, "a message in JSON or XML".into(), self.first().into()),
            Some(_) => return None,
        };
        Some(Violation::new(code, expected, found, Place::START).into())
    }

    /// Decodes it as a response of the event channel, leniently, as [`Responses`](crate::Responses) does.
    ///
    /// ```
    /// use ucwa_model::Documents;
    ///
    /// let log = br#"{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"}]}]}{"rel":"me"}"#;
    /// let documents = Documents::new(&log[..]).collect::<Result<Vec<_>, _>>()?;
    /// assert_eq!(documents[0].response()?.events.iter().count(), 1);
    /// assert_eq!(documents[1].response().unwrap_err().start.offset, 74);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If it is no response.
    pub fn response(&self) -> Result<Response, UnexpectedDocument> {
        response::decode(self.frame(), response::How { options: DecodeOptions::new(), filter: &feed::ALL })
    }

    /// The [routing pass](Routes) over it. `None` where only decoding can tell what it is: it is text, or of XML of another root, or has
    /// no end of its own.
    #[must_use]
    pub fn routes(&self) -> Option<Routes<'_>> {
        let format = self.format.filter(|_| self.whole && !self.beyond)?;
        let may_be_response = format == Format::Json || local(&self.root) == xml::RESPONSE;
        may_be_response.then(|| Routes::new(format, &self.bytes))
    }

    fn frame(&self) -> Frame<'_> {
        let Self { format, start: place, length, ref bytes, ending, ref root, whole, beyond } = *self;
        Frame { format, root, place, bytes, length, whole, ending, handed: 0, beyond }
    }

    /// The character that it begins with.
    fn first(&self) -> String {
        let first = String::from_utf8_lossy(self.bytes.get(..4).unwrap_or(&self.bytes)).chars().next();
        first.map(|first| format!("`{}`", first.escape_debug())).unwrap_or_default()
    }
}

impl<R: BufRead> Documents<R> {
    /// All documents of a reader.
    #[must_use]
    pub fn new(reader: R) -> Self {
        let start = Place::START;
        Self { reader, framer: Framer::new(start, Limits::DEFAULT.bytes, None), only: None, start, failed: false }
    }

    /// Takes only what begins like a format for a document of it; all else is text.
    #[must_use]
    pub fn only(self, format: Format) -> Self {
        Self { only: Some(format), ..self }.begun()
    }

    /// The reader begins at this place of the stream, as a [checkpoint](Self::checkpoint) gave it, or a [boundary](crate::stream::boundary):
    /// places count from there.
    #[must_use]
    pub fn with_start(self, place: Place) -> Self {
        Self { start: place, ..self }.begun()
    }

    fn begun(self) -> Self {
        Self { framer: Framer::new(self.start, Limits::DEFAULT.bytes, self.only), ..self }
    }

    /// The place from which to go on later, as [`Responses::checkpoint`](crate::Responses::checkpoint): behind what has been given
    /// out, and before what the end of the input has cut.
    #[must_use]
    pub fn checkpoint(&self) -> Place {
        self.framer.checkpoint()
    }

    fn found(&self) -> Option<RawDocument> {
        let Frame { format, root, place: start, bytes, length, whole, ending, handed: _, beyond } = self.framer.frame()?;
        Some(RawDocument { format, start, length, bytes: bytes.to_vec(), ending, root: root.into(), whole, beyond })
    }
}

impl<R: BufRead> Iterator for Documents<R> {
    type Item = io::Result<RawDocument>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.failed {
            if self.framer.find() {
                return self.found().map(Ok);
            }
            if self.framer.is_finished() {
                break;
            }
            if let Err(error) = self.framer.fill(&mut self.reader) {
                self.failed = true;
                return Some(Err(error));
            }
        }
        None
    }
}
