//! The event channel of an application: what waits to be delivered, and what has been delivered and not been acknowledged.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, LazyLock},
    time::Duration,
};

use tokio::sync::Notify;
use ucwa_model::{
    AnyResource, Encoder, Entry, Event, EventLink, Events, Format, Link, Sender, descriptor, enumerations::EventType,
};

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
    /// How many bytes it is, about.
    size: usize,
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

    /// What its resources are in JSON; whatever cannot be written is too large for anything.
    fn measure(&self) -> usize {
        let encoder = Encoder::new(Format::Json);
        let sizes =
            self.event.resources().map(|resource| encoder.encode(resource.record()).map_or(usize::MAX, |text| text.len()));
        sizes.fold(0, usize::saturating_add)
    }

    fn is_update(&self) -> bool {
        self.event.event_type == Some(EventType::Updated)
    }

    fn is_about(&self, other: &Self) -> bool {
        fn href(happening: &Happening) -> Option<&str> {
            happening.event.link.as_ref().map(|link| &*link.link.href)
        }
        href(self) == href(other) && self.event.in_ == other.event.in_ && self.sender == other.sender
    }
}

/// What a request for events gets.
#[derive(Debug)]
pub(crate) enum Asked {
    /// These, under the number that was asked for.
    Given(Arc<Vec<Happening>>),
    /// Nothing yet.
    Nothing,
    /// The number was never given out, or has been acknowledged.
    OutOfStep,
    /// So many events waited for a client that did not come that they were dropped.
    Overflown,
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
#[derive(Debug)]
pub(crate) struct Channel {
    /// The number of the latest response that was asked for; the one after it acknowledges it.
    number: u64,
    /// What that response had, until it is acknowledged; nothing while it is waited for.
    given: Option<Arc<Vec<Happening>>>,
    waiting: VecDeque<Happening>,
    /// How many bytes those are, about.
    size: usize,
    /// Whether events were dropped.
    has_dropped: bool,
    /// The latest request; an earlier one that still waits has been replaced.
    poll: u64,
    /// The rank and the timers that hold for the response of that number.
    timers: Option<(u64, i64, Patience)>,
    /// Wakes the requests that wait.
    pub(crate) changed: Arc<Notify>,
}

/// How many events wait for a client that does not come.
const MOST: usize = 10_000;

/// How many bytes of them: even with every character escaped, as XML needs more, they fit into one response.
const MOST_BYTES: usize = 8 << 20;

/// The response before the first is one without events, which the first request acknowledges.
impl Default for Channel {
    fn default() -> Self {
        let given = Some(Arc::default());
        let (waiting, changed) = (VecDeque::new(), Arc::default());
        Self { number: 0, given, waiting, size: 0, has_dropped: false, poll: 0, timers: None, changed }
    }
}

impl Channel {
    /// Adds what happened. A change of something whose last change still waits takes the place of that.
    pub(crate) fn push(&mut self, now: Duration, mut happening: Happening) {
        (happening.since, happening.priority, happening.size) = (now, priority(&happening), happening.measure());
        self.size = self.size.saturating_add(happening.size);
        match self.earlier(&happening) {
            Some(earlier) => {
                happening.since = earlier.since;
                let replaced = std::mem::replace(earlier, happening);
                self.size -= replaced.size.min(self.size);
            }
            None => self.waiting.push_back(happening),
        }
        if self.waiting.len() > MOST || self.size > MOST_BYTES {
            self.take();
            self.has_dropped = true;
        }
        self.changed.notify_waiters();
    }

    /// Takes all that waits.
    fn take(&mut self) -> VecDeque<Happening> {
        self.size = 0;
        std::mem::take(&mut self.waiting)
    }

    /// The change whose place another change takes.
    fn earlier(&mut self, happening: &Happening) -> Option<&mut Happening> {
        if !happening.is_update() {
            return None;
        }
        self.waiting.iter_mut().rev().find(|waiting| waiting.is_about(happening)).filter(|earlier| earlier.is_update())
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

    /// The timers that hold for a response: of all requests for it, those of the one with the highest rank; of equals, the latest.
    pub(crate) fn rank(&mut self, number: u64, rank: i64, patience: Patience) -> Patience {
        match self.timers {
            Some((other, higher, holds)) if other == number && higher > rank => holds,
            _ => {
                self.timers = Some((number, rank, patience));
                patience
            }
        }
    }

    /// What there is for a request with that number. Its number acknowledges the response before it.
    pub(crate) fn ask(&mut self, now: Duration, number: u64, patience: Patience) -> Asked {
        if number == self.number + 1 && self.given.is_some() {
            (self.number, self.given) = (number, None);
        } else if number != self.number {
            return Asked::OutOfStep;
        }
        if std::mem::take(&mut self.has_dropped) {
            return Asked::Overflown;
        }
        if let Some(given) = &self.given {
            return Asked::Given(Arc::clone(given));
        }
        if self.due(patience).is_none_or(|due| due > now) {
            return Asked::Nothing;
        }
        self.give()
    }

    /// Answers without waiting any longer.
    pub(crate) fn give(&mut self) -> Asked {
        let all = Arc::new(Vec::from(self.take()));
        self.given = Some(Arc::clone(&all));
        Asked::Given(all)
    }

    /// Drops what waits, and what has not been acknowledged.
    pub(crate) fn lose(&mut self) {
        self.take();
        self.given = Some(Arc::default());
        self.number += 1;
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

    /// The number with which whoever is out of step goes on: that of the response which has not been acknowledged, so that nothing is
    /// lost.
    pub(crate) fn current(&self) -> u64 {
        self.number.max(1)
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

#[cfg(test)]
mod tests {
    use ucwa_model::me::Note;

    use super::*;

    fn happening(number: u64) -> Happening {
        Happening::without_resource(("people", "/people".to_owned()), EventType::Added, "contact", &format!("/{number}"))
    }

    fn numbers(given: &[Happening]) -> Vec<u64> {
        let href =
            |happening: &Happening| happening.event.link.as_ref().map(|link| link.link.href.trim_start_matches('/').to_owned());
        given.iter().filter_map(|happening| href(happening)?.parse().ok()).collect()
    }

    /// A client that loses answers, repeats requests, and asks for what was never given out, gets every event once and in order.
    #[test]
    fn every_event_comes_once() {
        for seed in 0..200 {
            let mut dice = fastrand::Rng::with_seed(seed);
            let (mut channel, mut pushed, mut next) = (Channel::default(), 0_u64, 1_u64);
            let mut heard: Vec<u64> = Vec::new();
            for _ in 0..300 {
                match dice.u8(..8) {
                    0..=3 => {
                        pushed += 1;
                        channel.push(Duration::ZERO, happening(pushed));
                    }
                    4 => {
                        let number = [0, next.saturating_sub(1), next + 7][dice.usize(..3)];
                        let asked = channel.ask(Duration::ZERO, number, Patience::default());
                        assert!(
                            !matches!(asked, Asked::Given(given) if number != next - 1 && !given.is_empty()),
                            "{number} {next}"
                        );
                        // the response that is waited for has to come before the next one
                        if channel.number == next && channel.given.is_none() {
                            assert!(matches!(channel.ask(Duration::ZERO, next + 1, Patience::default()), Asked::OutOfStep));
                        }
                    }
                    _ => {
                        let asked = match channel.ask(Duration::ZERO, next, Patience::default()) {
                            Asked::Nothing if dice.bool() => channel.give(),
                            asked => asked,
                        };
                        let Asked::Given(given) = asked else { continue };
                        // some answers are lost: the client asks again
                        if dice.u8(..3) > 0 {
                            heard.extend(numbers(&given));
                            next += 1;
                        }
                    }
                }
            }
            while heard.len() < pushed as usize {
                let Asked::Given(given) = channel.ask(Duration::ZERO, next, Patience::default()) else {
                    panic!("{heard:?} of {pushed}")
                };
                heard.extend(numbers(&given));
                next += 1;
            }
            assert_eq!(heard, (1..=pushed).collect::<Vec<u64>>(), "seed {seed}");
        }
    }

    #[test]
    fn a_client_that_does_not_come_takes_bounded_memory() {
        let mut channel = Channel::default();
        for number in 0..=MOST as u64 {
            channel.push(Duration::ZERO, happening(number));
        }
        assert!(matches!(channel.ask(Duration::ZERO, 1, Patience::default()), Asked::Overflown));
        channel.push(Duration::ZERO, happening(1));
        assert!(matches!(channel.ask(Duration::ZERO, 1, Patience::default()), Asked::Given(given) if given.len() == 1));
    }

    /// A note of that many bytes, of one of several people.
    fn note(who: u64, what: EventType, bytes: usize) -> Happening {
        let mut note = Note::default();
        note.self_link = Link::new(format!("/{who}")).into();
        note.message = Some("x".repeat(bytes).as_str().into());
        Happening::new(("people", "/people".to_owned()), what, "contactNote", note.into())
    }

    #[test]
    fn what_waits_fits_into_a_response() {
        let ask = |channel: &mut Channel| channel.ask(Duration::ZERO, 1, Patience::default());
        let mut channel = Channel::default();
        for _ in 0..100 {
            channel.push(Duration::ZERO, note(1, EventType::Updated, 1 << 20));
        }
        assert!(matches!(ask(&mut channel), Asked::Given(given) if given.len() == 1), "one takes the place of the other");
        for (bytes, most) in [(1 << 20, 8), (20 << 20, 1)] {
            let mut channel = Channel::default();
            (0..most).for_each(|who| channel.push(Duration::ZERO, note(who, EventType::Added, bytes)));
            assert!(matches!(ask(&mut channel), Asked::Overflown), "{bytes}");
            channel.push(Duration::ZERO, note(1, EventType::Added, 1));
            assert!(matches!(ask(&mut channel), Asked::Given(given) if given.len() == 1));
        }
    }
}
