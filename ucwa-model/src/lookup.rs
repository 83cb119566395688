//! Finding a name of a table in one step: open addressing, laid out at compile time.

/// What stands where no name is.
const NONE: u16 = u16::MAX;

/// The number of places for a number of names.
#[must_use]
pub const fn size(names: usize) -> usize {
    (2 * names).next_power_of_two()
}

/// Mixes what tells the names of one table apart: their length and three of their characters. `salt` is the part of the table.
#[inline]
const fn hash(name: &[u8], salt: usize) -> usize {
    let length = name.len();
    if length == 0 {
        return salt;
    }
    let mixed = name[0] as u32 | (name[length / 2] as u32) << 8 | (name[length - 1] as u32) << 16 | (length as u32) << 24;
    ((mixed ^ salt as u32).wrapping_mul(0x9e37_79b1) >> 15) as usize
}

/// Adds the name at an index of the table.
///
/// # Panics
/// At compile time, if the table has no room.
#[must_use]
pub const fn insert<const N: usize>(mut places: [u16; N], name: &str, salt: usize, index: usize) -> [u16; N] {
    let mut at = hash(name.as_bytes(), salt) % N;
    while places[at] != NONE {
        at = (at + 1) % N;
    }
    places[at] = index as u16;
    places
}

/// No names yet.
#[must_use]
pub const fn empty<const N: usize>() -> [u16; N] {
    [NONE; N]
}

/// The index of a name; `is` says whether the name at an index is the one.
#[inline]
pub(crate) fn find(places: &[u16], name: &str, salt: usize, is: impl Fn(usize) -> bool) -> Option<usize> {
    let mask = places.len().wrapping_sub(1);
    let mut at = hash(name.as_bytes(), salt);
    loop {
        match places.get(at & mask) {
            None | Some(&NONE) => return None,
            Some(index) if is(usize::from(*index)) => return Some(usize::from(*index)),
            Some(_) => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of few letters: many are hashed alike, and many are not there.
    fn name(dice: &mut fastrand::Rng) -> String {
        (0..dice.usize(0..5)).map(|_| *dice.choice(&['a', 'b', 'c']).unwrap()).collect()
    }

    #[test]
    fn a_table_finds_what_a_list_finds() {
        let mut dice = fastrand::Rng::with_seed(9);
        let mut found = 0;
        for salt in 0..200 {
            let mut names: Vec<String> = (0..dice.usize(0..32)).map(|_| name(&mut dice)).collect();
            names.sort();
            names.dedup();
            let places =
                names.iter().enumerate().fold(empty::<{ size(32) }>(), |places, (index, name)| insert(places, name, salt, index));
            for _ in 0..100 {
                let wanted = name(&mut dice);
                let expected = names.iter().position(|name| *name == wanted);
                assert_eq!(find(&places, &wanted, salt, |index| names[index] == wanted), expected, "{wanted:?} of {names:?}");
                found += usize::from(expected.is_some());
            }
        }
        assert!((1000..19_000).contains(&found), "{found}");
    }
}
