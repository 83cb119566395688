//! What all open enumerations share: their variants are generated, this is the rest.

use std::fmt;

use crate::{
    Text,
    record::{Fit, Incoming, Misfit},
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
    /// For the generated conversions, which have looked through the known values first.
    #[doc(hidden)]
    pub fn __new(text: &str) -> Self {
        Self(text.into())
    }

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

/// Takes a value of an open enumeration: any text fits.
pub fn put<T>(
    incoming: Incoming<'_>,
    known: impl FnOnce(&str) -> Option<T>,
    new: fn(UnrecognizedValue) -> T,
) -> Result<(T, Fit), Misfit> {
    let text = incoming.text("string")?;
    Ok(match known(&text) {
        Some(value) => (value, Fit::Known),
        None => (new(UnrecognizedValue::__new(&text)), Fit::NewValue),
    })
}

/// What every open enumeration has beside its variants and its table.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($name:ident) => {
        impl ::core::convert::From<&::core::primitive::str> for $name {
            fn from(text: &::core::primitive::str) -> Self {
                match Self::known(text) {
                    ::core::option::Option::Some(value) => value,
                    ::core::option::Option::None => Self::Unrecognized($crate::UnrecognizedValue::__new(text)),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::record::Element for $name {
            const KIND: $crate::descriptor::Kind = $crate::descriptor::Kind::Enumeration(Self::ENUMERATION);

            fn put(
                incoming: $crate::record::Incoming<'_>,
            ) -> ::core::result::Result<(Self, $crate::record::Fit), $crate::record::Misfit> {
                $crate::private::put_enumeration(incoming, Self::known, Self::Unrecognized)
            }

            fn item(&self) -> $crate::record::Item<'_> {
                $crate::record::Item::Text(self.as_str())
            }
        }
    };
}
