//! [`Decoder`]: bytes of either format → values, with options.

use super::{BOM, Codec, Format, default_mode};
use crate::{
    Code, Error, Limits, Mode,
    context::{Context, Report},
    json,
    record::Record,
    text::Buffer,
    xml,
};

/// A decoded value, and what the decoder has to say about it.
#[derive(Clone, Debug)]
pub struct Decoded<T> {
    /// The value.
    pub value: T,
    /// What does not fit the schema, and what the schema does not know.
    pub report: Report,
}

/// Decodes with options.
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
    mode: Option<Mode>,
    limits: Limits,
    unknown: bool,
    data: bool,
    silent: bool,
    complete: bool,
}

impl Decoder {
    /// A decoder with the default mode of each type, and the default limits.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self { format, mode: None, limits: Limits::default(), unknown: false, data: false, silent: false, complete: true }
    }

    /// The first violation is an error.
    #[must_use]
    pub fn strict(self) -> Self {
        Self { mode: Some(Mode::Strict), ..self }
    }

    /// Violations are reported, and the members are kept in `extra`.
    #[must_use]
    pub fn lenient(self) -> Self {
        Self { mode: Some(Mode::Lenient), ..self }
    }

    /// Other limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Lists unknown members in the report; they are kept in any case.
    #[must_use]
    pub fn report_unknown(self) -> Self {
        Self { unknown: true, ..self }
    }

    /// Lets an input come in that lacks required members, as when they may be in the query of its request.
    #[must_use]
    pub fn allow_incomplete(self) -> Self {
        Self { complete: false, ..self }
    }

    /// Decodes the content of data links too, and reports what cannot be decoded.
    #[must_use]
    pub fn check_data(self) -> Self {
        Self { data: true, ..self }
    }

    /// Repeats nothing of the message in errors and reports, where they have short excerpts else: for logs of what is nobody's business.
    ///
    /// ```
    /// use ucwa_model::{Decoder, Format, communication::Message};
    ///
    /// let error = Decoder::new(Format::Xml).without_excerpts().decode::<Message>("<a></private>").unwrap_err();
    /// assert_eq!(error.to_string(), "1:4: expected `</…>`, but found `</…>`");
    /// ```
    #[must_use]
    pub fn without_excerpts(self) -> Self {
        Self { silent: true, ..self }
    }

    /// The format.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The same for a format.
    pub(crate) fn of_format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// The bytes that a document may have.
    pub(crate) fn max_bytes(&self) -> usize {
        self.limits.bytes
    }

    /// Decodes a value of a known type.
    ///
    /// # Errors
    /// If the bytes are not of the format, exceed a limit, or, in strict mode, break a rule of the schema.
    pub fn decode<T: Codec>(&self, bytes: impl AsRef<[u8]>) -> Result<Decoded<T>, Error> {
        let mut value = T::default();
        let report = self.decode_into(bytes.as_ref(), &mut value)?;
        Ok(Decoded { value, report })
    }

    /// Decodes into an empty record, as when the type is known at run time only.
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    pub fn decode_into(&self, bytes: &[u8], record: &mut dyn Record) -> Result<Report, Error> {
        let mode = self.mode.unwrap_or(default_mode(record.shape().form));
        self.run(bytes, mode, |cx, text| match self.format {
            Format::Json => json::decode::document(cx, text, record),
            Format::Xml => xml::decode::document(cx, text, record),
        })
        .map(|((), report)| report)
    }

    /// Runs a decoder of events over the text. Bytes that are no text break the event in which they stand, not the others.
    pub(crate) fn recover(
        &self,
        bytes: &[u8],
        decode: impl FnOnce(&mut Context<'_>, &str) -> Result<(), Error>,
    ) -> (Report, Option<Error>) {
        let body = bytes.strip_prefix(BOM).unwrap_or(bytes);
        let mut cx = self.context(bytes, body, Mode::Lenient);
        if let Err(error) = cx.bound(0, Code::Bytes, self.limits.bytes, bytes.len()) {
            return (Report::default(), Some(error));
        }
        let buffer = match simdutf8::basic::from_utf8(body) {
            Ok(text) => Buffer::new(text.into()),
            Err(_) if is_utf16(body) => return (Report::default(), Some(no_text(&mut cx, body, 0))),
            Err(_) => {
                cx = cx.damaged();
                Buffer::new(replace_bytes(body).into())
            }
        };
        let mut cx = cx.sharing(&buffer);
        let mut fault = decode(&mut cx, buffer.as_str()).err();
        if let Some(at) = cx.damage_outside_events() {
            fault.get_or_insert_with(|| cx.no_text(at));
        }
        (cx.into_report(), fault)
    }

    fn context<'b>(&self, bytes: &'b [u8], body: &'b [u8], default: Mode) -> Context<'b> {
        let cx = Context::new(self.mode.unwrap_or(default), self.limits, Some(body));
        cx.tracking(self.unknown)
            .silent(self.silent)
            .checking_data(self.data)
            .incomplete(!self.complete)
            .after(bytes.len() - body.len())
    }

    /// Checks the bytes, and runs a decoder over the text.
    pub(crate) fn run<T>(
        &self,
        bytes: &[u8],
        default: Mode,
        decode: impl FnOnce(&mut Context<'_>, &str) -> Result<T, Error>,
    ) -> Result<(T, Report), Error> {
        let body = bytes.strip_prefix(BOM).unwrap_or(bytes);
        let mut cx = self.context(bytes, body, default);
        cx.bound(0, Code::Bytes, self.limits.bytes, bytes.len())?;
        let text = match simdutf8::compat::from_utf8(body) {
            Ok(text) => text,
            Err(error) => return Err(no_text(&mut cx, body, error.valid_up_to())),
        };
        let buffer = Buffer::new(text.into());
        let mut cx = cx.sharing(&buffer);
        let value = decode(&mut cx, buffer.as_str())?;
        Ok((value, cx.into_report()))
    }
}

/// Whether a text begins as one in UTF-16 does.
pub(crate) fn is_utf16(body: &[u8]) -> bool {
    body.starts_with(b"\xff\xfe") || body.starts_with(b"\xfe\xff")
}

/// The error for bytes that are no UTF-8.
fn no_text(cx: &mut Context<'_>, body: &[u8], at: usize) -> Error {
    if is_utf16(body) {
        return cx.error(0, Code::Encoding, Some("UTF-8".into()), Some("a byte order mark of UTF-16".into()));
    }
    cx.no_text(at)
}

/// Text of the same length with another character in place of each byte that is no text.
pub(crate) fn replace_bytes(body: &[u8]) -> String {
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '\u{1a}'));
    }
    text
}
