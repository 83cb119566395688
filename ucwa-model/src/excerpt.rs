//! How much of what somebody said shows in `Debug` output.

use std::fmt::{self, Debug, Formatter};

/// How many characters are shown, unless the format's precision says it: `{:.0?}` shows none.
const CHARACTERS: usize = 32;

/// What somebody said, behind what comes before it.
pub(crate) struct Excerpt<'a> {
    pub(crate) before: &'a str,
    pub(crate) said: &'a str,
}

impl<'a> Excerpt<'a> {
    /// A text that may be a data URL, whose content was said by somebody.
    pub(crate) fn of(text: &'a str) -> Self {
        let is_data = text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
        let comma = if is_data { text.find(',').unwrap_or(4) + 1 } else { text.len() };
        let (before, said) = text.split_at(comma);
        Self { before, said }
    }
}

impl Debug for Excerpt<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let characters = f.precision().unwrap_or(CHARACTERS);
        match self.said.char_indices().nth(characters) {
            None if self.before.is_empty() => self.said.fmt(f),
            None => format!("{}{}", self.before, self.said).fmt(f),
            Some((end, _)) => format!("{}{}…", self.before, &self.said[..end]).fmt(f),
        }
    }
}
