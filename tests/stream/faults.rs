//! One broken event costs exactly that event, and damage between events costs none: the others come out as they are without it, in
//! order, and none under another sender than its own.

mod parts;
mod tables;

use std::ops::Range;

use ucwa_model::{Decoder, Event, Events, Format, Limits, Responses, Routes};

use self::{
    parts::{Part, Place, places},
    tables::{Fault, TABLES},
};
use crate::load::{Load, Size};

/// Stands for deep nesting, whose text is long.
const DEEP: &str = "@";
/// Stands for a byte that is no text, which a `str` cannot have.
const NO_TEXT: &str = "\u{fff}";

/// The text of an event with a fault; `None` if there is no place for it.
fn inject((_, find, put): Fault, event: &str, format: Format) -> Option<String> {
    let deep = match format {
        Format::Json => "[".repeat(200) + &"]".repeat(200),
        Format::Xml => "<resource rel=\"x\">".repeat(200) + &"</resource>".repeat(200),
    };
    let at = event.rfind(find)?;
    Some(format!("{}{}{}", &event[..at], put.replace(DEEP, &deep), &event[at + find.len()..]))
}

/// The bytes of a text.
fn bytes(text: &str) -> Vec<u8> {
    text.split(NO_TEXT).map(str::as_bytes).collect::<Vec<_>>().join(&0xff)
}

/// What is found of an event, and its sender's href.
type Found = (String, Option<Event>);

/// A response with a fault.
struct Damaged {
    /// Its text, one line.
    text: Vec<u8>,
    fault: usize,
    /// Which events are broken, of those that it had.
    broken: Range<usize>,
    clean: Vec<Found>,
}

/// A fault in one of the places, chosen by dice; `None` if it fits nowhere.
fn damage(text: &str, format: Format, part: Part, fault: Fault, dice: &mut fastrand::Rng) -> Option<(Range<usize>, Vec<u8>)> {
    let mut places = places(text, part, format);
    dice.shuffle(&mut places);
    places.into_iter().find_map(|Place { range, broken }| {
        let mut damaged = text.to_owned();
        damaged.replace_range(range.clone(), &inject(fault, &text[range], format)?);
        Some((broken, bytes(&damaged)))
    })
}

/// Two events side by side with faults, the second with the next one of the table that fits.
fn damage_two(
    text: &str,
    format: Format,
    faults: &[Fault],
    first: usize,
    dice: &mut fastrand::Rng,
) -> Option<(Range<usize>, Vec<u8>)> {
    let places = places(text, Part::Two, format);
    let index = dice.usize(..places.len().checked_sub(1)?);
    let [one, two] = [&places[index], &places[index + 1]];
    let mut all = faults.iter().cycle().skip(first);
    let mut event =
        |place: &Place| all.by_ref().take(faults.len()).find_map(|fault| inject(*fault, &text[place.range.clone()], format));
    let (one_text, two_text) = (inject(faults[first], &text[one.range.clone()], format)?, event(two)?);
    let between = &text[one.range.end..two.range.start];
    let damaged = [&text[..one.range.start], &one_text, between, &two_text, &text[two.range.end..]].concat();
    Some((index..index + 2, bytes(&damaged)))
}

/// Responses of which each has one of the faults, one after the other.
fn damaged(format: Format, part: Part, faults: &[Fault], events_wanted: usize) -> impl Iterator<Item = Damaged> {
    let mut dice = fastrand::Rng::with_seed(9);
    let (mut total, mut next) = (0, 0);
    Load::new(2, Size::Small)
        .map_while(move |response| {
            if total >= events_wanted {
                return None;
            }
            total += response.events;
            let text = if format == Format::Json { &response.json } else { &response.xml };
            let fits = (0..faults.len()).map(|index| (next + index) % faults.len());
            let injected = fits.filter_map(|fault| {
                let damaged = match part {
                    Part::Two => damage_two(text, format, faults, fault, &mut dice),
                    _ => damage(text, format, part, faults[fault], &mut dice),
                };
                damaged.map(|(broken, text)| (fault, broken, text))
            });
            let Some((fault, broken, mut damaged)) = injected.into_iter().next() else { return Some(None) };
            next = fault + 1;
            damaged.push(b'\n');
            let clean = if format == Format::Json { Events::from_json(text) } else { Events::from_xml(text) }.unwrap();
            let clean = clean.iter().map(|(sender, event)| (sender.href.to_string(), event.ok().cloned())).collect();
            Some(Some(Damaged { text: damaged, fault, broken, clean }))
        })
        .flatten()
}

/// What is wrong with what was found, if anything.
fn verdict(part: Part, found: &[Found], Damaged { broken, clean, .. }: &Damaged) -> Option<&'static str> {
    let known: Vec<&str> = clean.iter().map(|(sender, _)| &**sender).collect();
    if part == Part::Event || part == Part::Two {
        let expected = clean
            .iter()
            .enumerate()
            .map(|(index, (sender, event))| (sender, event.as_ref().filter(|_| !broken.contains(&index))));
        let found = found.iter().map(|(sender, event)| (sender, event.as_ref()));
        return (!found.eq(expected)).then_some("not exactly the broken event is lost");
    }
    let whole: Vec<&Found> = found.iter().filter(|(_, event)| event.is_some()).collect();
    if !whole.iter().map(|(_, event)| event).eq(clean.iter().map(|(_, event)| event)) {
        return Some("an event is lost");
    }
    let own = |((sender, _), own): (&&Found, &&str)| sender == own || sender.is_empty();
    if !whole.iter().zip(&known).all(own) {
        return Some("an event is under another sender");
    }
    (found.len() > whole.len() + 1).then_some("more is broken than one")
}

/// Reads damaged responses as one stream. The faults that cost more than they may.
fn costly(format: Format, part: Part, faults: &[Fault], events: usize) -> Vec<String> {
    let all: Vec<Damaged> = damaged(format, part, faults, events).collect();
    let unused = (0..faults.len()).find(|fault| all.iter().all(|damaged| damaged.fault != *fault));
    assert_eq!(unused.map(|fault| faults[fault].0), None, "{format:?} {part:?}: a fault has no place");
    let stream: Vec<u8> = all.iter().flat_map(|damaged| &damaged.text).copied().collect();
    let mut costly = Vec::new();
    let mut responses = Responses::new(&stream[..]);
    for (index, damaged) in all.iter().enumerate() {
        let name = format!("{format:?} {part:?}: {}", faults[damaged.fault].0);
        let mut found = Vec::new();
        let response = responses.visit_next(|sender, event| found.push((sender.href.to_string(), event.ok()))).unwrap();
        let response = response.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(response.start.line, index + 1, "{name}: a response was swallowed");
        let is_told = response.fault.is_some() || found.iter().any(|(_, event)| event.is_none());
        let verdict = verdict(part, &found, damaged).or((!is_told).then_some("nobody is told"));
        if let Some(verdict) = verdict {
            costly.push(format!("{name}: {verdict}"));
        }
    }
    assert!(responses.next().is_none(), "a response was split");
    costly.sort_unstable();
    costly.dedup();
    costly
}

/// Every fault costs what it may, wherever it is.
fn check(events: usize) {
    let share = events / TABLES.len();
    let costly: Vec<String> = TABLES.iter().flat_map(|(format, part, faults)| costly(*format, *part, faults, share)).collect();
    assert!(costly.is_empty(), "{costly:#?}");
}

/// The routing pass knows whose events they are too. It may pass over more than one that is broken, which it does not check.
#[test]
fn routed_events_stay_with_their_sender() {
    for (format, part, faults) in TABLES {
        for damaged in damaged(*format, *part, faults, 1_000) {
            let known: Vec<(&str, &str)> =
                damaged.clean.iter().map(|(sender, event)| (&**sender, href(event.as_ref()))).collect();
            for event in Routes::new(*format, &damaged.text).flatten() {
                let (sender, href) = (&*event.sender.href, &*event.link.href);
                let is_known = known.iter().any(|(own, event)| *event == href && (sender.is_empty() || sender == *own));
                assert!(is_known, "{format:?} {part:?}: {}: {sender} {href}", faults[damaged.fault].0);
            }
        }
    }
}

/// An event that lacks its end tag does not end with one of the next sender.
#[test]
fn an_event_without_an_end_stays_in_its_sender() {
    let text = "<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"a\" href=\"/a\">\
        <added rel=\"x\" href=\"/1\"><resource rel=\"x\" href=\"/1\"></resource></sender><sender rel=\"b\" href=\"/b\">\
        <added rel=\"y\" href=\"/2\"></added><added rel=\"z\" href=\"/3\"></added></sender></events>";
    let routed: Vec<_> = Routes::new(Format::Xml, text.as_bytes()).collect();
    let known: Vec<_> = routed.iter().flatten().map(|event| (&*event.sender.href, &*event.link.href)).collect();
    assert_eq!(known, [("/b", "/2"), ("/b", "/3")]);
    assert_eq!(routed.len(), 3, "{routed:?}");
}

fn href(event: Option<&Event>) -> &str {
    event.and_then(|event| event.link.as_ref()).map_or("", |link| &link.link.href)
}

#[test]
fn one_broken_event_costs_that_event() {
    check(10_000);
}

/// Each is told of, however many there are; `benches/hostile.rs` shows what that costs.
#[test]
fn many_broken_events_are_told_of() {
    const EACH: usize = 200_000;
    let limits = Limits { memory: usize::MAX, ..Limits::default() }; // errors take more than so short events
    let json = "{\"sender\":[{\"rel\":\"a\",\"href\":\"b\",\"events\":[";
    let xml = "<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"a\" href=\"b\">";
    for (head, one) in MANY.iter().map(|one| (if one.starts_with('<') { xml } else { json }, one)) {
        let text = head.to_owned() + &one.repeat(EACH / one.len());
        let format = if head == xml { Format::Xml } else { Format::Json };
        let found = Events::recover(&Decoder::new(format).limits(limits), text.as_bytes());
        let routed = Routes::new(format, text.as_bytes()).count();
        assert!(found.events.broken().count() + 1 >= EACH / one.len(), "{one}");
        assert!(routed + 1 >= EACH / one.len(), "{one}: {routed}");
    }
}

/// Broken events, each of which leaves the decoder in the dark in its own way.
const MANY: &[&str] = &[
    "{\"type\":x},",
    "{\"link\":{\"rel\":\"a\",\"href\":\"b\"},\"type\":\"added},",
    "{\"link\":{\"rel\":\"a\",\"href\":\"b\"},\"type\":\"added\"}},",
    "\"link\":{\"rel\":\"a\",\"href\":\"b\"},\"type\":\"added\"},",
    "{\"link\":{\"rel\":[{",
    "{\"rel\":x,\"events\":[",
    "<added a/>",
    "<added rel=\"a\" href=\"b\">",
    "<sender rel=\"a\" href=\"b\">",
    "<sender rel=a>",
    "<added><!-- ",
];

#[test]
#[ignore = "a million events take their time; run it in a release build"]
fn one_broken_event_in_a_million() {
    check(1_000_000);
}
