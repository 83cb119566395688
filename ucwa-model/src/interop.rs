//! serde: values ⇄ any of its formats, by way of the JSON that they are on the wire. So there is one decoder and one encoder.

mod finding;
mod text;
mod transcribe;
mod value;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::Error as _};

pub use self::text::{deserialize_text, serialize_text};
use self::transcribe::transcribe;
use crate::{
    AnyResource, Bag, Code, Codec, DataLink, Document, Embedded, Error, Event, EventLink, Events, Format, HttpMethodMetadata,
    Limits, Link, Mode, OperationsQueued, OptionsMetadata, Parameter, ParameterMetadata, Sender, Value,
    any::NewResource,
    bind,
    context::{At, Context},
    events::Visitor,
    json::{self, Writer, encode, events},
    record::{FieldValue, Record, ValueRef, WireValue},
};

/// Decodes a record from any self-describing serde format, in the default mode of its type.
///
/// # Errors
/// What the format says, or what the decoder says; there are no places, for serde does not tell them.
pub fn deserialize<'de, T: Codec, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = transcribe(deserializer)?;
    let mut record = T::default();
    read(T::MODE, &text, &mut record).map_err(D::Error::custom)?;
    Ok(record)
}

/// Encodes a record into any serde format, in JSON's shape.
///
/// # Errors
/// What the format says, or what the encoder says.
pub fn serialize<S: Serializer>(record: &dyn Record, serializer: S) -> Result<S::Ok, S::Error> {
    serialize_json(serializer, &|writer| json::encode::document(writer, record))
}

/// Writes a value as JSON.
type Write<'a> = dyn Fn(&mut Writer) -> Result<(), Error> + 'a;

fn read(mode: Mode, text: &str, record: &mut dyn Record) -> Result<(), Error> {
    json::decode::document(&mut without_places(mode), text, record)
}

fn value(write: &Write<'_>) -> Result<Value, Error> {
    let mut writer = Writer::new(Limits::default());
    let written = write(&mut writer);
    json::parse(&mut without_places(Mode::Strict), &writer.text_of(written)?)
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

fn serialize_json<S: Serializer>(serializer: S, write: &Write<'_>) -> Result<S::Ok, S::Error> {
    value(write).map_err(S::Error::custom)?.serialize(serializer)
}

/// serde for types that JSON has a form of: how each is written, and how it is read.
macro_rules! as_json {
    ($($type:ty: $write:expr, $read:expr;)*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize_json(serializer, &|writer| $write(writer, self))
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
    AnyResource: |writer, resource: &AnyResource| encode::document(writer, resource.record()), |cx, text| json::decode::any(cx, text).map(NewResource::finish);
    Bag: write_element, read_element;
    DataLink: |writer, data: &DataLink| encode::link(writer, &At::ROOT, data.as_link()), |cx, text| read_link(cx, text).map(DataLink::from);
    Document: write_document, |cx, text| Document::read(cx, Format::Json, text);
    Embedded: events::encode_embedded, read_embedded;
    Event: |writer, event| events::encode_event(writer, &At::ROOT, event), events::decode_one;
    EventLink: |writer, link| events::encode_event_link(writer, &At::ROOT, link), read_event_link;
    Events: events::encode, read_events;
    HttpMethodMetadata: |writer, method: &HttpMethodMetadata| encode::value(writer, &method.to_value()), |cx, text| {
        read_object(cx, text, HttpMethodMetadata::from_value)
    };
    Link: |writer, link| encode::link(writer, &At::ROOT, link), read_link;
    OperationsQueued: |writer, queued: &OperationsQueued| encode::value(writer, &queued.to_value()), |cx, text| {
        json::decode::members(cx, text).map(OperationsQueued::from_members)
    };
    OptionsMetadata: |writer, metadata: &OptionsMetadata| encode::value(writer, &metadata.to_value()), |cx, text| {
        json::decode::members(cx, text).map(OptionsMetadata::from_members)
    };
    Parameter: write_element, read_element;
    ParameterMetadata: |writer, parameter: &ParameterMetadata| encode::value(writer, &parameter.to_value()), |cx, text| {
        read_object(cx, text, ParameterMetadata::from_value)
    };
    Sender: |writer, sender| events::encode_sender(writer, &At::ROOT, sender), read_sender;
}

fn write_element(writer: &mut Writer, element: &impl FieldValue) -> Result<(), Error> {
    match element.item() {
        ValueRef::Value(value) => encode::value(writer, &value),
        _ => Ok(()),
    }
}

fn read_element<T: FieldValue>(cx: &mut Context<'_>, text: &str) -> Result<T, Error> {
    read_object(cx, text, |value| T::put(WireValue::Value(value)).ok().map(|(element, _)| element))
}

/// What is made of any object.
fn read_object<T>(cx: &mut Context<'_>, text: &str, read: impl FnOnce(&Value) -> Option<T>) -> Result<T, Error> {
    let value = json::parse(cx, text)?;
    read(&value).ok_or_else(|| other_kind(cx, "object", &value))
}

fn other_kind(cx: &mut Context<'_>, expected: &'static str, found: &Value) -> Error {
    cx.error(0, Code::Type, Some(expected.into()), Some(found.kind().into()))
}

fn read_link(_: &mut Context<'_>, text: &str) -> Result<Link, Error> {
    let cx = &mut without_places(Mode::Strict);
    let members = json::decode::members(cx, text)?;
    match Link::from_members(members) {
        Ok(link) => Ok(link),
        Err(_) => bind::no_link(cx, 0).map(|()| Link::default()),
    }
}

fn write_document(writer: &mut Writer, document: &Document) -> Result<(), Error> {
    match document {
        Document::Events(events) => events::encode(writer, events),
        Document::Resource(resource) => encode::document(writer, resource.record()),
        Document::OptionsMetadata(metadata) => encode::value(writer, &metadata.to_value()),
        Document::OperationsQueued(queued) => encode::value(writer, &queued.to_value()),
    }
}

fn read_events(cx: &mut Context<'_>, text: &str) -> Result<Events, Error> {
    let mut events = Events::default();
    events::decode(cx, text, &mut events, Visitor::default())?;
    Ok(events)
}

fn read_sender(cx: &mut Context<'_>, text: &str) -> Result<Sender, Error> {
    json::decode::only_object(cx, text)?;
    let events = read_events(cx, &format!(r#"{{"sender":[{text}]}}"#))?;
    Ok(events.senders.into_iter().flatten().next().unwrap_or_default())
}

fn read_event_link(cx: &mut Context<'_>, text: &str) -> Result<EventLink, Error> {
    json::decode::only_object(cx, text)?;
    let event = events::decode_one(cx, &format!(r#"{{"link":{text}}}"#))?;
    Ok(event.link.unwrap_or_default())
}

fn read_embedded(cx: &mut Context<'_>, text: &str) -> Result<Embedded, Error> {
    json::decode::only_object(cx, text)?;
    events::decode_one(cx, &format!(r#"{{"_embedded":{text}}}"#)).map(|event| event.embedded)
}
