//! What a person asks of a resource: where it is, when it was, and what was said.

use ucwa_model::{
    Date, Link,
    record::{Record, ValueRef},
};

use crate::cell::content;

/// The links that carry what was said. Other data links carry what programs tell each other: keys, media, custom content.
const BODIES: [&str; 3] = ["message", "plainMessage", "htmlMessage"];

pub(crate) fn href(record: &dyn Record) -> Option<&str> {
    link(record, "self").map(|link| &*link.href)
}

/// The time stamp of a resource, or of the first that has one inside.
pub(crate) fn time(record: &dyn Record) -> Option<Date> {
    first(record, &|record| {
        let slot = record.shape().property("timeStamp")?;
        match record.slot(slot)?.item(0)? {
            ValueRef::Date(date) => Some(date),
            _ => None,
        }
    })
}

/// The text of a resource, or of the first that has one inside.
pub(crate) fn text(record: &dyn Record) -> Option<String> {
    first(record, &|record| BODIES.into_iter().find_map(|name| content(link(record, name)?)))
}

fn link<'r>(record: &'r dyn Record, name: &str) -> Option<&'r Link> {
    let slot = record.shape().link(name)?;
    match record.slot(slot)?.item(0)? {
        ValueRef::Link(link) => Some(link),
        _ => None,
    }
}

/// What a function finds in a record, or else in what is embedded there. Records are as deep as the limits of decoding allow.
fn first<T>(record: &dyn Record, find: &dyn Fn(&dyn Record) -> Option<T>) -> Option<T> {
    find(record).or_else(|| {
        let embedded = record.shape().embedded().len();
        let slots = record.shape().fields.len() - embedded..record.shape().fields.len();
        let mut slots = slots.filter_map(|index| record.slot(index));
        slots.find_map(|slot| {
            (0..slot.len()).find_map(|index| match slot.item(index) {
                Some(ValueRef::Record(child)) => first(child, find),
                _ => None,
            })
        })
    })
}
