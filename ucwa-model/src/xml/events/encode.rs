//! [`Events`] → XML.

use super::{
    super::{Writer, encode, reason},
    UNTYPED,
};
use crate::{
    Error, Event, EventLink, Events, Sender, Value,
    assemble::Section,
    context::Context,
    enumerations::EventType,
    json::encode::{event_link_members, link_value},
    outline,
};

pub(crate) fn encode(cx: &mut Context<'_>, writer: &mut Writer, events: &Events) -> Result<(), Error> {
    let Events { channel, senders } = events;
    writer.start("events");
    let own = encode::own_attributes(writer, channel);
    cx.enter(0)?;
    encode::links_of(cx, writer, outline::members(channel, Section::Links), own)?;
    for one in senders.iter().flatten() {
        sender(cx, writer, one)?;
    }
    encode::properties(cx, writer, channel)?;
    encode::embedded_of(cx, writer, outline::members(channel, Section::Embedded))?;
    cx.leave();
    writer.end();
    Ok(())
}

fn sender(cx: &mut Context<'_>, writer: &mut Writer, sender: &Sender) -> Result<(), Error> {
    let Sender { rel, href, events, extra } = sender;
    cx.enter(0)?;
    writer.start("sender");
    encode::name_attribute(cx, writer, "rel", rel)?;
    encode::name_attribute(cx, writer, "href", href)?;
    for (name, value) in extra {
        encode::unknown_property(cx, writer, name, value)?;
    }
    for one in events {
        event(cx, writer, one.as_ref().map_err(|broken| broken.error().clone())?)?;
    }
    writer.end();
    cx.leave();
    Ok(())
}

fn event(cx: &mut Context<'_>, writer: &mut Writer, event: &Event) -> Result<(), Error> {
    let Event { event_type, link, in_, status, reason, embedded, extra } = event;
    cx.enter(0)?;
    let name = event_type.as_ref().map_or(UNTYPED, EventType::as_str);
    writer.start(encode::element_name(cx, name)?);
    event_link(cx, writer, link.as_ref())?;
    if let Some(status) = status {
        encode::name_attribute(cx, writer, "status", status.as_str())?;
    }
    if in_.is_some() {
        writer.start("in");
        event_link(cx, writer, in_.as_ref())?;
        writer.end();
    }
    if let Some(reason) = reason {
        reason::encode(cx, writer, &**reason)?;
    }
    encode::links_of(cx, writer, outline::unknown(extra, Section::Links), false)?;
    encode::extra_properties(cx, writer, extra, None)?;
    encode::embedded_of(cx, writer, outline::resources(embedded))?;
    encode::embedded_of(cx, writer, outline::unknown(extra, Section::Embedded))?;
    writer.end();
    cx.leave();
    Ok(())
}

fn event_link(cx: &mut Context<'_>, writer: &mut Writer, link: Option<&EventLink>) -> Result<(), Error> {
    let Some(EventLink { rel, link }) = link else {
        return Ok(());
    };
    if !link.extra().is_empty() {
        let Value::Object(mut members) = link_value(link) else {
            return Ok(());
        };
        members.extend(rel.iter().map(|rel| ("rel".into(), Value::String(rel.clone()))));
        let literal = encode::literal(cx, &Value::Object(members))?;
        writer.markup("json", &literal);
    }
    if let Some(rel) = rel {
        if link.revision().is_none() && writer.link_attributes(rel, link) {
            return Ok(());
        }
        encode::name_attribute(cx, writer, "rel", rel)?;
    }
    for (name, text) in event_link_members(link) {
        encode::name_attribute(cx, writer, name, text)?;
    }
    Ok(())
}
