//! JSON → senders and their events, each on its own.

use super::super::{
    Kind,
    decode::Decoder,
    envelope::{After, Envelope, GoesOn, Step},
    value::syntax_error,
};
use crate::{
    ChannelLinks, Code, Error, Sender, Text,
    assemble::Seen,
    events::{Absent, Collector, is_fault},
};

/// What is known of the objects that have not ended.
#[derive(Default)]
pub(super) struct Members {
    /// Where the response begins, and how many members it has.
    response: (usize, usize),
    named: bool,
    seen: Seen,
    /// Where the sender begins, and how many members it has.
    sender: (usize, usize),
    rel: bool,
    href: bool,
}

impl<'a> Decoder<'a, '_, '_> {
    /// The members of a response, and its senders.
    pub(super) fn response(&mut self, channel: &mut ChannelLinks, collector: &mut Collector<'_, '_>) -> Result<(), Error> {
        let (mut envelope, outer) = (Envelope::new(), self.cx.depth);
        let mut members = Members { response: (self.reader.at(), 0), ..Members::default() };
        while !collector.is_stopped() {
            let start = self.reader.at();
            let read = match envelope.next(self.reader) {
                Ok(Step::Event) => {
                    self.list_event(&mut envelope, collector)?;
                    continue;
                }
                Ok(Step::End) => break,
                Ok(Step::NoSender) => {
                    self.no_sender(&mut envelope, collector)?;
                    continue;
                }
                Ok(step) => self.part(step, channel, collector, &mut members),
                Err(fault) if envelope.is_in_events() => {
                    Err(collector.in_list(self.cx, |cx| syntax_error(cx, self.reader, fault)))
                }
                Err(fault) => Err(syntax_error(self.cx, self.reader, fault)),
            };
            if let Err(error) = read {
                self.after_fault(start, error, &mut envelope, collector)?;
            }
        }
        self.cx.depth = outer;
        Ok(())
    }

    /// A part of a response that is no event.
    fn part(
        &mut self,
        step: Step<'a>,
        channel: &mut ChannelLinks,
        collector: &mut Collector<'_, '_>,
        members: &mut Members,
    ) -> Result<(), Error> {
        let at = self.reader.at();
        match step {
            Step::Member(key) => {
                let (start, count) = &mut members.response;
                *count += 1;
                self.cx.bound(*start, Code::Members, self.cx.limits.members, *count)?;
                self.cx.descend(*start, RESPONSE)?;
                self.check_string(at, &key)?;
                self.object_member(channel, &key, &mut members.named, &mut members.seen)
            }
            Step::Senders => {
                self.cx.descend(at, SENDERS)?;
                if channel.extra.property("sender").is_some() {
                    self.misfit_before("sender")?;
                }
                collector.begin_senders();
                Ok(())
            }
            Step::Sender => {
                collector.begin_sender(self.cx, at, Sender { absent: Absent::ALL, ..Sender::default() })?;
                (members.sender, members.rel, members.href) = ((at, 0), false, false);
                self.cx.descend(at, SENDER)
            }
            Step::Header(rel, href) => {
                collector.begin_sender(self.cx, at, Sender::default())?;
                (members.sender, members.rel, members.href) = ((at, 3), true, true);
                self.cx.bound(at, Code::TextLength, self.cx.limits.text, rel.len().max(href.len()))?;
                self.cx.bound(at, Code::Members, self.cx.limits.members, 3)?;
                self.cx.descend(at, LIST)?;
                if let Some(sender) = collector.sender() {
                    sender.rel.set(self.cx.lexeme(rel));
                    sender.href.set(self.cx.lexeme(href));
                }
                collector.know(self.cx);
                Ok(())
            }
            Step::SenderMember(key, kind) => self.sender_member(&key, kind, collector, members),
            Step::Events => {
                if collector.sender().is_some_and(|sender| sender.extra.iter().any(|(name, _)| *name == "events")) {
                    self.misfit_before("events")?;
                }
                if let Some(sender) = collector.sender() {
                    sender.absent.events = false;
                }
                if members.rel && members.href {
                    collector.know(self.cx);
                }
                self.count_member(members)?;
                self.cx.descend(at, LIST)
            }
            Step::SenderEnd => {
                collector.end_sender(self.cx);
                Ok(())
            }
            Step::NoSender | Step::Event | Step::End => Ok(()),
        }
    }

    fn count_member(&mut self, members: &mut Members) -> Result<(), Error> {
        let (start, count) = &mut members.sender;
        *count += 1;
        self.cx.bound(*start, Code::Members, self.cx.limits.members, *count)
    }

    fn sender_member(
        &mut self,
        key: &str,
        kind: Kind,
        collector: &mut Collector<'_, '_>,
        members: &mut Members,
    ) -> Result<(), Error> {
        self.count_member(members)?;
        let at = self.reader.at();
        self.cx.descend(at, SENDER)?;
        self.check_string(at, key)?;
        let seen = match key {
            "rel" => &mut members.rel,
            "href" => &mut members.href,
            _ => &mut true,
        };
        if !std::mem::replace(seen, true) && kind == Kind::String {
            let text = self.text()?;
            if let Some(sender) = collector.sender() {
                let Sender { rel, href, absent, .. } = sender;
                let (place, absent) = if key == "rel" { (rel, &mut absent.rel) } else { (href, &mut absent.href) };
                (*place, *absent) = (text, false);
            }
            return Ok(());
        }
        let value = self.unknown(key)?;
        let key: Text = self.cx.text(key);
        collector.sender().into_iter().for_each(|sender| sender.extra.push((key.clone(), value.clone())));
        Ok(())
    }

    /// One event, or what stands in its place.
    fn list_event(&mut self, envelope: &mut Envelope, collector: &mut Collector<'_, '_>) -> Result<(), Error> {
        let start = self.reader.at();
        let before = collector.begin_event(self.cx, start)?;
        let read = self.only_object().and_then(|()| collector.event().map_or(Ok(()), |event| self.event(event)));
        match collector.end_event(self.cx, before, start..self.reader.at(), read) {
            Ok(()) => Ok(()),
            Err(error) => {
                let after = envelope.after_value(self.reader, start);
                self.go_on(start, after, error, collector)
            }
        }
    }

    /// A value in place of a sender.
    #[cold]
    fn no_sender(&mut self, envelope: &mut Envelope, collector: &mut Collector<'_, '_>) -> Result<(), Error> {
        let start = self.reader.at();
        collector.begin_sender(self.cx, start, Sender::default())?;
        let Err(error) = self.only_object() else { return Ok(()) };
        let after = envelope.after_value(self.reader, start);
        self.go_on(start, after, error, collector)?;
        if after.goes_on == GoesOn::Behind {
            collector.end_sender(self.cx);
        }
        Ok(())
    }

    /// Goes on after a fault between events, or in what stands around them.
    #[cold]
    fn after_fault(
        &mut self,
        start: usize,
        error: Error,
        envelope: &mut Envelope,
        collector: &mut Collector<'_, '_>,
    ) -> Result<(), Error> {
        let in_senders = envelope.is_in_senders();
        if !is_fault(&error) {
            return Err(error);
        }
        if envelope.is_in_header() {
            // what has been read of it may be something else
            collector.sender().into_iter().for_each(Sender::forget);
            collector.know(self.cx);
        }
        let fault = self.reader.at().max(start);
        let after = envelope.after_fault(self.reader, fault);
        if after.goes_on == GoesOn::Nowhere && !in_senders {
            return Err(error);
        }
        self.go_on(fault, after, error, collector)
    }

    /// Puts what is broken in its place.
    #[cold]
    fn go_on(&mut self, start: usize, after: After, error: Error, collector: &mut Collector<'_, '_>) -> Result<(), Error> {
        let was_open = collector.is_open();
        let error = collector.broken(self.cx, start..after.end, error)?;
        match after.goes_on {
            GoesOn::Behind => return Ok(()),
            GoesOn::InSender => {}
            GoesOn::InUnknown if !was_open => {}
            GoesOn::InUnknown | GoesOn::InSenders => collector.end_sender(self.cx),
            GoesOn::Nowhere => return Err(error),
        }
        self.cx.descend(self.reader.at(), LIST)
    }
}

/// How deep the members of a response, its senders, their members, and their events stand.
const RESPONSE: usize = 1;
const SENDERS: usize = 2;
const SENDER: usize = 3;
pub(crate) const LIST: usize = 4;
