//! [`Code`], which rule is broken, and [`ErrorKind`], what kind of rule that is.

use std::fmt;

/// What was wrong, in one word that stays stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// The text is not JSON or XML.
    Syntax,
    /// The bytes are not UTF-8.
    Encoding,
    /// A document type declaration, which is never read.
    Doctype,
    /// A control character stands raw inside a JSON string, as in the documentation's samples.
    ControlCharacter,
    /// A character that XML cannot carry.
    Character,
    /// The root element, or the kind of document, is another one.
    Root,
    /// Nothing in the message says what it is.
    Unrecognized,
    /// An element is in the wrong namespace.
    Namespace,
    /// An element or text stands where the format has none.
    Content,
    /// The body names another rel than its type's.
    Rel,
    /// A value of another kind.
    Type,
    /// A text that is not of the form its kind needs.
    Form,
    /// A text is too long.
    MaxLength,
    /// A number is too small or too large.
    Range,
    /// A required member is missing.
    Required,
    /// A value that is finer than the format can carry.
    Precision,
    /// A list where one value belongs, or the other way round.
    Shape,
    /// A member for the second time.
    Duplicate,
    /// A data URL that cannot be decoded.
    Data,
    /// More bytes than the limit.
    Bytes,
    /// Deeper than the limit.
    Depth,
    /// More members of an object, or children of an element, than the limit.
    Members,
    /// More items of a list than the limit.
    Items,
    /// More attributes of an element than the limit.
    Attributes,
    /// More namespace declarations in force than the limit.
    Declarations,
    /// More events of a response than the limit.
    Events,
    /// A longer text than the limit.
    TextLength,
    /// More memory for its size than the limit.
    Memory,
}

/// What kind of mistake a [`Code`] is: what to do about it depends on that, more than on the code.
///
/// ```
/// use ucwa_model::{Codec, ErrorKind, communication::StartMessaging2};
///
/// let kind = |body: &str| StartMessaging2::from_json(body).unwrap_err().kind();
/// assert_eq!(kind(r#"{"operationId":"#), ErrorKind::Syntax); // perhaps more bytes follow
/// assert_eq!(kind(r#"{"subject":"Lunch?"}"#), ErrorKind::Schema); // the sender has to mend it
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The bytes are no document of the format.
    Syntax,
    /// The document breaks a rule of the schema, or is of another type.
    Schema,
    /// A value has something that the format cannot carry; only encoders find it.
    Format,
    /// One of the [`Limits`](crate::Limits) is exceeded.
    Limit,
}

impl Code {
    /// What kind of mistake it is.
    #[must_use]
    pub fn kind(self) -> ErrorKind {
        match self {
            Self::Syntax | Self::Encoding | Self::Doctype | Self::ControlCharacter => ErrorKind::Syntax,
            Self::Root | Self::Unrecognized | Self::Namespace | Self::Content | Self::Rel => ErrorKind::Schema,
            Self::Type | Self::Form | Self::MaxLength | Self::Range | Self::Required => ErrorKind::Schema,
            Self::Shape | Self::Duplicate | Self::Data => ErrorKind::Schema,
            Self::Character | Self::Precision => ErrorKind::Format,
            Self::Bytes | Self::Depth | Self::Members | Self::Items | Self::Attributes => ErrorKind::Limit,
            Self::Declarations | Self::Events | Self::TextLength | Self::Memory => ErrorKind::Limit,
        }
    }

    /// The word that tools see.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Encoding => "encoding",
            Self::Doctype => "doctype",
            Self::ControlCharacter => "control_character",
            Self::Character => "character",
            Self::Root => "root",
            Self::Unrecognized => "unrecognised",
            Self::Namespace => "namespace",
            Self::Content => "content",
            Self::Rel => "rel",
            Self::Type => "type",
            Self::Form => "form",
            Self::MaxLength => "max_length",
            Self::Range => "range",
            Self::Required => "required",
            Self::Precision => "precision",
            Self::Shape => "shape",
            Self::Duplicate => "duplicate",
            Self::Data => "data",
            Self::Bytes => "bytes",
            Self::Depth => "depth",
            Self::Members => "members",
            Self::Items => "items",
            Self::Attributes => "attributes",
            Self::Declarations => "declarations",
            Self::Events => "events",
            Self::TextLength => "text_length",
            Self::Memory => "memory",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
