//! JSON ⇄ [`Events`].

use super::{
    Kind,
    decode::Decoder,
    encode,
    token::{Sink, Source},
    value,
};
use crate::{
    Code, Error, Event, EventLink, Events, Sender, Text, UnknownKind, Value,
    assemble::Section,
    context::{Context, Segment},
    events::EventBody,
    general::Reason,
    outline,
};

pub(crate) fn decode<'a>(cx: &mut Context<'_>, source: impl Source<'a>) -> Result<Events, Error> {
    let mut decoder = Decoder::new(cx, source);
    decoder.only_object()?;
    let events = decoder.events()?;
    decoder.end()?;
    Ok(events)
}

impl<'a, S: Source<'a>> Decoder<'_, '_, S> {
    fn events(&mut self) -> Result<Events, Error> {
        let mut events = Events::default();
        let mut named = false;
        self.members(|decoder, key, kind| match (key, kind) {
            ("sender", Kind::Array) if events.senders.is_none() => {
                events.senders = Some(decoder.objects("sender", Self::sender)?);
                Ok(())
            }
            _ => decoder.object_member(&mut events.channel, key, &mut named),
        })?;
        Ok(events)
    }

    fn sender(&mut self) -> Result<Sender, Error> {
        let mut sender = Sender::default();
        let (mut rel, mut href, mut listed) = (false, false, false);
        self.members(|decoder, key, kind| {
            match (key, kind) {
                ("rel", Kind::String) if !std::mem::replace(&mut rel, true) => sender.rel = decoder.text()?,
                ("href", Kind::String) if !std::mem::replace(&mut href, true) => sender.href = decoder.text()?,
                ("events", Kind::Array) if !std::mem::replace(&mut listed, true) => {
                    sender.events = decoder.objects("events", Self::event)?;
                }
                _ => sender.extra.push((key.into(), decoder.unknown(key)?)),
            }
            Ok(())
        })?;
        Ok(sender)
    }

    fn event(&mut self) -> Result<Event, Error> {
        let (mut event, mut body) = (Event::default(), EventBody::default());
        let mut named = true; // an event has no rel of its own
        self.members(|decoder, key, kind| match (key, kind) {
            ("link", Kind::Object) if event.link.is_none() => decoder.event_link().map(|link| event.link = Some(link)),
            ("in", Kind::Object) if event.in_.is_none() => decoder.event_link().map(|link| event.in_ = Some(link)),
            ("reason", Kind::Object) if event.reason.is_none() => {
                let mut reason = Reason::default();
                decoder.cx.push(Segment::Known("reason"));
                decoder.object(&mut reason)?;
                decoder.cx.pop();
                event.reason = Some(Box::new(reason));
                Ok(())
            }
            _ => decoder.object_member(&mut body, key, &mut named),
        })?;
        let EventBody { event_type, status, extra } = body;
        Ok(Event { event_type, status, extra, ..event })
    }

    fn event_link(&mut self) -> Result<EventLink, Error> {
        value::read_object(self.cx, &mut self.source).map(EventLink::from_members)
    }

    /// The members of the object at the source's position.
    fn members(&mut self, mut member: impl FnMut(&mut Self, &str, Kind) -> Result<(), Error>) -> Result<(), Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let mut sequence = self.source.begin();
        let mut count = 0;
        while let Some(key) = self.key(&mut sequence)? {
            count += 1;
            self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
            let kind = self.peek()?;
            member(self, &key, kind)?;
        }
        self.cx.leave();
        Ok(())
    }

    /// The objects of the array at the source's position; what is no object is reported and left out of the list.
    fn objects<T>(&mut self, name: &'static str, mut object: impl FnMut(&mut Self) -> Result<T, Error>) -> Result<Vec<T>, Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let mut sequence = self.source.begin();
        let mut objects = Vec::new();
        while self.element(&mut sequence)? {
            self.cx.bound(at, Code::Items, self.cx.limits.items, objects.len() + 1)?;
            self.cx.push(Segment::Known(name));
            self.cx.push(Segment::Index(objects.len()));
            if self.peek()? != Kind::Object {
                let found = self.kind()?;
                return Err(self.cx.error(self.source.at(), Code::Type, Some("object".into()), Some(found.into())));
            }
            objects.push(object(self)?);
            self.cx.pop();
            self.cx.pop();
        }
        self.cx.leave();
        Ok(objects)
    }

    fn text(&mut self) -> Result<Text, Error> {
        self.string().map(|text| text.into_owned().into())
    }

    fn unknown(&mut self, key: &str) -> Result<Value, Error> {
        self.cx.push(Segment::Named(key.into()));
        self.cx.unknown(UnknownKind::Property);
        let value = self.value();
        self.cx.pop();
        value
    }
}

pub(crate) fn encode(cx: &mut Context<'_>, sink: &mut impl Sink, events: &Events) -> Result<(), Error> {
    let Events { channel, senders } = events;
    cx.enter(0)?;
    sink.begin_object();
    encode::section(cx, sink, Section::Links, outline::members(channel, Section::Links))?;
    if let Some(senders) = senders {
        sink.key("sender");
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
    sink.key("rel");
    sink.string(rel);
    sink.key("href");
    sink.string(href);
    for (name, member) in extra {
        sink.key(name);
        value::write(cx, sink, member)?;
    }
    sink.key("events");
    sink.begin_array();
    for one in events {
        sink.element();
        event(cx, sink, one)?;
    }
    sink.end_array();
    sink.end_object();
    cx.leave();
    Ok(())
}

fn event(cx: &mut Context<'_>, sink: &mut impl Sink, event: &Event) -> Result<(), Error> {
    let Event { event_type, link, in_, status, reason, extra } = event;
    cx.enter(0)?;
    sink.begin_object();
    for (name, link) in [("link", link), ("in", in_)] {
        if let Some(link) = link {
            sink.key(name);
            event_link(cx, sink, link)?;
        }
    }
    if let Some(status) = status {
        sink.key("status");
        sink.string(status.as_str());
    }
    if let Some(reason) = reason {
        sink.key("reason");
        encode::object(cx, sink, &**reason)?;
    }
    encode::extra_properties(cx, sink, extra)?;
    encode::section(cx, sink, Section::Links, outline::unknown(extra, Section::Links))?;
    encode::section(cx, sink, Section::Embedded, outline::unknown(extra, Section::Embedded))?;
    if let Some(event_type) = event_type {
        sink.key("type");
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
        sink.key("rel");
        sink.string(rel);
    }
    for (name, text) in encode::event_link_members(link) {
        sink.key(name);
        sink.string(text);
    }
    for (name, member) in link.extra() {
        sink.key(name);
        value::write(cx, sink, member)?;
    }
    sink.end_object();
    Ok(())
}
