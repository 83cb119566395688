//! The rows of a document that are still to come. They are made one by one: together they may be much more than the document, because
//! each repeats what its sender and its event say.

use ucwa_model::{AnyResource, Broken, Event, RawDocument, Response, Sender, UnexpectedDocument, descriptor::Shape};

use crate::{
    row::{EventRow, ResponseRow, Row, rel},
    select::Select,
    table::Kind,
};

/// The rows of a document that are still to come.
#[derive(Debug)]
pub(crate) enum Pending {
    /// The document itself, until its row has come.
    Response(Option<Box<(RawDocument, Result<Response, UnexpectedDocument>)>>),
    /// Its events.
    Events(Events),
}

impl Pending {
    pub(crate) fn none() -> Self {
        Self::Response(None)
    }

    /// Hands out the next row, if there is one; whether there was.
    pub(crate) fn next(&mut self, select: &Select, push: &mut dyn FnMut(&Row<'_>)) -> bool {
        match self {
            Self::Response(document) => {
                let Some(found) = document.take() else { return false };
                let (document, response) = &*found;
                push(&Row::Response(ResponseRow { document, response }));
                true
            }
            Self::Events(events) => events.next(select, push),
        }
    }
}

/// Events of a document, and which rows of them have come.
#[derive(Debug)]
pub(crate) struct Events {
    /// Where the document begins.
    offset: usize,
    senders: Vec<Sender>,
    /// Which events of the document these are, if they have been selected; they are all, if not.
    numbers: Option<Vec<usize>>,
    place: Place,
}

/// The place of a row.
#[derive(Debug, Default)]
struct Place {
    sender: usize,
    event: usize,
    /// Events before it.
    count: usize,
    /// The row of its event has come, where each event has one.
    taken: bool,
    /// What stands under a role, and a resource of that.
    entry: usize,
    item: usize,
}

impl Place {
    fn next_sender(&mut self) {
        *self = Self { sender: self.sender + 1, count: self.count, ..Self::default() };
    }

    fn next_event(&mut self) {
        *self = Self { sender: self.sender, event: self.event + 1, count: self.count + 1, ..Self::default() };
    }
}

impl Events {
    pub(crate) fn new(offset: usize, senders: Vec<Sender>, numbers: Option<Vec<usize>>) -> Self {
        Self { offset, senders, numbers, place: Place::default() }
    }

    fn next(&mut self, select: &Select, push: &mut dyn FnMut(&Row<'_>)) -> bool {
        let Self { offset, senders, numbers, place } = self;
        while let Some(sender) = senders.get(place.sender) {
            let Some(event) = sender.events.get(place.event) else {
                place.next_sender();
                continue;
            };
            let index = numbers.as_ref().map_or(Some(place.count), |numbers| numbers.get(place.count).copied());
            let is_wanted = numbers.is_some() || select.takes(sender, event);
            let found = if is_wanted { row(event, select.kind, place) } else { None };
            if let (Some(index), Some(resource)) = (index, found) {
                let (sender_rel, sender_href) = (&*sender.rel, &*sender.href);
                push(&Row::Event(EventRow { offset: *offset, index, sender_rel, sender_href, event: event.as_ref(), resource }));
                return true;
            }
            place.next_event();
        }
        false
    }
}

/// A resource and its role.
type InRole<'e> = (&'e str, &'e AnyResource);

/// The resource of the next row of an event, if it has one; nothing if there is no further row.
fn row<'e>(event: &'e Result<Event, Broken>, kind: Kind, place: &mut Place) -> Option<Option<InRole<'e>>> {
    let event = event.as_ref().ok();
    match kind {
        Kind::Resources(shape) => event.and_then(|event| next_of(event, shape, place)).map(Some),
        Kind::Events | Kind::Responses if std::mem::replace(&mut place.taken, true) => None,
        Kind::Events | Kind::Responses => Some(event.and_then(first)),
    }
}

fn first(event: &Event) -> Option<InRole<'_>> {
    event.embedded.iter().find_map(|(role, entry)| Some((&**role, entry.iter().next()?)))
}

/// The next resource of an event that has the type of a table.
fn next_of<'e>(event: &'e Event, shape: &Shape, place: &mut Place) -> Option<InRole<'e>> {
    while let Some((role, entry)) = event.embedded.get(place.entry) {
        while let Some(resource) = entry.iter().as_slice().get(place.item) {
            place.item += 1;
            if rel(resource) == Some(shape.rel) {
                return Some((role, resource));
            }
        }
        (place.entry, place.item) = (place.entry + 1, 0);
    }
    None
}
