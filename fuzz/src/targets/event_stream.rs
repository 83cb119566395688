//! A response of the event channel, whole, event by event, and cut off.

use ucwa_model::{Decoder, Events, Format, Recovered};

/// Longer responses are not cut at every byte.
const SHORT: usize = 400;

pub fn run(data: &[u8]) {
    for format in [Format::Json, Format::Xml] {
        let decoder = Decoder::new(format).lenient();
        let whole = Events::recover(&decoder, data);
        check(&decoder, data, &whole);
        assert_eq!(decoder.decode::<Events>(data).is_ok(), whole.fault.is_none());
        let cuts = if data.len() <= SHORT { 1 } else { data.len() / 8 };
        for length in (0..data.len()).step_by(cuts) {
            let cut = Events::recover(&decoder, &data[..length]);
            check(&decoder, &data[..length], &cut);
        }
        if data.is_ascii() || std::str::from_utf8(data).is_ok() {
            check_cuts(&decoder, data, &whole, cuts);
        }
    }
    let _ = Decoder::new(Format::Json).strict().decode::<Events>(data);
    let _ = Decoder::new(Format::Xml).strict().decode::<Events>(data);
}

/// The visitor sees what the value holds, in its order, and what is broken has its bytes.
fn check(decoder: &Decoder, data: &[u8], whole: &Recovered) {
    let mut seen = Vec::new();
    let rest = Events::visit(decoder, data, |sender, event| seen.push((sender.rel.clone(), sender.href.clone(), event)));
    assert_eq!(rest.fault, whole.fault);
    let held: Vec<_> = whole.events.iter().collect();
    assert_eq!(seen.len(), held.len());
    for ((rel, href, event), (sender, expected)) in seen.iter().zip(held) {
        assert_eq!((rel, href), (&sender.rel, &sender.href));
        assert_eq!(event.as_ref().map_err(Clone::clone), expected);
    }
    for broken in whole.events.broken() {
        let raw = broken.raw();
        assert!(raw.is_empty() || data.windows(raw.len()).any(|window| window == raw), "its bytes are the message's");
    }
}

/// Of a response without a fault, a part has no other events than the whole, but for the last.
fn check_cuts(decoder: &Decoder, data: &[u8], whole: &Recovered, step: usize) {
    if whole.fault.is_some() || whole.events.broken().next().is_some() {
        return;
    }
    let all: Vec<_> = whole.events.iter().map(|(_, event)| event).collect();
    for length in (0..data.len()).step_by(step) {
        let cut = Events::recover(decoder, &data[..length]);
        let good: Vec<_> = cut.events.iter().filter(|(_, event)| event.is_ok()).map(|(_, event)| event).collect();
        assert!(good.len() <= all.len(), "no more events at {length}");
        assert!(good.iter().zip(&all).all(|(one, other)| one == other), "the same events at {length}");
    }
}
