//! What happened, as an event that is on its way to an application.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::LazyLock,
    time::Duration,
};

use ucwa_model::{AnyResource, Encoder, Entry, Event, EventLink, Format, Link, descriptor, enumerations::EventType};

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
    pub(super) priority: Priority,
    /// When it happened.
    pub(super) since: Duration,
    /// How many bytes it is, about.
    pub(super) size: usize,
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
        Self { sender, event, priority: Priority::High, since: Duration::ZERO, size: 0 }
    }

    /// Changes the event itself: how it ended, and why.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Event)) -> Self {
        change(&mut self.event);
        self
    }

    /// Says where it happened: in which group a contact was added.
    pub(crate) fn within(self, rel: &'static str, href: &str) -> Self {
        let mut within = EventLink::default();
        within.rel = Some(rel.into());
        within.link = Link::new(href);
        self.with(|event| event.in_ = Some(within))
    }

    /// Notes when it happened, how urgent it is and how large.
    pub(super) fn weigh(&mut self, now: Duration) {
        (self.since, self.priority, self.size) = (now, self.urgency(), self.measure());
    }

    /// How urgent it is, by the definition of the resource.
    fn urgency(&self) -> Priority {
        let rel = self.event.link.as_ref().and_then(|link| link.rel.as_deref()).unwrap_or_default();
        let what = self.event.event_type.as_ref().map_or("", |what| what.as_str());
        PRIORITIES.get(&(rel, what)).copied().unwrap_or(Priority::High)
    }

    /// What its resources are in JSON; whatever cannot be written is too large for anything.
    fn measure(&self) -> usize {
        let encoder = Encoder::new(Format::Json);
        let sizes =
            self.event.resources().map(|resource| encoder.encode(resource.record()).map_or(usize::MAX, |text| text.len()));
        sizes.fold(0, usize::saturating_add)
    }

    pub(super) fn is_update(&self) -> bool {
        self.event.event_type == Some(EventType::Updated)
    }

    /// A number for what it is about: two that are about the same thing have one, and few others.
    pub(super) fn about(&self) -> u64 {
        let href = self.event.link.as_ref().map(|link| &*link.link.href);
        let within = self.event.in_.as_ref().map(|within| (&*within.link.href, within.rel.as_deref()));
        let mut hasher = DefaultHasher::new();
        (href, within, &self.sender).hash(&mut hasher);
        hasher.finish()
    }

    pub(super) fn is_about(&self, other: &Self) -> bool {
        fn href(happening: &Happening) -> Option<&str> {
            happening.event.link.as_ref().map(|link| &*link.link.href)
        }
        href(self) == href(other) && self.event.in_ == other.event.in_ && self.sender == other.sender
    }
}

/// By rel and type of event.
static PRIORITIES: LazyLock<BTreeMap<(&str, &str), Priority>> = LazyLock::new(|| {
    let events =
        descriptor::definitions().flat_map(|definition| definition.events.iter().map(move |event| (definition.rel, event)));
    events.map(|(rel, event)| ((rel, event.event_type), Priority::of(event.priority))).collect()
});
