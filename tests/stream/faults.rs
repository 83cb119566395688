//! A fault of syntax costs the event in which it stands, and what follows up to the next anchor; what it costs is in the tables. The
//! others come out as they are without it, in order, and none under another sender than its own.

mod parts;
mod tables;

use std::ops::Range;

use ucwa_model::{Decoder, Event, Events, Format, Limits, Responses, Routes};

use self::{
    parts::{Part, Place, places},
    tables::{DEAR, Fault, TABLES},
};
use crate::{
    items::visit_all,
    load::{Load, Size},
};

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

/// What a fault has cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cost {
    /// Events that were lost beside those in which the fault stands.
    pub(super) others: usize,
    /// Events that come out and were not there: what stands before a fault is not taken back.
    pub(super) new: usize,
    /// Broken ones that are told of.
    pub(super) told: usize,
}

impl Cost {
    fn max(self, other: Self) -> Self {
        Self { others: self.others.max(other.others), new: self.new.max(other.new), told: self.told.max(other.told) }
    }
}

/// What was found, beside what was there.
fn cost(found: &[Found], Damaged { broken, clean, .. }: &Damaged) -> Result<Cost, &'static str> {
    let (mut cost, mut next) = (Cost::default(), 0);
    let lose = |range: Range<usize>| range.filter(|index| !broken.contains(index)).count();
    for (sender, event) in found {
        let Some(event) = event else {
            cost.told += 1;
            continue;
        };
        match (next..clean.len()).find(|index| clean[*index].1.as_ref() == Some(event)) {
            Some(index) => {
                cost.others += lose(next..index);
                next = index + 1;
                if *sender != clean[index].0 && !sender.is_empty() {
                    return Err("an event is under another sender");
                }
            }
            None => cost.new += 1,
        }
    }
    cost.others += lose(next..clean.len());
    Ok(cost)
}

/// Reads damaged responses as one stream. What each fault costs at most.
fn costs(format: Format, part: Part, faults: &[Fault], events: usize) -> Vec<Cost> {
    let all: Vec<Damaged> = damaged(format, part, faults, events).collect();
    let unused = (0..faults.len()).find(|fault| all.iter().all(|damaged| damaged.fault != *fault));
    assert_eq!(unused.map(|fault| faults[fault].0), None, "{format:?} {part:?}: a fault has no place");
    let stream: Vec<u8> = all.iter().flat_map(|damaged| &damaged.text).copied().collect();
    let mut costs = vec![Cost::default(); faults.len()];
    let mut responses = Responses::new(&stream[..]);
    for (index, damaged) in all.iter().enumerate() {
        let name = format!("{format:?} {part:?}: {}", faults[damaged.fault].0);
        let mut found = Vec::new();
        let response = responses.visit_next(|sender, event| found.push((sender.href.to_string(), event.ok()))).unwrap();
        let response = response.unwrap_or_else(|error| panic!("{name}: {error}"));
        let cut = response.events.iter().map(|(sender, event)| (sender.href.to_string(), event.ok().cloned()));
        found.extend(cut);
        assert_eq!(response.start.line, index + 1, "{name}: a response was swallowed");
        assert!(response.fault.is_some() || found.iter().any(|(_, event)| event.is_none()), "{name}: nobody is told");
        let cost = cost(&found, damaged).unwrap_or_else(|error| panic!("{name}: {error}"));
        costs[damaged.fault] = costs[damaged.fault].max(cost);
    }
    assert!(responses.next().is_none(), "a response was split");
    costs
}

/// Every fault costs what it may, wherever it is.
fn check(events: usize) {
    let share = events / TABLES.len();
    let mut dearer = Vec::new();
    for (format, part, faults) in TABLES {
        for ((name, ..), cost) in faults.iter().zip(costs(*format, *part, faults, share)) {
            let allowed = allowed(*format, *part, name);
            if cost.max(allowed) != allowed {
                dearer.push(format!("{format:?} {part:?} {name}: {cost:?}, not {allowed:?}"));
            }
        }
    }
    assert!(dearer.is_empty(), "{dearer:#?}");
}

/// What a fault may cost; in each of two events, what it may in one.
fn allowed(format: Format, part: Part, name: &str) -> Cost {
    let (place, count) = if part == Part::Two { (Part::Event, 2) } else { (part, 1) };
    let dear = DEAR.iter().find(|(of, at, fault, _)| (*of, *at, *fault) == (format, place, name));
    let Cost { others, new, told } = dear.map_or(Cost { others: 0, new: 0, told: 1 }, |(.., cost)| *cost);
    Cost { others, new: new * count, told: told * count }
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
                let is_known = is_known || href.is_empty(); // a sender that is taken for an event has no link
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

/// What a text says does not become an event or a sender, though a fault stands before it.
#[test]
fn no_text_is_an_anchor() {
    let check = |response: &str| {
        let found = visit_all(response.as_bytes());
        let known: Vec<_> =
            found.iter().map(|(sender, event)| (&**sender, event.as_ref().map(|event| href(Some(event))).ok())).collect();
        assert_eq!(known, [("/p", None), ("/p", Some("/2"))], "{response}");
    };
    let texts =
        ["<deleted rel=\"contact\" href=\"/forged\"/>", "</sender><sender rel=\"me\" href=\"/forged\">", "</sender></events>"];
    let ways = [("<property name=\"subject\"><![CDATA[", "]]></property>"), ("<!-- ", " -->"), ("<?x ", "?>")];
    for (text, (begin, end)) in texts.iter().flat_map(|text| ways.iter().map(move |way| (text, way))) {
        let response = format!(
            "<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"people\" href=\"/p\">\
            <added rel=\"message\" href=\"/1\"><resource rel=\"message\" href=\"/1\"><property name=\"a\">&bad;</property>\
            {begin}{text}{end}</resource></added><updated rel=\"note\" href=\"/2\"/></sender></events>"
        );
        check(&response);
    }
    let response = "{\"sender\":[{\"rel\":\"people\",\"href\":\"/p\",\"events\":[{\"link\":{\"rel\":\"x\",\"href\":\"/1\"},\"type\":bad,\
        \"x\":{\"\\\"events\":[{\"type\":\"deleted\"}]}},{\"link\":{\"rel\":\"y\",\"href\":\"/2\"},\"type\":\"added\"}]}]}";
    check(response);
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
    let limits = Limits::default().with_memory(usize::MAX); // errors take more than so short events
    let json = "{\"sender\":[{\"rel\":\"a\",\"href\":\"b\",\"events\":[";
    let xml = "<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"a\" href=\"b\">";
    for (one, each) in MANY {
        let (format, head) = if one.starts_with('<') { (Format::Xml, xml) } else { (Format::Json, json) };
        let text = head.to_owned() + &one.repeat(EACH / one.len());
        let found = Events::recover(&Decoder::new(format).with_limits(limits), text.as_bytes());
        let routed = Routes::new(format, text.as_bytes()).filter(Result::is_err).count();
        let least = EACH / one.len() / each - 1;
        assert!(found.events.broken().count() >= least, "{one}");
        assert!(routed >= least, "{one}: {routed}");
    }
}

/// Broken events, each of which leaves the decoder in the dark in its own way; and how many of them are lost at a time.
const MANY: &[(&str, usize)] = &[
    ("{\"link\":{\"rel\":x},", 1),
    ("{\"link\":{\"rel\":\"a\",\"href\":\"b\"},\"type\":\"added},", 2),
    ("{\"link\":{\"rel\":\"a\",\"href\":\"b\"},\"type\":\"added\"}},", 1),
    ("{\"link\":{\"rel\":[{", 1),
    ("{\"rel\":x,\"events\":[", 1),
    ("<added a/>", 1),
    ("<sender rel=a>", 1),
    ("<added><!-- ", 1),
];

#[test]
#[ignore = "a million events take their time; run it in a release build"]
fn one_broken_event_in_a_million() {
    check(1_000_000);
}
