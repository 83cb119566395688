//! XML ⇄ [`Events`]: the type of an event is its element's name, its link is that element's attributes.

mod encode;
mod event;
mod sender;

use self::sender::Members;
pub(crate) use self::{encode::encode, sender::LIST};
use super::{Reader, Scope, decode::Decoder};
use crate::{
    Code, Error, Event, Events,
    context::Context,
    events::{Collector, Visitor},
};

/// The element of an event that says no type.
pub(super) const UNTYPED: &str = "event";

/// Decodes a response. What was read before an error stays.
pub(crate) fn decode(cx: &mut Context<'_>, text: &str, events: &mut Events, visitor: Visitor<'_>) -> Result<(), Error> {
    let mut reader = Reader::new(text);
    let mut decoder = Decoder::new(cx, &mut reader);
    let root = decoder.root()?;
    if root.name != "events" {
        let found = decoder.cx.quote("<", root.name, ">");
        decoder.cx.deviate(root.at, Code::Root, Some("`<events>`".into()), Some(found.as_str().into()))?;
    }
    let Events { channel, senders } = events;
    decoder.own_link(channel, &root)?;
    if root.attribute("rel").is_some() {
        let found = decoder.cx.quote("", "rel", "");
        decoder.cx.deviate(root.at, Code::Content, Some("no other attribute".into()), Some(found.as_str().into()))?;
    }
    decoder.note_empty(channel, &root)?;
    if root.markup("list").is_some_and(|list| list == "true") {
        *senders = Some(Vec::new());
    }
    let mut members = Members::new(channel);
    let mut collector = Collector::new(decoder.cx, senders, visitor);
    let read = decoder.response(&root, &mut members, &mut collector);
    decoder.end_sender(&mut members, &mut collector);
    if collector.is_stopped() {
        return Ok(());
    }
    read?;
    decoder.end()
}

/// Decodes a part of a document that is one event.
pub(crate) fn decode_one(cx: &mut Context<'_>, text: &str, scope: &Scope) -> Result<Event, Error> {
    let mut reader = Reader::element(text, scope);
    let mut decoder = Decoder::new(cx, &mut reader);
    let tag = decoder.root()?;
    let mut event = Event::default();
    decoder.event(&tag, &mut event)?;
    decoder.end()?;
    Ok(event)
}
