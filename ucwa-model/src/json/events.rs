//! JSON ⇄ [`Events`].

use super::{
    Kind,
    decode::{Decoder, START, rel_of},
    encode,
    names::Few,
    token::{Broke, Next, Resume, Sequence, Sink, Source},
    value,
};
use crate::{
    AnyResource, Broken, Code, Entry, Error, Event, EventLink, Events, Link, Sender, Text, UnknownKind, Value,
    assemble::{self, Section},
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

/// How a sender begins.
enum Begin {
    Object,
    /// With its list of events: what stood before could not be read.
    List(Sequence),
    Broken(Damage),
}

/// What was wrong with a sender, and where reading goes on.
struct Damage {
    error: Error,
    resume: Resume,
}

/// What comes after events.
enum After {
    /// The rest of what is around them.
    Rest,
    /// Another sender.
    Sender,
    /// The events of a sender that could not be read.
    List(Sequence),
}

/// What has been read of a sender.
enum Step {
    Events(Sequence),
    Other,
    End,
    /// Nothing: another one follows.
    Lost,
}

/// What is known of a sender.
#[derive(Default)]
struct Header {
    /// How many members it has.
    count: usize,
    /// How many events.
    index: usize,
    rel: bool,
    href: bool,
    listed: bool,
    damaged: bool,
    /// Where an object stands in place of the events, if it was read last: it is one of them if the list has lost its bracket.
    single: Option<usize>,
}

impl Header {
    /// Whether nothing more will be known before the events.
    fn is_read(&self) -> bool {
        self.damaged || self.rel && self.href
    }
}

impl<'a, S: Source<'a>> Decoder<'_, '_, S> {
    fn events(&mut self, events: &mut Events, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        let mut named = false;
        self.members(|decoder, key, kind| match (key, kind) {
            ("sender", Kind::Array) if events.senders.is_none() => decoder.senders(events.senders.insert(Vec::new()), visitor),
            _ => decoder.object_member(&mut events.channel, key, &mut named),
        })
    }

    fn senders(&mut self, senders: &mut Vec<Sender>, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let (mut sequence, mut list) = (self.source.begin(), None);
        loop {
            let (start, before) = (self.source.at(), self.cx.checkpoint());
            let begin = match list.take() {
                Some(list) => Begin::List(list),
                None => match self.next_sender(&mut sequence) {
                    Ok(false) => break,
                    Ok(true) => Begin::Object,
                    Err(error) => Begin::Broken(self.after_damage(start, None, error)?),
                },
            };
            self.cx.bound(at, Code::Items, self.cx.limits.items, senders.len() + 1)?;
            self.cx.push(Segment::Known("sender"));
            self.cx.push(Segment::Index(senders.len()));
            senders.push(Sender::default());
            let after = match senders.last_mut() {
                Some(sender) => self.sender(sender, start, begin, visitor)?,
                None => After::Rest,
            };
            self.cx.return_to_path(before);
            match after {
                After::Rest => {}
                After::Sender => sequence = Sequence { first: true },
                After::List(sequence) => list = Some(sequence),
            }
        }
        self.cx.leave();
        Ok(())
    }

    /// Goes to the next sender; false after the last one.
    fn next_sender(&mut self, sequence: &mut Sequence) -> Result<bool, Error> {
        Ok(self.element(sequence)? && self.only_object().map(|()| true)?)
    }

    /// A sender, or what is left of one.
    fn sender(&mut self, sender: &mut Sender, mut start: usize, begin: Begin, visitor: &mut Visitor<'_>) -> Result<After, Error> {
        self.cx.enter(self.source.at())?;
        let mut header = Header::default();
        let mut sequence = Sequence { first: true };
        let mut step = Ok(match begin {
            Begin::Object => {
                sequence = self.source.begin();
                Step::Other
            }
            Begin::List(list) => Step::Events(list),
            Begin::Broken(damage) => match self.broken_sender(sender, &mut header, damage) {
                Next::Sender => Step::Lost,
                next => Step::Events(Sequence { first: next != Next::Rest }),
            },
        });
        let after = loop {
            let list = match step {
                Ok(Step::End) => break Ok(After::Rest),
                Ok(Step::Lost) => break Ok(After::Sender),
                Ok(Step::Other) => None,
                Ok(Step::Events(list)) => Some(list),
                Err(error) => match self.after_damage(start, header.single, error) {
                    Ok(damage) => match self.broken_sender(sender, &mut header, damage) {
                        Next::Sender => break Ok(After::Sender),
                        Next::List if header.listed => break Ok(After::List(Sequence { first: true })),
                        next => Some(Sequence { first: next != Next::Rest }),
                    },
                    Err(error) => break Err(error),
                },
            };
            if let Some(list) = list {
                // who waits for events wants to know whose they are
                let (mut later, known) = (Visitor::default(), header.is_read());
                match self.event_list(sender, list, &mut header.index, if known { visitor } else { &mut later }) {
                    Ok(After::Rest) => {}
                    other => break other,
                }
                (start, header.listed, sequence) = (self.source.at(), true, Sequence { first: false });
            }
            let before = self.cx.checkpoint();
            step = self.sender_member(sender, &mut sequence, &mut header);
            if step.is_err() {
                self.cx.return_to(before);
            }
        };
        visitor.take(sender);
        self.cx.leave();
        after
    }

    fn sender_member(&mut self, sender: &mut Sender, sequence: &mut Sequence, header: &mut Header) -> Result<Step, Error> {
        let Some(key) = self.key(sequence)? else {
            return Ok(Step::End);
        };
        header.single = None;
        header.count += 1;
        self.cx.bound(self.source.at(), Code::Members, self.cx.limits.members, header.count)?;
        match (&*key, self.peek()?) {
            ("rel", Kind::String) if !std::mem::replace(&mut header.rel, true) => sender.rel = self.text()?,
            ("href", Kind::String) if !std::mem::replace(&mut header.href, true) => sender.href = self.text()?,
            ("events", Kind::Array) if !header.listed => return Ok(Step::Events(self.source.begin())),
            (name, kind) => {
                header.single = (name == "events" && kind == Kind::Object && !header.listed).then(|| self.source.at());
                let value = self.unknown(&key)?;
                sender.extra.push((self.cx.text(&key), value));
            }
        }
        Ok(Step::Other)
    }

    /// Where to go on after damage in a sender's own members, or between senders; the error if there is no way.
    fn after_damage(&self, start: usize, place: Option<usize>, error: Error) -> Result<Damage, Error> {
        let fault = place.or(Some(self.source.at().max(start)));
        let resume = self.source.resume(Broke { previous: None, start, fault });
        if resume.next == Next::Nothing || !matches!(error.code(), Code::Syntax | Code::Type) {
            return Err(error);
        }
        Ok(Damage { error, resume })
    }

    /// Goes on after damage: with the events of the sender, or with another one.
    fn broken_sender(&mut self, sender: &mut Sender, header: &mut Header, damage: Damage) -> Next {
        let Damage { error, resume } = damage;
        if header.single.is_some() {
            sender.extra.pop();
        }
        if !header.listed {
            (sender.rel, sender.href) = Default::default(); // what has been read of them may be something else
        }
        header.damaged = true;
        header.index += 1;
        self.broken(&mut sender.events, resume, error);
        resume.next
    }

    /// The events of a sender. One that cannot be read is broken, and reading goes on after it.
    fn event_list(
        &mut self,
        sender: &mut Sender,
        mut sequence: Sequence,
        index: &mut usize,
        visitor: &mut Visitor<'_>,
    ) -> Result<After, Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let mut previous = None;
        let after = loop {
            let (before, mut start) = (self.cx.checkpoint(), self.source.at());
            let element = self.element(&mut sequence);
            if let Ok(false) = element {
                break After::Rest;
            }
            self.cx.bound(at, Code::Items, self.cx.limits.items, *index + 1)?;
            let way = [Segment::Known("events"), Segment::Index(*index)];
            let next = match element {
                Ok(_) => {
                    way.into_iter().for_each(|segment| self.cx.push(segment));
                    start = self.source.at();
                    self.one_event(sender, &mut previous, visitor)
                }
                Err(error) => Err(self.cx.moved(&error, way)),
            };
            let next = match self.cx.damage_in(start..self.source.at()) {
                Some(at) if next.is_ok() => {
                    sender.events.pop();
                    Err(self.cx.no_text(at))
                }
                _ => next,
            };
            *index += 1;
            if let Err(error) = next {
                self.cx.return_to(before);
                let fault = (error.code() == Code::Syntax).then(|| self.source.at().max(start));
                let resume = self.source.resume(Broke { previous, start, fault });
                let mut error = error;
                if resume.start < start {
                    sender.events.pop();
                    *index -= 1;
                    error = self.cx.moved(&error, [Segment::Known("events"), Segment::Index(*index - 1)]);
                }
                let error = self.broken(&mut sender.events, resume, error);
                match resume.next {
                    Next::Nothing => return Err(error),
                    Next::Sender => break After::Sender,
                    Next::List => break After::List(Sequence { first: true }),
                    next => sequence = Sequence { first: next == Next::Event },
                }
                previous = None;
                visitor.take(sender);
            } else {
                previous = Some(start);
                self.cx.return_to_path(before);
            }
        };
        self.cx.leave();
        Ok(after)
    }

    /// An event. Only where it begins it is certain that the one before has ended.
    fn one_event(&mut self, sender: &mut Sender, previous: &mut Option<usize>, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        self.only_object()?;
        *previous = None;
        visitor.take(sender);
        sender.events.push(Ok(Event::default()));
        let read = match sender.events.last_mut() {
            Some(Ok(event)) => self.event(event),
            _ => Ok(()),
        };
        if read.is_err() {
            sender.events.pop();
        }
        read
    }

    /// Puts what is known of something broken in its place, and goes on after it.
    fn broken(&mut self, events: &mut Vec<Result<Event, Broken>>, resume: Resume, error: Error) -> Error {
        let Resume { start, end, at, next } = resume;
        let damage = self.cx.damage_in(start..end);
        let error = damage.map_or(error, |at| self.cx.no_text(at));
        let raw = self.cx.raw(start..end);
        if !raw.is_empty() || next != Next::Nothing {
            events.push(Err(Broken::new(error.clone(), raw)));
        }
        self.source.rewind(at);
        error
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
            ("events", Kind::Array) if event.link.is_none() && event.event_type.is_none() => {
                // it is a sender: the one before has not ended
                Err(self.cx.error(self.source.at(), Code::Type, Some("an event".into()), Some("a sender".into())))
            }
            _ => self.object_member(event, name, &mut { true }), // an event has no rel of its own
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
        Some((rel, href, title))
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
            if slot.replace(text).is_some() {
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
