//! The rows of a document that are still to come. They are made one by one: together they may be much more than the document, because
//! each repeats what its sender and its event say.

use ucwa_model::{AnyResource, Broken, Event, Sender, descriptor::Shape};

use crate::{
    row::{EventRow, rel},
    select::Filter,
    table::Kind,
};

/// Events of a document, and which rows of them have come.
#[derive(Debug)]
pub(crate) struct Pending {
    /// Where the document begins.
    offset: usize,
    senders: Vec<Sender>,
    numbers: Numbers,
    place: Place,
}

/// Which events of their document these are.
#[derive(Debug)]
pub(crate) enum Numbers {
    /// All from a number on; a filter has not seen them.
    From(usize),
    /// Those that were selected.
    Selected(Vec<usize>),
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

impl Pending {
    pub(crate) fn none() -> Self {
        Self::new(0, Vec::new(), Numbers::From(0))
    }

    pub(crate) fn new(offset: usize, senders: Vec<Sender>, numbers: Numbers) -> Self {
        Self { offset, senders, numbers, place: Place::default() }
    }

    /// Hands out the next row, if there is one; whether there was.
    pub(crate) fn next(&mut self, kind: Kind, filter: &Filter, push: &mut dyn FnMut(&EventRow<'_>)) -> bool {
        let Self { offset, senders, numbers, place } = self;
        while let Some(sender) = senders.get(place.sender) {
            let Some(event) = sender.events.get(place.event) else {
                place.next_sender();
                continue;
            };
            let index = match numbers {
                Numbers::From(first) => Some(*first + place.count).filter(|_| takes(filter, sender, event)),
                Numbers::Selected(numbers) => numbers.get(place.count).copied(),
            };
            let found = index.and_then(|index| Some((index, row(event, kind, place)?)));
            if let Some((index, resource)) = found {
                let (sender_rel, sender_href) = (&*sender.rel, &*sender.href);
                push(&EventRow { offset: *offset, index, sender_rel, sender_href, event: event.as_ref(), resource });
                return true;
            }
            place.next_event();
        }
        false
    }
}

/// Whether an event that was decoded with all others is wanted. What is broken may be one that is.
fn takes(filter: &Filter, sender: &Sender, event: &Result<Event, Broken>) -> bool {
    let Ok(event) = event else { return true };
    filter.takes(&sender.rel, event.event_type.as_ref().map_or("", |one| one.as_str()))
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

/// How many rows an event has.
pub(crate) enum Only<'e> {
    None,
    Row(Option<InRole<'e>>),
    Several,
}

/// The row of an event that has no others.
pub(crate) fn only<'e>(event: &'e Result<Event, Broken>, kind: Kind) -> Only<'e> {
    let mut place = Place::default();
    match row(event, kind, &mut place) {
        None => Only::None,
        Some(first) if row(event, kind, &mut place).is_none() => Only::Row(first),
        Some(_) => Only::Several,
    }
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

/// Adds an event to its sender. Events of a sender share its href, which may be long.
pub(crate) fn add(senders: &mut Vec<Sender>, rel: &str, href: &str, event: Result<Event, Broken>) {
    if senders.last().is_none_or(|last| last.rel != rel || last.href != href) {
        let mut sender = Sender::default();
        (sender.rel, sender.href) = (rel.into(), href.into());
        senders.push(sender);
    }
    if let Some(sender) = senders.last_mut() {
        sender.events.push(event);
    }
}
