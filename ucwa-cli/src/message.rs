//! A message of a type that was given, or that it names itself.

use ucwa_model::{
    AnyResource, Decoder, Document, Encoder, Error, Report,
    descriptor::{self, Definition, Shape},
    dialect::plain_rel,
    record::Record,
};

use crate::{Failure, suggest};

/// The body that `NAME` or `NAME:METHOD` stands for.
pub(crate) fn shape(type_name: &str) -> Result<&'static Shape, Failure> {
    let plain = plain_rel(type_name); // a dialect's prefix has colons of its own
    let (name, method) = plain.split_once(':').map_or((plain, None), |(name, method)| (name, Some(method)));
    let Some(definition) = descriptor::definition(name) else {
        let names = descriptor::definitions().map(|one| one.name);
        let hint = suggest::among(name, names);
        return Err(Failure::Usage(format!("expected a resource of the schema after --as, but found `{name}`{hint}")));
    };
    let shape = match method {
        Some(method) => of_method(definition, method)?,
        None => definition.shape.or_else(|| definition.operations.iter().find_map(|operation| operation.input)),
    };
    shape.ok_or_else(|| Failure::Usage(format!("expected a resource with a body after --as, but found `{type_name}`")))
}

fn of_method(definition: &'static Definition, method: &str) -> Result<Option<&'static Shape>, Failure> {
    if let Some(operation) = definition.operation(&method.to_uppercase()) {
        return Ok(operation.input.or(definition.shape));
    }
    let name = definition.name;
    let methods: Vec<_> = definition.operations.iter().map(|operation| operation.method).collect();
    let hint = if methods.is_empty() { "; it has none".to_owned() } else { format!("; it has {}", methods.join(", ")) };
    Err(Failure::Usage(format!("expected a method of `{name}` after --as, but found `{method}`{hint}")))
}

/// What a resource is: the name of its type without the prefix of a dialect, or the rel as it is written, if the schema has no type
/// for it.
pub(crate) fn type_of(resource: &AnyResource) -> Option<&str> {
    match resource {
        AnyResource::Other(other) => other.rel(),
        known => Some(known.record().shape().rel),
    }
}

/// A decoded message.
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
            None => decoder.decode(bytes).map(|decoded| (Self::Document(Box::new(decoded.value)), decoded.report)),
        }
    }

    /// The text, and what the format cannot carry.
    pub(crate) fn encode(&self, encoder: &Encoder) -> Result<(String, Report), Error> {
        let mut text = String::new();
        let report = match self {
            Self::Typed(record) => encoder.encode_into(&**record, &mut text),
            Self::Document(document) => encoder.encode_into(&**document, &mut text),
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
