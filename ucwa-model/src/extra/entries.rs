//! What stands under unknown rels and roles.

use std::{
    collections::BTreeMap,
    ops::{Deref, DerefMut},
    panic::{RefUnwindSafe, UnwindSafe},
};

use super::{Entry, Extra, Inner};
use crate::{AnyResource, Text, Value, any::NewResource};

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
        Self::new()
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
    pub(super) const fn new() -> Self {
        Self { list: Vec::new(), places: Vec::new(), index: BTreeMap::new() }
    }

    pub(super) fn push(&mut self, (name, entry): (Text, Entry<T>)) {
        if self.list.len() >= FEW {
            if self.index.is_empty() {
                for (position, (name, _)) in self.list.iter().enumerate() {
                    self.index.insert(name.clone(), position); // to collect them would compile a sort
                }
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

impl<T> Entry<T> {
    /// Adds a value, so that one becomes many.
    fn push(&mut self, value: T) -> Result<(), T> {
        match std::mem::replace(self, Self::Many(Vec::new())) {
            Self::One(first) => *self = Self::Many(vec![first, value]),
            Self::Many(mut values) => {
                values.push(value);
                *self = Self::Many(values);
            }
            raw @ Self::Raw(_) => {
                *self = raw;
                return Err(value);
            }
        }
        Ok(())
    }
}

/// Embedded resources by role. They lie behind a trait object: the compiler repeats the code that drops a value in every part of the
/// library that drops it, every record has an [`Extra`](super::Extra), and any type of the schema may be in one.
#[derive(Default)]
pub(super) struct Resources(Option<Box<dyn Hidden>>);

trait Hidden: Send + Sync + UnwindSafe + RefUnwindSafe {
    fn entries(&self) -> &Entries<AnyResource>;
    fn entries_mut(&mut self) -> &mut Entries<AnyResource>;
}

impl Hidden for Entries<AnyResource> {
    fn entries(&self) -> &Self {
        self
    }

    fn entries_mut(&mut self) -> &mut Self {
        self
    }
}

impl Resources {
    /// Takes all of them out.
    pub(super) fn take(&mut self) -> Vec<(Text, Entry<AnyResource>)> {
        self.0.take().map(|mut hidden| std::mem::take(&mut hidden.entries_mut().list)).unwrap_or_default()
    }
}

impl Deref for Resources {
    type Target = Entries<AnyResource>;

    fn deref(&self) -> &Self::Target {
        static NONE: Entries<AnyResource> = Entries::new();
        self.0.as_ref().map_or(&NONE, |hidden| hidden.entries())
    }
}

impl DerefMut for Resources {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.0.get_or_insert_with(|| Box::new(Entries::new())).entries_mut()
    }
}

impl Clone for Resources {
    fn clone(&self) -> Self {
        let copy = |hidden: &dyn Hidden| -> Box<dyn Hidden> { Box::new(hidden.entries().clone()) };
        Self(self.0.as_deref().map(copy))
    }
}

impl Eq for Resources {}

impl PartialEq for Resources {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Extra {
    /// Adds an entry of embedded resources after the field's first `place` values.
    pub(crate) fn place_embedded(&mut self, name: Text, entry: Entry<AnyResource>, place: Option<usize>) {
        self.inner().embedded.place(name, entry, place);
    }

    /// Adds an embedded resource under a role that may have some already.
    pub(crate) fn add_embedded(&mut self, role: &str, resource: NewResource) {
        self.inner().embedded.add(role, resource.finish());
    }

    /// Takes the embedded resources out.
    pub(crate) fn take_embedded(&mut self) -> Vec<(Text, Entry<AnyResource>)> {
        let Some(inner) = &mut self.inner else {
            return Vec::new();
        };
        let embedded = inner.embedded.take();
        if **inner == Inner::default() {
            self.inner = None;
        }
        embedded
    }
}
