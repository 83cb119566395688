//! [`Waiting`], the events that have been read and not handed out.

use std::{cell::Cell, mem};

use super::{Broken, Event};
use crate::spare;

/// Most of the time there is one, whose memory serves the next response.
#[derive(Default)]
pub(super) struct Waiting(pub(super) Vec<Result<Event, Broken>>);

/// How many have room. What has room for more is given back, so that every response begins with one.
const ROOM: usize = 1;

thread_local! {
    static SPARE: Cell<Vec<Result<Event, Broken>>> = const { Cell::new(Vec::new()) };
}

impl Waiting {
    pub(super) fn new() -> Self {
        let left = spare::take(&SPARE);
        Self(if left.capacity() == ROOM { left } else { Vec::with_capacity(ROOM) })
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if self.0.capacity() == ROOM {
            self.0.clear();
            spare::leave(&SPARE, mem::take(&mut self.0));
        }
    }
}
