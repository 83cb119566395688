//! The routing pass over JSON.

use std::{borrow::Cow, cell::Cell};

use super::{
    Kind, Reader,
    reader::special,
    resume,
    skip::{container_end, value_end},
    token::{Fault, Sequence, Source},
};
use crate::{
    Broken, Code, Error, Format, Limits, Mode,
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
    at: usize,
    inside: Inside,
    /// The list that is being walked has given something.
    begun: bool,
    sender: RoutedLink<'a>,
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

/// The walk cannot go on.
struct Lost {
    at: usize,
    expected: &'static str,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let text = simdutf8::basic::from_utf8(bytes).ok();
        Self { bytes, text, at: 0, inside: Inside::Start, begun: false, sender: RoutedLink::default(), spent: Cell::new(0) }
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
                _ => self.step(filter),
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
        match (&*key, self.peek()) {
            ("rel", Some(b'"')) => self.sender.rel = self.string()?,
            ("href", Some(b'"')) => self.sender.href = self.string()?,
            ("events", Some(b'[')) => {
                if self.sender.rel.is_empty() || self.sender.href.is_empty() {
                    self.look_ahead()?;
                }
                if filter.takes_sender(&self.sender.rel) {
                    self.at += 1;
                    self.enter(Inside::Events);
                } else {
                    self.skip()?;
                }
            }
            _ => self.skip()?,
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
                    return Ok(None);
                }
                Err(lost) => return self.recover(before, lost.at, lost.expected).map(Some),
            }
            let start = self.at;
            let routed = match self.ordinary_event() {
                Some(routed) => routed,
                None => {
                    self.at = start;
                    match self.any_event() {
                        Ok(routed) => routed,
                        Err(Lost { at, expected }) => return self.recover(start, at, expected).map(Some),
                    }
                }
            };
            if filter.takes_type(&routed.event_type) && filter.takes_rel(&routed.link.rel) {
                return Ok(Some(Ok(routed)));
            }
        }
    }

    /// Goes on after an event that broke.
    fn recover(&mut self, start: usize, fault: usize, expected: &'static str) -> Result<Result<Routed<'a>, Broken>, Lost> {
        let resume = match self.text {
            Some(text) => resume::search(text, fault, &self.spent),
            None => resume::after(self.bytes, start, &self.spent),
        };
        let Some(resume) = resume else {
            return Err(Lost { at: start, expected });
        };
        self.at = resume.at;
        self.begun = !resume.fresh;
        Ok(Err(self.broken(start, resume.end, fault, expected)))
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
            Some(b'{') => container_end(self.bytes, start).ok_or(Lost { at: start, expected: "an event that ends" })?,
            _ => return Err(Lost { at: start, expected: "object" }),
        };
        let raw = self.bytes.get(start..end).unwrap_or_default();
        let text = str::from_utf8(raw).map_err(|error| Lost { at: start + error.valid_up_to(), expected: "UTF-8" })?;
        let routed = read_event(text, raw).map_err(|fault| Lost { at: start + fault.at, expected: fault.expected })?;
        self.at = end;
        Ok(Routed { sender: self.sender.clone(), ..routed })
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
