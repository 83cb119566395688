//! XML → senders: their beginnings, their ends, and what they hold beside events; each event in its place.

use super::{
    super::{Tag, decode::note, envelope::link, reader::Mark},
    LIST, RESPONSE,
    response::Response,
};
use crate::{
    Code, Error, Sender, Value,
    bind::Seen,
    events::{Absent, RoutedLink, Stop},
    record::Record,
};

impl<'a> Response<'a, '_, '_, '_> {
    /// A sender whose start tag has been read.
    pub(super) fn begin_sender(&mut self, tag: &Tag<'a>) -> Result<(), Error> {
        let decoder = &mut self.decoder;
        decoder.is_ours(tag)?;
        if self.envelope.is_in_sender() {
            decoder.cx.deviate(tag.at, Code::Content, Some("an event".into()), Some("`<sender>`".into()))?;
        }
        decoder.prefixed(tag)?;
        let sender = self.sender_of(tag);
        self.end_sender();
        self.envelope.begin_sender(self.decoder.cx, tag.at, link(tag))?;
        self.enter_sender(tag.at, sender)
    }

    /// What the start tag of a sender says.
    fn sender_of(&self, tag: &Tag<'a>) -> Sender {
        let cx = &self.decoder.cx;
        let text = |name: &str| tag.attribute(name).map(|text| cx.text(text));
        let (rel, href) = (text("rel"), text("href"));
        let absent = Absent { rel: rel.is_none(), href: href.is_none(), events: tag.markup("absent").is_some() };
        let others = tag.others(&["rel", "href"]);
        let extra = others.map(|(name, value)| (cx.text(name), Value::String(cx.text(value)))).collect();
        Sender { rel: rel.unwrap_or_default(), href: href.unwrap_or_default(), events: Vec::new(), extra, absent }
    }

    pub(super) fn enter_sender(&mut self, at: usize, sender: Sender) -> Result<(), Error> {
        let (_, cx, collector) = self.parts();
        collector.begin_sender(cx, at, sender)?;
        collector.know(cx);
        cx.descend(at, LIST)
    }

    /// A sender has ended, if there is one.
    pub(super) fn end_sender(&mut self) {
        if let Some(sender) = self.collector.sender() {
            let rest = std::mem::take(&mut self.rest);
            sender.extra.extend(rest.extra.properties().iter().cloned());
        }
        let (_, cx, collector) = self.parts();
        collector.end_sender(cx);
        cx.depth = RESPONSE;
    }

    /// Whether reading stands in a sender in which another one has ended.
    pub(super) fn is_behind_sender(&self) -> bool {
        self.envelope.is_in_sender() && !self.collector.is_open()
    }

    /// Events go on in the sender in which another one has ended.
    #[inline]
    pub(super) fn return_to_sender(&mut self, at: usize) -> Result<(), Error> {
        if self.is_behind_sender() { self.reopen_sender(at, self.envelope.sender()) } else { Ok(()) }
    }

    pub(super) fn reopen_sender(&mut self, at: usize, sender: Option<RoutedLink<'a>>) -> Result<(), Error> {
        let RoutedLink { rel, href, .. } = sender.unwrap_or_default();
        let (rel, href) = (self.decoder.cx.text(&rel), self.decoder.cx.text(&href));
        self.end_sender();
        self.enter_sender(at, Sender { rel, href, ..Sender::default() })
    }

    /// An event whose start tag has been read, and which begins at a mark.
    pub(super) fn list_event(&mut self, tag: &Tag<'a>, mark: Mark) -> Result<(), Stop<Mark>> {
        let start = mark.at();
        self.return_to_sender(start)?;
        let (_, cx, collector) = self.parts();
        let before = collector.begin_event(cx, start)?;
        let read = self.event(tag);
        let (reader, cx, collector) = self.parts();
        collector.end_event(cx, before, start..reader.at(), read).map_err(|error| Stop::Part(mark, error))
    }

    fn event(&mut self, tag: &Tag<'a>) -> Result<(), Error> {
        let decoder = &mut self.decoder;
        decoder.is_ours(tag)?;
        if !self.envelope.is_in_sender() {
            let found = decoder.cx.quote("<", tag.name, ">");
            decoder.cx.deviate(tag.at, Code::Content, Some("`<sender>`".into()), Some(found.as_str().into()))?;
        }
        self.collector.event().map_or(Ok(()), |event| decoder.event(tag, event))
    }

    /// A member of the response or of a sender, whose start tag has been read.
    pub(super) fn member(&mut self, tag: &Tag<'a>) -> Result<(), Error> {
        if self.envelope.is_in_sender() {
            return self.sender_member(tag);
        }
        self.end_sender();
        self.count_member(tag.at)?;
        let Self { decoder, channel, seen, .. } = self;
        note(channel.shape(), tag, seen);
        // a response has no rel of its own
        if decoder.is_ours(tag)? { decoder.child(*channel, tag, &mut { true }, seen) } else { decoder.foreign(*channel, tag) }
    }

    fn sender_member(&mut self, tag: &Tag<'a>) -> Result<(), Error> {
        self.return_to_sender(tag.at)?;
        let Self { decoder, rest, .. } = self;
        match decoder.is_ours(tag)? {
            true => decoder.child(rest, tag, &mut { true }, &mut Seen::default())?,
            false => decoder.foreign(rest, tag)?,
        }
        decoder.cx.bound(tag.at, Code::Members, decoder.cx.limits.members, rest.extra.properties().len())
    }

    pub(super) fn count_member(&mut self, at: usize) -> Result<(), Error> {
        self.count += 1;
        let cx = &mut *self.decoder.cx;
        cx.bound(at, Code::Members, cx.limits.members, self.count)
    }
}
