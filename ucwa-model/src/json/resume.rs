//! Finding the way back after an event that breaks the grammar, so that it costs no other.
//!
//! Brackets and quotes of what is broken mean nothing any more. What can be told again is where the next event begins, where the next
//! sender does, where a list of events does, and where the last list ends: an object that begins with a name and a colon is one
//! wherever it stands, since no text holds a bare quote. What looks like an event and stands in a list of its own is never taken for
//! one of the sender before.

mod brackets;
mod follows;

use std::cell::Cell;

pub(super) use self::follows::skip;
use self::{
    brackets::Brackets,
    follows::{begins_sender, ends_list, seems_event},
};
use super::{
    Kind, Reader,
    skip::value_end,
    token::{Fault, Source},
};
use crate::Limits;

/// What was being read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Broke {
    /// Where the event before begins, if it may turn out to be part of what broke.
    pub(crate) previous: Option<usize>,
    /// Where what broke begins.
    pub(crate) start: usize,
    /// Where it broke the grammar, if it did.
    pub(crate) fault: Option<usize>,
}

/// What broke, and where reading goes on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resume {
    /// Where the bytes begin that belong to what broke: with the event before, if that is a part of it.
    pub(crate) start: usize,
    /// Where they end.
    pub(crate) end: usize,
    /// Where reading goes on.
    pub(crate) at: usize,
    pub(crate) next: Next,
}

/// What comes where reading goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// Nothing that can be told: all that follows belongs to what broke.
    Nothing,
    /// A comma, or the end of the list of events.
    Rest,
    /// An event.
    Event,
    /// The first event of another list, or its end. Whose list it is may not be known.
    List,
    /// A sender.
    Sender,
}

/// So many bytes are looked at for each byte of the response, for all broken events together, before the rest is given up: each of
/// them may look to the end in vain.
const EFFORT: usize = 16;

/// The names that an event begins with.
const MEMBERS: &[&str] = &["link", "in", "_embedded", "status", "reason", "type"];

/// Where to go on.
pub(super) fn search(text: &str, broke: Broke, spent: &Cell<usize>) -> Resume {
    let Broke { previous, start, fault } = broke;
    let bytes = text.as_bytes();
    let mut search = Search { text, bytes, start, brackets: Brackets::new(start), spent };
    let back = previous.filter(|previous| search.begins_member_of(*previous, start));
    let found = match fault {
        None if search.look(start, |reader| Ok(reader.peek()? == Kind::Object && begins_sender(reader)?)) => {
            search.found(start, start, Next::Sender)
        }
        None if back.is_none() => search.after_value().or_else(|| search.from(start + 1)),
        _ => search.from(fault.map_or(start, |fault| last_string(bytes, start, fault))),
    };
    let found = found.unwrap_or(Resume { start, end: text.len(), at: text.len(), next: Next::Nothing });
    let back = back.or(previous.filter(|_| fault.is_some() && search.is_end_of_event(start, found)));
    Resume { start: back.unwrap_or(start), ..found }
}

/// Where the last string begins of those that begin before a position. It may have lost its end, and hold what comes next.
fn last_string(bytes: &[u8], start: usize, end: usize) -> usize {
    let (mut at, mut inside, mut last) = (start, false, end.min(start + 1));
    while let Some(offset) = bytes.get(at..end).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += offset;
        if bytes.get(at) == Some(&b'"') {
            inside = !inside;
            last = if inside { at } else { last };
            at += 1;
        } else {
            at += if inside { 2 } else { 1 };
        }
    }
    last
}

struct Search<'a> {
    text: &'a str,
    bytes: &'a [u8],
    /// Where what broke begins.
    start: usize,
    brackets: Brackets,
    spent: &'a Cell<usize>,
}

impl<'a> Search<'a> {
    fn reader(&self, at: usize) -> Reader<'a> {
        let mut reader = Reader::new(self.text);
        reader.rewind(at);
        reader
    }

    /// Looks ahead, and notes how far.
    fn look(&self, at: usize, what: impl FnOnce(&mut Reader<'a>) -> Result<bool, Fault>) -> bool {
        let mut reader = self.reader(at);
        let found = what(&mut reader).unwrap_or_default();
        self.spent.set(self.spent.get() + reader.at().saturating_sub(at));
        found
    }

    fn is_tired(&self) -> bool {
        self.spent.get() > EFFORT * self.bytes.len() + 1024
    }

    fn found(&self, end: usize, at: usize, next: Next) -> Option<Resume> {
        Some(Resume { start: self.start, end, at, next })
    }

    /// The end of a value whose grammar is not what broke.
    fn after_value(&self) -> Option<Resume> {
        if self.is_tired() {
            return None;
        }
        let Some(end) = value_end(self.bytes, self.start) else {
            self.spent.set(self.spent.get() + self.bytes.len() - self.start);
            return None;
        };
        let sound = |reader: &mut Reader<'_>| skip(reader, Limits::MAX_DEPTH).map(|()| reader.at() == end);
        let follows = self.bytes.get(self.after_space(end));
        let is_sound = matches!(follows, None | Some(b',' | b']')) && self.look(self.start, sound);
        if is_sound || self.goes_on(end) { self.found(end, end, Next::Rest) } else { None }
    }

    /// Whether an event or the end of the list follows.
    fn goes_on(&self, end: usize) -> bool {
        let at = self.after_space(end);
        match self.bytes.get(at) {
            Some(b',') => self.first_name(self.after_space(at + 1)).is_some_and(|(name, _)| MEMBERS.contains(&name)),
            Some(b']') => self.look(at, ends_list),
            _ => false,
        }
    }

    /// The first place from a position on where something can be told.
    fn from(&mut self, mut at: usize) -> Option<Resume> {
        while !self.is_tired() {
            let offset = memchr::memchr3(b'{', b'[', b']', self.bytes.get(at..)?)?;
            at += offset;
            self.spent.set(self.spent.get() + offset);
            let found = match self.bytes.get(at) {
                Some(b'{') => self.at_object(at),
                Some(b'[') => self.at_list(at),
                _ if self.look(at, ends_list) => self.found(at, at, Next::Rest),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
            at += 1;
        }
        None
    }

    fn at_object(&mut self, at: usize) -> Option<Resume> {
        let before = self.before_space(at);
        let follows = self.bytes.get(before).copied();
        if let Some(event) = self.headless_event(before) {
            return self.found(event, event, Next::Event);
        }
        let (name, value) = self.first_name(at)?;
        let is_event = match name {
            "link" if self.bytes.get(value) == Some(&b'{') => true,
            _ if follows == Some(b':') => false,
            "rel" | "href" | "events" if self.look(at, begins_sender) => return self.at_sender(at),
            _ if MEMBERS.contains(&name) && follows == Some(b',') && self.brackets.close_at(self.bytes, before) => true,
            _ => self.look(at, |reader| Ok(seems_event(reader)? && matches!(reader.skip_space(), Some(b',' | b']')))),
        };
        if !is_event {
            return None;
        }
        match follows {
            Some(b'[') if before != self.start => self.found(before + 1, at, Next::List),
            Some(b',') if before >= self.start => self.found(before, at, Next::Event),
            _ => self.found(at, at, Next::Event),
        }
    }

    /// Where an event begins that has lost its brace or a quote, if the link of another event ends with this colon.
    fn headless_event(&self, colon: usize) -> Option<usize> {
        let link = |bytes: &'a [u8]| bytes.trim_ascii_end().strip_suffix(b"\"").unwrap_or(bytes).strip_suffix(b"link");
        let before = link(self.bytes.get(self.start..=colon)?.strip_suffix(b":")?)?;
        let before = before.strip_suffix(b"\"").unwrap_or(before).trim_ascii_end();
        let before = before.strip_suffix(b"{").unwrap_or(before);
        let own = self.bytes.get(self.start..)?;
        let own = own.strip_prefix(b"{").unwrap_or(own).trim_ascii_start();
        let is_other = own.strip_prefix(b"\"").unwrap_or(own).starts_with(b"link") && before.ends_with(b",");
        is_other.then_some(self.start + before.len())
    }

    fn at_sender(&self, at: usize) -> Option<Resume> {
        let comma = self.before_space(at);
        let end = if self.bytes.get(comma) == Some(&b',') && comma >= self.start { comma } else { at };
        self.found(end, at, Next::Sender)
    }

    /// The begin of a list of events, told by its name, or what is left of that.
    fn at_list(&self, at: usize) -> Option<Resume> {
        let name = self.bytes.get(self.start..at)?.trim_ascii_end();
        let name = name.strip_suffix(b":").unwrap_or(name).trim_ascii_end();
        let name = name.strip_suffix(b"\"").unwrap_or(name);
        if name.ends_with(b"events") { self.found(at + 1, at + 1, Next::List) } else { None }
    }

    /// The first name of the object at a position, and where its value is.
    fn first_name(&self, at: usize) -> Option<(&'a str, usize)> {
        const LONGEST: usize = 64;
        let name = self.after_space(at + 1) + 1;
        if self.bytes.get(at) != Some(&b'{') || self.bytes.get(name - 1) != Some(&b'"') {
            return None;
        }
        let rest = self.bytes.get(name..)?;
        let length = memchr::memchr2(b'"', b'\\', rest.get(..LONGEST).unwrap_or(rest))?;
        let colon = self.after_space(name + length + 1);
        let is_name = rest.get(length) == Some(&b'"') && self.bytes.get(colon) == Some(&b':');
        is_name.then_some((self.text.get(name..name + length)?, self.after_space(colon + 1)))
    }

    /// Whether a member stands in the place of an event, and the event before it lacks that member: then a brace too many ended it.
    fn begins_member_of(&self, event: usize, at: usize) -> bool {
        self.look(event, |reader| {
            let mut member = self.reader(at);
            if member.peek()? != Kind::String {
                return Ok(false);
            }
            let name = member.string()?;
            if member.skip_space() != Some(b':') {
                return Ok(false);
            }
            let mut sequence = reader.begin();
            while let Some(key) = reader.key(&mut sequence)? {
                if key == name {
                    return Ok(false);
                }
                reader.peek()?;
                skip(reader, Limits::MAX_DEPTH)?;
            }
            Ok(true)
        })
    }

    /// Whether what stands behind an event has come out of it. A line break says no: a line is read before the next one is there.
    fn is_end_of_event(&self, at: usize, found: Resume) -> bool {
        let rest = self.bytes.get(at..found.end).unwrap_or_default();
        let space = rest.len() - rest.trim_ascii_start().len();
        let same_line = !rest.get(..space).unwrap_or_default().contains(&b'\n');
        self.bytes.get(self.before_space(at)) == Some(&b'}')
            && same_line
            && matches!(found.next, Next::Event | Next::Rest)
            && memchr::memchr2(b'}', b'"', rest).is_some()
    }

    fn after_space(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r')).count()
    }

    /// Where the last byte before a position is that is no white space.
    fn before_space(&self, at: usize) -> usize {
        let rest = self.bytes.get(..at).unwrap_or_default().trim_ascii_end();
        rest.len().saturating_sub(1)
    }
}
