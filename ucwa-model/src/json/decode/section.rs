//! `_links` and `_embedded`.

use super::{Decoder, Known, bind};
use crate::{
    Code, Error, Link, Text, Value,
    bind::{
        Section, Seen,
        keys::{KeyNames, NONE, OfLinks, START, Symbol},
    },
    context::Segment,
    descriptor::Field,
    json::{Kind, Reader, token::CommaState},
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
        let (links, mut last) = (section == Section::Links, START);
        let mut count = if links { self.try_fast_links(record, &mut last, &mut commas, seen, 0) } else { 0 };
        while let Some(name) = self.key(&mut commas)? {
            count += 1;
            self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
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
            if links {
                last = NONE;
                count += self.try_fast_links(record, &mut last, &mut commas, seen, count);
            }
        }
        if count == 0 {
            record.extra_mut().note_empty(section);
        }
        self.cx.pop();
        self.cx.leave();
        Ok(())
    }

    /// For nearly all links: those that are known, the only ones of their rels, and here for the first time. Gives how many there are,
    /// `count` have come before them; nothing is read of what follows.
    #[inline(never)]
    fn try_fast_links(
        &mut self,
        record: &mut dyn Record,
        last: &mut Symbol,
        commas: &mut CommaState,
        seen: &mut Seen,
        count: usize,
    ) -> usize {
        let names = OfLinks(record.shape());
        let applies = self.cx.has_room(Link::MEMBERS) && !self.cx.data;
        let most = if applies { self.cx.limits.members.saturating_sub(count) } else { 0 };
        let mut found = 0;
        while found < most
            && let Some(symbol) = self.try_fast_link(record, &names, *last, commas, seen)
        {
            (*last, commas.first) = (symbol, false);
            found += 1;
        }
        found
    }

    #[inline(always)]
    fn try_fast_link(
        &mut self,
        record: &mut dyn Record,
        names: &OfLinks,
        last: Symbol,
        commas: &CommaState,
        seen: &mut Seen,
    ) -> Option<Symbol> {
        let mut reader = self.reader.clone(); // it stays in registers
        let (symbol, field) = self.try_fast_link_name(&mut reader, names, last, commas)?;
        let (href, title) = reader.plain_href(self.cx.limits.text)?;
        let index = usize::from(symbol);
        if field.many || !seen.first(index) {
            return None;
        }
        let (href, title) = (self.cx.borrowed(href), title.map(|title| self.cx.borrowed(title)));
        if !record.slot_mut(index)?.put_link(href, title) {
            return None;
        }
        self.reader.reset(reader.at());
        Some(symbol)
    }

    /// The name of a link, up to its href: the one that followed last time is tried before it is looked up.
    #[inline(always)]
    fn try_fast_link_name(
        &self,
        reader: &mut Reader<'a>,
        names: &OfLinks,
        last: Symbol,
        commas: &CommaState,
    ) -> Option<(Symbol, &'static Field)> {
        let guess = self.keys?.after(names.object(), last)?;
        let field = |symbol| names.0.fields.get(usize::from(symbol));
        if let Some(field) = field(guess.get())
            && reader.eat_member(field.json, commas)
        {
            return Some((guess.get(), field));
        }
        let name = reader.plain_key(&mut CommaState { ..*commas }, self.cx.limits.text)?;
        guess.set(names.symbol(name));
        reader.eat(b"{\"href\":\"").then_some((guess.get(), field(guess.get())?))
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
