//! The table of contenders. A new one is one more entry.

use std::hint::black_box;

use rayon::ThreadPoolBuilder;
use serde_json::Value;
use ucwa_model::{Decoder, Events as Ours, Format, Responses, Routes};

use super::{
    contender::{Clock, Contender, Group, Role, Room, decodes, decoding, encodes, encoding},
    evidence::Evidence,
    instant, markup, readers,
    shapes::{Slice, closed, open},
};

type Owned = closed::Events<String>;
type Borrowed<'a> = closed::Events<Slice<'a>>;
type Markup = markup::Events<String>;
type MarkupBorrowed<'a> = markup::Events<Slice<'a>>;

/// All contenders. Each group has one base.
pub(crate) fn contenders() -> Vec<Contender> {
    vec![
        decodes!(JsonDecode Base "serde_json derive, owned",
            |text, _| serde_json::from_str::<Owned>(text).unwrap(), |value| json(&value)),
        decodes!(JsonDecode Peer "serde_json derive, owned, flatten map",
            |text, _| serde_json::from_str::<open::Events<String>>(text).unwrap(), |value| json(&value)),
        decodes!(JsonDecode Peer "serde_json derive, borrowed",
            |text, _| serde_json::from_str::<Borrowed<'_>>(text).unwrap(), |value| json(&value)),
        decodes!(JsonDecode Peer "serde_json::Value",
            |text, _| serde_json::from_str::<Value>(text).unwrap(), |value| json(&value)),
        decodes!(JsonDecode Peer "simd-json derive, owned",
            |text, room| room.simd::<Owned>(text), |value| json(&value)),
        decodes!(JsonDecode Peer "simd-json derive, borrowed",
            |text, room| room.simd::<Borrowed<'_>>(text), |value| json(&value)),
        decodes!(JsonDecode Peer "sonic-rs derive, owned",
            |text, _| sonic_rs::from_str::<Owned>(text).unwrap(), |value| json(&value)),
        decodes!(JsonDecode Peer "sonic-rs derive, borrowed",
            |text, _| sonic_rs::from_str::<Borrowed<'_>>(text).unwrap(), |value| json(&value)),
        decodes!(JsonDecode Bound "sonic-rs lazy walk: type and link",
            |text, _| sonic_rs::from_str::<readers::Walk<'_>>(text).unwrap(), |walk| Evidence::Outline(walk.outline())),
        decodes!(JsonDecode Ours "ucwa_model::Events::from_json",
            |text, _| Ours::from_json(text).unwrap(), |value| Evidence::Json(value.to_json().unwrap())),
        decodes!(JsonDecode Ours "ucwa_model::Events::visit: typed, one by one",
            |text, _| visit(Format::Json, text), |events| Evidence::Events(events)),
        decodes!(JsonDecode Ours "ucwa_model::Routes: routing",
            |text, _| Routes::new(Format::Json, text.as_bytes()).map(Result::unwrap).map(black_box).count(),
            |events| Evidence::Events(events)),
        stream(Group::JsonDecode, "ucwa_model::Responses: one stream of all"),
        parallel(Group::JsonDecode, "ucwa_model::Responses::par_map: on two threads"),
        decodes!(JsonDecode Limit "memcpy",
            |text, room| room.copy(text).len(), |_| Evidence::Json(text_of(&room.bytes))),
        decodes!(XmlDecode Base "quick-xml serde, owned",
            |text, _| quick_xml::de::from_str::<Markup>(text).unwrap(), |value| xml(&value)),
        decodes!(XmlDecode Peer "quick-xml serde, borrowed",
            |text, _| quick_xml::de::from_str::<MarkupBorrowed<'_>>(text).unwrap(), |value| xml(&value)),
        decodes!(XmlDecode Peer "instant-xml derive, owned",
            |text, _| instant_xml::from_str::<instant::Events>(text).unwrap(),
            |value| Evidence::Xml(instant_xml::to_string(&value).unwrap())),
        decodes!(XmlDecode Peer "roxmltree parse: a tree",
            |text, _| roxmltree::Document::parse(text).unwrap(), |tree| Evidence::Xml(tree.input_text().to_owned())),
        decodes!(XmlDecode Bound "quick-xml reader loop",
            |text, _| readers::reader_loop(text, false), |events| Evidence::Events(events)),
        decodes!(XmlDecode Bound "quick-xml reader loop, attributes",
            |text, _| readers::reader_loop(text, true), |events| Evidence::Events(events)),
        decodes!(XmlDecode Ours "ucwa_model::Events::from_xml",
            |text, _| Ours::from_xml(text).unwrap(), |value| Evidence::Json(value.to_json().unwrap())),
        decodes!(XmlDecode Ours "ucwa_model::Events::visit: typed, one by one",
            |text, _| visit(Format::Xml, text), |events| Evidence::Events(events)),
        decodes!(XmlDecode Ours "ucwa_model::Routes: routing",
            |text, _| Routes::new(Format::Xml, text.as_bytes()).map(Result::unwrap).map(black_box).count(),
            |events| Evidence::Events(events)),
        stream(Group::XmlDecode, "ucwa_model::Responses: one stream of all"),
        parallel(Group::XmlDecode, "ucwa_model::Responses::par_map: on two threads"),
        decodes!(XmlDecode Limit "memcpy",
            |text, room| room.copy(text).len(), |_| Evidence::Xml(text_of(&room.bytes))),
        encodes!(JsonEncode Base "serde_json to_vec",
            |text| serde_json::from_str::<Owned>(text).unwrap(), |value, _| serde_json::to_vec(value).unwrap(),
            |bytes: Vec<u8>| Evidence::Json(text_of(&bytes))),
        encodes!(JsonEncode Peer "sonic-rs to_vec",
            |text| serde_json::from_str::<Owned>(text).unwrap(), |value, _| sonic_rs::to_vec(value).unwrap(),
            |bytes: Vec<u8>| Evidence::Json(text_of(&bytes))),
        encodes!(JsonEncode Ours "ucwa_model::Events::to_json",
            |text| Ours::from_json(text).unwrap(), |value, _| value.to_json().unwrap(), Evidence::Json),
        Contender {
            name: "ucwa_model::Events::encode_into: a reused buffer",
            group: Group::JsonEncode,
            role: Role::Ours,
            clock: Clock::Thread,
            prepare: |texts| {
                encoding(texts, |text| Ours::from_json(text).unwrap(), |value, room| room.encode(Format::Json, value).len())
            },
            evidence: |text| Evidence::Json(Room::default().encode(Format::Json, &Ours::from_json(text).unwrap()).to_owned()),
        },
        encodes!(XmlEncode Base "quick-xml serde to_string",
            |text| quick_xml::de::from_str::<Markup>(text).unwrap(), |value, _| quick_xml::se::to_string(value).unwrap(),
            Evidence::Xml),
        encodes!(XmlEncode Ours "ucwa_model::Events::to_xml",
            |text| Ours::from_xml(text).unwrap(), |value, _| value.to_xml().unwrap(), Evidence::Xml),
        Contender {
            name: "ucwa_model::Events::encode_into: a reused buffer",
            group: Group::XmlEncode,
            role: Role::Ours,
            clock: Clock::Thread,
            prepare: |texts| {
                encoding(texts, |text| Ours::from_xml(text).unwrap(), |value, room| room.encode(Format::Xml, value).len())
            },
            evidence: |text| Evidence::Xml(Room::default().encode(Format::Xml, &Ours::from_xml(text).unwrap()).to_owned()),
        },
    ]
}

/// Counts the events, each of which is decoded and dropped.
fn visit(format: Format, text: &str) -> usize {
    let mut events = 0;
    let rest = Ours::visit(&Decoder::new(format), text.as_bytes(), |_, event| {
        black_box(event.unwrap());
        events += 1;
    });
    assert!(rest.fault.is_none());
    events
}

/// Finds where each response ends, and decodes it.
fn stream(group: Group, name: &'static str) -> Contender {
    Contender {
        name,
        group,
        role: Role::Ours,
        clock: Clock::Thread,
        prepare: |texts| {
            let stream = texts.join("\n");
            Box::new(move || Responses::new(stream.as_bytes()).for_each(|response| drop(black_box(response.unwrap()))))
        },
        evidence: |text| Evidence::Json(Responses::new(text.as_bytes()).next().unwrap().unwrap().events.to_json().unwrap()),
    }
}

/// On two threads.
fn parallel(group: Group, name: &'static str) -> Contender {
    Contender {
        clock: Clock::Wall,
        prepare: |texts| {
            let stream = texts.join("\n");
            let pool = ThreadPoolBuilder::new().num_threads(2).build().unwrap();
            Box::new(move || {
                let drop_all = || Responses::new(stream.as_bytes()).par_map(|response| drop(black_box(response.unwrap())));
                pool.install(|| drop_all().for_each(Result::unwrap));
            })
        },
        ..stream(group, name)
    }
}

fn json(value: &impl serde::Serialize) -> Evidence {
    Evidence::Json(serde_json::to_string(value).unwrap())
}

fn xml(value: &impl serde::Serialize) -> Evidence {
    Evidence::Xml(quick_xml::se::to_string(value).unwrap())
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
