//! Properties: those of the schema, and those that are kept as they came.

use std::borrow::Cow;

use super::{
    super::{Writer, is_xml_char, writer::only_carried},
    NAME,
};
use crate::{
    __names, Error, Extra, Value,
    bind::{Section, find_input, is_number, takes_text},
    context::At,
    descriptor::{Field, Kind, Shape},
    plan::{self, Outgoing, Property},
    record::ValueRef,
};

/// The properties of a record. `role` is what its attribute `rel` says.
pub(in crate::xml) fn properties(
    writer: &mut Writer,
    at: &At<'_>,
    record: Outgoing<'_>,
    role: Option<&str>,
) -> Result<(), Error> {
    if let Some(rel) = plan::rel_property(record, role) {
        property_of(writer, at, &REL, &ValueRef::Text(rel.into()))?;
    }
    record.properties(|field, property| match property {
        Property::Usual(item) => property_of(writer, at, field, item),
        Property::List { name, slot } => {
            let mut items = (0..slot.len()).filter_map(|index| slot.item(index));
            list(writer, at, name, |writer| items.try_for_each(|item| list_item(writer, at, |writer| scalar(writer, at, &item))))
        }
        Property::One { name, item } => {
            writer.start(at, "property")?;
            writer.attribute(at, NAME, name)?;
            scalar(writer, at, item)?;
            writer.end("property");
            Ok(())
        }
    })?;
    extra_properties(writer, at, record.extra, Some(record.shape))
}

/// A list, which is a level. Its items are children too.
fn list(writer: &mut Writer, at: &At<'_>, name: &str, items: impl FnOnce(&mut Writer) -> Result<(), Error>) -> Result<(), Error> {
    writer.start(at, "propertyList")?;
    let level = writer.enter(at)?;
    writer.attribute(at, NAME, name)?;
    items(writer)?;
    writer.leave(level);
    writer.end("propertyList");
    Ok(())
}

fn list_item(writer: &mut Writer, at: &At<'_>, value: impl FnOnce(&mut Writer) -> Result<(), Error>) -> Result<(), Error> {
    writer.start(at, "item")?;
    writer.bounds.are_items(at)?;
    value(writer)?;
    writer.end("item");
    Ok(())
}

/// What a resource calls itself, as the property that it is in XML.
pub(in crate::xml) const REL: Field = Field::of(__names!("rel"), Kind::String { limit: None }, false, false, None, "");

/// A property of the schema.
pub(in crate::xml) fn property_of(writer: &mut Writer, at: &At<'_>, field: &Field, item: &ValueRef<'_>) -> Result<(), Error> {
    let written = match item {
        ValueRef::Text(string) => writer.property(at, field.xml, string),
        ValueRef::Boolean(value) => writer.property(at, field.xml, boolean(*value)),
        ValueRef::Integer(number) => writer.property(at, field.xml, itoa::Buffer::new().format(*number)),
        ValueRef::Date(date) => date.with_iso(|iso| writer.property(at, field.xml, iso)),
        _ => Ok(false),
    };
    if written? {
        return Ok(());
    }
    writer.start(at, "property")?;
    writer.attribute(at, NAME, field.name)?;
    scalar(writer, at, item)?;
    writer.end("property");
    Ok(())
}

/// The properties that have no field, or did not fit it.
pub(in crate::xml) fn extra_properties(
    writer: &mut Writer,
    at: &At<'_>,
    extra: &Extra,
    shape: Option<&'static Shape>,
) -> Result<(), Error> {
    extra.properties().iter().try_for_each(|(name, value)| property(writer, at, name, value, shape))
}

/// A property that is kept as it came. Text says that it is a literal where its field would take it for something else.
fn property(writer: &mut Writer, at: &At<'_>, name: &str, value: &Value, shape: Option<&'static Shape>) -> Result<(), Error> {
    let is_list = matches!(value, Value::List(_));
    let misread = |value: &Value| match value {
        Value::String(text) => name == "rel" || shape.is_some_and(|shape| takes_text(shape, name, text, is_list)),
        _ => false,
    };
    let field = shape.and_then(|shape| find_input(shape, Section::Properties, name)).map(|(_, field)| field);
    let content = |writer: &mut Writer, value: &Value| match value {
        Value::Number(number) if field.is_some_and(|field| is_number(field, number.as_str())) => {
            text(writer, at, number.as_str())
        }
        value => value_text(writer, &at.name(name), value, misread(value)),
    };
    if let Value::List(items) = value {
        let mut items = items.iter();
        return list(writer, at, name, |writer| items.try_for_each(|item| list_item(writer, at, |writer| content(writer, item))));
    }
    writer.start(at, "property")?;
    writer.attribute(at, NAME, name)?;
    content(writer, value)?;
    writer.end("property");
    Ok(())
}

/// A property of something that has no table.
pub(in crate::xml) fn unknown_property(writer: &mut Writer, at: &At<'_>, name: &str, value: &Value) -> Result<(), Error> {
    property(writer, at, name, value, None)
}

/// The content of a property: plain text, null, or a literal.
pub(in crate::xml) fn value_text(writer: &mut Writer, at: &At<'_>, value: &Value, misread: bool) -> Result<(), Error> {
    match value {
        Value::Null => writer.nil(at),
        Value::String(string) if !misread => text(writer, at, string),
        Value::String(_) | Value::Bool(_) if !writer.has_markup() => {
            literal_markup(writer, at)?; // which is reported
            text(writer, at, value.as_str().unwrap_or_else(|| boolean(*value == Value::Bool(true))))
        }
        value => {
            let literal = literal(writer, at, value)?;
            literal_text(writer, at, &literal)
        }
    }
}

/// Says in the markup that the text of an element is a JSON literal.
fn literal_markup(writer: &mut Writer, at: &At<'_>) -> Result<(), Error> {
    writer.markup(at, &[Some((" u:literal=\"", "json"))])
}

/// A text that is a JSON literal, which the markup says.
fn literal_text(writer: &mut Writer, at: &At<'_>, literal: &str) -> Result<(), Error> {
    literal_markup(writer, at)?;
    writer.text(at, literal)?;
    Ok(())
}

/// A boolean as servers write it.
fn boolean(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

pub(in crate::xml) fn scalar(writer: &mut Writer, at: &At<'_>, item: &ValueRef<'_>) -> Result<(), Error> {
    match item {
        ValueRef::Text(string) => text(writer, at, string),
        ValueRef::Boolean(value) => text(writer, at, boolean(*value)),
        ValueRef::Integer(number) => text(writer, at, itoa::Buffer::new().format(*number)),
        ValueRef::Date(date) => date.with_iso(|iso| text(writer, at, iso)),
        ValueRef::Value(value) => value_text(writer, at, value, true),
        ValueRef::Link(_) | ValueRef::Record(_) => Ok(()),
    }
}

/// Text, or the literal of it if it holds characters that XML cannot carry.
pub(in crate::xml) fn text(writer: &mut Writer, at: &At<'_>, text: &str) -> Result<(), Error> {
    if writer.text(at, text)? {
        return Ok(());
    }
    if !writer.has_markup() {
        return only_carried(at, text, "a text");
    }
    let literal = literal(writer, at, &text.into())?;
    literal_text(writer, at, &literal)
}

/// A value as JSON, with the two characters escaped that JSON may hold raw and XML may not.
pub(in crate::xml) fn literal(writer: &Writer, at: &At<'_>, value: &Value) -> Result<String, Error> {
    let json = crate::json::literal(&writer.bounds, at, value)?;
    Ok(escape_noncharacters(&json).into_owned())
}

fn escape_noncharacters(json: &str) -> Cow<'_, str> {
    if json.chars().all(is_xml_char) {
        json.into()
    } else {
        json.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff").into()
    }
}
