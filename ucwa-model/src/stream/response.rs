//! Documents → responses, with their places in the stream.

use std::{fmt, io, ops::Deref};

use super::{Frame, Framer, local};
use crate::{
    Broken, Code, DecodeOptions, Decoder, Error, Event, Events, Format, Limits, Place, Recovered, Report, Sender, Violation,
    codec::is_utf16,
    document::Sniffed,
    events::{Filter, Start, Visit, Visitor},
    json,
};

/// How a document of a stream ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ending {
    /// With its own end.
    Whole,
    /// It has no end of its own: another document begins.
    Broken,
    /// With the input: the rest of it may still come. It is read again from the checkpoint on.
    Cut,
}

/// A response of a stream: what could be read of it, and where it stands.
///
/// All places in it, those of its broken events too, are places of the stream.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Response {
    /// The format it came in.
    pub format: Format,
    /// Where it begins in the stream.
    pub start: Place,
    /// How many bytes it has.
    pub length: usize,
    /// How it ended.
    pub ending: Ending,
    /// The events, up to the fault; after a visit without those that were handed out.
    pub events: Events,
    /// What does not fit the schema, and what the schema does not know.
    pub report: Report,
    /// What ended the response before its end.
    pub fault: Option<Error>,
}

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

/// Where a decoder's places are counted from.
#[derive(Clone, Copy, Debug)]
struct Origin {
    start: Place,
    /// Bytes that the decoder got before the first of the document, all on one line.
    prefix: usize,
}

impl Origin {
    fn place(self, place: Place) -> Place {
        let Self { start, prefix } = self;
        let column = if place.line == 1 { place.column.saturating_sub(prefix) + start.column - 1 } else { place.column };
        Place { offset: place.offset.saturating_sub(prefix) + start.offset, line: place.line + start.line - 1, column }
    }

    fn error(self, error: &Error) -> Error {
        let mut violation = error.violation().clone();
        violation.place = violation.place.map(|place| self.place(place));
        violation.into()
    }

    fn broken(self, broken: Broken) -> Broken {
        broken.moved(|error| self.error(error), |start| self.start(start))
    }

    fn start(self, Start { offset, line }: Start) -> Start {
        Start { offset: offset.saturating_sub(self.prefix) + self.start.offset, line: line + self.start.line - 1 }
    }

    /// An event of the document as one of the stream.
    fn event(self, event: Result<Event, Broken>) -> Result<Event, Broken> {
        let mut event = event.map_err(|broken| self.broken(broken));
        if let Ok(event) = &mut event {
            event.start = self.start(event.start);
        }
        event
    }
}

/// How documents are decoded.
#[derive(Clone, Copy, Debug)]
pub(super) struct How<'h> {
    pub(super) options: DecodeOptions,
    /// Which events are wanted.
    pub(super) filter: &'h Filter<'static>,
}

/// Decodes a document.
pub(super) fn decode(frame: Frame<'_>, how: How<'_>) -> Result<Response, UnexpectedDocument> {
    let mut response = read(frame, how.options, |origin, decoder, bytes| {
        let mut recovered = Events::run(decoder, bytes, Visitor { visit: None, filter: Some(how.filter) });
        let senders = recovered.events.senders.iter_mut().flatten();
        for event in senders.flat_map(|sender| &mut sender.events) {
            match event {
                Ok(event) => event.start = origin.start(event.start),
                broken => *broken = std::mem::replace(broken, Ok(Event::default())).map_err(|broken| origin.broken(broken)),
            }
        }
        recovered
    })?;
    let mut handed = frame.handed;
    for sender in response.events.senders.iter_mut().flatten() {
        let count = handed.min(sender.events.len());
        sender.events.drain(..count);
        handed -= count;
    }
    Ok(response)
}

/// Decodes a document, and hands out its events. What the end of the input has cut comes again: its events are not handed out.
pub(super) fn visit(frame: Frame<'_>, how: How<'_>, visit: &mut Visit<'_>) -> Result<Response, UnexpectedDocument> {
    if frame.ending == Ending::Cut {
        return decode(frame, how);
    }
    let mut handed = frame.handed;
    visit_all(frame, how, &mut |sender, event| match handed.checked_sub(1) {
        Some(left) => {
            handed = left;
            true
        }
        None => visit(sender, event),
    })
}

fn visit_all(frame: Frame<'_>, how: How<'_>, visit: &mut Visit<'_>) -> Result<Response, UnexpectedDocument> {
    read(frame, how.options, |origin, decoder, bytes| {
        let mut visit = |sender: &Sender, event| visit(sender, origin.event(event));
        Events::run(decoder, bytes, Visitor { visit: Some(&mut visit), filter: Some(how.filter) })
    })
}

/// Decodes the next document, if it is whole.
pub(super) fn next(framer: &mut Framer<impl Deref<Target = [u8]>>, how: How<'_>) -> Option<Result<Response, UnexpectedDocument>> {
    if let Some(response) = decode_line(framer, how) {
        return Some(Ok(response));
    }
    let found = framer.find();
    framer.frame().filter(|_| found).map(|frame| decode(frame, how))
}

/// Decodes the next document as its line, if it may be that, and if that can be read without a fault.
pub(super) fn decode_line(framer: &mut Framer<impl Deref<Target = [u8]>>, how: How<'_>) -> Option<Response> {
    let response = decode(framer.line()?, how).ok()?;
    if response.fault.is_some() || response.events.broken().next().is_some() {
        return None;
    }
    framer.take_line(response.length);
    Some(response)
}

/// Hands out the events of the next document as its line. Where there was a fault, those before it have been: they are the same
/// wherever the document ends.
pub(super) fn visit_line(framer: &mut Framer, how: How<'_>, visit: &mut Visit<'_>) -> Option<Response> {
    let (mut count, mut broken, mut stopped) = (0, false, false);
    let response = visit_all(framer.line()?, how, &mut |sender, event| {
        broken |= event.is_err();
        if broken {
            return false;
        }
        count += 1;
        stopped = !visit(sender, event);
        !stopped
    });
    match response {
        Ok(response) if stopped => {
            framer.find(); // where it ends
            Some(response)
        }
        Ok(response) if !broken && response.fault.is_none() => {
            framer.take_line(response.length);
            Some(response)
        }
        _ => {
            framer.hand_out(count);
            None
        }
    }
}

fn read(
    frame: Frame<'_>,
    options: DecodeOptions,
    recover: impl FnOnce(Origin, &Decoder, &[u8]) -> Recovered,
) -> Result<Response, UnexpectedDocument> {
    let Frame { format, place: start, length, bytes, ending, beyond, .. } = frame;
    let origin = Origin { start, prefix: 0 };
    let (Some(format), false) = (format, beyond) else {
        return Err(unexpected(frame, no_document(frame, options)));
    };
    let decoder = Decoder::new(format).with_options(options);
    let (origin, recovered) = match (format, local(frame.root)) {
        (Format::Xml, b"sender") => {
            let text = fragment(frame);
            let origin = Origin { prefix: PREFIX.len(), ..origin };
            (origin, recover(origin, &decoder, &text))
        }
        (Format::Xml, b"events") | (Format::Json, _) => (origin, recover(origin, &decoder, bytes)),
        (Format::Xml, _) => return Err(unexpected(frame, other_root(frame, &decoder))),
    };
    let Recovered { events, mut report, fault } = recovered;
    let fault = fault.map(|fault| origin.error(&fault));
    if format == Format::Json && !is_response(&events) {
        return Err(unexpected(frame, fault.unwrap_or_else(|| other_document(frame))));
    }
    for violation in &mut report.deviations {
        violation.place = violation.place.map(|place| origin.place(place));
    }
    Ok(Response { format, start, length, ending, events, report, fault })
}

/// What makes a sender on its own, as it is cut from a log, a response.
const PREFIX: &[u8] = b"<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\">";

fn fragment(frame: Frame<'_>) -> Vec<u8> {
    let end: &[u8] = if frame.whole { b"</events>" } else { b"" };
    [PREFIX, frame.bytes, end].concat()
}

/// A response has senders, or says where to go on.
fn is_response(events: &Events) -> bool {
    let channel = &events.channel;
    let links = [&channel.next_link, &channel.resync_link, &channel.resume_link];
    events.senders.is_some() || links.iter().any(|link| link.is_some())
}

fn unexpected(frame: Frame<'_>, error: Error) -> UnexpectedDocument {
    let Frame { format, place: start, length, bytes, ending, .. } = frame;
    let raw = bytes.get(..super::EXCERPT).unwrap_or(bytes).into();
    UnexpectedDocument { format, start, length, ending, error, raw }
}

/// The error for a text that is of no format, or beyond the limit.
fn no_document(frame: Frame<'_>, options: DecodeOptions) -> Error {
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
fn other_root(frame: Frame<'_>, decoder: &Decoder) -> Error {
    if frame.root.is_empty() {
        let fault = Events::recover(decoder, frame.bytes).fault;
        let origin = Origin { start: frame.place, prefix: 0 };
        return fault.map_or_else(|| other(frame, "no element".to_owned()), |fault| origin.error(&fault));
    }
    let root = frame.root.get(..40).unwrap_or(frame.root);
    other(frame, format!("<{}>", String::from_utf8_lossy(root)))
}

/// The error for a JSON text of another kind.
fn other_document(frame: Frame<'_>) -> Error {
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

#[cfg(test)]
mod tests {
    #[test]
    fn the_prefix_names_the_namespace() {
        assert!(String::from_utf8_lossy(super::PREFIX).contains(crate::xml::UCWA));
    }
}
