//! An entry of a HAR: what is taken of it. All else is passed over without being held, and what is not of the type that HAR has for it
//! counts as missing, because tools differ.

use std::{fmt, marker::PhantomData};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::capture::MAX_HEADERS;

/// What stands in a place, if it is of the type that belongs there.
pub(super) struct Found<T>(pub(super) Option<T>);

/// A type of HAR: what becomes of each kind of JSON value. Nothing, unless it says so.
pub(super) trait Part: Sized {
    fn of_text(_: &str) -> Option<Self> {
        None
    }

    fn of_number(_: u64) -> Option<Self> {
        None
    }

    fn of_fraction(_: f64) -> Option<Self> {
        None
    }

    fn of_list<'de, A: SeqAccess<'de>>(list: A) -> Result<Option<Self>, A::Error> {
        IgnoredAny.visit_seq(list).map(|_| None)
    }

    fn of_object<'de, A: MapAccess<'de>>(object: A) -> Result<Option<Self>, A::Error> {
        IgnoredAny.visit_map(object).map(|_| None)
    }
}

impl<'de, T: Part> Deserialize<'de> for Found<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue(PhantomData)).map(Self)
    }
}

/// A value of any kind.
struct AnyValue<T>(PhantomData<T>);

impl<'de, T: Part> Visitor<'de> for AnyValue<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<T>, E> {
        Ok(T::of_text(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Option<T>, E> {
        Ok(T::of_number(number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, number: f64) -> Result<Option<T>, E> {
        Ok(T::of_fraction(number))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Option<T>, A::Error> {
        T::of_list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Option<T>, A::Error> {
        T::of_object(object)
    }
}

impl Part for String {
    fn of_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl Part for u64 {
    fn of_number(number: u64) -> Option<Self> {
        Some(number)
    }
}

/// Milliseconds, of which most tools write parts, too.
impl Part for f64 {
    fn of_number(number: u64) -> Option<Self> {
        u32::try_from(number).ok().map(Self::from)
    }

    fn of_fraction(number: f64) -> Option<Self> {
        Some(number)
    }
}

/// Objects of which the members of these names are taken; of two that have one name, the last.
macro_rules! objects {
    ($($(#[$doc:meta])* $object:ident { $($field:ident: $type:ty = $name:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Default)]
        pub(super) struct $object {
            $(pub(super) $field: Option<$type>,)*
        }

        impl Part for $object {
            fn of_object<'de, A: MapAccess<'de>>(mut object: A) -> Result<Option<Self>, A::Error> {
                let mut found = Self::default();
                while let Some(name) = object.next_key::<String>()? {
                    match &*name {
                        $($name => found.$field = object.next_value::<Found<$type>>()?.0,)*
                        _ => {
                            object.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(Some(found))
            }
        }
    )*};
}

objects! {
    /// An exchange.
    Entry {
        time: String = "startedDateTime",
        duration: f64 = "time",
        request: Message = "request",
        answer: Message = "response",
    }
    /// A request or an answer.
    Message {
        method: String = "method",
        url: String = "url",
        status: u64 = "status",
        headers: Headers = "headers",
        sent: Body = "postData",
        answered: Body = "content",
    }
    /// A body, as text or in base64.
    Body {
        media: String = "mimeType",
        text: String = "text",
        encoding: String = "encoding",
        other_encoding: String = "_encoding",
    }
    /// A header.
    Header {
        name: String = "name",
        value: String = "value",
    }
}

/// The first headers of a message.
#[derive(Default)]
pub(super) struct Headers(pub(super) Vec<Header>);

impl Part for Headers {
    fn of_list<'de, A: SeqAccess<'de>>(mut list: A) -> Result<Option<Self>, A::Error> {
        let mut headers = Vec::new();
        while headers.len() < MAX_HEADERS {
            match list.next_element::<Found<Header>>()? {
                Some(Found(header)) => headers.extend(header),
                None => return Ok(Some(Self(headers))),
            }
        }
        IgnoredAny.visit_seq(list)?;
        Ok(Some(Self(headers)))
    }
}
