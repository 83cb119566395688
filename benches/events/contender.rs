//! What takes part in the benchmark: the table is in [`table`](super::table).

use std::hint::black_box;

use serde::Deserialize;
use ucwa_model::{Encoder, Events, Format};

use super::{evidence::Evidence, load::Response};

/// What is compared with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    JsonDecode,
    XmlDecode,
    JsonEncode,
    XmlEncode,
}

/// How a contender counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// All others of the group are measured against it.
    Base,
    Peer,
    /// Does less than the work of the group.
    Bound,
    /// Only moves the bytes.
    Limit,
    Ours,
}

/// Which time counts, of the contender and then of the base beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clock {
    /// The thread's own, which other processes do not disturb.
    Thread,
    /// That of the world, for those who work on several threads.
    Wall,
}

/// One way to do the work of a group.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) group: Group,
    pub(crate) role: Role,
    pub(crate) clock: Clock,
    /// Gets all texts, in the format of the group, and makes what is timed: one pass over them.
    pub(crate) prepare: fn(&[String]) -> Pass<'_>,
    /// What the contender makes of one text.
    pub(crate) evidence: fn(&str) -> Evidence,
}

/// One pass over all texts.
pub(crate) type Pass<'a> = Box<dyn FnMut() + 'a>;

impl Group {
    pub(crate) const ALL: [Self; 4] = [Self::JsonDecode, Self::XmlDecode, Self::JsonEncode, Self::XmlEncode];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::JsonDecode => "JSON decode",
            Self::XmlDecode => "XML decode",
            Self::JsonEncode => "JSON encode",
            Self::XmlEncode => "XML encode",
        }
    }

    /// The text of a response that the group works on.
    pub(crate) fn text(self, response: &Response) -> &str {
        match self {
            Self::JsonDecode | Self::JsonEncode => &response.json,
            Self::XmlDecode | Self::XmlEncode => &response.xml,
        }
    }
}

/// What a contender may use again from text to text.
#[derive(Default)]
pub(crate) struct Room {
    pub(crate) bytes: Vec<u8>,
    text: String,
    index: simd_json::Buffers,
}

impl Room {
    /// A copy of the text.
    pub(crate) fn copy(&mut self, text: &str) -> &mut [u8] {
        self.bytes.clear();
        self.bytes.extend_from_slice(text.as_bytes());
        &mut self.bytes
    }

    /// Encodes into the text that was used before.
    pub(crate) fn encode(&mut self, format: Format, events: &Events) -> &str {
        self.text.clear();
        Encoder::new(format).encode_into(events, &mut self.text).unwrap();
        &self.text
    }

    /// Decodes with simd-json, which writes into its input.
    pub(crate) fn simd<'a, T: Deserialize<'a>>(&'a mut self, text: &str) -> T {
        self.copy(text);
        simd_json::serde::from_slice_with_buffers(&mut self.bytes, &mut self.index).unwrap()
    }
}

/// A pass that decodes one text after the other.
pub(crate) fn decoding<'a>(texts: &'a [String], decode: impl Fn(&str, &mut Room) + 'a) -> Pass<'a> {
    let mut room = Room::default();
    Box::new(move || texts.iter().for_each(|text| decode(text, &mut room)))
}

/// A pass that encodes values that were decoded before.
pub(crate) fn encoding<'a, T: 'a, O>(
    texts: &[String],
    decode: impl Fn(&str) -> T,
    encode: impl Fn(&T, &mut Room) -> O + 'a,
) -> Pass<'a> {
    let mut room = Room::default();
    let values: Vec<T> = texts.iter().map(|text| decode(text)).collect();
    Box::new(move || values.iter().for_each(|value| drop(black_box(encode(value, &mut room)))))
}

/// A contender that decodes: its name, how it does it, and the evidence in what comes out.
macro_rules! decodes {
    ($group:ident $role:ident $name:literal, |$text:ident, $room:pat_param| $decode:expr, |$value:pat_param| $evidence:expr) => {
        Contender {
            name: $name,
            group: Group::$group,
            role: Role::$role,
            clock: Clock::Thread,
            prepare: |texts| {
                decoding(texts, |$text, $room| {
                    std::hint::black_box($decode);
                })
            },
            evidence: |$text| {
                let $room = &mut Room::default();
                let $value = $decode;
                $evidence
            },
        }
    };
}

/// A contender that encodes: its name, how it gets the values beforehand, how it encodes one, and the evidence in the output.
macro_rules! encodes {
    ($group:ident $role:ident $name:literal, $decode:expr, |$value:ident, $room:pat_param| $encode:expr, $evidence:expr) => {
        Contender {
            name: $name,
            group: Group::$group,
            role: Role::$role,
            clock: Clock::Thread,
            prepare: |texts| encoding(texts, $decode, |$value, $room| $encode),
            evidence: |text| {
                let $room = &mut Room::default();
                let $value = &$decode(text);
                $evidence($encode)
            },
        }
    };
}

pub(crate) use {decodes, encodes};
