//! The parts of a response that may be damaged.

use std::ops::Range;

use ucwa_model::Format;

/// A part of a response that is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
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
pub(super) struct Place {
    pub(super) range: Range<usize>,
    pub(super) broken: Range<usize>,
}

/// The parts of a response that may be damaged.
pub(super) fn places(text: &str, part: Part, format: Format) -> Vec<Place> {
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
