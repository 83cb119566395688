//! How what is beyond the schema is noted: by decoders, and by whoever has dealt with some of it.

use super::{
    Entry, Extra, Inner, Naming,
    entries::{Entries, FEW},
};
use crate::{AnyResource, Link, Text, Value, descriptor::Section, growth::growth_at};

impl Extra {
    /// Takes a property out, as when its value has been dealt with.
    pub fn remove_property(&mut self, name: &str) -> Option<Value> {
        let properties = &mut self.inner.as_mut()?.properties;
        let index = properties.iter().position(|(key, _)| &**key == name)?;
        Some(properties.remove(index).1)
    }

    pub(super) fn inner(&mut self) -> &mut Inner {
        self.inner.get_or_insert_default()
    }

    /// The memory that another member takes, about.
    pub(crate) fn growth(&self, section: Section) -> usize {
        let mut boxes = if self.inner.is_none() { size_of::<Inner>() } else { 0 };
        if section == Section::Embedded && self.embedded().is_empty() {
            boxes += size_of::<Entries<AnyResource>>();
        }
        let (length, size) = match section {
            Section::Properties => (self.properties().len(), size_of::<(Text, Value)>()),
            Section::Links => (self.links().len(), size_of::<(Text, Entry<Link>)>()),
            Section::Embedded => (self.embedded().len(), size_of::<(Text, Entry<AnyResource>)>()),
        };
        let indexed = if section == Section::Properties || length < FEW { 0 } else { 2 * size_of::<(Text, usize)>() };
        boxes + growth_at(length) * size + indexed
    }

    pub(crate) fn set_rel(&mut self, rel: Text) {
        self.inner().rel = Some(rel);
    }

    pub(crate) fn set_naming(&mut self, naming: Naming) {
        self.naming = naming;
    }

    pub(crate) fn note_empty(&mut self, section: Section) {
        self.empty[usize::from(section == Section::Embedded)] = true;
    }

    /// Adds a link entry after the field's first `place` values.
    pub(crate) fn place_link(&mut self, name: impl Into<Text>, entry: Entry<Link>, place: Option<usize>) {
        self.inner().links.place(name.into(), entry, place);
    }

    /// Adds a link under a rel that may have some already.
    pub(crate) fn add_link(&mut self, rel: &str, link: Link) {
        self.inner().links.add(rel, link);
    }

    /// Makes a list of the one link or embedded resource under a name.
    pub(crate) fn make_list(&mut self, embedded: bool, name: &str) {
        let inner = self.inner();
        if embedded { inner.embedded.make_list(name) } else { inner.links.make_list(name) }
    }

    pub(crate) fn set_prefix(&mut self, index: usize, prefix: &'static str) {
        self.inner().prefixed.push((index, prefix));
    }

    pub(crate) fn set_spelling(&mut self, index: usize, name: Text) {
        self.inner().spelled.push((index, name));
    }

    pub(crate) fn set_flipped(&mut self, index: usize) {
        if !self.is_flipped(index) {
            self.inner().flipped.push(index);
        }
    }
}
