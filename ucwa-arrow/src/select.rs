//! Documents → rows: which are wanted, and how little has to be decoded to know it.

use ucwa_model::{Broken, Event, RawDocument, Response, Routed, Sender, dialect::is_rel};

use crate::{
    names::Names,
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
    /// Finds the rels of the table in what is not decoded yet.
    names: Option<Names>,
}

impl Select {
    pub(crate) fn new(table: &Table, filter: Filter) -> Self {
        let names = match table.kind {
            Kind::Resources(shape) => Some(Names::of(shape)),
            Kind::Responses | Kind::Events => None,
        };
        Self { kind: table.kind, filter, names }
    }

    /// The rows of a document.
    pub(crate) fn rows(&self, document: RawDocument) -> Pending {
        if let Kind::Responses = self.kind {
            let response = document.response();
            return Pending::Response(Some(Box::new((document, response))));
        }
        if !self.may_hold(&document, &document.bytes) {
            return Pending::none();
        }
        let routed = if self.names.is_some() || !self.filter.is_empty() { self.routed(&document) } else { None };
        Pending::Events(routed.unwrap_or_else(|| self.decoded(&document)))
    }

    /// The events that may be wanted, if nothing shows that the document is damaged.
    fn routed(&self, document: &RawDocument) -> Option<Events> {
        let (mut senders, mut numbers) = (Vec::<Sender>::new(), Vec::new());
        for (number, routed) in document.routes()?.enumerate() {
            let routed = routed.ok()?;
            if self.filter.takes(&routed.sender.rel, routed.event_type.as_deref().unwrap_or_default())
                && self.may_hold(document, routed.raw())
            {
                let event = routed.decode().ok()?;
                add(&mut senders, &routed, event);
                numbers.push(number);
            }
        }
        Some(Events::new(document.start.offset, senders, Some(numbers)))
    }

    /// Whether a resource of the table may be in bytes of a document.
    fn may_hold(&self, document: &RawDocument, bytes: &[u8]) -> bool {
        self.names.as_ref().is_none_or(|names| names.may_be_in(document.format, bytes))
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
