//! The async front of feeds, and the filters of the reader: both give what the plain ways give.

use std::{cell::Cell, io};

use futures_util::{FutureExt, StreamExt, stream};
use proptest::prelude::*;
use ucwa_model::{DecodeOptions, Event, Feed, Format, Responses, Routes, dialect};

use crate::{
    items::{self, Item},
    load::{Load, Size},
};

/// Responses of both formats with what is broken and what is none between them.
fn log() -> Vec<u8> {
    let mut log = String::new();
    for (index, response) in Load::new(23, Size::Small).take(12).enumerate() {
        log += &match index % 4 {
            0 => response.json + "\n",
            1 => response.xml + "\n",
            2 => format!("<html>\n{}\n", response.json.replacen("\"type\"", "\"type", 1)),
            _ => response.json.replace("\"rel\":\"people\"", "\"rel\":\"service:people\""),
        };
    }
    log.into_bytes()
}

/// Pieces of these lengths, one after another and again, each of which lets the reader wait once before it comes.
fn pieces(log: &[u8], lengths: &[usize]) -> Vec<Vec<u8>> {
    let (mut rest, mut pieces) = (log, Vec::new());
    for length in lengths.iter().cycle() {
        if rest.is_empty() {
            return pieces;
        }
        let (piece, behind) = rest.split_at((*length).min(rest.len()));
        pieces.push(piece.to_vec());
        rest = behind;
    }
    pieces
}

/// What the async front gives, polled until nothing is left; where a piece is not there yet, it is polled again.
fn awaited(pieces: Vec<Vec<u8>>, error_after: Option<usize>) -> (Vec<Item>, usize) {
    let waits = Cell::new(0);
    let bytes = stream::iter(pieces.into_iter().enumerate()).then(|(index, piece)| {
        let mut waited = false;
        let waits = &waits;
        std::future::poll_fn(move |context| {
            if std::mem::replace(&mut waited, true) {
                return std::task::Poll::Ready(());
            }
            waits.set(waits.get() + 1);
            context.waker().wake_by_ref();
            std::task::Poll::Pending
        })
        .map(move |()| if error_after == Some(index) { Err(io::Error::other("the line is dead")) } else { Ok(piece) })
    });
    let mut responses = Feed::new().responses(Box::pin(bytes));
    let (mut found, mut errors) = (Vec::new(), 0);
    loop {
        match responses.next().now_or_never() {
            None => {}
            Some(None) => break,
            Some(Some(Ok(item))) => found.push(item),
            Some(Some(Err(_))) => errors += 1,
        }
    }
    assert!(waits.get() > 0);
    assert!(responses.next().now_or_never().is_some_and(|item| item.is_none()), "an ended stream has ended");
    (found, errors)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_stream_of_bytes_gives_what_a_reader_gives(lengths in prop::collection::vec(1_usize..3_000, 1..20)) {
        let log = log();
        let expected = items::read(&log, DecodeOptions::new());
        let (found, errors) = awaited(pieces(&log, &lengths), None);
        prop_assert_eq!(errors, 0);
        prop_assert!(found == expected);
    }
}

#[test]
fn an_error_of_the_bytes_is_passed_on() {
    let log = log();
    let all = pieces(&log, &[1_000]);
    let expected = items::read(&log, DecodeOptions::new());
    let mut torn = all.clone();
    torn.push(Vec::new()); // in whose place the error comes
    let (found, errors) = awaited(torn, Some(all.len()));
    assert_eq!(errors, 1);
    assert!(found == expected, "what came before and after the error is read");
}

/// The events of a log that a reader gives under these filters.
fn chosen(log: &[u8], filter: impl Fn(Responses<&[u8]>) -> Responses<&[u8]>) -> Vec<(String, Event)> {
    let responses = filter(Responses::new(log)).flatten();
    let events = |response: ucwa_model::Response| {
        let good = response.events.iter().filter_map(|(sender, event)| Some((sender.rel.to_string(), event.ok()?.clone())));
        good.collect::<Vec<_>>()
    };
    responses.flat_map(events).collect()
}

#[test]
fn filters_choose_as_they_do_for_routes() {
    let log = log();
    let all = chosen(&log, |responses| responses);
    let rel = |event: &Event| event.link.as_ref().and_then(|link| link.rel.clone()).unwrap_or_default();
    let type_of = |event: &Event| event.event_type.as_ref().map(ToString::to_string).unwrap_or_default();

    let people = chosen(&log, |responses| responses.sender("people"));
    let expected: Vec<_> = all.iter().filter(|(sender, _)| dialect::is_rel(sender, "people")).cloned().collect();
    assert!(people.iter().any(|(sender, _)| sender == "service:people") && people.len() < all.len());
    assert_eq!(people, expected);

    let some = chosen(&log, |responses| responses.rel("message").rel("participant").event_type("added"));
    let expected: Vec<_> = all
        .iter()
        .filter(|(_, event)| ["message", "participant"].contains(&&*rel(event)) && type_of(event) == "added")
        .cloned()
        .collect();
    assert!(!some.is_empty() && some.len() < all.len());
    assert_eq!(some, expected);

    // the routing pass has the same filters
    for response in Load::new(23, Size::Small).take(12) {
        for (text, format) in [(response.json, Format::Json), (response.xml, Format::Xml)] {
            let routed = Routes::new(format, text.as_bytes()).sender("people").filter(Result::is_ok).count();
            assert_eq!(routed, chosen(text.as_bytes(), |responses| responses.sender("people")).len());
        }
    }
}
