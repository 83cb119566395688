//! The inputs of a request by their names, for operations that are many and alike: from the body, else from the query.

use ucwa_model::{
    DataLink, Date, Text,
    enumerations::OnlineMeetingExtensionType,
    http::{Body, Refusal, Request},
    record::{MemberValue, ValueRef},
};

use super::call::unfit;
use crate::world::meeting::Extension;

/// See the module.
#[derive(Clone, Copy)]
pub(super) struct Inputs<'a>(&'a Request);

impl<'a> Inputs<'a> {
    pub(super) fn of(request: &'a Request) -> Self {
        Self(request)
    }

    fn member(self, name: &str) -> Option<MemberValue<'a>> {
        match self.0.body() {
            Body::Record(record) => record.member(name),
            _ => None,
        }
    }

    /// A text, of any type that is written as one.
    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        let of_body = match self.member(name) {
            Some(MemberValue::One(ValueRef::Text(text))) => Some(text.as_str()),
            Some(MemberValue::Kept(value)) => value.as_str(),
            _ => None,
        };
        of_body.or_else(|| self.0.parameter_of(name)).filter(|text| !text.is_empty())
    }

    /// A text that has to be there.
    ///
    /// # Errors
    /// 400 if it is not.
    pub(super) fn required(self, name: &str) -> Result<&'a str, Box<Refusal>> {
        self.text(name).ok_or_else(|| unfit(&format!("expected `{name}`, but found nothing")))
    }

    /// A text that may not be too long.
    ///
    /// # Errors
    /// 400 if it is.
    pub(super) fn limited<T: TryFrom<&'a str, Error: std::fmt::Display>>(self, name: &str) -> Result<Option<T>, Box<Refusal>> {
        let text = self.text(name);
        text.map(|text| T::try_from(text).map_err(|error| unfit(&format!("{name}: {error}")))).transpose()
    }

    /// A value of an enumeration.
    pub(super) fn value<T: From<&'a str>>(self, name: &str) -> Option<T> {
        self.text(name).map(T::from)
    }

    /// Whether something is so.
    pub(super) fn flag(self, name: &str) -> bool {
        let of_query = || self.0.parameter_of(name).is_some_and(|text| text.eq_ignore_ascii_case("true"));
        self.member(name).and_then(|value| value.as_bool()).unwrap_or_else(of_query)
    }

    /// A link that carries its content. A text in its place is taken for a plain one, as some clients send it.
    pub(super) fn data(self, name: &str) -> Option<DataLink> {
        let member = self.member(name)?;
        match member.as_link() {
            Some(link) => Some(link.clone().into()),
            None => member.as_str().map(DataLink::plain),
        }
    }

    /// The texts of a list.
    pub(super) fn texts(self, name: &str) -> Vec<Text> {
        let Some(MemberValue::Many(items)) = self.member(name) else { return Vec::new() };
        let texts = items.into_iter().filter_map(|item| match item {
            ValueRef::Text(text) => Some(text.into()),
            _ => None,
        });
        texts.collect()
    }

    /// A date.
    pub(super) fn date(self, name: &str) -> Option<Date> {
        match self.member(name)? {
            MemberValue::One(ValueRef::Date(date)) => Some(date),
            _ => None,
        }
    }

    /// What is to be attached to a meeting: under names that the application has chosen.
    pub(super) fn extension(self) -> Extension {
        let properties = match self.0.body() {
            Body::Record(record) => record.extra().properties().to_vec(),
            _ => Vec::new(),
        };
        // what has its own place in the resource, and did not fit there
        let properties = properties.into_iter().filter(|(name, _)| !["id", "type", "rel", "etag"].contains(&&**name)).collect();
        let kind = self.value("type").unwrap_or(OnlineMeetingExtensionType::Undefined);
        Extension { id: self.kept("id"), kind, properties }
    }

    /// The text as it is kept.
    pub(super) fn kept(self, name: &str) -> Option<Text> {
        self.text(name).map(Into::into)
    }
}
