//! One broken event costs exactly that event, and damage between events costs none: the others come out as they are without it, in
//! order, and none under another sender than its own.

use std::{
    ops::Range,
    time::{Duration, Instant},
};

use ucwa_model::{Decoder, Event, Events, Format, Responses, Routes};

use crate::load::{Load, Size};

/// A fault: its name, what is looked for in a part of the text, the last one of it, and what stands there then.
type Fault = (&'static str, &'static str, &'static str);

/// A part of a response that is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    /// One event: it is broken.
    Event,
    /// Two neighbours: both are.
    Two,
    /// What is between two events of a sender: no event is.
    Between,
    /// What a sender has before its events: they come out, but nobody knows whose they are.
    Header,
    /// What it has behind them.
    Tail,
}

/// What is damaged, and how.
const TABLES: &[(Format, Part, &[Fault])] = &[
    (Format::Json, Part::Event, JSON),
    (Format::Json, Part::Two, JSON),
    (Format::Json, Part::Between, JSON_BETWEEN),
    (Format::Json, Part::Header, JSON_HEADER),
    (Format::Json, Part::Tail, JSON_TAIL),
    (Format::Xml, Part::Event, XML),
    (Format::Xml, Part::Two, XML),
    (Format::Xml, Part::Between, XML_BETWEEN),
    (Format::Xml, Part::Header, XML_HEADER),
    (Format::Xml, Part::Tail, XML_TAIL),
];

const JSON: &[Fault] = &[
    ("missing quote before a value", "\"rel\":\"", "\"rel\":"),
    ("missing quote of a name", "\"href\":", "\"href:"),
    ("missing quote after the last value", "\"}", "}"),
    ("missing brace inside", "},\"", ",\""),
    ("missing brace at the end", "\"}", "\""),
    ("extra brace inside", ",\"type\"", "},\"type\""),
    ("extra brace at the end", "\"}", "\"}}"),
    ("another bracket", "\"}", "\"]"),
    ("extra bracket", ",\"type\"", "],\"type\""),
    ("open bracket", "\"type\":", "\"type\":["),
    ("open brace", "\"type\":", "\"type\":{"),
    ("bad escape", "\"type\":\"", "\"type\":\"\\x"),
    ("lone surrogate", "\"type\":\"", "\"type\":\"\\ud800"),
    ("bad literal", "\"type\":\"", "\"flag\":trve,\"type\":\""),
    ("bad number", "\"type\":\"", "\"count\":01,\"type\":\""),
    ("no value", "\"type\":\"", "\"none\":,\"type\":\""),
    ("no colon", "\"type\":", "\"type\""),
    ("no comma", ",\"type\"", "\"type\""),
    ("comma at the end", "\"}", "\",}"),
    ("control character", "\"type\":\"", "\"type\":\u{1}\""),
    ("invalid UTF-8", "\"type\":\"", "\"type\":\"\u{fff}"),
    ("deep nesting", "\"type\":\"", "\"deep\":@,\"type\":\""),
    ("truncated text", "\"type\":", ""),
    ("a comment", ",\"type\"", ",/* \" */\"type\""),
    ("missing brace at the begin", "{\"link\"", "\"link\""),
    ("missing quote at the begin", "{\"link\"", "{link\""),
    ("extra quote after a value", "\"}", "\"\"}"),
    ("escaped quote after the last value", "\"}", "\\\"}"),
    ("missing quote after a value", "\",\"href\"", ",\"href\""),
    ("missing braces at the end", "\"}", ""),
];

const JSON_BETWEEN: &[Fault] = &[
    ("no comma", ",", ""),
    ("two commas", ",", ",,"),
    ("another character", ",", ";"),
    ("a word", ",", ",x,"),
    ("null", ",", ",null,"),
    ("extra bracket before the comma", ",", "],"),
    ("extra bracket", ",", ",["),
    ("extra brace", ",", ",{"),
];

const JSON_HEADER: &[Fault] = &[
    ("missing quote after a value", "\",\"href\"", ",\"href\""),
    ("missing quote after the last value", "\",\"events\"", ",\"events\""),
    ("missing quote before a value", "\"rel\":\"", "\"rel\":"),
    ("missing quote of a name", "\"href\":", "\"href:"),
    ("missing quote before the last name", "\"events\"", "events\""),
    ("missing quote of the last name", "\"events\"", "\"events"),
    ("no colon", "\"rel\":", "\"rel\""),
    ("no colon before the list", "\"events\":", "\"events\""),
    ("no comma", ",\"href\"", "\"href\""),
    ("no comma before the list", ",\"events\"", "\"events\""),
    ("bad literal", "\"href\":", "\"flag\":trve,\"href\":"),
    ("bad escape", "\"rel\":\"", "\"rel\":\"\\x"),
    ("missing brace", "{\"rel\"", "\"rel\""),
    ("extra brace", "{\"rel\"", "{{\"rel\""),
    ("missing bracket", "[", ""),
    ("extra bracket", "[", "[["),
    ("another bracket", "[", "{"),
];

const JSON_TAIL: &[Fault] = &[
    ("missing bracket", "]", ""),
    ("missing brace", "}", ""),
    ("missing bracket and brace", "]}", ""),
    ("extra bracket", "]", "]]"),
    ("extra brace", "}", "}}"),
    ("another bracket", "]", "}"),
    ("another brace", "}", "]"),
    ("no comma", "},", "}"),
    ("comma after the last event", "]", ",]"),
    ("comma after the list", "]", "],"),
];

const XML: &[Fault] = &[
    ("wrong end tag", "</", "</x"),
    ("missing end tag inside", "</property>", ""),
    ("unknown entity", " href=\"", " href=\"&no;"),
    ("bare ampersand", " href=\"", " href=\"& "),
    ("duplicate attribute", " href=\"", " rel=\"x\" href=\""),
    ("undeclared prefix", " href=\"", " no:no=\"\" href=\""),
    ("missing > of a start tag", ">", ""),
    ("missing quote before a value", "rel=\"", "rel="),
    ("missing quote after a value", "\" href", " href"),
    ("no value", " href=\"", " none href=\""),
    ("raw < in a value", " href=\"", " href=\"<"),
    ("extra end tag", "</property>", "</property></property>"),
    ("control character", " href=\"", " href=\"\u{1}"),
    ("character reference to none", " href=\"", " href=\"&#0;"),
    ("invalid UTF-8", " href=\"", " href=\"\u{fff}"),
    ("deep nesting", "<property", "@<property"),
    ("comment that never ends", "<property", "<!-- <property"),
    ("CDATA that never ends", "<property", "<![CDATA[<property"),
    ("document type", "<property", "<!DOCTYPE x><property"),
    ("missing < at the begin", " rel=\"", "<rel=\""),
    ("missing quote after the last value", "\">", ">"),
    ("start tag for an end tag", "</property", "<property"),
];

const XML_BETWEEN: &[Fault] = &[
    ("stray end tag", "", "</x>"),
    ("bare <", "", "<"),
    ("bare ampersand", "", "&"),
    ("unknown entity", "", "&no;"),
    ("end of CDATA", "", "]]>"),
    ("comment that never ends", "", "<!-- "),
    ("control character", "", "\u{1}"),
    ("extra end of the sender", "", "</sender>"),
];

const XML_HEADER: &[Fault] = &[
    ("missing quote before a value", "rel=\"", "rel="),
    ("missing quote after a value", "\" href", " href"),
    ("missing quote after the last value", "\">", ">"),
    ("missing > of the start tag", ">", ""),
    ("duplicate attribute", " href=\"", " rel=\"x\" href=\""),
    ("unknown entity", " href=\"", " href=\"&no;"),
    ("bare ampersand", " href=\"", " href=\"& "),
    ("undeclared prefix", " href=\"", " no:no=\"\" href=\""),
    ("raw < in a value", " href=\"", " href=\"<"),
    ("no value", " href=\"", " none href=\""),
    ("control character", " href=\"", " href=\"\u{1}"),
    ("another name", "<sender", "<xsender"),
    ("no name", "<sender", "< "),
];

const XML_TAIL: &[Fault] = &[
    ("never closed", "</sender>", ""),
    ("wrong end tag", "</", "</x"),
    ("missing > of the end tag", ">", ""),
    ("missing < of the end tag", "<", ""),
    ("twice", "</sender>", "</sender></sender>"),
];

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

/// Where the events of a response stand, by walking over their text.
fn events(text: &str, format: Format) -> Vec<Range<usize>> {
    match format {
        Format::Json => json_events(text),
        Format::Xml => xml_events(text),
    }
}

fn json_events(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut depth, mut string, mut escape, mut start) = (Vec::new(), 0, false, false, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escape => escape = false,
            b'\\' => escape = true,
            b'"' => string = !string,
            b'{' | b'[' if !string => {
                depth += 1;
                if depth == 5 && byte == b'{' {
                    start = at;
                }
            }
            b'}' | b']' if !string => {
                if depth == 5 && byte == b'}' {
                    found.push(start..at + 1);
                }
                depth -= 1;
            }
            _ => {}
        }
    }
    found
}

fn xml_events(text: &str) -> Vec<Range<usize>> {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut found, mut depth, mut start) = (Vec::new(), 0, 0);
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap();
        let event = reader.read_event().unwrap();
        let after = usize::try_from(reader.buffer_position()).unwrap();
        match event {
            quick_xml::events::Event::Start(_) => {
                if depth == 2 {
                    start = before;
                }
                depth += 1;
            }
            quick_xml::events::Event::Empty(_) if depth == 2 => found.push(before..after),
            quick_xml::events::Event::End(_) => {
                depth -= 1;
                if depth == 2 {
                    found.push(start..after);
                }
            }
            quick_xml::events::Event::Eof => return found,
            _ => {}
        }
    }
}

/// A part of a response: its text, and which events are broken with it.
struct Place {
    range: Range<usize>,
    broken: Range<usize>,
}

/// The parts of a response that may be damaged.
fn places(text: &str, part: Part, format: Format) -> Vec<Place> {
    let events = events(text, format);
    let (tail, header) = match format {
        Format::Json => ("]}", "{\"rel\""),
        Format::Xml => ("</sender>", "<sender"),
    };
    let before = |index: usize| {
        let start = index.checked_sub(1).map_or(0, |before| events[before].end);
        (start, &text[start..events[index].start])
    };
    let of_event = |index: usize| -> Option<Place> {
        let (start, gap) = before(index);
        let begins = gap.rfind(header);
        let range = match part {
            Part::Event | Part::Two => events[index].clone(),
            Part::Between if begins.is_none() => start..events[index].start,
            Part::Header => start + begins?..events[index].start,
            Part::Tail if index > 0 && begins.is_some() => start..start + begins? + 1 - usize::from(format == Format::Xml),
            _ => return None,
        };
        let broken = if matches!(part, Part::Event | Part::Two) { index..index + 1 } else { index..index };
        Some(Place { range, broken })
    };
    let mut places: Vec<Place> = (0..events.len()).filter_map(of_event).collect();
    if part == Part::Tail {
        let end = events.last().map_or(0, |last| last.end);
        let tail = end..end + tail.len();
        places.push(Place { range: tail, broken: events.len()..events.len() });
    }
    places
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

fn href(event: Option<&Event>) -> &str {
    event.and_then(|event| event.link.as_ref()).map_or("", |link| &link.link.href)
}

#[test]
fn one_broken_event_costs_that_event() {
    check(10_000);
}

/// What is broken is looked at a few times, not once for each that was broken before.
#[test]
fn many_broken_events_take_no_time() {
    const EACH: usize = 200_000;
    let json = "{\"sender\":[{\"rel\":\"a\",\"href\":\"b\",\"events\":[";
    let xml = "<events xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"><sender rel=\"a\" href=\"b\">";
    for (head, one) in MANY.iter().map(|one| (if one.starts_with('<') { xml } else { json }, one)) {
        let text = head.to_owned() + &one.repeat(EACH / one.len());
        let format = if head == xml { Format::Xml } else { Format::Json };
        let start = Instant::now();
        let found = Events::recover(&Decoder::new(format), text.as_bytes());
        let routed = Routes::new(format, text.as_bytes()).count();
        assert!(start.elapsed() < Duration::from_secs(4), "{one}: {:?}", start.elapsed());
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
