//! What goes wrong while a request is built. Each error prints its cause, and so does not return it as its source.

use crate::{Error, http::Operation};

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
    #[error("expected a URL: {0}")]
    Syntax(url::ParseError),
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
    /// The resource has no such link.
    #[error("expected a link `{rel}`, but found none")]
    NoLink {
        /// The rel.
        rel: &'static str,
    },
    /// The href cannot be requested.
    #[error("the href cannot be requested: {0}")]
    Href(HrefError),
    /// A required input is neither in the body nor in the query.
    #[error("{operation}: expected `{name}` in the body or in the query, but found nothing")]
    Missing {
        /// The operation.
        operation: Operation,
        /// The input.
        name: &'static str,
    },
    /// The body does not fit the schema, or cannot be encoded.
    #[error("the body cannot be sent: {0}")]
    Body(Error),
    /// A query parameter does not fit the schema.
    #[error("the query parameter `{name}` cannot be sent: {cause}")]
    Query {
        /// The parameter.
        name: String,
        /// What is wrong with it.
        cause: QueryError,
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
    #[error("expected a value for `{header}` that a header can carry, but found {found:?}")]
    Header {
        /// The header.
        header: &'static str,
        /// The start of what it would be.
        found: String,
    },
    /// The batch cannot be sent.
    #[error("the batch cannot be sent: {0}")]
    Batch(BatchError),
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
    #[error("the request number {number} of a batch cannot be built: {cause}")]
    Part {
        /// Its number, from 1.
        number: usize,
        /// Why.
        cause: Box<BuildError>,
    },
}

super::wraps! {
    BuildError::Href(HrefError);
    BuildError::Batch(BatchError);
}
