//! The fast paths: members as servers write them, read as a whole or not at all. Whatever is not quite that is left to the grammar.

use super::{super::Kind, Decoder};
use crate::{
    Date, Text,
    bind::{self, Seen},
    descriptor::{Form, Shape},
    growth::growth_at,
    record::{Accepted, FieldAccess, Record, Scalar, WireValue},
};

impl<'a> Decoder<'a, '_, '_> {
    /// For nearly all properties: one that is known, here for the first time, and has one simple value that fits. False, and nothing
    /// read, if it is another one.
    #[inline]
    pub(super) fn try_fast_property(
        &mut self,
        record: &mut dyn Record,
        shape: &'static Shape,
        index: usize,
        seen: &mut Seen,
    ) -> bool {
        let Some(field) = shape.fields.get(index) else {
            return false;
        };
        if !seen.first(index) || field.range.is_some() || bind::is_structured(field) {
            return false;
        }
        if field.many {
            return self.try_fast_list(record, index);
        }
        let at = self.reader.at();
        let fits = match (record.slot_mut(index), self.try_fast_text()) {
            (Some(slot), Some(text)) => slot.put_text(self.cx.borrowed(text)),
            (Some(slot), None) => self.try_fast_scalar(slot),
            (None, _) => false,
        };
        if !fits {
            self.reader.reset(at);
        }
        fits
    }

    /// For nearly all lists: one of plain strings that fit. False, and nothing read, if it is another one.
    #[inline(never)]
    fn try_fast_list(&mut self, record: &mut dyn Record, index: usize) -> bool {
        let (at, spent) = (self.reader.at(), self.cx.spent());
        let Some(slot) = record.slot_mut(index).filter(|_| self.cx.has_room(0) && self.reader.eat(b"[")) else { return false };
        slot.begin();
        let read = self.try_fast_items(slot).is_some();
        if !read {
            slot.clear();
            self.cx.return_memory(spent);
            self.reader.reset(at);
        }
        read
    }

    fn try_fast_items(&mut self, slot: &mut dyn FieldAccess) -> Option<()> {
        while !self.reader.eat(b"]") {
            let is_next = slot.is_empty() || self.reader.eat(b",");
            let text = if is_next { self.try_fast_text()? } else { return None };
            self.cx.spend(growth_at(slot.len()) * size_of::<Text>());
            let accepted = slot.put(WireValue::Scalar(Scalar::Text(self.cx.borrowed(text)))) == Ok(Accepted::Known);
            if !accepted || slot.len() > self.cx.limits.items {
                return None;
            }
        }
        Some(())
    }

    /// The rel that the shape says. False, and nothing read, if it is another one.
    #[inline]
    pub(super) fn try_fast_rel(&mut self, shape: &'static Shape) -> bool {
        let at = self.reader.at();
        let fast = shape.form == Form::Resource && !shape.is_generic() && self.try_fast_text() == Some(shape.rel);
        if !fast {
            self.reader.reset(at);
        }
        fast
    }

    /// Puts a simple value that is no plain string, if nothing has to be said of it.
    fn try_fast_scalar(&mut self, slot: &mut dyn FieldAccess) -> bool {
        let fit = match self.reader.peek() {
            Ok(Kind::String) => match self.reader.date().and_then(Date::from_milliseconds) {
                Some(date) => slot.put(WireValue::Scalar(Scalar::Date(date))),
                None => return false,
            },
            Ok(Kind::Boolean) => match self.reader.boolean() {
                Ok(value) => slot.put(WireValue::Scalar(Scalar::Boolean(value))),
                Err(_) => return false,
            },
            Ok(Kind::Number) => match self.reader.number() {
                Ok(digits) => slot.put(WireValue::Scalar(Scalar::Number(digits))),
                Err(_) => return false,
            },
            _ => return false,
        };
        fit == Ok(Accepted::Known)
    }

    /// A string, if nothing has to be said of it.
    #[inline(always)]
    pub(in crate::json) fn try_fast_text(&mut self) -> Option<&'a str> {
        self.reader.plain(self.cx.limits.text)
    }
}
