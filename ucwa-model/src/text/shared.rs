//! [`Shared`], the characters of a message. When nobody has them any more, their memory serves the next one: to ask for some thousand
//! bytes takes a good part of the time that reading them does.

use std::{
    cell::Cell,
    mem,
    ops::{Deref, RangeInclusive},
};

use super::Buffer;
use crate::spare;

/// What is longer asks for its memory: beside reading it, that takes little time. So does what is shorter, which is at hand.
const KEPT: RangeInclusive<usize> = 1 << 10..=1 << 14;

/// By how much the memory may be larger than the message: texts that are kept hold all of it.
const LARGER: usize = 4;

thread_local! {
    static SPARE: Cell<String> = const { Cell::new(String::new()) };
}

/// The characters of a buffer.
#[derive(Debug)]
pub(crate) struct Shared(String);

impl Shared {
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }
}

impl Deref for Shared {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Drop for Shared {
    #[inline]
    fn drop(&mut self) {
        if KEPT.contains(&self.0.capacity()) {
            spare::leave(&SPARE, mem::take(&mut self.0));
        }
    }
}

impl Buffer {
    /// A copy of a message.
    pub(crate) fn of(text: &str) -> Self {
        let mut place = spare::take(&SPARE);
        if (text.len()..=text.len().saturating_mul(LARGER)).contains(&place.capacity()) {
            place.clear();
            place.push_str(text);
        } else {
            place = text.into();
        }
        Self::new(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Text, record::BorrowedText};

    #[test]
    fn memory_serves_again_unless_it_is_kept_or_much_too_large() {
        let place = |buffer: &Buffer| buffer.as_str().as_ptr().addr();
        let (one, other) = ("one ".repeat(500), "other".repeat(500));
        let first = Buffer::of(&other);
        let at = place(&first);
        drop(first);
        let second = Buffer::of(&one);
        assert_eq!((place(&second), second.as_str()), (at, &*one));

        let kept: Text = BorrowedText::new(second.as_str(), Some(&second)).into();
        drop(second);
        let third = Buffer::of(&other);
        assert_ne!(place(&third), at);
        assert_eq!((kept.as_str(), third.as_str()), (&*one, &*other));

        drop((kept, third));
        let small = Buffer::of("small");
        assert_eq!((small.as_str(), small.0.0.capacity()), ("small", 5));
    }
}
