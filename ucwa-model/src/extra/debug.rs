//! What is beyond the schema, for people.

use std::fmt;

use super::{Entry, Extra};
use crate::value::AsMap;

/// One value as itself, many as a list.
impl<T: fmt::Debug> fmt::Debug for Entry<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(value) => value.fmt(f),
            Self::Many(values) => values.fmt(f),
            Self::Raw(value) => f.debug_tuple("Raw").field(value).finish(),
        }
    }
}

/// The members that it has, by kind and name, and the rel if it is not the type's.
impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Extra");
        if let Some(rel) = self.inner.as_ref().and_then(|inner| inner.rel.as_ref()) {
            shown.field("rel", rel);
        }
        if !self.properties().is_empty() {
            shown.field("properties", &AsMap(self.properties()));
        }
        if !self.links().is_empty() {
            shown.field("links", &AsMap(self.links()));
        }
        if !self.embedded().is_empty() {
            shown.field("embedded", &AsMap(self.embedded()));
        }
        shown.finish()
    }
}
