//! What is read of a response becomes senders and events: their limits, their paths, and whom they are handed to. One for both
//! formats.

use std::ops::Range;

use super::{Broken, Event, Filter, GoesOn, Sender, waiting::Waiting};
use crate::{
    Code, Error,
    context::{Checkpoint, Context, Segment},
};

/// Takes each event as soon as it is certain whose it is; without a function, leaves it with its sender.
#[derive(Default)]
pub(crate) struct Visitor<'v> {
    pub(crate) visit: Option<&'v mut Visit<'v>>,
    /// Which events are wanted.
    pub(crate) filter: Option<&'v Filter<'v>>,
}

/// Takes the last of a list of events; false if it wants no more. An event is large: until somebody takes it, it stays where it was
/// read.
pub(crate) type Visit<'v> = dyn FnMut(&Sender, &mut Vec<Result<Event, Broken>>) -> bool + 'v;

/// As a function that takes events one by one.
pub(crate) fn one_by_one(
    mut visit: impl FnMut(&Sender, Result<Event, Broken>) -> bool,
) -> impl FnMut(&Sender, &mut Vec<Result<Event, Broken>>) -> bool {
    move |sender, events| events.pop().is_none_or(|event| visit(sender, event))
}

/// Reads with a function that takes events until it fails.
pub(crate) fn until_failure<T, E>(
    mut visit: impl FnMut(&Sender, Result<Event, Broken>) -> Result<(), E>,
    read: impl FnOnce(&mut Visit<'_>) -> T,
) -> Result<T, E> {
    let mut failure = None;
    let read = read(&mut one_by_one(|sender, event| {
        if failure.is_none() {
            failure = visit(sender, event).err();
        }
        failure.is_none()
    }));
    failure.map_or(Ok(read), Err)
}

/// Most responses have as many senders, and most senders as many events, or fewer.
const SENDERS: usize = 2;
const EVENTS: usize = 3;

/// Collects the senders of a response.
pub(crate) struct Collector<'e, 'v> {
    senders: &'e mut Option<Vec<Sender>>,
    visitor: Visitor<'v>,
    /// The events that wait for the visitor, if there is one.
    waiting: Waiting,
    /// The state before the first sender.
    before: Checkpoint,
    /// The sender before, and its events, have not ended.
    open: bool,
    /// What the sender is will not change any more.
    known: bool,
    /// Events of the sender so far.
    index: usize,
    /// The memory before the events that have not been handed out.
    spent: usize,
    /// Nobody wants more events.
    stopped: bool,
}

impl<'e, 'v> Collector<'e, 'v> {
    pub(crate) fn new(cx: &Context<'_>, senders: &'e mut Option<Vec<Sender>>, visitor: Visitor<'v>) -> Self {
        let before = cx.checkpoint();
        let waiting = if visitor.visit.is_some() { Waiting::new() } else { Waiting::default() };
        Self { senders, visitor, waiting, before, open: false, known: false, index: 0, spent: 0, stopped: false }
    }

    /// The list of senders has begun.
    pub(crate) fn begin_senders(&mut self) {
        self.senders.get_or_insert_with(|| Vec::with_capacity(SENDERS));
    }

    /// A sender begins, and the one before has ended.
    pub(crate) fn begin_sender(&mut self, cx: &mut Context<'_>, at: usize, sender: Sender) -> Result<(), Error> {
        self.end_sender(cx);
        let senders = self.senders.get_or_insert_default();
        cx.bound(at, Code::Items, cx.limits.items, senders.len() + 1)?;
        cx.push(Segment::Known("sender"));
        cx.push(Segment::Index(senders.len()));
        cx.charge_list(at, senders)?;
        senders.push(sender);
        (self.open, self.known, self.index, self.spent) = (true, false, 0, cx.spent());
        Ok(())
    }

    /// The sender that is being read.
    pub(crate) fn sender(&mut self) -> Option<&mut Sender> {
        self.senders.as_mut()?.last_mut().filter(|_| self.open)
    }

    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// What the sender is has been read, or will never be known.
    pub(crate) fn know(&mut self, cx: &mut Context<'_>) {
        self.known = true;
        self.hand_out(cx);
    }

    /// The sender has ended, if there is one.
    pub(crate) fn end_sender(&mut self, cx: &mut Context<'_>) {
        self.know(cx);
        if let Some(filter) = self.visitor.filter.filter(|_| self.visitor.visit.is_none())
            && let Some(Sender { rel, events, .. }) = self.sender()
        {
            events.retain(|event| filter.takes(rel, event));
        }
        self.open = false;
        cx.return_to_path(self.before);
    }

    /// Whether whoever takes the events wants no more.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// The path of the next event.
    fn enter(&self, cx: &mut Context<'_>) {
        cx.push(Segment::Known("events"));
        cx.push(Segment::Index(self.index));
    }

    /// An error where the next event belongs.
    pub(crate) fn in_list<T>(&self, cx: &mut Context<'_>, error: impl FnOnce(&mut Context<'_>) -> T) -> T {
        let before = cx.checkpoint();
        self.enter(cx);
        let error = error(cx);
        cx.return_to_path(before);
        error
    }

    /// An event begins. [`event`](Self::event) is where it goes, [`end_event`](Self::end_event) follows.
    #[inline]
    pub(crate) fn begin_event(&mut self, cx: &mut Context<'_>, at: usize) -> Result<Checkpoint, Error> {
        if !self.open {
            self.begin_unknown(cx, at)?;
        }
        cx.bound(at, Code::Items, cx.limits.items, self.index + 1)?;
        cx.count_events(at, 1)?;
        if let Some(events) = self.events() {
            cx.charge_list(at, events)?;
            if events.capacity() == 0 {
                events.reserve_exact(EVENTS);
            }
            events.resize_with(events.len() + 1, || Ok(Event::default())); // `push` would move it
        }
        let before = cx.checkpoint();
        self.enter(cx);
        Ok(before)
    }

    /// A sender begins of which nothing is known.
    fn begin_unknown(&mut self, cx: &mut Context<'_>, at: usize) -> Result<(), Error> {
        let mut sender = Sender::default();
        sender.forget();
        self.begin_sender(cx, at, sender)?;
        self.known = true;
        Ok(())
    }

    /// Where the events of the sender are.
    #[inline]
    fn events(&mut self) -> Option<&mut Vec<Result<Event, Broken>>> {
        if self.visitor.visit.is_some() { Some(&mut self.waiting.0) } else { self.sender().map(|sender| &mut sender.events) }
    }

    /// The event that has begun.
    #[inline]
    pub(crate) fn event(&mut self) -> Option<&mut Event> {
        self.events()?.last_mut()?.as_mut().ok()
    }

    /// An event has been read, or could not be; then nothing is left of it, and the error is given back.
    #[inline]
    pub(crate) fn end_event(
        &mut self,
        cx: &mut Context<'_>,
        before: Checkpoint,
        range: Range<usize>,
        read: Result<(), Error>,
    ) -> Result<(), Error> {
        let read = match cx.damage_in(range) {
            Some(at) => Err(cx.no_text(at)),
            None => read,
        };
        if let Err(error) = read {
            cx.return_to(before);
            self.events().map(Vec::pop);
            return Err(error);
        }
        cx.pop();
        cx.pop();
        self.index += 1;
        if self.known {
            self.hand_out(cx);
        }
        Ok(())
    }

    /// What has begun as an event is none.
    pub(crate) fn take_back(&mut self, cx: &mut Context<'_>, before: Checkpoint) {
        cx.return_to(before);
        cx.uncount_event();
        self.events().map(Vec::pop);
    }

    /// Records a broken event. Returns whether its sender has ended, or the error if reading cannot continue.
    #[cold]
    pub(crate) fn put_broken(
        &mut self,
        cx: &mut Context<'_>,
        lost: Range<usize>,
        goes_on: GoesOn,
        error: Error,
    ) -> Result<bool, Error> {
        if goes_on == GoesOn::Nowhere && self.senders.is_none() {
            return Err(error);
        }
        let was_open = self.open;
        let error = self.broken(cx, lost, error)?;
        match goes_on {
            GoesOn::Behind | GoesOn::InSender => Ok(false),
            GoesOn::InUnknown => Ok(was_open),
            GoesOn::InSenders => Ok(true),
            GoesOn::Nowhere => Err(error),
        }
    }

    fn broken(&mut self, cx: &mut Context<'_>, range: Range<usize>, error: Error) -> Result<Error, Error> {
        // of several bytes that are no text, the first is told of
        let error = match cx.damage_in(range.clone()) {
            Some(at) if error.code() != Code::Encoding => cx.no_text(at),
            _ => error,
        };
        let (start, raw) = (cx.start(range.start), cx.raw(range.clone()));
        let length = Broken::trimmed(raw).len();
        if length == 0 && range.end == usize::MAX {
            return Ok(error); // nothing stands where something is missing
        }
        if !self.open {
            self.begin_unknown(cx, range.start)?;
        }
        cx.charge(range.start, Broken::SIZE + length)?;
        if let Some(events) = self.events() {
            cx.charge_list(range.start, events)?;
            events.push(Err(Broken::new(error.clone(), start, raw)));
        }
        self.index += 1;
        if self.known {
            self.hand_out(cx);
        }
        Ok(error)
    }

    /// Hands out what has been read, if somebody takes it: it takes no memory any more.
    #[inline]
    fn hand_out(&mut self, cx: &mut Context<'_>) {
        match self.waiting.0.len() {
            0 => {}
            1 => self.hand_out_last(cx), // most of the time
            _ => self.hand_out_all(cx),
        }
    }

    /// In the order in which they have been read.
    #[cold]
    fn hand_out_all(&mut self, cx: &mut Context<'_>) {
        self.waiting.0.reverse();
        while !self.waiting.0.is_empty() {
            self.hand_out_last(cx);
        }
    }

    /// The last of those that wait.
    fn hand_out_last(&mut self, cx: &mut Context<'_>) {
        let Self { visitor: Visitor { visit, filter }, senders, waiting: Waiting(waiting), .. } = self;
        let left = waiting.len().saturating_sub(1);
        if let (Some(visit), Some(senders), Some(event)) = (visit.as_mut(), &senders, waiting.last())
            && let Some(sender) = senders.last()
            && !self.stopped
            && filter.is_none_or(|filter| filter.takes(&sender.rel, event))
        {
            self.stopped = !visit(sender, waiting);
        }
        waiting.truncate(left);
        cx.return_memory(self.spent);
    }
}
