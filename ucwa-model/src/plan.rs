//! What encoding means in every format: which links and embedded resources go out under which name, single or as a list.

mod groups;
mod rel;

use std::{borrow::Cow, vec};

use self::groups::{AnyEntry, Groups, LAST};
pub(crate) use self::rel::{empty_names, empty_names_of, rel_attribute, rel_property};

use crate::{
    AnyResource, Error, Extra, Link, Text, Value,
    bind::{Section, find},
    descriptor::{Field, Shape},
    extra::Entry,
    record::{FieldAccess, Record, ValueRef},
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
    slot: Option<&'a dyn FieldAccess>,
    /// What `extra` has, each with the number of the field's values before it.
    entries: Vec<(usize, AnyEntry<'a>)>,
}

impl<'a> Member<'a> {
    /// The values of a field that has some.
    #[inline]
    pub(crate) fn of_field(field: &'static Field, slot: &'a dyn FieldAccess) -> Self {
        let list = field.many || slot.len() > 1;
        Self { name: field.name.into(), list, many: Some(field.many), slot: Some(slot), entries: Vec::new() }
    }

    /// What only `extra` has.
    fn unknown(name: &'a str, entries: Vec<(usize, AnyEntry<'a>)>) -> Self {
        let mut member = Self { name: name.into(), list: false, many: None, slot: None, entries };
        member.list = member.has_list() || member.nodes().take(2).count() > 1;
        member
    }

    /// Its values, those of `extra` among those of the field.
    pub(crate) fn nodes(&self) -> Nodes<'a, '_> {
        let Self { slot, entries, .. } = self;
        Nodes { slot: *slot, next: 0, length: slot.map_or(0, FieldAccess::len), entries, next_of_entry: 0 }
    }

    /// Whether it is a list of the schema that is there and empty.
    pub(crate) fn is_empty_list(&self) -> bool {
        let has_name = || !self.name.contains(char::is_whitespace);
        self.list && self.many == Some(true) && self.nodes().next().is_none() && has_name()
    }

    /// Whether `extra` has a list under the name.
    fn has_list(&self) -> bool {
        self.entries.iter().any(|(_, entry)| entry.is_list())
    }
}

/// The values of a [`Member`].
pub(crate) struct Nodes<'a, 'm> {
    slot: Option<&'a dyn FieldAccess>,
    /// The value of the field that comes next, and how many there are.
    next: usize,
    length: usize,
    /// The entries that are still to come, and which value of the first comes next.
    entries: &'m [(usize, AnyEntry<'a>)],
    next_of_entry: usize,
}

impl<'a> Iterator for Nodes<'a, '_> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        loop {
            let entry = self.entries.first();
            let end = entry.map_or(self.length, |(place, _)| self.length.min(*place));
            if self.next < end {
                self.next += 1;
                match self.slot?.item(self.next - 1) {
                    Some(ValueRef::Link(link)) => return Some(Node::Link(link)),
                    Some(ValueRef::Record(record)) => return Some(Node::Record(record)),
                    _ => continue,
                }
            }
            if let Some(node) = entry?.1.node(self.next_of_entry) {
                self.next_of_entry += 1;
                return Some(node);
            }
            self.entries = self.entries.get(1..)?;
            self.next_of_entry = 0;
        }
    }
}

/// A property on its way out.
pub(crate) enum Property<'r, 'a> {
    /// The one value of a field, under its name.
    Usual(&'r ValueRef<'a>),
    /// One value, under a name in another case, or where the schema has a list.
    One { name: &'a str, item: &'r ValueRef<'a> },
    /// A list.
    List { name: &'a str, slot: &'a dyn FieldAccess },
}

/// A record on its way out, with what is asked of it again and again.
#[derive(Clone, Copy)]
pub(crate) struct Outgoing<'a> {
    pub(crate) record: &'a dyn Record,
    pub(crate) shape: &'static Shape,
    pub(crate) extra: &'a Extra,
    /// The slots that may hold something.
    present: u64,
    /// The slot that has gone out already, if any.
    done: usize,
}

impl<'a> Outgoing<'a> {
    #[inline]
    pub(crate) fn of(record: &'a dyn Record) -> Self {
        Self { record, shape: record.shape(), extra: record.extra(), present: record.present(), done: usize::MAX }
    }

    /// Hands out the properties that are there. Items are looked at where they are: one that moves waits for its own stores.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn properties(
        self,
        mut write: impl FnMut(&'static Field, Property<'_, 'a>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Self { record, extra, .. } = self;
        for (index, field, slot) in self.slots(Section::Properties) {
            let first = slot.item(0);
            let usual = !field.many && (extra.is_plain() || extra.is_usual(index));
            match &first {
                Some(item) if usual => write(field, Property::Usual(item))?,
                None if !field.many || !slot.is_present() => {}
                Some(item) if field.many == extra.is_flipped(index) && slot.len() == 1 => {
                    write(field, Property::One { name: name(record, index, field), item })?;
                }
                _ => write(field, Property::List { name: name(record, index, field), slot })?,
            }
        }
        Ok(())
    }

    /// Hands out the links or embedded resources that are there, each with its first value.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn fields(
        self,
        section: Section,
        mut write: impl FnMut(&'static Field, &'a dyn FieldAccess, &ValueRef<'a>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        for (_, field, slot) in self.slots(section) {
            if let Some(first) = &slot.item(0) {
                write(field, slot, first)?;
            }
        }
        Ok(())
    }

    /// Without its link to itself, which has gone out.
    pub(crate) fn without_own_link(self) -> Self {
        Self { done: self.own_index().unwrap_or(usize::MAX), ..self }
    }

    /// The slot of the link to itself.
    fn own_index(self) -> Option<usize> {
        match self.shape.links() {
            [first, ..] if first.name == "self" => Some(self.shape.links),
            _ => find(self.shape, Section::Links, "self").map(|(index, _)| index),
        }
    }

    /// The one link to itself, if it has a field for that.
    pub(crate) fn own_link(self) -> Option<&'a Link> {
        let slot = self.record.slot(self.own_index()?)?;
        match slot.item(0)? {
            ValueRef::Link(link) if slot.len() == 1 => Some(link),
            _ => None,
        }
    }

    /// The slots of a section that may hold something, each with its index and its field.
    #[inline(always)]
    fn slots(self, section: Section) -> impl Iterator<Item = (usize, &'static Field, &'a dyn FieldAccess)> {
        let (fields, start) = fields_of(self.shape, section);
        let (mut next, end) = (start, start + fields.len());
        std::iter::from_fn(move || {
            while next < end {
                // the bits are of the first 64
                let absent = if next < 64 { (self.present >> next).trailing_zeros() } else { 0 };
                let index = next + absent as usize;
                next = index + 1;
                if index < end
                    && index != self.done
                    && let (Some(field), Some(slot)) = (fields.get(index - start), self.record.slot(index))
                {
                    return Some((index, field, slot));
                }
            }
            None
        })
    }
}

/// The fields of a section, and the slot of the first.
fn fields_of(shape: &'static Shape, section: Section) -> (&'static [Field], usize) {
    match section {
        Section::Embedded => (shape.embedded(), shape.embedded),
        Section::Links => (shape.links(), shape.links),
        Section::Properties => (shape.properties(), 0),
    }
}

/// The members of `_links` or of `_embedded`, the known ones first. They are collected, because most records are not asked for them: an
/// iterator that finds one after another would be compiled anew for each use.
pub(crate) fn members(record: &dyn Record, section: Section) -> vec::IntoIter<Member<'_>> {
    let (fields, start) = fields_of(record.shape(), section);
    let mut members = Vec::new();
    if record.extra().adds_nothing(section) {
        for (index, field) in (start..).zip(fields) {
            if let Some(slot) = record.slot(index).filter(|slot| !slot.is_empty()) {
                members.push(Member::of_field(field, slot));
            }
        }
    } else {
        let mut groups = Groups::of(record.extra(), section);
        for (index, field) in (start..).zip(fields) {
            members.extend(known(record, &mut groups, index, field));
        }
        members.extend(groups.rest());
    }
    members.into_iter()
}

/// The name under which a property goes out: the schema's, or as it came.
pub(crate) fn name<'a>(record: &'a dyn Record, index: usize, field: &'static Field) -> &'a str {
    record.extra().spelling(index).map_or(field.name, Text::as_str)
}

/// A known member, if there is anything under its name.
fn known<'a>(record: &'a dyn Record, groups: &mut Groups<'a>, index: usize, field: &'static Field) -> Option<Member<'a>> {
    let extra = record.extra();
    let prefixed = |prefix| Cow::from(format!("{prefix}{}", field.name));
    let name: Cow<'_, str> = extra.prefix(index).map_or_else(|| name(record, index, field).into(), prefixed);
    let slot = record.slot(index)?;
    let mut entries = groups.take(&name);
    let mut last = 0;
    for (place, _) in &mut entries {
        last = last.max(*place); // they came in this order
        *place = last;
    }
    if slot.is_empty() && entries.is_empty() {
        return None;
    }
    let mut member = Member { name, list: false, many: Some(field.many), slot: Some(slot), entries };
    member.list = match member.nodes().take(2).count() {
        0 if member.has_list() => true,
        0 => return None,
        1 if slot.is_empty() => member.has_list(),
        1 => field.many != extra.is_flipped(index),
        _ => true,
    };
    Some(member)
}

/// The resources that came along with an event.
pub(crate) fn resources(embedded: &[(Text, Entry<AnyResource>)]) -> impl Iterator<Item = Member<'_>> {
    let (one, many) = match embedded {
        [(role, entry)] => (Some(Member::unknown(role, vec![(LAST, AnyEntry::Resource(entry))])), Vec::new()), // most of the time
        _ => (None, grouped(embedded)),
    };
    one.into_iter().chain(many)
}

fn grouped(embedded: &[(Text, Entry<AnyResource>)]) -> Vec<Member<'_>> {
    let mut groups = Groups::new();
    for (role, entry) in embedded {
        groups.add(role, LAST, AnyEntry::Resource(entry));
    }
    groups.rest()
}

/// The members that only `extra` has.
pub(crate) fn unknown(extra: &Extra, section: Section) -> vec::IntoIter<Member<'_>> {
    let unknown = if extra.adds_nothing(section) { Vec::new() } else { Groups::of(extra, section).rest() };
    unknown.into_iter()
}
