//! [`Ahead`], from where fast paths read: what they have read counts once the reader goes on behind it.

use std::borrow::Cow;

use super::{super::characters::special, LinkTag, Reader};
use crate::scan;

/// A place in the text. It is small and has no address, so it stays in registers.
#[derive(Clone, Copy)]
pub(crate) struct Ahead<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    /// The current position.
    #[inline(always)]
    pub(crate) fn ahead(&self) -> Ahead<'a> {
        Ahead { text: self.text, at: self.at }
    }

    /// Goes on behind what has been read ahead.
    #[inline(always)]
    pub(crate) fn go_on(&mut self, ahead: Ahead<'a>) {
        self.at = ahead.at;
    }

    /// Reads here and now.
    #[inline(always)]
    pub(super) fn read<T>(&mut self, read: impl FnOnce(&mut Ahead<'a>) -> T) -> T {
        let mut ahead = self.ahead();
        let read = read(&mut ahead);
        self.at = ahead.at;
        read
    }
}

impl<'a> Ahead<'a> {
    #[inline(always)]
    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// The text up to a position. In two steps, which are short enough to stand here.
    #[inline(always)]
    fn up_to(&self, end: usize) -> Option<&'a str> {
        self.text.get(..end)?.get(self.at..)
    }

    /// Reads exactly these bytes, if they come next.
    #[inline(always)]
    pub(crate) fn eat<const N: usize>(&mut self, expected: &[u8; N]) -> bool {
        let found = self.bytes().get(self.at..).and_then(<[u8]>::first_chunk) == Some(expected);
        self.at += if found { N } else { 0 };
        found
    }

    /// Reads a text, if it comes next.
    #[inline(always)]
    pub(crate) fn eat_text(&mut self, expected: &str) -> bool {
        let found = self.bytes().get(self.at..).and_then(|rest| rest.get(..expected.len()));
        let found = found.is_some_and(|found| scan::same(found, expected.as_bytes()));
        self.at += if found { expected.len() } else { 0 };
        found
    }

    /// An attribute's value that means what is written, and its closing quote, of at most `longest` bytes.
    #[inline(always)]
    pub(crate) fn plain_value(&mut self, longest: usize) -> Option<&'a str> {
        let end = special::<b'"', b'"'>(self.bytes(), self.at);
        if self.bytes().get(end) != Some(&b'"') {
            return None;
        }
        let value = self.up_to(end).filter(|value| value.len() <= longest)?;
        self.at = end + 1;
        Some(value)
    }

    /// An attribute's value in which ampersands may stand, as in many a query.
    #[inline(always)]
    pub(crate) fn value(&mut self, longest: usize) -> Option<Cow<'a, str>> {
        match self.plain_value(longest) {
            Some(value) => Some(Cow::Borrowed(value)),
            None => self.value_with_ampersands(longest).map(Cow::Owned),
        }
    }

    #[inline(never)]
    fn value_with_ampersands(&mut self, longest: usize) -> Option<String> {
        let (start, mut value) = (self.at, String::new());
        loop {
            let end = special::<b'"', b'"'>(self.bytes(), self.at);
            value.push_str(self.up_to(end)?);
            self.at = end;
            if self.eat(b"\"") {
                return (end - start <= longest).then_some(value);
            }
            if !self.eat(b"&amp;") {
                return None;
            }
            value.push('&');
        }
    }

    /// The attributes of a link after the quote of its rel, each of at most `longest` bytes.
    #[inline(always)]
    pub(crate) fn rest_of_link(&mut self, longest: usize) -> Option<LinkTag<'a>> {
        let rel = self.plain_value(longest)?;
        let href = if self.eat(b" href=\"") { self.plain_value(longest)? } else { return None };
        Some(LinkTag { rel, href, title: self.title(longest)? })
    }

    /// A title, if one comes next.
    #[inline(always)]
    pub(crate) fn title(&mut self, longest: usize) -> Option<Option<&'a str>> {
        Some(if self.eat(b" title=\"") { Some(self.plain_value(longest)?) } else { None })
    }

    /// The end of the start tag of an element without content.
    #[inline(always)]
    pub(crate) fn eat_empty(&mut self) -> bool {
        self.eat(b" />") || self.eat(b"/>")
    }

    /// Text that means what is written, up to markup, of at most `longest` bytes.
    #[inline(always)]
    pub(crate) fn plain_text(&mut self, longest: usize) -> Option<&'a str> {
        let end = special::<b']', b']'>(self.bytes(), self.at);
        if self.bytes().get(end) != Some(&b'<') {
            return None;
        }
        let text = self.up_to(end).filter(|text| text.len() <= longest)?;
        self.at = end;
        Some(text)
    }

    /// Such a text that is all of a property, and the end tag.
    #[inline(always)]
    pub(crate) fn rest_of_property(&mut self, longest: usize) -> Option<&'a str> {
        let text = self.plain_text(longest)?;
        self.eat(b"</property>").then_some(text)
    }

    /// A name that is made of letters.
    #[inline(always)]
    pub(crate) fn plain_name(&mut self) -> &'a str {
        let rest = self.bytes().get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let name = self.up_to(self.at + length).unwrap_or_default();
        self.at += length;
        name
    }
}
