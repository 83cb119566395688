//! The routing pass over XML.

mod event;
mod resources;

use std::{borrow::Cow, sync::LazyLock};

use memchr::memmem::Finder;

pub(crate) use self::resources::resources;
use super::{
    Reader, Tag, Token,
    reader::Mark,
    resume::{self, Next, Resume},
};
use crate::{
    Broken, Code, Enumeration, Error, Limits, Mode, Place,
    context::Context,
    enumerations::EventType,
    events::{Filter, Routed, RoutedLink},
};

/// Where the walk stands.
#[derive(Clone, Debug)]
pub(crate) struct Walk<'a> {
    bytes: &'a [u8],
    text: &'a str,
    reader: Reader<'a>,
    inside: Inside,
    sender: RoutedLink<'a>,
    /// Where the sender ends, if that lies ahead.
    sender_end: usize,
    /// No end tag of this name follows; none, if it is empty.
    endless: &'a str,
    /// The last place that was counted.
    last: Place,
    /// There is neither comment nor CDATA, in which an end tag would be none.
    plain: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Inside {
    Start,
    Response,
    Sender,
    End,
}

/// Finds the end tags of senders and of each type of event.
static ENDS: LazyLock<Vec<(&str, Finder<'static>)>> = LazyLock::new(|| {
    let types = EventType::TABLE.members.iter().map(|member| member.name);
    let names = types.chain([SENDER]);
    names.map(|name| (name, Finder::new(&end_tag(name)).into_owned())).collect()
});

const SENDER: &str = "sender";

fn end_tag(name: &str) -> String {
    format!("</{name}>")
}

/// The text before a byte that is none.
fn valid(bytes: &[u8], length: usize) -> &str {
    bytes.get(..length).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default()
}

impl<'a> Walk<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let text = simdutf8::compat::from_utf8(bytes).unwrap_or_else(|error| valid(bytes, error.valid_up_to()));
        let plain = !memchr::memchr_iter(b'!', bytes).any(|at| at > 0 && bytes.get(at - 1) == Some(&b'<'));
        let reader = Reader::new(text);
        Self {
            bytes,
            text,
            reader,
            inside: Inside::Start,
            sender: RoutedLink::default(),
            sender_end: 0,
            endless: "",
            last: Place::START,
            plain,
        }
    }

    #[inline]
    pub(crate) fn next(&mut self, filter: &Filter<'a>) -> Option<Result<Routed<'a>, Broken>> {
        loop {
            let start = self.reader.at();
            let step = match self.inside {
                Inside::Sender => self.next_event(filter),
                Inside::End => return None,
                Inside::Start | Inside::Response => self.next_part(filter),
            };
            match step {
                Ok(Some(event)) => return Some(event),
                Ok(None) => {}
                Err(error) => {
                    self.inside = Inside::End;
                    let error = if self.text.len() < self.bytes.len() { self.no_text() } else { error };
                    let begin = self.context().start(start);
                    return Some(Err(Broken::new(error, begin, self.bytes.get(start..).unwrap_or_default())));
                }
            }
        }
    }

    fn context(&self) -> Context<'a> {
        Context::new(Mode::Lenient, Limits::default(), Some(self.bytes)).counting_from(self.last)
    }

    /// The error for the byte that ends the text.
    fn no_text(&self) -> Error {
        self.context().no_text(self.text.len())
    }

    /// What is around the senders as servers write it. False, and nothing read, if it is another thing.
    #[inline]
    fn ordinary_part(&mut self, filter: &Filter<'a>) -> bool {
        let start = self.reader.at();
        if self.inside != Inside::Response || !self.reader.is_ordinary() {
            return false;
        }
        let (sender, link) = (self.reader.pass(b"<sender rel=\""), self.reader.pass(b"<link rel=\""));
        let found = if sender || link { self.rest_of_link() } else { None };
        let ordinary = match found {
            Some(found) if sender && filter.takes_sender(&found.rel) && self.reader.pass(b">") => {
                self.sender = found;
                self.reader.begin(SENDER);
                self.inside = Inside::Sender;
                true
            }
            Some(_) if link => self.reader.pass(b" />") || self.reader.pass(b"/>"),
            _ => false,
        };
        if !ordinary {
            self.reader.rewind(start);
        }
        ordinary
    }

    fn next_part(&mut self, filter: &Filter<'a>) -> Result<Option<Result<Routed<'a>, Broken>>, Error> {
        if self.ordinary_part(filter) {
            return Ok(None);
        }
        let mark = self.reader.mark();
        match self.next_sender(filter) {
            Ok(()) => Ok(None),
            Err(error) => self.broken_part(mark, error, filter).map(|broken| Some(Err(broken))),
        }
    }

    /// Goes on after damage in the start tag of a sender, or between senders.
    #[cold]
    fn broken_part(&mut self, mark: Mark, error: Error, filter: &Filter<'a>) -> Result<Broken, Error> {
        if self.inside != Inside::Response || error.code() != Code::Syntax {
            return Err(error);
        }
        self.reader.return_to(mark);
        let start = self.reader.at();
        let Some(Resume { end, next }) = resume::after_header(self.text, start) else {
            return Err(error);
        };
        self.reader.rewind(end);
        if next == Next::Event {
            self.sender = RoutedLink::default();
            self.reader.begin(resume::sender_name(self.text, start));
            if filter.takes_sender("") {
                self.inside = Inside::Sender;
            } else {
                self.pass_over(&mut self.context())?;
            }
        }
        Ok(self.broken(start, end, error))
    }

    fn broken(&mut self, start: usize, end: usize, error: Error) -> Broken {
        self.last = error.place().unwrap_or(self.last);
        Broken::new(error, self.context().start(start), self.bytes.get(start..end).unwrap_or_default())
    }

    fn next_sender(&mut self, filter: &Filter<'a>) -> Result<(), Error> {
        let mut cx = self.context();
        match self.reader.next(&mut cx)? {
            Token::Start(_) if self.inside == Inside::Start => self.inside = Inside::Response,
            Token::Start(tag) if tag.name == "sender" => {
                self.sender = link(&tag);
                if filter.takes_sender(&self.sender.rel) {
                    self.inside = Inside::Sender;
                } else {
                    self.pass_over(&mut cx)?;
                }
            }
            Token::Start(_) => drop(self.reader.skip(&mut cx)?),
            Token::Text { .. } => {}
            Token::End => {
                self.reader.next(&mut cx)?;
                self.inside = Inside::End;
            }
            Token::Eof => self.inside = Inside::End,
        }
        Ok(())
    }

    fn next_event(&mut self, filter: &Filter<'a>) -> Result<Option<Result<Routed<'a>, Broken>>, Error> {
        loop {
            if self.reader.is_ordinary() && self.reader.pass_end() {
                self.inside = Inside::Response;
                return Ok(None);
            }
            let (mark, start) = (self.reader.mark(), self.reader.at());
            let routed = match self.ordinary_event(filter) {
                Some(Some(routed)) => return Ok(Some(Ok(routed))),
                Some(None) => continue,
                None => {
                    self.reader.return_to(mark);
                    self.any_event()
                }
            };
            match routed {
                Ok(Some(routed)) if filter.takes_type(&routed.event_type) && filter.takes_rel(&routed.link.rel) => {
                    return Ok(Some(Ok(routed)));
                }
                Ok(_) if self.inside != Inside::Sender => return Ok(None),
                Ok(_) => {}
                Err(error) => {
                    self.reader.return_to(mark);
                    let Resume { end, next } = resume::after_event(self.text, start).ok_or_else(|| error.clone())?;
                    self.reader.rewind(end);
                    if next == Next::Sender {
                        self.reader.close();
                        self.inside = Inside::Response;
                    }
                    return Ok(Some(Err(self.broken(start, end, error))));
                }
            }
        }
    }

    /// Goes behind the end tag of the sender that has just begun.
    fn pass_over(&mut self, cx: &mut Context<'_>) -> Result<(), Error> {
        match self.end_tag(SENDER, self.reader.at()).filter(|_| self.plain && self.reader.is_ordinary()) {
            Some(end) => {
                self.reader.rewind(end);
                if self.reader.pass_end() { Ok(()) } else { Err(cx.error(self.reader.at(), Code::Syntax, None, None)) }
            }
            None => self.reader.skip(cx).map(|_| ()),
        }
    }
}

fn link<'a>(tag: &Tag<'a>) -> RoutedLink<'a> {
    let text = |name: &str| tag.attribute(name).cloned();
    RoutedLink {
        rel: text("rel").unwrap_or(Cow::Borrowed("")),
        href: text("href").unwrap_or(Cow::Borrowed("")),
        title: text("title"),
    }
}
