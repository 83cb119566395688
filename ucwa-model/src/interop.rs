//! serde: values ⇄ any of its formats, by way of the JSON that they are on the wire. So there is one decoder and one encoder.

mod transcribe;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::Error as _,
    ser::{Error as _, SerializeMap, SerializeSeq},
};

use self::transcribe::transcribe;
use crate::{
    AnyResource, Codec, Error, Events, Limits, Mode, Number, Value,
    context::Context,
    events::Visitor,
    json::{self, Writer},
    record::Record,
};

/// Decodes a record from any self-describing serde format, in the default mode of its type.
///
/// # Errors
/// What the format says, or what the decoder says; there are no places, for serde does not tell them.
pub fn deserialize<'de, T: Codec, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = transcribe(deserializer)?;
    let mut record = T::default();
    json::decode::document(&mut without_places(T::MODE), &text, &mut record).map_err(D::Error::custom)?;
    Ok(record)
}

/// Encodes a record into any serde format, in JSON's shape.
///
/// # Errors
/// What the format says, or what the encoder says.
pub fn serialize<S: Serializer>(record: &dyn Record, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_json(serializer, |writer| json::encode::document(writer, record))
}

fn without_places(mode: Mode) -> Context<'static> {
    Context::new(mode, Limits::default(), None)
}

fn deserialize_json<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    read: fn(&mut Context<'_>, &str) -> Result<T, Error>,
) -> Result<T, D::Error> {
    let text = transcribe(deserializer)?;
    read(&mut without_places(Mode::Lenient), &text).map_err(D::Error::custom)
}

fn serialize_json<S: Serializer>(serializer: S, write: impl FnOnce(&mut Writer) -> Result<(), Error>) -> Result<S::Ok, S::Error> {
    let mut writer = Writer::new(Limits::default());
    let written = write(&mut writer);
    let value = writer.text_of(written).and_then(|text| json::parse(&mut without_places(Mode::Strict), &text));
    value.map_err(S::Error::custom)?.serialize(serializer)
}

/// serde for types that JSON has a form of: how each is written, and how it is read.
macro_rules! as_json {
    ($($type:ty: $write:expr, $read:expr;)*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize_json(serializer, |writer| $write(writer, self))
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize_json(deserializer, $read)
            }
        }
    )*};
}

as_json! {
    AnyResource: |writer, resource: &AnyResource| json::encode::document(writer, resource.record()), json::decode::any;
    Events: json::events::encode, read_events;
}

fn read_events(cx: &mut Context<'_>, text: &str) -> Result<Events, Error> {
    let mut events = Events::default();
    json::events::decode(cx, text, &mut events, Visitor::default())?;
    Ok(events)
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_json(deserializer, json::parse)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| list.serialize_element(item))?;
                list.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                members.iter().try_for_each(|(name, member)| map.serialize_entry(name.as_str(), member))?;
                map.end()
            }
        }
    }
}

/// serde has no numbers as text: what fits no integer goes out as a float, and may lose digits there.
impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let digits = self.as_str();
        if let Ok(value) = digits.parse() {
            serializer.serialize_i64(value)
        } else if let Ok(value) = digits.parse() {
            serializer.serialize_u64(value)
        } else {
            serializer.serialize_f64(digits.parse().map_err(S::Error::custom)?)
        }
    }
}
