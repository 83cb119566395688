//! [`Decoder`]: bytes of either format → values, with options.

use super::{Decode, default_mode};
use crate::{
    Code, DecodeOptions, Error, Format, Limits, Mode,
    context::{Context, Report},
    format::{BOM, is_utf16, replace_bytes},
    json,
    record::Record,
    text::Buffer,
    xml,
};

/// A decoded value, and what the decoder found on the way.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The value.
    pub value: T,
    /// What does not fit the schema, and what the schema does not know.
    pub report: Report,
}

/// Decodes one format, with options.
///
/// ```
/// use ucwa_model::{Code, Decoder, Format, communication::MessagingInvitation};
///
/// let body = br#"{"rel":"messagingInvitation","subject":5}"#;
/// let decoded = Decoder::new(Format::Json).lenient().decode::<MessagingInvitation>(body)?;
/// assert_eq!(decoded.value.subject, None);
/// assert_eq!(decoded.value.extra.property("subject").and_then(|value| value.as_i64()), Some(5));
/// assert_eq!(decoded.report.deviations[0].code, Code::Type);
///
/// let error = Decoder::new(Format::Json).strict().decode::<MessagingInvitation>(body).unwrap_err();
/// assert_eq!(error.to_string(), "1:40: subject: expected string, but found number");
/// # Ok::<(), ucwa_model::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Decoder {
    format: Format,
    options: DecodeOptions,
}

impl Decoder {
    /// A decoder with the default mode of each type, and the default limits.
    #[must_use]
    pub const fn new(format: Format) -> Self {
        Self { format, options: DecodeOptions::new() }
    }

    /// Sets all options.
    #[must_use]
    pub const fn with_options(self, options: DecodeOptions) -> Self {
        Self { options, ..self }
    }

    /// The options.
    #[must_use]
    pub const fn options(&self) -> DecodeOptions {
        self.options
    }

    /// The format.
    #[must_use]
    pub const fn format(&self) -> Format {
        self.format
    }

    /// Decodes a message: a resource of a known type, [`Events`](crate::Events), or a [`Document`](crate::Document), which says
    /// itself what it is.
    ///
    /// # Errors
    /// If the bytes are not of the format, exceed a limit, or, in strict mode, break a rule of the schema. In
    /// [`Events`](crate::Events), an event that cannot be read is [`Broken`](crate::Broken) in its place, and no error; what is wrong
    /// around the events is one, and [`Events::recover`](crate::Events::recover) keeps the events before it.
    pub fn decode<T: Decode>(&self, bytes: impl AsRef<[u8]>) -> Result<Decoded<T>, Error> {
        T::decode_by(self, bytes.as_ref())
    }

    /// Decodes into an empty record, as when the type is known at run time only.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_into(&self, bytes: &[u8], record: &mut dyn Record) -> Result<Report, Error> {
        let mode = self.options.mode.unwrap_or(default_mode(record.shape().form));
        self.run(bytes, mode, |cx, text| match self.format {
            Format::Json => json::decode::document(cx, text, record),
            Format::Xml => xml::decode::document(cx, text, record),
        })
        .map(|decoded| decoded.report)
    }

    /// Runs a decoder of events over the text. Bytes that are no text break the event in which they stand, not the others.
    pub(crate) fn recover(
        &self,
        bytes: &[u8],
        decode: impl FnOnce(&mut Context<'_>, &str) -> Result<(), Error>,
    ) -> (Report, Option<Error>) {
        let body = bytes.strip_prefix(BOM).unwrap_or(bytes);
        let mut cx = self.context(bytes, body, Mode::Lenient);
        if let Err(error) = cx.bound(0, Code::Bytes, self.options.limits.bytes, bytes.len()) {
            return (Report::default(), Some(error));
        }
        let buffer = match simdutf8::basic::from_utf8(body) {
            Ok(text) => Buffer::of(text),
            Err(_) if is_utf16(body) => return (Report::default(), Some(no_text(&mut cx, body, 0))),
            Err(_) => {
                cx.damage();
                Buffer::new(replace_bytes(body))
            }
        };
        cx.share(&buffer);
        let mut fault = decode(&mut cx, buffer.as_str()).err();
        if let Some(at) = cx.damage_outside_events() {
            fault.get_or_insert_with(|| cx.no_text(at));
        }
        (cx.take_report(), fault)
    }

    #[inline(always)]
    fn context<'b>(&self, bytes: &[u8], body: &'b [u8], default: Mode) -> Context<'b> {
        Context::with_options(&self.options, self.options.mode.unwrap_or(default), body, bytes.len() - body.len())
    }

    /// Checks the bytes, and runs a decoder over the text.
    pub(crate) fn run<T>(
        &self,
        bytes: &[u8],
        default: Mode,
        decode: impl FnOnce(&mut Context<'_>, &str) -> Result<T, Error>,
    ) -> Result<Decoded<T>, Error> {
        let body = bytes.strip_prefix(BOM).unwrap_or(bytes);
        let mut cx = self.context(bytes, body, default);
        cx.bound(0, Code::Bytes, self.options.limits.bytes, bytes.len())?;
        let text = match simdutf8::compat::from_utf8(body) {
            Ok(text) => text,
            Err(error) => return Err(no_text(&mut cx, body, error.valid_up_to())),
        };
        let buffer = Buffer::of(text);
        cx.share(&buffer);
        let value = decode(&mut cx, buffer.as_str())?;
        Ok(Decoded { value, report: cx.take_report() })
    }
}

/// The setters of the options, for one decoder.
macro_rules! setters {
    ($($setter:ident($($value:ident: $type:ty)?);)*) => {
        impl Decoder {
            $(
                #[doc = concat!("As [`DecodeOptions::", stringify!($setter), "`].")]
                #[must_use]
                pub const fn $setter(self, $($value: $type)?) -> Self {
                    self.with_options(self.options.$setter($($value)?))
                }
            )*
        }
    };
}

setters! {
    strict();
    lenient();
    with_limits(limits: Limits);
    report_unknown();
    allow_incomplete();
    check_data();
    without_excerpts();
}

/// The error for bytes that are no UTF-8.
fn no_text(cx: &mut Context<'_>, body: &[u8], at: usize) -> Error {
    if is_utf16(body) {
        return cx.error(0, Code::Encoding, Some("UTF-8".into()), Some("a byte order mark of UTF-16".into()));
    }
    cx.no_text(at)
}
