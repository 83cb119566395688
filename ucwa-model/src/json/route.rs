//! The routing pass over JSON.

mod event;
mod grammar;
mod recover;
mod resources;

use std::{cell::Cell, sync::Arc};

pub(crate) use self::resources::resources;
use crate::{
    Broken, Place,
    codec::replace_bytes,
    events::{Filter, Routed, RoutedLink},
};

/// Where the walk stands.
#[derive(Clone, Debug)]
pub(crate) struct Walk<'a> {
    bytes: &'a [u8],
    /// The same, if all of it is text.
    text: Option<&'a str>,
    /// If not, text of the same length, in which the way back after broken events is looked for.
    repaired: Option<Arc<str>>,
    at: usize,
    inside: Inside,
    /// The list that is being walked has given something.
    begun: bool,
    sender: RoutedLink<'a>,
    /// Where the sender begins, or what stands behind its events.
    members: usize,
    /// Its events have begun.
    listed: bool,
    /// Where an object stands in place of its events, if it was passed over last.
    single: Option<usize>,
    /// The walk has come to its events on another way than by their name.
    stray: bool,
    /// So many events have been looked to the end for in vain.
    endless: usize,
    /// The last place that was counted.
    last: Place,
    /// So many bytes have been looked at to find the way back after broken events.
    spent: Cell<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Start,
    Response,
    Senders,
    Sender,
    Events,
    End,
}

/// What stands in the place of an event is no object.
const OBJECT: &str = "object";

/// It is a sender: the one before has not ended.
const EVENT: &str = "an event";

/// The walk cannot go on.
struct Lost {
    at: usize,
    expected: &'static str,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let text = simdutf8::basic::from_utf8(bytes).ok();
        let repaired = if text.is_none() { Some(replace_bytes(bytes).into()) } else { None };
        Self {
            bytes,
            text,
            repaired,
            at: 0,
            inside: Inside::Start,
            begun: false,
            sender: RoutedLink::default(),
            members: 0,
            listed: false,
            single: None,
            stray: false,
            endless: 0,
            last: Place::START,
            spent: Cell::new(0),
        }
    }

    #[inline]
    pub(crate) fn next(&mut self, filter: &Filter<'a>) -> Option<Result<Routed<'a>, Broken>> {
        loop {
            let step = match self.inside {
                Inside::Events => match self.next_event(filter) {
                    Ok(Some(event)) => return Some(event),
                    Ok(None) => Ok(()),
                    Err(lost) => Err(lost),
                },
                Inside::End => return None,
                _ => match self.step(filter) {
                    Err(lost) if matches!(self.inside, Inside::Senders | Inside::Sender) => match self.recover_sender(&lost) {
                        Some(broken) => return Some(Err(broken)),
                        None => Err(lost),
                    },
                    step => step,
                },
            };
            if let Err(Lost { at, expected }) = step {
                self.inside = Inside::End;
                return Some(Err(self.broken(self.at.min(at), usize::MAX, at, expected)));
            }
        }
    }

    fn step(&mut self, filter: &Filter<'a>) -> Result<(), Lost> {
        match self.inside {
            Inside::Start => {
                if self.ordinary_start() {
                    self.enter(Inside::Senders);
                } else {
                    self.expect(b'{', "an object")?;
                    self.enter(Inside::Response);
                }
            }
            Inside::Response => match self.key()? {
                None => self.inside = Inside::End,
                Some(key) if key == "sender" && self.peek() == Some(b'[') => {
                    self.at += 1;
                    self.enter(Inside::Senders);
                }
                Some(_) => self.skip()?,
            },
            Inside::Senders => {
                (self.members, self.listed, self.single, self.stray) = (self.at, false, None, false);
                let more = self.element()?;
                if more && self.ordinary_sender(filter) {
                    self.listed = true;
                    self.enter(Inside::Events);
                } else if more {
                    self.expect(b'{', "an object")?;
                    self.sender = RoutedLink::default();
                    self.enter(Inside::Sender);
                } else {
                    self.leave(Inside::Response);
                }
            }
            Inside::Sender => self.sender_member(filter)?,
            Inside::Events | Inside::End => {}
        }
        Ok(())
    }

    /// The start of a response as servers write it, up to its senders. False, and nothing read, if it is another one.
    fn ordinary_start(&mut self) -> bool {
        let start = self.at;
        let ordinary = self.pass(b"{\"_links\":") && self.skip().is_ok() && self.pass(b",\"sender\":[");
        self.at = if ordinary { self.at } else { start };
        ordinary
    }

    /// The start of a sender as servers write it, up to its events. False, and nothing read, if it is another one.
    fn ordinary_sender(&mut self, filter: &Filter<'a>) -> bool {
        let start = self.at;
        let link = if self.pass(b"{\"rel\":\"") { self.rest_of_sender() } else { None };
        match link.filter(|link| filter.takes_sender(&link.rel)) {
            Some(link) => {
                self.sender = link;
                true
            }
            None => {
                self.at = start;
                false
            }
        }
    }

    fn rest_of_sender(&mut self) -> Option<RoutedLink<'a>> {
        let rel = self.rest_of_plain()?;
        let href = if self.pass(b",\"href\":\"") { self.rest_of_plain()? } else { return None };
        let named = !rel.is_empty() && !href.is_empty();
        (named && self.pass(b",\"events\":[")).then(|| RoutedLink { rel: rel.into(), href: href.into(), title: None })
    }

    fn sender_member(&mut self, filter: &Filter<'a>) -> Result<(), Lost> {
        let Some(key) = self.key()? else {
            self.leave(Inside::Senders);
            return Ok(());
        };
        self.single = None;
        match (&*key, self.peek()) {
            ("rel", Some(b'"')) => self.sender.rel = self.string()?,
            ("href", Some(b'"')) => self.sender.href = self.string()?,
            ("events", Some(b'[')) => {
                if self.sender.rel.is_empty() || self.sender.href.is_empty() {
                    self.look_ahead()?;
                }
                self.listed = true;
                if filter.takes_sender(&self.sender.rel) {
                    self.at += 1;
                    self.enter(Inside::Events);
                } else {
                    self.skip()?;
                    self.members = self.at;
                }
            }
            (name, first) => {
                let single = (name == "events" && first == Some(b'{') && !self.listed).then_some(self.at);
                self.skip()?;
                self.single = single;
            }
        }
        Ok(())
    }

    /// Who the sender is may stand behind its events.
    fn look_ahead(&mut self) -> Result<(), Lost> {
        let (at, begun) = (self.at, self.begun);
        // an event that is broken may hide the end of the list: then nobody knows
        if self.skip().is_ok() {
            while let Ok(Some(key)) = self.key() {
                match (&*key, self.peek()) {
                    ("rel", Some(b'"')) if self.sender.rel.is_empty() => self.sender.rel = self.string()?,
                    ("href", Some(b'"')) if self.sender.href.is_empty() => self.sender.href = self.string()?,
                    _ if self.skip().is_err() => break,
                    _ => {}
                }
            }
        }
        (self.at, self.begun) = (at, begun);
        Ok(())
    }

    fn next_event(&mut self, filter: &Filter<'a>) -> Result<Option<Result<Routed<'a>, Broken>>, Lost> {
        loop {
            let before = self.at;
            match self.element() {
                Ok(true) => {}
                Ok(false) => {
                    self.leave(Inside::Sender);
                    self.members = self.at;
                    return Ok(None);
                }
                Err(lost) => return self.recover(before, &lost).map(|broken| Some(Err(broken))),
            }
            let start = self.at;
            if let Some(event) = self.ordinary_event()
                && self.goes_on_as_usual()
            {
                if self.wants(filter, event.event_type, event.link.rel) {
                    return Ok(Some(Ok(event.routed(&self.sender))));
                }
                continue;
            }
            self.at = start;
            let routed = match self.any_event() {
                Ok(routed) => routed,
                Err(lost) => return self.recover(start, &lost).map(|broken| Some(Err(broken))),
            };
            if !self.goes_on_as_usual()
                && let Some(broken) = self.take_back(start)
            {
                return Ok(Some(Err(broken)));
            }
            if self.wants(filter, &routed.event_type, &routed.link.rel) {
                return Ok(Some(Ok(routed)));
            }
        }
    }

    /// Whether the list of events ends behind an event, or goes on as servers write it.
    #[inline(always)]
    fn goes_on_as_usual(&self) -> bool {
        matches!(self.bytes.get(self.at..), Some([b']', ..] | [b',', b'{', ..]))
    }

    #[inline(always)]
    fn wants(&self, filter: &Filter<'a>, event_type: &str, rel: &str) -> bool {
        let from_sender = !self.stray || filter.takes_sender(&self.sender.rel);
        from_sender && filter.takes_type(event_type) && filter.takes_rel(rel)
    }
}
