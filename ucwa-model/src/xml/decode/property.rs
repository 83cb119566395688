//! `<property>` and `<propertyList>`.

use std::borrow::Cow;

use super::Decoder;
use crate::{
    Code, Error, UnknownKind, Value,
    assemble::{self, Section},
    context::{Context, Segment},
    descriptor::Field,
    record::{Incoming, Record, Scalar, Slot},
    xml::Tag,
};

impl<'a> Decoder<'a, '_, '_> {
    /// The content of a `<property>` or an `<item>`.
    pub(in crate::xml) fn content(&mut self, tag: &Tag<'a>) -> Result<Content<'a>, Error> {
        self.only(tag, if tag.name == "item" { &[] } else { &["name"] })?;
        let text = self.reader.text(self.cx)?;
        if tag.is_nil() {
            return Ok(Content::Value(Value::Null));
        }
        if tag.markup("literal").is_some() {
            return match crate::json::parse_literal(self.cx, &text) {
                Some(value) => Ok(Content::Value(value)),
                None => Err(self.cx.error(tag.at, Code::Syntax, Some("a JSON literal".into()), Some("another text".into()))),
            };
        }
        Ok(Content::Text(text))
    }

    /// Reports an attribute for which a value has no place.
    fn only(&mut self, tag: &Tag<'a>, expected: &[&str]) -> Result<(), Error> {
        let Some(name) = tag.stray_attribute(expected) else {
            return Ok(());
        };
        let found = self.cx.quote("", name, "");
        self.cx.deviate(tag.at, Code::Content, Some("no other attribute".into()), Some(found.as_str().into()))
    }

    pub(in crate::xml) fn property(&mut self, record: &mut dyn Record, tag: &Tag<'a>, name: &str) -> Result<(), Error> {
        let known = assemble::find(record.shape(), Section::Properties, name);
        self.cx.push(assemble::segment(self.cx, known.map(|(_, field)| field), name));
        let content = self.content(tag)?;
        let kept = match known {
            Some(known) => self.known_property(record, known, tag, content)?,
            None => {
                assemble::unknown(self.cx, record, name, UnknownKind::Property);
                Some(content.into_value(self.cx))
            }
        };
        if let Some(value) = kept {
            assemble::charge(self.cx, record, Section::Properties, tag.at)?;
            assemble::keep(record, self.cx.text(name), value);
        }
        self.cx.pop();
        Ok(())
    }

    /// Puts a value into its field, or gives it back.
    pub(in crate::xml) fn known_property(
        &mut self,
        record: &mut dyn Record,
        known: (usize, &'static Field),
        tag: &Tag<'a>,
        content: Content<'a>,
    ) -> Result<Option<Value>, Error> {
        let (index, field) = known;
        if matches!(content, Content::Value(Value::Null)) {
            return Ok(Some(Value::Null));
        }
        if record.slot(index).is_some_and(Slot::is_present) {
            self.cx.deviate(tag.at, Code::Duplicate, Some("one property of this name".into()), Some("another one".into()))?;
            return Ok(Some(content.into_value(self.cx)));
        }
        if field.many {
            self.cx.deviate(tag.at, Code::Shape, Some("<propertyList>".into()), Some("<property>".into()))?;
        }
        if self.put(record, known, tag.at, &content)? {
            if field.many {
                record.extra_mut().set_flipped(index);
            }
            return Ok(None);
        }
        Ok(Some(content.into_value(self.cx)))
    }

    pub(in crate::xml) fn put(
        &mut self,
        record: &mut dyn Record,
        known: (usize, &'static Field),
        at: usize,
        content: &Content<'a>,
    ) -> Result<bool, Error> {
        let incoming = match content {
            Content::Text(text) => Incoming::Scalar(Scalar::Lexical(self.cx.lexeme(text))),
            Content::Value(Value::String(text)) => Incoming::Scalar(Scalar::Text(text.as_str().into())),
            Content::Value(Value::Bool(value)) => Incoming::Scalar(Scalar::Boolean(*value)),
            Content::Value(Value::Number(number)) => Incoming::Scalar(Scalar::Number(number.as_str())),
            Content::Value(value) => Incoming::Value(value),
        };
        assemble::put(self.cx, record, known, at, incoming)
    }

    pub(super) fn property_list(&mut self, record: &mut dyn Record, tag: &Tag<'a>, name: &str) -> Result<(), Error> {
        let known = assemble::find(record.shape(), Section::Properties, name);
        self.cx.push(assemble::segment(self.cx, known.map(|(_, field)| field), name));
        self.only(tag, &["name"])?;
        let items = self.items(record, tag)?;
        let fits = match known {
            None => {
                assemble::unknown(self.cx, record, name, UnknownKind::Property);
                false
            }
            Some((index, _)) if record.slot(index).is_some_and(Slot::is_present) => {
                self.cx.deviate(tag.at, Code::Duplicate, Some("one property of this name".into()), Some("another one".into()))?;
                false
            }
            Some((_, field)) if !field.many => {
                self.cx.deviate(tag.at, Code::Shape, Some("<property>".into()), Some("<propertyList>".into()))?;
                false
            }
            Some(known) => self.known_list(record, known, &items)?,
        };
        if !fits {
            let values = items.into_iter().map(|(_, content)| content.into_value(self.cx)).collect();
            assemble::charge(self.cx, record, Section::Properties, tag.at)?;
            assemble::keep(record, self.cx.text(name), Value::List(values));
        }
        self.cx.pop();
        Ok(())
    }

    /// A list property. One misfit makes the whole list one, so that its order survives.
    fn known_list(
        &mut self,
        record: &mut dyn Record,
        known: (usize, &'static Field),
        items: &[(usize, Content<'a>)],
    ) -> Result<bool, Error> {
        if let Some(slot) = record.slot_mut(known.0) {
            slot.begin();
        }
        for (index, (at, content)) in items.iter().enumerate() {
            self.cx.push(Segment::Index(index));
            let fits = self.put(record, known, *at, content)?;
            self.cx.pop();
            if !fits {
                if let Some(slot) = record.slot_mut(known.0) {
                    slot.clear();
                }
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(in crate::xml) fn items(&mut self, record: &mut dyn Record, tag: &Tag<'a>) -> Result<Vec<(usize, Content<'a>)>, Error> {
        let mut items = Vec::new();
        self.children(tag.at, record, |decoder, record, child| {
            if child.name != "item" {
                return decoder.foreign(record, child);
            }
            decoder.cx.bound(child.at, Code::Items, decoder.cx.limits.items, items.len() + 1)?;
            let content = decoder.content(child)?;
            decoder.cx.charge_list(child.at, &items)?;
            items.push((child.at, content));
            Ok(())
        })?;
        Ok(items)
    }
}

/// The content of a property as XML has it.
pub(crate) enum Content<'a> {
    Text(Cow<'a, str>),
    Value(Value),
}

impl Content<'_> {
    pub(crate) fn into_value(self, cx: &Context<'_>) -> Value {
        match self {
            Self::Text(Cow::Borrowed(text)) => Value::String(cx.text(text)),
            Self::Text(Cow::Owned(text)) => Value::String(text.into()),
            Self::Value(value) => value,
        }
    }
}
