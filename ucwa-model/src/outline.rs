//! What encoding means in every format: which links and embedded resources go out under which name, single or as a list.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use crate::{
    AnyResource, Code, Error, Extra, Format, Limits, Link, Text, Value,
    assemble::Section,
    context::Context,
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
    let shape = record.shape();
    let (fields, start) = match section {
        Section::Embedded => (shape.embedded(), shape.embedded),
        _ => (shape.links(), shape.links),
    };
    fields.iter().enumerate().filter_map(move |(offset, field)| field_member(record, start + offset, field))
}

/// What a field has, if anything.
#[inline]
pub(crate) fn field_member<'a>(record: &'a dyn Record, index: usize, field: &'static Field) -> Option<Member<'a>> {
    let slot = record.slot(index)?;
    let list = match slot.len() {
        0 => return None,
        1 => field.many,
        _ => true,
    };
    Some(Member { name: field.name.into(), list, many: Some(field.many), slot: Some(slot), entries: Vec::new() })
}

fn all(record: &dyn Record, section: Section) -> impl Iterator<Item = Member<'_>> {
    let (shape, extra) = (record.shape(), record.extra());
    let (fields, start) = match section {
        Section::Embedded => (shape.embedded(), shape.embedded),
        _ => (shape.links(), shape.links),
    };
    let mut groups = Groups::of(extra, section);
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

/// Refuses a record with more members than the limit. There are so many at most; `count` says how many there are.
#[inline]
pub(crate) fn bound_members(cx: &mut Context<'_>, most: usize, count: impl FnOnce() -> usize) -> Result<(), Error> {
    if most <= cx.limits.members { Ok(()) } else { cx.bound(0, Code::Members, cx.limits.members, count()) }
}

/// Refuses a list with more items than the limit.
#[inline]
pub(crate) fn bound_items(cx: &mut Context<'_>, count: usize) -> Result<(), Error> {
    cx.bound(0, Code::Items, cx.limits.items, count)
}

/// The limits of what has been written as a whole. A text that is shorter than one text may be needs no look at its parts.
pub(crate) fn check(cx: &mut Context<'_>, format: Format, text: &str) -> Result<(), Error> {
    cx.bound(0, Code::Bytes, cx.limits.bytes, text.len())?;
    // no element that is written has more attributes, and each level declares two prefixes at most
    let few = cx.limits.attributes < 8 || cx.limits.declarations < 2 * Limits::MAX_DEPTH;
    match format {
        Format::Json if text.len() > cx.limits.text => crate::json::check_texts(cx, text),
        Format::Xml if few || text.len() > cx.limits.text => crate::xml::check_texts(cx, text),
        _ => Ok(()),
    }
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
