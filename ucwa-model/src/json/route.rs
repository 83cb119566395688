//! The routing pass over JSON.

mod event;
mod resources;

use self::event::{Lost, Quick};
pub(crate) use self::resources::resources;
use super::{
    Kind, Reader,
    envelope::{Envelope, Part},
    skip::container_end,
    token::Fault,
    value::syntax_error,
};
use crate::{
    Code, Error,
    events::{After, Item, Places, Routed, RoutedLink, Router, Stop, Walk},
};

/// A response that is routed.
#[derive(Clone, Debug)]
pub(crate) struct Route<'a> {
    reader: Reader<'a>,
    envelope: Envelope,
    pub(crate) router: Router<'a>,
    /// Whether the sender has said its rel and its href.
    rel: bool,
    href: bool,
}

/// A text that is one event.
pub(crate) fn event(text: &str) -> Option<Routed<'_>> {
    Route::new(text, Places::new(text.as_bytes(), 0)).event().ok()
}

impl<'a> Route<'a> {
    pub(crate) fn new(text: &'a str, places: Places<'a>) -> Self {
        let (reader, router) = (Reader::new(text), Router::new(text, places));
        Self { reader, envelope: Envelope::new(), router, rel: false, href: false }
    }

    /// A part that is no event.
    fn part(&mut self, part: Part<'a>) -> Result<(), Stop<usize>> {
        let read = match part {
            Part::Member(_) => self.reader.skip_value(),
            Part::Links(_) | Part::Senders | Part::Event => Ok(()),
            Part::Sender => {
                self.router.begin_sender(RoutedLink::default(), false);
                (self.rel, self.href) = (false, false);
                Ok(())
            }
            Part::Header(rel, href) => {
                self.router.begin_sender(RoutedLink { rel: rel.into(), href: href.into(), title: None }, true);
                if !self.router.takes_sender() {
                    self.try_fast_pass_over_events();
                }
                Ok(())
            }
            Part::NoSender => {
                self.router.begin_sender(RoutedLink::default(), true);
                let (start, kind) = (self.reader.at(), self.reader.peek());
                let lost = kind.map_or_else(Lost::Fault, |kind| Lost::NoObject(start, kind));
                return Err(Stop::Part(start, self.error(lost)));
            }
            Part::SenderMember(key, kind) => self.sender_member(&key, kind),
            Part::Events => {
                self.router.know(self.rel && self.href);
                Ok(())
            }
            Part::SenderEnd => {
                self.router.end_sender(None);
                Ok(())
            }
            Part::End => return Err(Stop::End),
        };
        read.map_err(|fault| Stop::Other(self.error(Lost::Fault(fault))))
    }

    #[cold]
    fn error(&self, lost: Lost) -> Error {
        let mut cx = self.router.context();
        match lost {
            Lost::Fault(fault) => syntax_error(&mut cx, &self.reader, fault),
            Lost::NoObject(at, kind) => cx.error(at, Code::Type, Some("object".into()), Some(kind.name().into())),
        }
    }

    fn sender_member(&mut self, key: &str, kind: Kind) -> Result<(), Fault> {
        match (key, kind) {
            _ if self.envelope.is_nameless() => self.reader.skip_value()?,
            ("rel", kind) if !std::mem::replace(&mut self.rel, true) && kind == Kind::String => {
                self.router.sender.rel = self.reader.string()?;
            }
            ("href", kind) if !std::mem::replace(&mut self.href, true) && kind == Kind::String => {
                self.router.sender.href = self.reader.string()?;
            }
            _ => self.reader.skip_value()?,
        }
        Ok(())
    }

    /// Passes over the list that has begun, if its brackets are closed.
    fn try_fast_pass_over_events(&mut self) {
        if self.router.is_quick()
            && let Some(start) = self.reader.at().checked_sub(1)
        {
            match container_end(self.router.text.as_bytes(), start) {
                Some(end) => {
                    self.reader.reset(end);
                    self.envelope.leave_events();
                }
                None => self.router.wasted += self.router.text.len() - start,
            }
        }
    }

    /// Keeps an event until its turn comes: apart, so that other events are made where they are handed out.
    #[cold]
    #[inline(never)]
    fn hold(&mut self, event: Quick<'a>, start: usize) {
        let routed = event.routed(&self.router.sender, self.router.offset(start));
        self.router.hold(Ok(routed));
    }

    fn next_event(&mut self, item: &mut Option<Item<'a>>) -> Result<(), Stop<usize>> {
        let start = self.reader.at();
        if self.router.is_quick() {
            if let Some(event) = self.try_fast_event(start) {
                if !self.router.is_open() {
                    self.hold(event, start);
                } else if self.router.takes(event.event_type, event.link.rel) {
                    *item = Some(Ok(event.routed(&self.router.sender, self.router.offset(start))));
                }
                return Ok(());
            }
            self.reader.reset(start);
        }
        match self.event() {
            Ok(routed) => *item = self.router.give(Ok(routed)),
            Err(lost) => return Err(Stop::Part(start, self.error(lost))),
        }
        Ok(())
    }
}

impl<'a> Walk for Route<'a> {
    type Mark = usize;
    type Item = Item<'a>;

    #[inline]
    fn is_ended(&self) -> bool {
        self.router.is_ended()
    }

    #[inline]
    fn mark(&self) -> usize {
        self.reader.at()
    }

    #[inline]
    fn step(&mut self, item: &mut Option<Item<'a>>) -> Result<(), Stop<usize>> {
        if self.router.has_held() {
            *item = self.router.next_held();
            return Ok(());
        }
        match self.envelope.next(&mut self.reader) {
            Ok(Part::Event) => self.next_event(item),
            Ok(part) => self.part(part),
            Err(fault) => Err(Stop::Other(self.error(Lost::Fault(fault)))),
        }
    }

    fn after_part(&mut self, begin: usize) -> Result<After, Error> {
        Ok(self.envelope.after_value(&mut self.reader, begin))
    }

    fn after_fault(&mut self, begin: usize) -> Result<After, Error> {
        if self.envelope.is_in_header() {
            self.router.begin_sender(RoutedLink::default(), true); // what has been read of it may be something else
        }
        Ok(self.envelope.after_fault(&mut self.reader, begin))
    }

    fn put_broken(&mut self, after: After, error: Error) -> Result<(), Error> {
        self.router.put_broken(&after, &error);
        Ok(())
    }

    fn end(&mut self, read: Result<(), Error>) {
        let read = read.and_then(|()| self.reader.end().map_err(|fault| self.error(Lost::Fault(fault))));
        self.router.end(read.err().map(|error| (self.reader.at(), error)));
    }
}
