//! Documents → responses, with their places in the stream.

use std::{fmt, io, ops::Deref};

use super::{Frame, Framer, local};
use crate::{
    Broken, Code, Decoder, Detail, Error, Event, Events, Format, Limits, Place, Recovered, Report, Sender, Violation,
    codec::is_utf16, document::Sniffed, events::Start, json,
};

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
    /// The events, up to the fault; without events after a visit.
    pub events: Events,
    /// What does not fit the schema, and what the schema does not know.
    pub report: Report,
    /// What ended the response before its end.
    pub fault: Option<Error>,
}

/// A document of a stream that is no response: a resource, a page of HTML, a line of a log, or more bytes than the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Foreign {
    /// The format that its first byte promises.
    pub format: Option<Format>,
    /// Where it begins in the stream.
    pub start: Place,
    /// How many bytes it has.
    pub length: usize,
    /// Why it is no response, and where in the stream.
    pub error: Error,
    /// Its bytes; of more than 16 KiB, the first of them.
    pub raw: Box<[u8]>,
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for Foreign {}

/// What stands in the way of the next response. Reading goes on after a document that is no response, and ends after an error of
/// the reader below.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The bytes could not be read.
    Io(io::Error),
    /// A document is no response.
    Foreign(Foreign),
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Foreign(foreign) => foreign.fmt(f),
        }
    }
}

impl std::error::Error for StreamError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => error.source(),
            Self::Foreign(_) => None,
        }
    }
}

impl From<io::Error> for StreamError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Foreign> for StreamError {
    fn from(foreign: Foreign) -> Self {
        Self::Foreign(foreign)
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

/// Decodes a document.
pub(super) fn decode(frame: Frame<'_>, decoder: Decoder) -> Result<Response, Foreign> {
    read(frame, decoder, |origin, decoder, bytes| {
        let mut recovered = Events::recover(decoder, bytes);
        let senders = recovered.events.senders.iter_mut().flatten();
        for event in senders.flat_map(|sender| &mut sender.events) {
            match event {
                Ok(event) => event.start = origin.start(event.start),
                broken => *broken = std::mem::replace(broken, Ok(Event::default())).map_err(|broken| origin.broken(broken)),
            }
        }
        recovered
    })
}

/// Decodes a document, and hands out its events.
pub(super) fn visit(
    frame: Frame<'_>,
    decoder: Decoder,
    mut visit: impl FnMut(&Sender, Result<Event, Broken>),
) -> Result<Response, Foreign> {
    read(frame, decoder, |origin, decoder, bytes| {
        Events::visit(decoder, bytes, |sender, event| visit(sender, origin.event(event)))
    })
}

/// Decodes the next document, if it is whole.
pub(super) fn next(framer: &mut Framer<impl Deref<Target = [u8]>>, decoder: Decoder) -> Option<Result<Response, Foreign>> {
    if let Some(response) = decode_line(framer, decoder) {
        return Some(Ok(response));
    }
    let found = framer.find();
    framer.frame().filter(|_| found).map(|frame| decode(frame, decoder))
}

/// Decodes the next document as its line, if it may be that, and if that can be read without a fault.
pub(super) fn decode_line(framer: &mut Framer<impl Deref<Target = [u8]>>, decoder: Decoder) -> Option<Response> {
    let response = decode(framer.line()?, decoder).ok()?;
    if response.fault.is_some() || response.events.broken().next().is_some() {
        return None;
    }
    framer.take_line(response.length);
    Some(response)
}

/// The same for a visit. Where there was a fault, as many events have been handed out as came before it, which are the same wherever
/// the document ends.
pub(super) fn visit_line(
    framer: &mut Framer,
    decoder: Decoder,
    mut hand_out: impl FnMut(&Sender, Result<Event, Broken>),
) -> Result<Response, usize> {
    let (mut count, mut broken) = (0, false);
    let response = visit(framer.line().ok_or(0_usize)?, decoder, |sender, event| {
        broken |= event.is_err();
        if !broken {
            count += 1;
            hand_out(sender, event);
        }
    });
    match response {
        Ok(response) if !broken && response.fault.is_none() => {
            framer.take_line(response.length);
            Ok(response)
        }
        _ => Err(count),
    }
}

/// Hands out the events after the first ones, which have been.
pub(super) fn after(
    mut count: usize,
    mut hand_out: impl FnMut(&Sender, Result<Event, Broken>),
) -> impl FnMut(&Sender, Result<Event, Broken>) {
    move |sender, event| match count.checked_sub(1) {
        Some(left) => count = left,
        None => hand_out(sender, event),
    }
}

fn read(
    frame: Frame<'_>,
    decoder: Decoder,
    recover: impl FnOnce(Origin, &Decoder, &[u8]) -> Recovered,
) -> Result<Response, Foreign> {
    let Frame { format, place: start, length, bytes, beyond, .. } = frame;
    let origin = Origin { start, prefix: 0 };
    let (Some(format), false) = (format, beyond) else {
        return Err(foreign(frame, no_document(frame, &decoder)));
    };
    let decoder = decoder.of_format(format);
    let (origin, recovered) = match (format, local(frame.root)) {
        (Format::Xml, b"sender") => {
            let text = fragment(frame);
            let origin = Origin { prefix: PREFIX.len(), ..origin };
            (origin, recover(origin, &decoder, &text))
        }
        (Format::Xml, b"events") | (Format::Json, _) => (origin, recover(origin, &decoder, bytes)),
        (Format::Xml, _) => return Err(foreign(frame, other_root(frame, &decoder))),
    };
    let Recovered { events, mut report, fault } = recovered;
    let fault = fault.map(|fault| origin.error(&fault));
    if format == Format::Json && !is_response(&events) {
        return Err(foreign(frame, fault.unwrap_or_else(|| other_document(frame))));
    }
    for violation in &mut report.deviations {
        violation.place = violation.place.map(|place| origin.place(place));
    }
    Ok(Response { format, start, length, events, report, fault })
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

fn foreign(frame: Frame<'_>, error: Error) -> Foreign {
    let Frame { format, place: start, length, bytes, .. } = frame;
    let raw = bytes.get(..super::EXCERPT).unwrap_or(bytes).into();
    Foreign { format, start, length, error, raw }
}

/// The error for a text that is of no format, or beyond the limit.
fn no_document(frame: Frame<'_>, decoder: &Decoder) -> Error {
    if frame.beyond {
        return error(Code::Bytes, frame.place, decoder.max_bytes().into(), frame.length.into());
    }
    if is_utf16(frame.bytes) {
        return error(Code::Encoding, frame.place, "UTF-8".into(), "a byte order mark of UTF-16".into());
    }
    let found = String::from_utf8_lossy(frame.bytes).chars().next().map(|found| format!("`{}`", found.escape_debug()));
    error(Code::Syntax, frame.place, "a response".into(), Detail::Words(found.unwrap_or_default()))
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
    error(Code::Root, frame.place, expected.into(), Detail::Words(found))
}

fn error(code: Code, place: Place, limit: Detail, actual: Detail) -> Error {
    Violation { code, path: String::new(), limit: Some(limit), actual: Some(actual), place: Some(place) }.into()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_prefix_names_the_namespace() {
        assert!(String::from_utf8_lossy(super::PREFIX).contains(crate::xml::UCWA));
    }
}
