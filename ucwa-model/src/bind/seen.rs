//! [`Seen`], which members of a record have been met.

use super::{
    Section, find_input,
    keys::{START, Symbol},
};
use crate::{descriptor::Shape, dialect::plain_rel};

/// Which members of a record have been met.
pub(crate) struct Seen {
    /// The member that was met last, of those that fast paths read.
    pub(crate) last: Symbol,
    /// The first fields, as bits.
    fields: u64,
    /// The properties whose value was kept as it came. What follows under their names is kept behind it.
    kept: Vec<usize>,
    rel: bool,
    sections: [bool; 2],
}

impl Default for Seen {
    #[inline]
    fn default() -> Self {
        Self { last: START, fields: 0, kept: Vec::new(), rel: false, sections: [false; 2] }
    }
}

impl Seen {
    /// Whether a field is met for the first time; of those beyond the first 64 that is not known.
    #[inline]
    pub(crate) fn first(&mut self, index: usize) -> bool {
        let bit = 1_u64.checked_shl(index as u32).unwrap_or(0);
        let first = bit & !self.fields != 0;
        self.fields |= bit;
        first
    }

    /// Notes all fields, so that no fast path overwrites one.
    pub(crate) fn note_all(&mut self) {
        self.fields = u64::MAX;
    }

    /// Whether a `rel` is met for the first time: it decides, whatever it is.
    pub(crate) fn first_rel(&mut self) -> bool {
        !std::mem::replace(&mut self.rel, true)
    }

    /// Whether a `rel` has come.
    pub(crate) fn has_rel(&self) -> bool {
        self.rel
    }

    /// Whether the links or the embedded resources are met for the first time.
    pub(crate) fn first_section(&mut self, section: Section) -> bool {
        !std::mem::replace(&mut self.sections[usize::from(section == Section::Embedded)], true)
    }

    /// Whether a property has come before, and not in its field.
    pub(crate) fn is_kept(&self, index: usize) -> bool {
        self.kept.contains(&index)
    }

    pub(crate) fn keep(&mut self, index: usize) {
        if !self.is_kept(index) {
            self.kept.push(index);
        }
    }

    /// Notes a member that takes no fast path, so that none overwrites it.
    pub(crate) fn note(&mut self, shape: &'static Shape, section: Section, name: &str) {
        let plain = if section == Section::Properties { name } else { plain_rel(name) };
        if let Some((index, _)) = find_input(shape, section, plain) {
            self.first(index);
        }
    }
}
