//! One event, without its resources.

use std::borrow::Cow;

use super::{
    super::{
        Kind, Reader, resume,
        skip::{container_end, value_end},
        token::{Fault, Source},
    },
    EVENT, Lost, OBJECT, Walk,
};
use crate::{
    Format, Limits,
    events::{Routed, RoutedLink},
    xml::Scope,
};

/// What is read of an event as servers write it. It is small and plain, so that the event itself is only made where it is given out.
pub(super) struct Ordinary<'a> {
    pub(super) event_type: &'a str,
    pub(super) link: OrdinaryLink<'a>,
    in_: Option<OrdinaryLink<'a>>,
    status: Option<&'a str>,
    raw: &'a [u8],
    embedded: &'a [u8],
}

pub(super) struct OrdinaryLink<'a> {
    pub(super) rel: &'a str,
    href: &'a str,
    title: Option<&'a str>,
}

impl<'a> From<OrdinaryLink<'a>> for RoutedLink<'a> {
    #[inline(always)]
    fn from(OrdinaryLink { rel, href, title }: OrdinaryLink<'a>) -> Self {
        Self { rel: rel.into(), href: href.into(), title: title.map(Cow::from) }
    }
}

impl<'a> Ordinary<'a> {
    #[inline(always)]
    pub(super) fn routed(self, sender: &RoutedLink<'a>) -> Routed<'a> {
        let Self { event_type, link, in_, status, raw, embedded } = self;
        Routed {
            sender: sender.clone(),
            event_type: event_type.into(),
            link: link.into(),
            in_: in_.map(RoutedLink::from),
            status: status.map(Cow::from),
            format: Format::Json,
            raw,
            embedded,
            scope: Scope::default(),
        }
    }
}

impl<'a> Walk<'a> {
    /// An event as servers write it: nothing escaped, no white space, the links before the resources and the rest behind them.
    #[inline(always)]
    pub(super) fn ordinary_event(&mut self) -> Option<Ordinary<'a>> {
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
        let event_type = self.rest_of_plain()?;
        if !self.pass(b"}") {
            return None;
        }
        let raw = self.bytes.get(start..self.at)?;
        Some(Ordinary { event_type, link, in_, status, raw, embedded })
    }

    #[inline(always)]
    fn ordinary_status(&mut self) -> Option<Option<&'a str>> {
        if self.pass(b",\"status\":\"") { self.rest_of_plain().map(Some) } else { Some(None) }
    }

    #[inline(always)]
    fn ordinary_link(&mut self) -> Option<OrdinaryLink<'a>> {
        let rel = self.rest_of_plain()?;
        if !self.pass(b",\"href\":\"") {
            return None;
        }
        let href = self.rest_of_plain()?;
        let title = if self.pass(b",\"title\":\"") { Some(self.rest_of_plain()?) } else { None };
        self.pass(b"}").then_some(OrdinaryLink { rel, href, title })
    }

    /// Where an event ends, by its brackets. Once some have been looked to the end for in vain, the grammar is read, which stops where
    /// it breaks.
    fn event_end(&mut self, start: usize) -> Result<usize, Lost> {
        const PATIENCE: usize = 16;
        if self.endless < PATIENCE {
            if let Some(end) = container_end(self.bytes, start) {
                return Ok(end);
            }
            self.endless += 1;
        }
        self.read_to_end(start)
    }

    /// Any event: its grammar is read but for the resources.
    pub(super) fn any_event(&mut self) -> Result<Routed<'a>, Lost> {
        let start = self.at;
        let end = match self.bytes.get(start) {
            Some(b'{') => self.event_end(start)?,
            _ => return Err(Lost { at: start, expected: OBJECT }),
        };
        let raw = self.bytes.get(start..end).unwrap_or_default();
        let text = str::from_utf8(raw).map_err(|error| Lost { at: start + error.valid_up_to(), expected: "UTF-8" })?;
        let routed = read_event(text, raw).map_err(|fault| Lost { at: start + fault.at, expected: fault.expected })?;
        self.at = end;
        Ok(Routed { sender: self.sender.clone(), ..routed })
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
            ("events", Kind::Array) if routed.link.href.is_empty() && routed.event_type.is_empty() => {
                return Err(Fault { at: reader.at(), expected: EVENT });
            }
            _ => pass_over(&mut reader, raw)?,
        }
    }
    reader.end()?;
    Ok(routed)
}

pub(super) fn pass_over(reader: &mut Reader<'_>, bytes: &[u8]) -> Result<(), Fault> {
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
