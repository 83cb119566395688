//! A value of any self-describing serde format, written down as compact JSON.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};

use crate::{Limits, Number, context::At, json::Writer};

/// What `serde_json` calls the one member of a number that it gives as its digits, with its feature `arbitrary_precision`.
const DIGITS: &str = "$serde_json::private::Number";

/// The value as JSON text: members in order, each as often as it comes, and numbers with their digits where the format gives them.
pub(super) fn transcribe<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let mut writer = Writer::new(Limits::default());
    Transcriber { writer: &mut writer, in_list: false }.deserialize(deserializer)?;
    writer.text_of(Ok(())).map_err(D::Error::custom)
}

/// Writes one value.
struct Transcriber<'w> {
    writer: &'w mut Writer,
    in_list: bool,
}

impl Transcriber<'_> {
    fn inside(&mut self, in_list: bool) -> Transcriber<'_> {
        Transcriber { writer: self.writer, in_list }
    }

    fn number<E: Error>(self, digits: &str) -> Result<(), E> {
        match Number::new(digits) {
            Some(_) => self.writer.number(digits),
            None => return Err(E::custom("expected a finite number")),
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Transcriber<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.in_list {
            self.writer.element(&At::ROOT).map_err(D::Error::custom)?;
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Transcriber<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.writer.null();
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.writer.null();
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.writer.boolean(value);
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.number(itoa::Buffer::new().format(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.number(itoa::Buffer::new().format(value))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        self.number(itoa::Buffer::new().format(value))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        self.number(itoa::Buffer::new().format(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.number(&format!("{value:?}"))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.writer.string(&At::ROOT, text).map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let level = self.writer.begin_array(&At::ROOT).map_err(A::Error::custom)?;
        while items.next_element_seed(self.inside(true))?.is_some() {}
        self.writer.end_array(level);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        let mut next = members.next_key::<String>()?;
        if next.as_deref() == Some(DIGITS) {
            return self.number(&members.next_value::<String>()?);
        }
        let level = self.writer.begin_object(&At::ROOT).map_err(A::Error::custom)?;
        while let Some(key) = next {
            self.writer.key(&At::ROOT, &key).map_err(A::Error::custom)?;
            members.next_value_seed(self.inside(false))?;
            next = members.next_key()?;
        }
        self.writer.end_object(level);
        Ok(())
    }
}
