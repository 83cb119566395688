//! One event, without its resources.

use super::{
    super::{Scope, Tag, Token, anchor::is_event, envelope::link, events::UNTYPED},
    NAMES, Route, SENDER,
};
use crate::{
    Error, Format,
    context::Context,
    events::{Item, Routed},
};

/// What stands before a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tagged {
    No,
    Start,
    End,
}

/// Whether a tag begins before a name.
fn is_tag(before: &[u8]) -> Tagged {
    match before {
        [.., b'<', b'/'] => Tagged::End,
        [.., b'<'] => Tagged::Start,
        _ => Tagged::No,
    }
}

impl<'a> Route<'a> {
    /// Whether something may be passed over by its end tag.
    #[inline]
    pub(super) fn is_quick(&self) -> bool {
        self.plain && self.router.is_quick()
    }

    /// For nearly all events: one as servers write it, which is an item if it is wanted. Nothing of another one.
    #[inline]
    pub(super) fn try_fast_event(&mut self, item: &mut Option<Item<'a>>) -> Option<()> {
        let start = self.reader.at();
        if !self.is_quick() || !self.reader.eat(b"<") {
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
            let end = self.end_tag(name, content).filter(|end| self.is_inside_sender(content, *end))?;
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

    /// Whether what ends there ends before its sender: an event that lacks its end tag must not take one from another sender.
    #[inline]
    fn is_inside_sender(&mut self, from: usize, end: usize) -> bool {
        if self.sender_end <= from {
            let tags = NAMES.iter().find(|(name, _)| *name == SENDER).map(|(_, finder)| finder);
            let rest = self.router.text.as_bytes().get(from..).unwrap_or_default();
            let mut found = tags.into_iter().flat_map(|finder| finder.find_iter(rest)).map(|offset| from + offset);
            let begins =
                |at: &usize| self.router.text.as_bytes().get(from..*at).is_some_and(|before| is_tag(before) != Tagged::No);
            self.sender_end = found.find(begins).unwrap_or(usize::MAX);
        }
        end < self.sender_end
    }

    /// Where the end tag of an element is whose content begins at a position; nothing if another element of that name begins before.
    pub(super) fn end_tag(&mut self, name: &str, from: usize) -> Option<usize> {
        let bytes = self.router.text.as_bytes();
        let (_, finder) = NAMES.iter().find(|(known, _)| *known == name)?;
        for at in finder.find_iter(bytes.get(from..)?).map(|offset| from + offset) {
            match is_tag(bytes.get(from..at)?) {
                Tagged::End if bytes.get(at + name.len()) == Some(&b'>') => return Some(at - "</".len()),
                Tagged::No => {}
                Tagged::Start | Tagged::End => {
                    self.router.wasted += at - from;
                    return None;
                }
            }
        }
        self.router.wasted += bytes.len() - from;
        None
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
