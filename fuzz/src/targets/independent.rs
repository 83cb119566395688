//! Messages as other parsers read them, and written again in other words.

mod elements;
mod json;
mod markup;
mod meaning;

pub use self::{elements::Element, json::Tree, markup::Markup, meaning::Meaning};

/// Seeded dice: the same input is always written in the same other words.
pub struct Dice(u64);

impl Dice {
    pub fn of(data: &[u8]) -> Self {
        Self(data.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)))
    }

    /// A number below a bound.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % bound.max(1)
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}
