//! The routing pass over a response with bytes that are no text: they break the event in which they stand, not the others.

use std::{borrow::Cow, ops::Range};

use super::{Broken, Places, Routed, RoutedLink, route::Route};
use crate::{Code, Format, format::replace_bytes, json, xml};

/// All that is in a response. `before` bytes stand before the body.
pub(super) fn items(format: Format, body: &[u8], before: usize) -> Vec<Result<Routed<'_>, Broken>> {
    let text = replace_bytes(body);
    let mut route = Route::of_text(format, &text, Places::new(body, before)).checked();
    let mut damaged = Damaged { body, text: &text, before, places: Places::new(body, before), told: 0, outside: None };
    let mut items = Vec::new();
    while let Some(item) = route.next() {
        items.push(damaged.item(format, item));
    }
    if !route.router().is_some_and(|router| router.is_lost())
        && let Some(at) = damaged.outside.or_else(|| damaged.damage(damaged.told..body.len()))
    {
        items.push(Err(damaged.no_text(at..at + 1, at)));
    }
    items
}

/// The body, and text of its length with another character in place of each byte that is no text.
struct Damaged<'a, 't> {
    body: &'a [u8],
    text: &'t str,
    before: usize,
    places: Places<'a>,
    /// How far events have been told of what is no text.
    told: usize,
    /// The first byte outside all events that is no text.
    outside: Option<usize>,
}

impl<'a> Damaged<'a, '_> {
    /// What the text has, as a part of the body.
    fn item(&mut self, format: Format, item: Result<Routed<'_>, Broken>) -> Result<Routed<'a>, Broken> {
        let (offset, length) = match &item {
            Ok(routed) => (routed.offset, routed.raw.len()),
            Err(broken) => (broken.offset(), broken.raw().len()),
        };
        let range = offset - self.before..offset - self.before + length;
        self.outside = self.outside.or_else(|| self.damage(self.told..range.start));
        self.told = self.told.max(range.end);
        if let Some(at) = self.damage(range.clone()) {
            return Err(self.no_text(range, at));
        }
        let routed = item?;
        let text = self.body.get(range.clone()).and_then(|raw| str::from_utf8(raw).ok()).unwrap_or_default();
        let read = match format {
            Format::Json => json::route::event(text),
            Format::Xml => xml::route::event(text, &routed.scope),
        };
        let RoutedLink { rel, href, title } = routed.sender;
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let sender = RoutedLink { rel: owned(rel), href: owned(href), title: title.map(owned) };
        read.map(|read| Routed { sender, offset, ..read })
            .ok_or_else(|| self.places.broken(range.clone(), range.start, Code::Syntax, "an event", "something else"))
    }

    /// Where the body first differs from the text.
    fn damage(&self, range: Range<usize>) -> Option<usize> {
        let (body, text) = (self.body.get(range.clone())?, self.text.as_bytes().get(range.clone())?);
        body.iter().zip(text).position(|(byte, shown)| byte != shown).map(|found| range.start + found)
    }

    fn no_text(&mut self, range: Range<usize>, at: usize) -> Broken {
        let found = self.body.get(at).map(|byte| format!("the byte 0x{byte:02x}")).unwrap_or_default();
        self.places.broken(range, at, Code::Encoding, "UTF-8", &found)
    }
}
