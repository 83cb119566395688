//! Documents → rows: which are wanted, and how little has to be decoded to know it.

use memchr::memmem::Finder;
use ucwa_model::{Event, RawDocument, Response, Routed, dialect::is_rel};

use crate::{
    row::{EventRow, ResponseRow, rel},
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

/// A row, whatever it is of.
pub(crate) enum Row<'a> {
    Response(ResponseRow<'a>),
    Event(EventRow<'a>),
}

/// Makes rows of a table out of documents.
#[derive(Debug)]
pub(crate) struct Select {
    kind: Kind,
    pub(crate) filter: Filter,
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

    /// Hands out the rows of a document.
    pub(crate) fn rows(&self, document: &RawDocument, push: &mut dyn FnMut(&Row<'_>)) {
        if let Kind::Responses = self.kind {
            let response = document.response();
            return push(&Row::Response(ResponseRow { document, response: &response }));
        }
        let routed = if self.rel.is_some() || !self.filter.is_empty() { self.routed(document) } else { None };
        match routed {
            Some(events) => events.iter().for_each(|(index, routed, event)| {
                self.event(document, (*index, &routed.sender.rel, &routed.sender.href), Ok(event), push);
            }),
            None => self.decoded(document, push),
        }
    }

    /// The events that may be wanted, if nothing shows that the document is damaged.
    fn routed<'d>(&self, document: &'d RawDocument) -> Option<Vec<(usize, Routed<'d>, Event)>> {
        let mut found = Vec::new();
        for (index, routed) in document.routes()?.enumerate() {
            let routed = routed.ok()?;
            if self.filter.takes(&routed.sender.rel, routed.event_type.as_deref().unwrap_or_default())
                && self.may_hold(routed.raw())
            {
                let event = routed.decode().ok()?;
                found.push((index, routed, event));
            }
        }
        Some(found)
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
    fn decoded(&self, document: &RawDocument, push: &mut dyn FnMut(&Row<'_>)) {
        let Ok(Response { events, .. }) = document.response() else { return };
        let senders = events.senders.iter().flatten();
        let all = senders.flat_map(|sender| sender.events.iter().map(move |event| (sender, event)));
        for (index, (sender, event)) in all.enumerate() {
            let event_type = event.as_ref().ok().and_then(|event| event.event_type.as_ref()).map_or("", |one| one.as_str());
            // what is broken may be an event that is wanted
            if event.is_err() || self.filter.takes(&sender.rel, event_type) {
                self.event(document, (index, &sender.rel, &sender.href), event.as_ref(), push);
            }
        }
    }

    fn event(
        &self,
        document: &RawDocument,
        (index, sender_rel, sender_href): (usize, &str, &str),
        event: Result<&Event, &ucwa_model::Broken>,
        push: &mut dyn FnMut(&Row<'_>),
    ) {
        let mut resources = event.into_iter().flat_map(|event| {
            let entries = event.embedded.iter();
            entries.flat_map(|(role, entry)| entry.iter().map(move |resource| (&**role, resource)))
        });
        let offset = document.start.offset;
        let row = |resource| Row::Event(EventRow { offset, index, sender_rel, sender_href, event, resource });
        match self.kind {
            Kind::Resources(shape) => {
                resources.filter(|(_, one)| rel(one) == Some(shape.rel)).for_each(|one| push(&row(Some(one))));
            }
            Kind::Events | Kind::Responses => push(&row(resources.next())),
        }
    }
}
