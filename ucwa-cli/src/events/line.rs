//! One event, or what is broken, as a line.

use std::io::{self, Write};

use ucwa_model::{
    Error, Event, EventLink, Sender,
    enumerations::{EventStatus, EventType},
};

use crate::bodies;

/// For programs: all members always, in the order of the contract.
pub(crate) fn event_json(out: &mut impl Write, sender: &Sender, event: &Event) -> io::Result<()> {
    let link = event.link.as_ref();
    let members = [
        ("sender", Some(&*sender.rel)),
        ("sender_href", Some(&*sender.href)),
        ("type", event.event_type.as_ref().map(EventType::as_str)),
        ("rel", link.and_then(|link| link.rel.as_deref())),
        ("href", link.map(|link| &*link.link.href)),
        ("title", link.and_then(|link| link.link.title())),
    ];
    out.write_all(b"{")?;
    texts(out, &members)?;
    out.write_all(b",\"in\":")?;
    match &event.in_ {
        Some(EventLink { rel, link, .. }) => {
            out.write_all(b"{")?;
            texts(out, &[("rel", rel.as_deref()), ("href", Some(&link.href)), ("title", link.title())])?;
            out.write_all(b"}")?;
        }
        None => out.write_all(b"null")?,
    }
    out.write_all(b",")?;
    let message = bodies::of_event(event);
    texts(out, &[("status", event.status.as_ref().map(EventStatus::as_str)), ("message", message.as_deref())])?;
    out.write_all(b"}\n")
}

/// Members of an object, in this order.
fn texts(out: &mut impl Write, members: &[(&str, Option<&str>)]) -> io::Result<()> {
    for (index, (name, text)) in members.iter().enumerate() {
        write!(out, "{}\"{name}\":", if index == 0 { "" } else { "," })?;
        serde_json::to_writer(&mut *out, text)?;
    }
    Ok(())
}

/// For people.
pub(crate) fn event(out: &mut impl Write, sender: &Sender, event: &Event) -> io::Result<()> {
    let event_type = event.event_type.as_ref().map_or("-", EventType::as_str);
    write!(out, "{}: {}", Shown(&sender.rel), Shown(event_type))?;
    link(out, " ", event.link.as_ref())?;
    link(out, " in ", event.in_.as_ref())?;
    if let Some(status) = &event.status {
        write!(out, " {}", Shown(status.as_str()))?;
    }
    if let Some(reason) = &event.reason {
        let code = reason.code.as_ref().map(ToString::to_string).unwrap_or_default();
        write!(out, " ({})", Shown(&code))?;
    }
    if let Some(text) = bodies::of_event(event) {
        write!(out, ": {}", Shown(text.trim_end()))?;
    }
    out.write_all(b"\n")
}

fn link(out: &mut impl Write, before: &str, link: Option<&EventLink>) -> io::Result<()> {
    let Some(EventLink { rel, link, .. }) = link else { return Ok(()) };
    write!(out, "{before}{} {}", Shown(rel.as_deref().unwrap_or("-")), Shown(&link.href))?;
    link.title().map_or(Ok(()), |title| write!(out, " \"{}\"", Shown(title)))
}

/// For programs: what is broken, and its bytes.
pub(crate) fn error_json(out: &mut impl Write, error: &Error, raw: Option<&[u8]>) -> io::Result<()> {
    let place = error.place();
    let code = error.code().as_str();
    write!(out, "{{\"error\":{{\"code\":\"{code}\",\"path\":")?;
    serde_json::to_writer(&mut *out, error.path())?;
    out.write_all(b",\"message\":")?;
    serde_json::to_writer(&mut *out, &error.violation().message())?;
    out.write_all(b",\"line\":")?;
    serde_json::to_writer(&mut *out, &place.map(|place| place.line))?;
    out.write_all(b",\"column\":")?;
    serde_json::to_writer(&mut *out, &place.map(|place| place.column))?;
    out.write_all(b"},\"raw\":")?;
    serde_json::to_writer(&mut *out, &raw.map(String::from_utf8_lossy))?;
    out.write_all(b"}\n")
}

/// For people: what is broken, and where.
pub(crate) fn error(out: &mut impl Write, error: &Error) -> io::Result<()> {
    writeln!(out, "broken: {}", Shown(&error.to_string()))
}

/// Text on one line, which cannot speak to the terminal.
struct Shown<'a>(&'a str);

impl std::fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for piece in self.0.split_inclusive(char::is_control) {
            let plain = piece.trim_end_matches(char::is_control);
            f.write_str(plain)?;
            piece
                .get(plain.len()..)
                .unwrap_or_default()
                .escape_debug()
                .try_for_each(|character| f.write_fmt(format_args!("{character}")))?;
        }
        Ok(())
    }
}
