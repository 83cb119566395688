//! [`Waiting`], the events that have been read and not handed out.

use std::{cell::Cell, mem};

use super::{Broken, Event};

/// Most of the time there is one. Its memory serves the next response: a message of some hundred bytes need not ask for it.
#[derive(Default)]
pub(super) struct Waiting(pub(super) Vec<Result<Event, Broken>>);

/// How many have room. What has room for more is given back, so that every response begins with one.
const ROOM: usize = 1;

thread_local! {
    static SPARE: Cell<Vec<Result<Event, Broken>>> = const { Cell::new(Vec::new()) };
}

impl Waiting {
    pub(super) fn new() -> Self {
        let spare = SPARE.try_with(Cell::take).unwrap_or_default();
        Self(if spare.capacity() == ROOM { spare } else { Vec::with_capacity(ROOM) })
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if self.0.capacity() == ROOM {
            self.0.clear();
            let memory = mem::take(&mut self.0);
            let _ = SPARE.try_with(|spare| spare.set(memory)); // where the thread ends, so does this
        }
    }
}
