//! The routing pass over XML.

mod event;
mod resources;

pub(crate) use self::resources::resources;
use super::{
    Reader, Scope, Tag, Token,
    envelope::{Envelope, Part, link},
    reader::{Mark, Space},
};
use crate::{
    Code, Error, Limits,
    context::Context,
    events::{After, GoesOn, Item, Places, Routed, Router, Stop, Walk},
};

/// A response that is routed.
#[derive(Clone, Debug)]
pub(crate) struct Route<'a> {
    reader: Reader<'a>,
    /// The response, once its start tag has been read.
    envelope: Option<Envelope<'a>>,
    pub(crate) router: Router<'a>,
}

const SENDER: &str = "sender";

/// A part of a document that is one event.
pub(crate) fn event<'a>(text: &'a str, scope: &Scope) -> Option<Routed<'a>> {
    let mut route = Route::new(text, Places::new(text.as_bytes(), 0));
    route.reader = Reader::element(text, scope);
    let mut cx = route.router.context();
    match route.reader.next(&mut cx).ok()? {
        Token::Start(tag) => route.event(&mut cx, &tag).ok(),
        _ => None,
    }
}

impl<'a> Route<'a> {
    pub(crate) fn new(text: &'a str, places: Places<'a>) -> Self {
        Self { reader: Reader::new(text), envelope: None, router: Router::new(text, places) }
    }

    /// The start tag of the response.
    fn root(&mut self) -> Result<(), Error> {
        let any_namespace = match self.reader.try_fast_root(&Limits::DEFAULT) {
            Some(_) => false,
            None => self.any_root()?.space != Space::Ucwa,
        };
        self.envelope = Some(Envelope::new(&self.reader, any_namespace));
        Ok(())
    }

    fn any_root(&mut self) -> Result<Tag<'a>, Error> {
        let mut cx = self.router.context();
        match self.reader.next(&mut cx)? {
            Token::Start(root) => Ok(root),
            _ => Err(cx.error(0, Code::Syntax, Some("an element".into()), None)),
        }
    }

    fn is_ours(&self, tag: &Tag<'_>) -> bool {
        self.envelope.as_ref().is_none_or(|envelope| envelope.is_ours(tag))
    }

    fn begin_sender(&mut self, cx: &mut Context<'_>, tag: &Tag<'a>) -> Result<(), Error> {
        let sender = link(tag);
        if let Some(envelope) = &mut self.envelope {
            envelope.begin_sender(cx, tag.at, sender.clone())?;
        }
        self.router.begin_sender(sender, true);
        Ok(())
    }

    /// For nearly all senders and the links of nearly all responses, as servers write them. False, and nothing read, if something
    /// else comes next.
    #[inline]
    fn try_fast_part(&mut self) -> bool {
        let Some(envelope) = &mut self.envelope else { return false };
        let Some(sender) = envelope.try_fast_sender(&mut self.reader, usize::MAX) else { return self.try_fast_link() };
        self.router.begin_sender(sender.into(), true);
        if !self.router.takes_sender() {
            self.try_fast_pass_over_events();
        }
        true
    }

    fn try_fast_link(&mut self) -> bool {
        let start = self.reader.at();
        let read = self.reader.eat(b"<link rel=\"") && self.reader.rest_of_link(usize::MAX).is_some() && self.reader.eat_empty();
        if !read {
            self.reader.rewind(start);
        }
        read
    }

    /// Passes over the events of the sender that has begun, if its end tag alone tells where they end.
    fn try_fast_pass_over_events(&mut self) {
        if self.router.is_quick()
            && let Some(end) = self.end_tag(SENDER, self.reader.at())
        {
            self.reader.rewind(end);
        }
    }

    fn end_sender(&mut self) {
        self.router.end_sender(self.envelope.as_ref().and_then(Envelope::sender));
    }

    /// Nothing may follow.
    fn behind(&mut self) -> Result<(), Error> {
        let mut cx = self.router.context();
        self.reader.next(&mut cx).map(|_| ())
    }

    fn after(&mut self, find: impl FnOnce(&mut Envelope<'a>, &mut Reader<'a>) -> After) -> Result<After, Error> {
        let nowhere = After { lost: self.reader.at()..usize::MAX, goes_on: GoesOn::Nowhere };
        Ok(self.envelope.as_mut().map_or(nowhere, |envelope| find(envelope, &mut self.reader)))
    }

    fn part(&mut self, item: &mut Option<Item<'a>>) -> Result<(), Stop<Mark>> {
        let Some(envelope) = &mut self.envelope else { return self.root().map_err(Stop::Other) };
        let (mark, mut cx) = (self.reader.mark(), self.router.context());
        match envelope.next(&mut self.reader, &mut cx)? {
            Part::Sender(tag) => self.begin_sender(&mut cx, &tag)?,
            Part::Event(tag) => {
                let routed = self.event(&mut cx, &tag).map_err(|error| Stop::Part(mark, error))?;
                *item = self.router.give(Ok(routed));
            }
            Part::Member(_) => drop(self.reader.skip(&mut cx)?),
            Part::Text(..) => {}
            Part::SenderEnd => self.end_sender(),
            Part::End => return Err(Stop::End),
        }
        Ok(())
    }
}

impl<'a> Walk for Route<'a> {
    type Mark = Mark;
    type Item = Item<'a>;

    #[inline]
    fn is_ended(&self) -> bool {
        self.router.is_ended()
    }

    #[inline]
    fn mark(&self) -> Mark {
        self.reader.mark()
    }

    fn step(&mut self, item: &mut Option<Item<'a>>) -> Result<(), Stop<Mark>> {
        if self.router.has_held() {
            *item = self.router.next_held();
            return Ok(());
        }
        if self.reader.fast_path_applies() {
            let in_sender = self.envelope.as_ref().is_some_and(Envelope::is_in_sender);
            if self.reader.eat_end() {
                if !in_sender {
                    return Err(Stop::End);
                }
                self.envelope.iter_mut().for_each(Envelope::end_sender);
                self.end_sender();
                return Ok(());
            }
            if in_sender {
                let (mark, start) = (self.reader.mark(), self.reader.at());
                if self.try_fast_event(item).is_some() {
                    return Ok(());
                }
                self.router.wasted += self.reader.at().saturating_sub(start);
                self.reader.return_to(mark);
            } else if self.try_fast_part() {
                return Ok(());
            }
        }
        self.part(item)
    }

    fn after_part(&mut self, begin: Mark) -> Result<After, Error> {
        self.after(|envelope, reader| envelope.after_element(reader, begin))
    }

    fn after_fault(&mut self, begin: Mark) -> Result<After, Error> {
        self.after(|envelope, reader| envelope.after_fault(reader, begin))
    }

    fn put_broken(&mut self, after: After, error: Error) -> Result<(), Error> {
        self.router.put_broken(&after, &error);
        if after.goes_on == GoesOn::InSenders {
            self.end_sender();
        }
        Ok(())
    }

    fn end(&mut self, read: Result<(), Error>) {
        let start = self.reader.at();
        let read = read.and_then(|()| if self.reader.is_at_end() { Ok(()) } else { self.behind() });
        self.router.end(read.err().map(|error| (start, error)));
    }
}
