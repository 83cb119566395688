//! Property values: the JSON value that any of them can be, and the narrower types that the schema names.

mod date;
mod limited;
mod reason;
mod sip_uri;

use std::fmt;

use crate::{Text, scan::number_end};

pub use self::{
    date::{Date, DateRangeError, ParseDateError},
    limited::*,
    reason::{Bag, Parameter},
    sip_uri::{ParseSipUriError, SipUri},
};

/// Any property value, for members that the schema does not know or whose value does not fit it.
///
/// Object members keep their order and their repetitions; a number keeps its digits as written, so that nothing beyond 64 bits
/// is rounded on the way through.
///
/// ```
/// use ucwa_model::Value;
///
/// let value = Value::Object(vec![("attempts".into(), Value::from(3))]);
/// assert_eq!(value.get("attempts").and_then(Value::as_i64), Some(3));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// JSON `null`; XML `xsi:nil="true"`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A JSON number, exactly as written.
    Number(Number),
    /// A string; also every property that XML text says no more about.
    String(Text),
    /// A list; in XML a `<propertyList>`.
    List(Vec<Self>),
    /// An object. No documented property holds one, except in error bodies.
    Object(Vec<(Text, Self)>),
}

impl Value {
    /// The string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The number, if it is an integer within 64 bits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Number(number) => number.as_str().parse().ok(),
            _ => None,
        }
    }

    /// The first member of that name, if this is an object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| &**key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Gives all texts memory of their own; see [`Codec::detach`](crate::Codec::detach).
    pub fn detach(&mut self) {
        match self {
            Self::Null | Self::Bool(_) => {}
            Self::Number(Number(text)) | Self::String(text) => text.detach(),
            Self::List(items) => items.iter_mut().for_each(Self::detach),
            Self::Object(members) => detach_members(members),
        }
    }

    /// What kind of value it is, in JSON's words.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::String(_) => "string",
            Self::List(_) => "array",
            Self::Object(_) => "object",
        }
    }
}

/// Gives all texts of members memory of their own.
pub(crate) fn detach_members(members: &mut [(Text, Value)]) {
    for (name, value) in members {
        name.detach();
        value.detach();
    }
}

/// As JSON would have it, but for the quoting of strings.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Number(number) => f.write_str(number.as_str()),
            Self::String(text) => text.fmt(f),
            Self::List(items) => f.debug_list().entries(items).finish(),
            Self::Object(members) => AsMap(members).fmt(f),
        }
    }
}

/// Shows names with what stands under them, as a map.
pub(crate) struct AsMap<'a, T>(pub(crate) &'a [(Text, T)]);

impl<T: fmt::Debug> fmt::Debug for AsMap<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter().map(|(name, value)| (name, value))).finish()
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Number(Number(value.to_string().into()))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::String(value.into())
    }
}

impl From<Text> for Value {
    fn from(value: Text) -> Self {
        Self::String(value)
    }
}

/// The digits of a JSON number, as written: `5`, `-0.10`, `1E400`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(Text);

impl Number {
    /// Takes what the JSON grammar calls a number, else `None`.
    ///
    /// ```
    /// use ucwa_model::Number;
    ///
    /// assert_eq!(Number::new("-0.10").unwrap().as_str(), "-0.10");
    /// assert!(Number::new("0x10").is_none());
    /// ```
    #[must_use]
    pub fn new(digits: &str) -> Option<Self> {
        let end = number_end(digits.as_bytes(), 0).ok()?;
        (end == digits.len()).then(|| Self(digits.into()))
    }

    /// What the reader has checked already.
    pub(crate) fn checked(digits: Text) -> Self {
        Self(digits)
    }

    /// The number as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
