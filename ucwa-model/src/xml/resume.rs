//! Finding the way back after an event that breaks the grammar, so that it costs no other.
//!
//! An event ends with its end tag, or where the next event, its sender's end or another sender begins, whichever comes first.

use super::Tag;
use crate::{Code, Enumeration, Error, context::Context, enumerations::EventType};

/// What belongs to something broken, and where reading goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resume {
    pub(super) end: usize,
    pub(super) next: Next,
}

/// What comes where reading goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// An event, or the end of their sender.
    Event,
    /// Another sender, or the end of the response, although the sender before has not ended.
    Sender,
}

/// After an event that broke; `None` if the response ends before it does.
pub(super) fn after_event(text: &str, start: usize) -> Option<Resume> {
    let own = name(text, start + 1);
    let mut at = start;
    loop {
        let found = tag(text, at)?;
        let end = found.at + found.length;
        if found.at > start && found.closes && found.name == own {
            let rest = text.get(end..)?;
            let space = rest.len() - rest.trim_start().len();
            let end = end + if rest.get(space..)?.starts_with('>') { space + 1 } else { 0 };
            return Some(Resume { end, next: Next::Event });
        }
        match found.kind() {
            Kind::Event | Kind::SenderEnd if found.at > start => return Some(Resume { end: found.at, next: Next::Event }),
            Kind::Sender | Kind::ResponseEnd => return Some(Resume { end: found.at, next: Next::Sender }),
            _ => at = found.at + 1,
        }
    }
}

/// After what broke between events, or in the start tag of their sender.
pub(super) fn after_header(text: &str, start: usize) -> Option<Resume> {
    let mut at = start;
    loop {
        let found = tag(text, at)?;
        match found.kind() {
            Kind::Event => return Some(Resume { end: found.at, next: Next::Event }),
            // an empty one, as far as can be told
            Kind::SenderEnd if found.at > start => return Some(Resume { end: found.at, next: Next::Event }),
            Kind::Sender | Kind::ResponseEnd if found.at > start => return Some(Resume { end: found.at, next: Next::Sender }),
            _ => at = found.at + 1,
        }
    }
}

/// A tag, or what is left of one.
struct Found<'a> {
    at: usize,
    /// Up to the end of its name.
    length: usize,
    name: &'a str,
    closes: bool,
}

enum Kind {
    Event,
    Sender,
    SenderEnd,
    ResponseEnd,
    Other,
}

/// The first tag from a position on.
fn tag(text: &str, from: usize) -> Option<Found<'_>> {
    let at = from + memchr::memchr(b'<', text.as_bytes().get(from..)?)?;
    let closes = text.as_bytes().get(at + 1) == Some(&b'/');
    let before = 1 + usize::from(closes);
    let name = name(text, at + before);
    Some(Found { at, length: before + name.len(), name, closes })
}

impl Found<'_> {
    fn kind(&self) -> Kind {
        match (local(self.name), self.closes) {
            ("sender", false) => Kind::Sender,
            ("sender", true) => Kind::SenderEnd,
            ("events", true) => Kind::ResponseEnd,
            (name, false) if is_event(name) => Kind::Event,
            _ => Kind::Other,
        }
    }
}

/// What ends an event, and what ends a sender.
pub(super) const EVENT_END: &str = "the end of the event";
pub(super) const SENDER_END: &str = "`</sender>`";

/// Whether this is the name of an event.
pub(super) fn is_event(name: &str) -> bool {
    EventType::TABLE.members.iter().any(|member| member.name == name)
}

/// The error for an element in which one begins that it cannot hold.
pub(super) fn never_ends(cx: &mut Context<'_>, expected: &'static str, inner: &Tag<'_>) -> Error {
    let found = format!("`<{}>`", inner.name);
    cx.error(inner.at, Code::Syntax, Some(expected.into()), Some(found.as_str().into()))
}

/// The name that the sender has whose start tag was broken, as far as it can be told.
pub(super) fn sender_name(text: &str, start: usize) -> &str {
    let written = name(text, start + 1);
    if local(written) == "sender" { written } else { "sender" }
}

/// The name that begins at a position.
fn name(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.'))).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}
