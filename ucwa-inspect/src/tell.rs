//! An exchange, or a message of a log, as two lines: what the timeline shows, and what is read only when somebody opens it.

mod event;
mod html;
mod message;
mod secret;

use std::fmt;

use http::{Request, Response, header};
use serde_json::{Value, json};
use ucwa_model::RawDocument;

use self::message::Told;
use crate::{Message, Recognised, data, facts, recognise::path, schema};

/// The lines of an exchange, as its `Display` writes them: what the timeline shows, and the messages. Each is an object of one member, in
/// JSON without characters of markup; what is secret is left out.
#[derive(Clone, Debug)]
pub struct Lines {
    /// A member `exchange`.
    exchange: String,
    /// A member `detail`, which belongs to the exchange before it.
    detail: String,
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.exchange, self.detail)
    }
}

impl Lines {
    /// The lines of an exchange of a file, which counts from 0 on.
    #[must_use]
    pub fn of_exchange(file: usize, recognised: &Recognised) -> Self {
        let exchange = &recognised.exchange;
        let request = exchange.request.as_ref().map(|request| sent(recognised, request));
        let answer = exchange.answer.as_ref().map(|answer| came(recognised, answer));
        let own = json!({
            "file": file,
            "number": exchange.number,
            "time": exchange.time,
            "ms": exchange.duration,
            "method": exchange.request.as_ref().map(|request| request.method().as_str()),
            "path": exchange.request.as_ref().map(|request| request.uri().path()),
            "operation": recognised.operation.map(|operation| operation.to_string()),
            "status": exchange.answer.as_ref().map(|answer| answer.status().as_u16()),
            "location": exchange.answer.as_ref().and_then(location),
            "link": recognised.link.as_ref().map(|(number, rel)| json!({"number": &**number, "rel": rel})),
        });
        Self::new(own, request, answer)
    }

    /// The lines of a message of a log.
    #[must_use]
    pub fn of_document(file: usize, number: u64, document: &RawDocument) -> Self {
        let answer = document
            .format
            .map_or_else(|| other("", &document.bytes), |format| message::tell(format, &document.bytes, None, false, None));
        let own = json!({"file": file, "number": number.to_string(), "line": document.start.line});
        Self::new(own, None, Some(answer))
    }

    fn new(own: Value, request: Option<Told>, answer: Option<Told>) -> Self {
        let both = || request.iter().chain(&answer);
        let mut exchange = own;
        let events = answer.as_ref().map(event::events).unwrap_or_default();
        exchange["request"] = json!(request.as_ref().and_then(|told| told.type_name.as_deref()));
        exchange["answer"] = json!(answer.as_ref().and_then(|told| told.type_name.as_deref()));
        exchange["findings"] = json!(both().map(|told| told.findings).sum::<usize>());
        exchange["unknown"] = json!(both().map(|told| told.unknown).sum::<usize>());
        exchange["operation_id"] = json!(request.as_ref().and_then(operation_id));
        exchange["text"] = json!(request.as_ref().and_then(said));
        exchange["events"] = json!(events);
        let detail = json!({"request": request.map(|told| told.json), "answer": answer.map(|told| told.json)});
        let line = |name, value| data::line(name, &data::compact(secret::left_out(value)));
        Self { exchange: line("exchange", exchange), detail: line("detail", detail) }
    }
}

/// What was asked with: as the input of its operation, of which its query may have a part.
fn sent(recognised: &Recognised, request: &Request<Vec<u8>>) -> Told {
    let in_query = request.uri().query().is_some();
    let mut told = match (recognised.input(), recognised.operation, recognised.content()) {
        (Some((format, shape, _)), Some(operation), _) => {
            let key = schema::key(shape, Some(operation.table().method));
            message::tell(format, request.body(), Some(shape), in_query, Some(key))
        }
        (_, _, Some((media, body))) => other(media, body),
        _ => other("", b""),
    };
    refuse(&mut told, recognised.refused());
    told
}

fn refuse(told: &mut Told, why: Option<String>) {
    if let Some(why) = why {
        told.findings += 1;
        told.json["refused"] = json!(why);
    }
}

/// What was answered: as what it says to be, or as what its operation answers.
fn came(recognised: &Recognised, answer: &Response<Vec<u8>>) -> Told {
    let mut told = match recognised.output() {
        Some((format, body)) => message::tell(format, body, recognised.output_shape(), false, None),
        None => {
            let mut told = other("", b"");
            told.json["left_out"] = json!((!answer.body().is_empty()).then(|| answer.body().len())); // who knows what it holds
            told
        }
    };
    refuse(&mut told, recognised.exchange.faults.answer.clone());
    told
}

/// A body that is no record.
fn other(media: &str, bytes: &[u8]) -> Told {
    let text = (!bytes.is_empty()).then(|| message::raw(bytes));
    let json = json!({"media": (!media.is_empty()).then_some(media), "bytes": bytes.len(), "text": text});
    Told { json, type_name: None, findings: 0, unknown: 0, message: None }
}

fn location(answer: &Response<Vec<u8>>) -> Option<String> {
    let location = answer.headers().get(header::LOCATION)?.to_str().ok()?;
    Some(path(location).to_owned())
}

fn operation_id(request: &Told) -> Option<String> {
    match request.message.as_ref()? {
        Message::Typed(record) => facts::text_of(&**record, "operationId"),
        Message::Document(_) => None,
    }
}

/// What a person said with it.
fn said(request: &Told) -> Option<String> {
    let text = |name| request.json.get(name).and_then(Value::as_str);
    let is_html = text("media").is_some_and(|media| media.to_ascii_lowercase().starts_with("text/html"));
    let text = text("text").map(|text| html::read(text.to_owned(), is_html));
    let first = || facts::bodies(request.message.as_ref()?).into_iter().next();
    let body = || first().map(|body| html::read(body.text, body.is_html));
    text.or_else(body)
}
