//! Documents of a stream that are no responses, and why.

use std::{fmt, io};

use super::{Ending, Frame, origin::Origin};
use crate::{
    Code, DecodeOptions, Decoder, Error, Events, Format, Limits, Place, Violation, document::Sniffed, format::is_utf16, json,
};

/// A document of a stream that is no response: a resource, a page of HTML, a line of a log, or more bytes than the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnexpectedDocument {
    /// The format that its first byte promises.
    pub format: Option<Format>,
    /// Where it begins in the stream.
    pub start: Place,
    /// How many bytes it has.
    pub length: usize,
    /// How it ended.
    pub ending: Ending,
    /// Why it is no response, and where in the stream.
    pub error: Error,
    /// Its bytes; of more than 16 KiB, the first of them.
    pub raw: Box<[u8]>,
}

impl fmt::Display for UnexpectedDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for UnexpectedDocument {}

/// What stands in the way of the next response. Reading goes on after a document that is no response, and ends after an error of
/// the reader below.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The bytes could not be read.
    Io(io::Error),
    /// A document is no response.
    Unexpected(UnexpectedDocument),
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Unexpected(document) => document.fmt(f),
        }
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => error.source(),
            Self::Unexpected(_) => None,
        }
    }
}

impl From<io::Error> for StreamError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<UnexpectedDocument> for StreamError {
    fn from(document: UnexpectedDocument) -> Self {
        Self::Unexpected(document)
    }
}

pub(super) fn unexpected(frame: Frame<'_>, error: Error) -> UnexpectedDocument {
    let Frame { format, place: start, length, bytes, ending, .. } = frame;
    let raw = bytes.get(..super::EXCERPT).unwrap_or(bytes).into();
    UnexpectedDocument { format, start, length, ending, error, raw }
}

/// The error for a text that is of no format, or beyond the limit.
pub(super) fn no_document(frame: Frame<'_>, options: DecodeOptions) -> Error {
    if frame.beyond {
        return Violation::new(Code::Bytes, options.limits.bytes, frame.length, frame.place).into();
    }
    if is_utf16(frame.bytes) {
        return Violation::new(Code::Encoding, "UTF-8", "a byte order mark of UTF-16", frame.place).into();
    }
    let found = String::from_utf8_lossy(frame.bytes).chars().next().map(|found| format!("`{}`", found.escape_debug()));
    Violation::new(Code::Syntax, "a response", found.unwrap_or_default(), frame.place).into()
}

/// The error for an XML document of another kind.
pub(super) fn other_root(frame: Frame<'_>, decoder: &Decoder) -> Error {
    if frame.root.is_empty() {
        let fault = Events::recover(decoder, frame.bytes).fault;
        let origin = Origin { start: frame.place, prefix: 0 };
        return fault.map_or_else(|| other(frame, "no element".to_owned()), |fault| origin.error(&fault));
    }
    let root = frame.root.get(..40).unwrap_or(frame.root);
    other(frame, format!("<{}>", String::from_utf8_lossy(root)))
}

/// The error for a JSON text of another kind.
pub(super) fn other_document(frame: Frame<'_>) -> Error {
    let kind = str::from_utf8(frame.bytes).map_or(Sniffed::Events, |text| json::sniff::kind_of(text, &Limits::default()));
    let found = match kind {
        Sniffed::Resource(Some(rel)) => format!("`{}`", rel.chars().take(40).collect::<String>()),
        Sniffed::OptionsMetadata => format!("`{}`", crate::plain::OPTIONS_METADATA),
        Sniffed::OperationsQueued => format!("`{}`", crate::plain::OPERATIONS_QUEUED),
        Sniffed::Events | Sniffed::Resource(None) | Sniffed::Unrecognized(_) => "another object".to_owned(),
    };
    other(frame, found)
}

fn other(frame: Frame<'_>, found: String) -> Error {
    let expected = if frame.format == Some(Format::Xml) { "<events>" } else { "a response of the event channel" };
    Violation::new(Code::Root, expected, found, frame.place).into()
}
