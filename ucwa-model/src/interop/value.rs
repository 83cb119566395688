//! serde for [`Value`], whose shape is that of the format.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    ser::{Error as _, SerializeMap, SerializeSeq},
};

use super::{deserialize_json, other_kind};
use crate::{Number, Value, json};

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

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_json(deserializer, |cx, text| match json::parse(cx, text)? {
            Value::Number(number) => Ok(number),
            other => Err(other_kind(cx, "number", &other)),
        })
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
