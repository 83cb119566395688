//! Record → JSON: rel, properties, links, embedded resources, and after each kind what the schema does not know of it.

mod members;

#[cfg(feature = "serde")]
pub(crate) use self::members::link;
#[cfg(feature = "serde")]
pub(super) use self::members::nodes_by_name;
pub(super) use self::members::{members, no_members, one_embedded, rest_of_link, section};
use super::{Writer, value, writer::member};
use crate::{
    Code, Date, Error, Extra, Text, Value,
    bind::Section,
    context::At,
    plan::{Outgoing, Property},
    record::{Record, ValueRef},
};

/// Encodes a document that is any value.
pub(crate) fn value(writer: &mut Writer, value: &Value) -> Result<(), Error> {
    value::write(writer, &At::ROOT, value)
}

/// Encodes a document that is a resource.
pub(crate) fn document(writer: &mut Writer, record: &dyn Record) -> Result<(), Error> {
    object(writer, &At::ROOT, record)
}

/// Encodes a resource.
pub(super) fn object(writer: &mut Writer, at: &At<'_>, record: &dyn Record) -> Result<(), Error> {
    let record = Outgoing::of(record);
    let level = writer.begin_object(at)?;
    own_rel(writer, at, record)?;
    properties(writer, at, record)?;
    extra_properties(writer, at, record.extra)?;
    members(writer, at, Section::Links, record)?;
    members(writer, at, Section::Embedded, record)?;
    writer.end_object(level);
    Ok(())
}

pub(super) fn own_rel(writer: &mut Writer, at: &At<'_>, record: Outgoing<'_>) -> Result<(), Error> {
    record.rel().map_or(Ok(()), |rel| writer.text(at, member!("rel"), rel))
}

fn properties(writer: &mut Writer, at: &At<'_>, record: Outgoing<'_>) -> Result<(), Error> {
    record.properties(|field, property| match property {
        Property::Usual(ValueRef::Text(text)) => writer.text(at, field.json, text),
        Property::Usual(item) => {
            writer.name(at, field.json)?;
            scalar(writer, at, item, || at.name(field.name))
        }
        Property::One { name, item } => {
            writer.key(at, name)?;
            scalar(writer, at, item, || at.name(field.name))
        }
        Property::List { name, slot } => {
            writer.key(at, name)?;
            let level = writer.begin_array(at)?;
            for (index, item) in (0..slot.len()).filter_map(|index| Some((index, slot.item(index)?))) {
                writer.element(at)?;
                let list = at.name(field.name);
                scalar(writer, at, &item, || list.index(index))?;
            }
            writer.end_array(level);
            Ok(())
        }
    })
}

pub(super) fn extra_properties(writer: &mut Writer, at: &At<'_>, extra: &Extra) -> Result<(), Error> {
    values(writer, at, extra.properties())
}

/// Members that are kept as they came.
pub(super) fn values(writer: &mut Writer, at: &At<'_>, members: &[(Text, Value)]) -> Result<(), Error> {
    members.iter().try_for_each(|(name, member)| {
        writer.key(at, name)?;
        value::write(writer, &at.name(name), member)
    })
}

/// The value of a property, or one of its list. `here` is where it stands, for what is reported of it.
fn scalar<'a>(writer: &mut Writer, at: &At<'_>, item: &ValueRef<'_>, here: impl FnOnce() -> At<'a>) -> Result<(), Error> {
    match item {
        ValueRef::Text(text) => writer.string(at, text)?,
        ValueRef::Boolean(value) => writer.boolean(*value),
        ValueRef::Integer(number) => writer.number(itoa::Buffer::new().format(*number)),
        ValueRef::Date(date) => {
            if !date.is_whole_milliseconds() {
                report_precision(writer, &here(), *date);
            }
            writer.date(at, *date)?;
        }
        ValueRef::Value(structure) => value::write(writer, at, structure)?,
        ValueRef::Link(_) | ValueRef::Record(_) => {}
    }
    Ok(())
}

/// Says that JSON cannot carry all of a date.
#[cold]
fn report_precision(writer: &mut Writer, at: &At<'_>, date: Date) {
    let (expected, found) = ("a time in whole milliseconds", date.to_string());
    writer.bounds.note(at, Code::Precision, expected.into(), found.as_str().into());
}
