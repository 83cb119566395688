//! Documents → responses, with their places in the stream.

use std::ops::Deref;

use super::{
    Frame, Framer, UnexpectedDocument, local,
    origin::Origin,
    unexpected::{no_document, other_document, other_root, unexpected},
};
use crate::{
    DecodeOptions, Decoder, Error, Events, Format, Place, Recovered, Report, Sender,
    events::{Filter, Visit, Visitor},
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
        senders.flat_map(|sender| &mut sender.events).for_each(|event| origin.move_event(event));
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
    visit_all(frame, how, &mut |sender, events| match handed.checked_sub(1) {
        Some(left) => {
            handed = left;
            true
        }
        None => visit(sender, events),
    })
}

fn visit_all(frame: Frame<'_>, how: How<'_>, visit: &mut Visit<'_>) -> Result<Response, UnexpectedDocument> {
    read(frame, how.options, |origin, decoder, bytes| {
        let mut visit = |sender: &Sender, events: &mut Vec<_>| {
            events.last_mut().into_iter().for_each(|event| origin.move_event(event));
            visit(sender, events)
        };
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
    let response = visit_all(framer.line()?, how, &mut |sender, events| {
        broken |= events.last().is_some_and(Result::is_err);
        if broken {
            return false;
        }
        count += 1;
        stopped = !visit(sender, events);
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
    if format == Format::Json && !events.is_response() {
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

#[cfg(test)]
mod tests {
    #[test]
    fn the_prefix_names_the_namespace() {
        assert!(String::from_utf8_lossy(super::PREFIX).contains(crate::xml::UCWA));
    }
}
