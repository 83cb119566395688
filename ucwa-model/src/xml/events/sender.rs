//! XML → senders, and their events, each on its own. Damage in a sender's start tag costs its name, not its events.

use super::super::{
    Token,
    decode::Decoder,
    resume::{self, Next, Resume, SENDER_END, never_ends},
};
use crate::{Broken, Code, Error, Event, Sender, assemble::Seen, context::Segment, events::Visitor};

/// What has been read of a sender.
enum Step {
    Event,
    Other,
    End,
}

impl<'a> Decoder<'a, '_, '_> {
    /// A sender whose start tag has been read, or is broken.
    pub(super) fn sender(
        &mut self,
        at: usize,
        begin: Result<Sender, (Resume, Error)>,
        senders: &mut Vec<Sender>,
        visitor: &mut Visitor<'_>,
    ) -> Result<(), Error> {
        self.cx.bound(at, Code::Items, self.cx.limits.items, senders.len() + 1)?;
        self.cx.push(Segment::Known("sender"));
        self.cx.push(Segment::Index(senders.len()));
        let (sender, damage) = match begin {
            Ok(sender) => (sender, None),
            Err(damage) => (Sender::default(), Some(damage)),
        };
        self.cx.charge_list(at, senders)?;
        senders.push(sender);
        let read = senders.last_mut().map_or(Ok(()), |sender| {
            let has_list = match damage {
                None => true,
                Some((resume, error)) => self.broken_header(&mut sender.events, resume, error)?,
            };
            let read = if has_list { self.sender_members(at, sender, visitor) } else { Ok(()) };
            visitor.take(sender);
            read
        });
        read?;
        self.cx.pop();
        self.cx.pop();
        Ok(())
    }

    /// Goes on after damage in the start tag of a sender; whether with its events.
    fn broken_header(&mut self, events: &mut Vec<Result<Event, Broken>>, resume: Resume, error: Error) -> Result<bool, Error> {
        let name = resume::sender_name(self.reader.slice(0, usize::MAX), self.reader.at());
        self.broken(events, Some(resume), error)?;
        let has_list = resume.next == Next::Event;
        if has_list {
            self.reader.begin(name);
        }
        Ok(has_list)
    }

    fn sender_members(&mut self, at: usize, sender: &mut Sender, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        // what is no event is kept as the members of a resource would be
        let mut rest = crate::Resource::default();
        let result = self.event_list(at, sender, &mut rest, visitor);
        sender.extra.extend(rest.extra.properties().iter().cloned());
        result
    }

    /// The events of a sender. One that cannot be read is broken, and reading goes on after it.
    fn event_list(
        &mut self,
        at: usize,
        sender: &mut Sender,
        rest: &mut crate::Resource,
        visitor: &mut Visitor<'_>,
    ) -> Result<(), Error> {
        self.cx.enter(at)?;
        let mut count = sender.events.len();
        visitor.take(sender);
        loop {
            let spent = self.cx.spent();
            self.cx.charge_list(at, &sender.events)?;
            let grown = self.cx.spent() - spent;
            let (before, mark, start, length) = (self.cx.checkpoint(), self.reader.mark(), self.reader.at(), sender.events.len());
            self.cx.push(Segment::Known("events"));
            self.cx.push(Segment::Index(count));
            let step = self.step(&mut sender.events, rest);
            let damage = self.cx.damage_in(start..self.reader.at());
            let step = match damage {
                Some(at) => Err(self.cx.no_text(at)),
                None => step,
            };
            self.cx.return_to_path(before);
            let mut ended = matches!(step, Ok(Step::End));
            if let Err(error) = step {
                self.cx.return_to(before);
                self.reader.return_to(mark);
                sender.events.truncate(length);
                let resume = resume::after_event(self.reader.slice(0, usize::MAX), start);
                let error = self.broken(&mut sender.events, resume, error)?;
                if resume.ok_or(error)?.next == Next::Sender {
                    self.reader.close();
                    ended = true;
                }
            }
            let more = sender.events.len() - length;
            count += more;
            let items = self.cx.bound(at, Code::Items, self.cx.limits.items, count);
            let items = items.and_then(|()| self.cx.count_events(at, more));
            if let Err(error) = items {
                sender.events.truncate(length);
                return Err(error);
            }
            self.cx.bound(at, Code::Members, self.cx.limits.members, rest.extra.properties().len())?;
            if more == 0 {
                self.cx.return_memory(self.cx.spent() - grown);
            }
            if visitor.take(sender) {
                self.cx.return_memory(spent);
            }
            if ended {
                break;
            }
        }
        self.cx.leave();
        Ok(())
    }

    /// Puts what is known of something broken in its place, and goes on after it.
    fn broken(&mut self, events: &mut Vec<Result<Event, Broken>>, resume: Option<Resume>, error: Error) -> Result<Error, Error> {
        let (start, end) = (self.reader.at(), resume.map_or(usize::MAX, |resume| resume.end));
        let damage = self.cx.damage_in(start..end);
        let error = damage.map_or(error, |at| self.cx.no_text(at));
        let raw = self.cx.raw(start..end);
        if !raw.is_empty() || resume.is_some() {
            self.cx.charge(start, Broken::SIZE + raw.len())?;
            events.push(Err(Broken::new(error.clone(), self.cx.start(start), raw)));
        }
        self.reader.rewind(end);
        Ok(error)
    }

    /// An event, or something else in its place.
    fn step(&mut self, events: &mut Vec<Result<Event, Broken>>, rest: &mut crate::Resource) -> Result<Step, Error> {
        if self.is_ordinary() {
            if self.reader.pass_end() {
                return Ok(Step::End);
            }
            events.push(Ok(Event::default()));
            if let Some(Ok(event)) = events.last_mut()
                && self.ordinary_event(event)?
            {
                return Ok(Step::Event);
            }
            events.pop();
        }
        match self.next()? {
            Token::Start(tag) if matches!(tag.name, "property" | "propertyList") => {
                self.child(rest, &tag, &mut { true }, &mut Seen::default())?;
                Ok(Step::Other)
            }
            Token::Start(tag) if tag.name == "sender" && self.is_ours(&tag)? => Err(never_ends(self.cx, SENDER_END, &tag)),
            Token::Start(tag) if self.is_ours(&tag)? => {
                let mut event = Event::default();
                self.event(&tag, &mut event)?;
                events.push(Ok(event));
                Ok(Step::Event)
            }
            Token::Start(tag) => self.foreign(rest, &tag).map(|()| Step::Other),
            Token::Text { at, text } => self.stray_text(rest, at, &text).map(|()| Step::Other),
            Token::End | Token::Eof => Ok(Step::End),
        }
    }
}
