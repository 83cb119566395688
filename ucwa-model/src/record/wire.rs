//! What goes into a field and comes out of it: values as the formats have them, and how well they fit.

use super::{BorrowedText, Record};
use crate::{Date, Link, Value};

/// A value on its way out.
#[derive(Debug)]
#[non_exhaustive]
pub enum ValueRef<'a> {
    /// Text of any kind.
    Text(BorrowedText<'a>),
    /// A boolean: JSON `true`, XML `True`.
    Boolean(bool),
    /// A number.
    Integer(i64),
    /// A date, in the form of the format.
    Date(Date),
    /// A structured value.
    Value(Value),
    /// A link.
    Link(&'a Link),
    /// An embedded record.
    Record(&'a dyn Record),
}

/// A value on its way in.
#[derive(Debug)]
#[non_exhaustive]
pub enum WireValue<'a> {
    /// A simple property value, or one item of a list.
    Scalar(Scalar<'a>),
    /// A structured property value.
    Value(&'a Value),
    /// A link.
    Link(Link),
}

/// A simple property value as a format has it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Scalar<'a> {
    /// A JSON string.
    Text(BorrowedText<'a>),
    /// A JSON boolean.
    Boolean(bool),
    /// A JSON number, as written.
    Number(&'a str),
    /// XML text, which may stand for a value of any type.
    Untyped(BorrowedText<'a>),
    /// A date in JSON's form.
    Date(Date),
}

impl Scalar<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "string",
            Self::Boolean(_) => "boolean",
            Self::Number(_) => "number",
            Self::Untyped(_) => "string",
            Self::Date(_) => "string",
        }
    }
}

impl<'a> WireValue<'a> {
    /// The text, if the format has one here.
    ///
    /// # Errors
    /// A rejection that says what was expected.
    #[inline]
    pub fn text(self, expected: &'static str) -> Result<BorrowedText<'a>, Rejected> {
        match self {
            Self::Scalar(Scalar::Text(text) | Scalar::Untyped(text)) => Ok(text),
            other => Err(Rejected::kind(expected, &other)),
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Scalar(scalar) => scalar.kind(),
            Self::Value(value) => value.kind(),
            Self::Link(_) => "link",
        }
    }
}

/// How well a value fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Accepted {
    /// The schema knows it.
    Known,
    /// A new value of an open enumeration.
    NewValue,
    /// The value is clear, but written in the other format's form.
    OtherForm,
}

/// Why a value does not fit its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejected {
    /// It is of another kind.
    Kind {
        /// What the field holds.
        expected: &'static str,
        /// What came.
        found: &'static str,
    },
    /// It is a text, but not of the form that the field needs.
    Syntax {
        /// What the field holds.
        expected: &'static str,
    },
    /// It is too long.
    Length {
        /// The limit, in UTF-16 code units.
        limit: u32,
        /// The length, in UTF-16 code units.
        found: usize,
    },
}

impl Rejected {
    pub(crate) fn kind(expected: &'static str, found: &WireValue<'_>) -> Self {
        Self::Kind { expected, found: found.kind() }
    }

    pub(crate) fn syntax(expected: &'static str) -> Self {
        Self::Syntax { expected }
    }

    pub(crate) fn length(limit: u32, found: usize) -> Self {
        Self::Length { limit, found }
    }
}
