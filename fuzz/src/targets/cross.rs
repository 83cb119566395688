//! Through the other format and back: the same message, and what came in, as other parsers see it.

use std::mem::{self, Discriminant};

use ucwa_model::{Code, Document, Format, descriptor::Form};

use super::messages::{decode, encode, read, reading, same_as_input};

pub fn run(data: &[u8]) {
    for (format, other) in [(Format::Json, Format::Xml), (Format::Xml, Format::Json)] {
        let Some((document, report)) = read(format, data) else { continue };
        let Some(before) = reading(&document) else { continue };
        // what has no members may be anything in JSON
        if before.as_object().is_some_and(serde_json::Map::is_empty) {
            continue;
        }
        // of what is no resource the root says in XML what it is; in JSON its members do, which may leave a doubt
        if decode(Format::Json, before.to_string().as_bytes()).is_none_or(|read| kind(&read) != kind(&document)) {
            continue;
        }
        let text = match encode(other, &document) {
            Ok(text) => text,
            // a name that XML cannot carry; a value that XML nests deeper
            Err(error) if matches!(error.code(), Code::Character | Code::Depth) => continue,
            // a property of a response that JSON would take for the senders
            Err(error) if error.code() == Code::Duplicate && error.violation().path == "sender" => continue,
            Err(error) => panic!("{format:?} was read and cannot be written in the other format: {error}"),
        };
        let Some(back) = decode(other, text.as_bytes()) else { panic!("written and cannot be read: {text}") };
        assert_eq!(reading(&back).as_ref(), Some(&before), "by way of {text}");
        let returned = encode(format, &back).ok();
        if let Some(text) = &returned {
            same_as_input(format, data, &report, text, true);
        }
        let returned = returned.and_then(|text| decode(format, text.as_bytes()));
        assert_eq!(returned.as_ref().and_then(reading), Some(before), "and back, by way of {text}");
    }
}

/// What kind of document it is, and whether it is an error body.
fn kind(document: &Document) -> (Discriminant<Document>, bool) {
    let is_reason = matches!(document, Document::Resource(resource) if resource.record().shape().form == Form::Reason);
    (mem::discriminant(document), is_reason)
}
