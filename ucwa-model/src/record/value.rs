//! The plain types that a field can hold.

use super::{Accepted, BorrowedText, FieldValue, Record, Rejected, Scalar, ValueRef, WireValue, fresh};
use crate::{Text, descriptor::Kind};

/// What is embedded once lies in a box: it may embed others of its kind.
impl<T: FieldValue + Record + Default> FieldValue for Box<T> {
    const KIND: Kind = T::KIND;

    #[inline]
    fn open(place: &mut Option<Self>) -> Option<&mut dyn Record> {
        Some(&mut **place.insert(fresh()))
    }

    #[inline]
    fn open_next(list: &mut Vec<Self>) -> Option<&mut dyn Record> {
        list.push(fresh());
        match list.last_mut() {
            Some(record) => Some(&mut **record),
            None => None,
        }
    }

    fn item(&self) -> ValueRef<'_> {
        T::item(self)
    }

    fn detach(&mut self) {
        super::detach(&mut **self);
    }
}

impl FieldValue for Text {
    const KIND: Kind = Kind::String { limit: None };

    #[inline]
    fn put(incoming: WireValue<'_>) -> Result<(Self, Accepted), Rejected> {
        incoming.text("string").map(|text| (text.into(), Accepted::Known))
    }

    fn item(&self) -> ValueRef<'_> {
        ValueRef::Text(self.into())
    }

    #[inline]
    fn put_text(place: &mut Option<Self>, text: BorrowedText<'_>) -> bool {
        place.get_or_insert_default().set(text);
        true
    }
}

impl FieldValue for bool {
    const KIND: Kind = Kind::Boolean;

    /// JSON `true` and `false`; XML `True` and `False` as servers write them, or in lower case.
    #[inline]
    fn put(incoming: WireValue<'_>) -> Result<(Self, Accepted), Rejected> {
        let value = match &incoming {
            WireValue::Scalar(Scalar::Boolean(value)) => Some(*value),
            WireValue::Scalar(Scalar::Untyped(text)) => match text.as_str() {
                "True" | "true" => Some(true),
                "False" | "false" => Some(false),
                _ => None,
            },
            _ => None,
        };
        value.map(|value| (value, Accepted::Known)).ok_or_else(|| Rejected::kind("boolean", &incoming))
    }

    fn item(&self) -> ValueRef<'_> {
        ValueRef::Boolean(*self)
    }
}

impl FieldValue for i64 {
    const KIND: Kind = Kind::Integer;

    #[inline]
    fn put(incoming: WireValue<'_>) -> Result<(Self, Accepted), Rejected> {
        let digits = match &incoming {
            WireValue::Scalar(Scalar::Number(digits)) => *digits,
            WireValue::Scalar(Scalar::Untyped(digits)) => digits.as_str(),
            other => return Err(Rejected::kind("integer", other)),
        };
        // only the form that goes out again: no sign before a positive number, no leading zero
        let canonical = |value: &Self| value.to_string() == *digits;
        let value = digits.parse().ok().filter(canonical);
        value.map(|value| (value, Accepted::Known)).ok_or_else(|| match incoming {
            WireValue::Scalar(Scalar::Number(_)) => Rejected::syntax("64-bit integer"),
            text => Rejected::kind("integer", &text),
        })
    }

    fn item(&self) -> ValueRef<'_> {
        ValueRef::Integer(*self)
    }
}
