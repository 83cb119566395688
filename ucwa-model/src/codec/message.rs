//! [`Decode`] and [`Encode`]: what decoders make and encoders take.

use super::{Codec, Decoded, Decoder, Encoder};
use crate::{Error, Report, record::Record};

/// What a [`Decoder`] makes: any [`Codec`], [`Events`](crate::Events), or a [`Document`](crate::Document), whose kind is not known
/// beforehand.
///
/// ```
/// use ucwa_model::{Decode, Decoder, Document, Events, Format, people::Contact};
///
/// fn load<T: Decode>(bytes: &[u8]) -> Result<T, ucwa_model::Error> {
///     let format = Format::guess(bytes).unwrap_or(Format::Json);
///     Ok(Decoder::new(format).decode(bytes)?.value)
/// }
///
/// let events: Events = load(br#"{"sender":[]}"#)?;
/// let contact: Contact = load(br#"<resource xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa" rel="contact"/>"#)?;
/// let document: Document = load(br#"{"rel":"contact"}"#)?;
/// # let _ = (events, contact, document);
/// # Ok::<(), ucwa_model::Error>(())
/// ```
pub trait Decode: Sized + sealed::Sealed {
    #[doc(hidden)]
    fn decode_by(decoder: &Decoder, bytes: &[u8]) -> Result<Decoded<Self>, Error>;
}

/// What an [`Encoder`] takes: any [`Record`], [`Events`](crate::Events), or a [`Document`](crate::Document).
pub trait Encode: sealed::Sealed {
    #[doc(hidden)]
    fn encode_by(&self, encoder: &Encoder, buffer: &mut String) -> Result<Report, Error>;
}

impl<T: Codec> Decode for T {
    fn decode_by(decoder: &Decoder, bytes: &[u8]) -> Result<Decoded<Self>, Error> {
        let mut value = T::default();
        let report = decoder.decode_into(bytes, &mut value)?;
        Ok(Decoded { value, report })
    }
}

impl<T: Record> Encode for T {
    fn encode_by(&self, encoder: &Encoder, buffer: &mut String) -> Result<Report, Error> {
        encoder.encode_record(self, buffer)
    }
}

impl Encode for dyn Record + '_ {
    fn encode_by(&self, encoder: &Encoder, buffer: &mut String) -> Result<Report, Error> {
        encoder.encode_record(self, buffer)
    }
}

mod sealed {
    use crate::{Document, Events, record::Record};

    /// Decoders and encoders know each kind of message.
    pub trait Sealed {}

    impl<T: Record> Sealed for T {}
    impl Sealed for dyn Record + '_ {}
    impl Sealed for Events {}
    impl Sealed for Document {}
}

/// Defines what [`Codec`] has for one format, for a message that is no record.
macro_rules! formats {
    ($message:ident) => {
        impl $message {
            /// Decodes JSON with the default options; a [`Decoder`](crate::Decoder) has others, and tells what does not fit.
            ///
            /// # Errors
            /// As [`Decoder::decode`](crate::Decoder::decode).
            pub fn from_json(bytes: impl AsRef<[u8]>) -> Result<Self, Error> {
                Decoder::new(Format::Json).decode(bytes).map(|decoded| decoded.value)
            }

            /// Decodes XML with the default options; a [`Decoder`](crate::Decoder) has others, and tells what does not fit.
            ///
            /// # Errors
            /// As [`Decoder::decode`](crate::Decoder::decode).
            pub fn from_xml(bytes: impl AsRef<[u8]>) -> Result<Self, Error> {
                Decoder::new(Format::Xml).decode(bytes).map(|decoded| decoded.value)
            }

            /// Encodes as compact JSON.
            ///
            /// # Errors
            /// As [`Encoder::encode`](crate::Encoder::encode).
            pub fn to_json(&self) -> Result<String, Error> {
                Encoder::new(Format::Json).encode(self)
            }

            /// Encodes as compact XML.
            ///
            /// # Errors
            /// As [`Encoder::encode`](crate::Encoder::encode).
            pub fn to_xml(&self) -> Result<String, Error> {
                Encoder::new(Format::Xml).encode(self)
            }
        }
    };
}

pub(super) use formats;
