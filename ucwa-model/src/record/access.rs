//! How a field of each type is reached without knowing the type: one value, a list that may be absent, and a list that may be empty.
//!
//! All of this is compiled once for each type of a value: plain matches are a fraction of what the adapters of `Option` are.

use super::{Accepted, BorrowedText, FieldAccess, FieldType, FieldValue, Record, Rejected, ValueRef, WireValue};
use crate::{LinkTo, descriptor::Kind};

impl<T: FieldValue> FieldType for Option<T> {
    const KIND: Kind = T::KIND;
    const MANY: bool = false;

    fn access(&self) -> &dyn FieldAccess {
        self
    }

    fn access_mut(&mut self) -> &mut dyn FieldAccess {
        self
    }
}

impl<T: FieldValue> FieldAccess for Option<T> {
    fn is_present(&self) -> bool {
        self.is_some()
    }

    fn len(&self) -> usize {
        usize::from(self.is_some())
    }

    fn item(&self, index: usize) -> Option<ValueRef<'_>> {
        match self {
            Some(value) if index == 0 => Some(value.item()),
            _ => None,
        }
    }

    fn begin(&mut self) {}

    fn put(&mut self, incoming: WireValue<'_>) -> Result<Accepted, Rejected> {
        let (value, fit) = T::put(incoming)?;
        *self = Some(value);
        Ok(fit)
    }

    fn put_text(&mut self, text: BorrowedText<'_>) -> bool {
        T::put_text(self, text)
    }

    fn put_link(&mut self, href: BorrowedText<'_>, title: Option<BorrowedText<'_>>) -> bool {
        T::put_link(self, href, title)
    }

    fn open(&mut self) -> Option<&mut dyn Record> {
        T::open(self)
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn detach(&mut self) {
        if let Some(value) = self {
            value.detach();
        }
    }
}

impl<T: FieldValue> FieldType for Vec<T> {
    const KIND: Kind = T::KIND;
    const MANY: bool = true;

    fn access(&self) -> &dyn FieldAccess {
        self
    }

    fn access_mut(&mut self) -> &mut dyn FieldAccess {
        self
    }
}

impl<T: FieldValue> FieldAccess for Vec<T> {
    fn is_present(&self) -> bool {
        !self.is_empty()
    }

    fn len(&self) -> usize {
        Self::len(self)
    }

    fn item(&self, index: usize) -> Option<ValueRef<'_>> {
        Some(self.get(index)?.item())
    }

    fn begin(&mut self) {}

    fn put(&mut self, incoming: WireValue<'_>) -> Result<Accepted, Rejected> {
        let (value, fit) = T::put(incoming)?;
        self.push(value);
        Ok(fit)
    }

    fn put_text(&mut self, _: BorrowedText<'_>) -> bool {
        false
    }

    fn put_link(&mut self, _: BorrowedText<'_>, _: Option<BorrowedText<'_>>) -> bool {
        false
    }

    fn open(&mut self) -> Option<&mut dyn Record> {
        T::open_next(self)
    }

    fn clear(&mut self) {
        Self::clear(self);
    }

    fn detach(&mut self) {
        for value in self {
            value.detach();
        }
    }
}

impl<T: FieldValue> FieldType for Option<Vec<T>> {
    const KIND: Kind = T::KIND;
    const MANY: bool = true;
    const CAN_BE_EMPTY: bool = true;

    fn access(&self) -> &dyn FieldAccess {
        self
    }

    fn access_mut(&mut self) -> &mut dyn FieldAccess {
        self
    }
}

impl<T: FieldValue> FieldAccess for Option<Vec<T>> {
    fn is_present(&self) -> bool {
        self.is_some()
    }

    fn len(&self) -> usize {
        match self {
            Some(list) => list.len(),
            None => 0,
        }
    }

    fn item(&self, index: usize) -> Option<ValueRef<'_>> {
        Some(self.as_ref()?.get(index)?.item())
    }

    fn begin(&mut self) {
        if self.is_none() {
            *self = Some(Vec::new());
        }
    }

    fn put(&mut self, incoming: WireValue<'_>) -> Result<Accepted, Rejected> {
        let (value, fit) = T::put(incoming)?;
        self.begin();
        if let Some(list) = self {
            list.push(value);
        }
        Ok(fit)
    }

    fn put_text(&mut self, _: BorrowedText<'_>) -> bool {
        false
    }

    fn put_link(&mut self, _: BorrowedText<'_>, _: Option<BorrowedText<'_>>) -> bool {
        false
    }

    fn open(&mut self) -> Option<&mut dyn Record> {
        self.begin();
        self.as_mut()?.open()
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn detach(&mut self) {
        if let Some(list) = self {
            list.detach();
        }
    }
}

/// A link with its rel is seen as one without.
impl<R, L: FieldType> FieldType for LinkTo<R, L> {
    const KIND: Kind = L::KIND;
    const MANY: bool = L::MANY;
    const CAN_BE_EMPTY: bool = L::CAN_BE_EMPTY;

    fn access(&self) -> &dyn FieldAccess {
        self.target.slot.access()
    }

    fn access_mut(&mut self) -> &mut dyn FieldAccess {
        self.target.slot.access_mut()
    }
}

/// Slots are counted on to be as the codecs made them.
pub(super) mod sealed {
    use crate::record::FieldValue;

    pub trait Sealed {}

    impl<T: FieldValue> Sealed for Option<T> {}
    impl<T: FieldValue> Sealed for Vec<T> {}
    impl<T: FieldValue> Sealed for Option<Vec<T>> {}
}
