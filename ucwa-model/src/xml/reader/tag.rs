//! [`Tag`], a start tag with its attributes.

use std::borrow::Cow;

use crate::xml::{MARKUP, UCWA, XSI};

/// The namespace of a name, as far as it matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Space {
    #[default]
    None,
    Ucwa,
    Xsi,
    Markup,
    Xml,
    Other,
}

impl Space {
    /// The namespace of a URI.
    pub(super) fn of(uri: &str) -> Self {
        match uri {
            "" => Self::None,
            UCWA => Self::Ucwa,
            XSI => Self::Xsi,
            MARKUP => Self::Markup,
            super::scope::XML => Self::Xml,
            _ => Self::Other,
        }
    }
}

/// A start tag.
#[derive(Clone, Debug)]
pub(crate) struct Tag<'a> {
    pub(crate) at: usize,
    pub(crate) name: &'a str,
    pub(crate) space: Space,
    pub(super) attributes: Attributes<'a>,
}

/// An attribute, without declarations of namespaces.
#[derive(Clone, Debug, Default)]
pub(super) struct Attribute<'a> {
    /// The name with its prefix, which only names in a namespace have.
    pub(super) written: &'a str,
    pub(super) space: Space,
    pub(super) value: Cow<'a, str>,
}

impl<'a> Attribute<'a> {
    /// The prefix and the rest of a name that has a prefix.
    pub(super) fn prefixed(&self) -> Option<(&'a str, &'a str)> {
        self.written.split_once(':')
    }

    fn is(&self, space: Space, name: &str) -> bool {
        let local = if space == Space::None { self.written } else { self.prefixed().map_or("", |(_, local)| local) };
        self.space == space && local == name
    }
}

/// The attributes of a start tag, in order. As many as servers write take no memory of their own.
#[derive(Clone, Debug, Default)]
pub(super) struct Attributes<'a> {
    few: [Attribute<'a>; FEW],
    count: usize,
    /// All of them, if they are more.
    many: Vec<Attribute<'a>>,
}

/// An event in a response has a rel, an href, a title and a status.
const FEW: usize = 4;

impl<'a> Attributes<'a> {
    #[inline]
    pub(super) fn push(&mut self, attribute: Attribute<'a>) {
        match self.few.get_mut(self.count) {
            Some(place) => *place = attribute,
            None => {
                if self.many.is_empty() {
                    self.many.extend(std::mem::take(&mut self.few));
                }
                self.many.push(attribute);
            }
        }
        self.count += 1;
    }

    fn as_slice(&self) -> &[Attribute<'a>] {
        if self.count <= FEW { self.few.get(..self.count).unwrap_or_default() } else { &self.many }
    }

    pub(super) fn iter_mut(&mut self) -> std::slice::IterMut<'_, Attribute<'a>> {
        if self.count <= FEW { self.few.get_mut(..self.count).unwrap_or_default() } else { &mut self.many }.iter_mut()
    }
}

impl<'a> Tag<'a> {
    /// An attribute of no namespace.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Cow<'a, str>> {
        self.lookup(Space::None, name)
    }

    /// An attribute that keeps what XML has no form for.
    pub(crate) fn markup(&self, name: &str) -> Option<&Cow<'a, str>> {
        self.lookup(Space::Markup, name)
    }

    /// Whether the element stands for null.
    pub(crate) fn is_nil(&self) -> bool {
        self.lookup(Space::Xsi, "nil").is_some_and(|value| matches!(value.trim(), "true" | "1"))
    }

    fn lookup(&self, space: Space, name: &str) -> Option<&Cow<'a, str>> {
        self.attributes.as_slice().iter().find(|attribute| attribute.is(space, name)).map(|found| &found.value)
    }

    /// An attribute that is neither among the expected ones nor one that every element may have.
    pub(crate) fn stray_attribute(&self, expected: &[&str]) -> Option<&'a str> {
        let stray = |attribute: &&Attribute<'_>| match attribute.space {
            Space::None => !expected.contains(&attribute.written),
            Space::Ucwa | Space::Other => true,
            Space::Xml | Space::Xsi | Space::Markup => false,
        };
        self.attributes.as_slice().iter().find(stray).map(|attribute| attribute.written)
    }

    /// An attribute with a prefix that has no meaning here.
    pub(crate) fn prefixed_attribute(&self) -> Option<&'a str> {
        let prefixed = |attribute: &&Attribute<'_>| matches!(attribute.space, Space::Ucwa | Space::Other);
        self.attributes.as_slice().iter().find(prefixed).map(|attribute| attribute.written)
    }

    /// The attributes of no namespace that are not among the expected ones, and those of foreign namespaces, by their names as
    /// written.
    pub(crate) fn others<'t>(&'t self, expected: &'t [&str]) -> impl Iterator<Item = (&'t str, &'t str)> {
        let other = move |attribute: &&Attribute<'_>| match attribute.space {
            Space::None => !expected.contains(&attribute.written),
            Space::Xml | Space::Ucwa | Space::Other => true,
            Space::Xsi | Space::Markup => false,
        };
        self.attributes.as_slice().iter().filter(other).map(|attribute| (attribute.written, &*attribute.value))
    }
}
