//! What fast paths are made of: reading what is as servers write it.

use super::{super::characters::special, Reader, misc::USUAL, scope::Declared};
use crate::{Limits, scan, xml::UCWA};

/// The namespace of a response.
const NAMESPACE: &[u8; 54] = b" xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"";

/// Elements of most responses are no deeper.
const LEVELS: usize = 8;

/// The attributes of an element that is a link: rel, href and perhaps a title.
#[derive(Clone, Copy)]
pub(crate) struct LinkTag<'a> {
    pub(crate) rel: &'a str,
    pub(crate) href: &'a str,
    pub(crate) title: Option<&'a str>,
}

/// The start tag of a response as servers write it: where it begins, and its href.
pub(crate) struct RootTag<'a> {
    pub(crate) at: usize,
    pub(crate) href: Option<&'a str>,
}

impl<'a> Reader<'a> {
    /// Whether a fast path may be tried here: names without a prefix are UCWA's, and the element that began last has content.
    #[inline]
    pub(crate) fn fast_path_applies(&self) -> bool {
        self.ucwa && !self.empty
    }

    /// For small responses: the start tag of one that declares the default namespace, and has perhaps an href. The declaration of XML
    /// may stand before it.
    pub(crate) fn try_fast_root(&mut self, limits: &Limits) -> Option<RootTag<'a>> {
        let start = self.at;
        if start == 0 {
            self.eat(USUAL);
        }
        let at = self.at;
        let Some(href) = self.root(limits) else {
            self.at = start;
            return None;
        };
        self.started = true;
        self.ucwa = true;
        self.open.reserve(LEVELS);
        self.begin("events");
        self.declared.push(Declared::default_namespace());
        Some(RootTag { at, href })
    }

    fn root(&mut self, limits: &Limits) -> Option<Option<&'a str>> {
        if self.started || !self.eat(b"<events") {
            return None;
        }
        let (mut declared, mut href) = (false, None);
        loop {
            if !declared && self.eat(NAMESPACE) {
                declared = true;
            } else if href.is_none() && self.eat(b" href=\"") {
                href = Some(self.plain_value()?);
            } else {
                break;
            }
        }
        let longest = href.map_or(0, str::len).max(UCWA.len());
        let allowed = longest <= limits.text && limits.attributes >= 2 && limits.declarations >= 1;
        (declared && allowed && self.eat(b">")).then_some(href)
    }

    /// Reads exactly these bytes, if they come next.
    #[inline(always)]
    pub(crate) fn eat<const N: usize>(&mut self, expected: &[u8; N]) -> bool {
        let found = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk) == Some(expected);
        self.at += if found { N } else { 0 };
        found
    }

    /// Reads a text, if it comes next.
    #[inline(always)]
    pub(crate) fn eat_text(&mut self, expected: &str) -> bool {
        let end = self.at + expected.len();
        let found = self.bytes.get(self.at..end).is_some_and(|found| scan::same(found, expected.as_bytes()));
        self.at = if found { end } else { self.at };
        found
    }

    /// An attribute's value that means what is written, and its closing quote.
    #[inline(always)]
    pub(crate) fn plain_value(&mut self) -> Option<&'a str> {
        let end = special::<b'"', b'"'>(self.bytes, self.at);
        if self.bytes.get(end) != Some(&b'"') {
            return None;
        }
        let value = self.text.get(self.at..end);
        self.at = end + 1;
        value
    }

    /// The attributes of a link after the quote of its rel, each at most `longest` bytes.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn rest_of_link(&mut self, longest: usize) -> Option<LinkTag<'a>> {
        let short = |value: &&str| value.len() <= longest;
        let rel = self.plain_value().filter(short)?;
        let (href, title) = self.rest_of_href(longest)?;
        Some(LinkTag { rel, href, title })
    }

    /// The attributes of a link after its rel: its href, and perhaps a title.
    #[inline(always)]
    pub(crate) fn rest_of_href(&mut self, longest: usize) -> Option<(&'a str, Option<&'a str>)> {
        let short = |value: &&str| value.len() <= longest;
        let href = if self.eat(b" href=\"") { self.plain_value().filter(short)? } else { return None };
        let title = if self.eat(b" title=\"") { Some(self.plain_value().filter(short)?) } else { None };
        Some((href, title))
    }

    /// The end of the start tag of an element without content.
    #[inline(always)]
    pub(crate) fn eat_empty(&mut self) -> bool {
        self.eat(b" />") || self.eat(b"/>")
    }

    /// Text that means what is written, up to markup.
    #[inline(always)]
    pub(crate) fn plain_text(&mut self) -> Option<&'a str> {
        let end = special::<b']', b']'>(self.bytes, self.at);
        if self.bytes.get(end) != Some(&b'<') {
            return None;
        }
        let text = self.text.get(self.at..end);
        self.at = end;
        text
    }

    /// Notes that an element has begun, whose start tag has been read and declared nothing.
    #[inline]
    pub(crate) fn begin(&mut self, name: &'a str) {
        self.open.push((name, self.declared.len()));
    }

    /// Reads the end tag of the innermost element, if it comes next.
    #[inline(always)]
    pub(crate) fn eat_end(&mut self) -> bool {
        self.eat(b"</") && self.eat_name_of_end()
    }

    fn eat_name_of_end(&mut self) -> bool {
        let start = self.at - "</".len();
        let found = self.open.last().copied().is_some_and(|(name, _)| self.eat_text(name)) && self.eat(b">");
        if found {
            self.close();
        } else {
            self.at = start;
        }
        found
    }

    /// A name that is made of letters.
    #[inline]
    pub(crate) fn plain_name(&mut self) -> &'a str {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let name = self.slice(self.at, self.at + length);
        self.at += length;
        name
    }

    /// Whether the start tag of an event comes next, as far as its first letters tell.
    #[inline]
    pub(crate) fn begins_event(&self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        rest.first() == Some(&b'<')
            && rest.get(1).is_some_and(u8::is_ascii_alphabetic)
            && !rest.starts_with(b"<property")
            && !rest.starts_with(b"<sender")
    }

    /// Reads what is left of an end tag behind its name.
    pub(crate) fn eat_tag_end(&mut self) {
        self.skip_space();
        self.eat(b">");
    }

    pub(crate) fn rewind(&mut self, at: usize) {
        self.at = at;
    }
}
