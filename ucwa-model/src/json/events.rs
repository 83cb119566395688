//! JSON ⇄ [`Events`](crate::Events): the response, and what its parts have in common.

mod encode;
mod event;
mod sender;

use super::{Kind, decode::Decoder, token::Source, value};
use crate::{
    Code, Error, Event, Events, Text, UnknownKind, Value, assemble,
    context::{Context, Segment},
    events::{Collector, Visitor},
};

pub(crate) use self::{encode::encode, sender::LIST};

/// Decodes a response. What was read before an error stays.
pub(crate) fn decode<'a>(
    cx: &mut Context<'_>,
    source: impl Source<'a>,
    events: &mut Events,
    visitor: Visitor<'_>,
) -> Result<(), Error> {
    let mut decoder = Decoder::new(cx, source);
    decoder.only_object()?;
    let Events { channel, senders } = events;
    let mut collector = Collector::new(decoder.cx, senders, visitor);
    let read = decoder.response(channel, &mut collector);
    collector.end_sender(decoder.cx);
    if collector.is_stopped() {
        return Ok(());
    }
    read?;
    decoder.end()
}

/// Decodes a document that is one event.
pub(crate) fn decode_one<'a>(cx: &mut Context<'_>, source: impl Source<'a>) -> Result<Event, Error> {
    let mut event = Event::default();
    let mut decoder = Decoder::new(cx, source);
    decoder.only_object()?;
    decoder.event(&mut event)?;
    decoder.end()?;
    Ok(event)
}

impl<'a, S: Source<'a>> Decoder<'_, '_, S> {
    /// The members of the object at the source's position.
    fn members(&mut self, mut member: impl FnMut(&mut Self, &str, Kind) -> Result<(), Error>) -> Result<(), Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let mut sequence = self.source.begin();
        let mut count = 0;
        while let Some(key) = self.key(&mut sequence)? {
            count += 1;
            self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
            let kind = self.peek()?;
            member(self, &key, kind)?;
        }
        self.cx.leave();
        Ok(())
    }

    /// Reports a list of senders or events behind something else of its name, which will go out behind it.
    #[cold]
    fn misfit_before(&mut self, name: &str) -> Result<(), Error> {
        let at = self.source.at();
        self.cx.push(Segment::Named(self.cx.text(name)));
        assemble::again(self.cx, at)?;
        self.cx.pop();
        Ok(())
    }

    fn text(&mut self) -> Result<Text, Error> {
        let at = self.source.at();
        if let Some(text) = self.ordinary_text() {
            return Ok(self.cx.text(text));
        }
        self.source.rewind(at);
        let text = self.string()?;
        Ok(value::owned(self.cx, text))
    }

    fn unknown(&mut self, key: &str) -> Result<Value, Error> {
        self.cx.push(Segment::Named(self.cx.text(key)));
        self.cx.unknown(UnknownKind::Property);
        let value = self.value();
        self.cx.pop();
        value
    }
}
