//! JSON → the events of a sender, each on its own.

use super::{
    super::{
        decode::Decoder,
        token::{Broke, Next, Resume, Sequence, Source},
    },
    After,
};
use crate::{Broken, Code, Error, Event, Sender, context::Segment, events::Visitor};

impl<'a, S: Source<'a>> Decoder<'_, '_, S> {
    /// The events of a sender. One that cannot be read is broken, and reading goes on after it.
    pub(super) fn event_list(
        &mut self,
        sender: &mut Sender,
        mut sequence: Sequence,
        index: &mut usize,
        visitor: &mut Visitor<'_>,
    ) -> Result<After, Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let spent = self.cx.spent();
        let mut previous = None;
        let after = loop {
            let (before, mut start, room) = (self.cx.checkpoint(), self.source.at(), sender.events.capacity());
            let element = self.element(&mut sequence);
            if let Ok(false) = element {
                break After::Rest;
            }
            self.cx.bound(at, Code::Items, self.cx.limits.items, *index + 1)?;
            self.cx.count_events(at, 1)?;
            let next = match element {
                Ok(_) => {
                    self.cx.push(Segment::Known("events"));
                    self.cx.push(Segment::Index(*index));
                    start = self.source.at();
                    self.one_event(sender, &mut previous, visitor, spent)
                }
                Err(error) => Err(self.cx.moved(&error, [Segment::Known("events"), Segment::Index(*index)])),
            };
            let next = match self.cx.damage_in(start..self.source.at()) {
                Some(at) if next.is_ok() => {
                    sender.events.pop();
                    Err(self.cx.no_text(at))
                }
                _ => next,
            };
            *index += 1;
            if let Err(error) = next {
                self.cx.return_to(before);
                // what the list has grown by stays
                self.cx.spend((sender.events.capacity() - room) * size_of::<Result<Event, Broken>>());
                match self.broken_event(sender, previous.take(), start, index, error)? {
                    Next::Sender => break After::Sender,
                    Next::List => break After::List(Sequence { first: true }),
                    next => sequence = Sequence { first: next == Next::Event },
                }
                self.give(sender, visitor, spent);
            } else {
                previous = Some(start);
                self.cx.pop();
                self.cx.pop();
            }
        };
        self.cx.leave();
        Ok(after)
    }

    /// Goes on after an event that is broken, if there is a way.
    #[cold]
    fn broken_event(
        &mut self,
        sender: &mut Sender,
        previous: Option<usize>,
        start: usize,
        index: &mut usize,
        mut error: Error,
    ) -> Result<Next, Error> {
        let fault = (error.code() == Code::Syntax).then(|| self.source.at().max(start));
        let resume = self.source.resume(Broke { previous, start, fault });
        if resume.start < start {
            sender.events.pop();
            *index -= 1;
            error = self.cx.moved(&error, [Segment::Known("events"), Segment::Index(*index - 1)]);
        }
        let error = self.broken(&mut sender.events, resume, error)?;
        if resume.next == Next::Nothing { Err(error) } else { Ok(resume.next) }
    }

    /// An event. Only where it begins it is certain that the one before has ended.
    fn one_event(
        &mut self,
        sender: &mut Sender,
        previous: &mut Option<usize>,
        visitor: &mut Visitor<'_>,
        spent: usize,
    ) -> Result<(), Error> {
        self.only_object()?;
        *previous = None;
        self.give(sender, visitor, spent);
        self.cx.charge_list(self.source.at(), &sender.events)?;
        sender.events.push(Ok(Event::default()));
        let read = match sender.events.last_mut() {
            Some(Ok(event)) => self.event(event),
            _ => Ok(()),
        };
        if read.is_err() {
            sender.events.pop();
        }
        read
    }

    /// Gives what there is to the visitor, if there is one: it takes no memory any more.
    pub(super) fn give(&mut self, sender: &mut Sender, visitor: &mut Visitor<'_>, spent: usize) {
        if visitor.take(sender) {
            self.cx.return_memory(spent);
        }
    }

    /// Puts what is known of something broken in its place, and goes on after it.
    pub(super) fn broken(
        &mut self,
        events: &mut Vec<Result<Event, Broken>>,
        resume: Resume,
        error: Error,
    ) -> Result<Error, Error> {
        let Resume { start, end, at, next } = resume;
        let damage = self.cx.damage_in(start..end);
        let error = damage.map_or(error, |at| self.cx.no_text(at));
        let raw = self.cx.raw(start..end);
        if !raw.is_empty() || next != Next::Nothing {
            self.cx.charge_list(start, events)?;
            self.cx.charge(start, Broken::SIZE + raw.len())?;
            events.push(Err(Broken::new(error.clone(), self.cx.start(start), raw)));
        }
        self.source.rewind(at);
        Ok(error)
    }
}
