//! JSON → a response, part by part: senders and their events, each on its own.

use std::convert::Infallible;

use super::super::{
    Kind, Reader,
    decode::Decoder,
    envelope::{Envelope, Links, Part},
    value::syntax_error,
};
use crate::{
    ChannelLinks, Code, Error, Link, Sender, Text,
    bind::{Section, Seen},
    context::Context,
    events::{Absent, After, Collector, GoesOn, Stop, Visitor, Walk, drive},
};

/// How deep the members of a response, its senders, their members, and their events stand.
const RESPONSE: usize = 1;
const SENDERS: usize = 2;
const SENDER: usize = 3;
pub(crate) const LIST: usize = 4;

/// A response that is decoded.
pub(super) struct Response<'r, 'a, 'c, 't, 'v> {
    decoder: &'r mut Decoder<'a, 'c, 't>,
    envelope: Envelope,
    collector: Collector<'r, 'v>,
    channel: &'r mut ChannelLinks,
    /// Where the response begins, and what is known of its members.
    start: usize,
    count: usize,
    named: bool,
    seen: Seen,
    sender: SenderMembers,
    end: Option<Result<(), Error>>,
}

/// Where a sender begins, how many members it has, and which have come.
#[derive(Default)]
struct SenderMembers {
    start: usize,
    count: usize,
    rel: bool,
    href: bool,
}

impl<'r, 'a, 'c, 't, 'v> Response<'r, 'a, 'c, 't, 'v> {
    pub(super) fn new(
        decoder: &'r mut Decoder<'a, 'c, 't>,
        channel: &'r mut ChannelLinks,
        senders: &'r mut Option<Vec<Sender>>,
        visitor: Visitor<'v>,
    ) -> Self {
        let (envelope, start) = (Envelope::new(), decoder.reader.at());
        let collector = Collector::new(decoder.cx, senders, visitor);
        let (seen, sender) = (Seen::default(), SenderMembers::default());
        Self { decoder, envelope, collector, channel, start, count: 0, named: false, seen, sender, end: None }
    }

    /// Reads the response to its end; false if nobody wants the rest.
    pub(super) fn read(mut self) -> Result<bool, Error> {
        drive(&mut self);
        self.end_sender();
        if self.collector.is_stopped() {
            return Ok(false);
        }
        self.end.unwrap_or(Ok(())).map(|()| true)
    }

    /// Who reads, who is told, and who takes what is read.
    fn parts(&mut self) -> (&mut Reader<'a>, &mut Context<'t>, &mut Collector<'r, 'v>) {
        (self.decoder.reader, self.decoder.cx, &mut self.collector)
    }

    /// A part that is no event.
    fn part(&mut self, part: Part<'a>) -> Result<(), Error> {
        let at = self.decoder.reader.at();
        match part {
            Part::Member(key) => self.member(at, &key),
            Part::Links(links) => self.links(&links),
            Part::Senders => self.begin_senders(at),
            Part::Sender => self.begin_sender(at),
            Part::Header(rel, href) => self.header(at, rel, href),
            Part::SenderMember(key, kind) => self.sender_member(at, &key, kind),
            Part::Events => self.begin_events(at),
            Part::SenderEnd => {
                self.end_sender();
                Ok(())
            }
            Part::NoSender | Part::Event | Part::End => Ok(()),
        }
    }

    fn member(&mut self, at: usize, key: &str) -> Result<(), Error> {
        self.count += 1;
        let Self { decoder, channel, start, count, named, seen, .. } = self;
        decoder.cx.bound(*start, Code::Members, decoder.cx.limits.members, *count)?;
        decoder.cx.descend(*start, RESPONSE)?;
        decoder.check_string(at, key)?;
        decoder.object_member(*channel, key, named, seen)
    }

    /// The links of the response, as servers write them. Limits that they may exceed are left to the grammar.
    fn links(&mut self, Links { start, own, next }: &Links<'a>) -> Result<(), Error> {
        let Self { decoder, channel, seen, .. } = self;
        let limits = &decoder.cx.limits;
        let is_short = |text: &str| text.len() <= limits.text;
        let is_allowed = limits.max_depth() > RESPONSE + 1 && limits.members >= Link::MEMBERS;
        if !is_allowed || !is_short(own) || !next.is_none_or(is_short) {
            decoder.reader.reset(*start);
            return self.member(*start, "_links");
        }
        seen.first_section(Section::Links);
        seen.note_all();
        channel.self_link.get_or_insert_default().set(decoder.cx.borrowed(own), None);
        if let Some(next) = next {
            channel.next_link.get_or_insert_default().set(decoder.cx.borrowed(next), None);
        }
        self.count = 1;
        decoder.cx.descend(*start, RESPONSE)
    }

    fn begin_senders(&mut self, at: usize) -> Result<(), Error> {
        self.decoder.cx.descend(at, SENDERS)?;
        if self.channel.extra.property("sender").is_some() {
            self.decoder.misfit_before("sender")?;
        }
        self.collector.begin_senders();
        Ok(())
    }

    fn begin_sender(&mut self, at: usize) -> Result<(), Error> {
        self.sender = SenderMembers { start: at, ..SenderMembers::default() };
        let (_, cx, collector) = self.parts();
        collector.begin_sender(cx, at, Sender { absent: Absent::ALL, ..Sender::default() })?;
        cx.descend(at, SENDER)
    }

    /// A sender up to its events, as servers write it.
    fn header(&mut self, at: usize, rel: &str, href: &str) -> Result<(), Error> {
        self.sender = SenderMembers { start: at, count: 3, rel: true, href: true };
        let (_, cx, collector) = self.parts();
        collector.begin_sender(cx, at, Sender::default())?;
        cx.bound(at, Code::TextLength, cx.limits.text, rel.len().max(href.len()))?;
        cx.bound(at, Code::Members, cx.limits.members, 3)?;
        cx.descend(at, LIST)?;
        if let Some(sender) = collector.sender() {
            sender.rel.set(cx.borrowed(rel));
            sender.href.set(cx.borrowed(href));
        }
        collector.know(cx);
        Ok(())
    }

    fn begin_events(&mut self, at: usize) -> Result<(), Error> {
        if self.collector.sender().is_some_and(|sender| sender.extra.iter().any(|(name, _)| *name == "events")) {
            self.decoder.misfit_before("events")?;
        }
        let known = self.sender.rel && self.sender.href;
        let (_, cx, collector) = self.parts();
        if let Some(sender) = collector.sender() {
            sender.absent.events = false;
        }
        if known {
            collector.know(cx);
        }
        self.count_sender_member()?;
        self.decoder.cx.descend(at, LIST)
    }

    fn end_sender(&mut self) {
        let (_, cx, collector) = self.parts();
        collector.end_sender(cx);
    }

    fn count_sender_member(&mut self) -> Result<(), Error> {
        self.sender.count += 1;
        let cx = &mut *self.decoder.cx;
        cx.bound(self.sender.start, Code::Members, cx.limits.members, self.sender.count)
    }

    fn sender_member(&mut self, at: usize, key: &str, kind: Kind) -> Result<(), Error> {
        self.count_sender_member()?;
        let Self { decoder, collector, sender: members, envelope, .. } = self;
        decoder.cx.descend(at, SENDER)?;
        decoder.check_string(at, key)?;
        let seen = match key {
            "rel" if !envelope.is_nameless() => &mut members.rel,
            "href" if !envelope.is_nameless() => &mut members.href,
            _ => &mut true,
        };
        if !std::mem::replace(seen, true) && kind == Kind::String {
            let text = decoder.text()?;
            if let Some(Sender { rel, href, absent, .. }) = collector.sender() {
                let (place, absent) = if key == "rel" { (rel, &mut absent.rel) } else { (href, &mut absent.href) };
                (*place, *absent) = (text, false);
            }
            return Ok(());
        }
        let value = decoder.unknown(key)?;
        let key: Text = decoder.cx.text(key);
        if let Some(sender) = collector.sender() {
            sender.extra.push((key, value));
        }
        Ok(())
    }

    /// One event, or what stands in its place.
    #[inline]
    fn list_event(&mut self) -> Result<(), Stop<usize>> {
        let Self { decoder, collector, .. } = self;
        let start = decoder.reader.at();
        let before = collector.begin_event(decoder.cx, start)?;
        let read = decoder.only_object().and_then(|()| collector.event().map_or(Ok(()), |event| decoder.event(event)));
        let range = start..decoder.reader.at();
        collector.end_event(decoder.cx, before, range, read).map_err(|error| Stop::Part(start, error))
    }

    /// A value in place of a sender.
    #[cold]
    fn no_sender(&mut self) -> Result<(), Stop<usize>> {
        let (reader, cx, collector) = self.parts();
        let start = reader.at();
        collector.begin_sender(cx, start, Sender::default())?;
        self.decoder.only_object().map_err(|error| Stop::Part(start, error))
    }

    /// Reads the next part.
    #[inline]
    fn next_part(&mut self) -> Result<(), Stop<usize>> {
        match self.envelope.next(self.decoder.reader) {
            Ok(Part::Event) => self.list_event()?,
            Ok(Part::End) => return Err(Stop::End),
            Ok(Part::NoSender) => self.no_sender()?,
            Ok(part) => self.part(part)?,
            Err(fault) => {
                let in_events = self.envelope.is_in_events();
                let (reader, cx, collector) = self.parts();
                let error = |cx: &mut Context<'_>| syntax_error(cx, reader, fault);
                return Err(Stop::Other(if in_events { collector.in_list(cx, error) } else { error(cx) }));
            }
        }
        Ok(())
    }
}

impl Walk for Response<'_, '_, '_, '_, '_> {
    type Mark = usize;
    type Item = Infallible;

    #[inline]
    fn is_ended(&self) -> bool {
        self.end.is_some() || self.collector.is_stopped()
    }

    #[inline]
    fn mark(&self) -> usize {
        self.decoder.reader.at()
    }

    #[inline]
    fn step(&mut self, _: &mut Option<Infallible>) -> Result<(), Stop<usize>> {
        self.next_part()
    }

    fn after_part(&mut self, begin: usize) -> Result<After, Error> {
        Ok(self.envelope.after_value(self.decoder.reader, begin))
    }

    fn after_fault(&mut self, begin: usize) -> Result<After, Error> {
        if self.envelope.is_in_header() {
            // what has been read of it may be something else
            let (_, cx, collector) = self.parts();
            collector.sender().into_iter().for_each(Sender::forget);
            collector.know(cx);
        }
        Ok(self.envelope.after_fault(self.decoder.reader, begin))
    }

    fn put_broken(&mut self, After { lost, goes_on }: After, error: Error) -> Result<(), Error> {
        let (reader, cx, collector) = self.parts();
        let at = reader.at();
        let ended = collector.put_broken(cx, lost, goes_on, error)?;
        if goes_on != GoesOn::Behind {
            cx.descend(at, LIST)?;
        }
        // what stood in place of a sender is none
        if ended || (goes_on == GoesOn::Behind && !self.envelope.is_in_events()) {
            self.end_sender();
        }
        Ok(())
    }

    fn end(&mut self, read: Result<(), Error>) {
        self.end = Some(read);
    }
}
