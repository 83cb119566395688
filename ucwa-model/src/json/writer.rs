//! JSON text, compact or indented.

use std::fmt::Write;

use super::reader::specials;
use crate::{Date, scan};

/// Writes JSON. The caller keeps the grammar; the writer keeps commas, indentation and escapes.
pub(crate) struct Writer {
    out: String,
    indent: Option<usize>,
    depth: usize,
    first: bool,
}

impl Writer {
    pub(crate) fn new(pretty: bool) -> Self {
        Self::after(String::new(), pretty)
    }

    /// Writes behind what is there.
    pub(crate) fn after(out: String, pretty: bool) -> Self {
        Self { out, indent: pretty.then_some(2), depth: 0, first: true }
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// Begins an object.
    pub(crate) fn begin_object(&mut self) {
        self.begin('{');
    }

    /// A member's name; its value follows.
    pub(crate) fn key(&mut self, key: &str) {
        self.element();
        self.string(key);
        self.out.push_str(if self.indent.is_some() { ": " } else { ":" });
    }

    /// A member's name of the schema, which needs no escapes; its value follows.
    #[inline]
    pub(crate) fn name(&mut self, name: &'static str) {
        if self.indent.is_some() {
            return self.key(name);
        }
        self.out.reserve(name.len() + 4);
        self.quoted_name(name);
        self.out.push_str("\":");
    }

    /// Ends an object.
    pub(crate) fn end_object(&mut self) {
        self.end('}');
    }

    /// Begins an array.
    pub(crate) fn begin_array(&mut self) {
        self.begin('[');
    }

    /// An element follows.
    pub(crate) fn element(&mut self) {
        if !self.first {
            self.out.push(',');
        }
        self.first = false;
        self.line();
    }

    /// Ends an array.
    pub(crate) fn end_array(&mut self) {
        self.end(']');
    }

    /// A string.
    #[inline]
    pub(crate) fn string(&mut self, text: &str) {
        self.out.reserve(text.len() + 2);
        self.out.push('"');
        self.characters(text);
        self.out.push('"');
    }

    /// A member of the schema that is a string.
    #[inline]
    pub(crate) fn text(&mut self, name: &'static str, text: &str) {
        if self.indent.is_some() {
            self.key(name);
            return self.string(text);
        }
        self.member(name, "\":\"", text, "\"");
    }

    /// A member of the schema that is an object with nothing but an href.
    #[inline]
    pub(crate) fn link(&mut self, name: &'static str, href: &str) {
        if self.indent.is_some() {
            self.key(name);
            self.begin_object();
            self.text("href", href);
            return self.end_object();
        }
        self.member(name, "\":{\"href\":\"", href, "\"}");
    }

    /// A date. Servers escape the slashes, and clients of theirs tell a date by that.
    pub(crate) fn date(&mut self, date: Date) {
        self.out.push_str("\"\\/");
        date.write_json(&mut self.out);
        self.out.push_str("\\/\"");
    }

    /// A number, as written.
    pub(crate) fn number(&mut self, digits: &str) {
        self.out.push_str(digits);
    }

    /// A boolean.
    pub(crate) fn boolean(&mut self, value: bool) {
        self.out.push_str(if value { "true" } else { "false" });
    }

    /// A null.
    pub(crate) fn null(&mut self) {
        self.out.push_str("null");
    }

    fn begin(&mut self, open: char) {
        self.out.push(open);
        self.depth += 1;
        self.first = true;
    }

    fn end(&mut self, close: char) {
        self.depth -= 1;
        if !self.first {
            self.line();
        }
        self.out.push(close);
        self.first = false;
    }

    fn line(&mut self) {
        if let Some(width) = self.indent {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n(' ', width * self.depth));
        }
    }

    /// A name that needs no escapes, up to its closing quote.
    #[inline(always)]
    fn quoted_name(&mut self, name: &'static str) {
        self.out.push_str(if self.first { "\"" } else { ",\"" });
        self.first = false;
        self.out.push_str(name);
    }

    /// A member, of which some text stands between what is around it.
    #[inline(always)]
    fn member(&mut self, name: &'static str, before: &'static str, text: &str, after: &'static str) {
        self.out.reserve(name.len() + before.len() + text.len() + after.len() + 2);
        self.quoted_name(name);
        self.out.push_str(before);
        self.characters(text);
        self.out.push_str(after);
    }

    /// What stands between the quotes of a string.
    #[inline(always)]
    fn characters(&mut self, text: &str) {
        if scan::any(text.as_bytes(), specials) {
            self.escaped(text);
        } else {
            self.out.push_str(text);
        }
    }

    fn escaped(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.bytes().position(|byte| byte < 0x20 || byte == b'"' || byte == b'\\') {
            let (plain, from) = rest.split_at(at);
            self.out.push_str(plain);
            let mut characters = from.chars();
            self.escape(characters.next().unwrap_or_default());
            rest = characters.as_str();
        }
        self.out.push_str(rest);
    }

    fn escape(&mut self, character: char) {
        match character {
            '"' => self.out.push_str("\\\""),
            '\\' => self.out.push_str("\\\\"),
            '\n' => self.out.push_str("\\n"),
            '\r' => self.out.push_str("\\r"),
            '\t' => self.out.push_str("\\t"),
            other => {
                let _ = write!(self.out, "\\u{:04x}", u32::from(other));
            }
        }
    }
}
