//! The front of the codecs: [`Codec`] for types, [`Decoder`] and [`Encoder`] for options.

use std::str;

use crate::{
    Code, Error, Limits, Mode, Violation,
    context::{Context, Report},
    descriptor::{Form, Shape},
    json,
    record::Record,
    text::Buffer,
    xml,
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
}

impl Decoder {
    /// A decoder with the default mode of each type, and the default limits.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self { format, mode: None, limits: Limits::default(), unknown: false, data: false, silent: false }
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
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Lists unknown members in the report; they are kept in any case.
    #[must_use]
    pub fn report_unknown(self) -> Self {
        Self { unknown: true, ..self }
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
            Format::Json => json::decode::document(cx, json::Reader::new(text), record),
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
        json::Memory::with(|memory| {
            let mut cx = cx.sharing(&buffer).remembering(memory);
            let mut fault = decode(&mut cx, buffer.as_str()).err();
            if let Some(at) = cx.damage_outside_events() {
                fault.get_or_insert_with(|| cx.no_text(at));
            }
            (cx.into_report(), fault)
        })
    }

    fn context<'b>(&self, bytes: &'b [u8], body: &'b [u8], default: Mode) -> Context<'b> {
        let cx = Context::new(self.mode.unwrap_or(default), self.limits, Some(body));
        cx.tracking(self.unknown).silent(self.silent).checking_data(self.data).after(bytes.len() - body.len())
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
        json::Memory::with(|memory| {
            let mut cx = cx.sharing(&buffer).remembering(memory);
            let value = decode(&mut cx, buffer.as_str())?;
            Ok((value, cx.into_report()))
        })
    }
}

fn is_utf16(body: &[u8]) -> bool {
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

/// Encodes with options.
///
/// ```
/// use ucwa_model::{Encoder, Format, OperationId, communication::StartMessaging2};
///
/// let start = StartMessaging2::new(OperationId::try_from("74cb7404").unwrap());
/// let json = Encoder::new(Format::Json).pretty().encode(&start)?;
/// assert_eq!(json, "{\n  \"operationId\": \"74cb7404\"\n}");
/// # Ok::<(), ucwa_model::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Encoder {
    format: Format,
    pretty: bool,
    complete: bool,
    limits: Limits,
}

impl Encoder {
    /// A compact encoder that refuses incomplete inputs.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self { format, pretty: false, complete: true, limits: Limits::default() }
    }

    /// One member a line, indented.
    #[must_use]
    pub fn pretty(self) -> Self {
        Self { pretty: true, ..self }
    }

    /// Lets an input go out that lacks required members, as when a message is converted and not sent.
    #[must_use]
    pub fn allow_incomplete(self) -> Self {
        Self { complete: false, ..self }
    }

    /// Other limits.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Encodes a record.
    ///
    /// # Errors
    /// If an input lacks a required member, the value is nested deeper than the limit, or XML cannot carry an unknown member's
    /// name.
    pub fn encode(&self, record: &dyn Record) -> Result<String, Error> {
        let mut text = String::new();
        self.encode_into(record, &mut text)?;
        Ok(text)
    }

    /// Encodes a record behind what a buffer holds, so that its memory serves again and again.
    ///
    /// ```
    /// use ucwa_model::{Encoder, Format, communication::Message};
    ///
    /// let mut buffer = String::new();
    /// for message in [Message::default(), Message::default()] {
    ///     buffer.clear();
    ///     Encoder::new(Format::Json).encode_into(&message, &mut buffer)?;
    ///     assert_eq!(buffer, r#"{"rel":"message"}"#);
    /// }
    /// # Ok::<(), ucwa_model::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`encode`](Self::encode); the buffer is then as it was.
    pub fn encode_into(&self, record: &dyn Record, buffer: &mut String) -> Result<(), Error> {
        let complete = |cx: &mut Context<'_>| match record.shape().form {
            Form::Input | Form::Replacement if self.complete => crate::assemble::missing(cx, record, 0),
            _ => Ok(()),
        };
        self.run(
            buffer,
            |cx, writer| complete(cx).and_then(|()| json::encode::object(cx, writer, record)),
            |cx, writer| complete(cx).and_then(|()| xml::encode::document(cx, writer, record)),
        )
    }

    /// The format.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Runs the encoder of the format, behind what the buffer holds.
    pub(crate) fn run(
        &self,
        buffer: &mut String,
        json: impl FnOnce(&mut Context<'_>, &mut json::Writer) -> Result<(), Error>,
        xml: impl FnOnce(&mut Context<'_>, &mut xml::Writer) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut cx = Context::new(Mode::Strict, self.limits, None);
        let (before, text) = (buffer.len(), std::mem::take(buffer));
        let result;
        (result, *buffer) = match self.format {
            Format::Json => {
                let mut writer = json::Writer::after(text, self.pretty);
                (json(&mut cx, &mut writer), writer.finish())
            }
            Format::Xml => {
                let mut writer = xml::Writer::after(text, self.pretty);
                (xml(&mut cx, &mut writer), writer.finish())
            }
        };
        let result = result.and_then(|()| crate::outline::check(&mut cx, self.format, buffer.get(before..).unwrap_or_default()));
        if result.is_err() {
            buffer.truncate(before);
        }
        result
    }
}
