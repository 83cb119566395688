//! [`Events`] → JSON.

use super::{
    super::{Writer, encode, value},
    event,
};
use crate::{
    Broken, Code, Entry, Error, Event, EventLink, Events, Link, Sender, Value,
    assemble::Section,
    context::{Context, Segment},
    outline,
};

pub(crate) fn encode(cx: &mut Context<'_>, writer: &mut Writer, events: &Events) -> Result<(), Error> {
    let Events { channel, senders } = events;
    if senders.is_none() && matches!(channel.extra.property("sender"), Some(Value::List(_))) {
        return Err(taken_for_senders(cx));
    }
    cx.enter(0)?;
    let most = channel.extra.properties().len() + 4;
    outline::bound_members(cx, most, || most)?;
    writer.begin_object();
    encode::members(cx, writer, Section::Links, channel)?;
    if let Some(senders) = senders {
        outline::bound_items(cx, senders.len())?;
        cx.count_events(0, senders.iter().map(|sender| sender.events.len()).sum())?;
        cx.enter(0)?;
        writer.name("sender");
        writer.begin_array();
        cx.push(Segment::Known("sender"));
        for (index, one) in senders.iter().enumerate() {
            writer.element();
            cx.push(Segment::Index(index));
            sender(cx, writer, one)?;
            cx.pop();
        }
        cx.pop();
        writer.end_array();
        cx.leave();
    }
    encode::own_rel(writer, channel);
    encode::extra_properties(cx, writer, &channel.extra)?;
    encode::members(cx, writer, Section::Embedded, channel)?;
    writer.end_object();
    cx.leave();
    Ok(())
}

/// Refuses a list in `extra` that would be read as that of the senders.
fn taken_for_senders(cx: &mut Context<'_>) -> Error {
    cx.push(Segment::Known("sender"));
    let expected = "a list of senders in its own field";
    let error = cx.error(0, Code::Duplicate, Some(expected.into()), Some("another list of that name".into()));
    cx.pop();
    error
}

fn sender(cx: &mut Context<'_>, writer: &mut Writer, sender: &Sender) -> Result<(), Error> {
    let Sender { events, extra, .. } = sender;
    cx.enter(0)?;
    outline::bound_members(cx, extra.len() + 3, || extra.len() + 3)?;
    outline::bound_items(cx, events.len())?;
    writer.begin_object();
    for (name, text) in [("rel", sender.named_rel()), ("href", sender.named_href())] {
        if let Some(text) = text {
            writer.text(name, text);
        }
    }
    // the first of two lists is that of the events
    let first = sender.has_list() && extra.iter().any(|(name, _)| *name == "events");
    if first {
        event_list(cx, writer, events)?;
    }
    for (name, member) in extra {
        writer.key(name);
        value::write(cx, writer, member)?;
    }
    if !first && sender.has_list() {
        event_list(cx, writer, events)?;
    }
    writer.end_object();
    cx.leave();
    Ok(())
}

fn event_list(cx: &mut Context<'_>, writer: &mut Writer, events: &[Result<Event, Broken>]) -> Result<(), Error> {
    cx.enter(0)?;
    writer.name("events");
    writer.begin_array();
    cx.push(Segment::Known("events"));
    for (index, one) in events.iter().enumerate() {
        writer.element();
        cx.push(Segment::Index(index));
        event(cx, writer, one.as_ref().map_err(|broken| broken.error().clone())?)?;
        cx.pop();
    }
    cx.pop();
    writer.end_array();
    cx.leave();
    Ok(())
}

fn event(cx: &mut Context<'_>, writer: &mut Writer, event: &Event) -> Result<(), Error> {
    let Event { event_type, link, in_, status, reason, embedded, extra, start: _ } = event;
    cx.enter(0)?;
    outline::bound_members(cx, extra.properties().len() + event::MEMBERS.len() + 1, || members_of(event))?;
    writer.begin_object();
    for (name, link) in [("link", link), ("in", in_)] {
        if let Some(link) = link {
            writer.name(name);
            event_link(cx, writer, link)?;
        }
    }
    if let Some(status) = status {
        writer.text("status", status.as_str());
    }
    if let Some(reason) = reason {
        writer.name("reason");
        cx.push(Segment::Known("reason"));
        encode::object(cx, writer, &**reason)?;
        cx.pop();
    }
    // the first of two is the event's
    let first = event_type.as_ref().filter(|_| extra.property("type").is_some());
    if let Some(event_type) = first {
        writer.text("type", event_type.as_str());
    }
    encode::extra_properties(cx, writer, extra)?;
    let more = !extra.is_empty();
    if more {
        encode::section(cx, writer, Section::Links, outline::unknown(extra, Section::Links))?;
    }
    match &**embedded {
        [(role, Entry::One(resource))] => encode::one_embedded(cx, writer, role, resource.record())?, // as a rule
        embedded => encode::section(cx, writer, Section::Embedded, outline::resources(embedded))?,
    }
    if more {
        encode::section(cx, writer, Section::Embedded, outline::unknown(extra, Section::Embedded))?;
    }
    if extra.is_noted_empty(Section::Links) && extra.links().is_empty() {
        encode::no_members(cx, writer, Section::Links)?;
    }
    if extra.is_noted_empty(Section::Embedded) && extra.embedded().is_empty() && embedded.is_empty() {
        encode::no_members(cx, writer, Section::Embedded)?;
    }
    if let Some(event_type) = event_type.as_ref().filter(|_| first.is_none()) {
        writer.text("type", event_type.as_str());
    }
    writer.end_object();
    cx.leave();
    Ok(())
}

/// How many members the object of an event has.
fn members_of(event: &Event) -> usize {
    let Event { event_type, link, in_, status, reason, embedded, extra, start: _ } = event;
    let sections = [
        !extra.links().is_empty() || extra.is_noted_empty(Section::Links),
        !embedded.is_empty() || !extra.embedded().is_empty() || extra.is_noted_empty(Section::Embedded),
    ];
    let known = [link.is_some(), in_.is_some(), status.is_some(), reason.is_some(), event_type.is_some()];
    known.into_iter().chain(sections).filter(|present| *present).count() + extra.properties().len()
}

fn event_link(cx: &mut Context<'_>, writer: &mut Writer, link: &EventLink) -> Result<(), Error> {
    let EventLink { rel, link } = link;
    let most = Link::MEMBERS + 1 + link.extra().len();
    let count = || usize::from(rel.is_some()) + encode::event_link_members(link).count() + link.extra().len();
    outline::bound_members(cx, most, count)?;
    cx.enter(0)?;
    writer.begin_object();
    if let Some(rel) = rel {
        writer.text("rel", rel);
    }
    if !link.href.is_empty() {
        writer.text("href", &link.href);
    }
    encode::rest_of_link(cx, writer, link)?;
    writer.end_object();
    cx.leave();
    Ok(())
}
