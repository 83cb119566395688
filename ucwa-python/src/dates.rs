//! Dates of the library → `datetime`, in the dictionaries that JSON has become.

use pyo3::{
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyList},
};
use ucwa_model::{
    AnyResource, Date, Document, Embedded, Events,
    descriptor::Kind,
    dialect::plain_rel,
    jiff::Timestamp,
    record::{FieldAccess, Record, ValueRef},
};

/// Puts the dates of a message into the dictionary that is its JSON.
pub(crate) fn of_document(object: &Bound<'_, PyAny>, document: &Document) -> PyResult<()> {
    match document {
        Document::Resource(resource) => of_record(object, resource.record()),
        Document::Events(events) => of_events(object, events),
        _ => Ok(()),
    }
}

fn of_events(object: &Bound<'_, PyAny>, events: &Events) -> PyResult<()> {
    for (sender, of) in list(object, "sender")?.iter().zip(events.senders.iter().flatten()) {
        for (event, of) in list(sender, "events")?.iter().zip(&of.events) {
            if let Ok(of) = of {
                of_embedded(event, &of.embedded)?;
            }
        }
    }
    Ok(())
}

fn of_embedded(event: &Bound<'_, PyAny>, embedded: &Embedded) -> PyResult<()> {
    for (role, entry) in embedded.iter() {
        of_resources(event, role, entry.iter().map(AnyResource::record))?;
    }
    Ok(())
}

/// Puts the dates of a record into the dictionary that is its JSON.
pub(crate) fn of_record(object: &Bound<'_, PyAny>, record: &dyn Record) -> PyResult<()> {
    for (index, field) in record.shape().fields.iter().enumerate() {
        let Some(slot) = record.slot(index).filter(|slot| slot.is_present()) else { continue };
        match field.kind {
            Kind::Date => of_slot(object, field.name, field.many, slot)?,
            Kind::Embedded(_) => of_resources(object, field.name, records(slot))?,
            _ => {}
        }
    }
    for (role, entry) in record.extra().embedded() {
        of_resources(object, role, entry.iter().map(AnyResource::record))?;
    }
    Ok(())
}

fn records(slot: &dyn FieldAccess) -> impl Iterator<Item = &dyn Record> {
    (0..slot.len()).filter_map(|index| match slot.item(index) {
        Some(ValueRef::Record(record)) => Some(record),
        _ => None,
    })
}

fn of_slot(object: &Bound<'_, PyAny>, name: &str, many: bool, slot: &dyn FieldAccess) -> PyResult<()> {
    let Some((key, _)) = member(object, name)? else { return Ok(()) };
    let dates = (0..slot.len()).filter_map(|index| match slot.item(index) {
        Some(ValueRef::Date(date)) => Some(date),
        _ => None,
    });
    let dates = dates.map(|date| datetime(object.py(), date)).collect::<PyResult<Vec<_>>>()?;
    match (many, dates.into_iter().collect::<Vec<_>>()) {
        (true, dates) => object.set_item(key, dates),
        (false, dates) => dates.first().map_or(Ok(()), |date| object.set_item(key, date)),
    }
}

/// Puts the dates of resources into what stands under their role.
fn of_resources<'r>(object: &Bound<'_, PyAny>, role: &str, records: impl Iterator<Item = &'r dyn Record>) -> PyResult<()> {
    let Some((_, embedded)) = member(object, "_embedded")? else { return Ok(()) };
    let Some((_, under)) = member(&embedded, role)? else { return Ok(()) };
    let objects = if under.is_instance_of::<PyList>() { items(&under)? } else { vec![under] };
    objects.iter().zip(records).try_for_each(|(object, record)| of_record(object, record))
}

/// A member by its name, with the prefix of a dialect or without; that of an input in any case.
fn member<'py>(object: &Bound<'py, PyAny>, name: &str) -> PyResult<Option<(Bound<'py, PyAny>, Bound<'py, PyAny>)>> {
    let Ok(object) = object.cast::<PyDict>() else { return Ok(None) };
    if let Some(value) = object.get_item(name)? {
        return Ok(Some((name.into_pyobject(object.py())?.into_any(), value)));
    }
    let is =
        |key: &Bound<'py, PyAny>| key.extract::<String>().is_ok_and(|key| plain_rel(&key).eq_ignore_ascii_case(plain_rel(name)));
    Ok(object.iter().find(|(key, _)| is(key)))
}

fn list<'py>(object: &Bound<'py, PyAny>, name: &str) -> PyResult<Vec<Bound<'py, PyAny>>> {
    member(object, name)?.map_or(Ok(Vec::new()), |(_, list)| items(&list))
}

fn items<'py>(list: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyAny>>> {
    Ok(list.cast::<PyList>().map(|list| list.iter().collect()).unwrap_or_default())
}

/// A `datetime` with the offset from UTC that the date was written with; beyond the years of Python, the date as text.
fn datetime<'py>(py: Python<'py>, date: Date) -> PyResult<Bound<'py, PyAny>> {
    let microseconds =
        date.timestamp().map_or(i128::from(date.as_milliseconds()) * 1000, |time| time.as_nanosecond().div_euclid(1000));
    let made = microseconds_to_datetime(py, microseconds, date.offset().seconds())?;
    Ok(made.unwrap_or(date.to_iso().into_pyobject(py)?.into_any()))
}

/// A `datetime` in UTC, of microseconds since 1970; beyond the years of Python, as [`datetime`] has it.
pub(crate) fn of_microseconds(py: Python<'_>, microseconds: i64) -> PyResult<Bound<'_, PyAny>> {
    if let Some(made) = microseconds_to_datetime(py, microseconds.into(), 0)? {
        return Ok(made);
    }
    let date = Timestamp::from_microsecond(microseconds).ok().map(Date::from);
    let date = date.or_else(|| Date::from_milliseconds(microseconds.div_euclid(1000)));
    Ok(date.map(Date::to_iso).into_pyobject(py)?.into_any())
}

/// A `datetime` with an offset in seconds, of microseconds since 1970; nothing beyond the years of Python.
fn microseconds_to_datetime<'py>(py: Python<'py>, microseconds: i128, offset: i32) -> PyResult<Option<Bound<'py, PyAny>>> {
    static DATETIME: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let made = DATETIME.import(py, "ucwa_codec._types", "_datetime")?.call1((microseconds, offset))?;
    Ok(Some(made).filter(|made| !made.is_none()))
}
