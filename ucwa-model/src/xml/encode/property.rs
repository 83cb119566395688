//! Properties: those of the schema, and those that are kept as they came.

use std::borrow::Cow;

use super::{
    super::{Writer, forbidden, is_xml_char},
    name_attribute, only_carried,
};
use crate::{
    Error, Extra, Value,
    assemble::{Section, find_input, is_number, takes_text},
    context::Context,
    descriptor::Shape,
    outline,
    record::{Item, Record},
};

/// The properties of a record. `role` is what its attribute `rel` says.
pub(in crate::xml) fn properties(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    record: &dyn Record,
    role: Option<&str>,
) -> Result<(), Error> {
    if let Some(rel) = outline::rel_property(record, role) {
        property_of(cx, writer, "rel", &Item::Text(rel))?;
    }
    let (shape, plain) = (record.shape(), record.extra().is_plain());
    for (index, field) in shape.properties().iter().enumerate() {
        let Some(slot) = record.slot(index) else {
            continue;
        };
        let first = slot.item(0);
        if !field.many
            && let Some(item) = &first
            && (plain || record.extra().is_usual(index))
        {
            property_of(cx, writer, field.name, item)?;
            continue;
        }
        if !slot.is_present() {
            continue;
        }
        let list = field.many != record.extra().is_flipped(index);
        let name = outline::name(record, index, field);
        if list {
            begin_list(cx, slot.len())?;
            writer.start("propertyList");
            writer.attribute("name", name);
        }
        for item in (0..slot.len()).filter_map(|index| slot.item(index)) {
            writer.start(if list { "item" } else { "property" });
            if !list {
                writer.attribute("name", name);
            }
            scalar(cx, writer, &item)?;
            writer.end();
        }
        if list {
            writer.end();
            cx.leave();
        }
    }
    extra_properties(cx, writer, record.extra(), Some(shape))
}

/// Begins a list, which is a level. Refuses one with more items, which are children, than the limits.
fn begin_list(cx: &mut Context<'_>, count: usize) -> Result<(), Error> {
    cx.enter(0)?;
    outline::bound_members(cx, count, || count)?;
    outline::bound_items(cx, count)
}

/// A property of the schema.
pub(in crate::xml) fn property_of(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    name: &'static str,
    item: &Item<'_>,
) -> Result<(), Error> {
    let written = match item {
        Item::Text(string) => writer.property(name, string),
        Item::Boolean(value) => writer.property(name, boolean(*value)),
        Item::Integer(number) => writer.property(name, itoa::Buffer::new().format(*number)),
        Item::Date(date) => date.with_iso(|iso| writer.property(name, iso)),
        _ => false,
    };
    if written {
        return Ok(());
    }
    writer.start("property");
    writer.attribute("name", name);
    scalar(cx, writer, item)?;
    writer.end();
    Ok(())
}

/// The properties that have no field, or did not fit it.
pub(in crate::xml) fn extra_properties(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    extra: &Extra,
    shape: Option<&'static Shape>,
) -> Result<(), Error> {
    for (name, value) in extra.properties() {
        property(cx, writer, name, value, shape)?;
    }
    Ok(())
}

/// A property that is kept as it came. Text says that it is a literal where its field would take it for something else.
fn property(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    name: &str,
    value: &Value,
    shape: Option<&'static Shape>,
) -> Result<(), Error> {
    let list = matches!(value, Value::List(_));
    let misread = |value: &Value| match value {
        Value::String(text) => &*name == "rel" || shape.is_some_and(|shape| takes_text(shape, name, text, list)),
        _ => false,
    };
    let field = shape.and_then(|shape| find_input(shape, Section::Properties, name)).map(|(_, field)| field);
    let content = |cx: &mut Context<'_>, writer: &mut Writer, value: &Value| match value {
        Value::Number(number) if field.is_some_and(|field| is_number(field, number.as_str())) => {
            writer.text(number.as_str());
            Ok(())
        }
        value => value_text(cx, writer, value, misread(value)),
    };
    if let Value::List(items) = value {
        begin_list(cx, items.len())?;
        writer.start("propertyList");
        name_attribute(cx, writer, "name", name)?;
        for item in items {
            writer.start("item");
            content(cx, writer, item)?;
            writer.end();
        }
        cx.leave();
    } else {
        writer.start("property");
        name_attribute(cx, writer, "name", name)?;
        content(cx, writer, value)?;
    }
    writer.end();
    Ok(())
}

/// A property of something that has no table.
pub(in crate::xml) fn unknown_property(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    name: &str,
    value: &Value,
) -> Result<(), Error> {
    property(cx, writer, name, value, None)
}

/// The content of a property: plain text, null, or a literal.
pub(in crate::xml) fn value_text(cx: &mut Context<'_>, writer: &mut Writer, value: &Value, misread: bool) -> Result<(), Error> {
    match value {
        Value::Null => writer.nil(),
        Value::String(string) if !(misread && writer.has_markup()) => text(cx, writer, string)?,
        Value::Bool(value) if !writer.has_markup() => writer.text(boolean(*value)),
        value => {
            let literal = literal(cx, value)?;
            writer.markup(LITERAL);
            writer.text(&literal);
        }
    }
    Ok(())
}

/// Says that a text is a JSON literal.
const LITERAL: &[(&str, &str)] = &[("literal", "json")];

/// A boolean as servers write it.
fn boolean(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

pub(in crate::xml) fn scalar(cx: &mut Context<'_>, writer: &mut Writer, item: &Item<'_>) -> Result<(), Error> {
    match item {
        Item::Text(string) => text(cx, writer, string)?,
        Item::Boolean(value) => writer.text(boolean(*value)),
        Item::Integer(number) => writer.text(itoa::Buffer::new().format(*number)),
        Item::Date(date) => date.with_iso(|iso| writer.text(iso)),
        Item::Value(value) => value_text(cx, writer, value, true)?,
        Item::Link(_) | Item::Record(_) => {}
    }
    Ok(())
}

/// Text, or the literal of it if it holds characters that XML cannot carry.
pub(in crate::xml) fn text(cx: &mut Context<'_>, writer: &mut Writer, text: &str) -> Result<(), Error> {
    if forbidden(text).is_none() {
        writer.text(text);
        return Ok(());
    }
    if !writer.has_markup() {
        return only_carried(cx, text, "a text");
    }
    let mut json = crate::json::Writer::new(false);
    json.string(text);
    writer.markup(LITERAL);
    writer.text(&escape_noncharacters(&json.finish()));
    Ok(())
}

pub(in crate::xml) fn literal(cx: &mut Context<'_>, value: &Value) -> Result<String, Error> {
    Ok(escape_noncharacters(&crate::json::literal(cx, value)?).into_owned())
}

/// JSON with the two characters escaped that JSON may hold raw and XML may not.
fn escape_noncharacters(json: &str) -> Cow<'_, str> {
    if json.chars().all(is_xml_char) {
        json.into()
    } else {
        json.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff").into()
    }
}
