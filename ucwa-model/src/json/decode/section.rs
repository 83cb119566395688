//! `_links` and `_embedded`.

use super::{Decoder, Known, bind};
use crate::{
    Code, Error, Link, Text, Value,
    bind::{
        Section, Seen,
        keys::{OfLinks, START, Symbol},
    },
    context::Segment,
    descriptor::Shape,
    json::Kind,
    record::Record,
};

impl<'a> Decoder<'a, '_, '_> {
    /// `_links` or `_embedded`: under each name one object or an array of them.
    pub(super) fn section(&mut self, record: &mut dyn Record, section: Section, seen: &mut Seen) -> Result<(), Error> {
        let at = self.reader.at();
        self.cx.enter(at)?;
        self.cx.push(Segment::Known(if section == Section::Links { "_links" } else { "_embedded" }));
        if !seen.first_section(section) {
            bind::again(self.cx, at)?;
        }
        let mut commas = self.reader.begin();
        let (mut count, mut last) = (0, START);
        let shape = record.shape();
        while let Some(name) = match section {
            Section::Links => self.name(&OfLinks(shape), &mut last, &mut commas)?,
            _ => self.key(&mut commas)?,
        } {
            count += 1;
            self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
            if section == Section::Links && self.try_fast_link(record, shape, last, seen) {
                continue;
            }
            let known = bind::enter(self.cx, record, section, &name, self.reader.at())?;
            if let Some((index, _)) = known {
                seen.first(index); // under another name, perhaps
            }
            if record.extra().has_raw_list(section, &name) {
                bind::again(self.cx, self.reader.at())?; // it will stand beside the items of that one
            }
            match self.peek()? {
                Kind::Array => self.many(record, section, known, &name)?,
                _ => self.one(record, section, known, &name)?,
            }
            self.cx.pop();
        }
        if count == 0 {
            record.extra_mut().note_empty(section);
        }
        self.cx.pop();
        self.cx.leave();
        Ok(())
    }

    /// For nearly all links: one that is known, the only one of its rel, and here for the first time. False, and nothing read, if it is
    /// another one.
    #[inline]
    fn try_fast_link(&mut self, record: &mut dyn Record, shape: &'static Shape, symbol: Symbol, seen: &mut Seen) -> bool {
        let index = usize::from(symbol);
        let Some(field) = shape.fields.get(index) else {
            return false;
        };
        if field.many || !seen.first(index) || self.cx.data {
            return false;
        }
        let start = self.reader.at();
        let fits = match (record.slot_mut(index), self.try_fast_link_members()) {
            (Some(slot), Some((href, title))) => {
                slot.put_link(self.cx.borrowed(href), title.map(|title| self.cx.borrowed(title)))
            }
            _ => false,
        };
        if !fits {
            self.reader.reset(start);
        }
        fits
    }

    /// A link as servers write it.
    #[inline(always)]
    fn try_fast_link_members(&mut self) -> Option<(&'a str, Option<&'a str>)> {
        let begins = self.cx.has_room(Link::MEMBERS) && self.reader.eat(b"{\"href\":\"");
        if begins { self.reader.plain_href(self.cx.limits.text) } else { None }
    }

    /// A link that has nothing but strings under the names of a link.
    fn plain_link(&mut self) -> Option<Link> {
        if !matches!(self.reader.peek(), Ok(Kind::Object)) || !self.cx.has_room(Link::MEMBERS) {
            return None;
        }
        let [href, title, revision] = self.reader.plain_members(["href", "title", "revision"], self.cx.limits.text)?;
        let optional = |text: Option<&str>| text.map(|text| self.cx.text(text));
        Some(Link::of(self.cx.text(href?), optional(title), optional(revision)))
    }

    fn one(&mut self, record: &mut dyn Record, section: Section, known: Known, name: &str) -> Result<(), Error> {
        let at = self.reader.at();
        bind::check_single(self.cx, record, section, known, name, at)?;
        if let Some(value) = self.member(record, section, known, name)? {
            return self.keep_in_place(record, section, known, name, value);
        }
        if let Some((index, field)) = known
            && field.many
        {
            bind::other_shape(self.cx, section, field, at)?;
            record.extra_mut().set_flipped(index);
        }
        Ok(())
    }

    fn many(&mut self, record: &mut dyn Record, section: Section, known: Known, name: &str) -> Result<(), Error> {
        let at = self.reader.at();
        let (mut count, mut kept, mut any) = (0, Vec::new(), false);
        if let Some((_, field)) = known
            && !field.many
        {
            bind::other_shape(self.cx, section, field, at)?;
        }
        self.cx.enter(at)?;
        let mut commas = self.reader.begin();
        while self.element(&mut commas)? {
            self.cx.bound(at, Code::Items, self.cx.limits.items, count + 1)?;
            self.cx.push(Segment::Index(count));
            self.peek()?;
            if !kept.is_empty() && self.is_member(section)? {
                for value in kept.drain(..) {
                    self.keep_in_place(record, section, known, name, value)?;
                }
            }
            match self.member(record, section, known, name)? {
                None => any = true,
                Some(value) if any => self.keep_in_place(record, section, known, name, value)?,
                Some(value) => {
                    self.cx.charge_list(at, &kept)?;
                    kept.push(value);
                }
            }
            self.cx.pop();
            count += 1;
        }
        self.cx.leave();
        if !kept.is_empty() {
            if record.extra().has(section, name) {
                bind::again(self.cx, at)?; // it will stand in the other one
            }
            return self.keep_in_place(record, section, known, name, Value::List(kept));
        }
        self.note_list(record, section, known, name, count);
        Ok(())
    }

    /// Keeps what is no link or resource.
    fn keep_in_place(
        &mut self,
        record: &mut dyn Record,
        section: Section,
        known: Known,
        name: &str,
        value: Value,
    ) -> Result<(), Error> {
        bind::charge(self.cx, record, section, self.reader.at())?;
        bind::keep_in_place(record, section, known, self.cx.text(name), value);
        Ok(())
    }

    /// Remembers that a list had one element, or none, where nothing else would tell.
    fn note_list(&mut self, record: &mut dyn Record, section: Section, known: Known, name: &str, count: usize) {
        match (known, count) {
            (Some((index, field)), 1) if !field.many => record.extra_mut().set_flipped(index),
            (_, 0) => bind::keep_empty_list(record, section, known, name),
            (None, 1) => record.extra_mut().make_list(section == Section::Embedded, name),
            _ => {}
        }
    }

    /// Whether there is a link or an embedded resource; nothing is read.
    fn is_member(&mut self, section: Section) -> Result<bool, Error> {
        let (at, before) = (self.reader.at(), self.cx.checkpoint());
        let is = self.peek()? == Kind::Object && (section == Section::Embedded || self.link()?.is_ok());
        self.reader.reset(at);
        self.cx.return_to(before);
        Ok(is)
    }

    /// One link or embedded resource, or the value that stands where one belongs.
    fn member(&mut self, record: &mut dyn Record, section: Section, known: Known, name: &str) -> Result<Option<Value>, Error> {
        let at = self.reader.at();
        if self.peek()? != Kind::Object {
            self.no_object_here()?;
            return self.value().map(Some);
        }
        if section == Section::Embedded {
            bind::embed(&mut self.at_resource(), record, known, name, at)?;
            return Ok(None);
        }
        self.link_member(record, known, name)
    }

    /// One link, or the object that stands where one belongs.
    fn link_member(&mut self, record: &mut dyn Record, known: Known, name: &str) -> Result<Option<Value>, Error> {
        let at = self.reader.at();
        let link = match self.plain_link() {
            Some(link) => link,
            None => {
                self.reader.reset(at);
                match self.link()? {
                    Ok(link) => link,
                    Err(members) => {
                        bind::no_link(self.cx, at)?;
                        return Ok(Some(Value::Object(members)));
                    }
                }
            }
        };
        bind::put_link(self.cx, record, known, name, at, link)?;
        Ok(None)
    }

    /// The object at the current position as a link, or what it holds if it is none.
    pub(super) fn link(&mut self) -> Result<Result<Link, Vec<(Text, Value)>>, Error> {
        self.members().map(Link::from_members)
    }
}
