//! Visited, held, routed, fed in pieces and read on all cores: the same events, broken ones and foreign documents, in one order, at one
//! place, whatever the bytes are.

use ucwa_model::{Broken, Decoder, Event, Format, Responses, Routes, Sender};

use crate::{
    items::{self, Item},
    load::{Load, Size},
};

/// An event, or what is broken: whose it is, where it begins, and what it is.
type Found = (String, usize, usize, Result<Event, String>);

fn found(sender: &Sender, event: Result<&Event, &Broken>) -> Found {
    let href = sender.href.to_string();
    match event {
        Ok(event) => (href, event.offset().unwrap(), event.line().unwrap(), Ok(event.clone())),
        Err(broken) => (href, broken.offset(), broken.line(), Err(broken.to_string())),
    }
}

fn held(items: &[Item]) -> Vec<Found> {
    let responses = items.iter().flatten();
    responses.flat_map(|response| response.events.iter().map(|(sender, event)| found(sender, event))).collect()
}

/// Fragments of the protocol, of which streams are made.
pub(crate) const FRAGMENTS: &[&str] = &[
    "{\"sender\":[{\"rel\":\"a\",\"href\":\"/a\",\"events\":[",
    "{\"rel\":\"b\",\"href\":\"/b\",\"events\":[",
    "{\"link\":{\"rel\":\"x\",\"href\":\"/x\"},\"type\":\"added\"}",
    "{\"link\":{\"rel\":\"y\",\"href\":\"/y\"},\"_embedded\":{\"message\":{\"rel\":\"message\",\"x\":[1]}},\"type\":\"updated\"}",
    "{\"events\":[",
    "\"rel\":\"c\",",
    "\"link\":{",
    "\"sender\":[",
    "{\"_links\":{\"self\":{\"href\":\"/e\"}},",
    "{}",
    ",",
    ",",
    "]}",
    "]}]}",
    "]}]}\n",
    "5",
    "\"",
    "\\",
    "{",
    "[",
    "}",
    "]",
    ":",
    "é",
    " ",
    "\n",
    "<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\">",
    "<sender rel=\"a\" href=\"/a\">",
    "<added rel=\"x\" href=\"/x\">",
    "<added rel=\"x\" href=\"/x\"/>",
    "<updated rel=\"y\" href=\"/y\"><resource rel=\"message\" href=\"/m\"><property name=\"x\">1</property></resource></updated>",
    "</added>",
    "</sender>",
    "</events>",
    "</events>\n",
    "</sender></events>\n",
    "<x>",
    "</x>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?x ",
    "<?xml version=\"1.0\"?>",
    "?>",
    "&",
    "<",
    ">",
    "'",
    "text\n",
];

fn stream(dice: &mut fastrand::Rng) -> Vec<u8> {
    let mut stream = Vec::new();
    if dice.u8(..4) == 0 {
        for response in Load::new(dice.u64(..1000), Size::Small).take(3) {
            let mut text = if dice.bool() { response.json } else { response.xml }.into_bytes();
            for _ in 0..dice.usize(..3) {
                let (at, fragment) = (dice.usize(..text.len()), FRAGMENTS[dice.usize(..FRAGMENTS.len())]);
                let end = (at + dice.usize(..3)).min(text.len());
                text.splice(at..end, fragment.bytes());
            }
            stream.extend(text);
            stream.extend(if dice.bool() { "\n" } else { "" }.bytes());
        }
    } else {
        let xml = dice.u8(..3);
        let range = [0..26, 23..FRAGMENTS.len(), 0..FRAGMENTS.len()][usize::from(xml)].clone();
        for _ in 0..dice.usize(..24) {
            stream.extend(FRAGMENTS[dice.usize(range.clone())].bytes());
        }
    }
    if dice.u8(..8) == 0 && !stream.is_empty() {
        let at = dice.usize(..stream.len());
        stream[at] = 0xff;
    }
    stream
}

/// All ways to read a stream give what the first does.
fn agree(stream: &[u8], dice: &mut fastrand::Rng) {
    let decoder = Decoder::new(Format::Json);
    let text = String::from_utf8_lossy(stream);
    let items = items::read(stream, decoder);
    let events = held(&items);

    let cut = dice.usize(..=stream.len());
    let fed = items::feed(stream, decoder, [cut]);
    assert!(fed == items && held(&fed) == events, "fed, cut at {cut}: {text}");
    let fed = items::feed(stream, decoder, 1..stream.len().max(1));
    assert!(fed == items && held(&fed) == events, "fed byte by byte: {text}");

    let (mut responses, mut visited) = (Responses::new(stream), Vec::new());
    while let Some(item) = responses.visit_next(|sender, event| visited.push(found(sender, event.as_ref()))) {
        visited.extend(held(&[item.map_err(items::foreign)]));
    }
    assert_eq!(visited, events, "visited: {text}");

    for response in items.iter().flatten() {
        let raw = &stream[response.start.offset..response.start.offset + response.length];
        if !raw.starts_with(b"<sender") {
            routed(response.format, raw, &text);
        }
    }
}

/// The routing pass, beside the decoder.
fn routed(format: Format, raw: &[u8], text: &str) {
    let whole = ucwa_model::Events::recover(&Decoder::new(format), raw);
    let place = |event: Result<&Event, &Broken>| {
        event.map_or_else(|broken| (broken.offset(), false), |event| (event.offset().unwrap(), true))
    };
    let held: Vec<_> = whole.events.iter().map(|(sender, event)| (&*sender.href, place(event))).collect();
    let routed: Vec<_> = Routes::new(format, raw).checked().collect();
    let mut found: Vec<_> = routed
        .iter()
        .map(|item| match item {
            Ok(routed) => (&*routed.sender.href, (routed.offset(), true)),
            Err(broken) => ("", (broken.offset(), false)),
        })
        .collect();
    if found.len() == held.len() + 1 && whole.fault.is_some() {
        found.pop(); // the fault
    }
    let named =
        |(href, (offset, good)): &(&str, (usize, bool))| (if *good { (*href).to_owned() } else { String::new() }, *offset, *good);
    let (found, held): (Vec<_>, Vec<_>) = (found.iter().map(named).collect(), held.iter().map(named).collect());
    assert_eq!(found, held, "routed, with {:?}: {text}", whole.fault);
}

fn check(count: usize, seed: u64) {
    let mut dice = fastrand::Rng::with_seed(seed);
    for index in 0..count {
        let stream = stream(&mut dice);
        agree(&stream, &mut dice);
        if index % 50 == 0 {
            let parallel: Vec<Item> = Responses::new(&stream[..]).par_map(|item| item).map(Result::unwrap).collect();
            let items = items::read(&stream, Decoder::new(Format::Json));
            assert!(parallel == items && held(&parallel) == held(&items), "on all cores: {}", String::from_utf8_lossy(&stream));
        }
    }
}

/// Streams on which two ways once differed.
const FOUND: &[&[u8]] = &[
    // a fault in a sender in which another one has ended
    b"<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"a\" href=\"/a\"><sender rel=\"b\" href=\"/b\">\
      </sender><<added rel=\"x\" href=\"/x\">?></added></sender>\xff",
];

#[test]
fn on_what_was_found() {
    let mut dice = fastrand::Rng::with_seed(3);
    for stream in FOUND {
        agree(stream, &mut dice);
    }
}

#[test]
fn on_random_streams() {
    check(1_000, 1);
}

#[test]
#[ignore = "run it in a release build"]
fn on_a_million_random_streams() {
    check(1_000_000, 2);
}
