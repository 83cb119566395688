//! JSON → record.

use std::{borrow::Cow, cell::Cell};

mod ordinary;
mod property;
mod section;

use super::{
    Kind,
    names::{Names, OfRecord, Symbol},
    sniff,
    token::{Sequence, Source},
    value,
};
use crate::{
    AnyResource, Code, Error, Text, Value,
    assemble::{self, Section, Seen},
    context::{Context, Segment},
    descriptor::Field,
    record::Record,
};

/// The numbers of names that are no fields: what every record has, what no table has, and the beginning of the object.
pub(super) const LINKS: Symbol = 250;
pub(super) const EMBEDDED: Symbol = 251;
pub(super) const REL: Symbol = 252;
pub(super) const START: Symbol = 249;
pub(super) const NONE: Symbol = 255;

type Known = Option<(usize, &'static Field)>;

/// Decodes a document that is one resource.
pub(crate) fn document<'a>(cx: &mut Context<'_>, source: impl Source<'a>, record: &mut dyn Record) -> Result<(), Error> {
    let mut decoder = Decoder::new(cx, source);
    decoder.only_object()?;
    decoder.object(record)?;
    decoder.end()
}

/// Decodes a document that is any resource, as the type that it says to be.
pub(crate) fn any<'a>(cx: &mut Context<'_>, source: impl Source<'a>) -> Result<AnyResource, Error> {
    let mut resource =
        sniff::rel_of(source.clone(), &cx.limits).map_or_else(AnyResource::default, |rel| AnyResource::for_rel(&rel));
    document(cx, source, resource.record_mut())?;
    Ok(resource)
}

/// The decoder of one document.
pub(crate) struct Decoder<'c, 't, S> {
    pub(super) cx: &'c mut Context<'t>,
    pub(super) source: S,
}

impl<'a, 'c, 't, S: Source<'a>> Decoder<'c, 't, S> {
    pub(super) fn new(cx: &'c mut Context<'t>, source: S) -> Self {
        Self { cx, source }
    }

    /// Refuses a document that is no object.
    pub(super) fn only_object(&mut self) -> Result<(), Error> {
        let found = self.kind()?;
        if found == "object" {
            return Ok(());
        }
        Err(self.cx.error(self.source.at(), Code::Type, Some("object".into()), Some(found.into())))
    }

    pub(super) fn end(&mut self) -> Result<(), Error> {
        let end = self.source.end();
        self.cx.json(&self.source, end)
    }

    pub(super) fn peek(&mut self) -> Result<Kind, Error> {
        let kind = self.source.peek();
        self.cx.json(&self.source, kind)
    }

    /// The next value's kind in words.
    pub(super) fn kind(&mut self) -> Result<&'static str, Error> {
        self.peek().map(Kind::name)
    }

    /// The value that begins at a position, as it is, after it was read in part as one of its field.
    pub(super) fn value_again(&mut self, start: usize) -> Result<Value, Error> {
        let part = start..self.source.at();
        self.source.rewind(start);
        let source = &mut self.source;
        self.cx.reread(part, |cx| value::read(cx, source))
    }

    pub(super) fn value(&mut self) -> Result<Value, Error> {
        value::read(self.cx, &mut self.source)
    }

    #[cfg_attr(not(debug_assertions), inline(always))] // the frames of those who call it hold a level of nesting
    pub(super) fn key(&mut self, sequence: &mut Sequence) -> Result<Option<Cow<'a, str>>, Error> {
        value::key(self.cx, &mut self.source, sequence)
    }

    pub(super) fn element(&mut self, sequence: &mut Sequence) -> Result<bool, Error> {
        value::element(self.cx, &mut self.source, sequence)
    }

    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, Error> {
        value::string(self.cx, &mut self.source)
    }

    /// The object at the source's position, into a record.
    pub(super) fn object(&mut self, record: &mut dyn Record) -> Result<(), Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let shape = record.shape();
        let (mut seen, mut last) = (Seen::default(), START);
        let mut sequence = self.source.begin();
        let (mut named, mut count) = (false, 0);
        while let Some(key) = self.name(&OfRecord(shape), &mut last, &mut sequence)? {
            count += 1;
            self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
            let ordinary = match last {
                REL => !named && !seen.has_rel() && self.ordinary_rel(shape),
                LINKS | EMBEDDED | NONE => false,
                index => self.ordinary_property(record, shape, usize::from(index), &mut seen),
            };
            named |= ordinary && last == REL;
            if !ordinary {
                self.object_member(record, &key, &mut named, &mut seen)?;
            }
        }
        assemble::finish(self.cx, record, at, named)?;
        self.cx.leave();
        Ok(())
    }

    /// The next name of an object, up to its value. `last` is the number of the one before, and becomes that of this one.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn name(
        &mut self,
        names: &impl Names,
        last: &mut Symbol,
        sequence: &mut Sequence,
    ) -> Result<Option<Cow<'a, str>>, Error> {
        if self.source.pass(b"}") {
            return Ok(None);
        }
        let guess = self.cx.memory.and_then(|memory| memory.after(names.object(), *last));
        if let Some(symbol) = guess.map(Cell::get)
            && let Some(name) = names.name(symbol)
            && self.source.pass_key(name, sequence)
        {
            *last = symbol;
            return Ok(Some(Cow::Borrowed(name)));
        }
        let key = self.key(sequence)?;
        *last = key.as_ref().map_or(NONE, |key| names.symbol(key));
        if let Some(guess) = guess {
            guess.set(*last);
        }
        Ok(key)
    }

    /// One member of a resource's object.
    pub(super) fn object_member(
        &mut self,
        record: &mut dyn Record,
        key: &str,
        named: &mut bool,
        seen: &mut Seen,
    ) -> Result<(), Error> {
        let kind = self.peek()?;
        match (key, kind) {
            ("rel", kind) if !*named && seen.first_rel() && kind == Kind::String => {
                self.rel(record)?;
                *named = true;
            }
            ("_links", Kind::Object) => self.section(record, Section::Links, seen)?,
            ("_embedded", Kind::Object) => self.section(record, Section::Embedded, seen)?,
            ("_links" | "_embedded", _) => self.no_section(record, key, seen)?,
            (name, kind) => self.property(record, name, kind, seen)?,
        }
        Ok(())
    }

    /// What the object calls itself.
    fn rel(&mut self, record: &mut dyn Record) -> Result<(), Error> {
        let at = self.source.at();
        let rel = self.string()?;
        assemble::take_rel(self.cx, record, at, &rel)
    }

    /// What stands where the links or the embedded resources should.
    #[cold]
    fn no_section(&mut self, record: &mut dyn Record, key: &str, seen: &mut Seen) -> Result<(), Error> {
        self.cx.push(Segment::Named(self.cx.text(key)));
        let at = self.source.at();
        if !seen.first_section(if key == "_links" { Section::Links } else { Section::Embedded }) {
            assemble::again(self.cx, at)?;
        }
        self.no_object_here()?;
        self.cx.pop();
        let value = self.value()?;
        assemble::charge(self.cx, record, Section::Properties, at)?;
        assemble::keep(record, self.cx.text(key), value);
        Ok(())
    }

    /// Reports a value where an object belongs.
    #[cold]
    pub(super) fn no_object_here(&mut self) -> Result<(), Error> {
        let found = self.kind()?;
        self.cx.deviate(self.source.at(), Code::Type, Some("object".into()), Some(found.into()))
    }
}

/// The members of a document that is one object.
pub(crate) fn members(cx: &mut Context<'_>, text: &str) -> Result<Vec<(Text, Value)>, Error> {
    let mut decoder = Decoder::new(cx, super::Reader::new(text));
    decoder.only_object()?;
    let members = value::read_object(decoder.cx, &mut decoder.source)?;
    decoder.end()?;
    Ok(members)
}
