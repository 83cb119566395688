//! How the slots of a resource become values.

use ucwa_model::{
    DataBody, Date, Link,
    descriptor::{Field, Kind},
    record::{FieldAccess, Record, ValueRef},
};

use crate::builders::Cell;

/// Gives the value of a slot, and whether it says all that the slot holds.
pub(crate) fn slot(record: &dyn Record, index: usize, cell: Cell<'_>) -> bool {
    let Some((slot, field)) = found(record, index) else {
        cell.null();
        return true;
    };
    match slot.item(0) {
        _ if field.many => cell.texts((0..slot.len()).filter_map(|index| text_of(&slot.item(index)?))),
        Some(ValueRef::Boolean(value)) => cell.boolean(value),
        Some(ValueRef::Integer(value)) => cell.integer(Some(value)),
        Some(ValueRef::Date(date)) => time(cell, Some(date)),
        Some(ValueRef::Link(link)) if matches!(field.kind, Kind::Data) => {
            let text = content(link); // made once
            cell.exact(text.as_deref());
            return text.is_some() && is_bare(link);
        }
        Some(item) => cell.exact(text_of(&item)),
        None => cell.null(),
    }
    is_held(record, index)
}

/// Whether the value of a slot says all that the slot holds.
pub(crate) fn is_held(record: &dyn Record, index: usize) -> bool {
    let Some((slot, field)) = found(record, index) else { return true };
    if field.many {
        return (0..slot.len()).all(|index| match slot.item(index) {
            Some(ValueRef::Link(link)) => is_bare(link),
            item => item.as_ref().and_then(text_of).is_some(),
        });
    }
    match slot.item(0) {
        Some(ValueRef::Boolean(_) | ValueRef::Integer(_) | ValueRef::Text(_)) => true,
        Some(ValueRef::Date(date)) => microseconds(date).is_some_and(|(_, exact)| exact),
        Some(ValueRef::Link(link)) if matches!(field.kind, Kind::Data) => is_bare(link) && content(link).is_some(),
        Some(ValueRef::Link(link)) => is_bare(link),
        _ => false,
    }
}

/// A slot that is there, and what it is.
fn found(record: &dyn Record, index: usize) -> Option<(&dyn FieldAccess, &'static Field)> {
    if index < 64 && record.present() >> index & 1 == 0 {
        return None;
    }
    let slot = record.slot(index).filter(|slot| slot.is_present())?;
    Some((slot, record.shape().fields.get(index)?))
}

/// A value that is a text; of a link the href.
fn text_of<'a>(item: &ValueRef<'a>) -> Option<&'a str> {
    match item {
        ValueRef::Text(text) => Some(text.as_str()),
        ValueRef::Link(link) => Some(&link.href),
        _ => None,
    }
}

/// The text that a data link carries.
pub(crate) fn content(link: &Link) -> Option<String> {
    DataBody::decode_lenient(&link.href).ok()?.0.into_text().ok()
}

/// Whether a link has nothing but an href.
fn is_bare(link: &Link) -> bool {
    link.title().is_none() && link.revision().is_none() && link.extra().is_empty()
}

pub(crate) fn time(cell: Cell<'_>, date: Option<Date>) {
    cell.integer(date.and_then(microseconds).map(|(time, _)| time));
}

/// Microseconds since 1970, towards the past, and whether they say what JSON would; digits below them count for nothing.
fn microseconds(date: Date) -> Option<(i64, bool)> {
    if let Some(time) = date.timestamp() {
        return Some((i64::try_from(time.as_nanosecond().div_euclid(1000)).ok()?, true));
    }
    // the first and the last day of the calendar
    let milliseconds = date.as_milliseconds();
    Some((milliseconds.checked_mul(1000)?, Date::from_milliseconds(milliseconds) == Some(date)))
}
