//! The plain types that a slot can hold.

use super::{Element, Fit, Incoming, Item, Lexeme, Misfit, Record, Scalar};
use crate::{Codec, Text, descriptor::Kind};

/// What is embedded once lies in a box: it may embed others of its kind.
impl<T: Element + Codec> Element for Box<T> {
    const KIND: Kind = T::KIND;
    const OPEN: Option<fn(&mut Option<Self>) -> &mut dyn Record> = Some(|place| &mut **place.insert(Self::new(T::default())));
    const OPEN_NEXT: Option<fn(&mut Vec<Self>) -> &mut dyn Record> = Some(|list| {
        let index = list.len();
        list.push(Self::new(T::default()));
        &mut *list[index]
    });

    fn item(&self) -> Item<'_> {
        T::item(self)
    }

    fn detach(&mut self) {
        super::detach(&mut **self);
    }
}

impl Element for Text {
    const KIND: Kind = Kind::String { limit: None };

    #[inline]
    fn put(incoming: Incoming<'_>) -> Result<(Self, Fit), Misfit> {
        incoming.text("string").map(|text| (text.into(), Fit::Known))
    }

    fn item(&self) -> Item<'_> {
        Item::Text(self.into())
    }

    #[inline]
    fn put_text(place: &mut Option<Self>, text: Lexeme<'_>) -> bool {
        place.get_or_insert_default().set(text);
        true
    }
}

impl Element for bool {
    const KIND: Kind = Kind::Boolean;

    /// JSON `true` and `false`; XML `True` and `False` as servers write them, or in lower case.
    #[inline]
    fn put(incoming: Incoming<'_>) -> Result<(Self, Fit), Misfit> {
        let value = match &incoming {
            Incoming::Scalar(Scalar::Boolean(value)) => Some(*value),
            Incoming::Scalar(Scalar::Lexical(text)) => match text.as_str() {
                "True" | "true" => Some(true),
                "False" | "false" => Some(false),
                _ => None,
            },
            _ => None,
        };
        value.map(|value| (value, Fit::Known)).ok_or_else(|| Misfit::kind("boolean", &incoming))
    }

    fn item(&self) -> Item<'_> {
        Item::Boolean(*self)
    }
}

impl Element for i64 {
    const KIND: Kind = Kind::Integer;

    #[inline]
    fn put(incoming: Incoming<'_>) -> Result<(Self, Fit), Misfit> {
        let digits = match &incoming {
            Incoming::Scalar(Scalar::Number(digits)) => *digits,
            Incoming::Scalar(Scalar::Lexical(digits)) => digits.as_str(),
            other => return Err(Misfit::kind("integer", other)),
        };
        // only the form that goes out again: no sign before a positive number, no leading zero
        let canonical = |value: &Self| value.to_string() == *digits;
        let value = digits.parse().ok().filter(canonical);
        value.map(|value| (value, Fit::Known)).ok_or_else(|| match incoming {
            Incoming::Scalar(Scalar::Number(_)) => Misfit::syntax("64-bit integer"),
            text => Misfit::kind("integer", &text),
        })
    }

    fn item(&self) -> Item<'_> {
        Item::Integer(*self)
    }
}
