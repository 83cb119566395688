//! [`Events`] → JSON.

use super::super::{Writer, encode, writer::member};
use crate::{
    Broken, Code, Entry, Error, Event, EventLink, Events, Sender, Value,
    bind::Section,
    context::{At, error},
    plan::{self, Outgoing},
};

pub(crate) fn encode(writer: &mut Writer, events: &Events) -> Result<(), Error> {
    let (at, Events { channel, senders }) = (&At::ROOT, events);
    if senders.is_none() && matches!(channel.extra.property("sender"), Some(Value::List(_))) {
        return Err(taken_for_senders());
    }
    let channel = Outgoing::of(channel);
    let level = writer.begin_object(at)?;
    encode::members(writer, at, Section::Links, channel)?;
    if let Some(senders) = senders {
        writer.name(at, member!("sender"))?;
        let level = writer.begin_array(at)?;
        let list = at.name("sender");
        for (index, one) in senders.iter().enumerate() {
            writer.element(at)?;
            sender(writer, &list.index(index), one)?;
        }
        writer.end_array(level);
    }
    encode::own_rel(writer, at, channel)?;
    encode::extra_properties(writer, at, channel.extra)?;
    encode::members(writer, at, Section::Embedded, channel)?;
    writer.end_object(level);
    Ok(())
}

/// Refuses a list in `extra` that would be read as that of the senders.
fn taken_for_senders() -> Error {
    let expected = "a list of senders in its own field";
    error(&At::ROOT.name("sender"), Code::Duplicate, Some(expected.into()), Some("another list of that name".into()))
}

pub(crate) fn sender(writer: &mut Writer, at: &At<'_>, sender: &Sender) -> Result<(), Error> {
    let Sender { events, extra, .. } = sender;
    let level = writer.begin_object(at)?;
    for (name, text) in [(member!("rel"), sender.named_rel()), (member!("href"), sender.named_href())] {
        if let Some(text) = text {
            writer.text(at, name, text)?;
        }
    }
    // the first of two lists is that of the events
    let first = sender.has_list() && extra.iter().any(|(name, _)| *name == "events");
    if first {
        event_list(writer, at, events)?;
    }
    encode::values(writer, at, extra)?;
    if !first && sender.has_list() {
        event_list(writer, at, events)?;
    }
    writer.end_object(level);
    Ok(())
}

fn event_list(writer: &mut Writer, at: &At<'_>, events: &[Result<Event, Broken>]) -> Result<(), Error> {
    writer.name(at, member!("events"))?;
    let level = writer.begin_array(at)?;
    let list = at.name("events");
    for (index, one) in events.iter().enumerate() {
        writer.element(at)?;
        writer.bounds.event()?;
        event(writer, &list.index(index), one.as_ref().map_err(|broken| broken.error().clone())?)?;
    }
    writer.end_array(level);
    Ok(())
}

pub(crate) fn event(writer: &mut Writer, at: &At<'_>, event: &Event) -> Result<(), Error> {
    let Event { event_type, link, in_, status, reason, embedded: _, extra, start: _ } = event;
    let level = writer.begin_object(at)?;
    for (name, link) in [(member!("link"), link), (member!("in"), in_)] {
        if let Some(link) = link {
            writer.name(at, name)?;
            event_link(writer, at, link)?;
        }
    }
    if let Some(status) = status {
        writer.text(at, member!("status"), status.as_str())?;
    }
    if let Some(reason) = reason {
        writer.name(at, member!("reason"))?;
        encode::object(writer, &at.name("reason"), &**reason)?;
    }
    // the first of two is the event's
    let first = event_type.as_ref().filter(|_| extra.property("type").is_some());
    if let Some(event_type) = first {
        writer.text(at, member!("type"), event_type.as_str())?;
    }
    encode::extra_properties(writer, at, extra)?;
    sections(writer, at, event)?;
    if let Some(event_type) = event_type.as_ref().filter(|_| first.is_none()) {
        writer.text(at, member!("type"), event_type.as_str())?;
    }
    writer.end_object(level);
    Ok(())
}

/// The links and the embedded resources of an event.
fn sections(writer: &mut Writer, at: &At<'_>, event: &Event) -> Result<(), Error> {
    let Event { embedded, extra, .. } = event;
    let more = !extra.is_bare();
    if more {
        encode::section(writer, at, Section::Links, plan::unknown(extra, Section::Links))?;
    }
    match &**embedded {
        [(role, Entry::One(resource))] => encode::one_embedded(writer, at, role, resource.record())?, // as servers write it
        embedded => encode::section(writer, at, Section::Embedded, plan::resources(embedded))?,
    }
    if more {
        encode::section(writer, at, Section::Embedded, plan::unknown(extra, Section::Embedded))?;
    }
    if extra.is_noted_empty(Section::Links) && extra.links().is_empty() {
        encode::no_members(writer, at, Section::Links)?;
    }
    if extra.is_noted_empty(Section::Embedded) && extra.embedded().is_empty() && embedded.is_empty() {
        encode::no_members(writer, at, Section::Embedded)?;
    }
    Ok(())
}

pub(crate) fn event_link(writer: &mut Writer, at: &At<'_>, link: &EventLink) -> Result<(), Error> {
    let EventLink { rel, link } = link;
    if let Some(rel) = rel
        && !link.href.is_empty()
        && link.is_simple()
        && writer.can_link(3)
    {
        return writer.event_link(at, rel, &link.href, link.title());
    }
    let level = writer.begin_object(at)?;
    if let Some(rel) = rel {
        writer.text(at, member!("rel"), rel)?;
    }
    if !link.href.is_empty() {
        writer.text(at, member!("href"), &link.href)?;
    }
    encode::rest_of_link(writer, at, link)?;
    writer.end_object(level);
    Ok(())
}

/// The resources that came along with an event, by role.
#[cfg(feature = "serde")]
pub(crate) fn embedded(writer: &mut Writer, embedded: &crate::Embedded) -> Result<(), Error> {
    let level = writer.begin_object(&At::ROOT)?;
    encode::nodes_by_name(writer, &At::ROOT, plan::resources(embedded))?;
    writer.end_object(level);
    Ok(())
}
