//! JSON → record.

use std::{borrow::Cow, cell::Cell};

mod fast;
mod property;
mod resource;
mod section;

use super::{Kind, Reader, sniff, token::CommaState};
use crate::{
    Code, Error, Text, Value,
    any::NewResource,
    bind::{
        self, Section, Seen,
        keys::{EMBEDDED, KeyNames, KeyPredictor, LINKS, NONE, OfRecord, REL, START, Symbol},
    },
    context::{Context, Segment},
    descriptor::Field,
    record::Record,
};

type Known = Option<(usize, &'static Field)>;

/// Decodes a document that is one resource.
pub(crate) fn document(cx: &mut Context<'_>, text: &str, record: &mut dyn Record) -> Result<(), Error> {
    object_document(cx, text, |decoder| decoder.object(record))
}

/// Decodes a document that is any resource, as the type that it says to be.
pub(crate) fn any(cx: &mut Context<'_>, text: &str) -> Result<NewResource, Error> {
    let mut resource = NewResource::for_rel(sniff::rel_of(text, &cx.limits).as_deref());
    document(cx, text, resource.record_mut())?;
    Ok(resource)
}

/// Decodes a document that is one object: its members.
#[expect(clippy::redundant_closure_for_method_calls, reason = "the method is of one lifetime, the closure of any")]
pub(crate) fn members(cx: &mut Context<'_>, text: &str) -> Result<Vec<(Text, Value)>, Error> {
    object_document(cx, text, |decoder| decoder.members())
}

/// Refuses a document that does not begin as an object.
#[cfg(feature = "serde")]
pub(crate) fn only_object(cx: &mut Context<'_>, text: &str) -> Result<(), Error> {
    Decoder::new(cx, &mut Reader::new(text)).only_object()
}

/// Decodes a document that is one object.
pub(super) fn object_document<'a, T>(
    cx: &mut Context<'_>,
    text: &'a str,
    read: impl FnOnce(&mut Decoder<'a, '_, '_>) -> Result<T, Error>,
) -> Result<T, Error> {
    KeyPredictor::with(|keys| {
        let mut reader = Reader::new(text);
        let mut decoder = Decoder { keys: Some(keys), ..Decoder::new(cx, &mut reader) };
        decoder.only_object()?;
        let value = read(&mut decoder)?;
        decoder.end()?;
        Ok(value)
    })
}

/// The decoder of one text.
pub(crate) struct Decoder<'a, 'c, 't> {
    pub(super) cx: &'c mut Context<'t>,
    pub(super) reader: &'c mut Reader<'a>,
    pub(super) keys: Option<&'c KeyPredictor>,
}

impl<'a, 'c, 't> Decoder<'a, 'c, 't> {
    pub(super) fn new(cx: &'c mut Context<'t>, reader: &'c mut Reader<'a>) -> Self {
        Self { cx, reader, keys: None }
    }

    /// Refuses a document that is no object.
    #[inline]
    pub(super) fn only_object(&mut self) -> Result<(), Error> {
        let found = self.peek()?;
        if found == Kind::Object { Ok(()) } else { Err(self.another_kind(found)) }
    }

    #[cold]
    fn another_kind(&mut self, found: Kind) -> Error {
        self.cx.error(self.reader.at(), Code::Type, Some("object".into()), Some(found.name().into()))
    }

    /// The value that begins at a position, as it is, after it was read in part as one of its field.
    pub(super) fn value_again(&mut self, start: usize) -> Result<Value, Error> {
        let part = start..self.reader.at();
        self.reader.reset(start);
        let Self { cx, reader, keys } = self;
        cx.reread(part, |cx| Decoder { cx, reader, keys: *keys }.value())
    }

    /// The object at the current position, into a record.
    pub(super) fn object(&mut self, record: &mut dyn Record) -> Result<(), Error> {
        let at = self.reader.at();
        self.cx.enter(at)?;
        let shape = record.shape();
        let (mut seen, mut last) = (Seen::default(), START);
        let mut commas = self.reader.begin();
        let (mut named, mut count) = (false, 0);
        loop {
            let most = self.cx.limits.members;
            if count < most && self.try_fast_text_member(record, shape, &mut last, &mut commas, &mut seen, &mut named) {
                count += 1;
                continue;
            }
            let Some(key) = self.name(&OfRecord(shape), &mut last, &mut commas)? else { break };
            count += 1;
            self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
            let fast = match last {
                LINKS | EMBEDDED if self.peek()? == Kind::Object => {
                    let section = if last == LINKS { Section::Links } else { Section::Embedded };
                    self.section(record, section, &mut seen)?;
                    true
                }
                REL => !named && !seen.has_rel() && self.try_fast_rel(shape),
                LINKS | EMBEDDED | NONE => false,
                index => self.try_fast_property(record, shape, usize::from(index), &mut seen),
            };
            named |= fast && last == REL;
            if !fast {
                self.object_member(record, &key, &mut named, &mut seen)?;
            }
        }
        bind::finish(self.cx, record, at, named)?;
        self.cx.leave();
        Ok(())
    }

    /// The next name of an object, up to its value. `last` is the number of the one before, and becomes that of this one.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn name(
        &mut self,
        names: &impl KeyNames,
        last: &mut Symbol,
        commas: &mut CommaState,
    ) -> Result<Option<Cow<'a, str>>, Error> {
        if self.reader.eat(b"}") {
            return Ok(None);
        }
        let guess = self.keys.and_then(|keys| keys.after(names.object(), *last));
        if let Some(symbol) = guess.map(Cell::get)
            && let Some(name) = names.name(symbol)
            && self.reader.eat_key(name, commas)
        {
            *last = symbol;
            return Ok(Some(Cow::Borrowed(name)));
        }
        let key = self.key(commas)?;
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
        let at = self.reader.at();
        let rel = self.string()?;
        bind::take_rel(self.cx, record, at, &rel)
    }

    /// What stands where the links or the embedded resources should.
    #[cold]
    fn no_section(&mut self, record: &mut dyn Record, key: &str, seen: &mut Seen) -> Result<(), Error> {
        self.cx.push(Segment::Named(self.cx.text(key)));
        let at = self.reader.at();
        if !seen.first_section(if key == "_links" { Section::Links } else { Section::Embedded }) {
            bind::again(self.cx, at)?;
        }
        self.no_object_here()?;
        self.cx.pop();
        let value = self.value()?;
        bind::charge(self.cx, record, Section::Properties, at)?;
        bind::keep(record, self.cx.text(key), value);
        Ok(())
    }

    /// Reports a value where an object belongs.
    #[cold]
    pub(super) fn no_object_here(&mut self) -> Result<(), Error> {
        let found = self.peek()?.name();
        self.cx.deviate(self.reader.at(), Code::Type, Some("object".into()), Some(found.into()))
    }
}
