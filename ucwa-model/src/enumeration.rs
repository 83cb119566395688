//! What all open enumerations share: their variants are generated, this is the rest.

use std::fmt;

use crate::{
    Text,
    descriptor::Enumeration,
    record::{Incoming, Lexeme, Misfit},
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
#[derive(Clone, PartialEq, Eq, Hash)]
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

/// The text of a value: that of the table, or its own.
pub fn text<'a>(enumeration: &'static Enumeration, index: Result<usize, &'a UnrecognizedValue>) -> &'a str {
    match index {
        Ok(index) => enumeration.members.get(index).map_or("", |member| member.name),
        Err(value) => value.as_str(),
    }
}

/// The index of a known value.
#[inline]
pub fn known(enumeration: &'static Enumeration, text: &str) -> Option<usize> {
    enumeration.members.iter().position(|member| member.name == text)
}

/// The index of a known value, or the text as one that is not known.
pub fn find(enumeration: &'static Enumeration, text: Lexeme<'_>) -> Result<usize, UnrecognizedValue> {
    known(enumeration, &text).ok_or_else(|| UnrecognizedValue(text.into()))
}

/// Takes a value of an open enumeration: any text fits.
pub fn take(enumeration: &'static Enumeration, incoming: Incoming<'_>) -> Result<Result<usize, UnrecognizedValue>, Misfit> {
    incoming.text("string").map(|text| find(enumeration, text))
}

/// What every open enumeration has beside its variants and its table.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($name:ident) => {
        impl $name {
            /// The value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &::core::primitive::str {
                $crate::private::enumeration::text(Self::ENUMERATION, self.index())
            }

            fn of(found: ::core::result::Result<::core::primitive::usize, $crate::UnrecognizedValue>) -> Self {
                match found {
                    ::core::result::Result::Ok(index) => Self::KNOWN[index].clone(),
                    ::core::result::Result::Err(value) => Self::Unrecognized(value),
                }
            }
        }

        impl ::core::convert::From<&::core::primitive::str> for $name {
            fn from(text: &::core::primitive::str) -> Self {
                Self::of($crate::private::enumeration::find(Self::ENUMERATION, text.into()))
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::private::enumeration::debug(Self::ENUMERATION, self.index(), f)
            }
        }

        impl $crate::record::Element for $name {
            const KIND: $crate::descriptor::Kind = $crate::descriptor::Kind::Enumeration(Self::ENUMERATION);

            fn put(
                incoming: $crate::record::Incoming<'_>,
            ) -> ::core::result::Result<(Self, $crate::record::Fit), $crate::record::Misfit> {
                let found = $crate::private::enumeration::take(Self::ENUMERATION, incoming)?;
                let fit = if found.is_ok() { $crate::record::Fit::Known } else { $crate::record::Fit::NewValue };
                ::core::result::Result::Ok((Self::of(found), fit))
            }

            fn item(&self) -> $crate::record::Item<'_> {
                $crate::record::Item::Text(self.as_str())
            }

            fn put_text(place: &mut ::core::option::Option<Self>, text: $crate::record::Lexeme<'_>) -> ::core::primitive::bool {
                let known = $crate::private::enumeration::known(Self::ENUMERATION, text.as_str());
                let known = known.and_then(|index| Self::KNOWN.get(index));
                *place = known.cloned();
                known.is_some()
            }
        }
    };
}

/// A known value as its variant, another one as what it is.
pub fn debug(
    enumeration: &'static Enumeration,
    index: Result<usize, &UnrecognizedValue>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match index {
        Ok(_) => f.write_str(text(enumeration, index)),
        Err(value) => f.debug_tuple("Unrecognized").field(value).finish(),
    }
}
