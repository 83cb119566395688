//! Error bodies in XML: their properties are elements of their own, some with structure.

use super::{
    Tag, Writer,
    decode::{Content, Decoder},
    encode,
};
use crate::{
    Error, Text, Value,
    bind::{self, Section, Seen},
    context::{At, Segment},
    descriptor::{Field, Kind},
    plan::{self, Outgoing},
    record::{self, FieldAccess, Record, ValueRef},
};

impl<'a> Decoder<'a, '_, '_> {
    /// An error body whose start tag has been read: its properties are elements of their own.
    pub(super) fn reason(&mut self, record: &mut dyn Record, root: &Tag<'a>) -> Result<(), Error> {
        self.only(root, &[])?;
        self.note_empty(record, root)?;
        let (mut named, mut seen) = (false, Seen::default());
        self.children(root.at, record, |decoder, record, tag| {
            let Some(known) = bind::find(record.shape(), Section::Properties, tag.name) else {
                return decoder.child(record, tag, &mut named, &mut seen);
            };
            let (index, field) = known;
            decoder.cx.push(Segment::Known(field.name));
            if seen.is_kept(index) || record.slot(index).is_some_and(FieldAccess::is_present) {
                bind::again(decoder.cx, tag.at)?;
                decoder.foreign(record, tag)?;
            } else {
                match field.kind {
                    Kind::Bag => {
                        let entries = decoder.bag(record, tag)?;
                        decoder.put(record, known, tag.at, &Content::Value(Value::Object(entries)))?;
                    }
                    Kind::Parameter => decoder.parameters(record, tag, known)?,
                    _ => {
                        let content = decoder.content(tag)?;
                        if let Some(value) = decoder.known_property(record, known, tag, content, &mut seen)? {
                            bind::keep(record, field.name, value);
                        }
                    }
                }
            }
            decoder.cx.pop();
            Ok(())
        })?;
        bind::finish(self.cx, record, root.at, named)
    }

    /// Children that are properties, or `<name>` and `<reason>`.
    fn bag(&mut self, record: &mut dyn Record, tag: &Tag<'a>) -> Result<Vec<(Text, Value)>, Error> {
        let mut entries = Vec::new();
        self.children(tag.at, record, |decoder, record, child| {
            let name = match (child.name, child.attribute("name")) {
                ("property" | "propertyList", Some(name)) => name.to_string(),
                ("name" | "reason", _) => child.name.to_string(),
                _ => return decoder.foreign(record, child),
            };
            let value = if child.name == "propertyList" {
                let items = decoder.items(record, child)?;
                Value::List(items.into_iter().map(|(_, content)| content.into_value(decoder.cx)).collect())
            } else {
                decoder.content(child)?.into_value(decoder.cx)
            };
            decoder.cx.charge_list(child.at, &entries)?;
            entries.push((name.into(), value));
            Ok(())
        })?;
        Ok(entries)
    }

    fn parameters(&mut self, record: &mut dyn Record, tag: &Tag<'a>, known: (usize, &'static Field)) -> Result<(), Error> {
        self.only(tag, &[])?;
        if let Some(slot) = record.slot_mut(known.0) {
            slot.begin();
        }
        self.note_list(record, tag, Section::Properties, Some(known), known.1.name)?;
        self.children(tag.at, record, |decoder, record, child| {
            if child.name != "parameter" {
                return decoder.foreign(record, child);
            }
            decoder.prefixed(child)?;
            let mut entries = decoder.bag(record, child)?;
            let attributes = child.others(&[]).map(|(name, value)| (Text::from(name), Value::from(value)));
            entries.extend(attributes);
            decoder.put(record, known, child.at, &Content::Value(Value::Object(entries))).map(|_| ())
        })
    }
}

/// An error body: its properties are elements of their own.
pub(super) fn encode(writer: &mut Writer, at: &At<'_>, record: &dyn Record) -> Result<(), Error> {
    writer.start(at, "reason")?;
    let level = writer.enter(at)?;
    writer.markup(at, &[encode::empty_markup(&plan::empty_names_of(Outgoing::of(record)))])?;
    for (index, field) in record.shape().properties().iter().enumerate() {
        if let Some(slot) = record.slot(index).filter(|slot| slot.is_present()) {
            element(writer, at, field, slot, record.extra().is_flipped(index))?;
        }
    }
    if let Some(rel) = record::rel(record) {
        encode::property_of(writer, at, &encode::REL_PROPERTY, &ValueRef::Text(rel.into()))?;
    }
    encode::extra_properties(writer, at, record.extra(), Some(record.shape()))?;
    for member in plan::members(record, Section::Links) {
        encode::links(writer, at, &member)?;
    }
    encode::embedded_of(writer, at, plan::members(record, Section::Embedded))?;
    writer.leave(level);
    writer.end("reason");
    Ok(())
}

/// A property of an error body. `flipped` says that there is one of what is a list, or the other way round.
fn element(writer: &mut Writer, at: &At<'_>, field: &Field, slot: &dyn FieldAccess, flipped: bool) -> Result<(), Error> {
    writer.start(at, field.name)?;
    let list = matches!(field.kind, Kind::Parameter);
    let level = if list { Some(writer.enter(at)?) } else { None };
    writer.markup(at, &[encode::list_markup((list && flipped).then_some(false))])?;
    for item in (0..slot.len()).filter_map(|index| slot.item(index)) {
        match (field.kind, item) {
            (Kind::Bag, ValueRef::Value(Value::Object(entries))) => bag(writer, at, &entries)?,
            (Kind::Parameter, ValueRef::Value(Value::Object(entries))) => {
                writer.start(at, "parameter")?;
                parameter(writer, at, &entries)?;
                writer.end("parameter");
            }
            (_, item) => encode::scalar(writer, at, &item)?,
        }
    }
    if let Some(level) = level {
        writer.leave(level);
    }
    writer.end(field.name);
    Ok(())
}

fn bag(writer: &mut Writer, at: &At<'_>, entries: &[(Text, Value)]) -> Result<(), Error> {
    let level = writer.enter(at)?;
    entries.iter().try_for_each(|(name, value)| encode::unknown_property(writer, at, name, value))?;
    writer.leave(level);
    Ok(())
}

/// `name` and `reason` are elements, as the other parts of an error body are; the rest is as in a bag.
fn parameter(writer: &mut Writer, at: &At<'_>, entries: &[(Text, Value)]) -> Result<(), Error> {
    let level = writer.enter(at)?;
    let mut written = Vec::new();
    for (key, value) in entries {
        let element = ["name", "reason"].into_iter().find(|element| key == element).filter(|element| !written.contains(element));
        match (element, value) {
            (Some(element), Value::String(string)) => {
                written.push(element);
                writer.start(at, element)?;
                encode::text(writer, at, string)?;
                writer.end(element);
            }
            _ => encode::unknown_property(writer, at, key, value)?,
        }
    }
    writer.leave(level);
    Ok(())
}
