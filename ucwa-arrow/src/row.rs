//! What a row is of, and the columns that do not depend on the schema.

use ucwa_model::{
    AnyResource, Broken, Encoder, Error, Event, EventLink, Events, Format, Link, Response, UnexpectedDocument,
    descriptor::Form,
    enumerations::{ErrorCode, ErrorSubcode, EventStatus, EventType},
    general::Reason,
};

use crate::{
    builders::Cell,
    cell::time,
    said,
    table::{Fixed, Type},
};

/// A document of a log: a response, or why it is none.
#[derive(Debug)]
pub(crate) struct ResponseRow<'a> {
    pub(crate) response: Result<&'a Response, &'a UnexpectedDocument>,
    /// How many events the response has, and how many of them are broken.
    pub(crate) events: usize,
    pub(crate) broken: usize,
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

pub(crate) type ResponseCell = fn(&ResponseRow<'_>, Cell<'_>);
pub(crate) type EventCell = fn(&EventRow<'_>, Cell<'_>);

impl<'a> ResponseRow<'a> {
    pub(crate) const COLUMNS: &'static [Fixed<ResponseCell>] = &[
        ("offset", Type::Integer, |row, cell| cell.count(row.of(|one| one.start, |other| other.start).offset)),
        ("length", Type::Integer, |row, cell| cell.count(row.of(|one| one.length, |other| other.length))),
        ("format", Type::Text, |row, cell| cell.text(row.of(|one| Some(one.format), |other| other.format).map(name))),
        ("self_href", Type::Text, |row, cell| cell.text(row.self_href())),
        ("ack", Type::Integer, |row, cell| cell.integer(row.self_href().and_then(ack))),
        ("next_rel", Type::Text, |row, cell| cell.text(row.next().map(|(rel, _)| rel))),
        ("next_href", Type::Text, |row, cell| cell.text(row.next().map(|(_, link)| &*link.href))),
        ("senders", Type::Integer, |row, cell| row.counted(cell, |events| events.senders.as_ref().map_or(0, Vec::len))),
        ("events", Type::Integer, |row, cell| row.counted(cell, |_| row.events)),
        ("broken", Type::Integer, |row, cell| row.counted(cell, |_| row.broken)),
        ("fault_code", Type::Text, |row, cell| cell.text(row.fault().map(|error| error.code().to_string()).as_deref())),
        ("fault_message", Type::Text, |row, cell| cell.text(row.fault().map(|error| error.violation().message()).as_deref())),
        ("foreign_raw", Type::Text, |row, cell| lossy(cell, row.response.err().map(|other| &*other.raw))),
    ];

    fn of<T>(&self, response: impl FnOnce(&'a Response) -> T, other: impl FnOnce(&'a UnexpectedDocument) -> T) -> T {
        self.response.map_or_else(other, response)
    }

    fn events(&self) -> Option<&Events> {
        self.response.ok().map(|response| &response.events)
    }

    fn counted(&self, cell: Cell<'_>, count: impl FnOnce(&Events) -> usize) {
        match self.events() {
            Some(events) => cell.count(count(events)),
            None => cell.null(),
        }
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
        self.of(|response| response.fault.as_ref(), |other| Some(&other.error))
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
fn lossy(cell: Cell<'_>, bytes: Option<&[u8]>) {
    cell.text(bytes.map(String::from_utf8_lossy).as_deref());
}

impl EventRow<'_> {
    pub(crate) const KEY: &'static [Fixed<EventCell>] = &[
        ("offset", Type::Integer, |row, cell| cell.count(row.offset)),
        ("event_index", Type::Integer, |row, cell| cell.count(row.index)),
    ];

    pub(crate) const ROLE: &'static [Fixed<EventCell>] =
        &[("role", Type::Text, |row, cell| cell.text(row.resource.map(|(role, _)| role)))];

    /// What the event says.
    pub(crate) const ENVELOPE: &'static [Fixed<EventCell>] = &[
        ("sender_rel", Type::Text, |row, cell| cell.text(Some(row.sender_rel))),
        ("sender_href", Type::Text, |row, cell| cell.text(Some(row.sender_href))),
        ("event_type", Type::Text, |row, cell| cell.text(row.said(|event| event.event_type.as_ref().map(EventType::as_str)))),
        ("rel", Type::Text, |row, cell| cell.text(row.link(|link| link.rel.as_deref()))),
        ("href", Type::Text, |row, cell| cell.text(row.link(|link| Some(&*link.link.href)))),
        ("title", Type::Text, |row, cell| cell.text(row.link(|link| link.link.title()))),
        ("in_rel", Type::Text, |row, cell| cell.text(row.inside(|link| link.rel.as_deref()))),
        ("in_href", Type::Text, |row, cell| cell.text(row.inside(|link| Some(&*link.link.href)))),
        ("in_title", Type::Text, |row, cell| cell.text(row.inside(|link| link.link.title()))),
        ("status", Type::Text, |row, cell| cell.text(row.said(|event| event.status.as_ref().map(EventStatus::as_str)))),
        ("reason_code", Type::Text, |row, cell| cell.text(row.reason(|reason| reason.code.as_ref().map(ErrorCode::as_str)))),
        ("reason_subcode", Type::Text, |row, cell| {
            cell.text(row.reason(|reason| reason.subcode.as_ref().map(ErrorSubcode::as_str)));
        }),
    ];

    /// What came along, and what is broken.
    pub(crate) const REST: &'static [Fixed<EventCell>] = &[
        ("role", Type::Text, |row, cell| cell.text(row.resource.map(|(role, _)| role))),
        ("resource_rel", Type::Text, |row, cell| cell.text(row.resource.and_then(|(_, resource)| rel(resource)))),
        ("resource_href", Type::Text, |row, cell| {
            cell.text(row.resource.and_then(|(_, resource)| said::href(resource.record())));
        }),
        ("time", Type::Time, |row, cell| time(cell, row.resource.and_then(|(_, resource)| said::time(resource.record())))),
        ("text", Type::Text, |row, cell| {
            cell.exact(row.resource.and_then(|(_, resource)| said::text(resource.record())).as_deref());
        }),
        ("resource", Type::Text, |row, cell| cell.written(|text| json(row.resource?.1, text))),
        ("error_code", Type::Text, |row, cell| cell.text(row.error().map(|error| error.code().to_string()).as_deref())),
        ("error_path", Type::Text, |row, cell| cell.text(row.error().map(Error::path))),
        ("error_message", Type::Text, |row, cell| cell.text(row.error().map(|error| error.violation().message()).as_deref())),
        ("raw", Type::Text, |row, cell| lossy(cell, row.event.err().map(Broken::raw))),
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

/// Writes a resource as JSON, in the order of the schema, with its rel, which XML may leave to the role. Only what no limit would let
/// in has none.
pub(crate) fn json(resource: &AnyResource, text: &mut String) -> Option<()> {
    let shape = resource.record().shape();
    Encoder::new(Format::Json).allow_incomplete().encode_into(resource.record(), text).ok()?;
    if shape.form == Form::Resource && !shape.rel.is_empty() && !text.starts_with(r#"{"rel":"#) {
        let comma = if text == "{}" { "" } else { "," };
        text.insert_str(1, &format!(r#""rel":"{}"{comma}"#, shape.rel));
    }
    Some(())
}
