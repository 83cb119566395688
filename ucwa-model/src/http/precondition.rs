//! [`Precondition`], what a request asks of the version of a resource.

use std::fmt;

use ::http::{HeaderMap, HeaderName, HeaderValue};

use crate::http::{BuildError, Etag, RequestError, header};

/// What `If-Match` or `If-None-Match` says (RFC 9110, sections 13.1.1 and 13.1.2): any version, or one of a list.
///
/// One that cannot be read is an error of the request, in lenient mode too: taken for none, it would let a server write without a
/// condition.
///
/// ```
/// use ucwa_model::http::{Etag, Precondition};
///
/// let either: Precondition = r#""3109609770", "3109609771""#.parse()?;
/// let current = Etag::new("3109609771").unwrap();
/// assert!(either.matches_strongly(&current) && Precondition::Any.matches_strongly(&current));
/// assert_eq!(either.to_string(), r#""3109609770", "3109609771""#);
/// assert!(r#"W/"x y""#.parse::<Precondition>().is_err());
/// # Ok::<(), ucwa_model::http::ParsePreconditionError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Precondition {
    /// `*`: any version, as long as there is one.
    Any,
    /// One of these versions. An empty list matches none, and cannot be sent.
    OneOf(Vec<Etag>),
}

/// A text that is no precondition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected `*` or a list of entity tags, but found {found:?}")]
pub struct ParsePreconditionError {
    found: String,
}

impl Precondition {
    /// Whether a version is one of those that are meant, and known to be so byte for byte: the comparison of `If-Match`. A weak
    /// etag never is.
    #[must_use]
    pub fn matches_strongly(&self, current: &Etag) -> bool {
        !current.is_weak() && self.holds(|etag| !etag.is_weak() && etag.as_str() == current.as_str())
    }

    /// Whether a version is one of those that are meant, or has the same content: the comparison of `If-None-Match`.
    #[must_use]
    pub fn matches_weakly(&self, current: &Etag) -> bool {
        self.holds(|etag| etag.as_str() == current.as_str())
    }

    /// Whether there is a version without quotes, to which servers answer 428.
    pub(crate) fn is_bare(&self) -> bool {
        matches!(self, Self::OneOf(etags) if !etags.iter().all(Etag::is_quoted))
    }

    fn holds(&self, is_meant: impl Fn(&Etag) -> bool) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(etags) => etags.iter().any(is_meant),
        }
    }

    /// What a message's headers of that name say together.
    pub(crate) fn of(headers: &HeaderMap, name: &HeaderName) -> Result<Option<Self>, RequestError> {
        let Some(text) = header::list(headers, name) else {
            return Ok(None);
        };
        let wrong = |error: ParsePreconditionError| RequestError::header(name, "`*` or a list of entity tags", error.found);
        text.parse().map(Some).map_err(wrong)
    }

    /// As the value of a header.
    pub(crate) fn value(&self, header: &'static str) -> Result<HeaderValue, BuildError> {
        match self {
            Self::OneOf(etags) if etags.is_empty() => Err(BuildError::Header { header, found: String::new() }),
            _ => header::value(header, &self.to_string()),
        }
    }
}

impl From<Etag> for Precondition {
    fn from(etag: Etag) -> Self {
        Self::OneOf(vec![etag])
    }
}

impl std::str::FromStr for Precondition {
    type Err = ParsePreconditionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim_matches([' ', '\t']) == "*" {
            return Ok(Self::Any);
        }
        let etags = header::items(text, None).map(|item| Etag::new(item).filter(|etag| etag.as_str() != "*" || etag.is_quoted()));
        match etags.collect::<Option<Vec<_>>>() {
            Some(etags) if !etags.is_empty() => Ok(Self::OneOf(etags)),
            _ => Err(ParsePreconditionError { found: header::excerpt(text) }),
        }
    }
}

/// As headers have it, every etag in quotes.
impl fmt::Display for Precondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::OneOf(etags) => etags.iter().enumerate().try_for_each(|(index, etag)| {
                let comma = if index == 0 { "" } else { ", " };
                write!(f, "{comma}{etag}")
            }),
        }
    }
}
