//! One event, without its resources.

use super::{
    super::{Scope, Tag, Token, anchor::is_event, envelope::link, events::UNTYPED},
    Route, SENDER,
};
use crate::{
    Error, Format,
    context::Context,
    events::{Item, Routed},
    scan,
};

/// Whether a tag at a position tells who passes over the content of an element that he must stop: it begins or ends an element of that
/// name or a sender, or it is none, but a comment, a CDATA section or an instruction, in which a tag would be none.
#[inline]
fn stops(bytes: &[u8], at: usize, name: &str) -> bool {
    let is = |rest: &[u8], name: &str| rest.first() == name.as_bytes().first() && rest.starts_with(name.as_bytes());
    match bytes.get(at + 1..) {
        Some([b'!' | b'?', ..]) => true,
        Some([b'/', rest @ ..] | rest) => is(rest, name) || is(rest, SENDER),
        None => false,
    }
}

impl<'a> Route<'a> {
    /// For nearly all events: one as servers write it, which is an item if it is wanted. Nothing of another one.
    #[inline]
    pub(super) fn try_fast_event(&mut self, item: &mut Option<Item<'a>>) -> Option<()> {
        let start = self.reader.at();
        if !self.router.is_quick() || !self.reader.eat(b"<") {
            return None;
        }
        let name = self.reader.plain_name();
        if !is_event(name) || !self.reader.eat(b" rel=\"") {
            return None;
        }
        let link = self.reader.rest_of_link(usize::MAX)?;
        let status = if self.reader.eat(b" status=\"") { Some(self.reader.plain_value()?.into()) } else { None };
        let (mut in_, mut embedded): (_, &[u8]) = (None, &[]);
        if self.reader.eat(b">") {
            if self.reader.eat(b"<in rel=\"") {
                in_ = Some(self.reader.rest_of_link(usize::MAX)?.into());
                if !self.reader.eat_empty() {
                    return None;
                }
            }
            let content = self.reader.at();
            let end = self.end_tag(name, content)?;
            self.reader.rewind(end + "</>".len() + name.len());
            embedded = self.router.text.as_bytes().get(content..end)?;
        } else if !self.reader.eat_empty() {
            return None;
        }
        if !self.router.takes(name, link.rel) {
            return Some(());
        }
        let raw = self.router.text.as_bytes().get(start..self.reader.at())?;
        *item = Some(Ok(Routed {
            sender: self.router.sender.clone(),
            event_type: Some(name.into()),
            link: link.into(),
            in_,
            status,
            format: Format::Xml,
            offset: self.router.offset(start),
            raw,
            embedded,
            scope: Scope::default(),
        }));
        Some(())
    }

    /// Where the end tag of an element is whose content begins at a position; nothing if something else stands before it that stops
    /// the search.
    pub(super) fn end_tag(&mut self, name: &str, from: usize) -> Option<usize> {
        let bytes = self.router.text.as_bytes();
        let found = scan::find(bytes, from, b'<', |at| stops(bytes, at, name));
        let end = found.filter(|at| {
            let rest = bytes.get(*at..).unwrap_or_default();
            rest.strip_prefix(b"</")
                .and_then(|rest| rest.strip_prefix(name.as_bytes()))
                .is_some_and(|rest| rest.starts_with(b">"))
        });
        if end.is_none() {
            self.router.wasted += found.unwrap_or(bytes.len()) - from;
        }
        end
    }

    /// Any event whose start tag has been read, by its grammar.
    pub(super) fn event(&mut self, cx: &mut Context<'_>, tag: &Tag<'a>) -> Result<Routed<'a>, Error> {
        let (scope, content) = (self.reader.scope(), self.reader.at());
        let mut in_ = None;
        let end = loop {
            let end = self.reader.at();
            match self.reader.next(cx)? {
                Token::Start(child) => {
                    in_ = in_.or((child.name == "in" && self.is_ours(&child)).then(|| link(&child)));
                    self.reader.skip(cx)?;
                }
                Token::Text { .. } => {}
                Token::End | Token::Eof => break end,
            }
        };
        Ok(Routed {
            sender: self.router.sender.clone(),
            event_type: (tag.name != UNTYPED).then(|| tag.name.into()),
            link: link(tag),
            in_,
            status: tag.attribute("status").cloned(),
            format: Format::Xml,
            offset: self.router.offset(tag.at),
            raw: self.router.text.as_bytes().get(tag.at..self.reader.at()).unwrap_or_default(),
            embedded: self.router.text.as_bytes().get(content..end).unwrap_or_default(),
            scope,
        })
    }
}
