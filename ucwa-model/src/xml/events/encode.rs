//! [`Events`] → XML.

use super::{
    super::{Writer, encode, forbidden, is_name, reason},
    UNTYPED,
};
use crate::{
    Entry, Enumeration, Error, Event, EventLink, Events, Sender, Value,
    bind::Section,
    context::At,
    enumerations::EventType,
    plan::{self, Outgoing},
};

/// The elements of a sender that are no events of their type.
const TAKEN: &[&str] = &[UNTYPED, "property", "propertyList", "sender"];

pub(crate) fn encode(writer: &mut Writer, events: &Events) -> Result<(), Error> {
    let (at, Events { channel, senders }) = (&At::ROOT, events);
    let channel = Outgoing::of(channel);
    writer.start(at, "events")?;
    let own = encode::own_attributes(writer, at, channel)?;
    let no_senders = senders.as_ref().is_some_and(Vec::is_empty);
    let empty = plan::empty_names_of(channel);
    writer.markup(at, &[encode::list_markup(no_senders.then_some(true)), encode::empty_markup(&empty)])?;
    let level = writer.enter(at)?;
    encode::links_of_record(writer, at, channel, own)?;
    let list = at.name("sender");
    for (index, one) in senders.iter().flatten().enumerate() {
        writer.bounds.items(at, index + 1)?; // senders are items, not children
        sender(writer, &list.index(index), one)?;
    }
    encode::properties(writer, at, channel, None)?;
    encode::embedded_of_record(writer, at, channel)?;
    writer.leave(level);
    writer.end("events");
    Ok(())
}

fn sender(writer: &mut Writer, at: &At<'_>, sender: &Sender) -> Result<(), Error> {
    let Sender { events, extra, .. } = sender;
    writer.start_item(at, "sender")?;
    let level = writer.enter(at)?;
    for (opening, text) in [(encode::REL, sender.named_rel()), (encode::HREF, sender.named_href())] {
        if let Some(text) = text {
            writer.attribute(at, opening, text)?;
        }
    }
    writer.markup(at, &[(!sender.has_list()).then_some((" u:absent=\"", "events"))])?;
    for (name, value) in extra {
        encode::unknown_property(writer, at, name, value)?;
    }
    let list = at.name("events");
    for (index, one) in events.iter().enumerate() {
        writer.bounds.items(at, index + 1)?;
        event(writer, &list.index(index), one.as_ref().map_err(|broken| broken.error().clone())?)?;
    }
    writer.leave(level);
    writer.end("sender");
    Ok(())
}

fn event(writer: &mut Writer, at: &At<'_>, event: &Event) -> Result<(), Error> {
    let Event { event_type, link, in_, status, reason, embedded, extra, start: _ } = event;
    writer.bounds.event()?;
    // a type that would be taken for something else, or that no element can have, is a property
    let named = |event_type: &&EventType| {
        event_type.index().is_ok() || is_name(event_type.as_str()) && !TAKEN.contains(&event_type.as_str())
    };
    let name = event_type.as_ref().filter(named).map(EventType::as_str);
    writer.start_item(at, name.unwrap_or(UNTYPED))?;
    let level = writer.enter(at)?;
    if let Some(link) = link {
        event_link(writer, at, link)?;
    }
    if let Some(status) = status {
        writer.attribute(at, " status=\"", status.as_str())?;
    }
    let more = !extra.is_bare();
    empty_names(writer, at, event)?;
    if let Some(one) = in_
        && !(match usual(one) {
            Some(rel) => writer.rel_link(at, "<in rel=\"", rel, &one.link)?,
            None => false,
        })
    {
        writer.start(at, "in")?;
        event_link(writer, at, one)?;
        writer.end("in");
    }
    if let Some(reason) = reason {
        reason::encode(writer, at, &**reason)?;
    }
    if more {
        encode::links_of(writer, at, plan::unknown(extra, Section::Links), false)?;
    }
    if let Some(event_type) = event_type.as_ref().filter(|_| name.is_none()) {
        encode::unknown_property(writer, at, "type", &event_type.as_str().into())?;
    }
    encode::extra_properties(writer, at, extra, None)?;
    match &**embedded {
        [(role, Entry::One(resource))] => encode::one_embedded(writer, at, role, resource.record())?,
        embedded => encode::embedded_of(writer, at, plan::resources(embedded))?,
    }
    if more {
        encode::embedded_of(writer, at, plan::unknown(extra, Section::Embedded))?;
    }
    writer.leave(level);
    writer.end(name.unwrap_or(UNTYPED));
    Ok(())
}

/// Says which members of an event are there and empty.
fn empty_names(writer: &mut Writer, at: &At<'_>, event: &Event) -> Result<(), Error> {
    if event.extra.is_bare() {
        return Ok(());
    }
    let has = |section| match section {
        Section::Embedded if !event.embedded.is_empty() => true,
        section => plan::unknown(&event.extra, section).next().is_some(),
    };
    writer.markup(at, &[encode::empty_markup(&plan::empty_names(&event.extra, has, &[]))])
}

/// The attributes that make a link of an element, and the link as JSON if they cannot say all.
fn event_link(writer: &mut Writer, at: &At<'_>, one: &EventLink) -> Result<(), Error> {
    let link = &one.link;
    if let Some(rel) = usual(one)
        && writer.link_attributes(at, rel, link)?
    {
        return Ok(());
    }
    let attributes = |writer: &mut Writer| {
        let mut members = one.members();
        members.try_for_each(|(name, text)| writer.attribute(at, encode::link_attribute(name), text))
    };
    if !writer.has_markup() {
        attributes(writer)?;
        let unsaid = !link.extra().is_empty() || *one == EventLink::default();
        return writer.markup(at, &[unsaid.then_some((encode::JSON, ""))]);
    }
    let carried = one.members().all(|(_, text)| forbidden(text).is_none());
    if !carried || !link.extra().is_empty() || *one == EventLink::default() {
        let members = one.members().map(|(name, text)| (name.into(), text.into()));
        let literal = encode::literal(writer, at, &Value::Object(members.chain(link.extra().iter().cloned()).collect()))?;
        writer.markup(at, &[Some((encode::JSON, &literal))])?;
    }
    if carried { attributes(writer) } else { Ok(()) }
}

/// The rel of a link as servers write it: with no more than a rel, an href and a title.
fn usual(EventLink { rel, link }: &EventLink) -> Option<&str> {
    rel.as_deref().filter(|_| link.revision().is_none() && link.extra().is_empty())
}
