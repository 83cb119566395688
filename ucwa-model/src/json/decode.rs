//! JSON → record.

use std::borrow::Cow;

use super::{
    Kind,
    token::{Sequence, Source},
    value,
};
use crate::{
    Code, Error, Link, Text, UnknownKind, Value,
    assemble::{self, Section},
    context::{Context, Segment},
    descriptor::Field,
    document::Sniffed,
    extra::Entry,
    record::{Incoming, Record, Scalar},
};

type Known = Option<(usize, &'static Field)>;

/// Decodes a document that is one resource.
pub(crate) fn document<'a>(cx: &mut Context<'_>, source: impl Source<'a>, record: &mut dyn Record) -> Result<(), Error> {
    let mut decoder = Decoder::new(cx, source);
    decoder.only_object()?;
    decoder.object(record)?;
    decoder.end()
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
        let mut sequence = self.source.begin();
        let (mut named, mut count) = (false, 0);
        while let Some(key) = self.key(&mut sequence)? {
            count += 1;
            self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
            self.object_member(record, &key, &mut named)?;
        }
        assemble::finish(self.cx, record, at, named)?;
        self.cx.leave();
        Ok(())
    }

    /// One member of a resource's object.
    pub(super) fn object_member(&mut self, record: &mut dyn Record, key: &str, named: &mut bool) -> Result<(), Error> {
        let kind = self.peek()?;
        match (key, kind) {
            ("rel", Kind::String) if !*named => {
                let at = self.source.at();
                let rel = self.string()?;
                assemble::take_rel(self.cx, record, at, &rel)?;
                *named = true;
            }
            ("_links", Kind::Object) => self.section(record, Section::Links)?,
            ("_embedded", Kind::Object) => self.section(record, Section::Embedded)?,
            ("_links" | "_embedded", _) => {
                self.cx.push(assemble::segment(None, key));
                let (at, found) = (self.source.at(), self.kind()?);
                self.cx.deviate(at, Code::Type, Some("object".into()), Some(found.into()))?;
                self.cx.pop();
                let value = self.value()?;
                assemble::keep(record, Section::Properties, key, value);
            }
            (name, kind) => self.property(record, name, kind)?,
        }
        Ok(())
    }

    fn property(&mut self, record: &mut dyn Record, name: &str, kind: Kind) -> Result<(), Error> {
        let known = assemble::find(record.shape(), Section::Properties, name);
        self.cx.push(assemble::segment(known.map(|(_, field)| field), name));
        let at = self.source.at();
        let fits = match known {
            Some(_) if kind == Kind::Null => false,
            Some((index, _)) if record.slot(index).is_some_and(super::super::record::Slot::is_present) => {
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
            assemble::keep(record, Section::Properties, name, value);
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
        let scalar = match self.peek()? {
            Kind::String => Scalar::Text(self.string()?),
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

    /// `_links` or `_embedded`: under each name one object or an array of them.
    fn section(&mut self, record: &mut dyn Record, section: Section) -> Result<(), Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        self.cx.push(Segment::Known(if section == Section::Links { "_links" } else { "_embedded" }));
        let mut sequence = self.source.begin();
        let mut count = 0;
        while let Some(name) = self.key(&mut sequence)? {
            count += 1;
            self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
            let known = assemble::find_rel(record, section, &name);
            self.cx.push(assemble::segment(known.map(|(_, field)| field), &name));
            if known.is_none() {
                let kind = if section == Section::Links { UnknownKind::Link } else { UnknownKind::Embedded };
                assemble::unknown(self.cx, record, &name, kind);
            }
            match self.peek()? {
                Kind::Array => self.many(record, section, known, &name)?,
                _ => self.one(record, section, known, &name)?,
            }
            self.cx.pop();
        }
        self.cx.pop();
        self.cx.leave();
        Ok(())
    }

    fn one(&mut self, record: &mut dyn Record, section: Section, known: Known, name: &str) -> Result<(), Error> {
        let at = self.source.at();
        if !self.member(record, section, known, name)? {
            let value = self.value()?;
            assemble::keep(record, section, name, value);
        } else if let Some((index, field)) = known
            && field.many
        {
            self.cx.deviate(at, Code::Shape, Some("array".into()), Some("one object".into()))?;
            record.extra_mut().set_flipped(index);
        }
        Ok(())
    }

    fn many(&mut self, record: &mut dyn Record, section: Section, known: Known, name: &str) -> Result<(), Error> {
        let at = self.source.at();
        let (mut count, mut kept) = (0, Vec::new());
        if let Some((_, field)) = known
            && !field.many
        {
            self.cx.deviate(at, Code::Shape, Some("one object".into()), Some("array".into()))?;
        }
        self.cx.enter(at)?;
        let mut sequence = self.source.begin();
        while self.element(&mut sequence)? {
            self.cx.bound(at, Code::Items, self.cx.limits.items, count + 1)?;
            self.cx.push(Segment::Index(count));
            self.peek()?;
            if !self.member(record, section, known, name)? {
                kept.push(self.value()?);
            }
            self.cx.pop();
            count += 1;
        }
        self.cx.leave();
        if count > 0 && kept.len() == count {
            assemble::keep(record, section, name, Value::List(kept));
            return Ok(());
        }
        for value in kept {
            assemble::keep(record, section, name, value);
        }
        self.note_list(record, section, known, name, count);
        Ok(())
    }

    /// Remembers that a list had one element, or none, where nothing else would tell.
    fn note_list(&mut self, record: &mut dyn Record, section: Section, known: Known, name: &str, count: usize) {
        match (known, count) {
            (Some((index, field)), 1) if !field.many => record.extra_mut().set_flipped(index),
            (Some((_, field)), 0) if field.many => {}
            (_, 0) => match section {
                Section::Embedded => record.extra_mut().push_embedded(name, Entry::Many(Vec::new())),
                _ => record.extra_mut().push_link(name, Entry::Many(Vec::new())),
            },
            (None, 1) => record.extra_mut().make_list(section == Section::Embedded, name),
            _ => {}
        }
    }

    /// One link or embedded resource; false, and nothing read, if it is none.
    fn member(&mut self, record: &mut dyn Record, section: Section, known: Known, name: &str) -> Result<bool, Error> {
        let at = self.source.at();
        if self.peek()? != Kind::Object {
            let found = self.kind()?;
            self.cx.deviate(at, Code::Type, Some("object".into()), Some(found.into()))?;
            return Ok(false);
        }
        if section == Section::Embedded {
            let source = &mut self.source;
            let sniff = source.clone();
            assemble::embed(
                self.cx,
                record,
                known,
                name,
                at,
                || rel_of(sniff),
                |cx, child| {
                    let mut decoder = Decoder::new(cx, source.clone());
                    decoder.object(child)?;
                    *source = decoder.source;
                    Ok(())
                },
            )?;
            return Ok(true);
        }
        match self.link()? {
            Ok(link) => assemble::put_link(self.cx, record, known, name, at, link).map(|()| true),
            Err(_) => {
                self.cx.deviate(at, Code::Form, Some("a link with an href".into()), Some("another object".into()))?;
                self.rewind(at);
                Ok(false)
            }
        }
    }

    /// The object at the source's position as a link, or what it holds if it is none.
    pub(super) fn link(&mut self) -> Result<Result<Link, Vec<(Text, Value)>>, Error> {
        value::read_object(self.cx, &mut self.source).map(Link::from_members)
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
        let value = value::read(&mut cx, &mut source).ok()?;
        if wanted(&key) {
            return Some((key.into_owned(), value));
        }
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

/// What kind of message a document is; read ahead, without errors.
pub(crate) fn kind_of(text: &str) -> Sniffed {
    let (mut rel, mut other) = (None, None);
    let mut cx = Context::new(crate::Mode::Lenient, crate::Limits::default(), None);
    let mut reader = super::Reader::new(text);
    if let Ok(Kind::Object) = reader.peek() {
        let mut sequence = reader.begin();
        while let Ok(Some(key)) = reader.key(&mut sequence)
            && let Ok(value) = value::read(&mut cx, &mut reader)
        {
            let found = match (&*key, value) {
                ("rel", Value::String(text)) if rel.is_none() => {
                    rel = Some(String::from(text));
                    continue;
                }
                ("sender", Value::List(_)) => Sniffed::Events,
                ("code", Value::String(_)) => Sniffed::Resource(Some("reason".to_owned())),
                ("metadata", Value::List(_)) => Sniffed::OptionsMetadata,
                ("operations", Value::List(_)) => Sniffed::OperationsQueued,
                _ => continue,
            };
            other.get_or_insert(found);
        }
    }
    match (rel, other) {
        (None, Some(other)) => other,
        (rel, _) => Sniffed::Resource(rel),
    }
}
