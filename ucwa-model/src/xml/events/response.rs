//! XML → a response, part by part.

use std::convert::Infallible;

use super::super::{
    Reader,
    decode::Decoder,
    envelope::{Envelope, Part},
    reader::{LinkTag, Mark},
};
use super::LIST;
use crate::{
    ChannelLinks, Code, Error, Resource, Sender,
    bind::Seen,
    context::Context,
    events::{After, Collector, GoesOn, Stop, Walk, drive},
};

/// A response that is decoded.
pub(super) struct Response<'a, 'd, 't, 'v> {
    pub(super) decoder: Decoder<'a, 'd, 't>,
    pub(super) envelope: Envelope<'a>,
    pub(super) collector: Collector<'d, 'v>,
    pub(super) channel: &'d mut ChannelLinks,
    /// The members of the response that have come, and how many.
    pub(super) seen: Seen,
    pub(super) count: usize,
    /// What is no event of a sender is kept as the members of a resource would be.
    pub(super) rest: Resource,
    end: Option<Result<(), Error>>,
}

impl<'a, 'd, 't, 'v> Response<'a, 'd, 't, 'v> {
    /// A response whose start tag has been read.
    pub(super) fn new(decoder: Decoder<'a, 'd, 't>, channel: &'d mut ChannelLinks, collector: Collector<'d, 'v>) -> Self {
        let envelope = Envelope::new(decoder.reader, decoder.any_namespace);
        let (seen, rest) = (Seen::default(), Resource::default());
        Self { decoder, envelope, collector, channel, seen, count: 0, rest, end: None }
    }

    /// Reads the response, whose start tag begins at a position, to its end.
    pub(super) fn read(mut self, at: usize) -> Result<(), Error> {
        self.decoder.cx.enter(at)?;
        drive(&mut self);
        self.end_sender();
        if self.collector.is_stopped() {
            return Ok(());
        }
        self.end.unwrap_or(Ok(()))?;
        self.decoder.end()
    }

    /// Who reads, who is told, and who takes what is read.
    pub(super) fn parts(&mut self) -> (&mut Reader<'a>, &mut Context<'t>, &mut Collector<'d, 'v>) {
        let Self { decoder: Decoder { cx, reader, .. }, collector, .. } = self;
        (reader, cx, collector)
    }

    /// The end of a sender or of the response, an event or another part as servers write them. False, and nothing read, if it is
    /// something else.
    #[inline]
    fn try_fast_part(&mut self) -> Result<bool, Stop<Mark>> {
        if self.decoder.reader.eat_end() {
            if !self.envelope.is_in_sender() {
                return Err(Stop::End);
            }
            self.envelope.end_sender();
            self.end_sender();
            return Ok(true);
        }
        let in_sender = self.envelope.is_in_sender();
        Ok(if in_sender { self.try_fast_list_event()? } else { self.try_fast_members() || self.try_fast_sender()? })
    }

    /// For the links of nearly all responses, as servers write them. False, and nothing read, if there is something else.
    fn try_fast_members(&mut self) -> bool {
        let most = self.decoder.cx.limits.members.saturating_sub(self.count);
        let read = self.decoder.try_fast_members(self.channel, &mut self.seen, &mut true, most);
        self.count += read;
        read > 0
    }

    fn try_fast_sender(&mut self) -> Result<bool, Error> {
        let Decoder { cx, reader, .. } = &mut self.decoder;
        let at = reader.at();
        let Some(LinkTag { rel, href, .. }) = self.envelope.try_fast_sender(reader, cx.limits.text) else { return Ok(false) };
        let (rel, href) = (cx.text(rel), cx.text(href));
        self.end_sender();
        self.decoder.cx.bound(at, Code::Depth, self.decoder.cx.limits.max_depth(), LIST)?;
        self.enter_sender(at, Sender { rel, href, ..Sender::default() })?;
        Ok(true)
    }

    /// For nearly all events: one as servers write it, or what begins as one. False, and nothing read, if it is something else.
    #[inline]
    fn try_fast_list_event(&mut self) -> Result<bool, Stop<Mark>> {
        if !self.decoder.reader.begins_event() {
            return Ok(false);
        }
        let (mark, start) = (self.decoder.reader.mark(), self.decoder.reader.at());
        self.return_to_sender(start)?;
        let Self { decoder, collector, .. } = self;
        let before = collector.begin_event(decoder.cx, start)?;
        let read = match collector.event().map(|event| decoder.try_fast_event(event)) {
            Some(Ok(true)) => Ok(()),
            Some(Err(error)) => Err(error),
            _ => {
                collector.take_back(decoder.cx, before);
                return Ok(false);
            }
        };
        let end = decoder.reader.at();
        collector.end_event(decoder.cx, before, start..end, read).map_err(|error| Stop::Part(mark, error))?;
        Ok(true)
    }

    /// Reads the next part.
    #[inline]
    fn next_part(&mut self) -> Result<(), Stop<Mark>> {
        if self.decoder.fast_path_applies() && self.try_fast_part()? {
            return Ok(());
        }
        let mark = self.decoder.reader.mark();
        let Self { decoder: Decoder { cx, reader, .. }, envelope, collector, .. } = self;
        let in_sender = envelope.is_in_sender();
        let part = if in_sender { collector.in_list(cx, |cx| envelope.next(reader, cx)) } else { envelope.next(reader, cx) };
        match part? {
            Part::Sender(tag) => self.begin_sender(&tag)?,
            Part::Event(tag) => self.list_event(&tag, mark)?,
            Part::Member(tag) => self.member(&tag)?,
            Part::Text(at, text) if in_sender => self.decoder.stray_text(&mut self.rest, at, &text)?,
            Part::Text(at, text) => self.decoder.stray_text(self.channel, at, &text)?,
            Part::SenderEnd => self.end_sender(),
            Part::End => return Err(Stop::End),
        }
        Ok(())
    }
}

impl Walk for Response<'_, '_, '_, '_> {
    type Mark = Mark;
    type Item = Infallible;

    #[inline]
    fn is_ended(&self) -> bool {
        self.end.is_some() || self.collector.is_stopped()
    }

    #[inline]
    fn mark(&self) -> Mark {
        self.decoder.reader.mark()
    }

    #[inline]
    fn step(&mut self, _: &mut Option<Infallible>) -> Result<(), Stop<Mark>> {
        self.next_part()
    }

    fn after_part(&mut self, begin: Mark) -> Result<After, Error> {
        Ok(self.envelope.after_element(self.decoder.reader, begin))
    }

    fn after_fault(&mut self, begin: Mark) -> Result<After, Error> {
        let reopens = self.is_behind_sender();
        let sender = self.envelope.sender();
        let after = self.envelope.after_fault(self.decoder.reader, begin);
        if reopens && !self.decoder.cx.raw(after.lost.clone()).is_empty() {
            self.reopen_sender(after.lost.start, sender)?;
        }
        Ok(after)
    }

    fn put_broken(&mut self, After { lost, goes_on }: After, error: Error) -> Result<(), Error> {
        let end = lost.end;
        if self.collector.put_broken(self.decoder.cx, lost, goes_on, error)? {
            self.end_sender();
        } else if goes_on != GoesOn::Behind {
            self.decoder.cx.descend(end, LIST)?;
        }
        Ok(())
    }

    fn end(&mut self, read: Result<(), Error>) {
        self.end = Some(read);
    }
}
