//! [`Encoder`]: values → text of either format, with options.

use super::{Encode, Format};
use crate::{
    Error, Event, Limits, Mode,
    context::{Context, Report},
    json,
    record::Record,
    xml,
};

/// Encodes with options.
///
/// What XML has no form for, as the type of an unknown property, goes into attributes of the namespace `urn:ucwa-model:markup`,
/// so that nothing is lost through XML and back. Only this library knows them; other readers may ignore them, and
/// [`without_markup`](Self::without_markup) leaves them out. They are
///
/// - `literal="json"` on `<property>` and `<item>`: the content is a JSON literal, not a string;
/// - `list="true"` or `"false"` on `<link>` and `<resource>`: it is the only one of a list, or it is none; on `<parameters>` of an
///   error body: there is one, and no list; on `<events>`: there is a list of senders, and it is empty;
/// - `json="…"` on `<link>`, `<resource>`, and the links of events: the member as JSON, because XML has no form for it;
/// - `empty="…"` on the element of a resource, a response or an event: what is there and empty, as in `_links _embedded/contact`;
/// - `absent="events"` on `<sender>`: it has no list of events.
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
    markup: bool,
    limits: Limits,
}

impl Encoder {
    /// Bytes that most messages have, at least.
    pub(super) const USUAL: usize = 256;

    /// Bytes that an event has, in most responses: twice what its value takes, so that memory stays in proportion.
    pub(super) const USUAL_EVENT: usize = 2 * size_of::<Event>();

    /// A compact encoder that refuses incomplete inputs.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self { format, pretty: false, complete: true, markup: true, limits: Limits::default() }
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

    /// Leaves out of XML the attributes that say what XML has no form for: for messages that go to servers, to which they mean nothing.
    /// JSON does not change.
    ///
    /// Whoever reads such XML cannot tell any more
    ///
    /// - whether an unknown property, or one that does not fit its field, was a string: numbers, objects and lists inside lists
    ///   are written as the text of their JSON, booleans as `True` and `False`;
    /// - whether a single link or resource of an unknown rel was the only one of a list, or one where the schema has a list was none;
    /// - that `_links`, `_embedded`, a list under one of their names, or the list of senders was there and empty, or that a sender
    ///   has no list of events.
    ///
    /// It lacks members of links beyond href, title and revision, and what stood in place of a link or a resource. A text with
    /// characters that XML cannot carry is refused. [`encode_into`](Self::encode_into) reports each of these, as
    /// [`Code::Markup`](crate::Code::Markup).
    ///
    /// ```
    /// use ucwa_model::{Codec, Encoder, Format, communication::Communication};
    ///
    /// let communication = Communication::from_json(r#"{"rel":"communication","9b2e":5}"#)?;
    /// let sent = Encoder::new(Format::Xml).without_markup().encode(&communication)?;
    /// assert!(sent.contains(r#"<property name="9b2e">5</property>"#));
    /// let report = Encoder::new(Format::Xml).without_markup().encode_into(&communication, &mut String::new())?;
    /// assert_eq!(
    ///     report.deviations[0].to_string(),
    ///     "9b2e: expected what XML has a form for, but found what only the markup `literal` can say"
    /// );
    /// let kept = Encoder::new(Format::Xml).encode(&communication)?;
    /// assert!(kept.contains(r#"<property name="9b2e" xmlns:u="urn:ucwa-model:markup" u:literal="json">5</property>"#));
    /// # Ok::<(), ucwa_model::Error>(())
    /// ```
    #[must_use]
    pub fn without_markup(self) -> Self {
        Self { markup: false, ..self }
    }

    /// Sets the limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Encodes a message. What the format cannot carry is left out; [`encode_into`](Self::encode_into) says what that is.
    ///
    /// # Errors
    /// If an input lacks a required member, the value is nested deeper than the limit, XML cannot carry an unknown member's name,
    /// or an event is [`Broken`](crate::Broken).
    pub fn encode(&self, message: &(impl Encode + ?Sized)) -> Result<String, Error> {
        let mut text = String::new();
        self.encode_into(message, &mut text)?;
        Ok(text)
    }

    /// Appends a message to a buffer, whose memory can be used for many messages. The report lists what the format cannot carry:
    /// [dates](crate::Date) finer than a millisecond in JSON, and in XML what only
    /// the markup could say, if it is [left out](Self::without_markup).
    ///
    /// ```
    /// use ucwa_model::{Date, Encoder, Format, communication::Message};
    ///
    /// let mut buffer = String::new();
    /// for message in [Message::default(), Message::default()] {
    ///     buffer.clear();
    ///     Encoder::new(Format::Json).encode_into(&message, &mut buffer)?;
    ///     assert_eq!(buffer, r#"{"rel":"message"}"#);
    /// }
    ///
    /// buffer.clear();
    /// let mut message = Message::default();
    /// message.time_stamp = Date::parse_iso("2013-04-02T18:09:36.1350704Z").ok();
    /// let report = Encoder::new(Format::Json).encode_into(&message, &mut buffer)?;
    /// assert_eq!(
    ///     report.deviations[0].to_string(),
    ///     "timeStamp: expected a time in whole milliseconds, but found 2013-04-02T18:09:36.1350704Z"
    /// );
    /// # Ok::<(), ucwa_model::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`encode`](Self::encode); the buffer is then as it was.
    pub fn encode_into(&self, message: &(impl Encode + ?Sized), buffer: &mut String) -> Result<Report, Error> {
        message.encode_by(self, buffer)
    }

    pub(super) fn encode_record(&self, record: &dyn Record, buffer: &mut String) -> Result<Report, Error> {
        if self.complete && record.shape().form.is_input() {
            crate::bind::missing(&mut Context::new(Mode::Strict, self.limits, None), record, 0)?;
        }
        self.run(
            buffer,
            Self::USUAL,
            |writer| json::encode::document(writer, record),
            |writer| xml::encode::document(writer, record),
        )
    }

    /// The format.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// Runs the encoder of the format, behind what the buffer holds. `room` is how many bytes it is likely to write, at least.
    pub(crate) fn run(
        &self,
        buffer: &mut String,
        room: usize,
        json: impl FnOnce(&mut json::Writer) -> Result<(), Error>,
        xml: impl FnOnce(&mut xml::Writer) -> Result<(), Error>,
    ) -> Result<Report, Error> {
        buffer.reserve(room.min(self.limits.bytes));
        let (before, text) = (buffer.len(), std::mem::take(buffer));
        let result;
        (result, *buffer) = match self.format {
            Format::Json => {
                let mut writer = json::Writer::after(text, self.pretty, self.limits);
                let result = json(&mut writer);
                writer.finish(result)
            }
            Format::Xml => {
                let writer = xml::Writer::after(text, self.pretty, self.limits);
                let mut writer = if self.markup { writer } else { writer.without_markup() };
                let result = xml(&mut writer);
                writer.finish(result)
            }
        };
        if result.is_err() {
            buffer.truncate(before);
        }
        result
    }
}
