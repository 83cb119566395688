//! One message: what it is, in both formats, what does not fit, and what the schema does not know.

use serde_json::{Value, json};
use ucwa_model::{AnyResource, Code, Decoder, Document, Encoder, Events, Format, Report, Unknown, Violation, descriptor::Shape};

use super::secret;
use crate::{Message, utf16};

/// Larger messages are not converted, and only their beginning is shown: the page has to stay one that a browser opens.
const MOST_CONVERTED: usize = 1 << 20;

/// The beginning that is shown.
const BEGINNING: usize = 64 << 10;

/// A message as it is told.
pub(super) struct Told {
    /// For the page.
    pub(super) json: Value,
    /// The schema's name of its type.
    pub(super) type_name: Option<String>,
    /// How many things do not fit.
    pub(super) findings: usize,
    /// How many things the schema does not know.
    pub(super) unknown: usize,
    pub(super) message: Option<Message>,
}

/// Tells of a message of a type, or of the type that it names. One that is a `part` need not have all that it requires.
pub(super) fn tell(format: Format, bytes: &[u8], shape: Option<&'static Shape>, part: bool, key: Option<String>) -> Told {
    let decoder = Decoder::new(format).lenient().report_unknown();
    let decoder = if part { decoder.allow_incomplete() } else { decoder };
    let (message, report, fault) = match Message::decode(&decoder, bytes, shape) {
        Ok((message, report)) => (Some(message), report, None),
        Err(error) => {
            let (message, report) = recovered(&decoder, bytes).unzip();
            (message, report.unwrap_or_default(), Some(error.violation().clone()))
        }
    };
    let broken: Vec<Violation> = message.as_ref().map(broken).unwrap_or_default();
    let fault = fault.filter(|fault| !broken.contains(fault));
    let findings: Vec<Value> = report.deviations.iter().chain(&broken).chain(&fault).map(finding).collect();
    // what an element is called that is none of UCWA's does not stand in the message
    let is_foreign = report.deviations.iter().any(|found| found.code == Code::Root);
    let is_whole = fault.is_none() && broken.is_empty() && !is_foreign && bytes.len() <= MOST_CONVERTED;
    let written = message.as_ref().filter(|_| is_whole).and_then(|message| Written::of(message, shape));
    let (message, json, xml) = match written {
        Some(Written { clean, json, xml }) => (clean.or(message), Some(json), xml),
        None => (message, None, None),
    };
    let raw = if json.is_none() || xml.is_none() { Some(raw(bytes)) } else { None };
    let is_cut = raw.is_some() && bytes.len() > BEGINNING;
    let json = json!({
        "format": match format {
            Format::Json => "json",
            Format::Xml => "xml",
        },
        "bytes": bytes.len(),
        "type": message.as_ref().and_then(Message::type_name),
        "shape": key.or_else(|| message.as_ref().and_then(shape_of)),
        "json": json,
        "xml": xml,
        "raw": raw,
        "cut": is_cut,
        "findings": findings,
        "unknown": report.unknown.iter().map(unknown).collect::<Vec<_>>(),
        "omitted": (report.omitted > 0).then_some(report.omitted),
    });
    let type_name = message.as_ref().and_then(Message::type_name);
    Told { json, type_name, findings: findings.len(), unknown: report.unknown.len(), message }
}

/// What is left of a response that is broken.
fn recovered(decoder: &Decoder, bytes: &[u8]) -> Option<(Message, Report)> {
    let recovered = Events::recover(decoder, bytes);
    let any = recovered.events.iter().next().is_some();
    any.then(|| (Message::Document(Box::new(Document::Events(recovered.events))), recovered.report))
}

/// Why events could not be read.
fn broken(message: &Message) -> Vec<Violation> {
    let Message::Document(document) = message else { return Vec::new() };
    match &**document {
        Document::Events(events) => events.broken().map(|broken| broken.error().violation().clone()).collect(),
        _ => Vec::new(),
    }
}

/// What the page looks documentation up by.
fn shape_of(message: &Message) -> Option<String> {
    match message {
        Message::Typed(record) => Some(record.shape().name.to_owned()),
        Message::Document(document) => match &**document {
            Document::Resource(AnyResource::Other(_)) => None,
            Document::Resource(resource) => Some(resource.record().shape().name.to_owned()),
            _ => message.type_name(),
        },
    }
}

/// A message in both formats, without secrets.
struct Written {
    /// The message without its secrets, if it has any.
    clean: Option<Message>,
    json: String,
    /// `None` if XML cannot carry it.
    xml: Option<String>,
}

impl Written {
    /// Secrets are left out of the message itself, before it is written: then no way of writing it has them.
    fn of(message: &Message, shape: Option<&Shape>) -> Option<Self> {
        let json = text_in(message, Format::Json)?;
        let Some(tree) = secret::without_secrets(&json).ok()? else {
            return Some(Self { clean: None, json, xml: text_in(message, Format::Xml) });
        };
        let decoder = Decoder::new(Format::Json).lenient().allow_incomplete();
        let (clean, _) = Message::decode(&decoder, tree.to_string().as_bytes(), shape).ok()?;
        let (json, xml) = (text_in(&clean, Format::Json)?, text_in(&clean, Format::Xml));
        broken(&clean).is_empty().then_some(Self { clean: Some(clean), json, xml })
    }
}

fn text_in(message: &Message, format: Format) -> Option<String> {
    message.encode(&Encoder::new(format).pretty().allow_incomplete()).ok().map(|(text, _)| text)
}

/// The text as it came, or the beginning of it.
pub(super) fn raw(bytes: &[u8]) -> String {
    let bytes = bytes.get(..BEGINNING).unwrap_or(bytes);
    utf16::decoded(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

pub(super) fn finding(found: &Violation) -> Value {
    let message = if secret::is_secret(&found.path) { "a secret does not fit".to_owned() } else { found.message() };
    json!({
        "path": found.path,
        "rule": found.code.as_str(),
        "message": message,
        "line": found.place.map(|place| place.line),
        "column": found.place.map(|place| place.column),
    })
}

fn unknown(unknown: &Unknown) -> Value {
    json!({"path": unknown.path, "kind": unknown.kind.as_str(), "expected": unknown.expected})
}
