//! Inputs by name: out of a record and into one, whatever its type.

use crate::{
    Extra, Value, bind,
    descriptor::Shape,
    dialect,
    http::QueryError,
    record::{self, FieldAccess, Record, Rejected, Scalar, ValueRef, WireValue},
};

/// The index of a property or a data link.
fn index(shape: &'static Shape, name: &str) -> Option<usize> {
    shape.fields.iter().take(shape.embedded).position(|field| field.name == name)
}

/// The slot of that name.
pub(crate) fn slot<'a>(record: &'a dyn Record, name: &str) -> Option<&'a dyn FieldAccess> {
    record.slot(index(record.shape(), name)?)
}

/// The link of that rel, if there is one.
pub(crate) fn link<'a>(record: &'a dyn Record, rel: &str) -> Option<&'a crate::Link> {
    let shape = record.shape();
    let index = shape.links().iter().position(|field| field.name == rel)?;
    match record.slot(shape.links + index)?.item(0)? {
        ValueRef::Link(link) => Some(link),
        _ => None,
    }
}

/// Whether a record has the member of that name, even if it does not fit.
pub(crate) fn is_given(record: &dyn Record, name: &str) -> bool {
    let shape = record.shape();
    let field = index(shape, name).and_then(|index| Some((index, shape.fields.get(index)?)));
    field.is_some_and(|(index, field)| bind::is_given(record, index, field))
}

/// Whether a record holds nothing.
pub(crate) fn is_blank(record: &dyn Record) -> bool {
    let slots = (0..record.shape().fields.len()).filter_map(|index| record.slot(index));
    record.extra().is_empty() && slots.filter(|slot| slot.is_present()).count() == 0
}

/// Takes out the values of the fields whose names fit, as texts of a query.
pub(crate) fn take_texts(record: &mut dyn Record, fits: impl Fn(&str) -> bool) -> Vec<(&'static str, String)> {
    let mut texts = Vec::new();
    for (index, field) in record.shape().fields.iter().enumerate().filter(|(_, field)| fits(field.name)) {
        let Some(slot) = record.slot_mut(index) else {
            continue;
        };
        let values: Option<Vec<String>> = (0..slot.len()).map(|item| text(&slot.item(item)?)).collect();
        if let Some(values) = values {
            texts.extend(values.into_iter().map(|value| (field.name, value)));
            slot.clear();
        }
    }
    texts
}

/// A value as a text of a query.
fn text(item: &ValueRef<'_>) -> Option<String> {
    match item {
        ValueRef::Text(text) => Some(text.as_str().to_owned()),
        ValueRef::Boolean(value) => Some(value.to_string()),
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Date(date) => Some(date.to_iso()),
        ValueRef::Link(link) => Some(link.href.to_string()),
        ValueRef::Value(_) | ValueRef::Record(_) => None,
    }
}

/// Puts a text of a query into the field of that name, if there is one and it is still empty.
pub(crate) fn put_text(record: &mut dyn Record, name: &str, value: &str) -> Result<(), QueryError> {
    let shape = record.shape();
    let Some(index) = index(shape, name) else {
        return Ok(());
    };
    let many = shape.fields.get(index).is_some_and(|field| field.many);
    let is_link = index >= shape.links;
    let Some(slot) = record.slot_mut(index).filter(|slot| many || slot.is_empty()) else {
        return Ok(());
    };
    let incoming =
        if is_link { WireValue::Link(crate::Link::new(value)) } else { WireValue::Scalar(Scalar::Untyped(value.into())) };
    slot.put(incoming).map(|_| ()).map_err(|rejected| rejection(rejected, value))
}

fn rejection(rejected: Rejected, value: &str) -> QueryError {
    let (expected, found) = match rejected {
        Rejected::Kind { expected, found } => (expected.to_owned(), found.to_owned()),
        Rejected::Syntax { expected } => (expected.to_owned(), format!("{:?}", value.chars().take(60).collect::<String>())),
        Rejected::Length { limit, found } => (format!("at most {limit} UTF-16 code units"), found.to_string()),
    };
    QueryError::Value { expected, found }
}

/// Puts a value as decoded into an empty slot; all of it, or nothing.
pub(crate) fn put_value(slot: &mut dyn FieldAccess, value: &Value) -> bool {
    let items = match value {
        Value::List(items) => items.as_slice(),
        value => std::slice::from_ref(value),
    };
    slot.begin();
    let fits = items.iter().all(|item| slot.put(incoming(item)).is_ok());
    if !fits {
        slot.clear();
    }
    fits
}

fn incoming(value: &Value) -> WireValue<'_> {
    match value {
        Value::Bool(value) => WireValue::Scalar(Scalar::Boolean(*value)),
        Value::Number(number) => WireValue::Scalar(Scalar::Number(number.as_str())),
        Value::String(text) => WireValue::Scalar(Scalar::Text(text.as_str().into())),
        other => WireValue::Value(other),
    }
}

/// Copies every property of a record into another one: to the field of the same name, or beside the fields. So does a rel with the
/// prefix of a dialect; links and embedded resources stay behind.
pub(crate) fn copy_properties(from: &dyn Record, to: &mut dyn Record) {
    if let Some(rel) = record::rel(from).filter(|rel| dialect::split(rel).is_some()) {
        to.extra_mut().set_rel(rel.into());
    }
    for (index, field) in from.shape().properties().iter().enumerate() {
        let Some(slot) = from.slot(index).filter(|slot| slot.is_present()) else {
            continue;
        };
        let values: Vec<Value> = (0..slot.len()).filter_map(|item| value(slot.item(item)?)).collect();
        let value = if field.many { Some(Value::List(values)) } else { values.into_iter().next() };
        if let Some(value) = value {
            place(to, field.name, value);
        }
    }
    for (name, value) in from.extra().properties() {
        place(to, name, value.clone());
    }
}

fn place(to: &mut dyn Record, name: &str, value: Value) {
    let index = index(to.shape(), name).filter(|index| *index < to.shape().links);
    let taken = index.and_then(|index| to.slot_mut(index)).is_some_and(|slot| !slot.is_present() && put_value(slot, &value));
    if !taken {
        let extra: &mut Extra = to.extra_mut();
        extra.push_property(name, value);
    }
}

/// A value as `Extra` keeps it. A date is text, in the form that either codec understands.
fn value(item: ValueRef<'_>) -> Option<Value> {
    match item {
        ValueRef::Text(text) => Some(Value::from(text.as_str())),
        ValueRef::Boolean(value) => Some(Value::Bool(value)),
        ValueRef::Integer(number) => Some(Value::from(number)),
        ValueRef::Date(date) => Some(Value::from(date.to_iso().as_str())),
        ValueRef::Value(value) => Some(value),
        ValueRef::Link(_) | ValueRef::Record(_) => None,
    }
}
