//! JSON → senders. Damage in a sender's own members costs its name, not its events.

use super::{
    super::{
        Kind,
        decode::{Decoder, START},
        names::{Few, Symbol},
        token::{Broke, Next, Resume, Sequence, Source},
    },
    After,
};
use crate::{
    Code, Error, Sender,
    context::Segment,
    events::{Absent, Visitor},
};

/// The members of a sender.
const MEMBERS: &[&str] = &["rel", "href", "events"];

/// How a sender begins.
enum Begin {
    Object,
    /// With its list of events: what stood before could not be read.
    List(Sequence),
    Broken(Damage),
}

/// What was wrong with a sender, and where reading goes on.
struct Damage {
    error: Error,
    resume: Resume,
}

/// What has been read of a sender.
enum Step {
    Events(Sequence),
    Other,
    End,
    /// Nothing: another one follows.
    Lost,
}

/// What is known of a sender.
#[derive(Default)]
struct Header {
    /// The member before, as [`names`](crate::json::names) count them.
    last: Symbol,
    /// How many members it has.
    count: usize,
    /// How many events.
    index: usize,
    rel: bool,
    href: bool,
    listed: bool,
    damaged: bool,
    /// Where an object stands in place of the events, if it was read last: it is one of them if the list has lost its bracket.
    single: Option<usize>,
}

impl Header {
    /// Whether nothing more will be known before the events.
    fn is_read(&self) -> bool {
        self.damaged || self.rel && self.href
    }
}

impl<'a, S: Source<'a>> Decoder<'_, '_, S> {
    pub(super) fn senders(&mut self, senders: &mut Vec<Sender>, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        let at = self.source.at();
        self.cx.enter(at)?;
        let (mut sequence, mut list) = (self.source.begin(), None);
        loop {
            let (start, before) = (self.source.at(), self.cx.checkpoint());
            let begin = match list.take() {
                Some(list) => Begin::List(list),
                None => match self.next_sender(&mut sequence) {
                    Ok(false) => break,
                    Ok(true) => Begin::Object,
                    Err(error) => Begin::Broken(self.after_damage(start, None, error)?),
                },
            };
            self.cx.bound(at, Code::Items, self.cx.limits.items, senders.len() + 1)?;
            self.cx.push(Segment::Known("sender"));
            self.cx.push(Segment::Index(senders.len()));
            self.cx.charge_list(self.source.at(), senders)?;
            senders.push(Sender::default());
            let after = match senders.last_mut() {
                Some(sender) => self.sender(sender, start, begin, visitor)?,
                None => After::Rest,
            };
            self.cx.return_to_path(before);
            match after {
                After::Rest => {}
                After::Sender => sequence = Sequence { first: true },
                After::List(sequence) => list = Some(sequence),
            }
        }
        self.cx.leave();
        Ok(())
    }

    /// Goes to the next sender; false after the last one.
    fn next_sender(&mut self, sequence: &mut Sequence) -> Result<bool, Error> {
        Ok(self.element(sequence)? && self.only_object().map(|()| true)?)
    }

    /// A sender, or what is left of one.
    fn sender(&mut self, sender: &mut Sender, mut start: usize, begin: Begin, visitor: &mut Visitor<'_>) -> Result<After, Error> {
        self.cx.enter(self.source.at())?;
        let spent = self.cx.spent();
        sender.absent = Absent::ALL;
        let mut header = Header { last: START, ..Header::default() };
        let mut sequence = Sequence { first: true };
        let mut step = Ok(match begin {
            Begin::Object => {
                sequence = self.source.begin();
                if self.ordinary_header(sender, &mut header) { Step::Events(Sequence { first: true }) } else { Step::Other }
            }
            Begin::List(list) => Step::Events(list),
            Begin::Broken(damage) => match self.broken_sender(sender, &mut header, damage)? {
                Next::Sender => Step::Lost,
                next => Step::Events(Sequence { first: next != Next::Rest }),
            },
        });
        let after = loop {
            let list = match step {
                Ok(Step::End) => break Ok(After::Rest),
                Ok(Step::Lost) => break Ok(After::Sender),
                Ok(Step::Other) => None,
                Ok(Step::Events(list)) => Some(list),
                Err(error) => match self.after_damage(start, header.single, error) {
                    Ok(damage) => match self.broken_sender(sender, &mut header, damage)? {
                        Next::Sender => break Ok(After::Sender),
                        Next::List if header.listed => break Ok(After::List(Sequence { first: true })),
                        next => Some(Sequence { first: next != Next::Rest }),
                    },
                    Err(error) => break Err(error),
                },
            };
            if let Some(list) = list {
                sender.absent.events = false;
                // who waits for events wants to know whose they are
                let (mut later, known) = (Visitor::default(), header.is_read());
                match self.event_list(sender, list, &mut header.index, if known { visitor } else { &mut later }) {
                    Ok(After::Rest) => {}
                    other => break other,
                }
                (start, header.listed, sequence) = (self.source.at(), true, Sequence { first: false });
            }
            let before = self.cx.checkpoint();
            step = self.sender_member(sender, &mut sequence, &mut header);
            if step.is_err() {
                self.cx.return_to(before);
            }
        };
        self.give(sender, visitor, spent);
        self.cx.leave();
        after
    }

    /// What a sender is and where, as servers write it, up to its events. False, and nothing read, if it is another thing.
    fn ordinary_header(&mut self, sender: &mut Sender, header: &mut Header) -> bool {
        let start = self.source.at();
        let Some((rel, href)) = self.rel_and_href().filter(|_| self.cx.has_room(MEMBERS.len())) else {
            self.source.rewind(start);
            return false;
        };
        sender.rel.set(self.cx.lexeme(rel));
        sender.href.set(self.cx.lexeme(href));
        (header.rel, header.href, header.count) = (true, true, MEMBERS.len());
        sender.absent = Absent { events: true, ..Absent::default() };
        true
    }

    #[inline(always)]
    fn rel_and_href(&mut self) -> Option<(&'a str, &'a str)> {
        let rel = if self.source.pass(b"\"rel\":\"") { self.ordinary_rest()? } else { return None };
        let href = if self.source.pass(b",\"href\":\"") { self.ordinary_rest()? } else { return None };
        self.source.pass(b",\"events\":[").then_some((rel, href))
    }

    fn sender_member(&mut self, sender: &mut Sender, sequence: &mut Sequence, header: &mut Header) -> Result<Step, Error> {
        let Some(key) = self.name(&Few(MEMBERS), &mut header.last, sequence)? else {
            return Ok(Step::End);
        };
        header.single = None;
        header.count += 1;
        self.cx.bound(self.source.at(), Code::Members, self.cx.limits.members, header.count)?;
        match (&*key, self.peek()?) {
            ("rel", kind) if !std::mem::replace(&mut header.rel, true) && kind == Kind::String => {
                sender.rel = self.text()?;
                sender.absent.rel = false;
            }
            ("href", kind) if !std::mem::replace(&mut header.href, true) && kind == Kind::String => {
                sender.href = self.text()?;
                sender.absent.href = false;
            }
            ("events", Kind::Array) if !header.listed => {
                if sender.extra.iter().any(|(name, _)| *name == "events") {
                    self.misfit_before(&key)?;
                }
                return Ok(Step::Events(self.source.begin()));
            }
            (name, kind) => {
                header.single = (name == "events" && kind == Kind::Object && !header.listed).then(|| self.source.at());
                let value = self.unknown(&key)?;
                sender.extra.push((self.cx.text(&key), value));
            }
        }
        Ok(Step::Other)
    }

    /// Where to go on after damage in a sender's own members, or between senders; the error if there is no way.
    fn after_damage(&self, start: usize, place: Option<usize>, error: Error) -> Result<Damage, Error> {
        let fault = place.or(Some(self.source.at().max(start)));
        let resume = self.source.resume(Broke { previous: None, start, fault });
        if resume.next == Next::Nothing || !matches!(error.code(), Code::Syntax | Code::Type) {
            return Err(error);
        }
        Ok(Damage { error, resume })
    }

    /// Goes on after damage: with the events of the sender, or with another one.
    fn broken_sender(&mut self, sender: &mut Sender, header: &mut Header, damage: Damage) -> Result<Next, Error> {
        let Damage { error, resume } = damage;
        if header.single.is_some() {
            sender.extra.pop();
        }
        if !header.listed {
            (sender.rel, sender.href) = Default::default(); // what has been read of them may be something else
        }
        header.damaged = true;
        header.index += 1;
        self.broken(&mut sender.events, resume, error)?;
        Ok(resume.next)
    }
}
