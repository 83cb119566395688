//! The types that a field can have, as slots.

use super::{Element, FieldType, Fit, Incoming, Item, Lexeme, Misfit, Record, Slot};
use crate::descriptor::Kind;

impl<T: Element> FieldType for Option<T> {
    const KIND: Kind = T::KIND;
    const MANY: bool = false;
}

impl<T: Element> Slot for Option<T> {
    fn is_present(&self) -> bool {
        self.is_some()
    }

    fn len(&self) -> usize {
        usize::from(self.is_some())
    }

    fn item(&self, index: usize) -> Option<Item<'_>> {
        self.as_ref().filter(|_| index == 0).map(T::item)
    }

    fn begin(&mut self) {}

    fn put(&mut self, incoming: Incoming<'_>) -> Result<Fit, Misfit> {
        let (value, fit) = T::put(incoming)?;
        *self = Some(value);
        Ok(fit)
    }

    fn put_text(&mut self, text: Lexeme<'_>) -> bool {
        T::put_text(self, text)
    }

    fn put_link(&mut self, href: Lexeme<'_>, title: Option<Lexeme<'_>>) -> bool {
        T::put_link(self, href, title)
    }

    fn open(&mut self) -> Option<&mut dyn Record> {
        self.insert(T::fresh()?).record_mut()
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn detach(&mut self) {
        self.iter_mut().for_each(T::detach);
    }
}

impl<T: Element> FieldType for Vec<T> {
    const KIND: Kind = T::KIND;
    const MANY: bool = true;
}

impl<T: Element> Slot for Vec<T> {
    fn is_present(&self) -> bool {
        !self.is_empty()
    }

    fn len(&self) -> usize {
        Self::len(self)
    }

    fn item(&self, index: usize) -> Option<Item<'_>> {
        self.get(index).map(T::item)
    }

    fn begin(&mut self) {}

    fn put(&mut self, incoming: Incoming<'_>) -> Result<Fit, Misfit> {
        let (value, fit) = T::put(incoming)?;
        self.push(value);
        Ok(fit)
    }

    fn put_text(&mut self, _: Lexeme<'_>) -> bool {
        false
    }

    fn put_link(&mut self, _: Lexeme<'_>, _: Option<Lexeme<'_>>) -> bool {
        false
    }

    fn open(&mut self) -> Option<&mut dyn Record> {
        self.push(T::fresh()?);
        self.last_mut()?.record_mut()
    }

    fn clear(&mut self) {
        Self::clear(self);
    }

    fn detach(&mut self) {
        self.iter_mut().for_each(T::detach);
    }
}

impl<T: Element> FieldType for Option<Vec<T>> {
    const KIND: Kind = T::KIND;
    const MANY: bool = true;
    const CAN_BE_EMPTY: bool = true;
}

impl<T: Element> Slot for Option<Vec<T>> {
    fn is_present(&self) -> bool {
        self.is_some()
    }

    fn len(&self) -> usize {
        self.as_ref().map_or(0, Vec::len)
    }

    fn item(&self, index: usize) -> Option<Item<'_>> {
        self.as_ref()?.get(index).map(T::item)
    }

    fn begin(&mut self) {
        self.get_or_insert_default();
    }

    fn put(&mut self, incoming: Incoming<'_>) -> Result<Fit, Misfit> {
        let (value, fit) = T::put(incoming)?;
        self.get_or_insert_default().push(value);
        Ok(fit)
    }

    fn put_text(&mut self, _: Lexeme<'_>) -> bool {
        false
    }

    fn put_link(&mut self, _: Lexeme<'_>, _: Option<Lexeme<'_>>) -> bool {
        false
    }

    fn open(&mut self) -> Option<&mut dyn Record> {
        self.get_or_insert_default().open()
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn detach(&mut self) {
        self.iter_mut().flatten().for_each(T::detach);
    }
}
