//! The three parts of a record, and which field of a part has a name.

use std::ops::Range;

use super::{Field, Kind, Shape};
use crate::{UnknownKind, lookup, scan};

/// A property that any resource may have, and that no table lists.
pub(crate) const ETAG: &str = "etag";

/// The three places where a member can stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Properties,
    Links,
    Embedded,
}

impl Section {
    /// What a field holds that has one value, in the words of findings.
    pub(crate) fn one(self) -> &'static str {
        match self {
            Self::Properties => "one value",
            Self::Links => "one link",
            Self::Embedded => "one resource",
        }
    }

    /// The fields of that part.
    #[inline]
    pub(crate) fn of(self, shape: &Shape) -> Range<usize> {
        match self {
            Self::Properties => 0..shape.links,
            Self::Links => shape.links..shape.embedded,
            Self::Embedded => shape.embedded..shape.fields.len(),
        }
    }

    /// What a member is that no field takes.
    pub(crate) fn unknown(self) -> UnknownKind {
        match self {
            Self::Properties => UnknownKind::Property,
            Self::Links => UnknownKind::Link,
            Self::Embedded => UnknownKind::Embedded,
        }
    }

    /// The member of a JSON object that it is, if it is one.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Properties => "",
            Self::Links => "_links",
            Self::Embedded => "_embedded",
        }
    }
}

impl Shape {
    /// The index of the property that has a name among [`fields`](Self::fields), in one step.
    #[must_use]
    pub fn property(&'static self, name: &str) -> Option<usize> {
        find(self, Section::Properties, name).map(|(index, _)| index)
    }

    /// The index of the link that has a name among [`fields`](Self::fields), in one step.
    ///
    /// ```
    /// use ucwa_model::descriptor;
    ///
    /// let message = descriptor::shape_of_rel("message").unwrap();
    /// assert_eq!(message.fields[message.link("plainMessage").unwrap()].name, "plainMessage");
    /// assert_eq!(message.link("timeStamp"), None);
    /// assert!(message.property("timeStamp").is_some());
    /// ```
    #[must_use]
    pub fn link(&'static self, name: &str) -> Option<usize> {
        find(self, Section::Links, name).map(|(index, _)| index)
    }
}

/// The index and the field of a member, if the schema knows it.
#[inline]
pub(crate) fn find(shape: &'static Shape, section: Section, name: &str) -> Option<(usize, &'static Field)> {
    let range = section.of(shape);
    let is = |index| {
        range.contains(&index) && shape.fields.get(index).is_some_and(|field| scan::same(field.name.as_bytes(), name.as_bytes()))
    };
    let index = lookup::find(shape.places, name, section as usize, is)?;
    Some((index, shape.fields.get(index)?))
}

/// The field of a member by its name; that of an input's in any case.
pub(crate) fn find_input(shape: &'static Shape, section: Section, name: &str) -> Option<(usize, &'static Field)> {
    find(shape, section, name).or_else(|| find_other_case(shape, section, name))
}

/// The field of an input whose name differs from this one in case alone.
pub(crate) fn find_other_case(shape: &'static Shape, section: Section, name: &str) -> Option<(usize, &'static Field)> {
    if !shape.form.is_input() {
        return None;
    }
    let mut fields = shape.fields.iter().enumerate().take(section.of(shape).end).skip(section.of(shape).start);
    fields.find(|(_, field)| field.name.eq_ignore_ascii_case(name))
}

/// The part that a member of a kind belongs to.
pub(crate) const fn section(kind: &Kind) -> Section {
    match kind {
        Kind::Embedded(_) => Section::Embedded,
        Kind::Link | Kind::Data => Section::Links,
        _ => Section::Properties,
    }
}
