//! A request for a resource of an application, and what comes of it.

use std::ops::RangeInclusive;

use ucwa_model::{
    Codec,
    enumerations::{ErrorCode, ErrorSubcode},
    http::{Answer, Refusal, Request},
};

use crate::world::{application::ApplicationId, user::UserId};

/// See the module.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) application: ApplicationId,
    pub(crate) user: UserId,
    /// What stands in the path for the parts of the route that any text may be.
    pub(crate) ids: Vec<String>,
    pub(crate) request: Request,
}

/// What comes of it.
pub(crate) type Outcome = Result<Answer, Box<Refusal>>;

impl Call {
    /// A part of the path as a number; `NotFound` if it is none.
    pub(crate) fn number(&self, index: usize) -> Result<u64, Box<Refusal>> {
        self.ids.get(index).and_then(|id| id.parse().ok()).ok_or_else(not_found)
    }

    /// A part of the path.
    pub(crate) fn text(&self, index: usize) -> &str {
        self.ids.get(index).map_or("", String::as_str)
    }

    /// The inputs, from the body and the query; 400 if one is missing or does not fit.
    pub(crate) fn sound_inputs<T: Codec>(&self) -> Result<T, Box<Refusal>> {
        let inputs: T = self.inputs()?;
        match inputs.validate().into_iter().next() {
            Some(violation) => Err(unfit(&violation.to_string())),
            None => Ok(inputs),
        }
    }

    /// An input that is required, in its range.
    pub(crate) fn required_within(
        &self,
        input: Option<i64>,
        name: &str,
        range: RangeInclusive<i64>,
    ) -> Result<i64, Box<Refusal>> {
        let expected = || unfit(&format!("`{name}`: expected {} to {}", range.start(), range.end()));
        input.filter(|input| range.contains(input)).ok_or_else(expected)
    }

    /// The inputs, from the body and the query.
    pub(crate) fn inputs<T: Codec>(&self) -> Result<T, Box<Refusal>> {
        self.request.clone().into_inputs().map_err(|error| Box::new(super::bad_request(&error)))
    }
}

/// 400: an input is missing, or does not fit.
pub(crate) fn unfit(why: &str) -> Box<Refusal> {
    refused(ErrorCode::BadRequest, Some(ErrorSubcode::ParameterValidationFailure), why)
}

/// 404.
pub(crate) fn not_found() -> Box<Refusal> {
    refused(ErrorCode::NotFound, None, "There is no such resource.")
}

/// 409: nothing here is of so late a revision.
pub(crate) fn other_revision() -> Box<Refusal> {
    refused(ErrorCode::Conflict, Some(ErrorSubcode::APIVersionNotSupported), "This server has no such revision.")
}

/// An error of UCWA.
pub(crate) fn refused(code: ErrorCode, subcode: Option<ErrorSubcode>, why: &str) -> Box<Refusal> {
    Box::new(Refusal::of(code, subcode, why))
}

/// 200 with a resource, or 404.
pub(crate) fn found<T: Into<ucwa_model::AnyResource>>(resource: Option<T>) -> Outcome {
    resource.map(|resource| Answer::resource(resource.into())).ok_or_else(not_found)
}
