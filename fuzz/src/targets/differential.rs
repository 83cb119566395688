//! The verdict of other parsers, and the same content in the words of theirs.

use quick_xml::{NsReader, events::Event};
use ucwa_model::{Code, Decoded, Decoder, Document, Format};

use super::{
    independent::{Dice, Markup, Tree},
    messages::encode,
};

pub fn run(data: &[u8]) {
    json(data);
    xml(data);
}

fn json(data: &[u8]) {
    let text = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
    let other = serde_json::from_slice::<serde_json::Value>(text);
    match Decoder::new(Format::Json).lenient().decode::<Document>(data) {
        Ok(Decoded { value: document, report, .. }) => match other {
            Ok(_) => {
                let mut dice = Dice::of(data);
                let respelled = Tree::parse(data).map(|mut tree| tree.respell(&mut dice, false));
                same(Format::Json, &document, data, &respelled.unwrap_or_default());
            }
            Err(error) => {
                // control characters are let through leniently, as documentation has them; numbers have any size
                let on_purpose = report.deviations.iter().any(|deviation| deviation.code == Code::ControlCharacter)
                    || error.to_string().starts_with("number out of range")
                    || has_control(text);
                assert!(on_purpose, "accepted, but not by serde_json: {error}");
            }
        },
        Err(error) => {
            if matches!(error.code(), Code::Syntax | Code::Encoding) {
                // a broken event of a response, or what stands before a limit is reached
                assert!(other.is_err(), "refused, but not by serde_json: {error}");
            }
        }
    }
}

/// A control character inside a string of which no more is said, since the report is full or the text was read ahead.
fn has_control(text: &[u8]) -> bool {
    text.iter().any(|byte| *byte < 0x20 && !matches!(byte, b'\n' | b'\t' | b'\r'))
}

fn xml(data: &[u8]) {
    let other = Markup::parse(data);
    match Decoder::new(Format::Xml).lenient().decode::<Document>(data) {
        Ok(Decoded { value: document, .. }) => match other {
            Ok(markup) => {
                assert!(quick(data), "accepted, but not by quick-xml");
                // roxmltree takes an attribute of that name for a declaration, whatever its prefix
                if data.windows(6).any(|window| window == b":xmlns") {
                    return;
                }
                let respelled = markup.respell(&mut Dice::of(data), false);
                same(Format::Xml, &document, data, &respelled);
            }
            Err(error) => panic!("accepted, but not by roxmltree: {error}"),
        },
        Err(error) => {
            if matches!(error.code(), Code::Syntax | Code::Encoding) && other.is_ok() {
                // the event that an end tag with no more than a colon ends is broken, and so is all around it
                let colon = data.windows(3).any(|window| window == b"</:");
                assert!(colon || refused_on_purpose(&error), "refused, but not by roxmltree: {error}");
            }
        }
    }
}

/// What `roxmltree` lets through.
fn refused_on_purpose(error: &ucwa_model::Error) -> bool {
    let message = error.violation().message();
    // it reads no declaration of XML, lets a prefix be taken back, takes instructions and colons more loosely, and lets the default namespace be declared twice
    error.code() == Code::Encoding
        || message.contains("a namespace that the prefix can have")
        || message.contains("`xmlns` again")
        || message.contains("a name with one prefix")
        || message.contains("`</:")
        || message.contains(":xmlns`") // no declaration, but an attribute of another namespace
        || message.contains("<?xml")
        || message.contains("an XML declaration only at the start")
        // an event outside senders or in an event, a sender in a sender: the element around it has lost its end
        || ["expected `<sender>`", "the end of the event", "expected `</sender>`"].iter().any(|expected| message.contains(expected))
        || message.contains("an instruction with a name")
}

/// Whether `quick-xml`, which checks less, reads it to the end.
fn quick(data: &[u8]) -> bool {
    let mut reader = NsReader::from_reader(data);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

fn same(format: Format, document: &Document, data: &[u8], respelled: &str) {
    let before = encode(Format::Json, document);
    // what is no UCWA is kept as it was written
    if before.as_ref().is_ok_and(|text| text.contains("\"_xml\"")) {
        return;
    }
    match Decoder::new(format).lenient().decode::<Document>(respelled.as_bytes()) {
        Ok(Decoded { value: again, .. }) => {
            assert_eq!(encode(Format::Json, &again), before, "{}\nand\n{respelled}", String::from_utf8_lossy(data));
        }
        // other words may be longer or more
        Err(error) if matches!(error.code(), Code::Attributes | Code::Bytes) => {}
        Err(error) => panic!("{error}: {}\nand\n{respelled}", String::from_utf8_lossy(data)),
    }
}
