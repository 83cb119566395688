//! The event channel of an application: what waits to be delivered, and what has been delivered and not been acknowledged.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, LazyLock},
    time::Duration,
};

use tokio::sync::Notify;
use ucwa_model::{AnyResource, Entry, Event, EventLink, Events, Link, Sender, descriptor, enumerations::EventType};

/// How soon an event has to be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Priority {
    High,
    Medium,
    Low,
}

impl Priority {
    /// As the definitions call it.
    fn of(name: &str) -> Self {
        match name {
            "low" => Self::Low,
            "medium" => Self::Medium,
            _ => Self::High,
        }
    }
}

/// An event on its way, and in whose realm it happened.
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    /// The rel and the href of the sender.
    pub(crate) sender: (&'static str, String),
    pub(crate) event: Event,
    priority: Priority,
    /// When it happened.
    since: Duration,
}

impl Happening {
    /// Something that happened to a resource, which comes along.
    pub(crate) fn new(sender: (&'static str, String), what: EventType, rel: &'static str, resource: AnyResource) -> Self {
        let own = resource.record().member("self").and_then(|link| link.as_link().map(|link| link.href.clone()));
        let mut happening = Self::without_resource(sender, what, rel, own.as_deref().unwrap_or_default());
        happening.event.embedded.push(rel, Entry::One(resource));
        happening
    }

    /// Something that happened to a resource that is not sent along.
    pub(crate) fn without_resource(sender: (&'static str, String), what: EventType, rel: &'static str, href: &str) -> Self {
        let mut link = EventLink::default();
        link.rel = Some(rel.into());
        link.link = Link::new(href);
        let mut event = Event::default();
        event.event_type = Some(what);
        event.link = Some(link);
        Self { sender, event, priority: Priority::High, since: Duration::ZERO }
    }

    /// Changes the event itself: how it ended, and why.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Event)) -> Self {
        change(&mut self.event);
        self
    }

    fn is_about(&self, other: &Self) -> bool {
        let href = |happening: &Self| happening.event.link.as_ref().map(|link| link.link.href.clone());
        self.sender == other.sender && href(self) == href(other)
    }
}

/// What a request for events gets.
#[derive(Debug)]
pub(crate) enum Asked {
    /// These, under the number that was asked for.
    Given(Vec<Happening>),
    /// Nothing yet.
    Nothing,
    /// The number was never given out, or is long gone.
    OutOfStep,
}

/// How long a request lets events wait, and itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    pub(crate) low: Duration,
    pub(crate) medium: Duration,
    pub(crate) timeout: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { low: Duration::ZERO, medium: Duration::ZERO, timeout: Duration::from_secs(180) }
    }
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Channel {
    /// The number of the latest response that was asked for; the one after it acknowledges it.
    number: u64,
    /// What that response had, until it is acknowledged.
    given: Option<Vec<Happening>>,
    waiting: VecDeque<Happening>,
    /// The latest request; an earlier one that still waits has been replaced.
    poll: u64,
    /// Wakes the requests that wait.
    pub(crate) changed: Arc<Notify>,
}

impl Channel {
    /// Adds what happened. A change of something whose last change still waits takes the place of that.
    pub(crate) fn push(&mut self, now: Duration, mut happening: Happening) {
        (happening.since, happening.priority) = (now, priority(&happening));
        let is_update = |happening: &Happening| happening.event.event_type == Some(EventType::Updated);
        let earlier = self.waiting.iter_mut().rev().find(|waiting| waiting.is_about(&happening));
        match earlier {
            Some(earlier) if is_update(earlier) && is_update(&happening) => {
                happening.since = earlier.since;
                *earlier = happening;
            }
            _ => self.waiting.push_back(happening),
        }
        self.changed.notify_waiters();
    }

    /// A request for events begins: those before it have been replaced. The number tells it from them.
    pub(crate) fn begin(&mut self) -> u64 {
        self.poll += 1;
        self.changed.notify_waiters();
        self.poll
    }

    pub(crate) fn is_replaced(&self, poll: u64) -> bool {
        self.poll != poll
    }

    /// What there is for a request with that number. Its number acknowledges the response before it.
    pub(crate) fn ask(&mut self, now: Duration, number: u64, patience: Patience) -> Asked {
        if number == self.number + 1 {
            (self.number, self.given) = (number, None);
        } else if number != self.number {
            return Asked::OutOfStep;
        }
        if let Some(given) = &self.given {
            return Asked::Given(given.clone());
        }
        if self.due(patience).is_none_or(|due| due > now) {
            return Asked::Nothing;
        }
        self.give()
    }

    /// Answers without waiting any longer.
    pub(crate) fn give(&mut self) -> Asked {
        let all: Vec<Happening> = self.waiting.drain(..).collect();
        self.given = Some(all.clone());
        Asked::Given(all)
    }

    /// When the first of those that wait has to be told of; the others go along.
    pub(crate) fn due(&self, patience: Patience) -> Option<Duration> {
        let due = |happening: &Happening| match happening.priority {
            Priority::High => happening.since,
            Priority::Medium => happening.since + patience.medium,
            Priority::Low => happening.since + patience.low,
        };
        self.waiting.iter().map(due).min()
    }

    /// The number that comes next, for whoever is out of step.
    pub(crate) fn next(&self) -> u64 {
        self.number + 1
    }
}

/// How urgent it is, by the definition of the resource.
fn priority(happening: &Happening) -> Priority {
    let rel = happening.event.link.as_ref().and_then(|link| link.rel.as_deref()).unwrap_or_default();
    let what = happening.event.event_type.as_ref().map_or("", |what| what.as_str());
    PRIORITIES.get(&(rel, what)).copied().unwrap_or(Priority::High)
}

/// By rel and type of event.
static PRIORITIES: LazyLock<BTreeMap<(&str, &str), Priority>> = LazyLock::new(|| {
    let events =
        descriptor::definitions().flat_map(|definition| definition.events.iter().map(move |event| (definition.rel, event)));
    events.map(|(rel, event)| ((rel, event.event_type), Priority::of(event.priority))).collect()
});

/// The response of the event channel with that number; neighbours of one sender share it.
pub(crate) fn response(place: &str, number: u64, happenings: &[Happening]) -> Events {
    let mut events = Events::default();
    events.channel.self_link = Link::new(format!("{place}?ack={number}")).into();
    events.channel.next_link = Link::new(format!("{place}?ack={}", number + 1)).into();
    let mut senders: Vec<Sender> = Vec::new();
    for Happening { sender: (rel, href), event, .. } in happenings {
        match senders.last_mut().filter(|sender| sender.rel == *rel && sender.href == **href) {
            Some(sender) => sender.events.push(Ok(event.clone())),
            None => {
                let mut sender = Sender::default();
                (sender.rel, sender.href) = ((*rel).into(), href.as_str().into());
                sender.events.push(Ok(event.clone()));
                senders.push(sender);
            }
        }
    }
    events.senders = (!senders.is_empty()).then_some(senders);
    events
}
