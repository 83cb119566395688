//! Where a document can be told to begin inside another one.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::Format;

/// How many bytes behind a place are looked at to tell whether a document begins there, and before it to tell what it follows.
pub(super) const WINDOW: usize = 64;

/// What the bytes at a place say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Yes,
    No,
    /// Not enough of them have arrived.
    Wait,
}

/// The bytes of a document from its begin that have arrived and are still held.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrived<'a> {
    pub(super) bytes: &'a [u8],
    /// Whether nothing comes after them.
    pub(super) complete: bool,
    /// The only format that there is; what looks like the other one is text.
    pub(super) only: Option<Format>,
}

/// As JSON responses begin when nothing stands between their tokens.
const COMPACT: &[u8] = br#"{"_links":{"self""#;

static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(COMPACT));

impl<'a> Arrived<'a> {
    /// Whether the bytes at a place are these.
    pub(super) fn has(self, at: usize, wanted: &[u8]) -> Verdict {
        let found = self.bytes.get(at..).unwrap_or_default();
        if found.starts_with(wanted) {
            Verdict::Yes
        } else if wanted.starts_with(found) && !self.complete {
            Verdict::Wait
        } else {
            Verdict::No
        }
    }

    pub(super) fn has_bom(self, at: usize) -> Verdict {
        self.has(at, crate::format::BOM)
    }

    /// Whether a name, and not a longer one, stands at a place.
    pub(super) fn has_name(self, at: usize, name: &[u8]) -> Verdict {
        match self.has(at, name) {
            Verdict::Yes => match self.bytes.get(at + name.len()) {
                Some(byte) if is_name(*byte) => Verdict::No,
                None if !self.complete => Verdict::Wait,
                _ => Verdict::Yes,
            },
            other => other,
        }
    }

    /// Whether a JSON response begins at a place: an object whose first member is `_links` with `self` in front, or `sender`.
    pub(super) fn begins_json(self, at: usize) -> Verdict {
        let links: [&[u8]; 5] = [b"{", b"\"_links\"", b":", b"{", b"\"self\""];
        let sender: [&[u8]; 4] = [b"{", b"\"sender\"", b":", b"["];
        self.tokens(at, &links).or(|| self.tokens(at, &sender))
    }

    /// Whether a JSON response begins at a place in text, where no object of a message stands: `_links` may have any link in front.
    pub(super) fn begins_json_in_text(self, at: usize) -> Verdict {
        let links: [&[u8]; 4] = [b"{", b"\"_links\"", b":", b"{"];
        self.tokens(at, &links).or(|| self.begins_json(at))
    }

    /// Whether the tokens of JSON stand at a place, all within the window, with white space between them or without.
    fn tokens(self, at: usize, tokens: &[&[u8]]) -> Verdict {
        if self.only == Some(Format::Xml) {
            return Verdict::No;
        }
        let window = self.bytes.get(at..).unwrap_or_default();
        let (bytes, complete) = (window.get(..WINDOW).unwrap_or(window), self.complete || window.len() >= WINDOW);
        let window = Arrived { bytes, complete, ..self };
        let mut at = 0;
        for token in tokens {
            while window.bytes.get(at).is_some_and(|byte| is_space(*byte)) {
                at += 1;
            }
            match window.has(at, token) {
                Verdict::Yes => at += token.len(),
                other => return other,
            }
        }
        Verdict::Yes
    }

    /// Whether an XML response begins at the `<` of a place: its declaration, or `<events`.
    pub(super) fn begins_xml(self, at: usize) -> Verdict {
        if self.only == Some(Format::Json) {
            return Verdict::No;
        }
        self.has_name(at, b"<?xml").or(|| self.has_name(at, b"<events"))
    }

    /// Whether JSON may have a value after what stands before a place. If there is nothing but white space, it may.
    pub(super) fn may_have_value(self, at: usize) -> bool {
        let window = self.bytes.get(at.saturating_sub(WINDOW)..at).unwrap_or_default();
        let before = window.iter().rev().find(|byte| !is_space(**byte));
        before.is_none_or(|byte| matches!(byte, b':' | b',' | b'['))
    }

    /// The first place in a range where a compact JSON response begins that can be no value of the JSON round it.
    pub(super) fn compact_begin(self, from: usize, to: usize) -> Option<usize> {
        let to = (to + COMPACT.len() - 1).min(self.bytes.len());
        let mut found = FINDER.find_iter(self.bytes.get(from..to)?).map(|offset| from + offset);
        found.find(|at| !self.may_have_value(*at))
    }
}

impl Verdict {
    /// The other one, unless this says yes. If either has to wait, and none says yes, both do.
    pub(super) fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::Yes => Self::Yes,
            Self::No => other(),
            Self::Wait if other() == Self::Yes => Self::Yes,
            Self::Wait => Self::Wait,
        }
    }
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Whether a byte is part of an XML name. Which characters of other scripts are does not matter here.
pub(super) fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-' | b'.' | 0x80..)
}
