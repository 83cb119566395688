//! XML ⇄ [`Events`]: the type of an event is its element's name, its link is that element's attributes.

use super::{
    Reader, Scope, Tag, Token, Writer,
    decode::{Decoder, LinkTag},
    encode, reason,
    resume::{self, Next, Resume},
};
use crate::{
    AnyResource, Broken, Channel, Code, Entry, Error, Event, EventLink, Events, Sender, Value,
    assemble::{self, Section, Seen},
    context::{Context, Segment},
    enumerations::{EventStatus, EventType},
    events::Visitor,
    general::Reason,
    json::encode::{event_link_members, link_value},
    outline,
    record::{Element, Record},
};

/// Decodes a response. What was read before an error stays.
pub(crate) fn decode(cx: &mut Context<'_>, text: &str, events: &mut Events, visitor: &mut Visitor<'_>) -> Result<(), Error> {
    let mut reader = Reader::new(text);
    let mut decoder = Decoder::new(cx, &mut reader);
    let root = decoder.root()?;
    if root.name != "events" {
        let found = format!("<{}>", root.name.chars().take(40).collect::<String>());
        decoder.cx.deviate(root.at, Code::Root, Some("<events>".into()), Some(found.as_str().into()))?;
    }
    decoder.events(&root, events, visitor)?;
    decoder.end()
}

/// Decodes a part of a document that is one event.
pub(crate) fn decode_one(cx: &mut Context<'_>, text: &str, scope: &Scope) -> Result<Event, Error> {
    let mut reader = Reader::element(text, scope);
    let mut decoder = Decoder::new(cx, &mut reader);
    let tag = decoder.root()?;
    let mut event = Event::default();
    decoder.event(&tag, &mut event)?;
    decoder.end()?;
    Ok(event)
}

/// What has been read of a response.
enum Part {
    /// The start tag of a sender.
    Sender(Sender),
    Member,
    End,
}

/// What has been read of a sender.
enum Step {
    Event,
    Other,
    End,
}

impl<'a> Decoder<'a, '_, '_> {
    fn events(&mut self, root: &Tag<'a>, events: &mut Events, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        let Events { channel, senders } = events;
        self.own_link(channel, root)?;
        self.cx.enter(root.at)?;
        let (mut count, mut seen, mut named) = (0, Seen::default(), true); // a response has no rel of its own
        loop {
            let (before, mark, start) = (self.cx.checkpoint(), self.reader.mark(), self.reader.at());
            let part = self.part(channel, &mut count, &mut seen, &mut named);
            let begin = match part {
                Ok(Part::End) => break,
                Ok(Part::Member) => continue,
                Ok(Part::Sender(sender)) => Ok(sender),
                Err(error) => {
                    self.cx.return_to(before);
                    self.reader.return_to(mark);
                    let may_be_sender = error.code() == Code::Syntax && self.may_be_sender(start);
                    let resume = resume::after_header(self.reader.slice(0, usize::MAX), start).filter(|_| may_be_sender);
                    Err((resume.ok_or_else(|| error.clone())?, error))
                }
            };
            self.sender(start, begin, senders.get_or_insert_default(), visitor)?;
        }
        self.cx.leave();
        Ok(())
    }

    /// A sender's start tag, or something else of a response.
    fn part(&mut self, channel: &mut Channel, count: &mut usize, seen: &mut Seen, named: &mut bool) -> Result<Part, Error> {
        if self.is_ordinary() {
            if self.reader.pass_end() {
                return Ok(Part::End);
            }
            let at = self.reader.at();
            if self.ordinary_member(channel, seen, named) {
                *count += 1;
                self.cx.bound(at, Code::Members, self.cx.limits.members, *count)?;
                return Ok(Part::Member);
            }
            if let Some(LinkTag { rel, href, .. }) = self.ordinary_sender() {
                let (rel, href) = (self.cx.text(rel), self.cx.text(href));
                return Ok(Part::Sender(Sender { rel, href, ..Sender::default() }));
            }
        }
        match self.next()? {
            Token::Start(tag) if tag.name == "sender" && self.is_ours(&tag)? => {
                let text = |name: &str| tag.attribute(name).map(|text| self.cx.text(text)).unwrap_or_default();
                let others = tag.others(&["rel", "href"]);
                let others = others.map(|(name, value)| (self.cx.text(name), Value::String(self.cx.text(value))));
                let sender = Sender { rel: text("rel"), href: text("href"), events: Vec::new(), extra: others.collect() };
                return Ok(Part::Sender(sender));
            }
            Token::Start(tag) if resume::is_event(tag.name) && self.is_ours(&tag)? => {
                let found = format!("<{}>", tag.name);
                return Err(self.cx.error(tag.at, Code::Syntax, Some("<sender>".into()), Some(found.as_str().into())));
            }
            Token::Start(tag) => {
                *count += 1;
                self.cx.bound(tag.at, Code::Members, self.cx.limits.members, *count)?;
                if self.is_ours(&tag)? { self.child(channel, &tag, named)? } else { self.foreign(channel, &tag)? }
            }
            Token::Text { at, text } => self.stray_text(channel, at, &text)?,
            Token::End | Token::Eof => return Ok(Part::End),
        }
        Ok(Part::Member)
    }

    /// Whether what broke may have been a sender, or stands between senders. What else a response has cannot be done without.
    fn may_be_sender(&self, start: usize) -> bool {
        let rest = self.reader.slice(start, usize::MAX);
        !["<link", "<property", "<resource"].iter().any(|member| rest.starts_with(member))
    }

    /// The start tag of a sender as servers write it; nothing is read of another one.
    fn ordinary_sender(&mut self) -> Option<LinkTag<'a>> {
        let start = self.reader.at();
        let found = if self.reader.pass(b"<sender rel=\"") { self.rest_of_link() } else { None };
        let found = found.filter(|link| link.title.is_none() && self.reader.pass(b">"));
        match found {
            Some(_) => self.reader.begin("sender"),
            None => self.reader.rewind(start),
        }
        found
    }

    /// A sender whose start tag has been read, or is broken.
    fn sender(
        &mut self,
        at: usize,
        begin: Result<Sender, (Resume, Error)>,
        senders: &mut Vec<Sender>,
        visitor: &mut Visitor<'_>,
    ) -> Result<(), Error> {
        self.cx.bound(at, Code::Items, self.cx.limits.items, senders.len() + 1)?;
        self.cx.push(Segment::Known("sender"));
        self.cx.push(Segment::Index(senders.len()));
        let (sender, damage) = match begin {
            Ok(sender) => (sender, None),
            Err(damage) => (Sender::default(), Some(damage)),
        };
        senders.push(sender);
        let read = senders.last_mut().map_or(Ok(()), |sender| {
            let has_list = damage.is_none_or(|(resume, error)| self.broken_header(&mut sender.events, resume, error));
            let read = if has_list { self.sender_members(at, sender, visitor) } else { Ok(()) };
            visitor.take(sender);
            read
        });
        read?;
        self.cx.pop();
        self.cx.pop();
        Ok(())
    }

    /// Goes on after damage in the start tag of a sender; whether with its events.
    fn broken_header(&mut self, events: &mut Vec<Result<Event, Broken>>, resume: Resume, error: Error) -> bool {
        let name = resume::sender_name(self.reader.slice(0, usize::MAX), self.reader.at());
        self.broken(events, Some(resume), error);
        let has_list = resume.next == Next::Event;
        if has_list {
            self.reader.begin(name);
        }
        has_list
    }

    fn sender_members(&mut self, at: usize, sender: &mut Sender, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        // what is no event is kept as the members of a resource would be
        let mut rest = crate::Resource::default();
        let result = self.event_list(at, sender, &mut rest, visitor);
        sender.extra.extend(rest.extra.properties().iter().cloned());
        result
    }

    /// The events of a sender. One that cannot be read is broken, and reading goes on after it.
    fn event_list(
        &mut self,
        at: usize,
        sender: &mut Sender,
        rest: &mut crate::Resource,
        visitor: &mut Visitor<'_>,
    ) -> Result<(), Error> {
        self.cx.enter(at)?;
        let mut count = sender.events.len();
        visitor.take(sender);
        loop {
            let (before, mark, start, length) = (self.cx.checkpoint(), self.reader.mark(), self.reader.at(), sender.events.len());
            self.cx.push(Segment::Known("events"));
            self.cx.push(Segment::Index(count));
            let step = self.step(&mut sender.events, rest);
            let damage = self.cx.damage_in(start..self.reader.at());
            let step = match damage {
                Some(at) => Err(self.cx.no_text(at)),
                None => step,
            };
            self.cx.return_to_path(before);
            let mut ended = matches!(step, Ok(Step::End));
            if let Err(error) = step {
                self.cx.return_to(before);
                self.reader.return_to(mark);
                sender.events.truncate(length);
                let resume = resume::after_event(self.reader.slice(0, usize::MAX), start);
                let error = self.broken(&mut sender.events, resume, error);
                if resume.ok_or(error)?.next == Next::Sender {
                    self.reader.close();
                    ended = true;
                }
            }
            count += sender.events.len() - length;
            if let Err(error) = self.cx.bound(at, Code::Items, self.cx.limits.items, count) {
                sender.events.truncate(length);
                return Err(error);
            }
            visitor.take(sender);
            if ended {
                break;
            }
        }
        self.cx.leave();
        Ok(())
    }

    /// Puts what is known of something broken in its place, and goes on after it.
    fn broken(&mut self, events: &mut Vec<Result<Event, Broken>>, resume: Option<Resume>, error: Error) -> Error {
        let (start, end) = (self.reader.at(), resume.map_or(usize::MAX, |resume| resume.end));
        let damage = self.cx.damage_in(start..end);
        let error = damage.map_or(error, |at| self.cx.no_text(at));
        let raw = self.cx.raw(start..end);
        if !raw.is_empty() || resume.is_some() {
            events.push(Err(Broken::new(error.clone(), raw)));
        }
        self.reader.rewind(end);
        error
    }

    /// An event, or something else in its place.
    fn step(&mut self, events: &mut Vec<Result<Event, Broken>>, rest: &mut crate::Resource) -> Result<Step, Error> {
        if self.is_ordinary() {
            if self.reader.pass_end() {
                return Ok(Step::End);
            }
            events.push(Ok(Event::default()));
            if let Some(Ok(event)) = events.last_mut()
                && self.ordinary_event(event)?
            {
                return Ok(Step::Event);
            }
            events.pop();
        }
        match self.next()? {
            Token::Start(tag) if matches!(tag.name, "property" | "propertyList") => {
                self.child(rest, &tag, &mut { true })?;
                Ok(Step::Other)
            }
            Token::Start(tag) if tag.name == "sender" && self.is_ours(&tag)? => {
                Err(self.cx.error(tag.at, Code::Syntax, Some("`</sender>`".into()), Some("`<sender>`".into())))
            }
            Token::Start(tag) if self.is_ours(&tag)? => {
                let mut event = Event::default();
                self.event(&tag, &mut event)?;
                events.push(Ok(event));
                Ok(Step::Event)
            }
            Token::Start(tag) => self.foreign(rest, &tag).map(|()| Step::Other),
            Token::Text { at, text } => self.stray_text(rest, at, &text).map(|()| Step::Other),
            Token::End | Token::Eof => Ok(Step::End),
        }
    }

    /// An event as servers write it. False, and nothing read, if it is another one.
    #[inline]
    fn ordinary_event(&mut self, event: &mut Event) -> Result<bool, Error> {
        let start = self.reader.at();
        match self.ordinary_event_tag(event) {
            Some((name, empty)) => {
                if !empty {
                    self.reader.begin(name);
                    self.event_members(event, start)?;
                }
                Ok(true)
            }
            None => {
                self.reader.rewind(start);
                Ok(false)
            }
        }
    }

    /// The name, and whether it is empty.
    #[inline(always)]
    fn ordinary_event_tag(&mut self, event: &mut Event) -> Option<(&'a str, bool)> {
        if !self.reader.pass(b"<") {
            return None;
        }
        let name = self.reader.plain_name();
        if !self.reader.pass(b" rel=\"") || !EventType::put_text(&mut event.event_type, self.cx.lexeme(name)) {
            return None;
        }
        let link = self.rest_of_link()?;
        self.set_link(&mut event.link, link);
        if self.reader.pass(b" status=\"") {
            let status = self.value()?;
            if !EventStatus::put_text(&mut event.status, self.cx.lexeme(status)) {
                return None;
            }
        }
        let empty = !self.reader.pass(b">");
        (!empty || self.reader.pass(b" />") || self.reader.pass(b"/>")).then_some((name, empty))
    }

    #[inline(always)]
    fn set_link(&self, place: &mut Option<EventLink>, LinkTag { rel, href, title }: LinkTag<'a>) {
        let link = place.get_or_insert_default();
        link.rel.get_or_insert_default().set(self.cx.lexeme(rel));
        link.link.set(self.cx.lexeme(href), title.map(|title| self.cx.lexeme(title)));
    }

    /// An event whose start tag has been read.
    fn event(&mut self, tag: &Tag<'a>, event: &mut Event) -> Result<(), Error> {
        event.link = self.event_link(tag, &["status"]);
        self.event_members(event, tag.at)?;
        if event.event_type.is_none() && tag.name != UNTYPED {
            event.event_type = Some(EventType::from(tag.name));
        }
        if let Some(status) = tag.attribute("status") {
            event.status = Some(EventStatus::from(&**status));
        }
        Ok(())
    }

    /// The members of an event up to its end tag.
    fn event_members(&mut self, event: &mut Event, at: usize) -> Result<(), Error> {
        self.cx.enter(at)?;
        let mut count = 0;
        loop {
            if self.is_ordinary() {
                if self.reader.pass_end() {
                    break;
                }
                if self.ordinary_event_member(event)? {
                    count += 1;
                    self.cx.bound(self.reader.at(), Code::Members, self.cx.limits.members, count)?;
                    continue;
                }
            }
            match self.next()? {
                Token::Start(tag) => {
                    count += 1;
                    self.cx.bound(tag.at, Code::Members, self.cx.limits.members, count)?;
                    if self.is_ours(&tag)? { self.event_member(event, &tag)? } else { self.foreign(event, &tag)? }
                }
                Token::Text { at, text } => self.stray_text(event, at, &text)?,
                Token::End | Token::Eof => break,
            }
        }
        event.embedded.extend(event.extra.take_embedded());
        self.cx.leave();
        Ok(())
    }

    fn event_member(&mut self, event: &mut Event, tag: &Tag<'a>) -> Result<(), Error> {
        match tag.name {
            "in" if event.in_.is_none() => {
                event.in_ = self.event_link(tag, &[]);
                self.reader.text(self.cx).map(|_| ())
            }
            "reason" if event.reason.is_none() => {
                self.cx.push(Segment::Known("reason"));
                self.reason(&mut **event.reason.insert(Box::<Reason>::default()), tag.at)?;
                self.cx.pop();
                Ok(())
            }
            _ => self.child(event, tag, &mut { true }), // an event has no rel of its own
        }
    }

    /// Where an event happened, or the one resource that came along, as servers write them. False, and nothing read, if it is
    /// another member.
    fn ordinary_event_member(&mut self, event: &mut Event) -> Result<bool, Error> {
        let start = self.reader.at();
        let ordinary = if self.reader.pass(b"<resource rel=\"") {
            event.embedded.is_empty() && self.ordinary_resource(event, start)?
        } else if event.in_.is_none() && self.reader.pass(b"<in rel=\"") {
            self.ordinary_place(event).is_some()
        } else {
            false
        };
        if !ordinary {
            self.reader.rewind(start);
        }
        Ok(ordinary)
    }

    #[inline(always)]
    fn ordinary_place(&mut self, event: &mut Event) -> Option<()> {
        let link = self.rest_of_link()?;
        if !(self.reader.pass(b" />") || self.reader.pass(b"/>")) {
            return None;
        }
        self.set_link(&mut event.in_, link);
        Some(())
    }

    /// The rest of a resource after the quote of its role.
    fn ordinary_resource(&mut self, event: &mut Event, start: usize) -> Result<bool, Error> {
        let Some(link) = self.rest_of_link() else {
            return Ok(false);
        };
        if !self.cx.may_guess() || !self.reader.pass(b">") {
            return Ok(false);
        }
        let Some(mut resource) = AnyResource::known(assemble::plain_rel(link.rel)) else {
            return Ok(false);
        };
        let mark = self.reader.mark();
        self.reader.begin("resource");
        self.cx.push(Segment::Known("_embedded"));
        self.cx.push(Segment::Named(self.cx.text(link.rel)));
        let role = self.cx.text(link.rel);
        let Self { cx, reader, any_namespace } = self;
        let read = cx.guess(|cx| {
            let mut decoder = Decoder { cx, reader, any_namespace: *any_namespace };
            decoder.ordinary_body(resource.record_mut(), link, start)
        });
        self.cx.pop();
        self.cx.pop();
        match read {
            Some(Ok(true)) => {
                event.embedded.reserve_exact(1); // one as a rule
                event.embedded.push((role, Entry::One(resource)));
                Ok(true)
            }
            Some(Err(error)) => Err(error),
            Some(Ok(false)) | None => {
                self.reader.return_to(mark);
                Ok(false)
            }
        }
    }

    fn ordinary_body(&mut self, record: &mut dyn Record, link: LinkTag<'a>, at: usize) -> Result<bool, Error> {
        let own = assemble::find(record.shape(), Section::Links, "self").and_then(|(index, _)| record.slot_mut(index));
        let (href, title) = (self.cx.lexeme(link.href), link.title.map(|title| self.cx.lexeme(title)));
        if !own.is_some_and(|own| own.put_link(href, title)) {
            return Ok(false);
        }
        let named = self.members(record, at)?;
        assemble::finish(self.cx, record, at, named)?;
        Ok(true)
    }

    fn event_link(&mut self, tag: &Tag<'a>, also: &[&str]) -> Option<EventLink> {
        if let Some(json) = tag.markup("json")
            && let Some(Value::Object(members)) = crate::json::parse_literal(json, self.cx.limits, self.cx.depth)
        {
            return Some(EventLink::from_members(members));
        }
        let rel = tag.attribute("rel").map(|rel| self.cx.text(rel));
        let link = self.attributes_link(tag);
        if rel.is_none() && link.is_none() {
            return None;
        }
        let mut link = link.unwrap_or_default();
        let known = ["rel", "href", "title", "revision"];
        for (name, value) in tag.others(&known).filter(|(name, _)| !also.contains(name)) {
            link.push_extra(self.cx.text(name), Value::String(self.cx.text(value)));
        }
        Some(EventLink { rel, link })
    }
}

/// The element of an event that says no type.
pub(super) const UNTYPED: &str = "event";

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
