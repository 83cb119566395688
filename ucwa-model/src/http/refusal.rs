//! What is no success: [`Refusal`], an error of UCWA, and [`UnexpectedAnswer`], one of somebody else. A 401 of either says what it asks for.

use std::fmt;

use ::http::{HeaderMap, StatusCode};

use crate::{
    descriptor::Failure,
    enumerations::{ErrorCode, ErrorSubcode},
    general::Reason,
    http::challenge,
};

/// An error body of UCWA. Code and subcode are open: new ones come at any time.
///
/// ```
/// use http::{Response, StatusCode};
/// use ucwa_model::{enumerations::ErrorSubcode, http::{Answer, Operation}};
///
/// let body = r#"{"code":"Conflict","subcode":"AlreadyExists","message":"Once is enough."}"#;
/// let answer = Response::builder().status(409).header("content-type", "application/json").body(body)?;
/// let error = Answer::read(Operation::find("makeMeAvailable", "POST").unwrap(), &answer).unwrap_err();
///
/// assert_eq!(error.to_string(), "409 Conflict/AlreadyExists: Once is enough.");
/// let refusal = error.refusal().unwrap();
/// assert_eq!(refusal.subcode(), Some(&ErrorSubcode::AlreadyExists));
/// assert!(refusal.documented.unwrap().doc.contains("only once"));
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Refusal {
    /// The status.
    pub status: StatusCode,
    /// What the server says: code, subcode, message, parameters, debug information, and whatever else.
    pub reason: Reason,
    /// What the schema says of it, if the operation documents it.
    pub documented: Option<&'static Failure>,
    /// The headers, as a `Retry-After` or diagnostics.
    pub headers: HeaderMap,
}

impl Refusal {
    /// An error to answer with. The status is that of the reason's code, by the documentation's own table.
    #[must_use]
    pub fn new(reason: Reason) -> Self {
        let status = reason.code.as_ref().map_or(StatusCode::INTERNAL_SERVER_ERROR, status_of);
        Self { status, reason, documented: None, headers: HeaderMap::new() }
    }

    /// An error to answer with, from its code and its subcode.
    #[must_use]
    pub fn of(code: ErrorCode, subcode: Option<ErrorSubcode>, message: &str) -> Self {
        Self::new(Reason { code: Some(code), subcode, message: Some(message.into()), ..Reason::default() })
    }

    /// The general class of the error.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        self.reason.code.as_ref()
    }

    /// The precise cause. `None` also where the server writes `None`.
    #[must_use]
    pub fn subcode(&self) -> Option<&ErrorSubcode> {
        self.reason.subcode.as_ref().filter(|subcode| subcode.as_str() != "None")
    }

    /// The explanation, in the language of the server.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.reason.message.as_deref()
    }
}

/// The status that goes with a code.
fn status_of(code: &ErrorCode) -> StatusCode {
    match code {
        ErrorCode::BadRequest => StatusCode::BAD_REQUEST,
        ErrorCode::Conflict => StatusCode::CONFLICT,
        ErrorCode::EntityTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::GatewayTimeout | ErrorCode::Timeout => StatusCode::GATEWAY_TIMEOUT,
        ErrorCode::Gone => StatusCode::GONE,
        ErrorCode::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        ErrorCode::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
        ErrorCode::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
        ErrorCode::ServiceUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status.as_u16())?;
        if let Some(code) = self.code() {
            write!(f, " {code}")?;
        }
        if let Some(subcode) = self.subcode() {
            write!(f, "/{subcode}")?;
        }
        if let Some(message) = self.message() {
            write!(f, ": {message}")?;
        }
        challenge::write_asked(f, self.status, &self.headers)
    }
}

impl std::error::Error for Refusal {}

/// An answer that is none of UCWA's: the HTML of a proxy's 401, an empty 503, the JSON of a token service.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnexpectedAnswer {
    /// The status.
    pub status: StatusCode,
    /// The headers, as `WWW-Authenticate`.
    pub headers: HeaderMap,
    /// The start of the body, at most [`UnexpectedAnswer::MAX_START`] bytes.
    pub start: Vec<u8>,
    /// How long the body was.
    pub length: usize,
}

impl UnexpectedAnswer {
    /// So much of a body is kept.
    pub const MAX_START: usize = 1024;

    pub(crate) fn new(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let start = body.iter().copied().take(Self::MAX_START).collect();
        Self { status, headers: headers.clone(), start, length: body.len() }
    }

    /// The start of the body as text, as far as it is text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.start).into_owned()
    }
}

impl fmt::Display for UnexpectedAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = super::media::content_type(&self.headers);
        write!(f, "expected an answer of UCWA, but found {} with ", self.status.as_u16())?;
        match kind {
            _ if self.length == 0 => f.write_str("no body"),
            Some(kind) => write!(f, "{} bytes of {}", self.length, kind.essence_str()),
            None => write!(f, "{} bytes", self.length),
        }?;
        challenge::write_asked(f, self.status, &self.headers)
    }
}

impl std::error::Error for UnexpectedAnswer {}
