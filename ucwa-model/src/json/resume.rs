//! Finding the way back after an event that breaks the grammar, so that it costs no other.
//!
//! Brackets and quotes of a broken event mean nothing any more. What can be told again is where the next event begins (an object that
//! parses, and has a link or a type), where the next sender does (its rel and href, then its list), or where the last list ends.

use std::cell::Cell;

use super::{
    Kind, Reader,
    skip::value_end,
    token::{Fault, Sequence, Source},
};

/// Where an event that broke ends, and where reading goes on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resume {
    /// The end of the bytes that belong to the broken event.
    pub(crate) end: usize,
    /// Where the list goes on.
    pub(crate) at: usize,
    /// Whether an event begins there; else a comma or the end of the list does.
    pub(crate) fresh: bool,
}

/// So many bytes are looked at for each byte of the response, for all broken events together, before the rest is given up: each of
/// them may look to the end in vain.
const EFFORT: usize = 16;

fn left(bytes: &[u8], spent: &Cell<usize>) -> usize {
    (EFFORT * bytes.len() + 1024).saturating_sub(spent.get())
}

/// After an event that is well-formed and broken otherwise.
pub(super) fn after(bytes: &[u8], start: usize, spent: &Cell<usize>) -> Option<Resume> {
    if left(bytes, spent) == 0 {
        return None;
    }
    let Some(end) = value_end(bytes, start) else {
        spent.set(spent.get() + bytes.len() - start);
        return None;
    };
    Some(Resume { end, at: end, fresh: false })
}

/// After an event that broke at a position.
pub(super) fn search(text: &str, fault: usize, spent: &Cell<usize>) -> Option<Resume> {
    let bytes = text.as_bytes();
    let search = Search { text, bytes, spent };
    let mut at = fault;
    while left(bytes, spent) > 0 {
        at += memchr::memchr2(b'{', b']', bytes.get(at..)?)?;
        let found = if bytes.get(at) == Some(&b'{') { search.at_object(at) } else { search.at_end_of_list(at) };
        if let Some(found) = found {
            return found.filter(|found| found.end >= fault || found.fresh);
        }
        at += 1;
    }
    None
}

struct Search<'a> {
    text: &'a str,
    bytes: &'a [u8],
    spent: &'a Cell<usize>,
}

impl<'a> Search<'a> {
    fn reader(&self, at: usize) -> Reader<'a> {
        let mut reader = Reader::new(self.text);
        reader.rewind(at);
        reader
    }

    /// Notes how far a look ahead went.
    fn spend(&self, bytes: usize) {
        self.spent.set(self.spent.get() + bytes);
    }

    /// `Some(None)` if what begins here shows that there is no way back.
    fn at_object(&self, at: usize) -> Option<Option<Resume>> {
        let mut reader = self.reader(at);
        let seems = seems_event(&mut reader);
        self.spend(reader.at() - at);
        if let Ok(true) = seems {
            return Some(Some(Resume { end: self.before(at, b",").unwrap_or(at), at, fresh: true }));
        }
        let mut reader = self.reader(at);
        let begins = begins_sender(&mut reader);
        self.spend(reader.at() - at);
        if let Ok(true) = begins {
            let end_of_list = self.before(at, b",}]");
            return Some(end_of_list.map(|end| Resume { end, at: end, fresh: false }));
        }
        None
    }

    /// The end of the last list of events: nothing but the end of the response follows.
    fn at_end_of_list(&self, at: usize) -> Option<Option<Resume>> {
        let mut reader = self.reader(at);
        let ends = ends_response(&mut reader);
        self.spend(reader.at() - at);
        ends.ok().filter(|ends| *ends).map(|_| Some(Resume { end: at, at, fresh: false }))
    }

    /// Goes back over the bytes given, the last first, and white space; to the first of them.
    fn before(&self, mut at: usize, expected: &[u8]) -> Option<usize> {
        for wanted in expected {
            loop {
                at = at.checked_sub(1)?;
                match self.bytes.get(at)? {
                    b' ' | b'\n' | b'\r' | b'\t' => {}
                    byte if byte == wanted => break,
                    _ => return None,
                }
            }
        }
        Some(at)
    }
}

/// Whether the object at a position is an event: it parses, and has a link or a type.
fn seems_event(reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let mut seems = false;
    let mut sequence = reader.begin();
    while let Some(key) = reader.key(&mut sequence)? {
        let kind = reader.peek()?;
        seems |= matches!((&*key, kind), ("link", Kind::Object) | ("type", Kind::String));
        skip(reader, crate::Limits::MAX_DEPTH)?;
    }
    Ok(seems)
}

/// Whether the object at a position begins as a sender does.
fn begins_sender(reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let mut sequence = reader.begin();
    while let Some(key) = reader.key(&mut sequence)? {
        match (&*key, reader.peek()?) {
            ("events", Kind::Array) => return Ok(true),
            (_, Kind::String) => skip(reader, 1)?,
            _ => return Ok(false),
        }
    }
    Ok(false)
}

/// Whether a list of events, its sender, the list of senders and the response end here.
fn ends_response(reader: &mut Reader<'_>) -> Result<bool, Fault> {
    let rest = || Sequence { first: false };
    if reader.element(&mut rest())? || reader.key(&mut rest())?.is_some() || reader.element(&mut rest())? {
        return Ok(false);
    }
    let mut sequence = rest();
    while reader.key(&mut sequence)?.is_some() {
        skip(reader, crate::Limits::MAX_DEPTH)?;
    }
    reader.end().map(|()| true)
}

/// Reads a value for its grammar alone.
pub(super) fn skip(reader: &mut Reader<'_>, depth: usize) -> Result<(), Fault> {
    let too_deep = Fault { at: reader.at(), expected: "fewer levels" };
    match reader.peek()? {
        Kind::Object => {
            let depth = depth.checked_sub(1).ok_or(too_deep)?;
            let mut sequence = reader.begin();
            while reader.key(&mut sequence)?.is_some() {
                skip(reader, depth)?;
            }
        }
        Kind::Array => {
            let depth = depth.checked_sub(1).ok_or(too_deep)?;
            let mut sequence = reader.begin();
            while reader.element(&mut sequence)? {
                skip(reader, depth)?;
            }
        }
        Kind::String => drop(reader.string()?),
        Kind::Number => drop(reader.number()?),
        Kind::Boolean => drop(reader.boolean()?),
        Kind::Null => reader.null()?,
    }
    Ok(())
}
