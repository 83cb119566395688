//! Messages of any kind, decoded and encoded.

use serde_json::Value;
use ucwa_model::{Decoder, Document, Encoder, Error, Format};

/// Decodes leniently; what cannot be read is nothing.
pub(super) fn decode(format: Format, bytes: &[u8]) -> Option<Document> {
    Document::decode(&Decoder::new(format).lenient(), bytes).ok().map(|(document, _)| document)
}

/// Encodes with everything that a lenient decoder lets through.
pub(super) fn encode(format: Format, document: &Document) -> Result<String, Error> {
    document.encode(&Encoder::new(format).allow_incomplete())
}

/// The message as JSON, in which the order of members does not count; nothing if `serde_json` cannot read its numbers.
pub(super) fn reading(document: &Document) -> Option<Value> {
    serde_json::from_str(&encode(Format::Json, document).ok()?).ok()
}
