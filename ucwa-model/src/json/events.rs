//! JSON ⇄ [`Events`](crate::Events): the response, and what its parts have in common.

mod encode;
mod event;
mod response;

use super::{
    Kind,
    decode::{Decoder, object_document},
};
use crate::{
    Code, Error, Event, Events, UnknownKind, Value, bind,
    context::{Context, Segment},
    events::Visitor,
};

#[cfg(feature = "serde")]
pub(crate) use self::encode::{
    embedded as encode_embedded, event as encode_event, event_link as encode_event_link, sender as encode_sender,
};
use self::response::Response;
pub(crate) use self::{encode::encode, response::LIST};

/// Decodes a response. What was read before an error stays.
pub(crate) fn decode(cx: &mut Context<'_>, text: &str, events: &mut Events, visitor: Visitor<'_>) -> Result<(), Error> {
    let Events { channel, senders } = events;
    object_document(cx, text, |decoder| {
        let whole = Response::new(&mut *decoder, channel, senders, visitor).read()?;
        if !whole {
            decoder.reader.reset(text.len()); // nobody wants the rest
        }
        Ok(())
    })
}

/// Decodes a document that is one event.
pub(crate) fn decode_one(cx: &mut Context<'_>, text: &str) -> Result<Event, Error> {
    let mut event = Event::default();
    object_document(cx, text, |decoder| decoder.event(&mut event))?;
    Ok(event)
}

impl Decoder<'_, '_, '_> {
    /// The members of the object at the current position.
    fn each_member(&mut self, mut member: impl FnMut(&mut Self, &str, Kind) -> Result<(), Error>) -> Result<(), Error> {
        let at = self.reader.at();
        self.cx.enter(at)?;
        let mut commas = self.reader.begin();
        let mut count = 0;
        while let Some(key) = self.key(&mut commas)? {
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
        let at = self.reader.at();
        self.cx.push(Segment::Named(self.cx.text(name)));
        bind::again(self.cx, at)?;
        self.cx.pop();
        Ok(())
    }

    fn unknown(&mut self, key: &str) -> Result<Value, Error> {
        self.cx.push(Segment::Named(self.cx.text(key)));
        self.cx.unknown(UnknownKind::Property);
        let value = self.value();
        self.cx.pop();
        value
    }
}
