//! [`Document`], any message.

use crate::{
    AnyResource, Code, Decoder, Encoder, Error, Events, Format, Mode, OperationsQueued, OptionsMetadata, Text, Value,
    context::{Context, Report},
    events::Visitor,
    json, plain, xml,
};

/// A message whose kind is not known beforehand: a response of the event channel, or a resource, by what it calls itself.
///
/// A body without a rel is taken for what its members leave no doubt of: an error body, a response of the event channel, discovery's
/// root and user, what OPTIONS answers, or the resource that alone has all of them. Any other is reported as
/// [`Code::Unrecognized`], and read as a [`Resource`](struct@crate::Resource) of no rel. A request input does not name itself: decode it as its type.
///
/// ```
/// use ucwa_model::{AnyResource, Code, Decoder, Document, Format};
///
/// let body = br#"{"code":"Conflict","subcode":"AlreadyExists"}"#;
/// let (document, _) = Document::decode(&Decoder::new(Format::Json), body)?;
/// assert!(matches!(document, Document::Resource(AnyResource::Reason(_))));
///
/// let (_, report) = Document::decode(&Decoder::new(Format::Json), br#"{"name":"left-pad","version":"1.3.0"}"#)?;
/// assert_eq!(report.deviations[0].code, Code::Unrecognized);
/// # Ok::<(), ucwa_model::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Document {
    /// A response of the event channel.
    Events(Events),
    /// A resource or an error body.
    Resource(AnyResource),
    /// What OPTIONS answers.
    OptionsMetadata(OptionsMetadata),
    /// What has been queued.
    OperationsQueued(OperationsQueued),
}

impl Document {
    /// Decodes any message.
    ///
    /// # Errors
    /// If the bytes are not of the format, exceed a limit, or, in strict mode, break a rule of the schema.
    pub fn decode(decoder: &Decoder, bytes: &[u8]) -> Result<(Self, Report), Error> {
        decoder.run(bytes, Mode::Lenient, |cx, text| Self::read(cx, decoder.format(), text))
    }

    pub(crate) fn read(cx: &mut Context<'_>, format: Format, text: &str) -> Result<Self, Error> {
        let kind = match format {
            Format::Json => json::sniff::kind_of(text, &cx.limits),
            Format::Xml => xml::decode::kind_of(text, &cx.limits),
        };
        match kind {
            Sniffed::Events => decode_events(cx, format, text).map(Self::Events),
            Sniffed::OptionsMetadata => {
                decode_plain(cx, format, text).map(|members| Self::OptionsMetadata(OptionsMetadata::from_members(members)))
            }
            Sniffed::OperationsQueued => {
                decode_plain(cx, format, text).map(|members| Self::OperationsQueued(OperationsQueued::from_members(members)))
            }
            Sniffed::Unrecognized(inputs) => {
                unrecognized(cx, text, &inputs)?;
                decode_resource(cx, format, text, None)
            }
            Sniffed::Resource(rel) => decode_resource(cx, format, text, rel.as_deref()),
        }
    }

    /// Encodes the message.
    ///
    /// # Errors
    /// If the value is nested deeper than the limit, or XML cannot carry a name.
    pub fn encode(&self, encoder: &Encoder) -> Result<String, Error> {
        let mut text = String::with_capacity(Encoder::USUAL);
        self.encode_into(encoder, &mut text)?;
        Ok(text)
    }

    /// Encodes the message behind what a buffer holds. The report lists what the format cannot carry, as that of
    /// [`Encoder::encode_into`].
    ///
    /// # Errors
    /// As [`encode`](Self::encode); the buffer is then as it was.
    pub fn encode_into(&self, encoder: &Encoder, buffer: &mut String) -> Result<Report, Error> {
        match self {
            Self::Events(events) => events.encode_into(encoder, buffer),
            Self::Resource(resource) => encoder.encode_into(resource.record(), buffer),
            Self::OptionsMetadata(metadata) => encode_plain(encoder, buffer, plain::OPTIONS_METADATA, &metadata.to_value()),
            Self::OperationsQueued(queued) => encode_plain(encoder, buffer, plain::OPERATIONS_QUEUED, &queued.to_value()),
        }
    }
}

/// What a look ahead says of a message.
pub(crate) enum Sniffed {
    Events,
    OptionsMetadata,
    OperationsQueued,
    /// A resource, and its rel if that is known.
    Resource(Option<String>),
    /// Nothing says what it is; and the inputs that it may be.
    Unrecognized(Vec<String>),
}

/// Reports that nothing says what a message is.
fn unrecognized(cx: &mut Context<'_>, text: &str, inputs: &[String]) -> Result<(), Error> {
    let at = text.len() - text.trim_start().len();
    let found = match inputs {
        [] => "one that does not".to_owned(),
        inputs => format!("what may be an input of {}", inputs.join(" or ")),
    };
    cx.deviate(at, Code::Unrecognized, Some("a message that says what it is".into()), Some(found.as_str().into()))
}

fn decode_resource(cx: &mut Context<'_>, format: Format, text: &str, rel: Option<&str>) -> Result<Document, Error> {
    let mut resource = rel.map_or_else(AnyResource::default, AnyResource::for_rel);
    match format {
        Format::Json => json::decode::document(cx, text, resource.record_mut())?,
        Format::Xml => xml::decode::document(cx, text, resource.record_mut())?,
    }
    Ok(Document::Resource(resource))
}

fn decode_plain(cx: &mut Context<'_>, format: Format, text: &str) -> Result<Vec<(Text, Value)>, Error> {
    match format {
        Format::Json => json::decode::members(cx, text),
        Format::Xml => xml::plain::decode(cx, text),
    }
}

fn encode_plain(encoder: &Encoder, buffer: &mut String, root: &'static str, value: &Value) -> Result<Report, Error> {
    encoder.run(buffer, |writer| json::encode::value(writer, value), |writer| xml::plain::document(writer, root, value))
}

fn decode_events(cx: &mut Context<'_>, format: Format, text: &str) -> Result<Events, Error> {
    let mut events = Events::default();
    events.read(cx, format, text, Visitor::default())?;
    // whoever handles any message handles it whole
    let broken = events.broken().next().map(|broken| broken.error().clone());
    broken.map_or(Ok(events), Err)
}
