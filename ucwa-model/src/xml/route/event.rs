//! One event, without its resources.

use memchr::memmem;

use super::{
    super::{
        Scope, Token,
        events::UNTYPED,
        resume::{EVENT_END, SENDER_END, is_event, never_ends},
    },
    ENDS, Inside, SENDER, Walk, end_tag, link,
};
use crate::{
    Error, Format,
    events::{Filter, Routed, RoutedLink},
};

impl<'a> Walk<'a> {
    /// An event as servers write it; `Some(None)` if it is not wanted.
    #[inline]
    pub(super) fn ordinary_event(&mut self, filter: &Filter<'a>) -> Option<Option<Routed<'a>>> {
        let start = self.reader.at();
        if !self.plain || !self.reader.is_ordinary() || !self.reader.pass(b"<") {
            return None;
        }
        let name = self.reader.plain_name();
        if matches!(name, "property" | "propertyList" | SENDER) || !self.reader.pass(b" rel=\"") {
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
            embedded = self.bytes.get(content..end)?;
        } else if !(self.reader.pass(b" />") || self.reader.pass(b"/>")) {
            return None;
        }
        if !filter.takes_type(name) || !filter.takes_rel(&link.rel) {
            return Some(None);
        }
        let raw = self.bytes.get(start..self.reader.at())?;
        let scope = Scope::default();
        Some(Some(Routed {
            sender: self.sender.clone(),
            event_type: name.into(),
            link,
            in_,
            status,
            format: Format::Xml,
            raw,
            embedded,
            scope,
        }))
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
            self.sender_end = self.end_tag(SENDER, from).unwrap_or(usize::MAX);
        }
        end < self.sender_end
    }

    /// Where the next end tag of a name is.
    pub(super) fn end_tag(&mut self, name: &'a str, from: usize) -> Option<usize> {
        if self.endless == name {
            return None;
        }
        let rest = self.bytes.get(from..)?;
        let length = match ENDS.iter().find(|(known, _)| *known == name) {
            Some((_, finder)) => finder.find(rest),
            None => memmem::find(rest, end_tag(name).as_bytes()),
        };
        if length.is_none() {
            self.endless = name;
        }
        length.map(|length| from + length)
    }

    /// Any event: its grammar is read. `None` if it is none, or the last one has been.
    pub(super) fn any_event(&mut self) -> Result<Option<Routed<'a>>, Error> {
        let (mut cx, start) = (self.context(), self.reader.at());
        let tag = match self.reader.next(&mut cx)? {
            Token::Start(tag) if matches!(tag.name, "property" | "propertyList") => {
                self.reader.skip(&mut cx)?;
                return Ok(None);
            }
            Token::Start(tag) if tag.name == SENDER => return Err(never_ends(&mut cx, SENDER_END, &tag)),
            Token::Start(tag) => tag,
            Token::Text { .. } => return Ok(None),
            Token::End | Token::Eof => {
                self.inside = Inside::Response;
                return Ok(None);
            }
        };
        let scope = self.reader.scope();
        let content = self.reader.at();
        let mut in_ = None;
        let end = loop {
            let end = self.reader.at();
            match self.reader.next(&mut cx)? {
                Token::Start(child) if is_event(child.name) => return Err(never_ends(&mut cx, EVENT_END, &child)),
                Token::Start(child) => {
                    in_ = in_.or((child.name == "in").then(|| link(&child)));
                    self.reader.skip(&mut cx)?;
                }
                Token::Text { .. } => {}
                Token::End | Token::Eof => break end,
            }
        };
        let event_type = if tag.name == UNTYPED { "" } else { tag.name };
        Ok(Some(Routed {
            sender: self.sender.clone(),
            event_type: event_type.into(),
            link: link(&tag),
            in_,
            status: tag.attribute("status").cloned(),
            format: Format::Xml,
            raw: self.bytes.get(start..self.reader.at()).unwrap_or_default(),
            embedded: self.bytes.get(content..end).unwrap_or_default(),
            scope,
        }))
    }
}
