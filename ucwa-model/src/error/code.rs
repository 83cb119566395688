//! [`Code`], which rule is broken, and [`ErrorKind`], what kind of rule that is.

use std::fmt;

/// Defines the codes: for each its variant, the word that tools see, and its kind.
macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident, $word:literal, $kind:ident;)*) => {
        /// What was wrong, in one word that stays stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $code,)*
        }

        impl Code {
            /// What kind of mistake it is.
            #[must_use]
            pub fn kind(self) -> ErrorKind {
                match self {
                    $(Self::$code => ErrorKind::$kind,)*
                }
            }

            /// The word that tools see.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $word,)*
                }
            }
        }
    };
}

codes! {
    /// The text is not JSON or XML.
    Syntax, "syntax", Syntax;
    /// The bytes are not UTF-8.
    Encoding, "encoding", Syntax;
    /// A document type declaration, which is never read.
    Doctype, "doctype", Syntax;
    /// A control character stands raw inside a JSON string, as in the documentation's samples.
    ControlCharacter, "control_character", Syntax;
    /// A character that XML cannot carry.
    Character, "character", Format;
    /// The root element, or the kind of document, is another one.
    Root, "root", Schema;
    /// Nothing in the message says what it is.
    Unrecognized, "unrecognized", Schema;
    /// An element is in the wrong namespace.
    Namespace, "namespace", Schema;
    /// An element or text stands where the format has none.
    Content, "content", Schema;
    /// The body names another rel than its type's.
    Rel, "rel", Schema;
    /// A value of another kind.
    Type, "type", Schema;
    /// A text that is not of the form its kind needs.
    Form, "form", Schema;
    /// A text is too long.
    MaxLength, "max_length", Schema;
    /// A number is too small or too large.
    Range, "range", Schema;
    /// A required member is missing.
    Required, "required", Schema;
    /// A value that is finer than the format can carry.
    Precision, "precision", Format;
    /// Something that XML says only with the markup of this library, which was left out.
    Markup, "markup", Format;
    /// A list where one value belongs, or the other way round.
    Shape, "shape", Schema;
    /// A member for the second time.
    Duplicate, "duplicate", Schema;
    /// A data URL that cannot be decoded.
    Data, "data", Schema;
    /// More bytes than the limit.
    Bytes, "bytes", Limit;
    /// Deeper than the limit.
    Depth, "depth", Limit;
    /// More members of an object, or children of an element, than the limit.
    Members, "members", Limit;
    /// More items of a list than the limit.
    Items, "items", Limit;
    /// More attributes of an element than the limit.
    Attributes, "attributes", Limit;
    /// More namespace declarations in force than the limit.
    Declarations, "declarations", Limit;
    /// More events of a response than the limit.
    Events, "events", Limit;
    /// A longer text than the limit.
    TextLength, "text_length", Limit;
    /// More memory for its size than the limit.
    Memory, "memory", Limit;
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

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
