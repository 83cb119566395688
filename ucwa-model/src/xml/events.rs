//! XML ⇄ [`Events`]: the type of an event is its element's name, its link is that element's attributes.

use super::{Tag, Writer, decode::Decoder, encode, reason};
use crate::{
    Code, Error, Event, EventLink, Events, Sender, Value,
    assemble::Section,
    context::{Context, Segment},
    enumerations::{EventStatus, EventType},
    events::EventBody,
    general::Reason,
    json::encode::{event_link_members, link_value},
    outline,
};

pub(crate) fn decode(cx: &mut Context<'_>, text: &str) -> Result<Events, Error> {
    let mut decoder = Decoder::new(cx, text);
    let root = decoder.root()?;
    if root.name != "events" {
        let found = format!("<{}>", root.name.chars().take(40).collect::<String>());
        decoder.cx.deviate(root.at, Code::Root, Some("<events>".into()), Some(found.as_str().into()))?;
    }
    let events = decoder.events(&root)?;
    decoder.end()?;
    Ok(events)
}

impl<'a> Decoder<'a, '_, '_> {
    fn events(&mut self, root: &Tag<'a>) -> Result<Events, Error> {
        let mut events = Events::default();
        let mut senders = None;
        self.own_link(&mut events.channel, root)?;
        let mut named = true; // a response has no rel of its own
        self.children(root.at, &mut events.channel, |decoder, channel, child| {
            if child.name != "sender" {
                return decoder.child(channel, child, &mut named);
            }
            let senders: &mut Vec<Sender> = senders.get_or_insert_default();
            decoder.cx.bound(child.at, Code::Items, decoder.cx.limits.items, senders.len() + 1)?;
            decoder.cx.push(Segment::Known("sender"));
            decoder.cx.push(Segment::Index(senders.len()));
            let sender = decoder.sender(child)?;
            senders.push(sender);
            decoder.cx.pop();
            decoder.cx.pop();
            Ok(())
        })?;
        // XML has no empty list: no sender is no list
        events.senders = senders;
        Ok(events)
    }

    fn sender(&mut self, tag: &Tag<'a>) -> Result<Sender, Error> {
        let text = |name: &str| tag.attribute(name).map(|text| (&**text).into()).unwrap_or_default();
        let mut sender = Sender { rel: text("rel"), href: text("href"), ..Sender::default() };
        let others = tag.others(&["rel", "href"]).map(|(name, value)| (name.into(), Value::from(value)));
        sender.extra.extend(others);
        // what is no event is kept as the members of a resource would be
        let mut rest = crate::Resource::default();
        let mut named = true;
        let events = &mut sender.events;
        self.children(tag.at, &mut rest, |decoder, rest, child| {
            if matches!(&*child.name, "property" | "propertyList") {
                return decoder.child(rest, child, &mut named);
            }
            decoder.cx.bound(child.at, Code::Items, decoder.cx.limits.items, events.len() + 1)?;
            decoder.cx.push(Segment::Known("events"));
            decoder.cx.push(Segment::Index(events.len()));
            let event = decoder.event(child)?;
            events.push(event);
            decoder.cx.pop();
            decoder.cx.pop();
            Ok(())
        })?;
        sender.extra.extend(rest.extra.properties().iter().cloned());
        Ok(sender)
    }

    fn event(&mut self, tag: &Tag<'a>) -> Result<Event, Error> {
        let (mut in_, mut reason) = (None, None);
        let mut body = EventBody::default();
        let mut named = true; // an event has no rel of its own
        let link = self.event_link(tag, &["status"]);
        self.children(tag.at, &mut body, |decoder, body, child| match &*child.name {
            "in" if in_.is_none() => {
                in_ = decoder.event_link(child, &[]);
                decoder.reader.text(decoder.cx).map(|_| ())
            }
            "reason" if reason.is_none() => {
                let mut body = Reason::default();
                decoder.cx.push(Segment::Known("reason"));
                decoder.reason(&mut body, child.at)?;
                decoder.cx.pop();
                reason = Some(Box::new(body));
                Ok(())
            }
            _ => decoder.child(body, child, &mut named),
        })?;
        let EventBody { event_type, status, extra } = body;
        let event_type = event_type.or_else(|| (tag.name != UNTYPED).then(|| EventType::from(&*tag.name)));
        let status = tag.attribute("status").map(|status| EventStatus::from(&**status)).or(status);
        Ok(Event { event_type, link, in_, status, reason, extra })
    }

    fn event_link(&mut self, tag: &Tag<'a>, also: &[&str]) -> Option<EventLink> {
        if let Some(json) = tag.markup("json")
            && let Some(Value::Object(members)) = crate::json::parse_literal(json, self.cx.limits, self.cx.depth)
        {
            return Some(EventLink::from_members(members));
        }
        let rel = tag.attribute("rel").map(|rel| (&**rel).into());
        let link = self.attributes_link(tag);
        if rel.is_none() && link.is_none() {
            return None;
        }
        let mut link = link.unwrap_or_default();
        let known = ["rel", "href", "title", "revision"];
        for (name, value) in tag.others(&known).filter(|(name, _)| !also.contains(name)) {
            link.push_extra(name, value.into());
        }
        Some(EventLink { rel, link })
    }
}

/// The element of an event that says no type.
const UNTYPED: &str = "event";

pub(crate) fn encode(cx: &mut Context<'_>, events: &Events, pretty: bool) -> Result<String, Error> {
    let mut writer = Writer::new(pretty);
    let Events { channel, senders } = events;
    writer.start("events");
    encode::own_attributes(&mut writer, channel);
    cx.enter(0)?;
    encode::links_of(cx, &mut writer, outline::members(channel, Section::Links))?;
    for one in senders.iter().flatten() {
        sender(cx, &mut writer, one)?;
    }
    encode::properties(cx, &mut writer, channel)?;
    encode::embedded_of(cx, &mut writer, outline::members(channel, Section::Embedded))?;
    cx.leave();
    writer.end();
    Ok(writer.finish())
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
        event(cx, writer, one)?;
    }
    writer.end();
    cx.leave();
    Ok(())
}

fn event(cx: &mut Context<'_>, writer: &mut Writer, event: &Event) -> Result<(), Error> {
    let Event { event_type, link, in_, status, reason, extra } = event;
    cx.enter(0)?;
    let name = event_type.as_ref().map_or(UNTYPED, EventType::as_str);
    writer.start(encode::element_name(cx, name)?.to_owned());
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
    encode::links_of(cx, writer, outline::unknown(extra, Section::Links))?;
    encode::extra_properties(cx, writer, extra, None)?;
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
        encode::name_attribute(cx, writer, "rel", rel)?;
    }
    for (name, text) in event_link_members(link) {
        encode::name_attribute(cx, writer, name, text)?;
    }
    Ok(())
}
