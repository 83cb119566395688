//! serde's `Deserialize` and `Serialize` for every record: the same decoder and encoder, on a tape instead of text.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _, ser::Error as _};

use super::{decode, encode, events, tape::Tape};
use crate::{AnyResource, Codec, Error, Events, Limits, Mode, context::Context, events::Visitor, record::Record};

/// Decodes a record from any self-describing serde format, in the default mode of its type.
///
/// # Errors
/// What the format says, or what the decoder says; there are no places, for serde does not tell them.
pub fn deserialize<'de, T: Codec, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let tape = Tape::deserialize(deserializer)?;
    let mut record = T::default();
    from_tape(&tape, &mut record, T::MODE).map_err(D::Error::custom)?;
    Ok(record)
}

/// Encodes a record into any serde format, in JSON's shape.
///
/// # Errors
/// What the format says, or what the encoder says.
pub fn serialize<S: Serializer>(record: &dyn Record, serializer: S) -> Result<S::Ok, S::Error> {
    to_tape(record).map_err(S::Error::custom)?.serialize(serializer)
}

impl<'de> Deserialize<'de> for AnyResource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tape = Tape::deserialize(deserializer)?;
        let mut resource =
            super::sniff::rel_of(tape.cursor(), &Limits::default()).map_or_else(Self::default, |rel| Self::for_rel(&rel));
        from_tape(&tape, resource.record_mut(), Mode::Lenient).map_err(D::Error::custom)?;
        Ok(resource)
    }
}

impl Serialize for AnyResource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.record(), serializer)
    }
}

impl<'de> Deserialize<'de> for Events {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tape = Tape::deserialize(deserializer)?;
        let mut events = Self::default();
        events::decode(&mut without_text(Mode::Lenient), tape.cursor(), &mut events, Visitor::default())
            .map_err(D::Error::custom)?;
        Ok(events)
    }
}

impl Serialize for Events {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tape = Tape::default();
        events::encode(&mut without_text(Mode::Strict), &mut tape, self).map_err(S::Error::custom)?;
        tape.serialize(serializer)
    }
}

fn from_tape(tape: &Tape, record: &mut dyn Record, mode: Mode) -> Result<(), Error> {
    decode::document(&mut without_text(mode), tape.cursor(), record)
}

fn to_tape(record: &dyn Record) -> Result<Tape, Error> {
    let mut tape = Tape::default();
    encode::object(&mut without_text(Mode::Strict), &mut tape, record)?;
    Ok(tape)
}

fn without_text(mode: Mode) -> Context<'static> {
    Context::new(mode, Limits::default(), None)
}
