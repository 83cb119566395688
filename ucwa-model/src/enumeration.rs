//! What all open enumerations share: their variants are generated, this is the rest.

use std::{cmp::Ordering, fmt};

use crate::{
    Text,
    descriptor::EnumerationDefinition,
    record::{Accepted, BorrowedText, Rejected, WireValue},
    scan,
};

/// The exact text of a value that the schema does not know. Only a value that is not known can be one.
///
/// ```
/// use ucwa_model::enumerations::Importance;
///
/// let importance = Importance::from("Whenever");
/// assert_eq!(importance.as_str(), "Whenever");
/// assert!(matches!(importance, Importance::Unrecognized(_)));
/// assert_eq!(Importance::from("Normal"), Importance::Normal);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnrecognizedValue(Text);

impl UnrecognizedValue {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnrecognizedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// An open enumeration: values that a table lists, and any other text. The definitions and
/// [`#[derive(Enumeration)]`](derive@crate::Enumeration) implement it.
///
/// ```
/// use ucwa_model::{Enumeration, enumerations::Importance};
///
/// assert_eq!(Importance::TABLE.values[0].name, "Emergency");
/// assert_eq!(Importance::known(0), Some(Importance::Emergency));
/// assert_eq!(Importance::Emergency.index(), Ok(0));
/// assert_eq!(Importance::ALL.first(), Some(&Importance::Emergency));
/// ```
///
/// Those of the schema can be parsed, compared and used as keys: known values stand in the order of the table, before all others.
///
/// ```
/// use std::collections::BTreeMap;
/// use ucwa_model::enumerations::Importance;
///
/// let importance: Importance = "Normal".parse()?;
/// assert!(importance < Importance::from("Whenever"));
/// let counts = BTreeMap::from([(importance, 3)]);
/// assert_eq!(counts[&Importance::Normal], 3);
/// # Ok::<(), std::convert::Infallible>(())
/// ```
pub trait Enumeration: Sized + 'static {
    /// The table of the known values.
    const TABLE: &'static EnumerationDefinition;

    /// The known values, in the order of the table.
    const ALL: &'static [Self];

    /// Where the value stands in the table.
    ///
    /// # Errors
    /// If it is none of the known values: the value that it is.
    fn index(&self) -> Result<usize, &UnrecognizedValue>;

    /// The known value at an index of the table.
    fn known(index: usize) -> Option<Self>;

    /// A value that is not known.
    fn unrecognized(value: UnrecognizedValue) -> Self;

    /// The value on the wire.
    fn as_str(&self) -> &str {
        text(Self::TABLE, self.index())
    }
}

// What is generic is compiled once for each enumeration, so as little as possible is; and what is not is not inlined into that.

/// The text of a value: that of the table, or its own.
#[inline(never)]
fn text<'a>(table: &'static EnumerationDefinition, index: Result<usize, &'a UnrecognizedValue>) -> &'a str {
    match index {
        Ok(index) => table.values.get(index).map_or("", |member| member.name),
        Err(value) => value.as_str(),
    }
}

/// The index of a known value.
#[inline(never)]
fn known(table: &'static EnumerationDefinition, text: &str) -> Option<usize> {
    table.values.iter().position(|member| scan::same(member.name.as_bytes(), text.as_bytes()))
}

/// The index of a known value; past the last one, if it is not known.
fn index_of(table: &'static EnumerationDefinition, text: &str) -> usize {
    known(table, text).unwrap_or(usize::MAX)
}

/// The value of a text, and how well it fits.
fn find<E: Enumeration>(text: BorrowedText<'_>) -> (E, Accepted) {
    match E::known(index_of(E::TABLE, &text)) {
        Some(value) => (value, Accepted::Known),
        None => (E::unrecognized(UnrecognizedValue(text.into())), Accepted::NewValue),
    }
}

/// The value of a text.
#[must_use]
pub fn from_text<E: Enumeration>(text: &str) -> E {
    find(text.into()).0
}

/// The value of what a format has, and how well it fits: any text does.
///
/// # Errors
/// If it is no text.
pub fn take<E: Enumeration>(incoming: WireValue<'_>) -> Result<(E, Accepted), Rejected> {
    Ok(find(incoming.text("string")?))
}

/// The value of a text that the table knows.
#[inline]
#[must_use]
pub fn find_known<E: Enumeration>(text: BorrowedText<'_>) -> Option<E> {
    E::known(known(E::TABLE, text.as_str())?)
}

/// The value with memory of its own.
#[must_use]
pub fn detached(value: &UnrecognizedValue) -> UnrecognizedValue {
    UnrecognizedValue(value.0.detached())
}

/// The order of two values: that of the table, and then that of the texts.
#[must_use]
pub fn compare(one: Result<usize, &UnrecognizedValue>, other: Result<usize, &UnrecognizedValue>) -> Ordering {
    one.cmp(&other)
}

/// A known value as its variant, another one as what it is.
pub fn debug(
    table: &'static EnumerationDefinition,
    index: Result<usize, &UnrecognizedValue>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match index {
        Ok(_) => f.write_str(text(table, index)),
        Err(value) => f.debug_tuple("Unrecognized").field(value).finish(),
    }
}

/// What every open enumeration has beside its variants and its table. All of it may be inlined, so that it is compiled where it is
/// used, and for no other type.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($name:ident) => {
        impl ::core::convert::From<&::core::primitive::str> for $name {
            #[inline]
            fn from(text: &::core::primitive::str) -> Self {
                $crate::private::enumeration::from_text(text)
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad($crate::Enumeration::as_str(self))
            }
        }

        impl $crate::record::FieldValue for $name {
            const KIND: $crate::descriptor::Kind = $crate::descriptor::Kind::Enumeration(<Self as $crate::Enumeration>::TABLE);

            #[inline]
            fn put(
                incoming: $crate::record::WireValue<'_>,
            ) -> ::core::result::Result<(Self, $crate::record::Accepted), $crate::record::Rejected> {
                $crate::private::enumeration::take(incoming)
            }

            #[inline]
            fn item(&self) -> $crate::record::ValueRef<'_> {
                $crate::record::ValueRef::Text($crate::Enumeration::as_str(self).into())
            }

            #[inline]
            fn put_text(
                place: &mut ::core::option::Option<Self>,
                text: $crate::record::BorrowedText<'_>,
            ) -> ::core::primitive::bool {
                *place = $crate::private::enumeration::find_known(text);
                place.is_some()
            }

            #[inline]
            fn detach(&mut self) {
                if let ::core::result::Result::Err(value) = $crate::Enumeration::index(self) {
                    *self = $crate::Enumeration::unrecognized($crate::private::enumeration::detached(value));
                }
            }
        }

        $crate::__serde! { $name, deserialize_text, serialize_text }
    };
}

/// What a generated enumeration has beside that, inlined likewise; an annotated one derives `Debug` itself.
#[doc(hidden)]
#[macro_export]
macro_rules! __generated_enumeration {
    ($name:ident) => {
        impl $name {
            /// The known values, in the order of the table.
            pub const ALL: &'static [Self] = <Self as $crate::Enumeration>::ALL;

            /// The value on the wire.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &::core::primitive::str {
                $crate::Enumeration::as_str(self)
            }
        }

        /// Any text is a value.
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(text: &::core::primitive::str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok($crate::private::enumeration::from_text(text))
            }
        }

        impl ::core::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }

        impl ::core::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                let (one, other) = ($crate::Enumeration::index(self), $crate::Enumeration::index(other));
                $crate::private::enumeration::compare(one, other)
            }
        }

        impl ::core::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::enumeration::debug(<Self as $crate::Enumeration>::TABLE, $crate::Enumeration::index(self), f)
            }
        }
    };
}
