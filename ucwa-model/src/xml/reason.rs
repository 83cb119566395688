//! Error bodies in XML: their properties are elements of their own, some with structure.

use super::{
    Tag, Writer,
    decode::{Content, Decoder},
    encode,
};
use crate::{
    Error, Text, Value,
    assemble::{self, Section, Seen},
    context::{Context, Segment},
    descriptor::{Field, Kind},
    outline,
    record::{Item, Record, Slot},
};

impl<'a> Decoder<'a, '_, '_> {
    /// An error body whose start tag has been read: its properties are elements of their own.
    pub(super) fn reason(&mut self, record: &mut dyn Record, root: &Tag<'a>) -> Result<(), Error> {
        self.only(root, &[])?;
        self.note_empty(record, root)?;
        let (mut named, mut seen) = (false, Seen::default());
        self.children(root.at, record, |decoder, record, tag| {
            let Some(known) = assemble::find(record.shape(), Section::Properties, tag.name) else {
                return decoder.child(record, tag, &mut named, &mut seen);
            };
            let (index, field) = known;
            decoder.cx.push(Segment::Known(field.name));
            if seen.is_kept(index) || record.slot(index).is_some_and(Slot::is_present) {
                assemble::again(decoder.cx, tag.at)?;
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
                            assemble::keep(record, field.name, value);
                        }
                    }
                }
            }
            decoder.cx.pop();
            Ok(())
        })?;
        assemble::finish(self.cx, record, root.at, named)
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
pub(super) fn encode(cx: &mut Context<'_>, writer: &mut Writer, record: &dyn Record) -> Result<(), Error> {
    cx.enter(0)?;
    let start = writer.len();
    writer.start("reason");
    encode::markup(writer, [encode::empty_markup(&outline::empty_names_of(record))]);
    for (index, field) in record.shape().properties().iter().enumerate() {
        let Some(slot) = record.slot(index).filter(|slot| slot.is_present()) else {
            continue;
        };
        let items: Vec<_> = (0..slot.len()).filter_map(|index| slot.item(index)).collect();
        outline::bound_members(cx, items.len(), || items.len())?;
        let list = matches!(field.kind, Kind::Parameter);
        if list {
            cx.enter(0)?;
        }
        writer.start(field.name);
        encode::markup(writer, [encode::list_markup((list && record.extra().is_flipped(index)).then_some(false))]);
        for item in items {
            match (field.kind, item) {
                (Kind::Bag, Item::Value(Value::Object(entries))) => bag(cx, writer, &entries)?,
                (Kind::Parameter, Item::Value(Value::Object(entries))) => {
                    writer.start("parameter");
                    parameter(cx, writer, &entries)?;
                    writer.end();
                }
                (_, item) => encode::scalar(cx, writer, &item)?,
            }
        }
        writer.end();
        if list {
            cx.leave();
        }
    }
    if let Some(rel) = outline::rel(record) {
        encode::property_of(cx, writer, "rel", &Item::Text(rel))?;
    }
    encode::extra_properties(cx, writer, record.extra(), Some(record.shape()))?;
    for member in outline::members(record, Section::Links) {
        encode::links(cx, writer, &member)?;
    }
    encode::embedded_of(cx, writer, outline::members(record, Section::Embedded))?;
    writer.end();
    // a child takes some bytes
    outline::bound_members(cx, (writer.len() - start) / 7, || children_of(record))?;
    cx.leave();
    Ok(())
}

/// How many children the element of an error body has.
fn children_of(record: &dyn Record) -> usize {
    let slots = (0..record.shape().properties().len()).filter_map(|index| record.slot(index));
    let nodes = |section| outline::members(record, section).map(|member| member.nodes().count().max(1)).sum::<usize>();
    slots.filter(|slot| slot.is_present()).count()
        + usize::from(outline::rel(record).is_some())
        + record.extra().properties().len()
        + nodes(Section::Links)
        + nodes(Section::Embedded)
}

fn bag(cx: &mut Context<'_>, writer: &mut Writer, entries: &[(Text, Value)]) -> Result<(), Error> {
    cx.enter(0)?;
    outline::bound_members(cx, entries.len(), || entries.len())?;
    entries.iter().try_for_each(|(name, value)| encode::unknown_property(cx, writer, name, value))?;
    cx.leave();
    Ok(())
}

/// `name` and `reason` are elements, as the other parts of an error body are; the rest is as in a bag.
fn parameter(cx: &mut Context<'_>, writer: &mut Writer, entries: &[(Text, Value)]) -> Result<(), Error> {
    cx.enter(0)?;
    outline::bound_members(cx, entries.len(), || entries.len())?;
    let (mut name, mut reason) = (false, false);
    for (key, value) in entries {
        match (&**key, value) {
            ("name", Value::String(string)) if !std::mem::replace(&mut name, true) => {
                writer.start("name");
                encode::text(cx, writer, string)?;
                writer.end();
            }
            ("reason", Value::String(string)) if !std::mem::replace(&mut reason, true) => {
                writer.start("reason");
                encode::text(cx, writer, string)?;
                writer.end();
            }
            _ => encode::unknown_property(cx, writer, key, value)?,
        }
    }
    cx.leave();
    Ok(())
}
