//! Messages of any kind, decoded and encoded, and compared with what came in.

use serde_json::Value;
use ucwa_model::{Code, Decoder, Document, Encoder, Error, Format, Report};

use super::independent::{Element, Markup, Meaning, Tree};

/// Decodes leniently; what cannot be read is nothing.
pub(super) fn decode(format: Format, bytes: &[u8]) -> Option<Document> {
    read(format, bytes).map(|(document, _)| document)
}

/// Decodes leniently, with the report of what did not fit; what cannot be read is nothing.
pub(super) fn read(format: Format, bytes: &[u8]) -> Option<(Document, Report)> {
    Decoder::new(format).lenient().decode(bytes).ok().map(|decoded| (decoded.value, decoded.report))
}

/// Encodes with everything that a lenient decoder lets through.
pub(super) fn encode(format: Format, document: &Document) -> Result<String, Error> {
    Encoder::new(format).allow_incomplete().encode(document)
}

/// The message as JSON, in which the order of members does not count; nothing if `serde_json` cannot read its numbers.
pub(super) fn reading(document: &Document) -> Option<Value> {
    serde_json::from_str(&encode(Format::Json, document).ok()?).ok()
}

/// Demands that a message says what came in, as parsers see both that know nothing of the library. What is not kept has been
/// reported, and then nothing is demanded. `crossed` is whether it has been in the other format.
pub(super) fn same_as_input(format: Format, data: &[u8], report: &Report, text: &str, crossed: bool) {
    let lost = |code: Code, expected: String| match code {
        Code::Content | Code::Namespace | Code::Root | Code::Rel | Code::Duplicate | Code::ControlCharacter => true,
        Code::Form => expected.contains("the form of this format"),
        _ => false,
    };
    let reported = |violation: &ucwa_model::Violation| lost(violation.code, format!("{:?}", violation.expected));
    if report.omitted > 0 || report.deviations.iter().any(reported) {
        return;
    }
    match format {
        Format::Json => {
            let Some((before, after)) = Tree::parse(data).zip(Tree::parse(text.as_bytes())) else { return };
            assert_eq!(Meaning::of(&after), Meaning::of(&before), "{}\nand\n{text}", String::from_utf8_lossy(data));
        }
        Format::Xml => {
            // inputs with the library's own markup say one thing in more ways than one
            let Ok(before) = Markup::parse(data) else { return };
            if data.windows(MARKUP.len()).any(|window| window == MARKUP) {
                return;
            }
            let after = Markup::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text}"));
            let says = |markup: &Markup<'_>| if crossed { markup.meaning().without_rel() } else { markup.meaning() };
            let (after, before): (Element, Element) = (says(&after), says(&before));
            assert_eq!(after, before, "{}\nand\n{text}", String::from_utf8_lossy(data));
        }
    }
}

const MARKUP: &[u8] = b"urn:ucwa-model:markup";
