//! XML text, compact or indented.

use std::ops::Range;

use super::{MARKUP, UCWA, XSI, forbidden, reader::specials};
use crate::{Link, scan};

/// Writes XML. The caller keeps elements balanced; the writer keeps escapes and indentation.
pub(crate) struct Writer {
    out: String,
    pretty: bool,
    /// Where the names of the elements stand that have begun.
    open: Vec<Range<usize>>,
    /// Whether the start tag of the innermost element still lacks its `>`.
    pending: bool,
    /// Whether the first element declares the namespace of all.
    namespace: bool,
    /// Whether the innermost element holds text, so that its end tag stays on the line.
    inline: bool,
    /// Whether attributes may say what XML has no form for.
    markup: bool,
}

impl Writer {
    /// Begins a document behind what is there.
    pub(crate) fn after(mut out: String, pretty: bool) -> Self {
        out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        Self { out, pretty, open: Vec::new(), pending: false, namespace: true, inline: false, markup: true }
    }

    /// Writes no attributes for what XML has no form for.
    pub(crate) fn without_markup(self) -> Self {
        Self { markup: false, ..self }
    }

    /// Whether attributes say what XML has no form for.
    pub(crate) fn has_markup(&self) -> bool {
        self.markup
    }

    /// The elements are in no namespace.
    pub(crate) fn without_namespace(&mut self) {
        self.namespace = false;
    }

    pub(crate) fn len(&self) -> usize {
        self.out.len()
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// Begins an element; the first one declares the namespace of all.
    pub(crate) fn start(&mut self, name: &str) {
        self.close_tag();
        self.line();
        self.out.push('<');
        let start = self.out.len();
        self.out.push_str(name);
        let name = start..self.out.len();
        if self.open.is_empty() && self.namespace {
            self.raw_attribute("xmlns", UCWA);
        }
        self.open.push(name);
        self.pending = true;
        self.inline = false;
    }

    fn raw_attribute(&mut self, name: &str, value: &str) {
        for part in [" ", name, "=\"", value, "\""] {
            self.out.push_str(part);
        }
    }

    pub(crate) fn attribute(&mut self, name: &str, value: &str) {
        for part in [" ", name, "=\""] {
            self.out.push_str(part);
        }
        self.escaped(value, true);
        self.out.push('"');
    }

    /// Attributes that keep what XML has no form for; nothing without markup.
    pub(crate) fn markup(&mut self, attributes: &[(&str, &str)]) {
        if !self.markup || attributes.is_empty() {
            return;
        }
        self.raw_attribute("xmlns:u", MARKUP);
        for (name, value) in attributes {
            self.attribute(&format!("u:{name}"), value);
        }
    }

    /// Says that the element stands for null.
    pub(crate) fn nil(&mut self) {
        self.raw_attribute("xmlns:xsi", XSI);
        self.raw_attribute("xsi:nil", "true");
    }

    pub(crate) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.close_tag();
        self.escaped(text, false);
        self.inline = true;
    }

    pub(crate) fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        if self.pending {
            self.out.push_str(" />");
        } else {
            if !self.inline {
                self.line();
            }
            self.out.push_str("</");
            self.out.extend_from_within(name);
            self.out.push('>');
        }
        self.pending = false;
        self.inline = false;
    }

    fn close_tag(&mut self) {
        if std::mem::take(&mut self.pending) {
            self.out.push('>');
        }
    }

    fn line(&mut self) {
        if self.pretty {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n("  ", self.open.len()));
        }
    }

    fn escaped(&mut self, text: &str, attribute: bool) {
        escape(&mut self.out, text, attribute);
    }
}

/// Adds the declaration of a prefix, or of the default namespace, to a start tag.
pub(super) fn declare(out: &mut String, prefix: &str, uri: &str) {
    out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
    out.push_str(prefix);
    out.push_str("=\"");
    escape(out, uri, true);
    out.push('"');
}

/// Adds a text with its special characters escaped.
fn escape(out: &mut String, text: &str, attribute: bool) {
    if !scan::any(text.as_bytes(), specials::<b'"', b'>'>) {
        return out.push_str(text);
    }
    let mut rest = text;
    let special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'\r') || (attribute && matches!(byte, b'"' | b'\n' | b'\t'));
    while let Some(at) = rest.bytes().position(special) {
        let (plain, from) = rest.split_at(at);
        out.push_str(plain);
        let (one, after) = from.split_at(1);
        out.push_str(match one {
            "&" => "&amp;",
            "<" => "&lt;",
            ">" => "&gt;",
            "\"" => "&quot;",
            "\r" => "&#xD;",
            "\n" => "&#xA;",
            _ => "&#x9;",
        });
        rest = after;
    }
    out.push_str(rest);
}

/// The short ways: elements as a whole. They write nothing, and say so, if a text holds what XML cannot carry.
impl Writer {
    /// A property of the schema.
    #[inline]
    pub(crate) fn property(&mut self, name: &'static str, text: &str) -> bool {
        if text.is_empty() {
            return false;
        }
        self.whole(|writer| {
            writer.out.push_str("<property name=\"");
            writer.out.push_str(name);
            writer.out.push_str("\">");
            let carried = writer.carried(text, false);
            writer.out.push_str("</property>");
            carried
        })
    }

    /// A link with no more than an href and a title.
    #[inline]
    pub(crate) fn link(&mut self, rel: &'static str, link: &Link) -> bool {
        if link.href.is_empty() || link.revision().is_some() || !link.extra().is_empty() {
            return false;
        }
        self.whole(|writer| {
            writer.out.push_str("<link rel=\"");
            writer.out.push_str(rel);
            let carried = writer.href_and_title(link);
            writer.out.push_str("\" />");
            carried
        })
    }

    /// Writes an element, or nothing.
    #[inline]
    fn whole(&mut self, write: impl FnOnce(&mut Self) -> bool) -> bool {
        let (before, pending) = (self.out.len(), self.pending);
        self.close_tag();
        self.line();
        let written = write(self);
        if written {
            self.inline = false;
        } else {
            self.out.truncate(before);
            self.pending = pending;
        }
        written
    }

    /// The attributes of the start tag that has begun: a link's rel, href and title.
    #[inline]
    pub(crate) fn link_attributes(&mut self, rel: &str, link: &Link) -> bool {
        self.attributes(|writer| {
            writer.out.push_str(" rel=\"");
            let carried = writer.carried(rel, true) && writer.href_and_title(link);
            writer.out.push('"');
            carried
        })
    }

    /// The attributes of the start tag that has begun: the link to itself.
    #[inline]
    pub(crate) fn own_link(&mut self, link: &Link) -> bool {
        link.extra().is_empty()
            && self.attributes(|writer| {
                let mut carried = true;
                for (name, text) in
                    [(" href=\"", Some(&*link.href)), (" title=\"", link.title()), (" revision=\"", link.revision())]
                {
                    if let Some(text) = text {
                        writer.out.push_str(name);
                        carried &= writer.carried(text, true);
                        writer.out.push('"');
                    }
                }
                carried
            })
    }

    /// Writes attributes, or nothing.
    #[inline]
    fn attributes(&mut self, write: impl FnOnce(&mut Self) -> bool) -> bool {
        let before = self.out.len();
        let written = write(self);
        if !written {
            self.out.truncate(before);
        }
        written
    }

    #[inline]
    fn href_and_title(&mut self, link: &Link) -> bool {
        let mut carried = true;
        if !link.href.is_empty() {
            self.out.push_str("\" href=\"");
            carried = self.carried(&link.href, true);
        }
        if let Some(title) = link.title() {
            self.out.push_str("\" title=\"");
            carried = carried && self.carried(title, true);
        }
        carried
    }

    /// A text, if XML can carry it.
    #[inline]
    fn carried(&mut self, text: &str, attribute: bool) -> bool {
        if !scan::any(text.as_bytes(), specials::<b'"', b'>'>) {
            self.out.push_str(text);
            return true;
        }
        let carried = forbidden(text).is_none();
        if carried {
            self.escaped(text, attribute);
        }
        carried
    }
}
