//! Names as the formats write them.

use super::{Field, Kind};

/// A name of the wire, alone and as the formats write it; [`__names`](crate::__names) makes it.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// Alone.
    pub name: &'static str,
    /// Of a text in JSON, behind another member.
    pub json: &'static str,
    /// Of a link in JSON, behind another member, up to its href.
    pub json_link: &'static str,
    /// Of a property in XML.
    pub property: &'static str,
    /// Of a link in XML, up to its href.
    pub link: &'static str,
}

/// A name, and how it begins a member, so that writers add one piece for it.
#[doc(hidden)]
#[macro_export]
macro_rules! __names {
    ($name:literal) => {
        $crate::private::Names {
            name: $name,
            json: ::core::concat!(",\"", $name, "\":\""),
            json_link: ::core::concat!(",\"", $name, "\":{\"href\":\""),
            property: ::core::concat!("<property name=\"", $name, "\">"),
            link: ::core::concat!("<link rel=\"", $name, "\" href=\""),
        }
    };
}

impl Field {
    pub(crate) const fn of(
        names: Names,
        kind: Kind,
        many: bool,
        required: bool,
        range: Option<(i64, i64)>,
        doc: &'static str,
    ) -> Self {
        let Names { name, json, json_link, property, link } = names;
        let (json, xml) = match kind {
            Kind::Link | Kind::Data => (json_link, link),
            _ => (json, property),
        };
        Self { name, json, xml, kind, many, required, range, doc }
    }
}
