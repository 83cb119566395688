//! [`Document`] in both formats: what a message is, and then that.

use super::{Decode, Decoded, Decoder, Encode, Encoder, Format, formats};
use crate::{
    Code, Document, Error, Events, Mode, OperationsQueued, OptionsMetadata, Report, Text, Value, any::NewResource,
    context::Context, document::Sniffed, events::Visitor, json, plain, xml,
};

formats!(Document);

impl Decode for Document {
    fn decode_by(decoder: &Decoder, bytes: &[u8]) -> Result<Decoded<Self>, Error> {
        decoder.run(bytes, Mode::Lenient, |cx, text| Self::read(cx, decoder.format(), text))
    }
}

impl Document {
    pub(crate) fn read(cx: &mut Context<'_>, format: Format, text: &str) -> Result<Self, Error> {
        let kind = match format {
            Format::Json => json::sniff::kind_of(text, &cx.limits),
            Format::Xml => xml::sniff::kind_of(text, &cx.limits),
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
}

impl Encode for Document {
    fn encode_by(&self, encoder: &Encoder, buffer: &mut String) -> Result<Report, Error> {
        match self {
            Self::Events(events) => encoder.encode_into(events, buffer),
            Self::Resource(resource) => encoder.encode_into(resource.record(), buffer),
            Self::OptionsMetadata(metadata) => encode_plain(encoder, buffer, plain::OPTIONS_METADATA, &metadata.to_value()),
            Self::OperationsQueued(queued) => encode_plain(encoder, buffer, plain::OPERATIONS_QUEUED, &queued.to_value()),
        }
    }
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
    let mut resource = NewResource::for_rel(rel);
    match format {
        Format::Json => json::decode::document(cx, text, resource.record_mut())?,
        Format::Xml => xml::decode::document(cx, text, resource.record_mut())?,
    }
    Ok(Document::Resource(resource.finish()))
}

fn decode_plain(cx: &mut Context<'_>, format: Format, text: &str) -> Result<Vec<(Text, Value)>, Error> {
    match format {
        Format::Json => json::decode::members(cx, text),
        Format::Xml => xml::plain::decode(cx, text),
    }
}

fn encode_plain(encoder: &Encoder, buffer: &mut String, root: &'static str, value: &Value) -> Result<Report, Error> {
    encoder.run(
        buffer,
        Encoder::USUAL,
        |writer| json::encode::value(writer, value),
        |writer| xml::plain::document(writer, root, value),
    )
}

fn decode_events(cx: &mut Context<'_>, format: Format, text: &str) -> Result<Events, Error> {
    let mut events = Events::default();
    events.read(cx, format, text, Visitor::default())?;
    // whoever handles any message handles it whole
    let broken = events.broken().next().map(|broken| broken.error().clone());
    broken.map_or(Ok(events), Err)
}
