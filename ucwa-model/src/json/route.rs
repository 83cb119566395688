//! The routing pass over JSON.

mod event;
mod resources;

use std::collections::VecDeque;

use self::event::Lost;
pub(crate) use self::resources::resources;
use super::{
    Kind, Reader,
    envelope::{After, Envelope, GoesOn, Step},
    skip::container_end,
    token::Fault,
};
use crate::{
    Broken,
    events::{Filter, Places, Routed, RoutedLink},
};

/// Where the walk stands.
#[derive(Clone, Debug)]
pub(crate) struct Walk<'a> {
    text: &'a str,
    reader: Reader<'a>,
    envelope: Envelope,
    sender: RoutedLink<'a>,
    /// What the sender is has been read, or will never be known.
    known: bool,
    rel: bool,
    href: bool,
    /// Events whose sender is not known yet, or has just become so.
    held: VecDeque<Result<Routed<'a>, Broken>>,
    /// So many bytes have been passed over in vain.
    wasted: usize,
    /// Nothing is passed over by its brackets alone.
    checked: bool,
    places: Places<'a>,
    ended: bool,
    /// It ended with a fault.
    lost: bool,
}

/// A text that is one event.
pub(crate) fn event(text: &str) -> Option<Routed<'_>> {
    Walk::new(text, Places::new(text.as_bytes(), 0)).any_event().ok()
}

impl<'a> Walk<'a> {
    pub(crate) fn new(text: &'a str, places: Places<'a>) -> Self {
        Self {
            text,
            reader: Reader::new(text),
            envelope: Envelope::new(),
            sender: RoutedLink::default(),
            known: true,
            rel: false,
            href: false,
            held: VecDeque::new(),
            wasted: 0,
            checked: false,
            places,
            ended: false,
            lost: false,
        }
    }

    /// Whether it ended with a fault.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost
    }

    pub(crate) fn checked(self) -> Self {
        Self { checked: true, ..self }
    }

    #[inline]
    pub(crate) fn next(&mut self, filter: &Filter<'_>) -> Option<Result<Routed<'a>, Broken>> {
        loop {
            if self.known && !self.held.is_empty() {
                match self.held.pop_front() {
                    Some(Ok(routed)) if !filter.takes_routed(&routed) => continue,
                    item => return item,
                }
            }
            if self.ended {
                return None;
            }
            let start = self.reader.at();
            let item = match self.envelope.next(&mut self.reader) {
                Ok(Step::Event) => self.next_event(filter),
                Ok(step) => self.part(step, start, filter),
                Err(fault) => self.after_fault(start, Lost::Fault(fault)),
            };
            if item.is_some() {
                return item;
            }
        }
    }

    /// What is wrong with a part that is no event, if anything is.
    fn part(&mut self, step: Step<'a>, start: usize, filter: &Filter<'_>) -> Option<Result<Routed<'a>, Broken>> {
        let read = match step {
            Step::Member(_) => self.pass_over_member(),
            Step::Senders | Step::Event => Ok(()),
            Step::Sender => {
                (self.sender, self.known, self.rel, self.href) = (RoutedLink::default(), false, false, false);
                Ok(())
            }
            Step::Header(rel, href) => {
                self.sender = RoutedLink { rel: rel.into(), href: href.into(), title: None };
                self.known = true;
                if !filter.takes_sender(rel) {
                    self.pass_over_events();
                }
                Ok(())
            }
            Step::NoSender => {
                self.sender = RoutedLink::default();
                let (start, kind) = (self.reader.at(), self.reader.peek());
                let lost = kind.map_or_else(Lost::Fault, |kind| Lost::NoObject(start, kind));
                let after = self.envelope.after_value(&mut self.reader, start);
                return self.go_on(start, after, lost);
            }
            Step::SenderMember(key, kind) => self.sender_member(&key, kind),
            Step::Events => {
                self.known = self.rel && self.href;
                Ok(())
            }
            Step::SenderEnd => {
                self.settle();
                self.sender = RoutedLink::default();
                Ok(())
            }
            Step::End => {
                self.ended = true;
                let fault = self.reader.end().err()?;
                self.lost = true;
                let start = self.reader.at();
                return Some(Err(self.broken(start, usize::MAX, &Lost::Fault(fault))));
            }
        };
        self.after_fault(start, Lost::Fault(read.err()?))
    }

    /// Passes over a member of the response, which is its links most of the time.
    fn pass_over_member(&mut self) -> Result<(), Fault> {
        let start = self.reader.at();
        if !self.pass_over_links().unwrap_or_default() {
            self.reader.reset(start);
            self.reader.skip_value()?;
        }
        Ok(())
    }

    /// Passes over links as servers write them.
    fn pass_over_links(&mut self) -> Option<bool> {
        let begins = self.reader.eat(b"{\"self\":{\"href\":\"");
        begins.then(|| self.reader.plain_rest(usize::MAX))??;
        if self.reader.eat(b"},\"next\":{\"href\":\"") {
            self.reader.plain_rest(usize::MAX)?;
        }
        Some(self.reader.eat(b"}}"))
    }

    fn sender_member(&mut self, key: &str, kind: Kind) -> Result<(), Fault> {
        match (key, kind) {
            ("rel", kind) if !std::mem::replace(&mut self.rel, true) && kind == Kind::String => {
                self.sender.rel = self.reader.string()?;
            }
            ("href", kind) if !std::mem::replace(&mut self.href, true) && kind == Kind::String => {
                self.sender.href = self.reader.string()?;
            }
            _ => self.reader.skip_value()?,
        }
        Ok(())
    }

    /// Passes over the list that has begun, if its brackets are closed.
    fn pass_over_events(&mut self) {
        if self.is_quick()
            && let Some(start) = self.reader.at().checked_sub(1)
        {
            match container_end(self.text.as_bytes(), start) {
                Some(end) => {
                    self.reader.reset(end);
                    self.envelope.leave_events();
                }
                None => self.wasted += self.text.len() - start,
            }
        }
    }

    /// Whether something may be passed over by its brackets: what was passed over in vain is read once more.
    #[inline]
    fn is_quick(&self) -> bool {
        !self.checked && self.wasted <= self.text.len()
    }

    fn next_event(&mut self, filter: &Filter<'_>) -> Option<Result<Routed<'a>, Broken>> {
        let start = self.reader.at();
        if self.is_quick() {
            match self.quick_event(start) {
                Some(event) if self.known && self.held.is_empty() => {
                    let wanted = filter.takes_sender(&self.sender.rel)
                        && filter.takes_type(event.event_type)
                        && filter.takes_rel(event.link.rel);
                    return wanted.then(|| Ok(event.routed(&self.sender, start + self.places.before())));
                }
                Some(event) => {
                    let routed = event.routed(&self.sender, start + self.places.before());
                    return self.give(Ok(routed), filter);
                }
                None => self.reader.reset(start),
            }
        }
        match self.any_event() {
            Ok(routed) => self.give(Ok(routed), filter),
            Err(lost) => {
                let after = self.envelope.after_value(&mut self.reader, start);
                self.go_on(start, after, lost)
            }
        }
    }

    /// Gives an item out, or keeps it until its turn comes.
    fn give(&mut self, item: Result<Routed<'a>, Broken>, filter: &Filter<'_>) -> Option<Result<Routed<'a>, Broken>> {
        if !self.known || !self.held.is_empty() {
            self.held.push_back(item);
            return None;
        }
        Some(item).filter(|item| item.as_ref().map_or(true, |routed| filter.takes_routed(routed)))
    }

    /// What the sender is will not change any more.
    fn settle(&mut self) {
        self.known = true;
        for routed in self.held.iter_mut().flatten() {
            routed.sender = self.sender.clone();
        }
    }

    /// Goes on after a fault between events, or in what stands around them.
    #[cold]
    fn after_fault(&mut self, start: usize, lost: Lost) -> Option<Result<Routed<'a>, Broken>> {
        if self.envelope.is_in_header() {
            self.sender = RoutedLink::default(); // what has been read of it may be something else
            self.settle();
        }
        let fault = self.reader.at().max(start);
        let after = self.envelope.after_fault(&mut self.reader, fault);
        self.go_on(fault, after, lost)
    }

    #[cold]
    fn go_on(&mut self, start: usize, after: After, lost: Lost) -> Option<Result<Routed<'a>, Broken>> {
        let broken = self.broken(start, after.end, &lost);
        match after.goes_on {
            GoesOn::Behind | GoesOn::InSender => {}
            GoesOn::InUnknown | GoesOn::InSenders => {
                self.settle();
                self.sender = RoutedLink::default();
            }
            GoesOn::Nowhere => {
                self.settle();
                (self.ended, self.lost) = (true, true);
            }
        }
        self.give(Err(broken), &Filter::default())
    }

    fn broken(&mut self, start: usize, end: usize, lost: &Lost) -> Broken {
        let found = match lost {
            Lost::Fault(fault) => self.reader.found(*fault),
            Lost::NoObject(_, kind) => kind.name().to_owned(),
        };
        self.places.broken(start..end, lost.fault().at, lost.code(), lost.fault().expected, &found)
    }
}
