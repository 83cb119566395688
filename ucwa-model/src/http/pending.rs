//! [`PendingOperations`], which event belongs to which request.

use std::collections::{BTreeMap, VecDeque};

use crate::{
    Event, Events,
    enumerations::{EventStatus, EventType},
    general::Reason,
    http::{Answer, Body, Request, fields, href},
    record::{Record, ValueRef},
};

/// The operations that have been asked for and have not ended: the request, its 201 and the events find each other here, in
/// whichever order they come.
///
/// ```
/// use ucwa_model::{Events, http::{Answer, Location, PendingOperations, Stage}};
///
/// let mut operations = PendingOperations::new();
/// operations.expect("74cb7404");
///
/// // the event is faster than the 201, and has only a link
/// let events = Events::from_json(r#"{"sender":[{"rel":"communication","href":"/c","events":[
///     {"link":{"rel":"messagingInvitation","href":"/invitations/602"},"type":"started"}]}]}"#)?;
/// assert_eq!(operations.events(&events), []);
/// let progress = operations.answered("74cb7404", &Answer::starting(Location::new("/invitations/602")?));
/// assert_eq!((progress[0].operation_id.as_str(), progress[0].stage), ("74cb7404", Stage::Started));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct PendingOperations {
    /// Where each operation is, as soon as that is known.
    pending: BTreeMap<String, Option<String>>,
    /// Events of operations that no 201 has named yet.
    early: VecDeque<Early>,
}

/// How far an operation has come.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// The id that the client chose.
    pub operation_id: String,
    /// How far it is.
    pub stage: Stage,
    /// Where its resource is.
    pub href: String,
    /// How it ended.
    pub status: Option<EventStatus>,
    /// Why it failed.
    pub reason: Option<Box<Reason>>,
}

/// What an event says of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It has begun.
    Started,
    /// It has changed.
    Updated,
    /// It has ended.
    Completed,
}

/// What is kept of an event.
#[derive(Clone, Debug)]
struct Early {
    href: String,
    stage: Stage,
    status: Option<EventStatus>,
    reason: Option<Box<Reason>>,
}

impl PendingOperations {
    /// The most events that are kept for a 201 that has not come.
    const MAX_EARLY: usize = 256;

    /// No operations so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Waits for an operation: to be called before its request is sent, for an event may be faster than the answer.
    pub fn expect(&mut self, operation_id: impl Into<String>) {
        self.pending.entry(operation_id.into()).or_default();
    }

    /// Waits for the operation of a request, and says its id. `None` if the request has none.
    pub fn expect_request(&mut self, request: &Request) -> Option<String> {
        let in_body = match request.body() {
            Body::Record(record) => operation_id(&**record),
            _ => None,
        };
        let id = in_body.or_else(|| request.parameter_of("operationId").map(str::to_owned))?;
        self.expect(id.clone());
        Some(id)
    }

    /// Takes the answer to a request, and gives what events have said of it already.
    pub fn answered(&mut self, operation_id: &str, answer: &Answer) -> Vec<Progress> {
        let Some(location) = answer.location() else {
            return Vec::new();
        };
        let Some(place) = self.pending.get_mut(operation_id) else {
            return Vec::new();
        };
        let href = href::rooted(location.as_str()).to_owned();
        *place = Some(href.clone());
        let mut mine = Vec::new();
        for early in std::mem::take(&mut self.early) {
            if early.href == href {
                mine.push(early);
            } else {
                self.early.push_back(early);
            }
        }
        self.forget_early();
        let mut progress = Vec::new();
        for early in mine {
            progress.push(self.progress(operation_id.to_owned(), early));
        }
        progress
    }

    /// Stops waiting for an operation, as when its request has been refused. Says whether it was waited for.
    pub fn forget(&mut self, operation_id: &str) -> bool {
        let known = self.pending.remove(operation_id).is_some();
        self.forget_early();
        known
    }

    /// Takes the events of a response, in order.
    pub fn events(&mut self, events: &Events) -> Vec<Progress> {
        let mut progress = Vec::new();
        for (_, event) in events.iter() {
            if let Ok(event) = event {
                progress.extend(self.event(event));
            }
        }
        progress
    }

    /// Takes an event. `None` if it is of no operation that is waited for, or not yet known to be.
    pub fn event(&mut self, event: &Event) -> Option<Progress> {
        let stage = match event.event_type.as_ref()? {
            EventType::Started => Stage::Started,
            EventType::Updated => Stage::Updated,
            EventType::Completed => Stage::Completed,
            _ => return None,
        };
        let link = event.link.as_ref()?;
        let href = href::rooted(&link.link.href).to_owned();
        let early = Early { href, stage, status: event.status.clone(), reason: event.reason.clone() };
        match self.owner(event, &early.href) {
            Some(id) => Some(self.progress(id, early)),
            None => {
                self.keep(early);
                None
            }
        }
    }

    /// What is waited for.
    pub fn pending(&self) -> impl Iterator<Item = &str> {
        self.pending.keys().map(String::as_str)
    }

    /// Stops waiting, as when the server has lost its state, and says what was waited for.
    pub fn clear(&mut self) -> Vec<String> {
        self.early.clear();
        std::mem::take(&mut self.pending).into_keys().collect()
    }

    /// Whose event it is: by the id in what came along, or else by the place that a 201 has named.
    fn owner(&self, event: &Event, href: &str) -> Option<String> {
        for resource in event.resources() {
            if let Some(id) = operation_id(resource.record()).filter(|id| self.pending.contains_key(id)) {
                return Some(id);
            }
        }
        let mut places = self.pending.iter();
        places.find(|(_, place)| place.as_deref() == Some(href)).map(|(id, _)| id.clone())
    }

    fn progress(&mut self, operation_id: String, early: Early) -> Progress {
        let Early { href, stage, status, reason } = early;
        if stage == Stage::Completed {
            self.pending.remove(&operation_id);
            self.forget_early();
        } else if let Some(place) = self.pending.get_mut(&operation_id) {
            place.get_or_insert_with(|| href.clone());
        }
        Progress { operation_id, stage, href, status, reason }
    }

    /// Keeps an event for as long as a 201 is missing that may name it.
    fn keep(&mut self, early: Early) {
        if self.is_waiting() {
            if self.early.len() >= Self::MAX_EARLY {
                self.early.pop_front();
            }
            self.early.push_back(early);
        }
    }

    fn forget_early(&mut self) {
        if !self.is_waiting() {
            self.early.clear();
        }
    }

    fn is_waiting(&self) -> bool {
        self.pending.values().any(Option::is_none)
    }
}

/// The id that the client chose, in an input or in a resource.
fn operation_id(record: &dyn Record) -> Option<String> {
    let typed = fields::slot(record, "operationId").and_then(|slot| match slot.item(0)? {
        ValueRef::Text(text) => Some(text.as_str().to_owned()),
        _ => None,
    });
    typed.or_else(|| Some(record.extra().property("operationId")?.as_str()?.to_owned()))
}
