//! How lists grow: what they take is counted before they do.

/// By how many places a list grows that is full.
#[inline]
pub(crate) fn growth(length: usize) -> usize {
    length.max(4)
}

/// By how many places a list of a length grows when one is added, if it is full at each power of two.
#[inline]
pub(crate) fn growth_at(length: usize) -> usize {
    if length == 0 || (length >= 4 && length.is_power_of_two()) { growth(length) } else { 0 }
}
