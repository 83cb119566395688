//! A stream by every way to read it: visited, held, fed in pieces and routed give the same events at the same places.

use ucwa_model::{
    Broken, DecodeOptions, Decoder, Event, Events, Feed, Format, Place, Response, Responses, Routes, Sender, StreamError,
    UnexpectedDocument,
};

/// What stands in a stream: a response, or a document that is none.
pub type Item = Result<Response, UnexpectedDocument>;

/// An event, or what is broken: whose it is, where it begins, and what it is.
type Found = (String, usize, usize, Result<Event, String>);

pub fn run(data: &[u8]) {
    check(data, data.len() / 2);
}

/// Reads a stream in every way, the pieces of one cut at a place.
pub fn check(stream: &[u8], cut: usize) {
    let text = String::from_utf8_lossy(stream);
    let options = DecodeOptions::new();
    let items = read(stream, options);
    let events = held(&items);

    let fed = feed(stream, options, [cut]);
    assert!(fed == items && held(&fed) == events, "fed, cut at {cut}: {text}");
    let fed = feed(stream, options, 1..stream.len().max(1));
    assert!(fed == items && held(&fed) == events, "fed byte by byte: {text}");

    let (mut responses, mut visited) = (Responses::new(stream), Vec::new());
    while let Some(item) = responses.visit_next(|sender, event| visited.push(found(sender, event.as_ref().map_err(Clone::clone))))
    {
        visited.extend(held(&[item.map_err(unexpected)]));
    }
    assert_eq!(visited, events, "visited: {text}");

    for response in items.iter().flatten() {
        let raw = &stream[response.start.offset..response.start.offset + response.length];
        if !raw.starts_with(b"<sender") {
            routed(response.format, raw, &text);
        }
    }
}

/// The events of responses, and what is broken in them.
pub fn held(items: &[Item]) -> Vec<Found> {
    let responses = items.iter().flatten();
    responses.flat_map(|response| response.events.iter().map(|(sender, event)| found(sender, event))).collect()
}

pub fn unexpected(error: StreamError) -> UnexpectedDocument {
    match error {
        StreamError::Unexpected(unexpected) => unexpected,
        error => panic!("{error}"),
    }
}

fn found(sender: &Sender, event: Result<&Event, Broken>) -> Found {
    let href = sender.href.to_string();
    match event {
        Ok(event) => (href, event.offset().unwrap(), event.line().unwrap(), Ok(event.clone())),
        Err(broken) => (href, broken.offset(), broken.line(), Err(broken.to_string())),
    }
}

/// By the reader.
pub fn read(stream: &[u8], options: DecodeOptions) -> Vec<Item> {
    Responses::new(stream).with_options(options).map(|item| item.map_err(unexpected)).collect()
}

/// By pieces that end at these places.
pub fn feed(stream: &[u8], options: DecodeOptions, ends: impl IntoIterator<Item = usize>) -> Vec<Item> {
    let (mut feed, mut items, mut start) = (Feed::new().with_options(options), Vec::new(), 0);
    for end in ends.into_iter().chain([stream.len()]) {
        feed.push(&stream[start..end]);
        items.extend(std::iter::from_fn(|| feed.next_response()));
        start = end;
    }
    feed.finish();
    items.extend(std::iter::from_fn(|| feed.next_response()));
    items
}

/// The routing pass, beside the decoder.
fn routed(format: Format, raw: &[u8], text: &str) {
    let whole = Events::recover(&Decoder::new(format), raw);
    let held: Vec<_> =
        whole.events.iter().map(|(sender, event)| of(&sender.href, event.map(|event| event.offset().unwrap()))).collect();
    let routed = Routes::new(format, raw).checked();
    let mut found: Vec<_> = routed
        .map(|item| match item {
            Ok(routed) => of(&routed.sender.href, Ok(routed.offset())),
            Err(broken) => of("", Err(broken)),
        })
        .collect();
    if found.len() == held.len() + 1 && whole.fault.is_some() {
        found.pop(); // the fault
    }
    assert_eq!(found, held, "routed, with {:?}: {text}", whole.fault);
}

/// Whose an event is and where; or where something broken is, what it holds, and where it went wrong.
fn of(sender: &str, event: Result<usize, Broken>) -> Result<(String, usize), (usize, String, Option<Place>)> {
    match event {
        Ok(offset) => Ok((sender.to_owned(), offset)),
        Err(broken) => Err((broken.offset(), String::from_utf8_lossy(broken.raw()).into_owned(), broken.error().place())),
    }
}
