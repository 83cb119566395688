//! The front of the codecs: [`Codec`] for types, [`Decoder`] and [`Encoder`] for options.

mod decoder;
mod encoder;

pub(crate) use self::decoder::replace_bytes;
pub use self::{
    decoder::{Decoded, Decoder},
    encoder::Encoder,
};
use crate::{
    Error, Limits, Mode, Violation,
    descriptor::{Form, Shape},
    record::Record,
};

/// One of the two formats of UCWA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// `application/json`
    Json,
    /// `application/xml`
    Xml,
}

impl Format {
    /// Guesses the format from the first byte that is neither white space nor part of a byte order mark.
    ///
    /// ```
    /// use ucwa_model::Format;
    ///
    /// assert_eq!(Format::guess(b" <resource/>"), Some(Format::Xml));
    /// assert_eq!(Format::guess(b"{}"), Some(Format::Json));
    /// assert_eq!(Format::guess(b"hello"), None);
    /// ```
    #[must_use]
    pub fn guess(bytes: &[u8]) -> Option<Self> {
        let text = bytes.strip_prefix(BOM).unwrap_or(bytes);
        match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'<') => Some(Self::Xml),
            Some(b'{' | b'[') => Some(Self::Json),
            _ => None,
        }
    }
}

/// The byte order mark of UTF-8.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// A resource, an input or an error body that speaks both formats. The definitions and `#[derive(Resource)]` implement it.
///
/// ```
/// use ucwa_model::{Codec, communication::MessagingInvitation};
///
/// let invitation = MessagingInvitation::from_json(r#"{"rel":"messagingInvitation","subject":"Lunch?"}"#)?;
/// assert_eq!(invitation.subject.as_ref().unwrap().as_str(), "Lunch?");
///
/// let xml = invitation.to_xml()?;
/// assert!(xml.contains(r#"<property name="subject">Lunch?</property>"#));
/// assert_eq!(MessagingInvitation::from_xml(&xml)?, invitation);
/// # Ok::<(), ucwa_model::Error>(())
/// ```
pub trait Codec: Record + Default {
    /// The table that describes the type.
    const SHAPE: &'static Shape;

    /// The mode of the `from_…` functions and of serde: strict for what a request sends, lenient for what a server sent.
    const MODE: Mode = default_mode(Self::SHAPE.form);

    /// Decodes JSON. What does not fit the schema is an error for an input, and is kept in `extra` for the rest; use a
    /// [`Decoder`] to choose, and to be told.
    ///
    /// # Errors
    /// If the bytes are not JSON in UTF-8, exceed a limit, or, for an input, break a rule of the schema.
    fn from_json(bytes: impl AsRef<[u8]>) -> Result<Self, Error> {
        let mut value = Self::default();
        Decoder::new(Format::Json).decode_into(bytes.as_ref(), &mut value)?;
        Ok(value)
    }

    /// Decodes XML; see [`from_json`](Self::from_json).
    ///
    /// # Errors
    /// If the bytes are not XML in UTF-8, exceed a limit, or, for an input, break a rule of the schema.
    fn from_xml(bytes: impl AsRef<[u8]>) -> Result<Self, Error> {
        let mut value = Self::default();
        Decoder::new(Format::Xml).decode_into(bytes.as_ref(), &mut value)?;
        Ok(value)
    }

    /// Encodes as compact JSON.
    ///
    /// # Errors
    /// If an input lacks a required member, or the value is nested deeper than the limit.
    fn to_json(&self) -> Result<String, Error> {
        Encoder::new(Format::Json).encode(self)
    }

    /// Encodes as compact XML.
    ///
    /// # Errors
    /// If an input lacks a required member, the value is nested deeper than the limit, or an unknown member's name holds a
    /// character that XML cannot carry.
    fn to_xml(&self) -> Result<String, Error> {
        Encoder::new(Format::Xml).encode(self)
    }

    /// Collects what the value breaks of the schema: required members that are missing, numbers out of range, and known members
    /// whose value did not fit, here and in everything embedded.
    fn validate(&self) -> Vec<Violation> {
        crate::validate::validate(self, Limits::default())
    }
}

const fn default_mode(form: Form) -> Mode {
    match form {
        Form::Input | Form::Replacement => Mode::Strict,
        Form::Resource | Form::Part | Form::Reason => Mode::Lenient,
    }
}
