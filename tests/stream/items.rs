//! What a stream gives, and a short form of it.

use ucwa_model::{Broken, DecodeOptions, Event, Feed, Format, Responses, Sender};

pub(crate) use crate::agreement::{Item, feed, read, unexpected};

/// The sender and the event, or where it broke, of each event of a stream.
pub(crate) type Visited = Vec<(String, Result<Event, String>)>;

/// What is in the responses of a stream.
pub(crate) fn events(items: &[Item]) -> Visited {
    let events = items.iter().flatten().flat_map(|response| response.events.iter());
    let event = |event: Result<&Event, Broken>| event.cloned().map_err(|broken| broken.to_string());
    events.map(|(sender, one)| (sender.href.to_string(), event(one))).collect()
}

/// What visits are given, by the feed in pieces that end at these places; and what the end of the input has cut.
pub(crate) fn visit(stream: &[u8], ends: impl IntoIterator<Item = usize>) -> Visited {
    let (mut feed, mut visited, mut start) = (Feed::new(), Vec::new(), 0);
    let mut take = |feed: &mut Feed| {
        while let Some(item) = feed.visit_next(|sender, event| visited.push(one(sender, event))) {
            visited.extend(events(&[item]));
        }
    };
    for end in ends.into_iter().chain([stream.len()]) {
        feed.push(&stream[start..end]);
        take(&mut feed);
        start = end;
    }
    feed.finish();
    take(&mut feed);
    visited
}

fn one(sender: &Sender, event: Result<Event, Broken>) -> (String, Result<Event, String>) {
    (sender.href.to_string(), event.map_err(|broken| broken.to_string()))
}

/// What visits are given, by the reader; and what the end of the input has cut.
pub(crate) fn visit_all(stream: &[u8]) -> Visited {
    let (mut responses, mut visited) = (Responses::new(stream), Vec::new());
    while let Some(item) = responses.visit_next(|sender, event| visited.push(one(sender, event))) {
        visited.extend(events(&[item.map_err(unexpected)]));
    }
    visited
}

/// Format, place, then the types of the events with `!` for a broken one, or the bytes of what is no response.
pub(crate) fn short(item: &Item) -> String {
    let format = |format: Option<Format>| format.map_or("text".to_owned(), |format| format!("{format:?}").to_lowercase());
    match item {
        Ok(response) => {
            let types = response.events.iter().map(|(_, event)| match event {
                Ok(event) => event.event_type.as_ref().map_or("-".to_owned(), ToString::to_string),
                Err(_) => "!".to_owned(),
            });
            let types: Vec<String> = types.collect();
            let fault = if response.fault.is_some() { " fault" } else { "" };
            format!("{} {} [{}]{fault}", format(Some(response.format)), response.start, types.join(" "))
        }
        Err(other) => {
            format!("{} {} {}: {}", format(other.format), other.start, other.error.code(), String::from_utf8_lossy(&other.raw))
        }
    }
}

/// Compares the items of a stream with the expected ones, by the reader and by the feed at every place to cut. What an expected item
/// has before `*` is all that is compared: how a broken response is decoded is not the stream's matter.
#[track_caller]
pub(crate) fn check(stream: impl AsRef<[u8]>, expected: &[&str]) {
    let stream = stream.as_ref();
    let options = DecodeOptions::new();
    let items = read(stream, options);
    let found: Vec<String> = items.iter().map(short).collect();
    let fits = |(found, expected): (&String, &&str)| match expected.strip_suffix('*') {
        Some(begin) => found.starts_with(begin),
        None => found == expected,
    };
    let all_fit = found.len() == expected.len() && found.iter().zip(expected).all(fits);
    assert!(all_fit, "{found:#?}\nexpected {expected:#?}\n{}", String::from_utf8_lossy(stream));
    for cut in 0..=stream.len() {
        assert!(feed(stream, options, [cut]) == items, "cut at {cut}: {}", String::from_utf8_lossy(stream));
    }
    assert!(feed(stream, options, 1..stream.len()) == items, "byte by byte");
    assert_eq!(visit_all(stream), events(&items));
    for cut in 0..=stream.len() {
        assert_eq!(visit(stream, [cut]), events(&items), "cut at {cut}");
    }
}
