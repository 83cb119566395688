//! What encoding means in every format: which links and embedded resources go out under which name, single or as a list.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use crate::{
    AnyResource, Error, Extra, Link, Text, Value,
    assemble::Section,
    descriptor::{Field, Form},
    extra::{Entry, Naming},
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
    slot: Option<&'a dyn Slot>,
    /// What `extra` has, each with the number of the field's values before it.
    entries: Vec<(usize, AnyEntry<'a>)>,
}

impl<'a> Member<'a> {
    /// The values of a field that has some.
    #[inline]
    pub(crate) fn of_field(field: &'static Field, slot: &'a dyn Slot) -> Self {
        let list = field.many || slot.len() > 1;
        Self { name: field.name.into(), list, many: Some(field.many), slot: Some(slot), entries: Vec::new() }
    }

    /// What only `extra` has.
    fn unknown(name: &'a str, entries: Vec<(usize, AnyEntry<'a>)>) -> Self {
        let mut member = Self { name: name.into(), list: false, many: None, slot: None, entries };
        member.list = member.has_list() || member.nodes().take(2).count() > 1;
        member
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node<'a>> + use<'a, '_> {
        let slot = self.slot;
        let values = move |range: Range<usize>| {
            range.filter_map(move |index| match slot?.item(index)? {
                Item::Link(link) => Some(Node::Link(link)),
                Item::Record(record) => Some(Node::Record(record)),
                _ => None,
            })
        };
        let length = slot.map_or(0, Slot::len);
        let last = self.entries.last().map_or(0, |(place, _)| *place).min(length);
        let mut start = 0;
        let among = self.entries.iter().flat_map(move |(place, entry)| {
            let before = start..(*place).min(length);
            start = before.end;
            values(before).chain(entry.nodes())
        });
        on_the_heap(among.chain(values(last..length)))
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

/// A property on its way out.
pub(crate) enum Property<'r, 'a> {
    /// The one value of a field, under its name.
    Usual(&'r Item<'a>),
    /// One value, under a name in another case, or where the schema has a list.
    One { name: &'a str, item: &'r Item<'a> },
    /// A list.
    List { name: &'a str, slot: &'a dyn Slot },
}

/// Hands out the properties that are there. Items are looked at where they are: one that moves waits for its own stores.
#[inline(always)]
pub(crate) fn properties<'a>(
    record: &'a dyn Record,
    mut write: impl FnMut(&'static Field, Property<'_, 'a>) -> Result<(), Error>,
) -> Result<(), Error> {
    let extra = record.extra();
    for (index, field) in record.shape().properties().iter().enumerate() {
        let Some(slot) = record.slot(index) else { continue };
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

/// Hands out the fields of a section that have values, each with its first one.
#[inline(always)]
pub(crate) fn present<'a>(
    record: &'a dyn Record,
    section: Section,
    mut write: impl FnMut(&'static Field, &'a dyn Slot, &Item<'a>) -> Result<(), Error>,
) -> Result<(), Error> {
    let (fields, start) = fields_of(record, section);
    for (offset, field) in fields.iter().enumerate() {
        if let Some(slot) = record.slot(start + offset)
            && let Some(first) = &slot.item(0)
        {
            write(field, slot, first)?;
        }
    }
    Ok(())
}

/// The fields of a section, and the slot of the first.
fn fields_of(record: &dyn Record, section: Section) -> (&'static [Field], usize) {
    let shape = record.shape();
    match section {
        Section::Embedded => (shape.embedded(), shape.embedded),
        Section::Links => (shape.links(), shape.links),
        Section::Properties => (shape.properties(), 0),
    }
}

/// The members of `_links` or of `_embedded`, the known ones first.
pub(crate) fn members(record: &dyn Record, section: Section) -> impl Iterator<Item = Member<'_>> {
    let ordinary = record.extra().is_ordinary(section);
    let (ordinary, others) = if ordinary { (Some(fields(record, section)), None) } else { (None, Some(all(record, section))) };
    on_the_heap(ordinary.into_iter().flatten().chain(others.into_iter().flatten()))
}

/// Keeps an iterator out of the frame of a function that calls itself, where nothing else makes frames small.
#[cfg(debug_assertions)]
fn on_the_heap<'a, T>(iterator: impl Iterator<Item = T> + 'a) -> Box<dyn Iterator<Item = T> + 'a> {
    Box::new(iterator)
}

#[cfg(not(debug_assertions))]
#[inline(always)]
fn on_the_heap<T>(iterator: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    iterator
}

/// The members of a record that has nothing to say beyond its fields.
fn fields(record: &dyn Record, section: Section) -> impl Iterator<Item = Member<'_>> {
    let (fields, start) = fields_of(record, section);
    let present = move |(offset, field)| {
        let slot = record.slot(start + offset).filter(|slot| !slot.is_empty())?;
        Some(Member::of_field(field, slot))
    };
    fields.iter().enumerate().filter_map(present)
}

fn all(record: &dyn Record, section: Section) -> impl Iterator<Item = Member<'_>> {
    let (fields, start) = fields_of(record, section);
    let mut groups = Groups::of(record.extra(), section);
    let known = fields.iter().enumerate().filter_map(|(offset, field)| known(record, &mut groups, start + offset, field));
    let known: Vec<Member<'_>> = known.collect();
    known.into_iter().chain(groups.rest())
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
    let one = match embedded {
        [(role, entry)] => Some(Member::unknown(role, vec![(LAST, AnyEntry::Resource(entry))])), // as a rule
        _ => None,
    };
    let entries = embedded.iter().map(|(role, entry)| (role.as_str(), LAST, AnyEntry::Resource(entry)));
    let many = (embedded.len() > 1).then(|| Groups::new(entries).rest());
    one.into_iter().chain(many.into_iter().flatten())
}

/// The members that only `extra` has.
pub(crate) fn unknown(extra: &Extra, section: Section) -> impl Iterator<Item = Member<'_>> {
    (!extra.is_ordinary(section)).then(|| Groups::of(extra, section).rest()).into_iter().flatten()
}

/// The entries of one section of `extra`, by name, in the order in which the names came.
struct Groups<'a> {
    groups: Vec<(&'a str, Vec<(usize, AnyEntry<'a>)>)>,
    positions: BTreeMap<&'a str, usize>,
}

impl<'a> Groups<'a> {
    fn of(extra: &'a Extra, section: Section) -> Self {
        Self::new(entries(extra, section))
    }

    fn new(entries: impl Iterator<Item = (&'a str, usize, AnyEntry<'a>)>) -> Self {
        let mut all = Self { groups: Vec::new(), positions: BTreeMap::new() };
        for (name, place, entry) in entries {
            let position = *all.positions.entry(name).or_insert(all.groups.len());
            match all.groups.get_mut(position) {
                Some((_, group)) => group.push((place, entry)),
                None => all.groups.push((name, vec![(place, entry)])),
            }
        }
        all
    }

    /// What stands under a name; it is not among the rest any more.
    fn take(&mut self, name: &str) -> Vec<(usize, AnyEntry<'a>)> {
        let position = self.positions.remove(name);
        position.and_then(|position| self.groups.get_mut(position)).map(|(_, group)| std::mem::take(group)).unwrap_or_default()
    }

    /// What no known member has taken.
    fn rest(self) -> impl Iterator<Item = Member<'a>> {
        self.groups.into_iter().filter(|(_, group)| !group.is_empty()).map(|(name, entries)| Member::unknown(name, entries))
    }
}

/// An entry of either section.
#[derive(Clone, Copy)]
enum AnyEntry<'a> {
    Link(&'a Entry<Link>),
    Resource(&'a Entry<AnyResource>),
}

impl<'a> AnyEntry<'a> {
    fn is_list(&self) -> bool {
        matches!(self, Self::Link(Entry::Many(_)) | Self::Resource(Entry::Many(_)))
    }

    fn nodes(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let (links, resources, raw) = match *self {
            Self::Link(Entry::Raw(raw)) | Self::Resource(Entry::Raw(raw)) => (None, None, Some(raw)),
            Self::Link(entry) => (Some(entry), None, None),
            Self::Resource(entry) => (None, Some(entry), None),
        };
        let links = links.into_iter().flat_map(Entry::iter).map(Node::Link);
        let resources = resources.into_iter().flat_map(Entry::iter).map(|resource| Node::Record(resource.record()));
        links.chain(resources).chain(raw.map(Node::Raw))
    }
}

/// The place after all values of the field.
const LAST: usize = usize::MAX;

/// The entries of one section of `extra`, each with its place.
fn entries(extra: &Extra, section: Section) -> impl Iterator<Item = (&str, usize, AnyEntry<'_>)> {
    let links = if section == Section::Links { extra.links() } else { &[] };
    let resources = if section == Section::Embedded { extra.embedded() } else { &[] };
    let links = links.iter().map(|(name, entry)| (name.as_str(), AnyEntry::Link(entry)));
    let all = links.chain(resources.iter().map(|(name, entry)| (name.as_str(), AnyEntry::Resource(entry))));
    let mut places = extra.places(section).iter().peekable();
    all.enumerate().map(move |(index, (name, entry))| {
        let place = places.next_if(|(placed, _)| *placed == index);
        (name, place.map_or(LAST, |(_, place)| *place), entry)
    })
}

/// What is there and empty, where nothing else tells, as names between spaces: `_links`, or `_links/NAME` of a list of the schema.
/// `has` says of which sections there are members.
pub(crate) fn empty_names(extra: &Extra, has: impl Fn(Section) -> bool, lists: &[(Section, String)]) -> Option<String> {
    let sections = [Section::Links, Section::Embedded].into_iter();
    let sections = sections.filter(|section| extra.is_noted_empty(*section) && !has(*section));
    let sections = sections.map(|section| section.name().to_owned());
    let lists = lists.iter().map(|(section, name)| format!("{}/{name}", section.name()));
    let names: Vec<String> = sections.chain(lists).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

/// The names of what a record has empty, as [`empty_names`] writes them.
pub(crate) fn empty_names_of(record: &dyn Record) -> Option<String> {
    let sections = [Section::Links, Section::Embedded];
    let extra = record.extra();
    if sections.into_iter().all(|section| extra.is_ordinary(section) && !extra.is_noted_empty(section)) {
        return None;
    }
    let lists = |section| {
        let lists = members(record, section).filter(Member::is_empty_list);
        lists.map(move |member| (section, member.name.into_owned()))
    };
    let lists: Vec<(Section, String)> = sections.into_iter().flat_map(lists).collect();
    empty_names(extra, |section| members(record, section).next().is_some(), &lists)
}

/// What a body calls itself, if it does.
pub(crate) fn rel(record: &dyn Record) -> Option<&str> {
    let shape = record.shape();
    let by_type = || matches!(shape.form, Form::Resource | Form::Replacement) && !shape.is_generic();
    match record.extra().naming() {
        Naming::Absent => None,
        _ => record.extra().rel().or_else(|| by_type().then_some(shape.rel)),
    }
}

/// What an XML root says in its attribute: what the body calls itself, where its form or what was read has it there.
pub(crate) fn rel_attribute(record: &dyn Record) -> Option<&str> {
    let has = match record.extra().naming() {
        Naming::Usual => record.shape().form == Form::Resource,
        Naming::Attribute | Naming::Both => true,
        Naming::Absent | Naming::Property => false,
    };
    rel(record).filter(|_| has)
}

/// What XML says in a property: what the body calls itself, unless its attribute alone does. `role` is what the attribute says.
pub(crate) fn rel_property<'a>(record: &'a dyn Record, role: Option<&str>) -> Option<&'a str> {
    let by_attribute = |rel: &str| record.extra().naming() == Naming::Attribute && role == Some(rel);
    rel(record).filter(|rel| !by_attribute(rel))
}
