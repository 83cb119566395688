//! serde for values that are texts in JSON: each goes out as its text, and comes in from any.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserializer, Serializer,
    de::{self, Visitor},
    ser::Error as _,
};

use super::without_places;
use crate::{
    Date, Mode, SipUri, Text,
    record::{FieldValue, Rejected, Scalar, ValueRef, WireValue},
};

/// Reads a text as a value.
///
/// # Errors
/// If there is no text, or the value's type does not take it.
pub fn deserialize_text<'de, T: FieldValue, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_str(Taker(PhantomData))
}

/// Writes a value as its text.
///
/// # Errors
/// What the format says.
pub fn serialize_text<T: FieldValue, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    match value.item() {
        ValueRef::Text(text) => serializer.serialize_str(&text),
        ValueRef::Date(date) => serializer.serialize_str(&date.to_json_form()),
        _ => Err(S::Error::custom("expected a text")),
    }
}

struct Taker<T>(PhantomData<T>);

impl<T: FieldValue> Visitor<'_> for Taker<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        T::put(WireValue::Scalar(Scalar::Text(text.into())))
            .map(|(value, _)| value)
            .map_err(|rejected| E::custom(reason(rejected)))
    }
}

/// Why a text is not taken.
fn reason(rejected: Rejected) -> String {
    without_places(Mode::Strict).rejected(0, rejected).err().map_or_else(String::new, |error| error.to_string())
}

crate::__serde! { Date, deserialize_text, serialize_text }
crate::__serde! { SipUri, deserialize_text, serialize_text }
crate::__serde! { Text, deserialize_text, serialize_text }
