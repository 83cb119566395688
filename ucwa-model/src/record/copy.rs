//! Copies of records, slot by slot, so that no type needs code of its own for it.

use super::{Record, Scalar, ValueRef, WireValue};

impl Clone for Box<dyn Record> {
    fn clone(&self) -> Self {
        let mut fresh = (self.shape().new)();
        copy(&**self, &mut *fresh);
        fresh
    }
}

/// Fills an empty record of the type. Texts go on sharing the memory of their message.
pub fn copy(from: &dyn Record, to: &mut dyn Record) {
    for index in 0..from.shape().fields.len() {
        let Some(slot) = from.slot(index).filter(|slot| slot.is_present()) else { continue };
        let Some(copy) = to.slot_mut(index) else { continue };
        copy.begin();
        for item in (0..slot.len()).filter_map(|item| slot.item(item)) {
            match item {
                ValueRef::Record(child) => {
                    if let Some(fresh) = copy.open() {
                        self::copy(child, fresh);
                    }
                }
                item => {
                    // a typed value fits its own type
                    with_incoming(item, |incoming| _ = copy.put(incoming));
                }
            }
        }
    }
    *to.extra_mut() = from.extra().clone();
}

/// A value on its way out as one on its way in.
fn with_incoming(item: ValueRef<'_>, put: impl FnOnce(WireValue<'_>)) {
    match item {
        ValueRef::Text(text) => put(WireValue::Scalar(Scalar::Text(text))),
        ValueRef::Boolean(value) => put(WireValue::Scalar(Scalar::Boolean(value))),
        ValueRef::Integer(number) => put(WireValue::Scalar(Scalar::Number(&number.to_string()))),
        ValueRef::Date(date) => put(WireValue::Scalar(Scalar::Date(date))),
        ValueRef::Value(value) => put(WireValue::Value(&value)),
        ValueRef::Link(link) => put(WireValue::Link(link.clone())),
        ValueRef::Record(_) => {}
    }
}
