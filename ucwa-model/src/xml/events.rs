//! XML ⇄ [`Events`]: the type of an event is its element's name, its link is that element's attributes.

mod encode;
mod event;
mod sender;

pub(crate) use self::encode::encode;
use super::{
    Reader, Scope, Tag, Token,
    decode::{Decoder, LinkTag, note},
    resume,
};
use crate::{
    Channel, Code, Error, Event, Events, Sender, Value,
    assemble::Seen,
    context::Context,
    events::{Absent, Visitor},
    record::Record,
};

/// The element of an event that says no type.
pub(super) const UNTYPED: &str = "event";

/// Decodes a response. What was read before an error stays.
pub(crate) fn decode(cx: &mut Context<'_>, text: &str, events: &mut Events, visitor: &mut Visitor<'_>) -> Result<(), Error> {
    let mut reader = Reader::new(text);
    let mut decoder = Decoder::new(cx, &mut reader);
    let root = decoder.root()?;
    if root.name != "events" {
        let found = decoder.cx.quote("<", root.name, ">");
        decoder.cx.deviate(root.at, Code::Root, Some("`<events>`".into()), Some(found.as_str().into()))?;
    }
    decoder.events(&root, events, visitor)?;
    decoder.end()
}

/// Decodes a part of a document that is one event.
pub(crate) fn decode_one(cx: &mut Context<'_>, text: &str, scope: &Scope) -> Result<Event, Error> {
    let mut reader = Reader::element(text, scope);
    let mut decoder = Decoder::new(cx, &mut reader);
    let tag = decoder.root()?;
    let mut event = Event::default();
    decoder.event(&tag, &mut event)?;
    decoder.end()?;
    Ok(event)
}

/// What has been read of a response.
enum Part {
    /// The start tag of a sender.
    Sender(Sender),
    Member,
    End,
}

impl<'a> Decoder<'a, '_, '_> {
    fn events(&mut self, root: &Tag<'a>, events: &mut Events, visitor: &mut Visitor<'_>) -> Result<(), Error> {
        let Events { channel, senders } = events;
        self.own_link(channel, root)?;
        self.note_empty(channel, root)?;
        if root.markup("list").is_some_and(|list| list == "true") {
            *senders = Some(Vec::new());
        }
        self.cx.enter(root.at)?;
        let (mut count, mut seen, mut named) = (0, Seen::default(), true); // a response has no rel of its own
        loop {
            let (before, mark, start) = (self.cx.checkpoint(), self.reader.mark(), self.reader.at());
            let part = self.part(channel, &mut count, &mut seen, &mut named);
            let begin = match part {
                Ok(Part::End) => break,
                Ok(Part::Member) => continue,
                Ok(Part::Sender(sender)) => Ok(sender),
                Err(error) => {
                    self.cx.return_to(before);
                    self.reader.return_to(mark);
                    let may_be_sender = error.code() == Code::Syntax && self.may_be_sender(start);
                    let resume = resume::after_header(self.reader.slice(0, usize::MAX), start).filter(|_| may_be_sender);
                    Err((resume.ok_or_else(|| error.clone())?, error))
                }
            };
            self.sender(start, begin, senders.get_or_insert_default(), visitor)?;
        }
        self.cx.leave();
        Ok(())
    }

    /// A sender's start tag, or something else of a response.
    fn part(&mut self, channel: &mut Channel, count: &mut usize, seen: &mut Seen, named: &mut bool) -> Result<Part, Error> {
        if self.is_ordinary() {
            if self.reader.pass_end() {
                return Ok(Part::End);
            }
            let at = self.reader.at();
            if self.ordinary_member(channel, seen, named) {
                *count += 1;
                self.cx.bound(at, Code::Members, self.cx.limits.members, *count)?;
                return Ok(Part::Member);
            }
            if let Some(LinkTag { rel, href, .. }) = self.ordinary_sender() {
                let (rel, href) = (self.cx.text(rel), self.cx.text(href));
                return Ok(Part::Sender(Sender { rel, href, ..Sender::default() }));
            }
        }
        match self.next()? {
            Token::Start(tag) if tag.name == "sender" && self.is_ours(&tag)? => {
                self.prefixed(&tag)?;
                return Ok(Part::Sender(self.sender_of(&tag)));
            }
            Token::Start(tag) if resume::is_event(tag.name) && self.is_ours(&tag)? => {
                let found = format!("`<{}>`", tag.name);
                return Err(self.cx.error(tag.at, Code::Syntax, Some("`<sender>`".into()), Some(found.as_str().into())));
            }
            Token::Start(tag) => {
                *count += 1;
                self.cx.bound(tag.at, Code::Members, self.cx.limits.members, *count)?;
                note(channel.shape(), &tag, seen);
                if self.is_ours(&tag)? { self.child(channel, &tag, named, seen)? } else { self.foreign(channel, &tag)? }
            }
            Token::Text { at, text } => self.stray_text(channel, at, &text)?,
            Token::End | Token::Eof => return Ok(Part::End),
        }
        Ok(Part::Member)
    }

    /// What the start tag of a sender says.
    fn sender_of(&self, tag: &Tag<'a>) -> Sender {
        let text = |name: &str| tag.attribute(name).map(|text| self.cx.text(text));
        let (rel, href) = (text("rel"), text("href"));
        let absent = Absent { rel: rel.is_none(), href: href.is_none(), events: tag.markup("absent").is_some() };
        let others = tag.others(&["rel", "href"]);
        let extra = others.map(|(name, value)| (self.cx.text(name), Value::String(self.cx.text(value)))).collect();
        Sender { rel: rel.unwrap_or_default(), href: href.unwrap_or_default(), events: Vec::new(), extra, absent }
    }

    /// Whether what broke may have been a sender, or stands between senders. What else a response has cannot be done without.
    fn may_be_sender(&self, start: usize) -> bool {
        let rest = self.reader.slice(start, usize::MAX);
        !["<link", "<property", "<resource"].iter().any(|member| rest.starts_with(member))
    }

    /// The start tag of a sender as servers write it; nothing is read of another one.
    fn ordinary_sender(&mut self) -> Option<LinkTag<'a>> {
        let start = self.reader.at();
        let found = if self.reader.pass(b"<sender rel=\"") { self.rest_of_link() } else { None };
        let found = found.filter(|link| link.title.is_none() && self.reader.pass(b">"));
        match found {
            Some(_) => self.reader.begin("sender"),
            None => self.reader.rewind(start),
        }
        found
    }
}
