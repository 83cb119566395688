//! What a verb reads: a message, its format, and its type.

use std::{
    fs,
    io::{self, Read},
};

use ucwa_model::{
    AnyResource, Decoder, Document, Encoder, Error, Format, Report,
    descriptor::{self, Shape},
    dialect::plain_rel,
    record::Record,
};

use crate::{Failure, args::FormatArg};

/// A message as it was read.
pub(crate) struct Input {
    /// As the user named it.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) format: Format,
}

impl Input {
    /// Reads a file, or standard input for `-`.
    pub(crate) fn read(name: &str, from: Option<FormatArg>) -> Result<Self, Failure> {
        let bytes = bytes(name)?;
        let format = from.map(Format::from).or_else(|| Format::guess(&bytes));
        // neither: the JSON decoder says best what is wrong with it
        Ok(Self { name: name.to_owned(), format: format.unwrap_or(Format::Json), bytes })
    }
}

/// Reads a file, or standard input for `-`.
pub(crate) fn bytes(name: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if name == "-" { io::stdin().read_to_end(&mut bytes).map(|_| bytes) } else { fs::read(name) };
    read.map_err(|error| Failure::Usage(format!("cannot read `{name}`: {error}")))
}

/// The body that `NAME` or `NAME:METHOD` stands for.
pub(crate) fn shape(type_name: &str) -> Result<&'static Shape, Failure> {
    let plain = plain_rel(type_name); // a dialect's prefix has colons of its own
    let (name, method) = plain.split_once(':').map_or((plain, None), |(name, method)| (name, Some(method)));
    let Some(definition) = descriptor::definition(name) else {
        return Err(Failure::Usage(format!("expected a resource of the schema after --as, but found `{name}`")));
    };
    let inputs = || definition.operations.iter().filter_map(|operation| operation.input);
    let shape = match method {
        Some(method) => {
            let operation = definition.operation(&method.to_uppercase());
            let Some(operation) = operation else {
                return Err(Failure::Usage(format!("expected a method of `{name}` after --as, but found `{method}`")));
            };
            operation.input.or(definition.shape)
        }
        None => definition.shape.or_else(|| inputs().next()),
    };
    shape.ok_or_else(|| Failure::Usage(format!("expected a resource with a body after --as, but found `{type_name}`")))
}

/// What a resource is: the name of its type without the prefix of a dialect, or the rel as it is written, if the schema has no type
/// for it.
pub(crate) fn type_of(resource: &AnyResource) -> Option<&str> {
    match resource {
        AnyResource::Other(other) => other.rel(),
        known => Some(known.record().shape().rel),
    }
}

/// A decoded message, of a type that was given or that it names itself.
pub(crate) enum Message {
    Typed(Box<dyn Record>),
    Document(Box<Document>),
}

impl Message {
    pub(crate) fn decode(decoder: &Decoder, bytes: &[u8], shape: Option<&Shape>) -> Result<(Self, Report), Error> {
        match shape {
            Some(shape) => {
                let mut record = (shape.new)();
                let report = decoder.decode_into(bytes, &mut *record)?;
                Ok((Self::Typed(record), report))
            }
            None => Document::decode(decoder, bytes).map(|(document, report)| (Self::Document(Box::new(document)), report)),
        }
    }

    /// The text, and what the format cannot carry.
    pub(crate) fn encode(&self, encoder: &Encoder) -> Result<(String, Report), Error> {
        let mut text = String::new();
        let report = match self {
            Self::Typed(record) => encoder.encode_into(&**record, &mut text),
            Self::Document(document) => document.encode_into(encoder, &mut text),
        };
        report.map(|report| (text, report))
    }

    /// The schema's name of the type, or for what it does not know, the rel; `None` if nothing says what it is.
    pub(crate) fn type_name(&self) -> Option<String> {
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
