//! What goes wrong, by direction: building a request, reading one, reading an answer.

use ::http::StatusCode;

use crate::{
    Error, Violation,
    http::{Foreign, InvalidLocation, Operation, Refusal},
};

/// Why an href cannot be requested.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HrefError {
    /// A control character, a space or a backslash, which may be there to be read as something else.
    #[error("expected the characters of a URL, but found {found:?} as number {at}")]
    Character {
        /// Characters before it.
        at: usize,
        /// The character.
        found: char,
    },
    /// It is no URL.
    #[error("expected a URL")]
    Syntax(#[source] url::ParseError),
    /// It is a URL, but not one that HTTP can request.
    #[error("expected a target that HTTP can request: {0}")]
    Uri(String),
    /// It is of another scheme.
    #[error("expected `http` or `https` and a host, but found the scheme `{found}`")]
    Scheme {
        /// The scheme.
        found: String,
    },
    /// It has a user name or a password.
    #[error("expected a URL without user name and password, but found them")]
    Credentials,
    /// It leads to another server, where the token must not go.
    #[error("expected an href on {base}, but found one on {found}")]
    Elsewhere {
        /// The server of the base.
        base: String,
        /// Where the href leads.
        found: String,
    },
}

/// Why a request cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// The schema has no such operation.
    #[error("expected an operation of the schema, but found `{found}`")]
    NoOperation {
        /// The method and the name.
        found: String,
    },
    /// The href cannot be requested.
    #[error("the href cannot be requested")]
    Href(#[from] HrefError),
    /// A required input is neither in the body nor in the query.
    #[error("{operation}: expected `{name}` in the body or in the query, but found nothing")]
    Missing {
        /// The operation.
        operation: Operation,
        /// The input.
        name: &'static str,
    },
    /// The body does not fit the schema, or cannot be encoded.
    #[error("the body cannot be sent")]
    Body(#[source] Error),
    /// A query parameter does not fit the schema.
    #[error("the query parameter `{name}` cannot be sent")]
    Query {
        /// The parameter.
        name: String,
        /// What is wrong with it.
        source: QueryError,
    },
    /// The operation takes a body of another kind.
    #[error("{operation}: expected {expected}, but found {found}")]
    Content {
        /// The operation.
        operation: Operation,
        /// What it takes.
        expected: String,
        /// What there is.
        found: String,
    },
    /// A header that would not be one.
    #[error("expected a value for `{header}` that a header can carry, but found another one")]
    Header {
        /// The header.
        header: &'static str,
    },
    /// The batch cannot be sent.
    #[error("the batch cannot be sent")]
    Batch(#[from] BatchError),
}

/// What is wrong with a query parameter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// The operation has no such parameter.
    #[error("expected a parameter of {operation}, but found another name")]
    Unknown {
        /// The operation.
        operation: Operation,
    },
    /// It does not fit its field.
    #[error("expected {expected}, but found {found}")]
    Value {
        /// What the schema says.
        expected: String,
        /// What there is.
        found: String,
    },
    /// It is there more than once and is no list, or the server has put it into the href with another value.
    #[error("expected one value, but found another one beside it")]
    Repeated,
}

/// Why a batch cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// More requests than the protocol allows.
    #[error("expected at most {limit} requests, but found {found}")]
    TooMany {
        /// The most.
        limit: usize,
        /// How many there are.
        found: usize,
    },
    /// No request at all.
    #[error("expected a request, but found none")]
    Empty,
    /// A batch, a photo or an event channel inside a batch.
    #[error("expected no batch, photo or events inside a batch, but found {operation}")]
    Barred {
        /// The operation.
        operation: Operation,
    },
    /// The boundary is in a body, or has characters that none can have.
    #[error("expected a boundary of 1 to 70 letters, digits or `'()+_,-./:=?` that is in no part, but found {found:?}")]
    Boundary {
        /// The boundary.
        found: String,
    },
    /// A request inside a batch that cannot be built.
    #[error("the request number {number} of a batch cannot be built")]
    Part {
        /// Its number, from 1.
        number: usize,
        /// Why.
        source: Box<BuildError>,
    },
}

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
    #[error("the body cannot be read")]
    Body(#[source] Error),
    /// A query parameter that does not fit the schema.
    #[error("the query parameter `{name}` does not fit")]
    Query {
        /// The parameter.
        name: String,
        /// What is wrong with it.
        source: QueryError,
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
    #[error("the batch cannot be read")]
    Multipart(#[from] MultipartError),
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
    Foreign(#[from] Box<Foreign>),
    /// A success whose body cannot be read.
    #[error("the body of the answer {status} cannot be read")]
    Body {
        /// The status.
        status: StatusCode,
        /// Why.
        source: Error,
    },
    /// A success whose `Location` leads nowhere.
    #[error("the operation that was started cannot be found")]
    Location(#[from] InvalidLocation),
    /// More bytes than the limit, there or announced.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// A batch that cannot be taken apart.
    #[error("the batch cannot be read")]
    Multipart(#[from] MultipartError),
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
            Self::Foreign(foreign) => Some(foreign.status),
            Self::Body { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// What the server says in UCWA's own words.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
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
    #[error("expected `multipart/batching` with a boundary, but found {found}")]
    Media {
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
    #[error("part {part}: expected {expected}, but found something else")]
    Message {
        /// The part, from 1.
        part: usize,
        /// What belongs there.
        expected: &'static str,
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

impl From<Violation> for RequestError {
    fn from(violation: Violation) -> Self {
        Self::Body(violation.into())
    }
}
