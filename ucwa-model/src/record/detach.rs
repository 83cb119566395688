//! Records, detached from the message that they came in.

use super::{FieldValue, Record, Scalar, ValueRef, WireValue};

/// Gives all texts of a record memory of their own; see [`Codec::detach`](crate::Codec::detach).
#[inline(never)] // else it is repeated for each type, with all of its slots
pub fn detach(record: &mut dyn Record) {
    for index in 0..record.shape().fields.len() {
        if let Some(slot) = record.slot_mut(index) {
            slot.detach();
        }
    }
    record.extra_mut().detach();
}

/// A value anew, from texts with memory of their own. `None` for one that has no texts.
#[inline(never)] // it needs much room, and `detach` descends
pub(super) fn copy_of<T: FieldValue>(value: &T) -> Option<T> {
    let copy = match value.item() {
        ValueRef::Text(text) => T::put(WireValue::Scalar(Scalar::Text(text.as_str().into()))),
        ValueRef::Value(mut value) => {
            value.detach();
            T::put(WireValue::Value(&value))
        }
        ValueRef::Link(link) => {
            let mut link = link.clone();
            link.detach();
            T::put(WireValue::Link(link))
        }
        ValueRef::Boolean(_) | ValueRef::Integer(_) | ValueRef::Date(_) | ValueRef::Record(_) => return None,
    };
    copy.ok().map(|(copy, _)| copy)
}

#[cfg(test)]
mod tests {
    use std::sync::Weak;

    use super::detach;
    use crate::{
        AnyResource, Entry, Link, Value,
        descriptor::{self, Kind},
        record::{BorrowedText, Record, Scalar, WireValue},
        text::Buffer,
    };

    /// More bytes than a text has room for, and fewer than any limit.
    const LONG: &str = "sip:lene.aaling.of.the.north@contoso.com";

    /// Puts a long text of the buffer wherever a record has room for one.
    fn fill(record: &mut dyn Record, text: BorrowedText<'_>, depth: usize) {
        let member = || Value::Object(vec![(text.into(), Value::List(vec![Value::String(text.into())]))]);
        let link = || {
            let mut link = Link::new(text).with_title(text).with_revision(text);
            link.push_extra(text, member());
            link
        };
        for (index, field) in record.shape().fields.iter().enumerate() {
            let Some(slot) = record.slot_mut(index) else { continue };
            let put = match field.kind {
                Kind::Boolean | Kind::Integer | Kind::Date => continue,
                Kind::Bag | Kind::Parameter => slot.put(WireValue::Value(&member())),
                Kind::Link | Kind::Data => slot.put(WireValue::Link(link())),
                Kind::Embedded(_) if depth == 0 => continue,
                Kind::Embedded(_) => {
                    fill(slot.open().unwrap(), text, depth - 1);
                    continue;
                }
                _ => slot.put(WireValue::Scalar(Scalar::Text(text))),
            };
            put.unwrap();
        }
        let extra = record.extra_mut();
        extra.push_property(text, member());
        extra.push_link(text, Entry::Many(vec![link()]));
        (0..40).for_each(|_| extra.push_link(text, Entry::One(link()))); // enough for an index
        extra.push_embedded(text, Entry::Raw(member()));
        extra.set_rel(text.into());
        extra.set_spelling(0, text.into());
    }

    fn holds(buffer: &Weak<impl Sized>) -> bool {
        buffer.strong_count() > 0
    }

    #[test]
    fn no_type_keeps_its_message() {
        let inputs = descriptor::definitions().flat_map(|one| one.operations).filter_map(|operation| operation.input);
        for shape in descriptor::definitions().filter_map(|one| one.shape).chain(inputs) {
            let buffer = Buffer::new(LONG);
            let memory = buffer.weak();
            let mut record = (shape.new)();
            fill(&mut *record, BorrowedText::new(buffer.as_str(), Some(&buffer)), 2);
            let mut other = AnyResource::default();
            fill(other.record_mut(), BorrowedText::new(buffer.as_str(), Some(&buffer)), 1);
            record.extra_mut().push_embedded("x", Entry::One(other));
            drop(buffer);
            assert!(holds(&memory), "{}", shape.name);
            let copy = record.clone();
            assert_eq!(*copy, *record, "{}", shape.name);
            assert_eq!(format!("{copy:?}"), format!("{record:?}"));
            detach(&mut *record);
            assert!(holds(&memory), "a copy of {} shares the message", shape.name);
            record = copy;
            detach(&mut *record);
            assert!(!holds(&memory), "{}: {record:?}", shape.name);
        }
    }
}
