//! [`Embedded`], the resources that come along with an event.

use std::{array, fmt, ops::Deref, slice};

use crate::{AnyResource, Entry, Text};

/// The resources that come along with an event, by role, in order: most of the time none or one, for which it needs no memory beside its own.
///
/// It derefs to a slice.
///
/// ```
/// use ucwa_model::{AnyResource, Embedded, Entry, communication::Message};
///
/// let mut embedded = Embedded::default();
/// embedded.push("message", Entry::One(AnyResource::from(Message::default())));
/// assert_eq!(embedded.len(), 1);
/// ```
#[derive(Clone, Default)]
pub struct Embedded(Repr);

/// A role, and what stands under it.
type Item = (Text, Entry<AnyResource>);

/// The one lies in an iterator over an array: that drops it by a function, which is compiled once. A plain one would be dropped by
/// code for all types of the schema wherever an event is.
#[derive(Clone, Default)]
enum Repr {
    #[default]
    None,
    One(array::IntoIter<Item, 1>),
    Many(Vec<Item>),
}

impl Embedded {
    /// The memory that one more takes.
    pub(crate) fn growth(&self) -> usize {
        if self.is_empty() { 0 } else { 2 * size_of::<Item>() }
    }

    /// Gives all texts memory of their own.
    pub(crate) fn detach(&mut self) {
        let items = match &mut self.0 {
            Repr::None => return,
            Repr::One(item) => item.as_mut_slice(),
            Repr::Many(items) => items,
        };
        for (role, entry) in items {
            role.detach();
            entry.detach(AnyResource::detach);
        }
    }

    /// Adds what stands under a role.
    pub fn push(&mut self, role: impl Into<Text>, entry: Entry<AnyResource>) {
        let item = (role.into(), entry);
        match &mut self.0 {
            Repr::None => self.0 = Repr::One([item].into_iter()),
            Repr::Many(items) => items.push(item),
            Repr::One(_) => {
                let Repr::One(first) = std::mem::take(&mut self.0) else { return };
                self.0 = Repr::Many(first.chain([item]).collect());
            }
        }
    }
}

impl Deref for Embedded {
    type Target = [(Text, Entry<AnyResource>)];

    fn deref(&self) -> &Self::Target {
        match &self.0 {
            Repr::None => &[],
            Repr::One(item) => item.as_slice(),
            Repr::Many(items) => items,
        }
    }
}

impl<'a> IntoIterator for &'a Embedded {
    type Item = &'a (Text, Entry<AnyResource>);
    type IntoIter = slice::Iter<'a, (Text, Entry<AnyResource>)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Extend<(Text, Entry<AnyResource>)> for Embedded {
    fn extend<T: IntoIterator<Item = (Text, Entry<AnyResource>)>>(&mut self, items: T) {
        items.into_iter().for_each(|(role, entry)| self.push(role, entry));
    }
}

impl FromIterator<(Text, Entry<AnyResource>)> for Embedded {
    fn from_iter<T: IntoIterator<Item = (Text, Entry<AnyResource>)>>(items: T) -> Self {
        let mut embedded = Self::default();
        embedded.extend(items);
        embedded
    }
}

impl PartialEq for Embedded {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Embedded {}

impl fmt::Debug for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}
