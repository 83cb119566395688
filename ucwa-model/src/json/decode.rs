//! JSON → record.

use std::{borrow::Cow, cell::Cell};

mod section;

use super::{
    Kind,
    names::{Names, OfRecord, Symbol},
    token::{Sequence, Source},
    value,
};
use crate::{
    AnyResource, Code, Date, Error, Text, UnknownKind, Value,
    assemble::{self, Section, Seen},
    context::{Context, Segment, growth_at},
    descriptor::{Field, Form, Shape},
    document::Sniffed,
    record::{Fit, Incoming, Record, Scalar, Slot},
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
    let mut resource = rel_of(source.clone()).map_or_else(AnyResource::default, |rel| AnyResource::for_rel(&rel));
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
        Ok(match self.peek()? {
            Kind::Object => "object",
            Kind::Array => "array",
            Kind::String => "string",
            Kind::Number => "number",
            Kind::Boolean => "boolean",
            Kind::Null => "null",
        })
    }

    /// Goes back to read a value again, as it is.
    fn rewind(&mut self, at: usize) {
        self.cx.replay(self.source.at());
        self.source.rewind(at);
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
                REL => !named && self.ordinary_rel(shape),
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

    /// A property as most are: known, here for the first time, of one simple value that fits. False, and nothing read, if it is
    /// another one.
    #[inline]
    fn ordinary_property(&mut self, record: &mut dyn Record, shape: &'static Shape, index: usize, seen: &mut Seen) -> bool {
        let Some(field) = shape.fields.get(index) else {
            return false;
        };
        if !seen.first(index) || field.many || field.range.is_some() || assemble::is_structured(field) {
            return false;
        }
        let at = self.source.at();
        let fits = match (record.slot_mut(index), self.ordinary_text()) {
            (Some(slot), Some(text)) => slot.put_text(self.cx.lexeme(text)),
            (Some(slot), None) => self.ordinary_scalar(slot),
            (None, _) => false,
        };
        if !fits {
            self.source.rewind(at);
        }
        fits
    }

    /// The rel that the shape says. False, and nothing read, if it is another one.
    #[inline]
    fn ordinary_rel(&mut self, shape: &'static Shape) -> bool {
        let at = self.source.at();
        let ordinary = shape.form == Form::Resource && !shape.is_generic() && self.ordinary_text() == Some(shape.rel);
        if !ordinary {
            self.source.rewind(at);
        }
        ordinary
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

    /// Puts a simple value that is no plain string, if nothing has to be said of it.
    fn ordinary_scalar(&mut self, slot: &mut dyn Slot) -> bool {
        let fit = match self.source.peek() {
            Ok(Kind::String) => match self.source.date().and_then(Date::from_milliseconds) {
                Some(date) => slot.put(Incoming::Scalar(Scalar::Date(date))),
                None => return false,
            },
            Ok(Kind::Boolean) => match self.source.boolean() {
                Ok(value) => slot.put(Incoming::Scalar(Scalar::Boolean(value))),
                Err(_) => return false,
            },
            Ok(Kind::Number) => match self.source.number() {
                Ok(digits) => slot.put(Incoming::Scalar(Scalar::Number(digits))),
                Err(_) => return false,
            },
            _ => return false,
        };
        fit == Ok(Fit::Known)
    }

    /// The rest of a string whose opening quote has been passed.
    #[inline(always)]
    pub(super) fn ordinary_rest(&mut self) -> Option<&'a str> {
        self.source.plain_rest().filter(|text| text.len() <= self.cx.limits.text)
    }

    /// The members `href` and perhaps `title` that end an object, as servers write them; the name and the quote of the first have
    /// been passed.
    #[inline(always)]
    pub(super) fn ordinary_href(&mut self) -> Option<(&'a str, Option<&'a str>)> {
        let href = self.ordinary_rest()?;
        let title = if self.source.pass(b",\"title\":\"") { Some(self.ordinary_rest()?) } else { None };
        self.source.pass(b"}").then_some((href, title))
    }

    /// A string, if nothing has to be said of it.
    #[inline(always)]
    pub(super) fn ordinary_text(&mut self) -> Option<&'a str> {
        self.source.plain().filter(|text| text.len() <= self.cx.limits.text)
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
            ("rel", Kind::String) if !*named => {
                self.rel(record)?;
                *named = true;
            }
            ("_links", Kind::Object) => self.section(record, Section::Links, seen)?,
            ("_embedded", Kind::Object) => self.section(record, Section::Embedded, seen)?,
            ("_links" | "_embedded", _) => self.no_section(record, key)?,
            (name, kind) => self.property(record, name, kind)?,
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
    fn no_section(&mut self, record: &mut dyn Record, key: &str) -> Result<(), Error> {
        self.cx.push(assemble::segment(self.cx, None, key));
        let at = self.source.at();
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

    fn property(&mut self, record: &mut dyn Record, name: &str, kind: Kind) -> Result<(), Error> {
        let known = assemble::find(record.shape(), Section::Properties, name);
        self.cx.push(assemble::segment(self.cx, known.map(|(_, field)| field), name));
        let at = self.source.at();
        let fits = match known {
            Some(_) if kind == Kind::Null => false,
            Some((index, _)) if record.slot(index).is_some_and(Slot::is_present) => {
                self.cx.deviate(at, Code::Duplicate, Some("one member of this name".into()), Some("another one".into()))?;
                false
            }
            Some(known) => self.known_property(record, known, kind)?,
            None => {
                assemble::unknown(self.cx, record, name, UnknownKind::Property);
                false
            }
        };
        if !fits {
            self.rewind(at);
            let value = self.value()?;
            assemble::charge(self.cx, record, Section::Properties, at)?;
            assemble::keep(record, self.cx.text(name), value);
        }
        self.cx.pop();
        Ok(())
    }

    fn known_property(&mut self, record: &mut dyn Record, known: (usize, &'static Field), kind: Kind) -> Result<bool, Error> {
        let (index, field) = known;
        let at = self.source.at();
        match (kind, field.many) {
            (Kind::Array, true) => self.list(record, known),
            (Kind::Array, false) => {
                self.cx.deviate(at, Code::Shape, Some("one value".into()), Some("array".into()))?;
                Ok(false)
            }
            (_, true) => {
                self.cx.deviate(at, Code::Shape, Some("array".into()), Some("one value".into()))?;
                let fits = self.item(record, known)?;
                if fits {
                    record.extra_mut().set_flipped(index);
                }
                Ok(fits)
            }
            (_, false) => self.item(record, known),
        }
    }

    /// A list property. One misfit makes the whole list one, so that its order survives.
    fn list(&mut self, record: &mut dyn Record, known: (usize, &'static Field)) -> Result<bool, Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let mut sequence = self.source.begin();
        let (mut count, mut fits) = (0, true);
        if let Some(slot) = record.slot_mut(known.0) {
            slot.begin();
        }
        while fits && self.element(&mut sequence)? {
            self.cx.bound(at, Code::Items, self.cx.limits.items, count + 1)?;
            self.cx.charge(at, growth_at(count) * size_of::<Text>())?;
            self.cx.push(Segment::Index(count));
            self.peek()?;
            fits = self.item(record, known)?;
            self.cx.pop();
            count += 1;
        }
        if !fits && let Some(slot) = record.slot_mut(known.0) {
            slot.clear();
        }
        self.cx.leave();
        Ok(fits)
    }

    /// One value of a known property.
    fn item(&mut self, record: &mut dyn Record, known: (usize, &'static Field)) -> Result<bool, Error> {
        let at = self.source.at();
        if assemble::is_structured(known.1) {
            let value = self.value()?;
            return assemble::put(self.cx, record, known, at, Incoming::Value(&value));
        }
        let text;
        let scalar = match self.peek()? {
            Kind::String => {
                text = self.string()?;
                Scalar::Text(self.cx.lexeme(&text))
            }
            Kind::Number => {
                let digits = self.source.number();
                Scalar::Number(self.cx.json(&self.source, digits)?)
            }
            Kind::Boolean => {
                let value = self.source.boolean();
                Scalar::Boolean(self.cx.json(&self.source, value)?)
            }
            Kind::Object | Kind::Array | Kind::Null => {
                let value = self.value()?;
                return assemble::put(self.cx, record, known, at, Incoming::Value(&value));
            }
        };
        assemble::put(self.cx, record, known, at, Incoming::Scalar(scalar))
    }
}

/// What the object at the source's position calls itself; read ahead, without errors.
pub(crate) fn rel_of<'a>(source: impl Source<'a>) -> Option<String> {
    find_member(source, |name| name == "rel")?.1.as_str().map(str::to_owned)
}

/// The first member of the object at the source's position whose name is looked for; read ahead, without errors.
pub(crate) fn find_member<'a>(mut source: impl Source<'a>, wanted: impl Fn(&str) -> bool) -> Option<(String, Value)> {
    let mut cx = Context::new(crate::Mode::Lenient, crate::Limits::default(), None);
    (source.peek().ok()? == Kind::Object).then_some(())?;
    let mut sequence = source.begin();
    while let Some(key) = source.key(&mut sequence).ok()? {
        if wanted(&key) {
            return Some((key.into_owned(), value::read(&mut cx, &mut source).ok()?));
        }
        value::pass(&mut cx, &mut source).ok()?;
    }
    None
}

/// The members of a document that is one object.
pub(crate) fn members(cx: &mut Context<'_>, text: &str) -> Result<Vec<(Text, Value)>, Error> {
    let mut decoder = Decoder::new(cx, super::Reader::new(text));
    decoder.only_object()?;
    let members = value::read_object(decoder.cx, &mut decoder.source)?;
    decoder.end()?;
    Ok(members)
}

/// What kind of message a document is; read ahead, without errors. Members come in any order: of those that tell a kind, some
/// tell more than others.
pub(crate) fn kind_of(text: &str) -> Sniffed {
    let (mut rel, mut other) = (None, None::<(u8, Sniffed)>);
    let mut cx = Context::new(crate::Mode::Lenient, crate::Limits::default(), None);
    let mut reader = super::Reader::new(text);
    if let Ok(Kind::Object) = reader.peek() {
        let mut sequence = reader.begin();
        while let Ok(Some(key)) = reader.key(&mut sequence)
            && let Ok(kind) = reader.peek()
        {
            if *key == *"rel" && kind == Kind::String && rel.is_none() {
                let Ok(text) = reader.string() else { break };
                rel = Some(text.into_owned());
                continue;
            }
            if value::pass(&mut cx, &mut reader).is_err() {
                break;
            }
            let found = match (&*key, kind) {
                ("sender", Kind::Array) => (0, Sniffed::Events),
                ("code", Kind::String) => (1, Sniffed::Resource(Some("reason".to_owned()))),
                ("metadata", Kind::Array) => (2, Sniffed::OptionsMetadata),
                ("operations", Kind::Array) => (3, Sniffed::OperationsQueued),
                _ => continue,
            };
            if other.as_ref().is_none_or(|(rank, _)| found.0 < *rank) {
                other = Some(found);
            }
        }
    }
    match (rel, other) {
        (None, Some((_, other))) => other,
        (rel, _) => Sniffed::Resource(rel),
    }
}
