//! Errors with a place: [`Error`] for what stops a decoder, [`Violation`] for what does not fit the schema.

mod code;

use std::fmt;

pub use self::code::{Code, ErrorKind};
use crate::Place;

/// What was expected, or what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// A count or a length.
    Number(i64),
    /// A description, or an excerpt of the message.
    Words(String),
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Words(words) => words.fmt(f),
        }
    }
}

impl From<usize> for Detail {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<String> for Detail {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<&str> for Detail {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

/// Something that does not fit the schema, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Which rule it breaks.
    pub code: Code,
    /// The member, as in `_embedded.from.name`; empty for the document itself.
    pub path: String,
    /// What the rule allows: the limit, where it is one.
    pub expected: Option<Detail>,
    /// What was found instead.
    pub found: Option<Detail>,
    /// Where it stands in the text, if there is a text.
    pub place: Option<Place>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = self.place {
            write!(f, "{place}: ")?;
        }
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        self.fmt_message(f)
    }
}

impl Violation {
    pub(crate) fn new(code: Code, expected: impl Into<Detail>, found: impl Into<Detail>, place: Place) -> Self {
        Self { code, path: String::new(), expected: Some(expected.into()), found: Some(found.into()), place: Some(place) }
    }

    /// What kind of rule it breaks.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.code.kind()
    }

    /// What was expected and what was found, without the place and the path.
    #[must_use]
    pub fn message(&self) -> String {
        struct Message<'a>(&'a Violation);
        impl fmt::Display for Message<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt_message(f)
            }
        }
        Message(self).to_string()
    }

    fn fmt_message(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.code {
            Code::MaxLength => "at most {} UTF-16 code units",
            Code::Bytes => "at most {} bytes",
            Code::Depth => "at most {} levels of nesting",
            Code::Members => "at most {} members",
            Code::Items => "at most {} items",
            Code::Attributes => "at most {} attributes",
            Code::Declarations => "at most {} namespace declarations in force",
            Code::Events => "at most {} events",
            Code::TextLength => "a text of at most {} bytes",
            Code::Memory => "at most {} bytes of memory",
            _ => "{}",
        };
        match (&self.expected, &self.found) {
            (Some(expected), Some(found)) => {
                write!(f, "expected {}, but found {found}", unit.replace("{}", &expected.to_string()))
            }
            (Some(expected), None) => write!(f, "expected {}", unit.replace("{}", &expected.to_string())),
            (None, Some(found)) => write!(f, "found {found}"),
            (None, None) => write!(f, "{}", self.code),
        }
    }
}

/// A member that the schema does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unknown {
    /// The member, as in `_links.replyTo`.
    pub path: String,
    /// What it is.
    pub kind: UnknownKind,
    /// The member of the schema that is meant. Where its name differs in case alone, `culture` for `Culture`, an input counts it as
    /// that member. A property that has the name of a data link, `_links.message` for `message`, is only kept.
    pub expected: Option<String>,
    /// The start of a new value of an open enumeration.
    pub found: Option<String>,
}

/// What kind of thing the schema does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnknownKind {
    /// A property.
    Property,
    /// A link.
    Link,
    /// An embedded resource.
    Embedded,
    /// A new value of an open enumeration.
    Value,
}

impl UnknownKind {
    /// The word that tools see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Property => "property",
            Self::Link => "link",
            Self::Embedded => "embedded",
            Self::Value => "value",
        }
    }
}

/// Why a message could not be read or written: code, place, path, what was expected and what was found.
///
/// ```
/// use ucwa_model::{Code, Codec, communication::StartMessaging2};
///
/// let long = format!(r#"{{"operationId": "{}"}}"#, "x".repeat(51));
/// let error = StartMessaging2::from_json(long.as_bytes()).unwrap_err();
/// assert_eq!(error.code(), Code::MaxLength);
/// assert_eq!(error.to_string(), "1:17: operationId: expected at most 50 UTF-16 code units, but found 51");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Violation>);

impl Error {
    /// What was wrong, in one word.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What kind of mistake it was.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind()
    }

    /// Where, if there was a text.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.0.place
    }

    /// The member, as in `_embedded.from.name`; empty for the document itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The whole finding.
    #[must_use]
    pub fn violation(&self) -> &Violation {
        &self.0
    }
}

impl From<Violation> for Error {
    fn from(violation: Violation) -> Self {
        Self(Box::new(violation))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Error").field(&self.0.code).field(&self.to_string()).finish()
    }
}

impl std::error::Error for Error {}
