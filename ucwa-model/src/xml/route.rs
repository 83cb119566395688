//! The routing pass over XML.

mod event;
mod resources;

use std::{borrow::Cow, sync::LazyLock};

use memchr::memmem::Finder;

pub(crate) use self::resources::resources;
use super::{
    Reader, Scope, Tag, Token,
    envelope::{After, Envelope, GoesOn, Step},
    reader::Mark,
};
use crate::{
    Broken, Code, Enumeration, Error, Limits, Mode,
    context::Context,
    enumerations::EventType,
    events::{Filter, Places, Routed, RoutedLink, is_fault},
};

type Item<'a> = Result<Routed<'a>, Broken>;

/// Where the walk stands.
#[derive(Clone, Debug)]
pub(crate) struct Walk<'a> {
    text: &'a str,
    reader: Reader<'a>,
    /// The response, once its start tag has been read.
    envelope: Option<Envelope<RoutedLink<'a>>>,
    sender: RoutedLink<'a>,
    /// Where the sender ends, if that lies ahead.
    sender_end: usize,
    /// There is neither comment nor CDATA nor instruction, in which a tag would be none.
    plain: bool,
    /// So many bytes have been passed over in vain.
    wasted: usize,
    /// Nothing is passed over by its end tag alone.
    checked: bool,
    places: Places<'a>,
    ended: bool,
    /// It ended with a fault.
    lost: bool,
}

/// Finds the names of senders and of each type of event.
static NAMES: LazyLock<Vec<(&str, Finder<'static>)>> = LazyLock::new(|| {
    let types = EventType::TABLE.values.iter().map(|member| member.name);
    types.chain([SENDER]).map(|name| (name, Finder::new(name).into_owned())).collect()
});

const SENDER: &str = "sender";

/// A part of a document that is one event.
pub(crate) fn event<'a>(text: &'a str, scope: &Scope) -> Option<Routed<'a>> {
    let mut walk = Walk::new(text, Places::new(text.as_bytes(), 0));
    walk.reader = Reader::element(text, scope);
    let mut cx = walk.context();
    match walk.reader.next(&mut cx).ok()? {
        Token::Start(tag) => walk.any_event(&mut cx, &tag).ok(),
        _ => None,
    }
}

impl<'a> Walk<'a> {
    pub(crate) fn new(text: &'a str, places: Places<'a>) -> Self {
        Self {
            text,
            reader: Reader::new(text),
            envelope: None,
            sender: RoutedLink::default(),
            sender_end: 0,
            plain: is_plain(text.as_bytes()),
            wasted: 0,
            checked: false,
            places,
            ended: false,
            lost: false,
        }
    }

    /// Whether it ended with a fault.
    pub(crate) fn is_lost(&self) -> bool {
        self.lost
    }

    pub(crate) fn checked(self) -> Self {
        Self { checked: true, ..self }
    }

    #[inline]
    pub(crate) fn next(&mut self, filter: &Filter<'_>) -> Option<Item<'a>> {
        while !self.ended {
            let mark = self.reader.mark();
            let item = match self.step(filter) {
                Ok(item) => item,
                Err(error) => self.after_fault(mark, &error),
            };
            if item.is_some() {
                return item;
            }
        }
        None
    }

    fn context(&self) -> Context<'a> {
        Context::new(Mode::Lenient, Limits::default(), Some(self.text.as_bytes())).counting_from(self.places.errors())
    }

    /// The next part.
    fn step(&mut self, filter: &Filter<'_>) -> Result<Option<Item<'a>>, Error> {
        let Some(envelope) = &mut self.envelope else {
            return self.root().map(|()| None);
        };
        let in_sender = envelope.is_in_sender();
        if self.reader.is_ordinary() {
            if in_sender {
                let (mark, start) = (self.reader.mark(), self.reader.at());
                if self.reader.pass_end() {
                    self.end_sender();
                    return Ok(None);
                }
                if let Some(item) = self.quick_event(filter) {
                    return Ok(item);
                }
                self.wasted += self.reader.at().saturating_sub(start);
                self.reader.return_to(mark);
            } else if self.quick_part(filter)? {
                return Ok(None);
            }
        }
        self.any_part(filter)
    }

    /// The start tag of the response.
    fn root(&mut self) -> Result<(), Error> {
        let mut cx = self.context();
        match self.reader.next(&mut cx)? {
            Token::Start(root) => self.envelope = Some(Envelope::new(&self.reader, &root)),
            _ => return Err(cx.error(0, Code::Syntax, Some("an element".into()), None)),
        }
        Ok(())
    }

    fn end_sender(&mut self) {
        self.sender = self.envelope.as_mut().and_then(Envelope::end_sender).unwrap_or_default();
    }

    fn is_ours(&self, tag: &Tag<'_>) -> bool {
        self.envelope.as_ref().is_none_or(|envelope| envelope.is_ours(tag))
    }

    fn begin_sender(&mut self, at: usize, sender: RoutedLink<'a>) -> Result<(), Error> {
        if let Some(envelope) = &mut self.envelope {
            let (limit, depth) = (Limits::default().max_depth(), envelope.depth());
            if depth > limit {
                return Err(self.context().error(at, Code::Depth, Some(limit.into()), Some(depth.into())));
            }
            envelope.begin_sender(sender.clone());
        }
        self.sender = sender;
        Ok(())
    }

    /// What stands around the senders as servers write it. False, and nothing read, if it is another thing.
    #[inline]
    fn quick_part(&mut self, filter: &Filter<'_>) -> Result<bool, Error> {
        let start = self.reader.at();
        let (sender, link) = (self.reader.pass(b"<sender rel=\""), self.reader.pass(b"<link rel=\""));
        let found = if sender || link { self.rest_of_link() } else { None };
        match found {
            Some(found) if sender && found.title.is_none() && self.reader.pass(b">") => {
                let wanted = filter.takes_sender(&found.rel);
                self.reader.begin(SENDER);
                self.begin_sender(start, found)?;
                if !wanted {
                    self.pass_over_events();
                }
                Ok(true)
            }
            Some(_) if link && (self.reader.pass(b" />") || self.reader.pass(b"/>")) => Ok(true),
            _ => {
                self.reader.rewind(start);
                Ok(false)
            }
        }
    }

    /// Passes over the events of the sender that has begun, if that is quick.
    fn pass_over_events(&mut self) {
        if self.is_quick()
            && let Some(end) = self.end_tag(SENDER, self.reader.at())
        {
            self.reader.rewind(end);
        }
    }

    fn any_part(&mut self, filter: &Filter<'_>) -> Result<Option<Item<'a>>, Error> {
        let (mark, mut cx) = (self.reader.mark(), self.context());
        let Some(envelope) = &mut self.envelope else { return Ok(None) };
        match envelope.next(&mut self.reader, &mut cx)? {
            Step::Sender(tag) => self.begin_sender(tag.at, link(&tag))?,
            Step::Event(tag) => {
                return Ok(match self.any_event(&mut cx, &tag) {
                    Ok(routed) => Some(routed).filter(|routed| filter.takes_routed(routed)).map(Ok),
                    Err(error) => self.after_element(mark, &error),
                });
            }
            Step::Member(_) => drop(self.reader.skip(&mut cx)?),
            Step::Text(..) => {}
            Step::SenderEnd(outer) => self.sender = outer.unwrap_or_default(),
            Step::End => {
                self.ended = true;
                let start = self.reader.at();
                // nothing may follow
                let error = self.reader.next(&mut cx).err();
                self.lost = error.is_some();
                return Ok(error.map(|error| Err(self.places.broken_by(start..usize::MAX, &error))));
            }
        }
        Ok(None)
    }

    /// Goes on after an event that could not be read.
    #[cold]
    fn after_element(&mut self, mark: Mark, error: &Error) -> Option<Item<'a>> {
        let envelope = self.envelope.as_mut()?;
        let after = envelope.after_element(&mut self.reader, mark);
        Some(self.go_on(mark.at(), after, error))
    }

    /// Goes on after a fault between events, or in what stands around them.
    #[cold]
    fn after_fault(&mut self, mark: Mark, error: &Error) -> Option<Item<'a>> {
        let fault = self.reader.at();
        let nowhere = After { end: usize::MAX, goes_on: GoesOn::Nowhere };
        let after = match &mut self.envelope {
            Some(envelope) if is_fault(error) => envelope.after_fault(&mut self.reader, mark, mark.at()),
            _ => nowhere,
        };
        let start = if after.goes_on == GoesOn::Nowhere { fault } else { mark.at() };
        Some(self.go_on(start, after, error))
    }

    fn go_on(&mut self, start: usize, after: After<RoutedLink<'a>>, error: &Error) -> Item<'a> {
        let After { end, goes_on } = after;
        match goes_on {
            GoesOn::Behind | GoesOn::Event => {}
            GoesOn::SenderEnd(outer) => self.sender = outer.unwrap_or_default(),
            GoesOn::Nowhere => (self.ended, self.lost) = (true, true),
        }
        Err(self.places.broken_by(start..end, error))
    }
}

/// Whether there is no markup in which a tag would be none, but for a declaration at the start.
fn is_plain(bytes: &[u8]) -> bool {
    let begins = |at: usize| at > 0 && bytes.get(at - 1) == Some(&b'<');
    !memchr::memchr2_iter(b'!', b'?', bytes).any(|at| at > 1 && begins(at))
}

fn link<'a>(tag: &Tag<'a>) -> RoutedLink<'a> {
    let text = |name: &str| tag.attribute(name).cloned();
    RoutedLink {
        rel: text("rel").unwrap_or(Cow::Borrowed("")),
        href: text("href").unwrap_or(Cow::Borrowed("")),
        title: text("title"),
    }
}
