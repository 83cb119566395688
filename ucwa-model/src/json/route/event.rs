//! One event, without its resources.

use std::borrow::Cow;

use super::{
    super::{Kind, Reader, link::PlainLink, skip::container_end, token::Fault},
    Route,
};
use crate::{
    Format,
    events::{Routed, RoutedLink},
    xml::Scope,
};

/// The members that are read. Of those that come again the first counts.
const MEMBERS: [&str; 5] = ["link", "in", "type", "status", "_embedded"];

/// Why something could not be read.
#[derive(Clone, Copy)]
pub(super) enum Lost {
    /// It breaks the grammar.
    Fault(Fault),
    /// It is no object.
    NoObject(usize, Kind),
}

impl From<Fault> for Lost {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What is read of an event as servers write it. It is small and plain, so that the event itself is only made where it is given out.
pub(super) struct Quick<'a> {
    pub(super) event_type: &'a str,
    pub(super) link: PlainLink<'a>,
    in_: Option<PlainLink<'a>>,
    status: Option<&'a str>,
    raw: &'a [u8],
    embedded: &'a [u8],
}

impl<'a> From<PlainLink<'a>> for RoutedLink<'a> {
    #[inline(always)]
    fn from(PlainLink { rel, href, title }: PlainLink<'a>) -> Self {
        Self { rel: rel.into(), href: href.into(), title: title.map(Cow::from) }
    }
}

impl<'a> Quick<'a> {
    #[inline(always)]
    pub(super) fn routed(self, sender: &RoutedLink<'a>, offset: usize) -> Routed<'a> {
        let Self { event_type, link, in_, status, raw, embedded } = self;
        Routed {
            sender: sender.clone(),
            event_type: Some(event_type.into()),
            link: link.into(),
            in_: in_.map(RoutedLink::from),
            status: status.map(Cow::from),
            format: Format::Json,
            offset,
            raw,
            embedded,
            scope: Scope::default(),
        }
    }
}

impl<'a> Route<'a> {
    /// For nearly all events: one as servers write it, nothing escaped, no white space, the links before the resources and the rest
    /// behind them; the list ends behind it or goes on.
    #[inline(always)]
    pub(super) fn try_fast_event(&mut self, start: usize) -> Option<Quick<'a>> {
        let mut furthest = start;
        let event = self.read_quick(start, &mut furthest);
        let goes_on = matches!(self.router.text.as_bytes().get(self.reader.at()..), Some([b']', ..] | [b',', b'{', ..]));
        if event.is_none() || !goes_on {
            self.router.wasted += furthest - start;
            return None;
        }
        event
    }

    #[inline(always)]
    fn read_quick(&mut self, start: usize, furthest: &mut usize) -> Option<Quick<'a>> {
        let bytes = self.router.text.as_bytes();
        if !self.reader.eat(b"{\"link\":{\"rel\":\"") {
            return None;
        }
        let link = self.reader.plain_link(usize::MAX)?;
        let in_ = if self.reader.eat(b",\"in\":{\"rel\":\"") { Some(self.reader.plain_link(usize::MAX)?) } else { None };
        let mut embedded: &[u8] = &[];
        let mut status = self.try_fast_status()?;
        if self.reader.eat(b",\"_embedded\":") {
            let at = self.reader.at();
            if bytes.get(at) != Some(&b'{') {
                return None;
            }
            *furthest = bytes.len();
            let end = container_end(bytes, at)?;
            *furthest = end;
            embedded = bytes.get(at..end)?;
            self.reader.reset(end);
        }
        if status.is_none() {
            status = self.try_fast_status()?;
        }
        if !self.reader.eat(b",\"type\":\"") {
            return None;
        }
        let event_type = self.reader.plain_rest(usize::MAX)?;
        if !self.reader.eat(b"}") {
            return None;
        }
        let raw = bytes.get(start..self.reader.at())?;
        Some(Quick { event_type, link, in_, status, raw, embedded })
    }

    #[inline(always)]
    fn try_fast_status(&mut self) -> Option<Option<&'a str>> {
        if self.reader.eat(b",\"status\":\"") { self.reader.plain_rest(usize::MAX).map(Some) } else { Some(None) }
    }

    /// Any event, by its grammar. Of members that come again the first counts, as for the decoder.
    pub(super) fn event(&mut self) -> Result<Routed<'a>, Lost> {
        let start = self.reader.at();
        let reader = &mut self.reader;
        let kind = reader.peek()?;
        if kind != Kind::Object {
            return Err(Lost::NoObject(start, kind));
        }
        let (mut event_type, mut link, mut in_, mut status, mut embedded) = (None, None, None, None, None);
        let (mut commas, mut seen) = (reader.begin(), [false; MEMBERS.len()]);
        while let Some(key) = reader.key(&mut commas)? {
            let kind = reader.peek()?;
            let member = MEMBERS.iter().position(|member| *member == key).and_then(|index| seen.get_mut(index));
            let again = member.is_none_or(|seen| std::mem::replace(seen, true));
            match (&*key, kind) {
                _ if again => reader.skip_value()?,
                ("link", Kind::Object) => link = Some(read_link(reader)?),
                ("in", Kind::Object) => in_ = Some(read_link(reader)?),
                ("type", Kind::String) => event_type = Some(reader.string()?),
                ("status", Kind::String) => status = Some(reader.string()?),
                ("_embedded", Kind::Object) => {
                    let at = reader.at();
                    reader.skip_value()?;
                    embedded = self.router.text.as_bytes().get(at..reader.at());
                }
                _ => reader.skip_value()?,
            }
        }
        let end = reader.at();
        Ok(Routed {
            sender: self.router.sender.clone(),
            event_type,
            link: link.unwrap_or_default(),
            in_,
            status,
            format: Format::Json,
            offset: self.router.offset(start),
            raw: self.router.text.as_bytes().get(start..end).unwrap_or_default(),
            embedded: embedded.unwrap_or_default(),
            scope: Scope::default(),
        })
    }
}

/// A link of an event. Its first rel and title count, and its first href that is not empty.
fn read_link<'a>(reader: &mut Reader<'a>) -> Result<RoutedLink<'a>, Fault> {
    let (mut rel, mut href, mut title) = (None, None, None);
    let mut commas = reader.begin();
    while let Some(key) = reader.key(&mut commas)? {
        let slot = match (&*key, reader.peek()?) {
            ("rel", Kind::String) => &mut rel,
            ("href", Kind::String) => &mut href,
            ("title", Kind::String) => &mut title,
            _ => {
                reader.skip_value()?;
                continue;
            }
        };
        let text = reader.string()?;
        if slot.is_none() && !(text.is_empty() && *key == *"href") {
            *slot = Some(text);
        }
    }
    Ok(RoutedLink { rel: rel.unwrap_or_default(), href: href.unwrap_or_default(), title })
}
