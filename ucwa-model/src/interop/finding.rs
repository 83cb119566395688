//! `Serialize` for what decoders and encoders find, for tools.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{Code, Detail, Error, Place, Report, Unknown, UnknownKind, Violation};

/// `Serialize` for types whose fields are public: each under its name.
macro_rules! fields {
    ($($type:ident: $($field:ident),*;)*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut fields = serializer.serialize_struct(stringify!($type), [$(stringify!($field)),*].len())?;
                $(fields.serialize_field(stringify!($field), &self.$field)?;)*
                fields.end()
            }
        }
    )*};
}

fields! {
    Place: offset, line, column;
    Report: deviations, unknown, omitted;
    Unknown: path, kind, expected, found;
    Violation: code, path, expected, found, place;
}

/// `Serialize` for types that stand for something else.
macro_rules! stand_for {
    ($($type:ident: $what:expr;)*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $what(self).serialize(serializer)
            }
        }
    )*};
}

stand_for! {
    Code: |code: &Code| code.as_str();
    Error: Self::violation;
    UnknownKind: |kind: &UnknownKind| kind.as_str();
}

impl Serialize for Detail {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Words(words) => serializer.serialize_str(words),
        }
    }
}
