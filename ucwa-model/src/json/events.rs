//! JSON ⇄ [`Events`].

use super::{
    Kind,
    decode::{Decoder, START, rel_of},
    encode,
    names::Few,
    token::{Resume, Sequence, Sink, Source},
    value,
};
use crate::{
    AnyResource, Broken, Code, Entry, Error, Event, EventLink, Events, Link, Sender, Text, UnknownKind, Value,
    assemble::{self, Section, Seen},
    context::{Context, Segment},
    descriptor::Form,
    events::Visitor,
    general::Reason,
    outline,
    record::Element,
};

/// The members of an event.
const EVENT: &[&str] = &["link", "in", "_embedded", "status", "reason", "type"];

/// Decodes a response. What was read before an error stays.
pub(crate) fn decode<'a>(
    cx: &mut Context<'_>,
    source: impl Source<'a>,
    events: &mut Events,
    visitor: &mut Visitor<'_>,
) -> Result<(), Error> {
    let mut decoder = Decoder::new(cx, source);
    decoder.only_object()?;
    decoder.events(events, visitor)?;
    decoder.end()
}

/// Decodes a document that is one event.
pub(crate) fn decode_one<'a>(cx: &mut Context<'_>, source: impl Source<'a>) -> Result<Event, Error> {
    let mut event = Event::default();
    let mut decoder = Decoder::new(cx, source);
    decoder.only_object()?;
    decoder.event(&mut event)?;
    decoder.end()?;
    Ok(event)
}

impl<'a, S: Source<'a>> Decoder<'_, '_, S> {
    fn events(&mut self, events: &mut Events, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        let (mut named, mut seen) = (false, Seen::default());
        self.members(|decoder, key, kind| match (key, kind) {
            ("sender", Kind::Array) if events.senders.is_none() => decoder.senders(events.senders.insert(Vec::new()), visitor),
            _ => decoder.object_member(&mut events.channel, key, &mut named, &mut seen),
        })
    }

    fn senders(&mut self, senders: &mut Vec<Sender>, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let mut sequence = self.source.begin();
        while self.element(&mut sequence)? {
            self.cx.bound(at, Code::Items, self.cx.limits.items, senders.len() + 1)?;
            self.cx.push(Segment::Known("sender"));
            self.cx.push(Segment::Index(senders.len()));
            self.only_object()?;
            self.cx.charge_list(at, senders)?;
            senders.push(Sender::default());
            if let Some(sender) = senders.last_mut() {
                self.sender(sender, visitor)?;
            }
            self.cx.pop();
            self.cx.pop();
        }
        self.cx.leave();
        Ok(())
    }

    fn sender(&mut self, sender: &mut Sender, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        let (mut rel, mut href, mut listed) = (false, false, false);
        let result = self.members(|decoder, key, kind| {
            match (key, kind) {
                ("rel", Kind::String) if !std::mem::replace(&mut rel, true) => sender.rel = decoder.text()?,
                ("href", Kind::String) if !std::mem::replace(&mut href, true) => sender.href = decoder.text()?,
                ("events", Kind::Array) if !std::mem::replace(&mut listed, true) => {
                    // who waits for events wants to know whose they are
                    let mut later = Visitor::default();
                    decoder.event_list(sender, if rel && href { visitor } else { &mut later })?;
                }
                _ => sender.extra.push((decoder.cx.text(key), decoder.unknown(key)?)),
            }
            Ok(())
        });
        visitor.take(sender);
        result
    }

    /// The events of a sender. One that cannot be read is broken, and reading goes on after it.
    fn event_list(&mut self, sender: &mut Sender, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let mut sequence = self.source.begin();
        for index in 0.. {
            let events = &mut sender.events;
            let (before, spent) = (self.cx.checkpoint(), self.cx.spent());
            let mut start = self.source.at();
            let next = match self.element(&mut sequence) {
                Ok(false) => break,
                Ok(true) => {
                    self.cx.bound(at, Code::Items, self.cx.limits.items, index + 1)?;
                    self.cx.count_events(at, 1)?;
                    self.cx.charge_list(at, events)?;
                    self.cx.push(Segment::Known("events"));
                    self.cx.push(Segment::Index(index));
                    start = self.source.at();
                    self.one_event(events)
                }
                Err(error) => {
                    events.push(Ok(Event::default()));
                    Err(error)
                }
            };
            let next = match self.cx.damage_in(start..self.source.at()) {
                Some(at) if next.is_ok() => Err(self.cx.no_text(at)),
                _ => next,
            };
            if let Err(error) = next {
                self.cx.return_to(before);
                self.broken_event(events, &mut sequence, start, error)?;
            } else {
                self.cx.pop();
                self.cx.pop();
            }
            if visitor.take(sender) {
                self.cx.return_memory(spent);
            }
        }
        self.cx.leave();
        Ok(())
    }

    fn one_event(&mut self, events: &mut Vec<Result<Event, Broken>>) -> Result<(), Error> {
        events.push(Ok(Event::default()));
        match events.last_mut() {
            Some(Ok(event)) => {
                self.only_object()?;
                self.event(event)
            }
            _ => Ok(()),
        }
    }

    /// Puts what is known of a broken event in its place, and goes on after it, if there is a way.
    fn broken_event(
        &mut self,
        events: &mut Vec<Result<Event, Broken>>,
        sequence: &mut Sequence,
        start: usize,
        error: Error,
    ) -> Result<(), Error> {
        let fault = (error.code() == Code::Syntax).then(|| self.source.at().max(start));
        let resume = self.source.resume(start, fault);
        let end = resume.map_or(usize::MAX, |resume| resume.end);
        let damage = self.cx.damage_in(start..end);
        let error = damage.map_or(error, |at| self.cx.no_text(at));
        let raw = self.cx.raw(start..end);
        events.pop();
        if !raw.is_empty() || resume.is_some() {
            self.cx.charge(start, Broken::SIZE + raw.len())?;
            events.push(Err(Broken::new(error.clone(), raw)));
        }
        let Some(Resume { at, fresh, .. }) = resume else {
            return Err(error);
        };
        self.source.rewind(at);
        *sequence = Sequence { first: fresh };
        Ok(())
    }

    fn event(&mut self, event: &mut Event) -> Result<(), Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let (mut sequence, mut last, mut count) = (self.source.begin(), START, 0);
        while let Some(name) = self.name(&Few(EVENT), &mut last, &mut sequence)? {
            count += 1;
            self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
            let kind = self.peek()?;
            self.event_member(event, &name, kind)?;
        }
        self.cx.leave();
        Ok(())
    }

    #[inline(always)]
    fn event_member(&mut self, event: &mut Event, name: &str, kind: Kind) -> Result<(), Error> {
        match (name, kind) {
            ("link", Kind::Object) if event.link.is_none() => self.event_link(&mut event.link),
            ("in", Kind::Object) if event.in_.is_none() => self.event_link(&mut event.in_),
            ("_embedded", Kind::Object) => self.event_resources(&mut event.embedded),
            ("type", Kind::String) if event.event_type.is_none() && self.ordinary_value(&mut event.event_type) => Ok(()),
            ("status", Kind::String) if event.status.is_none() && self.ordinary_value(&mut event.status) => Ok(()),
            ("reason", Kind::Object) if event.reason.is_none() => {
                self.cx.push(Segment::Known("reason"));
                self.object(&mut **event.reason.insert(Box::<Reason>::default()))?;
                self.cx.pop();
                Ok(())
            }
            _ => self.object_member(event, name, &mut { true }, &mut Seen::default()), // an event has no rel of its own
        }
    }

    /// A text that fits. False, and nothing read, if it does not.
    #[inline(always)]
    fn ordinary_value<T: Element>(&mut self, place: &mut Option<T>) -> bool {
        let at = self.source.at();
        let fits = self.ordinary_text().is_some_and(|text| T::put_text(place, self.cx.lexeme(text)));
        if !fits {
            self.source.rewind(at);
        }
        fits
    }

    fn event_link(&mut self, place: &mut Option<EventLink>) -> Result<(), Error> {
        let start = self.source.at();
        if let Some((rel, href, title)) = self.ordinary_event_link() {
            let link = place.get_or_insert_default();
            link.rel.get_or_insert_default().set(self.cx.lexeme(rel));
            link.link.set(self.cx.lexeme(href), title.map(|title| self.cx.lexeme(title)));
            return Ok(());
        }
        self.source.rewind(start);
        *place = Some(match self.plain_event_link() {
            Some(link) => link,
            None => {
                self.source.rewind(start);
                value::read_object(self.cx, &mut self.source).map(EventLink::from_members)?
            }
        });
        Ok(())
    }

    /// A link as servers write it.
    #[inline(always)]
    fn ordinary_event_link(&mut self) -> Option<(&'a str, &'a str, Option<&'a str>)> {
        if !self.cx.has_room(Link::MEMBERS + 1) || !self.source.pass(b"{\"rel\":\"") {
            return None;
        }
        let rel = self.ordinary_rest()?;
        let (href, title) = if self.source.pass(b",\"href\":\"") { self.ordinary_href()? } else { return None };
        (!href.is_empty()).then_some((rel, href, title))
    }

    /// A link that has nothing but strings under the names of an event's link.
    #[inline(never)]
    fn plain_event_link(&mut self) -> Option<EventLink> {
        if !self.cx.has_room(Link::MEMBERS + 1) {
            return None;
        }
        let (mut rel, mut href, mut title) = (None, None, None);
        let mut sequence = self.source.begin();
        while let Some(key) = self.source.key(&mut sequence).ok()? {
            let slot = match &*key {
                "rel" => &mut rel,
                "href" => &mut href,
                "title" => &mut title,
                _ => return None,
            };
            self.source.peek().ok()?;
            let text = self.ordinary_text()?;
            if slot.replace(text).is_some() || (text.is_empty() && *key == *"href") {
                return None;
            }
        }
        let optional = |text: Option<&str>| text.map(|text| self.cx.text(text));
        Some(EventLink { rel: optional(rel), link: Link::of(optional(href).unwrap_or_default(), optional(title), None) })
    }

    /// The resources that came along, by role.
    fn event_resources(&mut self, embedded: &mut Vec<(Text, Entry<AnyResource>)>) -> Result<(), Error> {
        self.cx.push(Segment::Known("_embedded"));
        self.members(|decoder, role, kind| {
            decoder.cx.push(Segment::Named(decoder.cx.text(role)));
            let entry = match kind {
                Kind::Object => Entry::One(decoder.event_resource(role)?),
                Kind::Array => decoder.event_resource_list(role)?,
                _ => Entry::Raw(decoder.no_object()?),
            };
            if embedded.is_empty() {
                embedded.reserve_exact(1); // one as a rule
            }
            decoder.cx.charge_list(decoder.source.at(), embedded)?;
            embedded.push((decoder.cx.text(role), entry));
            decoder.cx.pop();
            Ok(())
        })?;
        self.cx.pop();
        Ok(())
    }

    fn event_resource(&mut self, role: &str) -> Result<AnyResource, Error> {
        let source = &mut self.source;
        let start = source.clone();
        assemble::any_resource(
            self.cx,
            Form::Part,
            role,
            || rel_of(start.clone()),
            |cx, record| {
                let mut decoder = Decoder::new(cx, start.clone());
                let result = decoder.object(record);
                *source = decoder.source;
                result
            },
        )
    }

    /// A list of resources, or, if it holds anything else, what it holds.
    fn event_resource_list(&mut self, role: &str) -> Result<Entry<AnyResource>, Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let mut sequence = self.source.begin();
        let mut resources = Vec::new();
        while self.element(&mut sequence)? {
            self.cx.bound(at, Code::Items, self.cx.limits.items, resources.len() + 1)?;
            self.cx.push(Segment::Index(resources.len()));
            if self.peek()? != Kind::Object {
                self.no_object()?;
                self.cx.pop();
                self.cx.leave();
                self.source.rewind(at);
                return self.value().map(Entry::Raw);
            }
            self.cx.charge_list(at, &resources)?;
            resources.push(self.event_resource(role)?);
            self.cx.pop();
        }
        self.cx.leave();
        Ok(Entry::Many(resources))
    }

    /// A value where an object belongs.
    fn no_object(&mut self) -> Result<Value, Error> {
        let found = self.kind()?;
        self.cx.deviate(self.source.at(), Code::Type, Some("object".into()), Some(found.into()))?;
        self.value()
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

    fn text(&mut self) -> Result<Text, Error> {
        let text = self.string()?;
        Ok(value::owned(self.cx, text))
    }

    fn unknown(&mut self, key: &str) -> Result<Value, Error> {
        self.cx.push(Segment::Named(self.cx.text(key)));
        self.cx.unknown(UnknownKind::Property);
        let value = self.value();
        self.cx.pop();
        value
    }
}

pub(crate) fn encode(cx: &mut Context<'_>, sink: &mut impl Sink, events: &Events) -> Result<(), Error> {
    let Events { channel, senders } = events;
    cx.enter(0)?;
    let most = channel.extra.properties().len() + 4;
    outline::bound_members(cx, most, || most)?;
    sink.begin_object();
    encode::section(cx, sink, Section::Links, outline::members(channel, Section::Links))?;
    if let Some(senders) = senders {
        outline::bound_items(cx, senders.len())?;
        cx.count_events(0, senders.iter().map(|sender| sender.events.len()).sum())?;
        cx.enter(0)?;
        sink.name("sender");
        sink.begin_array();
        for one in senders {
            sink.element();
            sender(cx, sink, one)?;
        }
        sink.end_array();
        cx.leave();
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
    outline::bound_members(cx, extra.len() + 3, || extra.len() + 3)?;
    outline::bound_items(cx, events.len())?;
    sink.begin_object();
    sink.name("rel");
    sink.string(rel);
    sink.name("href");
    sink.string(href);
    // the first of two lists is that of the events
    let first = extra.iter().any(|(name, _)| *name == "events");
    if first {
        event_list(cx, sink, events)?;
    }
    for (name, member) in extra {
        sink.key(name);
        value::write(cx, sink, member)?;
    }
    if !first {
        event_list(cx, sink, events)?;
    }
    sink.end_object();
    cx.leave();
    Ok(())
}

fn event_list(cx: &mut Context<'_>, sink: &mut impl Sink, events: &[Result<Event, Broken>]) -> Result<(), Error> {
    cx.enter(0)?;
    sink.name("events");
    sink.begin_array();
    for one in events {
        sink.element();
        event(cx, sink, one.as_ref().map_err(|broken| broken.error().clone())?)?;
    }
    sink.end_array();
    cx.leave();
    Ok(())
}

fn event(cx: &mut Context<'_>, sink: &mut impl Sink, event: &Event) -> Result<(), Error> {
    let Event { event_type, link, in_, status, reason, embedded, extra } = event;
    cx.enter(0)?;
    outline::bound_members(cx, extra.properties().len() + EVENT.len() + 1, || members_of(event))?;
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
    // the first of two is the event's
    let first = event_type.as_ref().filter(|_| extra.property("type").is_some());
    if let Some(event_type) = first {
        sink.name("type");
        sink.string(event_type.as_str());
    }
    encode::extra_properties(cx, sink, extra)?;
    encode::section(cx, sink, Section::Links, outline::unknown(extra, Section::Links))?;
    encode::section(cx, sink, Section::Embedded, outline::resources(embedded))?;
    encode::section(cx, sink, Section::Embedded, outline::unknown(extra, Section::Embedded))?;
    if let Some(event_type) = event_type.as_ref().filter(|_| first.is_none()) {
        sink.name("type");
        sink.string(event_type.as_str());
    }
    sink.end_object();
    cx.leave();
    Ok(())
}

/// How many members the object of an event has.
fn members_of(event: &Event) -> usize {
    let Event { event_type, link, in_, status, reason, embedded, extra } = event;
    let sections = [!extra.links().is_empty(), !embedded.is_empty() || !extra.embedded().is_empty()];
    let known = [link.is_some(), in_.is_some(), status.is_some(), reason.is_some(), event_type.is_some()];
    known.into_iter().chain(sections).filter(|present| *present).count() + extra.properties().len()
}

fn event_link(cx: &mut Context<'_>, sink: &mut impl Sink, link: &EventLink) -> Result<(), Error> {
    let EventLink { rel, link } = link;
    let most = Link::MEMBERS + 1 + link.extra().len();
    let count = || usize::from(rel.is_some()) + encode::event_link_members(link).count() + link.extra().len();
    outline::bound_members(cx, most, count)?;
    cx.enter(0)?;
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
    cx.leave();
    Ok(())
}
