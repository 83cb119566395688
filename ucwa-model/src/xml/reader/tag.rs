//! [`Tag`], a start tag with its attributes.

use std::borrow::Cow;

use crate::xml::{MARKUP, UCWA, XSI};

/// The namespace of a name, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
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
            super::start::XML => Self::Xml,
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
    pub(super) attributes: Vec<Attribute<'a>>,
}

#[derive(Clone, Debug)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    /// The name with its prefix.
    pub(super) written: &'a str,
    pub(super) space: Space,
    pub(super) value: Cow<'a, str>,
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
        self.attributes.iter().find(|attribute| attribute.space == space && attribute.name == name).map(|found| &found.value)
    }

    /// An attribute that is neither among the expected ones nor one that every element may have.
    pub(crate) fn stray_attribute(&self, expected: &[&str]) -> Option<&'a str> {
        let stray = |attribute: &&Attribute<'_>| match attribute.space {
            Space::None => !expected.contains(&attribute.name),
            Space::Ucwa | Space::Other => true,
            Space::Xml | Space::Xsi | Space::Markup => false,
        };
        self.attributes.iter().find(stray).map(|attribute| attribute.written)
    }

    /// An attribute with a prefix that has no meaning here.
    pub(crate) fn prefixed_attribute(&self) -> Option<&'a str> {
        let prefixed = |attribute: &&Attribute<'_>| matches!(attribute.space, Space::Ucwa | Space::Other);
        self.attributes.iter().find(prefixed).map(|attribute| attribute.written)
    }

    /// The attributes of no namespace that are not among the expected ones, and those of foreign namespaces, by their names as
    /// written.
    pub(crate) fn others<'t>(&'t self, expected: &'t [&str]) -> impl Iterator<Item = (&'t str, &'t str)> {
        let other = move |attribute: &&Attribute<'_>| match attribute.space {
            Space::None => !expected.contains(&attribute.name),
            Space::Xml | Space::Ucwa | Space::Other => true,
            Space::Xsi | Space::Markup => false,
        };
        self.attributes.iter().filter(other).map(|attribute| (attribute.written, &*attribute.value))
    }
}
