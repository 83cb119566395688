//! A message of a type that was given, or that it names itself.

use ucwa_model::{
    AnyResource, Decoder, Document, Encoder, Error, Events, Report, descriptor::Shape, dialect::plain_rel, record::Record,
};

/// What a resource is: the name of its type without the prefix of a dialect, or the rel as it is written, if the schema has no type
/// for it.
#[must_use]
pub fn type_of(resource: &AnyResource) -> Option<&str> {
    match resource {
        AnyResource::Other(other) => other.rel(),
        known => Some(known.record().shape().rel),
    }
}

/// A message that says what it is, and what of it does not fit. A response of the event channel may say it by a rel, as resources do.
///
/// # Errors
/// If it cannot be read, or in strict mode if anything does not fit.
pub fn document(decoder: &Decoder, bytes: &[u8]) -> Result<(Document, Report), Error> {
    let read = decoder.decode::<Document>(bytes)?;
    match &read.value {
        Document::Resource(AnyResource::Other(other)) if other.rel().is_some_and(|rel| plain_rel(rel) == "events") => {
            decoder.decode::<Events>(bytes).map(|read| (Document::Events(read.value), read.report))
        }
        _ => Ok((read.value, read.report)),
    }
}

/// A decoded message.
#[derive(Debug)]
pub enum Message {
    /// One of a type that was given.
    Typed(Box<dyn Record>),
    /// One that says itself what it is, or does not.
    Document(Box<Document>),
}

impl Message {
    /// Decodes a message of a type, or of the type that it names, and tells what of it does not fit.
    ///
    /// # Errors
    /// If it cannot be read, or in strict mode if anything does not fit.
    pub fn decode(decoder: &Decoder, bytes: &[u8], shape: Option<&Shape>) -> Result<(Self, Report), Error> {
        match shape {
            Some(shape) => {
                let mut record = (shape.new)();
                let report = decoder.decode_into(bytes, &mut *record)?;
                Ok((Self::Typed(record), report))
            }
            None => document(decoder, bytes).map(|(document, report)| (Self::Document(Box::new(document)), report)),
        }
    }

    /// The text, and what the format cannot carry.
    ///
    /// # Errors
    /// If the encoder refuses it.
    pub fn encode(&self, encoder: &Encoder) -> Result<(String, Report), Error> {
        let mut text = String::new();
        let report = match self {
            Self::Typed(record) => encoder.encode_into(&**record, &mut text),
            Self::Document(document) => encoder.encode_into(&**document, &mut text),
        };
        report.map(|report| (text, report))
    }

    /// The schema's name of the type, or for what it does not know, the rel; `None` if nothing says what it is.
    #[must_use]
    pub fn type_name(&self) -> Option<String> {
        match self {
            Self::Typed(record) => Some(record.shape().name.to_owned()),
            Self::Document(document) => match &**document {
                Document::Resource(resource) => type_of(resource).map(str::to_owned),
                Document::Events(_) => Some("events".to_owned()),
                Document::OptionsMetadata(_) => Some("optionsMetadata".to_owned()),
                Document::OperationsQueued(_) => Some("operationsQueued".to_owned()),
                _ => None,
            },
        }
    }
}
