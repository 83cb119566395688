//! What generated code calls. Not public: the macro and this crate change together.

mod annotated;

use std::fmt;

use crate::{
    Link, LinkTo, LinksTo,
    descriptor::Shape,
    link::typed,
    record::{FieldAccess, Record, ValueRef},
};

/// What open enumerations call.
pub mod enumeration {
    pub use crate::enumeration::{compare, debug, detached, find_known, from_text, take};
}

pub use self::annotated::{Access, Member, MemberOr, declared, differ, order, sorted};
pub use crate::descriptor::constructors::{
    definition, enumeration_definition, event, failure, field, known_value, operation, places, shape, success,
};
#[cfg(feature = "serde")]
pub use crate::interop::{deserialize, deserialize_text, serialize, serialize_text};
pub use crate::{
    descriptor::Names,
    record::{copy, fresh},
};
#[cfg(feature = "serde")]
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use crate::lookup;

/// What every record has beside its table and its slots.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident) => {
        impl $crate::record::FieldValue for $name {
            const KIND: $crate::descriptor::Kind = $crate::descriptor::Kind::Embedded($crate::private::shape_of::<Self>);

            // these are compiled for the types that are embedded, and for no other
            #[inline]
            fn open(place: &mut ::core::option::Option<Self>) -> ::core::option::Option<&mut dyn $crate::record::Record> {
                $crate::private::open(place)
            }

            #[inline]
            fn open_next(list: &mut ::std::vec::Vec<Self>) -> ::core::option::Option<&mut dyn $crate::record::Record> {
                $crate::private::open_next(list)
            }

            #[inline]
            fn item(&self) -> $crate::record::ValueRef<'_> {
                $crate::record::ValueRef::Record(self)
            }

            #[inline]
            fn detach(&mut self) {
                $crate::record::detach(self);
            }
        }

        $crate::__serde! { $name, deserialize, serialize }
    };
}

/// serde for a type, if the feature is on, by two functions of this module.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident, $deserialize:ident, $serialize:ident) => {
        impl<'de> $crate::private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::private::$deserialize(deserializer)
            }
        }

        impl $crate::private::Serialize for $name {
            fn serialize<S: $crate::private::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::$serialize(self, serializer)
            }
        }
    };
}

/// Nothing for a type, if the feature is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($($ignored:tt)*) => {};
}

/// What a generated struct has beside that; an annotated one derives these itself. What no table needs may be inlined, so that it is
/// compiled where it is used, and for no other type.
#[doc(hidden)]
#[macro_export]
macro_rules! __generated_record {
    ($name:ident) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::debug(self, ::core::stringify!($name), f)
            }
        }

        impl ::core::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                let mut copy = Self::default();
                $crate::private::copy(self, &mut copy);
                copy
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                $crate::record::equal(self, other)
            }
        }

        impl ::core::cmp::Eq for $name {}
    };
}

/// What a field of a link is without one.
#[must_use]
pub const fn no_link<R>() -> LinkTo<R> {
    typed(None::<Link>)
}

/// What a field of links is without any.
#[must_use]
pub const fn no_links<R>() -> LinksTo<R> {
    typed(Vec::new())
}

/// The table of a type, as a function: tables refer to each other in circles.
#[must_use]
pub fn shape_of<T: crate::Codec>() -> &'static Shape {
    T::SHAPE
}

/// An empty record of a type.
#[must_use]
pub fn new<T: crate::Codec>() -> Box<dyn Record> {
    fresh::<T>()
}

/// See [`FieldValue::open`](crate::record::FieldValue::open).
pub fn open<T: crate::Codec>(place: &mut Option<T>) -> Option<&mut dyn Record> {
    Some(place.insert(T::default()))
}

/// See [`FieldValue::open_next`](crate::record::FieldValue::open_next).
pub fn open_next<T: crate::Codec>(list: &mut Vec<T>) -> Option<&mut dyn Record> {
    list.push(T::default());
    match list.last_mut() {
        Some(record) => Some(record),
        None => None,
    }
}

/// `Debug` of a generated struct: its name and the members that are there.
pub fn debug(record: &dyn Record, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    struct One<'a>(&'a dyn FieldAccess, bool);
    impl fmt::Debug for One<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let items = (0..self.0.len()).filter_map(|index| self.0.item(index)).map(Shown);
            if self.1 { f.debug_list().entries(items).finish() } else { items.take(1).try_for_each(|item| item.fmt(f)) }
        }
    }
    struct Shown<'a>(ValueRef<'a>);
    impl fmt::Debug for Shown<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match &self.0 {
                ValueRef::Text(text) => text.as_str().fmt(f),
                ValueRef::Boolean(value) => value.fmt(f),
                ValueRef::Integer(number) => number.fmt(f),
                ValueRef::Date(date) => date.fmt(f),
                ValueRef::Value(value) => value.fmt(f),
                ValueRef::Link(link) => link.fmt(f),
                ValueRef::Record(record) => record.fmt(f),
            }
        }
    }

    let mut shown = f.debug_struct(name);
    for (index, field) in record.shape().fields.iter().enumerate() {
        if let Some(slot) = record.slot(index).filter(|slot| slot.is_present()) {
            shown.field(field.name, &One(slot, field.many));
        }
    }
    if !record.extra().is_empty() {
        shown.field("extra", record.extra());
    }
    shown.finish()
}

/// What an operation is to the marker of its rel, if the feature `http` is on.
#[cfg(not(feature = "http"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    ($($ignored:tt)*) => {};
}
