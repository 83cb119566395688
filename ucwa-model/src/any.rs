//! [`AnyResource`], a resource whose rel is known at run time only.

use std::{any::Any, array};

use crate::{
    AnyResource, RELS,
    dialect::plain_rel,
    lookup,
    record::{self, Record},
};

/// Where each rel stands among [`RELS`].
static PLACES: [u16; lookup::size(RELS.len())] = {
    let (mut places, mut index) = (lookup::empty(), 0);
    while index < RELS.len() {
        places = lookup::insert(places, RELS[index].0, 0, index);
        index += 1;
    }
    places
};

impl Eq for AnyResource {}

impl AnyResource {
    /// An empty resource of the type that travels under a rel, with or without the prefix of a [dialect](crate::dialect).
    ///
    /// Where a rel has two revisions (`group` and `group2` both travel as `group`), a body does not say which it is; only a link
    /// to it may, in [`Link::revision`](crate::Link::revision). It is taken for the latest, which knows all members of the earlier.
    ///
    /// ```
    /// use ucwa_model::AnyResource;
    ///
    /// assert!(matches!(AnyResource::for_rel("messagingInvitation"), AnyResource::MessagingInvitation(_)));
    /// assert!(matches!(AnyResource::for_rel("whiteboard"), AnyResource::Other(_)));
    /// ```
    #[must_use]
    pub fn for_rel(rel: &str) -> Self {
        known(plain_rel(rel)).unwrap_or_default()
    }

    /// Gives all texts memory of their own; see [`Codec::detach`](crate::Codec::detach).
    pub fn detach(&mut self) {
        crate::record::detach(self.record_mut());
    }

    /// The resource, if it is of that type.
    ///
    /// ```
    /// use ucwa_model::{AnyResource, Link, communication::Message, people::Contact};
    ///
    /// let mut message = Message::default();
    /// message.self_link = Link::new("/m/1").into();
    /// let resource = AnyResource::from(message.clone());
    ///
    /// assert_eq!(resource.downcast_ref::<Message>(), Some(&message));
    /// assert_eq!(resource.downcast_ref::<Contact>(), None);
    /// ```
    #[must_use]
    pub fn downcast_ref<T: Record>(&self) -> Option<&T> {
        let record: &dyn Any = self.record();
        record.downcast_ref()
    }

    /// The resource as the type that it is of. For the types of the schema, `TryFrom` does so too.
    ///
    /// ```
    /// use ucwa_model::{AnyResource, communication::Message, people::Contact};
    ///
    /// let resource = AnyResource::for_rel("message");
    /// let resource = resource.downcast::<Contact>().unwrap_err();
    /// let message = Message::try_from(resource).unwrap();
    /// assert_eq!(message, Message::default());
    /// ```
    ///
    /// # Errors
    /// The resource, if it is of another type.
    pub fn downcast<T: Record + Default>(mut self) -> Result<T, Self> {
        record::take(self.record_mut()).ok_or(self)
    }

    /// What it calls itself.
    #[must_use]
    pub fn rel(&self) -> Option<&str> {
        record::rel(self.record())
    }
}

/// An empty resource of the type that travels under a rel, if the schema has one.
#[inline]
fn known(rel: &str) -> Option<AnyResource> {
    let is = |index: usize| RELS.get(index).is_some_and(|(name, _)| *name == rel);
    let index = lookup::find(&PLACES, rel, 0, is)?;
    RELS.get(index).map(|(_, new)| new())
}

/// A resource that is being read.
///
/// The compiler repeats the code that drops a value in every part of the library that may drop it, and for an `AnyResource` that is code
/// for all types of the schema. An iterator over an array drops what it holds by a function, which is compiled once.
pub(crate) struct NewResource(array::IntoIter<AnyResource, 1>);

impl NewResource {
    /// An empty one of the type that travels under a rel, with or without the prefix of a dialect.
    pub(crate) fn for_rel(rel: Option<&str>) -> Self {
        Self([rel.map_or_else(AnyResource::default, AnyResource::for_rel)].into_iter())
    }

    /// An empty one of the type that travels under a rel, if the schema has one.
    pub(crate) fn known(rel: &str) -> Option<Self> {
        known(rel).map(|resource| Self([resource].into_iter()))
    }

    pub(crate) fn record(&self) -> &dyn Record {
        self.0.as_slice()[0].record()
    }

    pub(crate) fn record_mut(&mut self) -> &mut dyn Record {
        self.0.as_mut_slice()[0].record_mut()
    }

    /// Whether the schema does not know its rel.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self.0.as_slice(), [AnyResource::Other(_)])
    }

    #[inline(never)]
    pub(crate) fn push_to(self, list: &mut Vec<AnyResource>) {
        list.push(self.finish());
    }

    #[inline(never)]
    pub(crate) fn finish(mut self) -> AnyResource {
        self.0.next().unwrap_or_default()
    }
}
