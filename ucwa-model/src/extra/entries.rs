//! What stands under unknown rels and roles.

use std::collections::BTreeMap;

use super::Entry;
use crate::{Text, Value};

/// What stands under unknown names, in order. A name may come twice, when some of it is raw.
#[derive(Clone)]
pub(super) struct Entries<T> {
    pub(super) list: Vec<(Text, Entry<T>)>,
    /// Which entries stand among the values of a field, and after how many of them; the others follow all.
    pub(super) places: Vec<(usize, usize)>,
    /// Where each name stands, once there are many: a hostile message has tens of thousands.
    index: BTreeMap<Text, usize>,
}

/// Up to this number, a name is found by looking at each.
pub(super) const FEW: usize = 32;

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self { list: Vec::new(), places: Vec::new(), index: BTreeMap::new() }
    }
}

/// The index says nothing that the list does not.
impl<T: PartialEq> PartialEq for Entries<T> {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list && self.places == other.places
    }
}

impl<T: Eq> Eq for Entries<T> {}

impl<T> Entries<T> {
    pub(super) fn push(&mut self, (name, entry): (Text, Entry<T>)) {
        if self.list.len() >= FEW {
            if self.index.is_empty() {
                let names = self.list.iter().enumerate().map(|(position, (name, _))| (name.clone(), position));
                self.index = names.collect();
            }
            self.index.insert(name.clone(), self.list.len());
        }
        self.list.push((name, entry));
    }

    /// Gives all texts memory of their own; `detach` does so for one value.
    pub(super) fn detach(&mut self, detach: impl Fn(&mut T)) {
        for (name, entry) in &mut self.list {
            name.detach();
            entry.detach(&detach);
        }
        self.index.clear(); // it is made again when it is needed
    }

    pub(super) fn place(&mut self, name: Text, entry: Entry<T>, place: Option<usize>) {
        self.places.extend(place.map(|place| (self.list.len(), place)));
        self.push((name, entry));
    }

    /// Where the latest entry of a name stands.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        if self.index.is_empty() { self.list.iter().rposition(|(key, _)| &**key == name) } else { self.index.get(name).copied() }
    }

    /// Whether the latest entry of a name is a list of other values.
    pub(super) fn is_raw_list(&self, name: &str) -> bool {
        let entry = self.position(name).and_then(|position| self.list.get(position));
        matches!(entry, Some((_, Entry::Raw(Value::List(_)))))
    }

    /// The latest entry of a name.
    fn find(&mut self, name: &str) -> Option<&mut Entry<T>> {
        let position = self.position(name)?;
        self.list.get_mut(position).map(|(_, entry)| entry)
    }

    /// Adds a value under a name that may have some already.
    pub(super) fn add(&mut self, name: &str, value: T) {
        let value = match self.find(name) {
            Some(entry) => match entry.push(value) {
                Ok(()) => return,
                Err(value) => value,
            },
            None => value,
        };
        self.push((name.into(), Entry::One(value)));
    }

    /// Makes a list of the one value under a name.
    pub(super) fn make_list(&mut self, name: &str) {
        if let Some(entry) = self.find(name) {
            *entry = match std::mem::replace(entry, Entry::Many(Vec::new())) {
                Entry::One(value) => Entry::Many(vec![value]),
                other => other,
            };
        }
    }
}
