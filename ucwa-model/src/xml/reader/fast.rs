//! What fast paths are made of: reading what is as servers write it.

use std::borrow::Cow;

use super::{Ahead, Reader, misc::USUAL, scope::Declared};
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
    pub(crate) href: Option<Cow<'a, str>>,
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
        (self.open, self.declared) = (Vec::with_capacity(LEVELS), vec![Declared::default_namespace()]);
        self.open.push(("events", 0));
        Some(RootTag { at, href })
    }

    fn root(&mut self, limits: &Limits) -> Option<Option<Cow<'a, str>>> {
        let mut ahead = self.ahead();
        if self.started || !ahead.eat(b"<events") {
            return None;
        }
        let (mut declared, mut href) = (false, None);
        loop {
            if !declared && ahead.eat(NAMESPACE) {
                declared = true;
            } else if href.is_none() && ahead.eat(b" href=\"") {
                href = Some(ahead.value(limits.text)?);
            } else {
                break;
            }
        }
        let allowed = UCWA.len() <= limits.text && limits.attributes >= 2 && limits.declarations >= 1;
        if !declared || !allowed || !ahead.eat(b">") {
            return None;
        }
        self.go_on(ahead);
        Some(href)
    }

    /// Reads exactly these bytes, if they come next.
    #[inline(always)]
    pub(crate) fn eat<const N: usize>(&mut self, expected: &[u8; N]) -> bool {
        self.read(|ahead| ahead.eat(expected))
    }

    /// An attribute's value that means what is written, and its closing quote.
    #[inline(always)]
    pub(crate) fn plain_value(&mut self) -> Option<&'a str> {
        self.read(|ahead| ahead.plain_value(usize::MAX))
    }

    /// The attributes of a link after the quote of its rel, each of at most `longest` bytes.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn rest_of_link(&mut self, longest: usize) -> Option<LinkTag<'a>> {
        self.read(|ahead| ahead.rest_of_link(longest))
    }

    /// The end of the start tag of an element without content.
    #[inline(always)]
    pub(crate) fn eat_empty(&mut self) -> bool {
        self.read(Ahead::eat_empty)
    }

    /// Notes that an element has begun, whose start tag has been read and declared nothing.
    #[inline]
    pub(crate) fn begin(&mut self, name: &'a str) {
        self.open.push((name, self.declared.len()));
    }

    /// Reads the end tag of the innermost element, if it comes next.
    #[inline(always)]
    pub(crate) fn eat_end(&mut self) -> bool {
        let rest = self.bytes().get(self.at..).and_then(|rest| rest.strip_prefix(b"</"));
        rest.is_some_and(|rest| self.eat_name_of_end(rest))
    }

    fn eat_name_of_end(&mut self, rest: &[u8]) -> bool {
        let Some((name, _)) = self.open.last() else { return false };
        let Some((found, [b'>', rest @ ..])) = rest.split_at_checked(name.len()) else { return false };
        let found = scan::same(found, name.as_bytes());
        if found {
            self.at = self.text.len() - rest.len();
            self.close();
        }
        found
    }

    /// A name that is made of letters.
    #[inline]
    pub(crate) fn plain_name(&mut self) -> &'a str {
        self.read(Ahead::plain_name)
    }

    /// Whether the start tag of an event comes next, as far as its first letters tell.
    #[inline]
    pub(crate) fn begins_event(&self) -> bool {
        let rest = self.bytes().get(self.at..).unwrap_or_default();
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
