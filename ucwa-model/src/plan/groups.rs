//! What `extra` has of one section, by name.

use std::collections::BTreeMap;

use super::{Member, Node};
use crate::{AnyResource, Extra, Link, bind::Section, extra::Entry};

/// The entries of one section of `extra`, by name, in the order in which the names came.
pub(super) struct Groups<'a> {
    groups: Vec<(&'a str, Vec<(usize, AnyEntry<'a>)>)>,
    positions: BTreeMap<&'a str, usize>,
}

impl<'a> Groups<'a> {
    pub(super) fn of(extra: &'a Extra, section: Section) -> Self {
        Self::new(entries(extra, section))
    }

    pub(super) fn new(entries: impl Iterator<Item = (&'a str, usize, AnyEntry<'a>)>) -> Self {
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
    pub(super) fn take(&mut self, name: &str) -> Vec<(usize, AnyEntry<'a>)> {
        let position = self.positions.remove(name);
        position.and_then(|position| self.groups.get_mut(position)).map(|(_, group)| std::mem::take(group)).unwrap_or_default()
    }

    /// What no known member has taken.
    pub(super) fn rest(self) -> impl Iterator<Item = Member<'a>> {
        self.groups.into_iter().filter(|(_, group)| !group.is_empty()).map(|(name, entries)| Member::unknown(name, entries))
    }
}

/// An entry of either section.
#[derive(Clone, Copy)]
pub(super) enum AnyEntry<'a> {
    Link(&'a Entry<Link>),
    Resource(&'a Entry<AnyResource>),
}

impl<'a> AnyEntry<'a> {
    pub(super) fn is_list(&self) -> bool {
        matches!(self, Self::Link(Entry::Many(_)) | Self::Resource(Entry::Many(_)))
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = Node<'a>> + use<'a> {
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
pub(super) const LAST: usize = usize::MAX;

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
