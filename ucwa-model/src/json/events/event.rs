//! JSON → one event.

use super::super::{Kind, Reader, decode::Decoder, link::PlainLink};
use crate::{
    AnyResource, Code, Entry, Error, Event, EventLink, Link, Text, Value,
    any::NewResource,
    bind::{
        self, Section, Seen,
        keys::{Few, START, Symbol},
    },
    context::Segment,
    descriptor::Form,
    enumerations::EventType,
    general::Reason,
    record::FieldValue,
};

/// The members of an event, and their numbers.
pub(super) const MEMBERS: &[&str] = &["link", "in", "_embedded", "status", "reason", "type"];
const LINK: Symbol = 0;
const IN: Symbol = 1;
const EMBEDDED: Symbol = 2;
const STATUS: Symbol = 3;
const REASON: Symbol = 4;
const TYPE: Symbol = 5;

impl<'a> Decoder<'a, '_, '_> {
    pub(super) fn event(&mut self, event: &mut Event) -> Result<(), Error> {
        let at = self.reader.at();
        event.start = self.cx.start(at);
        self.cx.enter(at)?;
        let mut commas = self.reader.begin();
        // the members that have been met, a bit for each by its number here, and what the record has met, by its own
        let (mut met, mut seen) = (0_u8, Seen::default());
        let mut last = self.try_fast_event_links(event);
        let mut count = match last {
            LINK => 1,
            IN => 2,
            _ => 0,
        };
        commas.first = count == 0;
        met |= (1 << count) - 1; // the links are the first of the members
        loop {
            if count > 0 && count < self.cx.limits.members && self.try_fast_usual(event, met, &mut last)? {
                count += 1;
                met |= 1 << last;
                continue;
            }
            let Some(name) = self.name(&Few(MEMBERS), &mut last, &mut commas)? else { break };
            count += 1;
            self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
            let kind = self.peek()?;
            let bit = 1_u8.checked_shl(last.into()).unwrap_or(0);
            let again = met & bit != 0;
            met |= bit;
            self.event_member(event, (last, &name), kind, again, &mut seen)?;
        }
        self.cx.leave();
        Ok(())
    }

    #[inline(always)]
    fn event_member(
        &mut self,
        event: &mut Event,
        (symbol, name): (Symbol, &str),
        kind: Kind,
        again: bool,
        seen: &mut Seen,
    ) -> Result<(), Error> {
        match (symbol, kind) {
            (_, _) if again => self.event_member_again(event, name, kind),
            (LINK, Kind::Object) => self.event_link("link", &mut event.link),
            (IN, Kind::Object) => self.event_link("in", &mut event.in_),
            (EMBEDDED, Kind::Object) => self.event_resources(event),
            (TYPE, Kind::String) if self.try_fast_value(&mut event.event_type) => Ok(()),
            (STATUS, Kind::String) if self.try_fast_value(&mut event.status) => Ok(()),
            (REASON, Kind::Object) => {
                self.cx.push(Segment::Known("reason"));
                self.object(&mut **event.reason.insert(Box::<Reason>::default()))?;
                self.cx.pop();
                Ok(())
            }
            (LINK | IN | REASON, kind) if kind != Kind::Null => self.event_member_without_object(event, name),
            _ => self.object_member(event, name, &mut { true }, seen), // an event has no rel of its own
        }
    }

    /// A value where a link or a reason belongs: it is reported, and kept as it came.
    #[cold]
    fn event_member_without_object(&mut self, event: &mut Event, name: &str) -> Result<(), Error> {
        let at = self.reader.at();
        self.cx.push(Segment::Named(self.cx.text(name)));
        let value = self.no_object()?;
        self.cx.pop();
        bind::charge(self.cx, event, Section::Properties, at)?;
        bind::keep(event, self.cx.text(name), value);
        Ok(())
    }

    /// A member whose name has come before: it is kept behind that one.
    #[cold]
    fn event_member_again(&mut self, event: &mut Event, name: &str, kind: Kind) -> Result<(), Error> {
        let at = self.reader.at();
        self.cx.push(Segment::Named(self.cx.text(name)));
        bind::again(self.cx, at)?;
        self.cx.pop();
        if (name, kind) == ("_embedded", Kind::Object) {
            return self.event_resources(event);
        }
        let value = self.value()?;
        bind::charge(self.cx, event, Section::Properties, at)?;
        bind::keep(event, self.cx.text(name), value);
        Ok(())
    }

    /// For nearly all events: what follows the links, and comes for the first time. False, and nothing read, if it is something else.
    #[inline(always)]
    fn try_fast_usual(&mut self, event: &mut Event, met: u8, last: &mut Symbol) -> Result<bool, Error> {
        let mut reader = self.reader.clone(); // it stays in registers
        if reader.eat(b",\"type\":\"") {
            let text = reader.plain_rest(self.cx.limits.text).filter(|_| met & 1 << TYPE == 0);
            let fits = text.is_some_and(|text| EventType::put_text(&mut event.event_type, self.cx.borrowed(text)));
            if fits {
                self.reader.reset(reader.at());
                *last = TYPE;
            }
            return Ok(fits);
        }
        if met & 1 << EMBEDDED == 0 && reader.eat(b",\"_embedded\":{") {
            self.reader.reset(reader.at() - 1);
            *last = EMBEDDED;
            self.event_resources(event)?;
            return Ok(true);
        }
        Ok(false)
    }

    /// A text that fits. False, and nothing read, if it does not.
    #[inline(always)]
    fn try_fast_value<T: FieldValue>(&mut self, place: &mut Option<T>) -> bool {
        let at = self.reader.at();
        let fits = self.try_fast_text().is_some_and(|text| T::put_text(place, self.cx.borrowed(text)));
        if !fits {
            self.reader.reset(at);
        }
        fits
    }

    fn event_link(&mut self, name: &'static str, place: &mut Option<EventLink>) -> Result<(), Error> {
        let start = self.reader.at();
        if let Some(link) = self.try_fast_event_link() {
            self.set_event_link(place, link);
            return Ok(());
        }
        self.reader.reset(start);
        *place = Some(match self.plain_event_link() {
            Some(link) => link,
            None => {
                self.reader.reset(start);
                let members = self.members()?;
                self.check_event_link(name, start, &members)?;
                EventLink::from_members(members)
            }
        });
        Ok(())
    }

    /// Reports members of a link that are no strings; they are kept as they came.
    fn check_event_link(&mut self, name: &'static str, at: usize, members: &[(Text, Value)]) -> Result<(), Error> {
        for (member, value) in members {
            let found = value.kind();
            if matches!(&**member, "rel" | "href" | "title") && !matches!(value, Value::String(_) | Value::Null) {
                self.cx.push(Segment::Known(name));
                self.cx.push(Segment::Named(member.clone()));
                self.cx.deviate(at, Code::Type, Some("string".into()), Some(found.into()))?;
                self.cx.pop();
                self.cx.pop();
            }
        }
        Ok(())
    }

    /// A link as servers write it.
    #[inline(always)]
    fn try_fast_event_link(&mut self) -> Option<PlainLink<'a>> {
        let begins = self.cx.has_room(Link::MEMBERS + 1) && self.reader.eat(b"{\"rel\":\"");
        if begins { rest_of_event_link(self.reader, self.cx.limits.text) } else { None }
    }

    #[inline(always)]
    fn set_event_link(&self, place: &mut Option<EventLink>, PlainLink { rel, href, title }: PlainLink<'a>) {
        let link = place.get_or_insert_default();
        link.rel.get_or_insert_default().set(self.cx.borrowed(rel));
        link.link.set(self.cx.borrowed(href), title.map(|title| self.cx.borrowed(title)));
    }

    /// The links with which nearly all events begin: gives the last that has been read.
    #[inline(always)]
    fn try_fast_event_links(&mut self, event: &mut Event) -> Symbol {
        if !self.cx.has_room(Link::MEMBERS + 1) {
            return START;
        }
        let (mut reader, longest) = (self.reader.clone(), self.cx.limits.text); // it stays in registers
        let link = if reader.eat(b"\"link\":{\"rel\":\"") { rest_of_event_link(&mut reader, longest) } else { None };
        let Some(link) = link else { return START };
        self.set_event_link(&mut event.link, link);
        self.reader.reset(reader.at());
        let in_ = if reader.eat(b",\"in\":{\"rel\":\"") { rest_of_event_link(&mut reader, longest) } else { None };
        let Some(in_) = in_ else { return LINK };
        self.set_event_link(&mut event.in_, in_);
        self.reader.reset(reader.at());
        IN
    }

    /// A link that has nothing but strings under the names of an event's link.
    #[inline(never)]
    fn plain_event_link(&mut self) -> Option<EventLink> {
        if !self.cx.has_room(Link::MEMBERS + 1) {
            return None;
        }
        let [rel, href, title] = self.reader.plain_members(["rel", "href", "title"], self.cx.limits.text)?;
        if href.is_some_and(str::is_empty) {
            return None;
        }
        let optional = |text: Option<&str>| text.map(|text| self.cx.text(text));
        Some(EventLink { rel: optional(rel), link: Link::of(optional(href).unwrap_or_default(), optional(title), None) })
    }

    /// The resources that came along, by role.
    fn event_resources(&mut self, event: &mut Event) -> Result<(), Error> {
        let (embedded, mut empty) = (&mut event.embedded, true);
        self.cx.push(Segment::Known("_embedded"));
        self.each_member(|decoder, role, kind| {
            let name = decoder.cx.text(role);
            decoder.cx.push(Segment::Named(name.clone()));
            decoder.cx.charge(decoder.reader.at(), embedded.growth())?;
            // an entry is made where it goes: see `NewResource`
            match kind {
                Kind::Object => {
                    let resource = decoder.event_resource(role)?;
                    embedded.push(name, Entry::One(resource.finish()));
                }
                Kind::Array => match decoder.event_resource_list(role)? {
                    Ok(resources) => embedded.push(name, Entry::Many(resources)),
                    Err(other) => embedded.push(name, Entry::Raw(other)),
                },
                _ => {
                    let other = decoder.no_object()?;
                    embedded.push(name, Entry::Raw(other));
                }
            }
            empty = false;
            decoder.cx.pop();
            Ok(())
        })?;
        if empty {
            event.extra.note_empty(Section::Embedded);
        }
        self.cx.pop();
        Ok(())
    }

    fn event_resource(&mut self, role: &str) -> Result<NewResource, Error> {
        bind::any_resource(&mut self.at_resource(), Form::Part, role)
    }

    /// A list of resources, or, if it holds anything else, what it holds.
    fn event_resource_list(&mut self, role: &str) -> Result<Result<Vec<AnyResource>, Value>, Error> {
        let at = self.reader.at();
        self.cx.enter(at)?;
        let mut commas = self.reader.begin();
        let mut resources = Vec::new();
        while self.element(&mut commas)? {
            self.cx.bound(at, Code::Items, self.cx.limits.items, resources.len() + 1)?;
            self.cx.push(Segment::Index(resources.len()));
            if self.peek()? != Kind::Object {
                self.no_object()?;
                self.cx.pop();
                self.cx.leave();
                return self.value_again(at).map(Err);
            }
            self.cx.charge_list(at, &resources)?;
            let resource = self.event_resource(role)?;
            resource.push_to(&mut resources);
            self.cx.pop();
        }
        self.cx.leave();
        Ok(Ok(resources))
    }

    /// A value where an object belongs.
    fn no_object(&mut self) -> Result<Value, Error> {
        self.no_object_here()?;
        self.value()
    }
}

#[inline(always)]
fn rest_of_event_link<'a>(reader: &mut Reader<'a>, longest: usize) -> Option<PlainLink<'a>> {
    reader.plain_link(longest).filter(|link| !link.href.is_empty())
}
