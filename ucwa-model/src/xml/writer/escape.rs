//! Texts and values of attributes, with what is special in them escaped.

use super::{super::characters::specials, Writer, forbidden};
use crate::{Error, context::At, scan};

impl Writer {
    /// Adds a text, escaped. Writes nothing, and says so, if XML cannot carry it.
    #[inline(always)]
    pub(super) fn carry(&mut self, at: &At<'_>, text: &str, quoted: bool) -> Result<bool, Error> {
        if text.len() > self.bounds.limits().text || scan::any(text.as_bytes(), specials::<b'"', b'>'>) {
            return self.carry_special(at, text, quoted);
        }
        self.out.push_str(text);
        Ok(true)
    }

    /// A text in which something is perhaps special, or which is too long. Values of attributes are measured as they are written.
    #[inline(never)]
    fn carry_special(&mut self, at: &At<'_>, text: &str, quoted: bool) -> Result<bool, Error> {
        if forbidden(text).is_some() {
            return Ok(false);
        }
        let before = self.out.len();
        escape(&mut self.out, text, quoted);
        self.bounds.text(at, if quoted { self.out.len() - before } else { text.len() })?;
        Ok(true)
    }
}

/// Adds the declaration of a prefix, or of the default namespace, to a start tag.
pub(in crate::xml) fn declare(out: &mut String, prefix: &str, uri: &str) {
    out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
    out.push_str(prefix);
    out.push_str("=\"");
    escape(out, uri, true);
    out.push('"');
}

/// Adds a text with its special characters escaped.
fn escape(out: &mut String, text: &str, quoted: bool) {
    let mut rest = text;
    let special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'\r') || (quoted && matches!(byte, b'"' | b'\n' | b'\t'));
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
