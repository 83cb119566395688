//! How much memory the values of a message may take. What is stored is counted where it is stored, by the sizes of its types.

use super::Context;
use crate::{Code, Error, Limits, growth::growth};

/// The memory that any document may take.
const ENOUGH: usize = 1 << 20;

/// The memory that the values take, about, and how much they may take.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    spent: usize,
    room: usize,
}

impl Budget {
    pub(super) fn of(text: Option<&[u8]>, limits: Limits) -> Self {
        // the text itself is held once, and a sixteenth is left to what is not counted
        let most = |text: &[u8]| text.len().saturating_mul(limits.memory.saturating_sub(1));
        let room = text.map_or(usize::MAX, |text| (most(text) - most(text) / 16).max(ENOUGH));
        Self { spent: 0, room }
    }
}

impl Context<'_> {
    /// Counts memory that a value takes; what may be too much is found the next time.
    #[inline]
    pub(crate) fn spend(&mut self, bytes: usize) {
        self.budget.spent = self.budget.spent.saturating_add(bytes);
    }

    /// Counts memory that a value takes, and refuses what is out of proportion.
    #[inline]
    pub(crate) fn charge(&mut self, at: usize, bytes: usize) -> Result<(), Error> {
        self.spend(bytes);
        self.bound(at, Code::Memory, self.budget.room, self.budget.spent)
    }

    /// Counts and refuses what a list will take to which something is added.
    #[inline]
    pub(crate) fn charge_list<T>(&mut self, at: usize, list: &Vec<T>) -> Result<(), Error> {
        if list.len() < list.capacity() { Ok(()) } else { self.charge(at, growth(list.len()) * size_of::<T>()) }
    }

    /// The memory so far, and back to it.
    #[inline]
    pub(crate) fn spent(&self) -> usize {
        self.budget.spent
    }

    #[inline]
    pub(crate) fn return_memory(&mut self, spent: usize) {
        self.budget.spent = spent;
    }

    /// Shares the memory of another one.
    pub(crate) fn within(self, other: &Self) -> Self {
        Self { budget: other.budget, depth: other.depth, ..self }
    }
}
