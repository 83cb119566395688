//! Documents → rows: which are wanted, and how little has to be decoded to know it.

use memchr::memmem::Finder;
use ucwa_model::{Broken, Event, RawDocument, Response, Routed, Sender, dialect::is_rel};

use crate::{
    pending::{Events, Pending},
    table::{Kind, Table},
};

/// Which rows are wanted; of senders and types, none means all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) senders: Vec<String>,
    pub(crate) types: Vec<String>,
}

impl Filter {
    fn takes(&self, sender: &str, event_type: &str) -> bool {
        let is_type = |wanted: &String| wanted == event_type;
        let is_sender = |wanted: &String| is_rel(sender, wanted);
        (self.senders.is_empty() || self.senders.iter().any(is_sender))
            && (self.types.is_empty() || self.types.iter().any(is_type))
    }

    fn is_empty(&self) -> bool {
        self.senders.is_empty() && self.types.is_empty()
    }
}

/// Makes rows of a table out of documents.
#[derive(Debug)]
pub(crate) struct Select {
    pub(crate) kind: Kind,
    filter: Filter,
    /// Finds the rel of the table in what is not decoded yet.
    rel: Option<Finder<'static>>,
}

impl Select {
    pub(crate) fn new(table: &Table, filter: Filter) -> Self {
        let rel = match table.kind {
            Kind::Resources(shape) => Some(Finder::new(shape.rel.as_bytes())),
            Kind::Responses | Kind::Events => None,
        };
        Self { kind: table.kind, filter, rel }
    }

    /// The rows of a document.
    pub(crate) fn rows(&self, document: RawDocument) -> Pending {
        if let Kind::Responses = self.kind {
            let response = document.response();
            return Pending::Response(Some(Box::new((document, response))));
        }
        let routed = if self.rel.is_some() || !self.filter.is_empty() { self.routed(&document) } else { None };
        Pending::Events(routed.unwrap_or_else(|| self.decoded(&document)))
    }

    /// The events that may be wanted, if nothing shows that the document is damaged.
    fn routed(&self, document: &RawDocument) -> Option<Events> {
        let (mut senders, mut numbers) = (Vec::<Sender>::new(), Vec::new());
        for (number, routed) in document.routes()?.enumerate() {
            let routed = routed.ok()?;
            if self.filter.takes(&routed.sender.rel, routed.event_type.as_deref().unwrap_or_default())
                && self.may_hold(routed.raw())
            {
                let event = routed.decode().ok()?;
                add(&mut senders, &routed, event);
                numbers.push(number);
            }
        }
        Some(Events::new(document.start.offset, senders, Some(numbers)))
    }

    /// Whether a resource of the table's rel may be in bytes: its name is, or something is written in another way than servers do.
    fn may_hold(&self, raw: &[u8]) -> bool {
        let Some(rel) = &self.rel else { return true };
        let is_name = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let stands_alone =
            |at: usize| !is_name(at.checked_sub(1).and_then(|at| raw.get(at))) && !is_name(raw.get(at + rel.needle().len()));
        rel.find_iter(raw).any(stands_alone)
            || memchr::memmem::find(raw, b"\\u").is_some()
            || memchr::memmem::find(raw, b"&#").is_some()
    }

    /// All events of a document.
    fn decoded(&self, document: &RawDocument) -> Events {
        let senders = document.response().ok().and_then(|Response { events, .. }| events.senders).unwrap_or_default();
        Events::new(document.start.offset, senders, None)
    }

    /// Whether an event that was decoded with all others is wanted. What is broken may be one that is.
    pub(crate) fn takes(&self, sender: &Sender, event: &Result<Event, Broken>) -> bool {
        let Ok(event) = event else { return true };
        self.filter.takes(&sender.rel, event.event_type.as_ref().map_or("", |one| one.as_str()))
    }
}

/// Adds an event to its sender. Events of a sender share its href, which may be long.
fn add(senders: &mut Vec<Sender>, routed: &Routed<'_>, event: Event) {
    let (rel, href) = (&*routed.sender.rel, &*routed.sender.href);
    if senders.last().is_none_or(|last| last.rel != rel || last.href != href) {
        let mut sender = Sender::default();
        (sender.rel, sender.href) = (rel.into(), href.into());
        senders.push(sender);
    }
    if let Some(sender) = senders.last_mut() {
        sender.events.push(Ok(event));
    }
}
