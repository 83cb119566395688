//! JSON ⇄ [`Events`](crate::Events): the response, and what its parts have in common.

mod encode;
mod event;
mod list;
mod sender;

use super::{
    Kind,
    decode::Decoder,
    token::{Sequence, Source},
    value,
};
use crate::{
    Code, Error, Event, Events, Text, UnknownKind, Value,
    assemble::{self, Seen},
    context::{Context, Segment},
    events::Visitor,
};

pub(crate) use self::encode::encode;

/// Decodes a response. What was read before an error stays.
pub(crate) fn decode<'a>(
    cx: &mut Context<'_>,
    source: impl Source<'a>,
    events: &mut Events,
    visitor: &mut Visitor<'_>,
) -> Result<(), Error> {
    let mut decoder = Decoder::new(cx, source);
    decoder.only_object()?;
    decoder.events(events, visitor)?;
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

/// What comes after events.
enum After {
    /// The rest of what is around them.
    Rest,
    /// Another sender.
    Sender,
    /// The events of a sender that could not be read.
    List(Sequence),
}

impl<'a, S: Source<'a>> Decoder<'_, '_, S> {
    fn events(&mut self, events: &mut Events, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        let (mut named, mut seen) = (false, Seen::default());
        self.members(|decoder, key, kind| match (key, kind) {
            ("sender", Kind::Array) if events.senders.is_none() => {
                if events.channel.extra.property(key).is_some() {
                    decoder.misfit_before(key)?;
                }
                decoder.senders(events.senders.insert(Vec::new()), visitor)
            }
            _ => decoder.object_member(&mut events.channel, key, &mut named, &mut seen),
        })
    }

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
