//! XML text, compact or indented.

use std::borrow::Cow;

use super::{MARKUP, UCWA, XSI};

/// Writes XML. The caller keeps elements balanced; the writer keeps escapes and indentation.
pub(crate) struct Writer {
    out: String,
    pretty: bool,
    open: Vec<Cow<'static, str>>,
    /// Whether the start tag of the innermost element still lacks its `>`.
    pending: bool,
    /// Whether the first element declares the namespace of all.
    namespace: bool,
    /// Whether the innermost element holds text, so that its end tag stays on the line.
    inline: bool,
}

impl Writer {
    /// Begins a document.
    pub(crate) fn new(pretty: bool) -> Self {
        let out = "<?xml version=\"1.0\" encoding=\"utf-8\"?>".to_owned();
        Self { out, pretty, open: Vec::new(), pending: false, namespace: true, inline: false }
    }

    /// Begins a document whose elements are in no namespace.
    pub(crate) fn without_namespace(pretty: bool) -> Self {
        Self { namespace: false, ..Self::new(pretty) }
    }

    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// Begins an element; the first one declares the namespace of all.
    pub(crate) fn start(&mut self, name: impl Into<Cow<'static, str>>) {
        let name = name.into();
        self.close_tag();
        self.line();
        self.out.push('<');
        self.out.push_str(&name);
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

    /// An attribute that keeps what XML has no form for.
    pub(crate) fn markup(&mut self, name: &str, value: &str) {
        self.raw_attribute("xmlns:u", MARKUP);
        self.attribute(&format!("u:{name}"), value);
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
            for part in ["</", &name, ">"] {
                self.out.push_str(part);
            }
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
        let mut rest = text;
        let special =
            |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'\r') || (attribute && matches!(byte, b'"' | b'\n' | b'\t'));
        while let Some(at) = rest.bytes().position(special) {
            let (plain, from) = rest.split_at(at);
            self.out.push_str(plain);
            let (one, after) = from.split_at(1);
            self.out.push_str(match one {
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
        self.out.push_str(rest);
    }
}
