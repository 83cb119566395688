//! What is beyond the schema, detached from the message that it came in.

use super::{Entry, Extra, Inner};
use crate::{AnyResource, Link, Text, value::detach_members};

impl Extra {
    /// Gives all texts memory of their own; see [`Codec::detach`](crate::Codec::detach).
    pub fn detach(&mut self) {
        let Some(inner) = self.inner.as_deref_mut() else {
            return;
        };
        let Inner { rel, properties, links, embedded, prefixed: _, flipped: _, spelled } = inner;
        rel.iter_mut().chain(spelled.iter_mut().map(|(_, name)| name)).for_each(Text::detach);
        detach_members(properties);
        links.detach(Link::detach);
        if !embedded.list.is_empty() {
            embedded.detach(AnyResource::detach);
        }
    }
}

impl<T> Entry<T> {
    /// Gives all texts memory of their own; `detach` does so for one value.
    pub(crate) fn detach(&mut self, detach: impl Fn(&mut T)) {
        match self {
            Self::One(value) => detach(value),
            Self::Many(values) => values.iter_mut().for_each(detach),
            Self::Raw(value) => value.detach(),
        }
    }
}
