//! Memory that is left to who comes next on the same thread: a message of some hundred bytes need not ask for it.

use std::{cell::Cell, thread::LocalKey};

/// Where memory is left, in a `thread_local!`.
pub(crate) type Spare<T> = LocalKey<Cell<T>>;

/// What has been left, or nothing.
#[inline]
pub(crate) fn take<T: Default>(spare: &'static Spare<T>) -> T {
    spare.try_with(Cell::take).unwrap_or_default()
}

/// Leaves memory, in place of what was left before. Where the thread ends, so does the memory.
#[inline]
pub(crate) fn leave<T>(spare: &'static Spare<T>, memory: T) {
    let _ = spare.try_with(|spare| spare.set(memory));
}
