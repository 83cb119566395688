//! Documents → the events that are wanted, and how little has to be decoded to know them.

use std::io;

use ucwa_model::{
    Documents, Place, Response, Routed,
    dialect::is_rel,
    stream::{Ending, LentDocument},
};

use crate::{
    names::Names,
    pending::{Numbers, Pending, add},
    source::Bytes,
};

/// Which events are wanted; of senders and types, none means all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) senders: Vec<String>,
    pub(crate) types: Vec<String>,
}

impl Filter {
    pub(crate) fn takes(&self, sender: &str, event_type: &str) -> bool {
        let is_type = |wanted: &String| wanted == event_type;
        let is_sender = |wanted: &String| is_rel(sender, wanted);
        (self.senders.is_empty() || self.senders.iter().any(is_sender))
            && (self.types.is_empty() || self.types.iter().any(is_type))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.senders.is_empty() && self.types.is_empty()
    }
}

/// Goes through documents, and decodes what may be wanted.
pub(crate) struct Select {
    documents: Documents<Bytes>,
    filter: Filter,
    /// Finds the rels of the table in what is not decoded yet.
    names: Option<Names>,
    growing: bool,
}

impl Select {
    pub(crate) fn new(documents: Documents<Bytes>, names: Option<Names>, filter: Filter, growing: bool) -> Self {
        Self { documents, filter, names, growing }
    }

    pub(crate) fn checkpoint(&self) -> Place {
        self.documents.checkpoint()
    }

    /// The events of the next document that may have some; nothing at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<Pending>> {
        let Self { documents, filter, names, growing } = self;
        let may_hold = |bytes: &[u8]| names.as_ref().is_none_or(|names| names.may_be_in(bytes));
        while let Some(document) = documents.next_wanted(may_hold).transpose()? {
            if *growing && document.ending() == Ending::Cut {
                continue;
            }
            let routed = routed(&document, |routed| {
                filter.takes(&routed.sender.rel, routed.event_type.as_deref().unwrap_or_default()) && may_hold(routed.raw())
            });
            return Ok(Some(routed.unwrap_or_else(|| decoded(&document))));
        }
        Ok(None)
    }
}

/// The events that may be wanted, if nothing shows that the document is damaged: the routing pass gets through it, and each of them can
/// be decoded. What is broken in others does not show.
fn routed(document: &LentDocument<'_>, is_wanted: impl Fn(&Routed<'_>) -> bool) -> Option<Pending> {
    let (mut senders, mut numbers) = (Vec::new(), Vec::new());
    for (number, routed) in document.routes()?.enumerate() {
        let routed = routed.ok()?;
        if is_wanted(&routed) {
            let (rel, href) = (&*routed.sender.rel, &*routed.sender.href);
            add(&mut senders, rel, href, Ok(routed.decode().ok()?));
            numbers.push(number);
        }
    }
    Some(Pending::new(document.start().offset, senders, Numbers::Selected(numbers)))
}

/// All events of a document.
fn decoded(document: &LentDocument<'_>) -> Pending {
    let senders = document.response().ok().and_then(|Response { events, .. }| events.senders).unwrap_or_default();
    Pending::new(document.start().offset, senders, Numbers::From(0))
}
