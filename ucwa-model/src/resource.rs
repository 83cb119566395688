//! [`Resource`], for what the schema has no type for.

use crate::{
    Extra, Link, Text, Value,
    descriptor::{Form, Shape, constructors},
    dialect::is_rel,
    extra::Entry,
    record::{self, FieldAccess, Record},
};

/// A resource of any rel: its members are kept in order, and go out again as they came.
///
/// XML does not say what type a property has, nor whether a single link is one of a list: here every XML property is a string, and
/// a rel that occurs once is single.
///
/// ```
/// use ucwa_model::{Codec, Resource};
///
/// let resource = Resource::from_json(r#"{"rel":"whiteboard","pages":3,"_links":{"self":{"href":"/w/1"}}}"#)?;
/// assert_eq!(resource.rel(), Some("whiteboard"));
/// assert_eq!(resource.property("pages").and_then(|pages| pages.as_i64()), Some(3));
/// assert_eq!(resource.link("self").unwrap().href, "/w/1");
/// # Ok::<(), ucwa_model::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Resource {
    /// Everything that it holds.
    pub extra: Extra,
}

pub(crate) static SHAPE: Shape =
    constructors::shape("resource", "", Form::Resource, &[], &constructors::places::<1>(&[]), || Box::new(Resource::default()));

impl Resource {
    /// An empty resource of a rel.
    pub fn new(rel: impl Into<Text>) -> Self {
        let mut resource = Self::default();
        resource.extra.set_rel(rel.into());
        resource
    }

    /// What it calls itself.
    #[must_use]
    pub fn rel(&self) -> Option<&str> {
        record::rel(self)
    }

    /// The first property of that name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Value> {
        self.extra.property(name)
    }

    /// The first link of that rel, with or without the prefix of a [dialect](crate::dialect).
    #[must_use]
    pub fn link(&self, rel: &str) -> Option<&Link> {
        let links = self.extra.links().iter().filter(|(name, _)| is_rel(name, rel));
        links.flat_map(|(_, entry): &(Text, Entry<Link>)| entry.iter()).next()
    }
}

impl Record for Resource {
    fn shape(&self) -> &'static Shape {
        &SHAPE
    }

    fn slot(&self, _: usize) -> Option<&dyn FieldAccess> {
        None
    }

    fn slot_mut(&mut self, _: usize) -> Option<&mut dyn FieldAccess> {
        None
    }

    fn extra(&self) -> &Extra {
        &self.extra
    }

    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

crate::__record! { Resource }
