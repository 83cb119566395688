//! Contenders that go through a text without building types.

use quick_xml::{Reader, events::Event};
use serde::Deserialize;
use sonic_rs::{JsonValueTrait, LazyValue};

/// The type and the link of each event, not read yet; the rest is skipped.
#[derive(Debug, Deserialize)]
pub(crate) struct Walk<'a> {
    #[serde(borrow)]
    sender: Vec<Sender<'a>>,
}

#[derive(Debug, Deserialize)]
struct Sender<'a> {
    #[serde(borrow)]
    events: Vec<Step<'a>>,
}

#[derive(Debug, Deserialize)]
struct Step<'a> {
    #[serde(rename = "type", borrow)]
    kind: LazyValue<'a>,
    #[serde(borrow)]
    link: LazyValue<'a>,
}

impl Walk<'_> {
    /// The type and the rel of each event.
    pub(crate) fn outline(&self) -> Vec<(String, String)> {
        let text = |value: &LazyValue<'_>| value.as_str().unwrap_or_default().to_owned();
        let steps = self.sender.iter().flat_map(|sender| &sender.events);
        steps.map(|step| (text(&step.kind), text(&step.link.get("rel").unwrap()))).collect()
    }
}

/// Reads all tokens, and the attributes as they are written if asked to; how many events went by.
pub(crate) fn reader_loop(text: &str, attributes: bool) -> usize {
    let mut reader = Reader::from_str(text);
    let (mut depth, mut events) = (0, 0);
    loop {
        let event = reader.read_event().unwrap();
        if let (true, Event::Start(start) | Event::Empty(start)) = (attributes, &event) {
            for attribute in start.attributes().with_checks(false) {
                let value = attribute.unwrap().value;
                std::hint::black_box(value);
            }
        }
        match event {
            Event::Start(_) => {
                events += usize::from(depth == 2);
                depth += 1;
            }
            Event::Empty(_) => events += usize::from(depth == 2),
            Event::End(_) => depth -= 1,
            Event::Eof => return events,
            _ => {}
        }
    }
}
