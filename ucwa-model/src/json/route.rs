//! The routing pass over JSON.

use std::{borrow::Cow, cell::Cell, sync::Arc};

use super::{
    Kind, Reader,
    reader::special,
    resume,
    skip::{container_end, value_end},
    token::{Broke, Fault, Next, Resume, Sequence, Source},
};
use crate::{
    Broken, Code, Error, Format, Limits, Mode,
    codec::replace_bytes,
    context::Context,
    events::{Filter, RawResource, Routed, RoutedLink},
    xml::Scope,
};

/// Where the walk stands.
#[derive(Clone, Debug)]
pub(crate) struct Walk<'a> {
    bytes: &'a [u8],
    /// The same, if all of it is text.
    text: Option<&'a str>,
    /// If not, text of the same length, in which the way back after broken events is looked for.
    repaired: Option<Arc<str>>,
    at: usize,
    inside: Inside,
    /// The list that is being walked has given something.
    begun: bool,
    sender: RoutedLink<'a>,
    /// Where the sender begins, or what stands behind its events.
    members: usize,
    /// Its events have begun.
    listed: bool,
    /// Where an object stands in place of its events, if it was passed over last.
    single: Option<usize>,
    /// The walk has come to its events on another way than by their name.
    stray: bool,
    /// So many bytes have been looked at to find the way back after broken events.
    spent: Cell<usize>,
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

/// What stands in the place of an event is no object.
const OBJECT: &str = "object";
/// It is a sender: the one before has not ended.
const EVENT: &str = "an event";

/// The walk cannot go on.
struct Lost {
    at: usize,
    expected: &'static str,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let text = simdutf8::basic::from_utf8(bytes).ok();
        let repaired = if text.is_none() { Some(replace_bytes(bytes).0.into()) } else { None };
        Self {
            bytes,
            text,
            repaired,
            at: 0,
            inside: Inside::Start,
            begun: false,
            sender: RoutedLink::default(),
            members: 0,
            listed: false,
            single: None,
            stray: false,
            spent: Cell::new(0),
        }
    }

    #[inline]
    pub(crate) fn next(&mut self, filter: &Filter<'a>) -> Option<Result<Routed<'a>, Broken>> {
        loop {
            let step = match self.inside {
                Inside::Events => match self.next_event(filter) {
                    Ok(Some(event)) => return Some(event),
                    Ok(None) => Ok(()),
                    Err(lost) => Err(lost),
                },
                Inside::End => return None,
                _ => match self.step(filter) {
                    Err(lost) if matches!(self.inside, Inside::Senders | Inside::Sender) => match self.recover_sender(&lost) {
                        Some(broken) => return Some(Err(broken)),
                        None => Err(lost),
                    },
                    step => step,
                },
            };
            if let Err(Lost { at, expected }) = step {
                self.inside = Inside::End;
                return Some(Err(self.broken(self.at.min(at), usize::MAX, at, expected)));
            }
        }
    }

    fn step(&mut self, filter: &Filter<'a>) -> Result<(), Lost> {
        match self.inside {
            Inside::Start => {
                self.expect(b'{', "an object")?;
                self.enter(Inside::Response);
            }
            Inside::Response => match self.key()? {
                None => self.inside = Inside::End,
                Some(key) if key == "sender" && self.peek() == Some(b'[') => {
                    self.at += 1;
                    self.enter(Inside::Senders);
                }
                Some(_) => self.skip()?,
            },
            Inside::Senders => {
                (self.members, self.listed, self.single, self.stray) = (self.at, false, None, false);
                if self.element()? {
                    self.expect(b'{', "an object")?;
                    self.sender = RoutedLink::default();
                    self.enter(Inside::Sender);
                } else {
                    self.leave(Inside::Response);
                }
            }
            Inside::Sender => self.sender_member(filter)?,
            Inside::Events | Inside::End => {}
        }
        Ok(())
    }

    fn sender_member(&mut self, filter: &Filter<'a>) -> Result<(), Lost> {
        let Some(key) = self.key()? else {
            self.leave(Inside::Senders);
            return Ok(());
        };
        self.single = None;
        match (&*key, self.peek()) {
            ("rel", Some(b'"')) => self.sender.rel = self.string()?,
            ("href", Some(b'"')) => self.sender.href = self.string()?,
            ("events", Some(b'[')) => {
                if self.sender.rel.is_empty() || self.sender.href.is_empty() {
                    self.look_ahead()?;
                }
                self.listed = true;
                if filter.takes_sender(&self.sender.rel) {
                    self.at += 1;
                    self.enter(Inside::Events);
                } else {
                    self.skip()?;
                    self.members = self.at;
                }
            }
            (name, first) => {
                let single = (name == "events" && first == Some(b'{') && !self.listed).then_some(self.at);
                self.skip()?;
                self.single = single;
            }
        }
        Ok(())
    }

    /// Who the sender is may stand behind its events.
    fn look_ahead(&mut self) -> Result<(), Lost> {
        let (at, begun) = (self.at, self.begun);
        // an event that is broken may hide the end of the list: then nobody knows
        if self.skip().is_ok() {
            while let Ok(Some(key)) = self.key() {
                match (&*key, self.peek()) {
                    ("rel", Some(b'"')) if self.sender.rel.is_empty() => self.sender.rel = self.string()?,
                    ("href", Some(b'"')) if self.sender.href.is_empty() => self.sender.href = self.string()?,
                    _ if self.skip().is_err() => break,
                    _ => {}
                }
            }
        }
        (self.at, self.begun) = (at, begun);
        Ok(())
    }

    fn next_event(&mut self, filter: &Filter<'a>) -> Result<Option<Result<Routed<'a>, Broken>>, Lost> {
        loop {
            let before = self.at;
            match self.element() {
                Ok(true) => {}
                Ok(false) => {
                    self.leave(Inside::Sender);
                    self.members = self.at;
                    return Ok(None);
                }
                Err(lost) => return self.recover(before, &lost).map(|broken| Some(Err(broken))),
            }
            let start = self.at;
            let routed = match self.ordinary_event() {
                Some(routed) => routed,
                None => {
                    self.at = start;
                    match self.any_event() {
                        Ok(routed) => routed,
                        Err(lost) => return self.recover(start, &lost).map(|broken| Some(Err(broken))),
                    }
                }
            };
            if !matches!(self.bytes.get(self.at..), Some([b']', ..] | [b',', b'{', ..]))
                && let Some(broken) = self.take_back(start)
            {
                return Ok(Some(Err(broken)));
            }
            let wanted = !self.stray || filter.takes_sender(&self.sender.rel);
            if wanted && filter.takes_type(&routed.event_type) && filter.takes_rel(&routed.link.rel) {
                return Ok(Some(Ok(routed)));
            }
        }
    }

    /// Goes on after an event that broke.
    fn recover(&mut self, start: usize, lost: &Lost) -> Result<Broken, Lost> {
        let fault = match lost.expected {
            "UTF-8" | OBJECT | EVENT => None,
            _ => Some(lost.at),
        };
        let resume = self.search(Broke { previous: None, start, fault });
        self.go_on(resume, lost).ok_or(Lost { at: start, expected: lost.expected })
    }

    /// What stands behind an event may show that it ended elsewhere.
    #[cold]
    fn take_back(&mut self, event: usize) -> Option<Broken> {
        let (at, begun) = (self.at, self.begun);
        let (start, lost) = match self.element() {
            Ok(true) if self.bytes.get(self.at) == Some(&b'"') => (self.at, Some(Lost { at: self.at, expected: OBJECT })),
            Ok(_) => (at, None),
            Err(lost) => (at, Some(lost)),
        };
        (self.at, self.begun) = (at, begun);
        let lost = lost?;
        let fault = (lost.expected != OBJECT).then_some(lost.at);
        let resume = self.search(Broke { previous: Some(event), start, fault });
        if resume.start == event { self.go_on(resume, &lost) } else { None }
    }

    /// Goes on after damage in a sender's own members: with its events, or with another sender.
    fn recover_sender(&mut self, lost: &Lost) -> Option<Broken> {
        let fault = self.single.unwrap_or(lost.at).max(self.members);
        let resume = self.search(Broke { previous: None, start: self.members, fault: Some(fault) });
        let broken = self.go_on(resume, lost)?;
        self.stray = true;
        if !self.listed {
            self.sender = RoutedLink::default(); // what has been read of it may be something else
            self.listed = true;
        }
        Some(broken)
    }

    fn search(&self, broke: Broke) -> Resume {
        let text = self.text.or(self.repaired.as_deref()).unwrap_or_default();
        resume::search(text, broke, &self.spent)
    }

    /// Goes to where reading goes on, if it does.
    fn go_on(&mut self, resume: Resume, lost: &Lost) -> Option<Broken> {
        let Resume { start, end, at, next } = resume;
        match next {
            Next::Nothing => return None,
            Next::Sender => self.inside = Inside::Senders,
            Next::Event | Next::Rest => self.inside = Inside::Events,
            Next::List => {
                self.inside = Inside::Events;
                self.sender = RoutedLink::default();
                self.stray = true;
            }
        }
        self.at = at;
        self.begun = next == Next::Rest;
        Some(self.broken(start, end, lost.at, lost.expected))
    }

    /// An event as servers write it: nothing escaped, no white space, the links before the resources and the rest behind them.
    #[inline]
    fn ordinary_event(&mut self) -> Option<Routed<'a>> {
        let start = self.at;
        if !self.pass(b"{\"link\":{\"rel\":\"") {
            return None;
        }
        let link = self.ordinary_link()?;
        let in_ = if self.pass(b",\"in\":{\"rel\":\"") { Some(self.ordinary_link()?) } else { None };
        let mut embedded: &[u8] = &[];
        let mut status = self.ordinary_status()?;
        if self.pass(b",\"_embedded\":") {
            let end = container_end(self.bytes, self.at)?;
            embedded = self.bytes.get(self.at..end)?;
            self.at = end;
        }
        if status.is_none() {
            status = self.ordinary_status()?;
        }
        if !self.pass(b",\"type\":\"") {
            return None;
        }
        let event_type = self.rest_of_plain()?.into();
        if !self.pass(b"}") {
            return None;
        }
        let raw = self.bytes.get(start..self.at)?;
        Some(Routed {
            sender: self.sender.clone(),
            event_type,
            link,
            in_,
            status,
            format: Format::Json,
            raw,
            embedded,
            scope: Scope::default(),
        })
    }

    #[inline(always)]
    fn ordinary_status(&mut self) -> Option<Option<Cow<'a, str>>> {
        if self.pass(b",\"status\":\"") { self.rest_of_plain().map(|status| Some(status.into())) } else { Some(None) }
    }

    #[inline(always)]
    fn ordinary_link(&mut self) -> Option<RoutedLink<'a>> {
        let rel = self.rest_of_plain()?.into();
        if !self.pass(b",\"href\":\"") {
            return None;
        }
        let href = self.rest_of_plain()?.into();
        let title = if self.pass(b",\"title\":\"") { Some(self.rest_of_plain()?.into()) } else { None };
        self.pass(b"}").then_some(RoutedLink { rel, href, title })
    }

    /// Any event: its grammar is read but for the resources.
    fn any_event(&mut self) -> Result<Routed<'a>, Lost> {
        let start = self.at;
        let end = match self.bytes.get(start) {
            Some(b'{') => container_end(self.bytes, start).ok_or_else(|| self.lost_in(start))?,
            _ => return Err(Lost { at: start, expected: OBJECT }),
        };
        let raw = self.bytes.get(start..end).unwrap_or_default();
        let text = str::from_utf8(raw).map_err(|error| Lost { at: start + error.valid_up_to(), expected: "UTF-8" })?;
        let routed = read_event(text, raw).map_err(|fault| Lost { at: start + fault.at, expected: fault.expected })?;
        self.at = end;
        Ok(Routed { sender: self.sender.clone(), ..routed })
    }

    /// Where an event breaks that does not end.
    #[cold]
    fn lost_in(&self, start: usize) -> Lost {
        let mut reader = Reader::new(self.text.or(self.repaired.as_deref()).unwrap_or_default());
        reader.rewind(start);
        match resume::skip(&mut reader, Limits::MAX_DEPTH) {
            Err(Fault { at, expected }) if at > start => Lost { at, expected },
            _ => Lost { at: start + 1, expected: "an event that ends" },
        }
    }

    fn broken(&self, start: usize, end: usize, at: usize, expected: &'static str) -> Broken {
        let mut cx = Context::new(Mode::Lenient, Limits::default(), Some(self.bytes));
        let found = self.bytes.get(at..).map(|rest| String::from_utf8_lossy(rest.get(..rest.len().min(4)).unwrap_or(rest)));
        let found = found.and_then(|text| text.chars().next()).map(|found| format!("{found:?}"));
        let found = found.unwrap_or_else(|| "the end of the input".to_owned());
        let code = if expected == "UTF-8" { Code::Encoding } else { Code::Syntax };
        let error: Error = cx.error(at, code, Some(expected.into()), Some(found.as_str().into()));
        Broken::new(error, self.bytes.get(start..end.min(self.bytes.len())).unwrap_or_default())
    }
}

/// The grammar of what is around the events.
impl<'a> Walk<'a> {
    fn enter(&mut self, inside: Inside) {
        self.inside = inside;
        self.begun = false;
    }

    /// Goes on in what surrounds a list or an object that has ended.
    fn leave(&mut self, inside: Inside) {
        self.inside = inside;
        self.begun = true;
    }

    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), Lost> {
        if self.peek() != Some(byte) {
            return Err(Lost { at: self.at, expected });
        }
        self.at += 1;
        Ok(())
    }

    /// Goes to the next item; false after the last one.
    fn item(&mut self, close: u8, expected: &'static str) -> Result<bool, Lost> {
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if self.begun => {
                self.at += 1;
                self.peek();
                Ok(true)
            }
            Some(_) if !self.begun => {
                self.begun = true;
                Ok(true)
            }
            _ => Err(Lost { at: self.at, expected }),
        }
    }

    #[inline]
    fn element(&mut self) -> Result<bool, Lost> {
        self.item(b']', "`,` or `]` after an element")
    }

    /// The next name, up to its value; `None` after the last member.
    fn key(&mut self) -> Result<Option<Cow<'a, str>>, Lost> {
        if !self.item(b'}', "`,` or `}` after a member")? {
            return Ok(None);
        }
        let key = self.string()?;
        self.expect(b':', "`:` after a member name")?;
        self.peek();
        Ok(Some(key))
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Lost> {
        let start = self.at;
        if self.pass(b"\"")
            && let Some(text) = self.rest_of_plain()
        {
            return Ok(text.into());
        }
        self.at = start;
        let lost = |expected| Lost { at: start, expected };
        let end = value_end(self.bytes, start).filter(|_| self.bytes.get(start) == Some(&b'"'));
        let raw = end.and_then(|end| self.bytes.get(start..end)).ok_or(lost("a string"))?;
        let text = str::from_utf8(raw).map_err(|_| lost("UTF-8"))?;
        self.at += raw.len();
        Reader::new(text).string().map_err(|fault| Lost { at: start + fault.at, expected: fault.expected })
    }

    fn skip(&mut self) -> Result<(), Lost> {
        self.at = value_end(self.bytes, self.at).ok_or(Lost { at: self.at, expected: "a value that ends" })?;
        Ok(())
    }

    #[inline(always)]
    fn pass<const N: usize>(&mut self, expected: &[u8; N]) -> bool {
        let passes = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk) == Some(expected);
        self.at += if passes { N } else { 0 };
        passes
    }

    /// The rest of a string that means what is written, whose opening quote has been passed.
    #[inline(always)]
    fn rest_of_plain(&mut self) -> Option<&'a str> {
        let end = special(self.bytes, self.at);
        if self.bytes.get(end) != Some(&b'"') {
            return None;
        }
        let text = match self.text {
            Some(text) => text.get(self.at..end)?,
            None => str::from_utf8(self.bytes.get(self.at..end)?).ok()?,
        };
        self.at = end + 1;
        Some(text)
    }
}

/// Reads an event but for its resources.
fn read_event<'a>(text: &'a str, raw: &'a [u8]) -> Result<Routed<'a>, Fault> {
    let mut routed = Routed {
        sender: RoutedLink::default(),
        event_type: Cow::Borrowed(""),
        link: RoutedLink::default(),
        in_: None,
        status: None,
        format: Format::Json,
        raw,
        embedded: &[],
        scope: Scope::default(),
    };
    let mut reader = Reader::new(text);
    reader.peek()?;
    let mut sequence = reader.begin();
    while let Some(key) = reader.key(&mut sequence)? {
        match (&*key, reader.peek()?) {
            ("link", Kind::Object) => routed.link = read_link(&mut reader)?,
            ("in", Kind::Object) => routed.in_ = Some(read_link(&mut reader)?),
            ("type", Kind::String) => routed.event_type = reader.string()?,
            ("status", Kind::String) => routed.status = Some(reader.string()?),
            ("_embedded", Kind::Object) => {
                let start = reader.at();
                pass_over(&mut reader, raw)?;
                routed.embedded = raw.get(start..reader.at()).unwrap_or_default();
            }
            ("events", Kind::Array) if routed.link.href.is_empty() && routed.event_type.is_empty() => {
                return Err(Fault { at: reader.at(), expected: EVENT });
            }
            _ => pass_over(&mut reader, raw)?,
        }
    }
    reader.end()?;
    Ok(routed)
}

fn pass_over(reader: &mut Reader<'_>, bytes: &[u8]) -> Result<(), Fault> {
    let at = reader.at();
    let end = value_end(bytes, at).ok_or(Fault { at, expected: "a value that ends" })?;
    reader.rewind(end);
    Ok(())
}

fn read_link<'a>(reader: &mut Reader<'a>) -> Result<RoutedLink<'a>, Fault> {
    let mut link = RoutedLink::default();
    let mut sequence = reader.begin();
    while let Some(key) = reader.key(&mut sequence)? {
        match (&*key, reader.peek()?) {
            ("rel", Kind::String) => link.rel = reader.string()?,
            ("href", Kind::String) => link.href = reader.string()?,
            ("title", Kind::String) => link.title = Some(reader.string()?),
            _ => resume::skip(reader, Limits::MAX_DEPTH)?,
        }
    }
    Ok(link)
}

/// The resources of an `_embedded`, by role; of a list each.
pub(crate) fn resources<'a>(embedded: &'a [u8]) -> impl Iterator<Item = (Cow<'a, str>, RawResource<'a>)> + use<'a> {
    let mut found = Vec::new();
    if let Ok(text) = str::from_utf8(embedded) {
        // what breaks the grammar ends the list
        let _ = collect(text, &mut found);
    }
    found.into_iter()
}

fn collect<'a>(text: &'a str, found: &mut Vec<(Cow<'a, str>, RawResource<'a>)>) -> Result<(), Fault> {
    let mut reader = Reader::new(text);
    if reader.peek()? != Kind::Object {
        return Ok(());
    }
    let mut take = |reader: &mut Reader<'a>, role: &Cow<'a, str>| {
        let start = reader.at();
        pass_over(reader, text.as_bytes())?;
        let raw = text.as_bytes().get(start..reader.at()).unwrap_or_default();
        found.push((role.clone(), RawResource { format: Format::Json, raw, scope: Scope::default() }));
        Ok(())
    };
    let mut sequence = reader.begin();
    while let Some(role) = reader.key(&mut sequence)? {
        match reader.peek()? {
            Kind::Object => take(&mut reader, &role)?,
            Kind::Array => {
                let mut list: Sequence = reader.begin();
                while reader.element(&mut list)? {
                    reader.peek()?;
                    take(&mut reader, &role)?;
                }
            }
            _ => resume::skip(&mut reader, Limits::MAX_DEPTH)?,
        }
    }
    Ok(())
}
