//! XML ⇄ [`Events`]: the type of an event is its element's name, its link is that element's attributes.

mod encode;
mod event;
mod response;
mod sender;

pub(crate) use self::encode::encode;
use self::response::Response;
use super::{Reader, Scope, decode::Decoder, reader::RootTag};
use crate::{
    ChannelLinks, Code, Error, Event, Events, Sender,
    bind::keys::KeyPredictor,
    context::Context,
    events::{Collector, Visitor},
};

/// How deep the members of a response stand, and its events.
const RESPONSE: usize = 1;
pub(crate) const LIST: usize = 2;

/// The element of an event that says no type.
pub(super) const UNTYPED: &str = "event";

/// Decodes a response. What was read before an error stays.
pub(crate) fn decode(cx: &mut Context<'_>, text: &str, events: &mut Events, visitor: Visitor<'_>) -> Result<(), Error> {
    KeyPredictor::with(|keys| response(Decoder { keys: Some(keys), ..Decoder::new(cx, &mut Reader::new(text)) }, events, visitor))
}

fn response(mut decoder: Decoder<'_, '_, '_>, events: &mut Events, visitor: Visitor<'_>) -> Result<(), Error> {
    let Events { channel, senders } = events;
    let at = match decoder.reader.try_fast_root(&decoder.cx.limits) {
        Some(RootTag { at, href }) => {
            if let Some(href) = href {
                channel.self_link.get_or_insert_default().set(decoder.cx.borrowed(&href), None);
            }
            at
        }
        None => any_root(&mut decoder, channel, senders)?,
    };
    let collector = Collector::new(decoder.cx, senders, visitor);
    Response::new(decoder, channel, collector).read(at)
}

/// The start tag of any response, and where it begins.
fn any_root(
    decoder: &mut Decoder<'_, '_, '_>,
    channel: &mut ChannelLinks,
    senders: &mut Option<Vec<Sender>>,
) -> Result<usize, Error> {
    let root = decoder.root()?;
    if root.name != "events" {
        let found = decoder.cx.quote("<", root.name, ">");
        decoder.cx.deviate(root.at, Code::Root, Some("`<events>`".into()), Some(found.as_str().into()))?;
    }
    decoder.own_link(channel, &root)?;
    if root.attribute("rel").is_some() {
        let found = decoder.cx.quote("", "rel", "");
        decoder.cx.deviate(root.at, Code::Content, Some("no other attribute".into()), Some(found.as_str().into()))?;
    }
    decoder.note_empty(channel, &root)?;
    if root.markup("list").is_some_and(|list| list == "true") {
        *senders = Some(Vec::new());
    }
    Ok(root.at)
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
