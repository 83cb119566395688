//! Fast paths: elements and links as a whole. They write nothing, and say so, if XML cannot carry a text, or where the limits of
//! start tags are tight; the links and properties of a resource are then written piece by piece.

use super::Writer;
use crate::{Error, Link, context::At};

impl Writer {
    /// A property of the schema. `opening` is its start tag.
    #[inline]
    pub(crate) fn property(&mut self, at: &At<'_>, opening: &'static str, text: &str) -> Result<bool, Error> {
        if text.is_empty() {
            return Ok(false);
        }
        self.whole(at, |writer| {
            writer.out.push_str(opening);
            let carried = writer.carry(at, text, false)?;
            writer.out.push_str("</property>");
            Ok(carried)
        })
    }

    /// A link with no more than an href and a title. `opening` is its start tag up to the href.
    #[inline]
    pub(crate) fn link(&mut self, at: &At<'_>, opening: &'static str, link: &Link) -> Result<bool, Error> {
        if link.href.is_empty() || !link.is_simple() {
            return Ok(false);
        }
        self.whole(at, |writer| {
            writer.out.push_str(opening);
            let carried = writer.carry(at, &link.href, true)? && writer.title(at, link)?;
            writer.out.push_str("\" />");
            Ok(carried)
        })
    }

    /// A link with a rel of its own. `opening` is its start tag up to the rel.
    #[inline]
    pub(crate) fn rel_link(&mut self, at: &At<'_>, opening: &'static str, rel: &str, link: &Link) -> Result<bool, Error> {
        self.whole(at, |writer| {
            writer.out.push_str(opening);
            let carried = writer.carry(at, rel, true)? && writer.href_and_title(at, link)?;
            writer.out.push_str("\" />");
            Ok(carried)
        })
    }

    /// Writes a child, or nothing.
    #[inline]
    fn whole(&mut self, at: &At<'_>, write: impl FnOnce(&mut Self) -> Result<bool, Error>) -> Result<bool, Error> {
        if self.tight.is_some() {
            return Ok(false);
        }
        let (before, pending) = (self.out.len(), self.pending);
        self.close_tag();
        self.line();
        if !write(self)? {
            self.out.truncate(before);
            self.pending = pending;
            return Ok(false);
        }
        self.inline = false;
        self.bounds.member(at)?;
        Ok(true)
    }

    /// The attributes of the start tag that has begun: a link's rel, href and title.
    #[inline]
    pub(crate) fn link_attributes(&mut self, at: &At<'_>, rel: &str, link: &Link) -> Result<bool, Error> {
        if self.tight.is_some() {
            return Ok(false);
        }
        let before = self.out.len();
        self.out.push_str(" rel=\"");
        let carried = self.carry(at, rel, true)? && self.href_and_title(at, link)?;
        self.out.push('"');
        if !carried {
            self.out.truncate(before);
        }
        Ok(carried)
    }

    /// The attributes of the start tag that has begun: what the link to itself has.
    #[inline]
    pub(crate) fn own_link(&mut self, at: &At<'_>, link: &Link) -> Result<bool, Error> {
        if !link.extra().is_empty() {
            return Ok(false);
        }
        let before = self.out.len();
        let attributes = [(" href=\"", Some(link.href.as_str())), (" title=\"", link.title()), (" revision=\"", link.revision())];
        for (opening, text) in attributes {
            let Some(text) = text else { continue };
            self.out.push_str(opening);
            if !self.carry(at, text, true)? {
                self.out.truncate(before);
                return Ok(false);
            }
            self.out.push('"');
            if let Some(tight) = &mut self.tight {
                tight.attribute(at, self.bounds.limits())?;
            }
        }
        Ok(true)
    }

    #[inline]
    fn href_and_title(&mut self, at: &At<'_>, link: &Link) -> Result<bool, Error> {
        if !link.href.is_empty() {
            self.out.push_str("\" href=\"");
            if !self.carry(at, &link.href, true)? {
                return Ok(false);
            }
        }
        self.title(at, link)
    }

    #[inline]
    fn title(&mut self, at: &At<'_>, link: &Link) -> Result<bool, Error> {
        match link.title() {
            Some(title) => {
                self.out.push_str("\" title=\"");
                self.carry(at, title, true)
            }
            None => Ok(true),
        }
    }
}
