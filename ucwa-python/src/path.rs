//! Paths of findings → what a message holds there.

use ucwa_model::{
    AnyResource, Document, Event,
    record::{Record, ValueRef},
};

/// Whether the member of a message at a path, as in `_embedded.message.timeStamp`, holds a date. One that does not fit its field is kept
/// elsewhere, and is none.
pub(crate) fn is_date_in(document: &Document, path: &str) -> bool {
    match document {
        Document::Resource(resource) => is_date(resource.record(), path),
        Document::Events(events) => {
            let ((_, sender), rest) = step(path);
            let ((_, event), rest) = step(rest);
            let sender = events.senders.as_ref().and_then(|senders| senders.get(sender));
            let event = sender.and_then(|sender| sender.events.get(event)?.as_ref().ok());
            event.is_some_and(|event| is_date_in_event(event, rest))
        }
        _ => false,
    }
}

fn is_date_in_event(event: &Event, path: &str) -> bool {
    let (_, rest) = step(path); // `_embedded`
    let ((role, index), rest) = step(rest);
    let mut entries = event.embedded.iter().filter(|(name, _)| *name == role);
    entries.any(|(_, entry)| entry.iter().nth(index).is_some_and(|resource| is_date(resource.record(), rest)))
}

/// Whether the member of a record at a path holds a date.
pub(crate) fn is_date(record: &dyn Record, path: &str) -> bool {
    let ((name, index), rest) = step(path);
    if name == "_embedded" {
        let ((role, index), rest) = step(rest);
        return embedded(record, role, index).is_some_and(|child| is_date(child, rest));
    }
    rest.is_empty() && matches!(item(record, name, index), Some(ValueRef::Date(_)))
}

fn embedded<'r>(record: &'r dyn Record, role: &str, index: usize) -> Option<&'r dyn Record> {
    if let Some(ValueRef::Record(child)) = item(record, role, index) {
        return Some(child);
    }
    let mut entries = record.extra().embedded().iter().filter(|(name, _)| *name == role);
    entries.find_map(|(_, entry)| entry.iter().nth(index)).map(AnyResource::record)
}

/// A value of a field, whose name may come in another case in an input.
fn item<'r>(record: &'r dyn Record, name: &str, index: usize) -> Option<ValueRef<'r>> {
    let mut fields = record.shape().fields.iter().enumerate().filter(|(_, field)| field.name.eq_ignore_ascii_case(name));
    fields.find_map(|(slot, _)| record.slot(slot)?.item(index))
}

/// The first step of a path, with its place in a list, and the rest.
fn step(path: &str) -> ((&str, usize), &str) {
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    let indexed = step.strip_suffix(']').and_then(|step| step.rsplit_once('['));
    (indexed.and_then(|(name, index)| Some((name, index.parse().ok()?))).unwrap_or((step, 0)), rest)
}
