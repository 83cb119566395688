//! XML → one event.

use super::super::{Tag, Token, decode::Decoder, reader::LinkTag};
use super::UNTYPED;
use crate::{
    Code, Entry, Error, Event, EventLink, Link, Value,
    any::NewResource,
    bind::{self, Section, Seen},
    context::Segment,
    dialect::plain_rel,
    enumerations::{EventStatus, EventType},
    general::Reason,
    record::{FieldValue, Record},
};

impl<'a> Decoder<'a, '_, '_> {
    /// For nearly all events: one as servers write it. False, and nothing read, if it is another one.
    #[inline]
    pub(super) fn try_fast_event(&mut self, event: &mut Event) -> Result<bool, Error> {
        let start = self.reader.at();
        match self.try_fast_event_tag(event) {
            Some((name, empty)) => {
                event.start = self.cx.start(start);
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

    /// The start tag: its name, and whether it is empty.
    #[inline(always)]
    fn try_fast_event_tag(&mut self, event: &mut Event) -> Option<(&'a str, bool)> {
        let (mut ahead, longest) = (self.reader.ahead(), self.cx.limits.text);
        if !ahead.eat(b"<") {
            return None;
        }
        let name = ahead.plain_name();
        if !ahead.eat(b" rel=\"") || !EventType::put_text(&mut event.event_type, self.cx.borrowed(name)) {
            return None;
        }
        let link = ahead.rest_of_link(longest).filter(|link| !link.href.is_empty())?;
        self.set_link(&mut event.link, link);
        if ahead.eat(b" status=\"") {
            let status = ahead.plain_value(longest)?;
            if !EventStatus::put_text(&mut event.status, self.cx.borrowed(status)) {
                return None;
            }
        }
        let empty = !ahead.eat(b">");
        if empty && !ahead.eat_empty() {
            return None;
        }
        self.reader.go_on(ahead);
        Some((name, empty))
    }

    #[inline(always)]
    fn set_link(&self, place: &mut Option<EventLink>, LinkTag { rel, href, title }: LinkTag<'a>) {
        let link = place.get_or_insert_default();
        link.rel.get_or_insert_default().set(self.cx.borrowed(rel));
        link.link.set(self.cx.borrowed(href), title.map(|title| self.cx.borrowed(title)));
    }

    /// An event whose start tag has been read.
    pub(super) fn event(&mut self, tag: &Tag<'a>, event: &mut Event) -> Result<(), Error> {
        event.start = self.cx.start(tag.at);
        self.prefixed(tag)?;
        event.link = self.event_link(tag, &["status"])?;
        self.note_empty(event, tag)?;
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
        let (mut count, mut seen) = (0, Seen::default());
        loop {
            if self.fast_path_applies() {
                if self.reader.eat_end() {
                    break;
                }
                if self.try_fast_event_member(event)? {
                    count += 1;
                    self.cx.bound(self.reader.at(), Code::Members, self.cx.limits.members, count)?;
                    continue;
                }
            }
            match self.next()? {
                Token::Start(tag) => {
                    count += 1;
                    self.cx.bound(tag.at, Code::Members, self.cx.limits.members, count)?;
                    if self.is_ours(&tag)? { self.event_member(event, &tag, &mut seen)? } else { self.foreign(event, &tag)? }
                }
                Token::Text { at, text } => self.stray_text(event, at, &text)?,
                Token::End | Token::Eof => break,
            }
        }
        event.embedded.extend(event.extra.take_embedded());
        self.cx.leave();
        Ok(())
    }

    fn event_member(&mut self, event: &mut Event, tag: &Tag<'a>, seen: &mut Seen) -> Result<(), Error> {
        match tag.name {
            "in" if event.in_.is_none() => {
                self.prefixed(tag)?;
                event.in_ = Some(self.event_link(tag, &[])?.unwrap_or_default());
                self.nothing(event, tag)
            }
            "reason" if event.reason.is_none() => {
                self.cx.push(Segment::Known("reason"));
                self.reason(&mut **event.reason.insert(Box::<Reason>::default()), tag)?;
                self.cx.pop();
                Ok(())
            }
            _ => self.child(event, tag, &mut { true }, seen), // an event has no rel of its own
        }
    }

    /// For nearly all members of events: where it happened, or the one resource that came along. False, and nothing read, if it is
    /// another member.
    fn try_fast_event_member(&mut self, event: &mut Event) -> Result<bool, Error> {
        let start = self.reader.at();
        let read = if self.reader.eat(b"<resource rel=\"") {
            let first = event.embedded.is_empty() && event.extra.embedded().is_empty();
            first && self.try_fast_resource(event, start)?
        } else if event.in_.is_none() && self.reader.eat(b"<in rel=\"") {
            self.try_fast_place(event).is_some()
        } else {
            false
        };
        if !read {
            self.reader.rewind(start);
        }
        Ok(read)
    }

    #[inline(always)]
    fn try_fast_place(&mut self, event: &mut Event) -> Option<()> {
        let mut ahead = self.reader.ahead();
        let link = ahead.rest_of_link(self.cx.limits.text).filter(|link| !link.href.is_empty())?;
        if !ahead.eat_empty() {
            return None;
        }
        self.reader.go_on(ahead);
        self.set_link(&mut event.in_, link);
        Some(())
    }

    /// The rest of a resource after the quote of its role.
    fn try_fast_resource(&mut self, event: &mut Event, start: usize) -> Result<bool, Error> {
        let Some(link) = self.rest_of_link() else {
            return Ok(false);
        };
        if !self.cx.may_guess() || !self.reader.eat(b">") {
            return Ok(false);
        }
        let Some(mut resource) = NewResource::known(plain_rel(link.rel)) else {
            return Ok(false);
        };
        let mark = self.reader.mark();
        self.reader.begin("resource");
        self.cx.push(Segment::Known("_embedded"));
        self.cx.push(Segment::Named(self.cx.text(link.rel)));
        let role = self.cx.text(link.rel);
        let guess = self.cx.begin_guess();
        self.cx.spend(size_of_val(resource.record()));
        let read = self.fast_body(resource.record_mut(), link, start);
        let right = self.cx.end_guess(guess);
        self.cx.pop();
        self.cx.pop();
        match read {
            Ok(true) if right => {
                event.embedded.push(role, Entry::One(resource.finish()));
                Ok(true)
            }
            Err(error) if right => Err(error),
            _ => {
                self.reader.return_to(mark);
                Ok(false)
            }
        }
    }

    fn fast_body(&mut self, record: &mut dyn Record, link: LinkTag<'a>, at: usize) -> Result<bool, Error> {
        let own = bind::find(record.shape(), Section::Links, "self").and_then(|(index, _)| record.slot_mut(index));
        let (href, title) = (self.cx.borrowed(link.href), link.title.map(|title| self.cx.borrowed(title)));
        if !own.is_some_and(|own| own.put_link(href, title)) {
            return Ok(false);
        }
        let named = self.members(record, at)?;
        bind::finish(self.cx, record, at, named)?;
        Ok(true)
    }

    fn event_link(&mut self, tag: &Tag<'a>, also: &[&str]) -> Result<Option<EventLink>, Error> {
        let json = tag.markup("json").map(|json| crate::json::parse_literal(self.cx, tag.at, json)).transpose()?.flatten();
        match json {
            Some(Value::Object(members)) => return Ok(Some(EventLink::from_members(members))),
            Some(_) => self.cx.deviate(tag.at, Code::Type, Some("an object".into()), Some("another value".into()))?,
            None => {}
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
        Ok((event_link != EventLink::default()).then_some(event_link))
    }
}
