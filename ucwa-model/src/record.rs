//! What the codecs see of a typed resource: numbered slots that take and give values.
//!
//! Generated code is only this much: which slot is which field. Everything that knows JSON or XML is written once, over
//! [`Record`] and the [`Shape`] that describes it.

mod access;
mod copy;
mod detach;
mod member;
mod value;
mod wire;

use std::{any::Any, fmt::Debug};

use crate::{
    Extra,
    descriptor::{Form, Kind, Shape},
    extra::Naming,
};

use self::detach::copy_of;
pub(crate) use self::member::member;
#[doc(hidden)]
pub use self::{copy::copy, detach::detach};
pub use self::{
    member::MemberValue,
    wire::{Accepted, Rejected, Scalar, ValueRef, WireValue},
};
pub use crate::text::BorrowedText;

/// A resource, an input or an error body, as numbered slots. The derive and the definitions implement it.
///
/// Slot `n` holds the field that `shape().fields[n]` describes. By name, `member` gives what a field holds, or what was kept because
/// it does not fit:
///
/// ```
/// use ucwa_model::{AnyResource, Decoder, Format, record::Record};
///
/// let body = format!(r#"{{"rel":"messagingInvitation","subject":"{}","importance":"Normal"}}"#, "Lunch? ".repeat(40));
/// let mut resource = AnyResource::for_rel("messagingInvitation");
/// let report = Decoder::new(Format::Json).lenient().decode_into(body.as_bytes(), resource.record_mut())?;
/// assert_eq!(report.deviations[0].to_string(), "1:40: subject: expected at most 250 UTF-16 code units, but found 280");
///
/// let record: &dyn Record = resource.record();
/// assert!(record.member("subject").unwrap().as_str().unwrap().starts_with("Lunch?"));
/// assert!(record.member("subject").unwrap().kept().is_some());
/// assert_eq!(record.member("importance").unwrap().as_str(), Some("Normal"));
/// assert!(record.member("state").is_none());
/// # Ok::<(), ucwa_model::Error>(())
/// ```
pub trait Record: Any + Debug + Send + Sync {
    /// The table that describes the slots.
    fn shape(&self) -> &'static Shape;

    /// The slot of a field; `None` past the last one.
    fn slot(&self, index: usize) -> Option<&dyn FieldAccess>;

    /// The slot of a field, to be filled; `None` past the last one.
    fn slot_mut(&mut self, index: usize) -> Option<&mut dyn FieldAccess>;

    /// Which of the first 64 slots may hold something, a bit for each, from the lowest. Those without a bit are absent: most members of
    /// most messages are, and need not be looked at one by one.
    fn present(&self) -> u64 {
        u64::MAX
    }

    /// What the table has no slot for.
    fn extra(&self) -> &Extra;

    /// What the table has no slot for, to be filled.
    fn extra_mut(&mut self) -> &mut Extra;
}

impl PartialEq for dyn Record {
    fn eq(&self, other: &Self) -> bool {
        equal(self, other)
    }
}

impl Eq for dyn Record {}

/// Whether two records are of one type and equal, slot by slot.
#[doc(hidden)]
#[must_use]
pub fn equal(one: &dyn Record, other: &dyn Record) -> bool {
    fn same(one: Option<ValueRef<'_>>, other: Option<ValueRef<'_>>) -> bool {
        match (one, other) {
            (Some(ValueRef::Text(one)), Some(ValueRef::Text(other))) => *one == *other,
            (Some(ValueRef::Boolean(one)), Some(ValueRef::Boolean(other))) => one == other,
            (Some(ValueRef::Integer(one)), Some(ValueRef::Integer(other))) => one == other,
            (Some(ValueRef::Date(one)), Some(ValueRef::Date(other))) => one == other,
            (Some(ValueRef::Value(one)), Some(ValueRef::Value(other))) => one == other,
            (Some(ValueRef::Link(one)), Some(ValueRef::Link(other))) => one == other,
            (Some(ValueRef::Record(one)), Some(ValueRef::Record(other))) => equal(one, other),
            _ => false,
        }
    }
    let same_slots = (0..one.shape().fields.len()).all(|index| match (one.slot(index), other.slot(index)) {
        (Some(one), Some(other)) => {
            one.is_present() == other.is_present()
                && one.len() == other.len()
                && (0..one.len()).all(|item| same(one.item(item), other.item(item)))
        }
        _ => false,
    });
    std::ptr::eq(one.shape(), other.shape()) && same_slots && one.extra() == other.extra()
}

/// What a body calls itself, if it does.
pub(crate) fn rel(record: &dyn Record) -> Option<&str> {
    rel_of(record.shape(), record.extra())
}

/// What a body with this table calls itself, if it does.
pub(crate) fn rel_of<'a>(shape: &'static Shape, extra: &'a Extra) -> Option<&'a str> {
    let by_type = || matches!(shape.form, Form::Resource | Form::Replacement) && !shape.is_generic();
    match extra.naming() {
        Naming::Absent => None,
        _ => extra.rel().or_else(|| by_type().then_some(shape.rel)),
    }
}

/// An empty record. All that make one call this, because it is compiled once for each type: a box's own default is six functions.
#[doc(hidden)]
#[inline(never)]
#[must_use]
pub fn fresh<T: Default>() -> Box<T> {
    Box::new(T::default())
}

/// Takes the value out of a record of its type; an empty one stays there.
#[doc(hidden)]
pub fn take<T: Record + Default>(record: &mut dyn Record) -> Option<T> {
    let record: &mut dyn Any = record;
    record.downcast_mut().map(std::mem::take)
}

/// One field of a record: no value, one, or many. The types that a field can have are its implementors, and no others can be.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type that a member can have",
    label = "expected `Option<T>`, `Vec<T>` or `Option<Vec<T>>` of a value, a link or a resource"
)]
pub trait FieldAccess: access::sealed::Sealed {
    /// Whether the member is there at all; a list can be there and empty.
    fn is_present(&self) -> bool;

    /// The number of values.
    fn len(&self) -> usize;

    /// Whether there is no value.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value at an index.
    fn item(&self, index: usize) -> Option<ValueRef<'_>>;

    /// Makes a list present, still without values; nothing happens in a slot of one value.
    fn begin(&mut self);

    /// Adds a value to a list, or sets the one value.
    ///
    /// # Errors
    /// If the value does not fit the field's type; the slot is then as it was.
    fn put(&mut self, incoming: WireValue<'_>) -> Result<Accepted, Rejected>;

    /// Sets the one value to a text that the schema knows, if it fits; else the slot is as it was. The fast path of most members,
    /// which must all have been absent.
    #[doc(hidden)]
    fn put_text(&mut self, text: BorrowedText<'_>) -> bool;

    /// Sets the one link, if the field is one of a single link.
    #[doc(hidden)]
    fn put_link(&mut self, href: BorrowedText<'_>, title: Option<BorrowedText<'_>>) -> bool;

    /// Adds a fresh embedded record and gives it out to be filled; `None` where the field embeds nothing.
    fn open(&mut self) -> Option<&mut dyn Record>;

    /// Makes the member absent.
    fn clear(&mut self);

    /// Gives all texts memory of their own; see [`Codec::detach`](crate::Codec::detach).
    fn detach(&mut self);
}

/// A type that a field can hold, once or many times.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type that a member can have",
    label = "expected a value, a link or a resource",
    note = "use `Text` for text, `i64` for numbers, `bool`, `Date` for points in time, `Link`, `DataLink`, or what `derive(Enumeration)` and \
            `derive(Codec)` make"
)]
#[doc(hidden)]
pub trait FieldValue: Sized + 'static {
    /// What it is, for the tables.
    const KIND: Kind;

    /// Makes an empty one where the value belongs, and gives it out to be filled; `None` for what is not embedded.
    #[inline]
    fn open(_place: &mut Option<Self>) -> Option<&mut dyn Record> {
        None
    }

    /// Adds an empty one to a list, and gives it out to be filled; `None` for what is not embedded.
    #[inline]
    fn open_next(_list: &mut Vec<Self>) -> Option<&mut dyn Record> {
        None
    }

    /// Takes a value. What is embedded is opened and filled instead, and takes none.
    ///
    /// # Errors
    /// If it does not fit.
    fn put(incoming: WireValue<'_>) -> Result<(Self, Accepted), Rejected> {
        Err(Rejected::kind("resource", &incoming))
    }

    /// Gives the value.
    fn item(&self) -> ValueRef<'_>;

    /// Takes a text that the schema knows, to where the value belongs; false if it does not fit.
    #[inline]
    fn put_text(place: &mut Option<Self>, text: BorrowedText<'_>) -> bool {
        match Self::put(WireValue::Scalar(Scalar::Text(text))) {
            Ok((value, Accepted::Known)) => {
                *place = Some(value);
                true
            }
            _ => false,
        }
    }

    /// Takes a link, to where the value belongs; false if it is none.
    #[inline]
    fn put_link(_place: &mut Option<Self>, _href: BorrowedText<'_>, _title: Option<BorrowedText<'_>>) -> bool {
        false
    }

    /// Gives all texts memory of their own; see [`Codec::detach`](crate::Codec::detach).
    fn detach(&mut self) {
        if let Some(copy) = copy_of(self) {
            *self = copy;
        }
    }
}

/// A type that a field of a record can have: `Option<T>` for one value, `Vec<T>` for links and embedded resources that are many,
/// `Option<Vec<T>>` for a list property (an absent list and an empty one differ).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type that a member can have",
    label = "expected `Option<T>`, `Vec<T>` or `Option<Vec<T>>` of a value, a link or a resource"
)]
#[doc(hidden)]
pub trait FieldType {
    /// What one value is.
    const KIND: Kind;
    /// Whether it holds many.
    const MANY: bool;
    /// Whether it can be there without a value.
    const CAN_BE_EMPTY: bool = false;

    /// What codecs see of the field.
    fn access(&self) -> &dyn FieldAccess;

    /// What codecs fill.
    fn access_mut(&mut self) -> &mut dyn FieldAccess;
}
