//! [`Events`] → XML.

use super::{
    super::{Writer, encode, forbidden, is_name, reason},
    UNTYPED,
};
use crate::{
    Entry, Error, Event, EventLink, Events, Sender, Value,
    assemble::Section,
    context::{Context, Segment},
    enumerations::EventType,
    json::encode::event_link_members,
    outline,
    record::Record,
};

/// The elements of a sender that are no events of their type.
const TAKEN: &[&str] = &[UNTYPED, "property", "propertyList", "sender"];

pub(crate) fn encode(cx: &mut Context<'_>, writer: &mut Writer, events: &Events) -> Result<(), Error> {
    let Events { channel, senders } = events;
    writer.start("events");
    let own = encode::own_attributes(writer, channel);
    let no_senders = senders.as_ref().is_some_and(Vec::is_empty);
    encode::markup(
        writer,
        [encode::list_markup(no_senders.then_some(true)), encode::empty_markup(&outline::empty_names_of(channel))],
    );
    cx.enter(0)?;
    encode::links_of(cx, writer, outline::members(channel, Section::Links), own)?;
    // senders are items, not members
    let most = if channel.extra.is_empty() { channel.shape().fields.len() } else { usize::MAX };
    outline::bound_members(cx, most, || encode::children_of(channel, None, own))?;
    outline::bound_items(cx, senders.iter().flatten().count())?;
    cx.count_events(0, senders.iter().flatten().map(|sender| sender.events.len()).sum())?;
    for one in senders.iter().flatten() {
        sender(cx, writer, one)?;
    }
    encode::properties(cx, writer, channel, None)?;
    encode::embedded_of(cx, writer, outline::members(channel, Section::Embedded))?;
    cx.leave();
    writer.end();
    Ok(())
}

fn sender(cx: &mut Context<'_>, writer: &mut Writer, sender: &Sender) -> Result<(), Error> {
    let Sender { events, extra, .. } = sender;
    cx.enter(0)?;
    outline::bound_members(cx, extra.len(), || extra.len())?;
    outline::bound_items(cx, events.len())?;
    writer.start("sender");
    for (name, text) in [("rel", sender.named_rel()), ("href", sender.named_href())] {
        if let Some(text) = text {
            encode::name_attribute(cx, writer, name, text)?;
        }
    }
    encode::markup(writer, [(!sender.has_list()).then_some(("absent", "events"))]);
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
    let Event { event_type, link, in_, status, reason, embedded, extra, start: _ } = event;
    cx.enter(0)?;
    let start = writer.len();
    // a type that would be taken for something else, or that no element can have, is a property
    let named = |event_type: &&EventType| is_name(event_type.as_str()) && !TAKEN.contains(&event_type.as_str());
    let name = event_type.as_ref().filter(named).map(EventType::as_str);
    writer.start(name.unwrap_or(UNTYPED));
    event_link(cx, writer, link.as_ref())?;
    if let Some(status) = status {
        encode::name_attribute(cx, writer, "status", status.as_str())?;
    }
    let has = |section| match section {
        Section::Embedded if !embedded.is_empty() => true,
        section => outline::unknown(extra, section).next().is_some(),
    };
    encode::markup(writer, [encode::empty_markup(&outline::empty_names(extra, has, &[]))]);
    if in_.is_some() {
        writer.start("in");
        event_link(cx, writer, in_.as_ref())?;
        writer.end();
    }
    if let Some(reason) = reason {
        reason::encode(cx, writer, &**reason)?;
    }
    let more = !extra.is_empty();
    if more {
        encode::links_of(cx, writer, outline::unknown(extra, Section::Links), false)?;
    }
    if let Some(event_type) = event_type.as_ref().filter(|_| name.is_none()) {
        encode::unknown_property(cx, writer, "type", &event_type.as_str().into())?;
    }
    encode::extra_properties(cx, writer, extra, None)?;
    match &**embedded {
        [(role, Entry::One(resource))] => {
            encode::one_embedded(cx, writer, role, Segment::Named(role.clone()), resource.record())?; // as a rule
        }
        embedded => encode::embedded_of(cx, writer, outline::resources(embedded))?,
    }
    if more {
        encode::embedded_of(cx, writer, outline::unknown(extra, Section::Embedded))?;
    }
    writer.end();
    // a child takes some bytes
    outline::bound_members(cx, (writer.len() - start) / 8, || children_of(event, event_type.is_some() && name.is_none()))?;
    cx.leave();
    Ok(())
}

/// How many children the element of an event has.
fn children_of(event: &Event, untyped: bool) -> usize {
    let Event { in_, reason, embedded, extra, .. } = event;
    let known = [in_.is_some(), reason.is_some(), untyped].into_iter().filter(|present| *present).count();
    let nodes = |member: outline::Member<'_>| member.nodes().count().max(1);
    known
        + extra.properties().len()
        + outline::unknown(extra, Section::Links).map(nodes).sum::<usize>()
        + outline::unknown(extra, Section::Embedded).map(nodes).sum::<usize>()
        + outline::resources(embedded).map(nodes).sum::<usize>()
}

/// The attributes that make a link of an element, and the link as JSON if they cannot say all.
fn event_link(cx: &mut Context<'_>, writer: &mut Writer, link: Option<&EventLink>) -> Result<(), Error> {
    let Some(one @ EventLink { rel, link }) = link else {
        return Ok(());
    };
    if let Some(rel) = rel
        && link.revision().is_none()
        && link.extra().is_empty()
        && writer.link_attributes(rel, link)
    {
        return Ok(()); // as a rule
    }
    let members = || rel.iter().map(|rel| ("rel", &**rel)).chain(event_link_members(link));
    let carried = members().all(|(_, text)| forbidden(text).is_none());
    if !writer.has_markup() {
        return members().try_for_each(|(name, text)| encode::name_attribute(cx, writer, name, text));
    }
    if !carried || !link.extra().is_empty() || *one == EventLink::default() {
        let members = members().map(|(name, text)| (name.into(), text.into()));
        let literal = encode::literal(cx, &Value::Object(members.chain(link.extra().iter().cloned()).collect()))?;
        writer.markup(&[("json", &literal)]);
    }
    for (name, text) in members().filter(|_| carried) {
        writer.attribute(name, text);
    }
    Ok(())
}
