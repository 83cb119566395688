//! What a response in JSON is made of, part by part, for whoever decodes it and for whoever routes it; and where reading goes on
//! after a fault.

use std::borrow::Cow;

use super::{
    Kind, Reader,
    anchor::{self, Anchor, Begins},
    token::{CommaState, Fault},
};
use crate::events::{After, GoesOn};

/// Where reading stands.
#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    inside: Inside,
    /// How far the innermost list or object has been read.
    commas: CommaState,
    /// The list of senders has begun.
    in_senders: bool,
    /// The events of the sender have begun.
    listed: bool,
    /// No member names the sender: after a fault it may be another's.
    nameless: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Start,
    Response,
    Senders,
    Sender,
    Events,
    End,
}

/// What comes next. Values, whose kinds are known, are left to who asked.
#[derive(Debug)]
pub(crate) enum Part<'a> {
    /// A member of the response.
    Member(Cow<'a, str>),
    /// The links of the response have been read, as servers write them.
    Links(Links<'a>),
    /// The list of senders has begun.
    Senders,
    /// A sender has begun.
    Sender,
    /// A sender has begun as servers write it, and so have its events: its rel and its href.
    Header(&'a str, &'a str),
    /// A value stands in place of a sender.
    NoSender,
    /// A member of the sender.
    SenderMember(Cow<'a, str>, Kind),
    /// The events of the sender have begun.
    Events,
    /// A value stands in the list of events.
    Event,
    /// The sender has ended.
    SenderEnd,
    /// The response has ended.
    End,
}

/// The links of a response.
#[derive(Debug)]
pub(crate) struct Links<'a> {
    /// Where the object begins that they are.
    pub(crate) start: usize,
    /// The hrefs of the links to the response itself and to the next one.
    pub(crate) own: &'a str,
    pub(crate) next: Option<&'a str>,
}

impl Envelope {
    pub(crate) fn new() -> Self {
        Self { inside: Inside::Start, commas: CommaState { first: true }, in_senders: false, listed: false, nameless: false }
    }

    /// Goes to the next part.
    #[inline]
    pub(crate) fn next<'a>(&mut self, reader: &mut Reader<'a>) -> Result<Part<'a>, Fault> {
        if self.inside == Inside::Events {
            // the brackets that end lists and what they stand in come together, most of the time
            if reader.eat(b"]}") {
                self.leave(Inside::Senders);
                return Ok(Part::SenderEnd);
            }
            if reader.element(&mut self.commas)? {
                return Ok(Part::Event);
            }
            self.leave(Inside::Sender);
        }
        self.next_part(reader)
    }

    fn next_part<'a>(&mut self, reader: &mut Reader<'a>) -> Result<Part<'a>, Fault> {
        match self.inside {
            Inside::Start => {
                if reader.peek()? != Kind::Object {
                    return Err(Fault { at: reader.at(), expected: "an object" });
                }
                self.enter(Inside::Response, reader.begin());
                self.member(reader)
            }
            Inside::Response => self.member(reader),
            Inside::Senders => self.sender(reader),
            Inside::Sender => self.sender_member(reader),
            Inside::Events | Inside::End => Ok(Part::End),
        }
    }

    fn member<'a>(&mut self, reader: &mut Reader<'a>) -> Result<Part<'a>, Fault> {
        if self.commas.first
            && let Some(links) = try_fast_links(reader)
        {
            self.commas.first = false;
            return Ok(Part::Links(links));
        }
        if !self.in_senders && !self.commas.first && reader.eat(b",\"sender\":[") {
            return Ok(self.begin_senders(CommaState { first: true }));
        }
        let Some(key) = reader.key(&mut self.commas)? else {
            self.inside = Inside::End;
            return Ok(Part::End);
        };
        if key == "sender" && !self.in_senders && reader.peek()? == Kind::Array {
            let commas = reader.begin();
            return Ok(self.begin_senders(commas));
        }
        Ok(Part::Member(key))
    }

    fn begin_senders<'a>(&mut self, commas: CommaState) -> Part<'a> {
        self.in_senders = true;
        self.enter(Inside::Senders, commas);
        Part::Senders
    }

    fn sender<'a>(&mut self, reader: &mut Reader<'a>) -> Result<Part<'a>, Fault> {
        if reader.eat(b"]}") {
            self.inside = Inside::End;
            return Ok(Part::End);
        }
        if !reader.element(&mut self.commas)? {
            self.leave(Inside::Response);
            return self.member(reader);
        }
        if reader.peek()? != Kind::Object {
            return Ok(Part::NoSender);
        }
        self.nameless = false;
        if let Some((rel, href)) = header(reader) {
            self.listed = true;
            self.enter(Inside::Events, CommaState { first: true });
            return Ok(Part::Header(rel, href));
        }
        self.listed = false;
        self.enter(Inside::Sender, reader.begin());
        Ok(Part::Sender)
    }

    fn sender_member<'a>(&mut self, reader: &mut Reader<'a>) -> Result<Part<'a>, Fault> {
        let Some(key) = reader.key(&mut self.commas)? else {
            self.leave(Inside::Senders);
            return Ok(Part::SenderEnd);
        };
        let kind = reader.peek()?;
        if key == "events" && kind == Kind::Array && !self.listed {
            self.listed = true;
            self.enter(Inside::Events, reader.begin());
            return Ok(Part::Events);
        }
        Ok(Part::SenderMember(key, kind))
    }

    fn enter(&mut self, inside: Inside, commas: CommaState) {
        (self.inside, self.commas) = (inside, commas);
    }

    /// Goes on in what stands around a list or an object that has ended.
    fn leave(&mut self, inside: Inside) {
        self.enter(inside, CommaState { first: false });
    }

    /// The list of events has been passed over.
    pub(crate) fn leave_events(&mut self) {
        self.leave(Inside::Sender);
    }

    /// Whether an event comes next, or the end of the list.
    #[inline]
    pub(crate) fn is_in_events(&self) -> bool {
        self.inside == Inside::Events
    }

    /// Whether a sender is being read whose events have not begun: what has been read of it may be something else.
    pub(crate) fn is_in_header(&self) -> bool {
        self.inside == Inside::Sender && !self.listed
    }

    /// Whether it is not known whose the events are, whatever the members say that follow.
    pub(crate) fn is_nameless(&self) -> bool {
        self.nameless
    }

    /// Goes on after a value that could not be used: behind it, or, if it breaks the grammar, at the next anchor.
    #[cold]
    pub(crate) fn after_value(&mut self, reader: &mut Reader<'_>, start: usize) -> After {
        reader.reset(start);
        match reader.skip_value() {
            Ok(()) => After { lost: start..reader.at(), goes_on: GoesOn::Behind },
            Err(_) => {
                let After { lost, goes_on } = self.after_fault(reader, start + 1);
                After { lost: start..lost.end, goes_on }
            }
        }
    }

    /// Goes on at the next anchor after a fault, which the reader has met on its way from a position.
    #[cold]
    pub(crate) fn after_fault(&mut self, reader: &mut Reader<'_>, begin: usize) -> After {
        let fault = reader.at().max(begin);
        reader.take_control();
        let Some(Anchor { start, at, begins }) = anchor::find(reader.text(), fault, self.in_senders) else {
            self.inside = Inside::End;
            return After { lost: fault..usize::MAX, goes_on: GoesOn::Nowhere };
        };
        let in_header = self.is_in_header();
        let in_sender = matches!(self.inside, Inside::Sender | Inside::Events);
        let inside = match begins {
            Begins::Event | Begins::Events => Inside::Events,
            Begins::Sender | Begins::Senders => Inside::Senders,
        };
        self.enter(inside, CommaState { first: true });
        reader.reset(at);
        (self.in_senders, self.listed) = (true, true);
        let goes_on = match begins {
            Begins::Sender | Begins::Senders => GoesOn::InSenders,
            Begins::Event if in_sender => GoesOn::InSender,
            Begins::Events if in_header => GoesOn::InSender,
            Begins::Event | Begins::Events => GoesOn::InUnknown,
        };
        self.nameless |= in_header || goes_on == GoesOn::InUnknown;
        After { lost: fault..start, goes_on }
    }
}

/// The links of nearly all responses, which stand first. Nothing is read if they are others.
#[inline]
fn try_fast_links<'a>(reader: &mut Reader<'a>) -> Option<Links<'a>> {
    let mut ahead = reader.clone();
    let start = ahead.at() + "\"_links\":".len();
    let own = if ahead.eat(b"\"_links\":{\"self\":{\"href\":\"") { ahead.plain_rest(usize::MAX)? } else { return None };
    let next = if ahead.eat(b"},\"next\":{\"href\":\"") { Some(ahead.plain_rest(usize::MAX)?) } else { None };
    if !ahead.eat(b"}}") {
        return None;
    }
    reader.reset(ahead.at());
    Some(Links { start, own, next })
}

/// What a sender is, up to its events, as servers write it. Nothing is read if that is something else.
#[inline]
fn header<'a>(reader: &mut Reader<'a>) -> Option<(&'a str, &'a str)> {
    let mut ahead = reader.clone();
    let rel = if ahead.eat(b"{\"rel\":\"") { ahead.plain_rest(usize::MAX)? } else { return None };
    let href = if ahead.eat(b",\"href\":\"") { ahead.plain_rest(usize::MAX)? } else { return None };
    if !ahead.eat(b",\"events\":[") {
        return None;
    }
    reader.reset(ahead.at());
    Some((rel, href))
}
