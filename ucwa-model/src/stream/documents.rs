//! Any messages from a reader.

use std::io::{self, BufRead};

use super::{Ending, Frame, Framer, LentDocument, Response, UnexpectedDocument};
use crate::{DecodeOptions, Error, Format, Place, Routes};

/// The documents of a reader, one after another, whatever they are: resources, request inputs, responses of the event channel, and
/// the text between them. [`Responses`](crate::Responses) decodes those of the event channel; where a document begins and ends is told
/// in the documentation of [the module](crate::stream).
///
/// Memory is bounded by the largest document, and that by [`Limits::bytes`](crate::Limits::bytes): of larger ones the first bytes are held.
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
    options: DecodeOptions,
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
    options: DecodeOptions,
}

impl RawDocument {
    /// Why it is no message: it is text, or has more than [`Limits::bytes`](crate::Limits::bytes), of which not all are held. The place is one in the
    /// document.
    #[must_use]
    pub fn fault(&self) -> Option<Error> {
        self.lent().fault()
    }

    /// Decodes it as a response of the event channel, with the options of the [`Documents`], as [`Responses`](crate::Responses) does.
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
        self.lent().response()
    }

    /// The [routing pass](Routes) over it. `None` where only decoding can tell what it is: it is text, or of XML of another root, or has
    /// no end of its own.
    #[must_use]
    pub fn routes(&self) -> Option<Routes<'_>> {
        self.lent().routes()
    }

    fn lent(&self) -> LentDocument<'_> {
        let Self { format, start: place, length, ref bytes, ending, ref root, whole, beyond, options } = *self;
        LentDocument::of(Frame { format, root, place, bytes, length, whole, ending, handed: 0, beyond }, options)
    }
}

impl<R: BufRead> Documents<R> {
    /// All documents of a reader.
    #[must_use]
    pub fn new(reader: R) -> Self {
        let (options, start) = (DecodeOptions::new(), Place::START);
        Self { reader, framer: Framer::new(start, options.limits.bytes, None), options, only: None, start, failed: false }
    }

    /// Sets the limit of a document's bytes, and how [`RawDocument::response`] decodes.
    ///
    /// ```
    /// use ucwa_model::{Code, DecodeOptions, Documents, Limits};
    ///
    /// const OPTIONS: DecodeOptions = DecodeOptions::new().with_limits(Limits::DEFAULT.with_bytes(16));
    /// let log = b"{\"code\":\"Conflict\"}\n{\"code\":\"Gone\"}";
    /// let documents = Documents::new(&log[..]).with_options(OPTIONS).collect::<Result<Vec<_>, _>>()?;
    /// assert_eq!(documents[0].fault().unwrap().code(), Code::Bytes);
    /// assert_eq!(documents[1].fault(), None);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn with_options(self, options: DecodeOptions) -> Self {
        Self { options, ..self }.begun()
    }

    /// Reads documents of one format only; anything else is taken for text.
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
        Self { framer: Framer::new(self.start, self.options.limits.bytes, self.only), ..self }
    }

    /// The place from which to go on later, as [`Responses::checkpoint`](crate::Responses::checkpoint): behind what has been given
    /// out, and before what the end of the input has cut.
    #[must_use]
    pub fn checkpoint(&self) -> Place {
        self.framer.checkpoint()
    }

    /// Goes on to the next document that may be wanted, and lends it: nothing is copied. Documents whose bytes the function refuses are
    /// passed over, many times faster than they could be read. Before that, it is shown each line with which a document certainly ends,
    /// because a response begins on the next line. Such a line may hold several documents, or parts of damaged ones, so the function must
    /// accept all bytes that hold something wanted, wherever it stands in them.
    ///
    /// ```
    /// use ucwa_model::Documents;
    ///
    /// let log = br#"{"sender":[]}
    /// {"sender":[{"rel":"people","href":"/people","events":[{"type":"added"}]}]}
    /// "#;
    /// let mut documents = Documents::new(&log[..]);
    /// let document = documents.next_wanted(|bytes| bytes.windows(6).any(|part| part == b"people")).unwrap()?;
    /// assert_eq!((document.start().line, document.response()?.events.iter().count()), (2, 1));
    /// assert!(documents.next_wanted(|_| true).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn next_wanted(&mut self, mut may_be_wanted: impl FnMut(&[u8]) -> bool) -> Option<io::Result<LentDocument<'_>>> {
        match self.find_wanted(&mut may_be_wanted) {
            Ok(true) => self.framer.frame().map(|frame| Ok(LentDocument::of(frame, self.options))),
            Ok(false) => None,
            Err(error) => Some(Err(error)),
        }
    }

    fn find_wanted(&mut self, may_be_wanted: &mut dyn FnMut(&[u8]) -> bool) -> io::Result<bool> {
        while !self.failed {
            let _ = self.framer.pass_over_lines(may_be_wanted);
            if !self.framer.expects_line() && self.framer.find() {
                if self.framer.frame().is_some_and(|frame| may_be_wanted(frame.bytes)) {
                    return Ok(true);
                }
                continue;
            }
            if self.framer.is_finished() {
                break;
            }
            self.fill()?;
        }
        Ok(false)
    }

    fn fill(&mut self) -> io::Result<()> {
        self.framer.fill(&mut self.reader).inspect_err(|_| self.failed = true)
    }

    fn found(&self) -> Option<RawDocument> {
        let Frame { format, root, place: start, bytes, length, whole, ending, handed: _, beyond } = self.framer.frame()?;
        Some(RawDocument {
            format,
            start,
            length,
            bytes: bytes.to_vec(),
            ending,
            root: root.into(),
            whole,
            beyond,
            options: self.options,
        })
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
            if let Err(error) = self.fill() {
                return Some(Err(error));
            }
        }
        None
    }
}
