//! `<property>` and `<propertyList>`.

use std::borrow::Cow;

use super::Decoder;
use crate::{
    Code, Error, Number, Value,
    bind::{self, Section, Seen},
    context::{Context, Segment},
    descriptor::Field,
    record::{FieldAccess, Record, Scalar, WireValue},
    xml::Tag,
};

impl<'a> Decoder<'a, '_, '_> {
    /// The content of a property, an item, or an element of an error body. Properties alone have their name as an attribute.
    pub(in crate::xml) fn content(&mut self, tag: &Tag<'a>) -> Result<Content<'a>, Error> {
        self.only(tag, if matches!(tag.name, "property" | "propertyList") { &["name"] } else { &[] })?;
        let text = self.reader.text(self.cx)?;
        if tag.is_nil() {
            self.no_content(tag.at, &text)?;
            return Ok(Content::Value(Value::Null));
        }
        let literal = tag.markup("literal").map(|_| crate::json::parse_literal(self.cx, tag.at, &text)).transpose()?.flatten();
        Ok(literal.map_or(Content::Text(text), Content::Value))
    }

    /// Reports an attribute that is kept under its name as written: what its prefix stands for has no place in a value.
    pub(in crate::xml) fn prefixed(&mut self, tag: &Tag<'a>) -> Result<(), Error> {
        let Some(name) = tag.prefixed_attribute() else {
            return Ok(());
        };
        let found = self.cx.quote("", name, "");
        self.cx.deviate(tag.at, Code::Namespace, Some("an attribute without a prefix".into()), Some(found.as_str().into()))
    }

    /// Reports a text in an element that stands for null.
    fn no_content(&mut self, at: usize, text: &str) -> Result<(), Error> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.cx.deviate(at, Code::Content, Some("nothing in an element that is nil".into()), Some("text".into()))
    }

    /// Reports an attribute for which a value has no place.
    pub(in crate::xml) fn only(&mut self, tag: &Tag<'a>, expected: &[&str]) -> Result<(), Error> {
        let Some(name) = tag.stray_attribute(expected) else {
            return Ok(());
        };
        let found = self.cx.quote("", name, "");
        self.cx.deviate(tag.at, Code::Content, Some("no other attribute".into()), Some(found.as_str().into()))
    }

    pub(in crate::xml) fn property(
        &mut self,
        record: &mut dyn Record,
        tag: &Tag<'a>,
        name: &str,
        seen: &mut Seen,
    ) -> Result<(), Error> {
        let known = bind::enter(self.cx, record, Section::Properties, name, tag.at)?;
        let content = self.content(tag)?;
        let kept = match known {
            Some(known) => self.known_property(record, known, tag, content, seen)?,
            None => Some(content.into_value(self.cx)),
        };
        if let Some(value) = kept {
            bind::check_reserved(self.cx, name, &value, tag.at)?;
            bind::charge(self.cx, record, Section::Properties, tag.at)?;
            bind::keep(record, self.cx.text(name), value);
        }
        self.cx.pop();
        Ok(())
    }

    /// Puts a value into its field, or gives it back; what follows is then kept too.
    pub(in crate::xml) fn known_property(
        &mut self,
        record: &mut dyn Record,
        known: (usize, &'static Field),
        tag: &Tag<'a>,
        content: Content<'a>,
        seen: &mut Seen,
    ) -> Result<Option<Value>, Error> {
        let (index, field) = known;
        if matches!(content, Content::Value(Value::Null)) {
            seen.keep(index);
            return Ok(Some(Value::Null));
        }
        if seen.is_kept(index) || record.slot(index).is_some_and(FieldAccess::is_present) {
            bind::again(self.cx, tag.at)?;
            return Ok(Some(content.into_kept(self.cx, field)));
        }
        if field.many {
            bind::other_shape(self.cx, Section::Properties, field, tag.at)?;
        }
        if self.put(record, known, tag.at, &content)? {
            if field.many {
                record.extra_mut().set_flipped(index);
            }
            return Ok(None);
        }
        seen.keep(index);
        Ok(Some(content.into_kept(self.cx, field)))
    }

    pub(in crate::xml) fn put(
        &mut self,
        record: &mut dyn Record,
        known: (usize, &'static Field),
        at: usize,
        content: &Content<'a>,
    ) -> Result<bool, Error> {
        let incoming = match content {
            Content::Text(text) => WireValue::Scalar(Scalar::Untyped(self.cx.borrowed(text))),
            Content::Value(Value::String(text)) => WireValue::Scalar(Scalar::Text(text.as_str().into())),
            Content::Value(Value::Bool(value)) => WireValue::Scalar(Scalar::Boolean(*value)),
            Content::Value(Value::Number(number)) => WireValue::Scalar(Scalar::Number(number.as_str())),
            Content::Value(value) => WireValue::Value(value),
        };
        bind::put(self.cx, record, known, at, incoming)
    }

    pub(super) fn property_list(
        &mut self,
        record: &mut dyn Record,
        tag: &Tag<'a>,
        name: &str,
        seen: &mut Seen,
    ) -> Result<(), Error> {
        if tag.is_nil() {
            return self.property(record, tag, name, seen);
        }
        let known = bind::enter(self.cx, record, Section::Properties, name, tag.at)?;
        self.only(tag, &["name"])?;
        let items = self.items(record, tag)?;
        let fits = match known {
            None => false,
            Some((index, _)) if seen.is_kept(index) || record.slot(index).is_some_and(FieldAccess::is_present) => {
                bind::again(self.cx, tag.at)?;
                false
            }
            Some((_, field)) if !field.many => {
                bind::other_shape(self.cx, Section::Properties, field, tag.at)?;
                false
            }
            Some(known) => self.known_list(record, known, &items)?,
        };
        if !fits {
            if let Some((index, _)) = known {
                seen.keep(index);
            }
            let values = items.into_iter().map(|(_, content)| match known {
                Some((_, field)) => content.into_kept(self.cx, field),
                None => content.into_value(self.cx),
            });
            let list = Value::List(values.collect());
            bind::check_reserved(self.cx, name, &list, tag.at)?;
            bind::charge(self.cx, record, Section::Properties, tag.at)?;
            bind::keep(record, self.cx.text(name), list);
        }
        self.cx.pop();
        Ok(())
    }

    /// A list property. If one item is rejected, the whole list is, so that its order survives.
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
    /// The value as it is kept beside its field: a number that is out of range is one all the same.
    fn into_kept(self, cx: &Context<'_>, field: &Field) -> Value {
        match self {
            Self::Text(text) if bind::is_number(field, &text) => Value::Number(Number::checked(cx.text(&text))),
            other => other.into_value(cx),
        }
    }

    pub(crate) fn into_value(self, cx: &Context<'_>) -> Value {
        match self {
            Self::Text(Cow::Borrowed(text)) => Value::String(cx.text(text)),
            Self::Text(Cow::Owned(text)) => Value::String(text.into()),
            Self::Value(value) => value,
        }
    }
}
