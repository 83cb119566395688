//! What a row is of, and the columns that do not depend on the schema.

use std::borrow::Cow;

use ucwa_model::{
    AnyResource, Broken, Encoder, Error, Event, EventLink, Events, Format, Link, RawDocument, Response, UnexpectedDocument,
    descriptor::Form,
    enumerations::{ErrorCode, ErrorSubcode, EventStatus, EventType},
    general::Reason,
};

use crate::{
    cell::Cell,
    said,
    table::{Fixed, Type},
};

/// A row, whatever it is of.
pub(crate) enum Row<'a> {
    Response(ResponseRow<'a>),
    Event(EventRow<'a>),
}

/// A document of a log: a response, or why it is none.
#[derive(Debug)]
pub(crate) struct ResponseRow<'a> {
    pub(crate) document: &'a RawDocument,
    pub(crate) response: &'a Result<Response, UnexpectedDocument>,
}

/// An event, or what is broken in its place; with a resource that came along.
#[derive(Debug)]
pub(crate) struct EventRow<'a> {
    /// Where its document begins.
    pub(crate) offset: usize,
    pub(crate) index: usize,
    pub(crate) sender_rel: &'a str,
    pub(crate) sender_href: &'a str,
    pub(crate) event: Result<&'a Event, &'a Broken>,
    /// Its role, and the resource.
    pub(crate) resource: Option<(&'a str, &'a AnyResource)>,
}

pub(crate) type ResponseCell = for<'r> fn(&'r ResponseRow<'r>) -> Cell<'r>;
pub(crate) type EventCell = for<'r> fn(&'r EventRow<'r>) -> Cell<'r>;

impl ResponseRow<'_> {
    pub(crate) const COLUMNS: &'static [Fixed<ResponseCell>] = &[
        ("offset", Type::Integer, |row| Cell::count(row.document.start.offset)),
        ("length", Type::Integer, |row| Cell::count(row.document.length)),
        ("format", Type::Text, |row| Cell::text(row.document.format.map(name))),
        ("self_href", Type::Text, |row| Cell::text(row.self_href())),
        ("ack", Type::Integer, |row| row.self_href().and_then(ack).map_or(Cell::Null, Cell::Integer)),
        ("next_rel", Type::Text, |row| Cell::text(row.next().map(|(rel, _)| rel))),
        ("next_href", Type::Text, |row| Cell::text(row.next().map(|(_, link)| &*link.href))),
        ("senders", Type::Integer, |row| row.counted(|events| events.senders.iter().flatten().count())),
        ("events", Type::Integer, |row| row.counted(|events| events.senders.iter().flatten().map(|one| one.events.len()).sum())),
        ("broken", Type::Integer, |row| row.counted(|events| events.broken().count())),
        ("fault_code", Type::Text, |row| Cell::made(row.fault().map(|error| error.code().to_string()))),
        ("fault_message", Type::Text, |row| Cell::made(row.fault().map(|error| error.violation().message()))),
        ("foreign_raw", Type::Text, |row| row.response.as_ref().err().map_or(Cell::Null, |other| lossy(&other.raw))),
    ];

    fn events(&self) -> Option<&Events> {
        self.response.as_ref().ok().map(|response| &response.events)
    }

    fn counted(&self, count: impl FnOnce(&Events) -> usize) -> Cell<'_> {
        self.events().map_or(Cell::Null, |events| Cell::count(count(events)))
    }

    fn self_href(&self) -> Option<&str> {
        Some(&*self.events()?.channel.self_link.as_ref()?.href)
    }

    /// Where the channel goes on.
    fn next(&self) -> Option<(&'static str, &Link)> {
        let channel = &self.events()?.channel;
        let links = [("next", &channel.next_link), ("resync", &channel.resync_link), ("resume", &channel.resume_link)];
        links.into_iter().find_map(|(rel, link)| Some((rel, link.as_ref()?)))
    }

    fn fault(&self) -> Option<&Error> {
        match self.response {
            Ok(response) => response.fault.as_ref(),
            Err(other) => Some(&other.error),
        }
    }
}

fn name(format: Format) -> &'static str {
    match format {
        Format::Json => "json",
        Format::Xml => "xml",
    }
}

/// The number that a request for events acknowledges.
fn ack(href: &str) -> Option<i64> {
    let (_, query) = href.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix("ack="))?.parse().ok()
}

/// Bytes as text.
fn lossy(bytes: &[u8]) -> Cell<'_> {
    match String::from_utf8_lossy(bytes) {
        Cow::Borrowed("") => Cell::Null,
        text => Cell::Text(text),
    }
}

impl EventRow<'_> {
    pub(crate) const KEY: &'static [Fixed<EventCell>] =
        &[("offset", Type::Integer, |row| Cell::count(row.offset)), ("event_index", Type::Integer, |row| Cell::count(row.index))];

    pub(crate) const ROLE: &'static [Fixed<EventCell>] =
        &[("role", Type::Text, |row| Cell::text(row.resource.map(|(role, _)| role)))];

    /// What the event says.
    pub(crate) const ENVELOPE: &'static [Fixed<EventCell>] = &[
        ("sender_rel", Type::Text, |row| Cell::text(Some(row.sender_rel))),
        ("sender_href", Type::Text, |row| Cell::text(Some(row.sender_href))),
        ("event_type", Type::Text, |row| Cell::text(row.said(|event| event.event_type.as_ref().map(EventType::as_str)))),
        ("rel", Type::Text, |row| Cell::text(row.link(|link| link.rel.as_deref()))),
        ("href", Type::Text, |row| Cell::text(row.link(|link| Some(&*link.link.href)))),
        ("title", Type::Text, |row| Cell::text(row.link(|link| link.link.title()))),
        ("in_rel", Type::Text, |row| Cell::text(row.inside(|link| link.rel.as_deref()))),
        ("in_href", Type::Text, |row| Cell::text(row.inside(|link| Some(&*link.link.href)))),
        ("in_title", Type::Text, |row| Cell::text(row.inside(|link| link.link.title()))),
        ("status", Type::Text, |row| Cell::text(row.said(|event| event.status.as_ref().map(EventStatus::as_str)))),
        ("reason_code", Type::Text, |row| Cell::text(row.reason(|reason| reason.code.as_ref().map(ErrorCode::as_str)))),
        ("reason_subcode", Type::Text, |row| Cell::text(row.reason(|reason| reason.subcode.as_ref().map(ErrorSubcode::as_str)))),
    ];

    /// What came along, and what is broken.
    pub(crate) const REST: &'static [Fixed<EventCell>] = &[
        ("role", Type::Text, |row| Cell::text(row.resource.map(|(role, _)| role))),
        ("resource_rel", Type::Text, |row| Cell::text(row.resource.and_then(|(_, resource)| rel(resource)))),
        ("resource_href", Type::Text, |row| Cell::text(row.resource.and_then(|(_, resource)| said::href(resource.record())))),
        ("time", Type::Time, |row| Cell::time(row.resource.and_then(|(_, resource)| said::time(resource.record())))),
        ("text", Type::Text, |row| Cell::made(row.resource.and_then(|(_, resource)| said::text(resource.record())))),
        ("resource", Type::Text, |row| Cell::made(row.resource.and_then(|(_, resource)| json(resource)))),
        ("error_code", Type::Text, |row| Cell::made(row.error().map(|error| error.code().to_string()))),
        ("error_path", Type::Text, |row| Cell::text(row.error().map(Error::path))),
        ("error_message", Type::Text, |row| Cell::made(row.error().map(|error| error.violation().message()))),
        ("raw", Type::Text, |row| row.event.err().map_or(Cell::Null, |broken| lossy(broken.raw()))),
    ];

    fn said<'e>(&'e self, what: impl FnOnce(&'e Event) -> Option<&'e str>) -> Option<&'e str> {
        self.event.ok().and_then(what)
    }

    fn link<'e>(&'e self, what: impl FnOnce(&'e EventLink) -> Option<&'e str>) -> Option<&'e str> {
        self.event.ok()?.link.as_ref().and_then(what)
    }

    fn inside<'e>(&'e self, what: impl FnOnce(&'e EventLink) -> Option<&'e str>) -> Option<&'e str> {
        self.event.ok()?.in_.as_ref().and_then(what)
    }

    fn reason<'e>(&'e self, what: impl FnOnce(&'e Reason) -> Option<&'e str>) -> Option<&'e str> {
        self.event.ok()?.reason.as_deref().and_then(what)
    }

    fn error(&self) -> Option<&Error> {
        self.event.err().map(Broken::error)
    }
}

/// What a resource is: the rel of its type without the prefix of a dialect, or what it calls itself, if the schema has no type for it.
pub(crate) fn rel(resource: &AnyResource) -> Option<&str> {
    match resource {
        AnyResource::Other(_) => resource.rel(),
        known => Some(known.record().shape().rel),
    }
}

/// A resource as JSON, in the order of the schema, with its rel, which XML may leave to the role. Only what no limit would let in has
/// none.
pub(crate) fn json(resource: &AnyResource) -> Option<String> {
    let shape = resource.record().shape();
    let json = Encoder::new(Format::Json).allow_incomplete().encode(resource.record()).ok()?;
    if shape.form != Form::Resource || shape.rel.is_empty() || json.starts_with(r#"{"rel":"#) {
        return Some(json);
    }
    let rest = json.strip_prefix('{')?;
    let comma = if rest == "}" { "" } else { "," };
    Some(format!(r#"{{"rel":"{}"{comma}{rest}"#, shape.rel))
}
