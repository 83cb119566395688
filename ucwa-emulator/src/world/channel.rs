//! The event channel of an application: what waits to be delivered, and what has been delivered and not been acknowledged.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use tokio::sync::Notify;

use super::happening::{Happening, Priority};

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
    waiting: Vec<Happening>,
    /// Where the latest of them about each thing is, by [`Happening::about`].
    places: BTreeMap<u64, usize>,
    /// Since when the oldest of each priority has waited.
    oldest: [Option<Duration>; 3],
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
        let (waiting, places, changed) = (Vec::new(), BTreeMap::new(), Arc::default());
        let oldest = [None; 3];
        Self { number: 0, given, waiting, places, oldest, size: 0, has_dropped: false, poll: 0, timers: None, changed }
    }
}

impl Channel {
    /// Adds what happened. A change of something whose last change still waits takes the place of that.
    pub(crate) fn push(&mut self, now: Duration, mut happening: Happening) {
        happening.weigh(now);
        let about = happening.about();
        self.size = self.size.saturating_add(happening.size);
        match self.earlier(about, &happening) {
            Some(earlier) => {
                happening.since = earlier.since;
                let replaced = std::mem::replace(earlier, happening);
                self.size -= replaced.size.min(self.size);
            }
            None => {
                if let Some(oldest) = self.oldest.get_mut(happening.priority as usize) {
                    oldest.get_or_insert(happening.since);
                }
                self.places.insert(about, self.waiting.len());
                self.waiting.push(happening);
            }
        }
        if self.waiting.len() > MOST || self.size > MOST_BYTES {
            self.take();
            self.has_dropped = true;
        }
        self.changed.notify_waiters();
    }

    /// Takes all that waits.
    fn take(&mut self) -> Vec<Happening> {
        (self.size, self.places, self.oldest) = Default::default();
        std::mem::take(&mut self.waiting)
    }

    /// The change whose place another change takes, which is as urgent.
    fn earlier(&mut self, about: u64, happening: &Happening) -> Option<&mut Happening> {
        let place = self.places.get(&about).filter(|_| happening.is_update())?;
        let takes_place = |earlier: &&mut Happening| {
            earlier.is_update() && earlier.is_about(happening) && earlier.priority == happening.priority
        };
        self.waiting.get_mut(*place).filter(takes_place)
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
        let all = Arc::new(self.take());
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
        let delay = |priority| match priority {
            Priority::High => Duration::ZERO,
            Priority::Medium => patience.medium,
            Priority::Low => patience.low,
        };
        let oldest =
            |priority: Priority| self.oldest.get(priority as usize).copied().flatten().map(|since| since + delay(priority));
        [Priority::High, Priority::Medium, Priority::Low].into_iter().filter_map(oldest).min()
    }

    /// The number with which whoever is out of step goes on: that of the response which has not been acknowledged, so that nothing is
    /// lost.
    pub(crate) fn current(&self) -> u64 {
        self.number.max(1)
    }
}

#[cfg(test)]
mod tests {
    use ucwa_model::{Link, enumerations::EventType, me::Note};

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

    /// By looking through all that wait.
    fn naive(waiting: &mut Vec<Happening>, happening: Happening) {
        let last = waiting.iter_mut().rev().find(|waiting| waiting.is_about(&happening));
        match last.filter(|last| last.is_update() && happening.is_update()) {
            Some(last) => *last = happening,
            None => waiting.push(happening),
        }
    }

    #[test]
    fn a_change_takes_the_place_of_the_last_one() {
        for seed in 0..200 {
            let mut dice = fastrand::Rng::with_seed(seed);
            let (mut channel, mut expected) = (Channel::default(), Vec::new());
            for number in 0..100 {
                let what =
                    [EventType::Added, EventType::Updated, EventType::Updated, EventType::Deleted][dice.usize(..4)].clone();
                let pushed = note(dice.u64(..5), what, number).within(["group", "list"][dice.usize(..2)], "/here");
                channel.push(Duration::from_secs(number as u64), pushed.clone());
                naive(&mut expected, pushed);
                let oldest = channel.waiting.first().map(|first| first.since);
                assert_eq!(channel.due(Patience::default()), oldest, "the first waits longest");
                if dice.u8(..20) == 0 {
                    let Asked::Given(given) = channel.give() else { panic!("{seed}") };
                    let shown = |all: &[Happening]| all.iter().map(|one| format!("{:?}", one.event)).collect::<Vec<String>>();
                    assert_eq!(shown(&given), shown(&std::mem::take(&mut expected)), "seed {seed}");
                }
            }
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
