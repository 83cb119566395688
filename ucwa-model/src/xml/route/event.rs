//! One event, without its resources.

use super::{
    super::{Scope, Tag, Token, anchor::is_event, events::UNTYPED},
    Item, NAMES, SENDER, Walk, link,
};
use crate::{
    Error, Format,
    context::Context,
    events::{Filter, Routed, RoutedLink},
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

impl<'a> Walk<'a> {
    /// Whether something may be passed over by its end tag: what was passed over in vain is read once more.
    #[inline]
    pub(super) fn is_quick(&self) -> bool {
        self.plain && !self.checked && self.wasted <= self.text.len()
    }

    /// An event as servers write it; `Some(None)` if it is not wanted. Nothing of another one.
    #[inline]
    pub(super) fn quick_event(&mut self, filter: &Filter<'_>) -> Option<Option<Item<'a>>> {
        let start = self.reader.at();
        if !self.is_quick() || !self.reader.pass(b"<") {
            return None;
        }
        let name = self.reader.plain_name();
        if !is_event(name) || !self.reader.pass(b" rel=\"") {
            return None;
        }
        let link = self.rest_of_link()?;
        let status = if self.reader.pass(b" status=\"") { Some(self.reader.plain_value()?.into()) } else { None };
        let (mut in_, mut embedded): (_, &[u8]) = (None, &[]);
        if self.reader.pass(b">") {
            if self.reader.pass(b"<in rel=\"") {
                in_ = Some(self.rest_of_link()?);
                if !(self.reader.pass(b" />") || self.reader.pass(b"/>")) {
                    return None;
                }
            }
            let content = self.reader.at();
            let end = self.end_tag(name, content).filter(|end| self.is_inside_sender(content, *end))?;
            self.reader.rewind(end + "</>".len() + name.len());
            embedded = self.text.as_bytes().get(content..end)?;
        } else if !(self.reader.pass(b" />") || self.reader.pass(b"/>")) {
            return None;
        }
        let wanted = filter.takes_sender(&self.sender.rel) && filter.takes_type(name) && filter.takes_rel(&link.rel);
        if !wanted {
            return Some(None);
        }
        let raw = self.text.as_bytes().get(start..self.reader.at())?;
        Some(Some(Ok(Routed {
            sender: self.sender.clone(),
            event_type: name.into(),
            link,
            in_,
            status,
            format: Format::Xml,
            offset: start + self.places.before(),
            raw,
            embedded,
            scope: Scope::default(),
        })))
    }

    #[inline(always)]
    pub(super) fn rest_of_link(&mut self) -> Option<RoutedLink<'a>> {
        let rel = self.reader.plain_value()?.into();
        if !self.reader.pass(b" href=\"") {
            return None;
        }
        let href = self.reader.plain_value()?.into();
        let title = if self.reader.pass(b" title=\"") { Some(self.reader.plain_value()?.into()) } else { None };
        Some(RoutedLink { rel, href, title })
    }

    /// Whether what ends there ends before its sender: an event that lacks its end tag must not take one from another sender.
    #[inline]
    fn is_inside_sender(&mut self, from: usize, end: usize) -> bool {
        if self.sender_end <= from {
            let tags = NAMES.iter().find(|(name, _)| *name == SENDER).map(|(_, finder)| finder);
            let rest = self.text.as_bytes().get(from..).unwrap_or_default();
            let mut found = tags.into_iter().flat_map(|finder| finder.find_iter(rest)).map(|offset| from + offset);
            let begins = |at: &usize| self.text.as_bytes().get(from..*at).is_some_and(|before| is_tag(before) != Tagged::No);
            self.sender_end = found.find(begins).unwrap_or(usize::MAX);
        }
        end < self.sender_end
    }

    /// Where the end tag of an element is whose content begins at a position; nothing if another element of that name begins before.
    pub(super) fn end_tag(&mut self, name: &str, from: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let (_, finder) = NAMES.iter().find(|(known, _)| *known == name)?;
        for at in finder.find_iter(bytes.get(from..)?).map(|offset| from + offset) {
            match is_tag(bytes.get(from..at)?) {
                Tagged::End if bytes.get(at + name.len()) == Some(&b'>') => return Some(at - "</".len()),
                Tagged::No => {}
                Tagged::Start | Tagged::End => {
                    self.wasted += at - from;
                    return None;
                }
            }
        }
        self.wasted += bytes.len() - from;
        None
    }

    /// Any event whose start tag has been read, by its grammar.
    pub(super) fn any_event(&mut self, cx: &mut Context<'_>, tag: &Tag<'a>) -> Result<Routed<'a>, Error> {
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
            sender: self.sender.clone(),
            event_type: if tag.name == UNTYPED { "" } else { tag.name }.into(),
            link: link(tag),
            in_,
            status: tag.attribute("status").cloned(),
            format: Format::Xml,
            offset: tag.at + self.places.before(),
            raw: self.text.as_bytes().get(tag.at..self.reader.at()).unwrap_or_default(),
            embedded: self.text.as_bytes().get(content..end).unwrap_or_default(),
            scope,
        })
    }
}
