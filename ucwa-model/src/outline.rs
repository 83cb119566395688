//! What encoding means in every format: which links and embedded resources go out under which name, single or as a list.

use std::borrow::Cow;

use crate::{
    AnyResource, Extra, Link, Value,
    assemble::{DIALECT_PREFIX, Section, find},
    descriptor::{Field, Form, Shape},
    extra::{Entry, Rel},
    record::{Item, Record, Slot},
};

/// One link or embedded resource on its way out.
#[derive(Clone, Copy)]
pub(crate) enum Node<'a> {
    Link(&'a Link),
    Record(&'a dyn Record),
    Raw(&'a Value),
}

/// All that goes out under one name of `_links` or `_embedded`.
pub(crate) struct Member<'a> {
    pub(crate) name: Cow<'a, str>,
    /// Whether it goes out as a list.
    pub(crate) list: bool,
    /// What the schema says of the name, if it knows it.
    pub(crate) many: Option<bool>,
    extra: &'a Extra,
    section: Section,
    slot: Option<&'a dyn Slot>,
}

impl<'a> Member<'a> {
    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node<'a>> + use<'a, '_> {
        let slot = self.slot;
        let typed = (0..slot.map_or(0, Slot::len)).filter_map(move |index| match slot?.item(index)? {
            Item::Link(link) => Some(Node::Link(link)),
            Item::Record(record) => Some(Node::Record(record)),
            _ => None,
        });
        typed.chain(entries(self.extra, self.section).filter(|(name, _)| *name == self.name).flat_map(|(_, entry)| entry.nodes()))
    }

    /// Whether `extra` has a list under the name.
    fn has_list(&self) -> bool {
        entries(self.extra, self.section).any(|(name, entry)| name == self.name && entry.is_list())
    }
}

/// The members of `_links` or of `_embedded`, the known ones first.
pub(crate) fn members(record: &dyn Record, section: Section) -> impl Iterator<Item = Member<'_>> {
    let shape = record.shape();
    let (fields, start) = match section {
        Section::Embedded => (shape.embedded(), shape.embedded),
        _ => (shape.links(), shape.links),
    };
    let known = fields.iter().enumerate().filter_map(move |(offset, field)| known(record, section, start + offset, field));
    let rest = unknown(record.extra(), section).filter(move |member| !is_known(shape, record.extra(), section, &member.name));
    known.chain(rest)
}

/// A known member, if there is anything under its name.
fn known<'a>(record: &'a dyn Record, section: Section, index: usize, field: &'static Field) -> Option<Member<'a>> {
    let extra = record.extra();
    let name = if extra.is_prefixed(index) { format!("{DIALECT_PREFIX}{}", field.name).into() } else { field.name.into() };
    let slot = record.slot(index)?;
    let mut member = Member { name, list: false, many: Some(field.many), extra, section, slot: Some(slot) };
    member.list = match member.nodes().count() {
        0 if member.has_list() => true,
        0 => return None,
        1 if slot.is_empty() => member.has_list(),
        1 => field.many != extra.is_flipped(index),
        _ => true,
    };
    Some(member)
}

/// The members that only `extra` has.
pub(crate) fn unknown(extra: &Extra, section: Section) -> impl Iterator<Item = Member<'_>> {
    entries(extra, section).enumerate().filter_map(move |(index, (name, _))| {
        let repeated = entries(extra, section).take(index).any(|(earlier, _)| earlier == name);
        (!repeated).then(|| {
            let mut member = Member { name: name.into(), list: false, many: None, extra, section, slot: None };
            member.list = member.has_list() || member.nodes().count() > 1;
            member
        })
    })
}

/// Whether a name is the one that a known member goes out under.
fn is_known(shape: &'static Shape, extra: &Extra, section: Section, name: &str) -> bool {
    let found = find(shape, section, name).map(|(index, _)| (index, false));
    let prefixed = || name.strip_prefix(DIALECT_PREFIX).and_then(|name| find(shape, section, name));
    let found = found.or_else(|| prefixed().map(|(index, _)| (index, true)));
    found.is_some_and(|(index, prefixed)| extra.is_prefixed(index) == prefixed)
}

/// An entry of either section.
#[derive(Clone, Copy)]
enum AnyEntry<'a> {
    Link(&'a Entry<Link>),
    Resource(&'a Entry<AnyResource>),
}

impl<'a> AnyEntry<'a> {
    fn is_list(self) -> bool {
        matches!(self, Self::Link(Entry::Many(_)) | Self::Resource(Entry::Many(_)))
    }

    fn nodes(self) -> impl Iterator<Item = Node<'a>> {
        let (links, resources, raw) = match self {
            Self::Link(Entry::Raw(raw)) | Self::Resource(Entry::Raw(raw)) => (None, None, Some(raw)),
            Self::Link(entry) => (Some(entry), None, None),
            Self::Resource(entry) => (None, Some(entry), None),
        };
        let links = links.into_iter().flat_map(Entry::iter).map(Node::Link);
        let resources = resources.into_iter().flat_map(Entry::iter).map(|resource| Node::Record(resource.record()));
        links.chain(resources).chain(raw.map(Node::Raw))
    }
}

/// The entries of one section of `extra`.
fn entries(extra: &Extra, section: Section) -> impl Iterator<Item = (&str, AnyEntry<'_>)> {
    let links = if section == Section::Links { extra.links() } else { &[] };
    let resources = if section == Section::Embedded { extra.embedded() } else { &[] };
    let links = links.iter().map(|(name, entry)| (name.as_str(), AnyEntry::Link(entry)));
    links.chain(resources.iter().map(|(name, entry)| (name.as_str(), AnyEntry::Resource(entry))))
}

/// What a body calls itself, if it does.
pub(crate) fn rel(record: &dyn Record) -> Option<&str> {
    let shape = record.shape();
    match record.extra().rel() {
        Rel::Named(rel) => Some(rel),
        Rel::Absent => None,
        Rel::Usual => {
            let named = matches!(shape.form, Form::Resource | Form::Replacement) && !shape.is_generic();
            named.then_some(shape.rel)
        }
    }
}
