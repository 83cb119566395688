//! What generated code calls. Not public: the macro and this crate change together.

use std::fmt;

use crate::{
    assemble::Section,
    descriptor::{Field, Form, Kind, Shape},
    record::{Item, Record, Slot},
};

pub use crate::enumeration;
#[cfg(feature = "serde")]
pub use crate::json::interop::{deserialize, serialize};
#[cfg(feature = "serde")]
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A shape, with the places where its links and its embedded resources begin.
///
/// # Panics
/// At compile time, if the fields are in another order than properties, links, embedded resources.
#[must_use]
pub const fn shape(
    name: &'static str,
    rel: &'static str,
    form: Form,
    fields: &'static [Field],
    places: &'static [u16],
    new: fn() -> Box<dyn Record>,
) -> Shape {
    let (mut index, mut links, mut embedded) = (0, fields.len(), fields.len());
    let mut demands = false;
    while index < fields.len() {
        demands |= fields[index].required;
        match fields[index].kind {
            Kind::Embedded(_) => {
                if index < embedded {
                    embedded = index;
                }
                if index < links {
                    links = index;
                }
            }
            Kind::Link | Kind::Data => {
                assert!(embedded == fields.len(), "expected links before embedded resources");
                if index < links {
                    links = index;
                }
            }
            _ => assert!(links == fields.len(), "expected properties before links and embedded resources"),
        }
        index += 1;
    }
    Shape { name, rel, form, fields, links, embedded, new, demands, places }
}

pub use crate::lookup;

/// Where each name stands among the fields, each part of the record by itself.
#[must_use]
pub const fn places<const N: usize>(fields: &[Field]) -> [u16; N] {
    let (mut places, mut index) = (lookup::empty(), 0);
    while index < fields.len() {
        let section = match fields[index].kind {
            Kind::Embedded(_) => Section::Embedded,
            Kind::Link | Kind::Data => Section::Links,
            _ => Section::Properties,
        };
        places = lookup::insert(places, fields[index].name, section as usize, index);
        index += 1;
    }
    places
}

/// What every record has beside its table and its slots.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident) => {
        impl $crate::record::Element for $name {
            const KIND: $crate::descriptor::Kind = $crate::descriptor::Kind::Embedded(|| <Self as $crate::Codec>::SHAPE);

            fn put(
                incoming: $crate::record::Incoming<'_>,
            ) -> ::core::result::Result<(Self, $crate::record::Fit), $crate::record::Misfit> {
                ::core::result::Result::Err($crate::private::no_record(&incoming))
            }

            fn item(&self) -> $crate::record::Item<'_> {
                $crate::record::Item::Record(self)
            }

            fn fresh() -> ::core::option::Option<Self> {
                ::core::option::Option::Some(<Self as ::core::default::Default>::default())
            }

            fn fresh_box() -> ::core::option::Option<::std::boxed::Box<Self>> {
                ::core::option::Option::Some(::std::boxed::Box::default())
            }

            fn record_mut(&mut self) -> ::core::option::Option<&mut dyn $crate::record::Record> {
                ::core::option::Option::Some(self)
            }
        }

        $crate::__serde! { $name }
    };
}

/// serde for a record, if the feature is on.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {
        impl<'de> $crate::private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::private::deserialize(deserializer)
            }
        }

        impl $crate::private::Serialize for $name {
            fn serialize<S: $crate::private::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::serialize(self, serializer)
            }
        }
    };
}

/// Nothing for a record, if the feature is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {};
}

/// What a generated struct has beside that; an annotated one derives these itself.
#[doc(hidden)]
#[macro_export]
macro_rules! __value {
    ($name:ident) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::debug(self, ::core::stringify!($name), f)
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                $crate::record::equal(self, other)
            }
        }
    };
}

/// An embedded record is opened and filled, never put.
pub fn no_record(incoming: &crate::record::Incoming<'_>) -> crate::record::Misfit {
    crate::record::Misfit::kind("resource", incoming)
}

/// `Debug` of a generated struct: its name and the members that are there.
pub fn debug(record: &dyn Record, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    struct One<'a>(&'a dyn Slot, bool);
    impl fmt::Debug for One<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let items = (0..self.0.len()).filter_map(|index| self.0.item(index)).map(Shown);
            if self.1 { f.debug_list().entries(items).finish() } else { items.take(1).try_for_each(|item| item.fmt(f)) }
        }
    }
    struct Shown<'a>(Item<'a>);
    impl fmt::Debug for Shown<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match &self.0 {
                Item::Text(text) => text.fmt(f),
                Item::Boolean(value) => value.fmt(f),
                Item::Integer(number) => number.fmt(f),
                Item::Date(date) => date.fmt(f),
                Item::Value(value) => value.fmt(f),
                Item::Link(link) => link.fmt(f),
                Item::Record(record) => record.fmt(f),
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
