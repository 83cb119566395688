//! One event, or what is broken, as a line.

use std::io::{self, Write};

use serde_json::{Value, json};
use ucwa_inspect::facts::{Facts, From};
use ucwa_model::{
    Error, Event, EventLink, Sender, Violation,
    enumerations::{EventStatus, EventType},
    general::Reason,
};

use crate::{
    finding::{self, object},
    secret,
    terminal::Line,
};

/// Where something begins: the file as the user named it, the byte and the line.
pub(super) struct Start<'a> {
    pub(super) file: &'a str,
    /// When a capture says that the response was asked for.
    pub(super) captured: Option<&'a str>,
    pub(super) offset: Option<usize>,
    pub(super) line: Option<usize>,
}

/// For programs: all members always, in the order of the contract.
pub(super) fn event_json(
    out: &mut impl Write,
    start: &Start<'_>,
    sender: &Sender,
    event: &Event,
    deviations: &[&Violation],
) -> io::Result<()> {
    let link = event.link.as_ref();
    let facts = Facts::of(event);
    let members = [
        ("sender", text(Some(&sender.rel))),
        ("sender_href", href(Some(&sender.href))),
        ("type", text(event.event_type.as_ref().map(EventType::as_str))),
        ("rel", text(link.and_then(|link| link.rel.as_deref()))),
        ("href", href(link.map(|link| &*link.link.href))),
        ("title", text(link.and_then(|link| link.link.title()))),
        ("in", event.in_.as_ref().map_or_else(null, link_json)),
        ("status", text(event.status.as_ref().map(EventStatus::as_str))),
        ("reason", event.reason.as_deref().map_or_else(null, reason_json)),
        ("time", text(facts.utc().as_deref())),
        ("direction", text(facts.direction.as_deref())),
        ("from", facts.from.as_ref().map_or_else(null, from_json)),
        ("message", text(facts.text.as_deref())),
    ];
    begin(out, start)?;
    for (name, json) in members {
        write!(out, ",\"{name}\":{json}")?;
    }
    if !deviations.is_empty() {
        let deviations: Value = deviations.iter().map(|found| finding::to_json(found, found.place)).collect();
        write!(out, ",\"deviations\":{deviations}")?;
    }
    out.write_all(b"}\n")
}

fn begin(out: &mut impl Write, start: &Start<'_>) -> io::Result<()> {
    let Start { file, captured, offset, line } = start;
    write!(out, "{{\"file\":{},\"offset\":{},\"line\":{}", json!(file), json!(offset), json!(line))?;
    captured.map_or(Ok(()), |captured| write!(out, ",\"captured\":{}", json!(captured)))
}

fn text(text: Option<&str>) -> String {
    json!(text).to_string()
}

/// Hrefs may hold tokens.
fn href(href: Option<&str>) -> String {
    json!(href.map(secret::masked)).to_string()
}

fn null() -> String {
    Value::Null.to_string()
}

fn link_json(EventLink { rel, link, .. }: &EventLink) -> String {
    object([("rel", json!(rel.as_deref())), ("href", json!(secret::masked(&link.href))), ("title", json!(link.title()))])
}

fn reason_json(reason: &Reason) -> String {
    let (code, subcode) = (reason.code.as_ref().map(ToString::to_string), reason.subcode.as_ref().map(ToString::to_string));
    object([("code", json!(code)), ("subcode", json!(subcode)), ("message", json!(reason.message.as_deref()))])
}

fn from_json(From { href, title }: &From) -> String {
    object([("href", json!(href.as_deref().map(secret::masked))), ("title", json!(title))])
}

/// For people.
pub(super) fn event(
    out: &mut impl Write,
    (file, captured): (&str, Option<&str>),
    sender: &Sender,
    event: &Event,
    deviations: &[&Violation],
) -> io::Result<()> {
    let facts = Facts::of(event);
    if let Some(time) = facts.utc().or_else(|| captured.map(str::to_owned)) {
        write!(out, "{} ", Line(&time))?;
    }
    let event_type = event.event_type.as_ref().map_or("-", EventType::as_str);
    write!(out, "{}: {}", Line(&sender.rel), Line(event_type))?;
    link(out, " ", event.link.as_ref())?;
    link(out, " in ", event.in_.as_ref())?;
    if let Some(status) = &event.status {
        write!(out, " {}", Line(status.as_str()))?;
    }
    if let Some(reason) = &event.reason {
        write!(out, " ({})", Line(&reason_words(reason)))?;
    }
    if let Some(From { href, title }) = &facts.from {
        write!(out, " from {}", Line(&secret::masked(title.as_deref().or(href.as_deref()).unwrap_or("-"))))?;
    }
    if let Some(text) = &facts.text {
        write!(out, ": {}", Line(text.trim_end()))?;
    }
    out.write_all(b"\n")?;
    deviations.iter().try_for_each(|found| writeln!(out, "  does not fit: {}", finding::line(file, found)))
}

/// Why an operation failed, as in `RemoteFailure/Declined: No.`.
fn reason_words(reason: &Reason) -> String {
    let code = reason.code.as_ref().map(ToString::to_string);
    let subcode = reason.subcode.as_ref().map(ToString::to_string);
    let words = [code, subcode].into_iter().flatten().collect::<Vec<_>>().join("/");
    match &reason.message {
        Some(message) if words.is_empty() => message.to_string(),
        Some(message) => format!("{words}: {message}"),
        None => words,
    }
}

fn link(out: &mut impl Write, before: &str, link: Option<&EventLink>) -> io::Result<()> {
    let Some(EventLink { rel, link, .. }) = link else { return Ok(()) };
    write!(out, "{before}{}", Line(rel.as_deref().unwrap_or("-")))?;
    if !link.href.is_empty() {
        write!(out, " {}", Line(&secret::masked(&link.href)))?;
    }
    link.title().map_or(Ok(()), |title| write!(out, " \"{}\"", Line(title)))
}

/// For programs: what is broken, and its text without secrets.
pub(super) fn error_json(out: &mut impl Write, start: &Start<'_>, error: &Error, raw: Option<&[u8]>) -> io::Result<()> {
    begin(out, start)?;
    let raw = raw.map(|raw| String::from_utf8_lossy(&secret::shown(raw)).into_owned());
    writeln!(out, ",\"error\":{},\"raw\":{}}}", finding::error_to_json(error), json!(raw))
}

/// For people: what is broken, and where.
pub(super) fn error(out: &mut impl Write, file: &str, error: &Error) -> io::Result<()> {
    writeln!(out, "broken: {}", finding::line(file, error.violation()))
}
