//! XML → senders and their events, each on its own.

use super::super::{
    Tag,
    decode::{Decoder, LinkTag, note},
    envelope::{After, Envelope, GoesOn, Step},
    reader::Mark,
};
use crate::{
    ChannelLinks, Code, Error, Resource, Sender, Text, Value,
    assemble::Seen,
    events::{Absent, Collector, is_fault},
    record::Record,
};

/// What a sender is: its rel and its href.
pub(super) type Name = (Text, Text);

/// What is kept of a response and of its senders beside the events.
pub(super) struct Members<'c> {
    pub(super) channel: &'c mut ChannelLinks,
    seen: Seen,
    /// Members of the response.
    count: usize,
    /// What is no event of a sender is kept as the members of a resource would be.
    rest: Resource,
    /// The sender that goes on after one inside it has ended.
    outer: Option<Name>,
}

impl<'c> Members<'c> {
    pub(super) fn new(channel: &'c mut ChannelLinks) -> Self {
        Self { channel, seen: Seen::default(), count: 0, rest: Resource::default(), outer: None }
    }
}

impl<'a> Decoder<'a, '_, '_> {
    /// The members of a response, and its senders.
    pub(super) fn response(
        &mut self,
        root: &Tag<'a>,
        members: &mut Members<'_>,
        collector: &mut Collector<'_, '_>,
    ) -> Result<(), Error> {
        let mut envelope: Envelope<Name> = Envelope::new(self.reader, root);
        self.cx.enter(root.at)?;
        while !collector.is_stopped() {
            let mark = self.reader.mark();
            match self.part(&mut envelope, members, collector) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) if envelope.is_lost() => return Err(error),
                Err(error) => self.after_fault(mark, error, &mut envelope, members, collector)?,
            }
        }
        self.cx.leave();
        Ok(())
    }

    /// The next part; false after the last one.
    #[inline]
    fn part(
        &mut self,
        envelope: &mut Envelope<Name>,
        members: &mut Members<'_>,
        collector: &mut Collector<'_, '_>,
    ) -> Result<bool, Error> {
        if self.is_ordinary() {
            if self.reader.pass_end() {
                if !envelope.is_in_sender() {
                    return Ok(false);
                }
                members.outer = envelope.end_sender();
                self.end_sender(members, collector);
                return Ok(true);
            }
            if envelope.is_in_sender() {
                if self.ordinary_list_event(envelope, members, collector)? {
                    return Ok(true);
                }
            } else if self.ordinary_part(envelope, members, collector)? {
                return Ok(true);
            }
        }
        let mark = self.reader.mark();
        let Self { cx, reader, .. } = self;
        let in_sender = envelope.is_in_sender();
        let step = if in_sender { collector.in_list(cx, |cx| envelope.next(reader, cx)) } else { envelope.next(reader, cx) };
        match step? {
            Step::Sender(tag) => self.begin_sender(&tag, envelope, members, collector)?,
            Step::Event(tag) => self.list_event(&tag, mark, envelope, members, collector)?,
            Step::Member(tag) => self.member_of(&tag, envelope, members, collector)?,
            Step::Text(at, text) if envelope.is_in_sender() => self.stray_text(&mut members.rest, at, &text)?,
            Step::Text(at, text) => self.stray_text(members.channel, at, &text)?,
            Step::SenderEnd(outer) => {
                members.outer = outer;
                self.end_sender(members, collector);
            }
            Step::End => return Ok(false),
        }
        Ok(true)
    }

    /// A link of a response or the start tag of a sender, as servers write them. False, and nothing read, if it is another thing.
    fn ordinary_part(
        &mut self,
        envelope: &mut Envelope<Name>,
        members: &mut Members<'_>,
        collector: &mut Collector<'_, '_>,
    ) -> Result<bool, Error> {
        let at = self.reader.at();
        if self.ordinary_member(members.channel, &mut members.seen, &mut true) {
            self.count(at, members)?;
            return Ok(true);
        }
        let Some(LinkTag { rel, href, .. }) = self.ordinary_sender() else { return Ok(false) };
        let (rel, href) = (self.cx.text(rel), self.cx.text(href));
        self.enter_sender(at, Sender { rel, href, ..Sender::default() }, Some(envelope), members, collector)?;
        Ok(true)
    }

    /// The start tag of a sender as servers write it; nothing is read of another one.
    fn ordinary_sender(&mut self) -> Option<LinkTag<'a>> {
        let start = self.reader.at();
        let found = if self.reader.pass(b"<sender rel=\"") { self.rest_of_link() } else { None };
        let found = found.filter(|link| link.title.is_none() && self.reader.pass(b">"));
        match found {
            Some(_) => self.reader.begin("sender"),
            None => self.reader.rewind(start),
        }
        found
    }

    /// A sender whose start tag has been read.
    fn begin_sender(
        &mut self,
        tag: &Tag<'a>,
        envelope: &mut Envelope<Name>,
        members: &mut Members<'_>,
        collector: &mut Collector<'_, '_>,
    ) -> Result<(), Error> {
        self.is_ours(tag)?;
        if envelope.is_in_sender() {
            self.cx.deviate(tag.at, Code::Content, Some("an event".into()), Some("`<sender>`".into()))?;
        }
        self.prefixed(tag)?;
        let sender = self.sender_of(tag);
        self.enter_sender(tag.at, sender, Some(envelope), members, collector)
    }

    /// What the start tag of a sender says.
    fn sender_of(&self, tag: &Tag<'a>) -> Sender {
        let text = |name: &str| tag.attribute(name).map(|text| self.cx.text(text));
        let (rel, href) = (text("rel"), text("href"));
        let absent = Absent { rel: rel.is_none(), href: href.is_none(), events: tag.markup("absent").is_some() };
        let others = tag.others(&["rel", "href"]);
        let extra = others.map(|(name, value)| (self.cx.text(name), Value::String(self.cx.text(value)))).collect();
        Sender { rel: rel.unwrap_or_default(), href: href.unwrap_or_default(), events: Vec::new(), extra, absent }
    }

    /// A sender begins, or, without an envelope, goes on.
    fn enter_sender(
        &mut self,
        at: usize,
        sender: Sender,
        envelope: Option<&mut Envelope<Name>>,
        members: &mut Members<'_>,
        collector: &mut Collector<'_, '_>,
    ) -> Result<(), Error> {
        self.end_sender(members, collector);
        if let Some(envelope) = envelope {
            self.cx.bound(at, Code::Depth, self.cx.limits.max_depth(), envelope.depth())?;
            envelope.begin_sender((sender.rel.clone(), sender.href.clone()));
        }
        collector.begin_sender(self.cx, at, sender)?;
        collector.know(self.cx);
        self.cx.descend(at, LIST)
    }

    /// A sender has ended, if there is one.
    pub(super) fn end_sender(&mut self, members: &mut Members<'_>, collector: &mut Collector<'_, '_>) {
        if let Some(sender) = collector.sender() {
            let rest = std::mem::take(&mut members.rest);
            sender.extra.extend(rest.extra.properties().iter().cloned());
        }
        collector.end_sender(self.cx);
        self.cx.depth = RESPONSE;
    }

    /// Events go on in the sender in which another one has ended.
    fn return_to_sender(
        &mut self,
        at: usize,
        envelope: &Envelope<Name>,
        members: &mut Members<'_>,
        collector: &mut Collector<'_, '_>,
    ) -> Result<(), Error> {
        if is_outer(envelope, collector) { self.reopen_sender(at, members, collector) } else { Ok(()) }
    }

    fn reopen_sender(&mut self, at: usize, members: &mut Members<'_>, collector: &mut Collector<'_, '_>) -> Result<(), Error> {
        let (rel, href) = members.outer.take().unwrap_or_default();
        self.enter_sender(at, Sender { rel, href, ..Sender::default() }, None, members, collector)
    }

    /// An event as servers write it, or what begins as one. False, and nothing read, if it is another thing.
    #[inline]
    fn ordinary_list_event(
        &mut self,
        envelope: &mut Envelope<Name>,
        members: &mut Members<'_>,
        collector: &mut Collector<'_, '_>,
    ) -> Result<bool, Error> {
        if !self.reader.begins_event() {
            return Ok(false);
        }
        let (mark, start) = (self.reader.mark(), self.reader.at());
        self.return_to_sender(start, envelope, members, collector)?;
        let before = collector.begin_event(self.cx, start)?;
        let read = match collector.event().map(|event| self.ordinary_event(event)) {
            Some(Ok(true)) => Ok(()),
            Some(Err(error)) => Err(error),
            _ => {
                collector.take_back(self.cx, before);
                return Ok(false);
            }
        };
        if let Err(error) = collector.end_event(self.cx, before, start..self.reader.at(), read) {
            self.broken_event(mark, error, envelope, members, collector)?;
        }
        Ok(true)
    }

    /// An event whose start tag has been read.
    fn list_event(
        &mut self,
        tag: &Tag<'a>,
        mark: Mark,
        envelope: &mut Envelope<Name>,
        members: &mut Members<'_>,
        collector: &mut Collector<'_, '_>,
    ) -> Result<(), Error> {
        let start = mark.at();
        self.return_to_sender(start, envelope, members, collector)?;
        let before = collector.begin_event(self.cx, start)?;
        let read = self.event_in(tag, envelope, collector);
        match collector.end_event(self.cx, before, start..self.reader.at(), read) {
            Ok(()) => Ok(()),
            Err(error) => self.broken_event(mark, error, envelope, members, collector),
        }
    }

    fn event_in(&mut self, tag: &Tag<'a>, envelope: &Envelope<Name>, collector: &mut Collector<'_, '_>) -> Result<(), Error> {
        self.is_ours(tag)?;
        if !envelope.is_in_sender() {
            let found = self.cx.quote("<", tag.name, ">");
            self.cx.deviate(tag.at, Code::Content, Some("`<sender>`".into()), Some(found.as_str().into()))?;
        }
        collector.event().map_or(Ok(()), |event| self.event(tag, event))
    }

    /// A member of the response or of a sender, whose start tag has been read.
    fn member_of(
        &mut self,
        tag: &Tag<'a>,
        envelope: &Envelope<Name>,
        members: &mut Members<'_>,
        collector: &mut Collector<'_, '_>,
    ) -> Result<(), Error> {
        if envelope.is_in_sender() {
            self.return_to_sender(tag.at, envelope, members, collector)?;
            let rest = &mut members.rest;
            match self.is_ours(tag)? {
                true => self.child(rest, tag, &mut { true }, &mut Seen::default())?,
                false => self.foreign(rest, tag)?,
            }
            return self.cx.bound(tag.at, Code::Members, self.cx.limits.members, members.rest.extra.properties().len());
        }
        self.end_sender(members, collector);
        self.count(tag.at, members)?;
        let Members { channel, seen, .. } = members;
        note(channel.shape(), tag, seen);
        // a response has no rel of its own
        if self.is_ours(tag)? { self.child(*channel, tag, &mut { true }, seen) } else { self.foreign(*channel, tag) }
    }

    fn count(&mut self, at: usize, members: &mut Members<'_>) -> Result<(), Error> {
        members.count += 1;
        self.cx.bound(at, Code::Members, self.cx.limits.members, members.count)
    }

    /// Goes on after an event that could not be read.
    #[cold]
    fn broken_event(
        &mut self,
        mark: Mark,
        error: Error,
        envelope: &mut Envelope<Name>,
        members: &mut Members<'_>,
        collector: &mut Collector<'_, '_>,
    ) -> Result<(), Error> {
        let after = envelope.after_element(self.reader, mark);
        self.go_on(mark.at(), after, error, members, collector)
    }

    /// Goes on after a fault between events, or in what stands around them.
    #[cold]
    fn after_fault(
        &mut self,
        mark: Mark,
        error: Error,
        envelope: &mut Envelope<Name>,
        members: &mut Members<'_>,
        collector: &mut Collector<'_, '_>,
    ) -> Result<(), Error> {
        if !is_fault(&error) {
            return Err(error);
        }
        let (fault, reopens) = (self.reader.at(), is_outer(envelope, collector));
        let after = envelope.after_fault(self.reader, mark, mark.at());
        if after.goes_on == GoesOn::Nowhere && !collector.has_senders() {
            return Err(error);
        }
        let start = if after.goes_on == GoesOn::Nowhere { fault } else { mark.at() };
        if reopens && !self.cx.raw(start..after.end).is_empty() {
            self.reopen_sender(start, members, collector)?;
        }
        self.go_on(start, after, error, members, collector)
    }

    /// Puts what is broken in its place.
    #[cold]
    fn go_on(
        &mut self,
        start: usize,
        after: After<Name>,
        error: Error,
        members: &mut Members<'_>,
        collector: &mut Collector<'_, '_>,
    ) -> Result<(), Error> {
        let was_open = collector.is_open();
        let error = collector.broken(self.cx, start..after.end, error)?;
        match after.goes_on {
            GoesOn::Nowhere => return Err(error),
            GoesOn::SenderEnd(outer) => {
                members.outer = outer;
                self.end_sender(members, collector);
            }
            GoesOn::Event if !was_open => self.cx.descend(start, LIST)?,
            GoesOn::Event | GoesOn::Behind => {}
        }
        Ok(())
    }
}

/// Whether reading stands in a sender in which another one has ended.
fn is_outer(envelope: &Envelope<Name>, collector: &Collector<'_, '_>) -> bool {
    envelope.is_in_sender() && !collector.is_open()
}

/// How deep the members of a response stand, and its events.
const RESPONSE: usize = 1;
pub(crate) const LIST: usize = 2;
