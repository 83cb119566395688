//! XML ⇄ [`Events`]: the type of an event is its element's name, its link is that element's attributes.

use super::{
    Reader, Scope, Tag, Token, Writer,
    decode::{Decoder, LinkTag, note},
    encode, forbidden, is_name, reason, resume,
};
use crate::{
    AnyResource, Broken, Code, Entry, Error, Event, EventLink, Events, Link, Sender, Text, Value,
    assemble::{self, Section, Seen},
    context::{Context, Segment},
    enumerations::{EventStatus, EventType},
    events::Visitor,
    general::Reason,
    json::encode::event_link_members,
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
        if root.markup("list").is_some_and(|list| list == "true") {
            *senders = Some(Vec::new());
        }
        self.cx.enter(root.at)?;
        let (mut count, mut seen, mut named) = (0, Seen::default(), true); // a response has no rel of its own
        loop {
            if self.is_ordinary() {
                if self.reader.pass_end() {
                    break;
                }
                let at = self.reader.at();
                if self.ordinary_member(channel, &mut seen, &mut named) {
                    count += 1;
                    self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
                    continue;
                }
                if let Some(LinkTag { rel, href, .. }) = self.ordinary_sender() {
                    let (rel, href) = (self.cx.text(rel), self.cx.text(href));
                    self.sender(at, Sender { rel, href, ..Sender::default() }, senders.get_or_insert_default(), visitor)?;
                    continue;
                }
            }
            match self.next()? {
                Token::Start(tag) if tag.name == "sender" && self.is_ours(&tag)? => {
                    let text = |name: &str| tag.attribute(name).map(|text| self.cx.text(text)).unwrap_or_default();
                    let others = tag.others(&["rel", "href"]);
                    let others = others.map(|(name, value)| (self.cx.text(name), Value::String(self.cx.text(value))));
                    let sender = Sender { rel: text("rel"), href: text("href"), events: Vec::new(), extra: others.collect() };
                    self.sender(tag.at, sender, senders.get_or_insert_default(), visitor)?;
                }
                Token::Start(tag) => {
                    count += 1;
                    self.cx.bound(tag.at, Code::Members, self.cx.limits.members, count)?;
                    note(channel.shape(), &tag, &mut seen);
                    if self.is_ours(&tag)? { self.child(channel, &tag, &mut named)? } else { self.foreign(channel, &tag)? }
                }
                Token::Text { at, text } => self.stray_text(channel, at, &text)?,
                Token::End | Token::Eof => break,
            }
        }
        self.cx.leave();
        Ok(())
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

    /// A sender whose start tag has been read.
    fn sender(&mut self, at: usize, sender: Sender, senders: &mut Vec<Sender>, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        self.cx.bound(at, Code::Items, self.cx.limits.items, senders.len() + 1)?;
        self.cx.push(Segment::Known("sender"));
        self.cx.push(Segment::Index(senders.len()));
        self.cx.charge_list(at, senders)?;
        senders.push(sender);
        let read = senders.last_mut().map_or(Ok(()), |sender| self.sender_members(at, sender, visitor));
        read?;
        self.cx.pop();
        self.cx.pop();
        Ok(())
    }

    fn sender_members(&mut self, at: usize, sender: &mut Sender, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        // what is no event is kept as the members of a resource would be
        let mut rest = crate::Resource::default();
        let result = self.event_list(at, sender, &mut rest, visitor);
        sender.extra.extend(rest.extra.properties().iter().cloned());
        visitor.take(sender);
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
        let mut count = 0;
        loop {
            let spent = self.cx.spent();
            self.cx.charge_list(at, &sender.events)?;
            let grown = self.cx.spent() - spent;
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
            if let Err(error) = step {
                self.cx.return_to(before);
                self.reader.return_to(mark);
                sender.events.truncate(length);
                self.broken_event(&mut sender.events, error)?;
            } else if let Ok(Step::End) = step {
                break;
            }
            let more = sender.events.len() - length;
            count += more;
            let items = self.cx.bound(at, Code::Items, self.cx.limits.items, count);
            let items = items.and_then(|()| self.cx.count_events(at, more));
            if let Err(error) = items {
                sender.events.truncate(length);
                return Err(error);
            }
            self.cx.bound(at, Code::Members, self.cx.limits.members, rest.extra.properties().len())?;
            if more == 0 {
                self.cx.return_memory(self.cx.spent() - grown);
            }
            if visitor.take(sender) {
                self.cx.return_memory(spent);
            }
        }
        self.cx.leave();
        Ok(())
    }

    /// Puts what is known of a broken event in its place, and goes on after it, if there is a way.
    fn broken_event(&mut self, events: &mut Vec<Result<Event, Broken>>, error: Error) -> Result<(), Error> {
        let start = self.reader.at();
        let end = resume::after(self.reader.slice(0, usize::MAX), start);
        let damage = self.cx.damage_in(start..end.unwrap_or(usize::MAX));
        let error = damage.map_or(error, |at| self.cx.no_text(at));
        let raw = self.cx.raw(start..end.unwrap_or(usize::MAX));
        if !raw.is_empty() {
            self.cx.charge(start, Broken::SIZE + raw.len())?;
            events.push(Err(Broken::new(error.clone(), raw)));
        }
        self.reader.rewind(end.ok_or(error)?);
        Ok(())
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
        let link = self.rest_of_link().filter(|link| !link.href.is_empty())?;
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
        if tag.name != UNTYPED {
            event.event_type = Some(EventType::from(tag.name));
        }
        if let Some(status) = tag.attribute("status") {
            event.status = Some(EventStatus::from(&**status));
        }
        self.event_members(event, tag.at)
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
                event.in_ = Some(self.event_link(tag, &[]).unwrap_or_default());
                self.nothing(event, tag)
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
            let first = event.embedded.is_empty() && event.extra.embedded().is_empty();
            first && self.ordinary_resource(event, start)?
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
        let link = self.rest_of_link().filter(|link| !link.href.is_empty())?;
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
            cx.spend(size_of_val(resource.record()));
            let mut decoder = Decoder { cx, reader, any_namespace: *any_namespace };
            decoder.ordinary_body(resource.record_mut(), link, start)
        });
        self.cx.pop();
        self.cx.pop();
        match read {
            Some(Ok(true)) => {
                self.cx.spend(size_of::<(Text, Entry<AnyResource>)>());
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
            && let Some(Value::Object(members)) = crate::json::parse_literal(self.cx, json)
        {
            return Some(EventLink::from_members(members));
        }
        let text = |name: &str| tag.attribute(name).map(|text| self.cx.text(text));
        let href = text("href").filter(|href| !href.is_empty());
        let link = Link::of(href.unwrap_or_default(), text("title"), text("revision"));
        let mut event_link = EventLink { rel: text("rel"), link };
        // an href that is there and empty is told from none by where it is kept
        let also = |name: &str, value: &str| also.contains(&name) || (name == "href" && !value.is_empty());
        for (name, value) in tag.others(&["rel", "title", "revision"]).filter(|(name, value)| !also(name, value)) {
            event_link.link.push_extra(self.cx.text(name), Value::String(self.cx.text(value)));
        }
        (event_link != EventLink::default()).then_some(event_link)
    }
}

/// The element of an event that says no type.
pub(super) const UNTYPED: &str = "event";
/// The elements of a sender that are no events of their type.
const TAKEN: &[&str] = &[UNTYPED, "property", "propertyList"];

pub(crate) fn encode(cx: &mut Context<'_>, writer: &mut Writer, events: &Events) -> Result<(), Error> {
    let Events { channel, senders } = events;
    writer.start("events");
    let own = encode::own_attributes(writer, channel);
    if senders.as_ref().is_some_and(Vec::is_empty) {
        writer.markup("list", "true");
    }
    cx.enter(0)?;
    encode::links_of(cx, writer, outline::members(channel, Section::Links), own)?;
    // senders are items, not members
    let count = encode::children_of(channel, own);
    outline::bound_members(cx, count, || count)?;
    outline::bound_items(cx, senders.iter().flatten().count())?;
    cx.count_events(0, senders.iter().flatten().map(|sender| sender.events.len()).sum())?;
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
    outline::bound_members(cx, extra.len(), || extra.len())?;
    outline::bound_items(cx, events.len())?;
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
    let start = writer.len();
    // a type that would be taken for something else, or that no element can have, is a property
    let named = |event_type: &&EventType| is_name(event_type.as_str()) && !TAKEN.contains(&event_type.as_str());
    let name = event_type.as_ref().filter(named).map(EventType::as_str);
    writer.start(name.unwrap_or(UNTYPED));
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
    if let Some(event_type) = event_type.as_ref().filter(|_| name.is_none()) {
        encode::unknown_property(cx, writer, "type", &event_type.as_str().into())?;
    }
    encode::extra_properties(cx, writer, extra, None)?;
    encode::embedded_of(cx, writer, outline::resources(embedded))?;
    encode::embedded_of(cx, writer, outline::unknown(extra, Section::Embedded))?;
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
    let members = || rel.iter().map(|rel| ("rel", &**rel)).chain(event_link_members(link));
    let carried = members().all(|(_, text)| forbidden(text).is_none());
    if !carried || !link.extra().is_empty() || *one == EventLink::default() {
        let members = members().map(|(name, text)| (name.into(), text.into()));
        let literal = encode::literal(cx, &Value::Object(members.chain(link.extra().iter().cloned()).collect()))?;
        writer.markup("json", &literal);
    }
    if let Some(rel) = rel
        && link.revision().is_none()
        && writer.link_attributes(rel, link)
    {
        return Ok(());
    }
    for (name, text) in members().filter(|_| carried) {
        writer.attribute(name, text);
    }
    Ok(())
}
