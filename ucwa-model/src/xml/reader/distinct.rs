//! Finds what comes again, in time that hardly grows faster than the number of things.

use std::collections::BTreeSet;

/// As many are compared one by one.
const FEW: usize = 4;

/// The things so far. Few of them take no memory of their own.
#[derive(Default)]
pub(super) struct Distinct<T> {
    few: [T; FEW],
    count: usize,
    more: BTreeSet<T>,
}

impl<T: Copy + Ord> Distinct<T> {
    /// Notes a thing; false if it was there before.
    #[inline]
    pub(super) fn insert(&mut self, thing: T) -> bool {
        if self.few.iter().take(self.count).any(|known| *known == thing) {
            return false;
        }
        let Some(place) = self.few.get_mut(self.count) else { return self.more.insert(thing) };
        *place = thing;
        self.count += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Distinct, FEW};

    #[test]
    fn each_once() {
        let mut distinct = Distinct::default();
        for round in [true, false] {
            (0..3 * FEW).for_each(|thing| assert_eq!(distinct.insert(thing), round, "{thing}"));
        }
    }
}
