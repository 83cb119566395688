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
        let mut places = extra.places(section).iter().peekable();
        let mut place = |index| places.next_if(|(placed, _)| *placed == index).map_or(LAST, |(_, place)| *place);
        let mut all = Self::new();
        match section {
            Section::Links => {
                for (index, (name, entry)) in extra.links().iter().enumerate() {
                    all.add(name, place(index), AnyEntry::Link(entry));
                }
            }
            Section::Embedded => {
                for (index, (name, entry)) in extra.embedded().iter().enumerate() {
                    all.add(name, place(index), AnyEntry::Resource(entry));
                }
            }
            Section::Properties => {}
        }
        all
    }

    pub(super) fn new() -> Self {
        Self { groups: Vec::new(), positions: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, name: &'a str, place: usize, entry: AnyEntry<'a>) {
        let position = *self.positions.entry(name).or_insert(self.groups.len());
        match self.groups.get_mut(position) {
            Some((_, group)) => group.push((place, entry)),
            None => self.groups.push((name, vec![(place, entry)])),
        }
    }

    /// What stands under a name; it is not among the rest any more, nor there to be taken again.
    pub(super) fn take(&mut self, name: &str) -> Vec<(usize, AnyEntry<'a>)> {
        let position = self.positions.get(name);
        let group = position.and_then(|position| self.groups.get_mut(*position));
        group.map(|(_, group)| std::mem::take(group)).unwrap_or_default()
    }

    /// What no known member has taken.
    pub(super) fn rest(self) -> Vec<Member<'a>> {
        let mut rest = Vec::new();
        for (name, entries) in self.groups {
            if !entries.is_empty() {
                rest.push(Member::unknown(name, entries));
            }
        }
        rest
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

    /// One of its values.
    pub(super) fn node(&self, index: usize) -> Option<Node<'a>> {
        match *self {
            Self::Link(Entry::Raw(raw)) | Self::Resource(Entry::Raw(raw)) => (index == 0).then_some(Node::Raw(raw)),
            Self::Link(entry) => entry.iter().nth(index).map(Node::Link),
            Self::Resource(entry) => entry.iter().nth(index).map(|resource| Node::Record(resource.record())),
        }
    }
}

/// The place after all values of the field.
pub(super) const LAST: usize = usize::MAX;
