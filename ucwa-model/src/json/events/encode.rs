//! [`Events`] → JSON.

use super::super::{encode, token::Sink, value};
use crate::{Error, Event, EventLink, Events, Sender, assemble::Section, context::Context, outline};

pub(crate) fn encode(cx: &mut Context<'_>, sink: &mut impl Sink, events: &Events) -> Result<(), Error> {
    let Events { channel, senders } = events;
    cx.enter(0)?;
    sink.begin_object();
    encode::section(cx, sink, Section::Links, outline::members(channel, Section::Links))?;
    if let Some(senders) = senders {
        sink.name("sender");
        sink.begin_array();
        for one in senders {
            sink.element();
            sender(cx, sink, one)?;
        }
        sink.end_array();
    }
    encode::own_rel(sink, channel);
    encode::extra_properties(cx, sink, &channel.extra)?;
    encode::section(cx, sink, Section::Embedded, outline::members(channel, Section::Embedded))?;
    sink.end_object();
    cx.leave();
    Ok(())
}

fn sender(cx: &mut Context<'_>, sink: &mut impl Sink, sender: &Sender) -> Result<(), Error> {
    let Sender { rel, href, events, extra } = sender;
    cx.enter(0)?;
    sink.begin_object();
    sink.name("rel");
    sink.string(rel);
    sink.name("href");
    sink.string(href);
    for (name, member) in extra {
        sink.key(name);
        value::write(cx, sink, member)?;
    }
    sink.name("events");
    sink.begin_array();
    for one in events {
        sink.element();
        event(cx, sink, one.as_ref().map_err(|broken| broken.error().clone())?)?;
    }
    sink.end_array();
    sink.end_object();
    cx.leave();
    Ok(())
}

fn event(cx: &mut Context<'_>, sink: &mut impl Sink, event: &Event) -> Result<(), Error> {
    let Event { event_type, link, in_, status, reason, embedded, extra } = event;
    cx.enter(0)?;
    sink.begin_object();
    for (name, link) in [("link", link), ("in", in_)] {
        if let Some(link) = link {
            sink.name(name);
            event_link(cx, sink, link)?;
        }
    }
    if let Some(status) = status {
        sink.name("status");
        sink.string(status.as_str());
    }
    if let Some(reason) = reason {
        sink.name("reason");
        encode::object(cx, sink, &**reason)?;
    }
    encode::extra_properties(cx, sink, extra)?;
    encode::section(cx, sink, Section::Links, outline::unknown(extra, Section::Links))?;
    encode::section(cx, sink, Section::Embedded, outline::resources(embedded))?;
    encode::section(cx, sink, Section::Embedded, outline::unknown(extra, Section::Embedded))?;
    if let Some(event_type) = event_type {
        sink.name("type");
        sink.string(event_type.as_str());
    }
    sink.end_object();
    cx.leave();
    Ok(())
}

fn event_link(cx: &mut Context<'_>, sink: &mut impl Sink, link: &EventLink) -> Result<(), Error> {
    let EventLink { rel, link } = link;
    sink.begin_object();
    if let Some(rel) = rel {
        sink.name("rel");
        sink.string(rel);
    }
    if !link.href.is_empty() {
        sink.name("href");
        sink.string(&link.href);
    }
    encode::rest_of_link(cx, sink, link)?;
    sink.end_object();
    Ok(())
}
