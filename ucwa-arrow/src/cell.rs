//! A value of a row, and how the slots of a resource become values.

use std::borrow::Cow;

use ucwa_model::{
    DataBody, Date, Link,
    descriptor::{Field, Kind},
    record::{FieldAccess, Record, ValueRef},
};

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell<'a> {
    Null,
    Text(Cow<'a, str>),
    Boolean(bool),
    Integer(i64),
    /// Microseconds since 1970.
    Time(i64),
    Texts(Vec<Cow<'a, str>>),
}

impl<'a> Cell<'a> {
    /// A text that may be absent. An empty one, which stands for none in what the library reads, is.
    pub(crate) fn text(text: Option<&'a str>) -> Self {
        text.filter(|text| !text.is_empty()).map_or(Self::Null, |text| Self::Text(text.into()))
    }

    /// A text that was made.
    pub(crate) fn made(text: Option<String>) -> Self {
        text.map_or(Self::Null, |text| Self::Text(text.into()))
    }

    /// A number of bytes, or of things.
    pub(crate) fn count(count: usize) -> Self {
        Self::Integer(i64::try_from(count).unwrap_or(i64::MAX))
    }

    pub(crate) fn time(date: Option<Date>) -> Self {
        date.and_then(microseconds).map_or(Self::Null, |(time, _)| Self::Time(time))
    }

    /// The value of a slot, and whether it says all that the slot holds.
    pub(crate) fn of_slot(record: &'a dyn Record, index: usize) -> (Self, bool) {
        let (Some(slot), Some(field)) = (record.slot(index), record.shape().fields.get(index)) else { return (Self::Null, true) };
        if !slot.is_present() {
            return (Self::Null, true);
        }
        if field.many {
            return list(slot);
        }
        slot.item(0).map_or((Self::Null, false), |item| one(field, &item))
    }
}

fn one<'a>(field: &Field, item: &ValueRef<'a>) -> (Cell<'a>, bool) {
    match item {
        ValueRef::Text(text) => (Cell::Text(text.as_str().into()), true),
        ValueRef::Boolean(value) => (Cell::Boolean(*value), true),
        ValueRef::Integer(value) => (Cell::Integer(*value), true),
        ValueRef::Date(date) => microseconds(*date).map_or((Cell::Null, false), |(time, exact)| (Cell::Time(time), exact)),
        ValueRef::Link(link) if matches!(field.kind, Kind::Data) => match content(link) {
            Some(text) => (Cell::Text(text.into()), is_bare(link)),
            None => (Cell::Null, false),
        },
        ValueRef::Link(link) => (Cell::Text((&*link.href).into()), is_bare(link)),
        _ => (Cell::Null, false),
    }
}

fn list(slot: &dyn FieldAccess) -> (Cell<'_>, bool) {
    let mut whole = true;
    let items = (0..slot.len()).filter_map(|index| slot.item(index));
    let texts = items.filter_map(|item| match item {
        ValueRef::Text(text) => Some(text.as_str().into()),
        ValueRef::Link(link) => {
            whole &= is_bare(link);
            Some((&*link.href).into())
        }
        _ => {
            whole = false;
            None
        }
    });
    let texts = texts.collect();
    (Cell::Texts(texts), whole)
}

/// The text that a data link carries.
pub(crate) fn content(link: &Link) -> Option<String> {
    DataBody::decode_lenient(&link.href).ok()?.0.into_text().ok()
}

/// Whether a link has nothing but an href.
fn is_bare(link: &Link) -> bool {
    link.title().is_none() && link.revision().is_none() && link.extra().is_empty()
}

/// Microseconds since 1970, towards the past, and whether they are exact.
fn microseconds(date: Date) -> Option<(i64, bool)> {
    if let Some(time) = date.timestamp() {
        let nanoseconds = time.as_nanosecond();
        return Some((i64::try_from(nanoseconds.div_euclid(1000)).ok()?, nanoseconds.rem_euclid(1000) == 0));
    }
    // the first and the last day of the calendar
    let milliseconds = date.as_milliseconds();
    Some((milliseconds.checked_mul(1000)?, Date::from_milliseconds(milliseconds) == Some(date)))
}
