//! The fast paths: members as servers write them, read as a whole or not at all. Whatever is not quite that is left to the grammar.

use std::cell::Cell;

use super::{
    super::{Kind, token::CommaState},
    Decoder,
};
use crate::{
    Date, Text,
    bind::{
        self, Seen,
        keys::{KeyNames, NONE, OfRecord, REL, Symbol},
    },
    descriptor::{Form, Shape},
    growth::growth_at,
    record::{Accepted, FieldAccess, Record, Scalar, WireValue},
    scan,
};

impl<'a> Decoder<'a, '_, '_> {
    /// For most members: the property that followed last time too, here for the first time, with a plain string or a date that fits; or
    /// the rel that the shape says. False, and nothing read, if it is another one.
    #[inline(always)]
    pub(super) fn try_fast_text_member(
        &mut self,
        record: &mut dyn Record,
        shape: &'static Shape,
        last: &mut Symbol,
        commas: &mut CommaState,
        seen: &mut Seen,
        named: &mut bool,
    ) -> bool {
        let guess = self.keys.and_then(|keys| keys.after(OfRecord(shape).object(), *last)).map_or(NONE, Cell::get);
        let index = usize::from(guess);
        let mut reader = self.reader.clone(); // it stays in registers
        if guess == REL {
            let fits = !*named && !seen.has_rel() && reader.eat_member(",\"rel\":\"", commas);
            if !fits || !is_usual_rel(shape, reader.plain_rest(self.cx.limits.text)) {
                return false;
            }
            self.reader.reset(reader.at());
            (*last, commas.first, *named) = (guess, false, true);
            return true;
        }
        let Some(field) = shape.fields.get(index) else { return false };
        if !reader.eat_member(field.json, commas) || bind::is_structured(field) || !seen.first(index) {
            return false;
        }
        let Some(slot) = record.slot_mut(index) else { return false };
        let fits = match reader.plain_rest(self.cx.limits.text) {
            Some(text) => slot.put_text(self.cx.borrowed(text)),
            None => reader.rest_of_date().and_then(Date::from_milliseconds).is_some_and(|date| put_date(slot, date)),
        };
        if fits {
            self.reader.reset(reader.at());
            (*last, commas.first) = (guess, false);
        }
        fits
    }

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
        let fast = is_usual_rel(shape, self.try_fast_text());
        if !fast {
            self.reader.reset(at);
        }
        fast
    }

    /// Puts a simple value that is no plain string, if nothing has to be said of it.
    fn try_fast_scalar(&mut self, slot: &mut dyn FieldAccess) -> bool {
        let fit = match self.reader.peek() {
            Ok(Kind::String) => match self.reader.date().and_then(Date::from_milliseconds) {
                Some(date) => return put_date(slot, date),
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

fn put_date(slot: &mut dyn FieldAccess, date: Date) -> bool {
    slot.put(WireValue::Scalar(Scalar::Date(date))) == Ok(Accepted::Known)
}

/// Whether a text is the rel that the shape says.
#[inline(always)]
fn is_usual_rel(shape: &'static Shape, rel: Option<&str>) -> bool {
    let is_named = shape.form == Form::Resource && !shape.is_generic();
    is_named && rel.is_some_and(|rel| scan::same(rel.as_bytes(), shape.rel.as_bytes()))
}
