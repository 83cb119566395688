//! The latest exchanges, up to a bound: what comes lets the oldest go.

use std::{collections::VecDeque, sync::Arc};

/// The most that is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) exchanges: usize,
    pub(super) bytes: usize,
}

impl Bounds {
    pub(super) const DEFAULT: Self = Self { exchanges: 10_000, bytes: 64 << 20 };
}

/// See the module.
#[derive(Debug)]
pub(super) struct Kept {
    texts: VecDeque<Arc<str>>,
    bytes: usize,
    bounds: Bounds,
    /// How many have been let go: the place of the first that is there.
    gone: u64,
}

/// What is at a place.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum At {
    Exchange(Arc<str>),
    /// It was there.
    Gone,
    /// It is still to come.
    Ahead,
}

impl Kept {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self { texts: VecDeque::new(), bytes: 0, bounds, gone: 0 }
    }

    /// Adds an exchange; the last one stays, however large it is.
    pub(super) fn add(&mut self, text: &str) {
        self.bytes += text.len();
        self.texts.push_back(text.into());
        while self.texts.len() > 1 && (self.texts.len() > self.bounds.exchanges || self.bytes > self.bounds.bytes) {
            self.bytes -= self.texts.pop_front().map_or(0, |text| text.len());
            self.gone += 1;
        }
    }

    /// How many are no longer there.
    pub(super) fn gone(&self) -> u64 {
        self.gone
    }

    /// What is at a place; places count from the first that there ever was, from 0 on.
    pub(super) fn at(&self, place: u64) -> At {
        let Some(index) = place.checked_sub(self.gone) else { return At::Gone };
        let text = usize::try_from(index).ok().and_then(|index| self.texts.get(index));
        text.map_or(At::Ahead, |text| At::Exchange(Arc::clone(text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_lets_the_oldest_go() {
        let mut kept = Kept::new(Bounds { exchanges: 3, bytes: 10 });
        let seen = |kept: &Kept| (0..6).map(|place| kept.at(place)).collect::<Vec<_>>();
        let there = |text: &str| At::Exchange(text.into());
        ["a", "b", "c", "d"].iter().for_each(|text| kept.add(text));
        assert_eq!(seen(&kept), [At::Gone, there("b"), there("c"), there("d"), At::Ahead, At::Ahead]);
        kept.add("nine byte");
        assert_eq!(seen(&kept), [At::Gone, At::Gone, At::Gone, there("d"), there("nine byte"), At::Ahead]);
        kept.add("more than the bound");
        assert_eq!((kept.gone(), kept.at(5)), (5, there("more than the bound")));
        assert_eq!(kept.bytes, "more than the bound".len());
    }
}
