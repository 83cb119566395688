//! What a request asks for: its inputs, wherever they travel.

use std::any::Any;

use super::{Body, Request};
use crate::{
    Codec,
    http::{Href, Operation, Precondition, QueryParameter, RequestError, Revision, fields, query},
};

impl Request {
    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// The link, without the query parameters that the schema knows.
    #[must_use]
    pub fn href(&self) -> &Href {
        &self.href
    }

    /// The query parameters.
    #[must_use]
    pub fn parameters(&self) -> &[QueryParameter] {
        &self.parameters
    }

    /// The first query parameter of that name.
    #[must_use]
    pub fn parameter_of(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value.as_str())
    }

    /// What it carries.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// The body, if it is a record of that type.
    #[must_use]
    pub fn input<T: Codec>(&self) -> Option<&T> {
        match &self.body {
            Body::Record(record) => (&**record as &dyn Any).downcast_ref(),
            _ => None,
        }
    }

    /// All inputs as a record of that type: those of the body, and those of the query that the body does not have.
    ///
    /// # Errors
    /// If a query parameter does not fit its field, or the body is a record of another type.
    pub fn into_inputs<T: Codec>(self) -> Result<T, RequestError> {
        let mut inputs = match self.body {
            Body::Record(record) => {
                let found = record.shape().name;
                let record = (record as Box<dyn Any>).downcast::<T>();
                *record.map_err(|_| RequestError::Media { expected: T::SHAPE.name.to_owned(), found: found.to_owned() })?
            }
            Body::Empty | Body::Batch(_) | Body::Content(_) => T::default(),
        };
        for QueryParameter { name, value, .. } in self.parameters {
            fields::put_text(&mut inputs, &name, &value).map_err(|cause| RequestError::Query { name, cause })?;
        }
        Ok(inputs)
    }

    /// The text body, as that of a message.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.body {
            Body::Content(content) => content.text(),
            _ => None,
        }
    }

    /// The revision that it asks for at least.
    #[must_use]
    pub fn revision(&self) -> Option<&Revision> {
        self.revision.as_ref()
    }

    /// The versions of which the resource must have one.
    #[must_use]
    pub fn if_match(&self) -> Option<&Precondition> {
        self.if_match.as_ref()
    }

    /// The versions of which the resource must have none: those that the client has already.
    #[must_use]
    pub fn if_none_match(&self) -> Option<&Precondition> {
        self.if_none_match.as_ref()
    }

    /// The first required input that is neither in the body, nor in the query, nor in the href.
    pub(super) fn missing(&self) -> Option<&'static str> {
        let in_body = |name: &str| match &self.body {
            // a member that was rejected and kept is reported as that, not as missing
            Body::Record(record) => fields::is_given(&**record, name),
            _ => false,
        };
        let given = |name: &str| in_body(name) || self.parameter_of(name).is_some() || query::own(&self.href, name).is_some();
        let inputs = self.operation.input().map_or(&[][..], |shape| shape.fields);
        let mut required = self.operation.query().iter().chain(inputs).filter(|field| field.required);
        required.find(|field| !given(field.name)).map(|field| field.name)
    }
}
