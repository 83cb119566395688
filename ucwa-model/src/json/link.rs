//! Links whose members are plain strings: without escapes, and nothing beside them. One reading of them for resources, events and
//! the routing pass.

use super::Reader;

/// A link as servers write it.
pub(super) struct PlainLink<'a> {
    pub(super) rel: &'a str,
    pub(super) href: &'a str,
    pub(super) title: Option<&'a str>,
}

impl<'a> Reader<'a> {
    /// The rest of a link of which `{"rel":"` has been read: `rel`, `href` and perhaps `title` in this order, without white space, each
    /// of at most this many bytes. After `None` it may have been read in part.
    #[inline(always)]
    pub(super) fn plain_link(&mut self, longest: usize) -> Option<PlainLink<'a>> {
        let rel = self.plain_rest(longest)?;
        let (href, title) = if self.eat(b",\"href\":\"") { self.plain_href(longest)? } else { return None };
        Some(PlainLink { rel, href, title })
    }

    /// The rest of a link of which everything up to the quote of its `href` has been read.
    #[inline(always)]
    pub(super) fn plain_href(&mut self, longest: usize) -> Option<(&'a str, Option<&'a str>)> {
        let href = self.plain_rest(longest)?;
        let title = if self.eat(b",\"title\":\"") { Some(self.plain_rest(longest)?) } else { None };
        self.eat(b"}").then_some((href, title))
    }

    /// The strings of the object at the current position, if it has no other members than these, each at most once, in any order.
    pub(super) fn plain_members(&mut self, names: [&str; 3], longest: usize) -> Option<[Option<&'a str>; 3]> {
        let mut texts = [None; 3];
        let mut commas = self.begin();
        while let Some(key) = self.key(&mut commas).ok()? {
            let index = names.iter().position(|name| *name == key)?;
            self.peek().ok()?;
            let text = self.plain(longest)?;
            if texts.get_mut(index)?.replace(text).is_some() {
                return None;
            }
        }
        Some(texts)
    }
}
