//! What goes wrong while a request or an answer is read. Each error prints its cause, and so does not return it as its source.

use ::http::{HeaderMap, HeaderName, StatusCode};

use crate::{
    Error,
    enumerations::ErrorSubcode,
    http::{Challenge, InvalidLocation, Operation, QueryError, Refusal, RetryAfter, UnexpectedAnswer},
};

/// Why a request cannot be read as the operation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RequestError {
    /// Another method.
    #[error("expected the method of {operation}, but found `{found}`")]
    Method {
        /// The operation.
        operation: Operation,
        /// The method.
        found: String,
    },
    /// A body of another media type.
    #[error("expected a body of {expected}, but found {found}")]
    Media {
        /// What the operation takes.
        expected: String,
        /// What there is.
        found: String,
    },
    /// A body that cannot be read, or does not fit the schema.
    #[error("the body cannot be read: {0}")]
    Body(Error),
    /// A header that the request depends on, and that cannot be read: a precondition, or a revision.
    #[error("expected {expected} in `{header}`, but found {found:?}")]
    Header {
        /// The header, in lower case.
        header: String,
        /// What belongs there.
        expected: &'static str,
        /// The start of what there is.
        found: String,
    },
    /// A query parameter that does not fit the schema.
    #[error("the query parameter `{name}` does not fit: {cause}")]
    Query {
        /// The parameter.
        name: String,
        /// What is wrong with it.
        cause: QueryError,
    },
    /// A required input is neither in the body nor in the query.
    #[error("{operation}: expected `{name}` in the body or in the query, but found nothing")]
    Missing {
        /// The operation.
        operation: Operation,
        /// The input.
        name: &'static str,
    },
    /// More bytes than the limit, there or announced.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// A batch that cannot be taken apart.
    #[error("the batch cannot be read: {0}")]
    Multipart(MultipartError),
    /// A part of a batch whose operation is not known, or not allowed there.
    #[error("expected an operation that a batch may have, but found `{found}`")]
    Unroutable {
        /// The method and the target.
        found: String,
    },
}

/// Why an answer is not the success that the operation documents.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// The server says why, in UCWA's own words.
    #[error(transparent)]
    Refused(#[from] Box<Refusal>),
    /// It is no UCWA answer: a page of a proxy, nothing at all.
    #[error(transparent)]
    Unexpected(#[from] Box<UnexpectedAnswer>),
    /// A success whose body cannot be read.
    #[error("the body of the answer {status} cannot be read: {cause}")]
    Body {
        /// The status.
        status: StatusCode,
        /// Why.
        cause: Error,
    },
    /// A success whose `Location` leads nowhere.
    #[error("the `Location` of the answer cannot be followed: {0}")]
    Location(InvalidLocation),
    /// A success that does not say where the operation is that it has started.
    #[error("expected a `Location`, but found none")]
    NoLocation,
    /// More bytes than the limit, there or announced.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// A batch that cannot be taken apart.
    #[error("the batch cannot be read: {0}")]
    Multipart(MultipartError),
    /// A success with another resource than was asked for.
    #[error("expected the resource `{expected}`, but found {found}")]
    Resource {
        /// The rel that was asked for.
        expected: String,
        /// What came.
        found: String,
    },
}

impl AnswerError {
    /// The status, if an answer came that could be read so far.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Refused(refusal) => Some(refusal.status),
            Self::Unexpected(answer) => Some(answer.status),
            Self::Body { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The headers of an answer that is no success.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Refused(refusal) => Some(&refusal.headers),
            Self::Unexpected(answer) => Some(&answer.headers),
            _ => None,
        }
    }

    /// When the server wants to be asked again, if it says so.
    #[must_use]
    pub fn retry_after(&self) -> Option<RetryAfter> {
        RetryAfter::of(self.headers()?)
    }

    /// How to sign in, as a 401 says it; none if it says nothing.
    #[must_use]
    pub fn challenges(&self) -> Vec<Challenge> {
        self.headers().map(Challenge::all).unwrap_or_default()
    }

    /// What the server says in UCWA's own words.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// 401: there is no token, or it is not taken (any more). The [challenges](Self::challenges) say where to get one.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.status() == Some(StatusCode::UNAUTHORIZED)
    }

    /// The application is gone, and every link with it: make another one.
    #[must_use]
    pub fn is_application_gone(&self) -> bool {
        let Some(refusal) = self.refusal() else {
            return false;
        };
        refusal.status == StatusCode::GONE || refusal.subcode() == Some(&ErrorSubcode::ApplicationNotFound)
    }

    /// 412: the resource has changed since it was fetched; fetch it again.
    #[must_use]
    pub fn is_precondition_failed(&self) -> bool {
        self.status() == Some(StatusCode::PRECONDITION_FAILED)
    }

    /// 428: the PUT had no etag, or not a quoted one.
    #[must_use]
    pub fn is_precondition_required(&self) -> bool {
        self.status() == Some(StatusCode::PRECONDITION_REQUIRED)
    }
}

/// More bytes than the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a body of at most {limit} bytes, but found {found}")]
pub struct TooLarge {
    /// The most.
    pub limit: usize,
    /// How many there are, or are announced.
    pub found: u64,
}

/// Why a batch cannot be taken apart.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MultipartError {
    /// Its media type is another one, or has no boundary.
    #[error("expected `{expected}` with a boundary, but found {found}")]
    Media {
        /// What it should be.
        expected: &'static str,
        /// The content type.
        found: String,
    },
    /// No line with the boundary.
    #[error("expected a line `--{boundary}`, but found none")]
    NoDelimiter {
        /// The boundary.
        boundary: String,
    },
    /// A line that reads like the end of a part, inside a body whose announced length goes on to the next: whoever wrote it chose a
    /// boundary that is in the body, or wants to be read in two ways.
    #[error("expected no boundary inside a body, but found one in part {part}")]
    BoundaryInBody {
        /// The part, from 1.
        part: usize,
    },
    /// A part that is no HTTP message.
    #[error("part {part}: expected {expected}, but found {found:?}")]
    Message {
        /// The part, from 1.
        part: usize,
        /// What belongs there.
        expected: &'static str,
        /// The start of what there is.
        found: String,
    },
    /// More parts than the limit.
    #[error("expected at most {limit} parts, but found more")]
    TooMany {
        /// The most.
        limit: usize,
    },
    /// More or fewer answers than there were requests.
    #[error("expected {expected} answers, but found {found}")]
    Count {
        /// How many were asked for.
        expected: usize,
        /// How many came.
        found: usize,
    },
    /// The schema is compiled without the batch.
    #[error("expected the operation `batch` in the schema, but found none")]
    NoOperation,
}

impl MultipartError {
    pub(crate) fn message(part: usize, expected: &'static str, found: &[u8]) -> Self {
        let start = found.get(..60).unwrap_or(found);
        Self::Message { part, expected, found: String::from_utf8_lossy(start).into_owned() }
    }
}

impl RequestError {
    pub(crate) fn header(name: &HeaderName, expected: &'static str, found: String) -> Self {
        Self::Header { header: name.as_str().to_owned(), expected, found }
    }
}

super::wraps! {
    RequestError::Multipart(MultipartError);
    AnswerError::Multipart(MultipartError);
    AnswerError::Location(InvalidLocation);
}
