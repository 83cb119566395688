//! Messages that were cut off, or changed in one byte: nothing wrong comes out where the format allows to know it.

use std::panic;

use ucwa_model::{Code, Decoder, Document, Events, Format};

use crate::{fixture, fuzz::targets};

const MESSAGES: &[&str] = &[
    "seeds/startMessaging2-a.json",
    "seeds/startMessaging2-a.xml",
    "seeds/messagingInvitation.json",
    "seeds/messagingInvitation.xml",
    "messages/reason.xml",
    "messages/misfits.json",
];

fn format_of(name: &str) -> Format {
    if name.ends_with(".xml") { Format::Xml } else { Format::Json }
}

#[test]
fn a_message_that_was_cut_is_refused() {
    for name in MESSAGES {
        let bytes = fixture(name);
        let whole = bytes.trim_ascii_end().len();
        let decoder = Decoder::new(format_of(name)).lenient();
        assert!(decoder.decode::<Document>(&bytes[..whole]).is_ok(), "{name}");
        for length in 0..whole {
            let error = decoder.decode::<Document>(&bytes[..length]).unwrap_err();
            assert!(matches!(error.code(), Code::Syntax | Code::Encoding), "{name} cut at {length}: {error}");
            assert!(error.place().is_some_and(|place| place.offset <= length), "{name} cut at {length}: {error}");
        }
    }
}

/// Cut inside a character too.
#[test]
fn truncated_characters_are_refused() {
    let json = "{\"a\":\"é€🦀\"}";
    let xml = "<a>é€🦀</a>";
    for (format, text) in [(Format::Json, json), (Format::Xml, xml)] {
        for length in 0..text.len() {
            assert!(Decoder::new(format).decode::<Document>(&text.as_bytes()[..length]).is_err(), "{text} cut at {length}");
        }
        for at in 0..text.len() {
            let mut bytes = text.as_bytes().to_vec();
            bytes.remove(at);
            if str::from_utf8(&bytes).is_err() {
                let error = Decoder::new(format).decode::<Document>(&bytes).unwrap_err();
                assert_eq!(error.code(), Code::Encoding, "{text} without its byte {at}");
            }
        }
    }
}

/// The events before the cut, as they are in the whole, and the fault.
#[test]
fn a_response_that_was_cut_gives_what_was_whole() {
    let json = fixture("messages/events.json");
    let events = Events::from_json(&json).unwrap();
    let xml = events.to_xml().unwrap().into_bytes();
    for (format, bytes) in [(Format::Json, json), (Format::Xml, xml)] {
        let whole: Vec<_> = events.iter().map(|(_, event)| event.unwrap()).collect();
        let bytes = bytes.trim_ascii_end();
        let mut most = 0;
        for length in 0..bytes.len() {
            let cut = Events::recover(&Decoder::new(format), &bytes[..length]);
            assert!(cut.fault.is_some(), "{format:?} cut at {length}");
            let good: Vec<_> = cut.events.iter().filter_map(|(_, event)| event.ok()).collect();
            assert!(good.iter().zip(&whole).all(|(one, other)| one == other), "{format:?} cut at {length}");
            assert!(good.len() >= most, "no event is lost again at {length}");
            most = good.len();
            assert!(cut.events.broken().count() <= 1, "{format:?} cut at {length}");
        }
        assert_eq!(most, whole.len());
    }
}

/// Every byte, changed into one of those that mean something: the verdict of other parsers, and the same content.
#[test]
fn a_changed_message_is_what_other_parsers_say() {
    let bytes = *b"\"{]<>&/\\:,a0\x1f\xc3";
    for name in [
        "seeds/messagingInvitation-updated.json",
        "seeds/startMessaging2-a.json",
        "seeds/startMessaging2-a.xml",
        "messages/reason.xml",
    ] {
        let message = fixture(name);
        // each place is changed in a few ways, its neighbours in others
        for at in 0..message.len() {
            for byte in bytes.into_iter().cycle().skip(at * 3).take(3) {
                let mut changed = message.clone();
                changed[at] = byte;
                if panic::catch_unwind(|| targets::differential::run(&changed)).is_err() {
                    panic!("{name} with {:?} at {at}", char::from(byte));
                }
            }
        }
    }
}
