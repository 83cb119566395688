//! The type of a member in words.

use std::fmt::Write;

use ucwa_model::descriptor::{Field, Kind};

/// What one value is.
#[must_use]
pub fn kind(field: &Field) -> &'static str {
    match field.kind {
        Kind::String { .. } => "string",
        Kind::SipUri => "SIP URI",
        Kind::Boolean => "boolean",
        Kind::Integer => "integer",
        Kind::Date => "date",
        Kind::Enumeration(enumeration) => enumeration.name,
        Kind::Bag => "named values",
        Kind::Parameter => "name and reason",
        Kind::Link => "link",
        Kind::Data => "data link",
        Kind::Embedded(shape) => shape().name,
        _ => "value",
    }
}

/// The whole of it: list, limits, whether it is required.
#[must_use]
pub fn member(field: &Field) -> String {
    let mut words = kind(field).to_owned();
    if let Kind::String { limit: Some(limit) } = field.kind {
        let _ = write!(words, " of at most {limit} UTF-16 code units");
    }
    if field.many {
        words = format!("list of {words}");
    }
    if let Some((min, max)) = field.range {
        let _ = write!(words, " from {min} to {max}");
    }
    if field.required {
        words += ", required";
    }
    words
}
