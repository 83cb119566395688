//! JSON text, compact or indented.

use super::characters::{special, specials};
use crate::{
    Date, Error, Limits,
    context::{At, Bounds, Level, Report},
    scan,
};

/// A name of the schema as a member begins, for [`Writer::text`] and its like.
macro_rules! member {
    ($name:literal) => {
        $crate::__names!($name).json
    };
}

pub(super) use member;

/// What a text's member has beside its name.
const TEXT: usize = ",\"\":\"".len();

/// What a link's member has beside its name, up to the href.
const LINK: usize = ",\"\":{\"href\":\"".len();

/// The name alone.
fn plain(member: &'static str) -> &'static str {
    member.get(2..member.len() - 3).unwrap_or_default()
}

/// Writes JSON. The caller keeps the grammar; the writer keeps commas, indentation and escapes, and counts what the limits bound.
pub(crate) struct Writer {
    out: String,
    /// Where the document begins.
    begin: usize,
    pub(crate) bounds: Bounds,
    pretty: bool,
}

impl Writer {
    /// Writes compact text.
    pub(crate) fn new(limits: Limits) -> Self {
        Self::after(String::new(), false, limits)
    }

    /// Writes behind what is there.
    pub(crate) fn after(out: String, pretty: bool, limits: Limits) -> Self {
        Self { begin: out.len(), out, bounds: Bounds::new(limits), pretty }
    }

    /// Writes compact text that will stand inside of what has other bounds.
    pub(crate) fn inside(bounds: &Bounds) -> Self {
        Self { out: String::new(), begin: 0, bounds: bounds.inside(), pretty: false }
    }

    /// What was reported, unless something went wrong, and what the buffer holds now.
    pub(crate) fn finish(self, result: Result<(), Error>) -> (Result<Report, Error>, String) {
        let result = result.and_then(|()| self.bounds.bytes(self.out.len() - self.begin));
        (result.map(|()| self.bounds.into_report()), self.out)
    }

    /// What has been written, unless something went wrong.
    pub(crate) fn text_of(self, result: Result<(), Error>) -> Result<String, Error> {
        let (result, text) = self.finish(result);
        result.map(|_| text)
    }

    /// Begins an object. What opens it is written with its first member, or with its end.
    #[inline]
    pub(crate) fn begin_object(&mut self, at: &At<'_>) -> Result<Level, Error> {
        self.bounds.bytes(self.out.len() - self.begin)?;
        self.bounds.enter(at)
    }

    /// A member's name; its value follows.
    pub(crate) fn key(&mut self, at: &At<'_>, key: &str) -> Result<(), Error> {
        self.separate('{');
        self.bounds.member(at)?;
        self.string(at, key)?;
        self.out.push(':');
        if self.pretty {
            self.out.push(' ');
        }
        Ok(())
    }

    /// A member's name of the schema, as [`member`] writes it; its value follows.
    #[inline]
    pub(crate) fn name(&mut self, at: &At<'_>, member: &'static str) -> Result<(), Error> {
        if self.pretty {
            return self.key(at, plain(member));
        }
        self.member(at, member, TEXT)?;
        self.out.pop(); // the quote
        Ok(())
    }

    /// Ends an object.
    pub(crate) fn end_object(&mut self, level: Level) {
        self.end('{', '}', level);
    }

    /// Begins an array. What opens it is written with its first element, or with its end.
    pub(crate) fn begin_array(&mut self, at: &At<'_>) -> Result<Level, Error> {
        self.begin_object(at)
    }

    /// An element follows.
    pub(crate) fn element(&mut self, at: &At<'_>) -> Result<(), Error> {
        self.separate('[');
        self.bounds.item(at)
    }

    /// Ends an array.
    pub(crate) fn end_array(&mut self, level: Level) {
        self.end('[', ']', level);
    }

    /// A string.
    #[inline]
    pub(crate) fn string(&mut self, at: &At<'_>, text: &str) -> Result<(), Error> {
        self.out.push('"');
        self.characters(at, text)?;
        self.out.push('"');
        Ok(())
    }

    /// A member of the schema that is a string.
    #[inline]
    pub(crate) fn text(&mut self, at: &At<'_>, member: &'static str, text: &str) -> Result<(), Error> {
        if self.pretty {
            self.key(at, plain(member))?;
            return self.string(at, text);
        }
        self.member(at, member, TEXT)?;
        self.characters(at, text)?;
        self.out.push('"');
        Ok(())
    }

    /// Whether [`link`](Self::link) and [`event_link`](Self::event_link) can write as they do, an object of this number of members.
    #[inline]
    pub(crate) fn can_link(&self, members: usize) -> bool {
        !self.pretty && self.bounds.has_room(members)
    }

    /// A link of the schema with no more than an href and a title. `opening` is its member up to the href.
    #[inline]
    pub(crate) fn link(&mut self, at: &At<'_>, opening: &'static str, href: &str, title: Option<&str>) -> Result<(), Error> {
        self.member(at, opening, LINK)?;
        self.href_and_title(at, href, title)
    }

    /// The link of an event, with no more than a rel, an href and a title.
    #[inline]
    pub(crate) fn event_link(&mut self, at: &At<'_>, rel: &str, href: &str, title: Option<&str>) -> Result<(), Error> {
        self.out.push_str("{\"rel\":\"");
        self.characters(at, rel)?;
        self.out.push_str("\",\"href\":\"");
        self.href_and_title(at, href, title)
    }

    /// The rest of a link from the quote of its href.
    #[inline]
    fn href_and_title(&mut self, at: &At<'_>, href: &str, title: Option<&str>) -> Result<(), Error> {
        self.characters(at, href)?;
        if let Some(title) = title {
            self.out.push_str("\",\"title\":\"");
            self.characters(at, title)?;
        }
        self.out.push_str("\"}");
        Ok(())
    }

    /// A date. Servers escape the slashes, and clients of theirs tell a date by that.
    pub(crate) fn date(&mut self, at: &At<'_>, date: Date) -> Result<(), Error> {
        self.out.push_str("\"\\/");
        let start = self.out.len();
        date.write_json(&mut self.out);
        self.bounds.text(at, self.out.len() - start + "//".len())?;
        self.out.push_str("\\/\"");
        Ok(())
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

    /// Opens what has begun, or goes on in it.
    #[inline(always)]
    fn separate(&mut self, open: char) {
        self.out.push(if self.bounds.is_first() { open } else { ',' });
        self.line();
    }

    #[inline(always)]
    fn end(&mut self, open: char, close: char, level: Level) {
        let is_empty = self.bounds.is_first();
        self.bounds.leave(level);
        if is_empty {
            self.out.push(open);
        } else {
            self.line();
        }
        self.out.push(close);
    }

    #[inline]
    fn line(&mut self) {
        if self.pretty {
            self.out.push('\n');
            self.out.extend(std::iter::repeat_n("  ", self.bounds.depth()));
        }
    }

    /// A member of compact text, up to its value or into that. `beside` is how many of its bytes are not the name's. What opens the
    /// object takes the place of a comma.
    #[inline(always)]
    fn member(&mut self, at: &At<'_>, member: &'static str, beside: usize) -> Result<(), Error> {
        let is_first = self.bounds.is_first();
        self.bounds.member(at)?;
        self.bounds.text(at, member.len() - beside)?;
        if is_first {
            self.out.push('{');
            self.out.push_str(member.get(1..).unwrap_or_default());
        } else {
            self.out.push_str(member);
        }
        Ok(())
    }

    /// What stands between the quotes of a string.
    #[inline(always)]
    fn characters(&mut self, at: &At<'_>, text: &str) -> Result<(), Error> {
        if text.len() > self.bounds.limits().text || scan::any(text.as_bytes(), specials) {
            return self.escaped(at, text);
        }
        self.out.push_str(text);
        Ok(())
    }

    #[inline(never)]
    fn escaped(&mut self, at: &At<'_>, text: &str) -> Result<(), Error> {
        self.bounds.text(at, text.len())?;
        let mut rest = text;
        while let Some((plain, from)) = rest.split_at_checked(special(rest.as_bytes(), 0)).filter(|(_, from)| !from.is_empty()) {
            self.out.push_str(plain);
            let mut characters = from.chars();
            self.escape(characters.next().unwrap_or_default());
            rest = characters.as_str();
        }
        self.out.push_str(rest);
        Ok(())
    }

    fn escape(&mut self, character: char) {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        match character {
            '"' => self.out.push_str("\\\""),
            '\\' => self.out.push_str("\\\\"),
            '\n' => self.out.push_str("\\n"),
            '\r' => self.out.push_str("\\r"),
            '\t' => self.out.push_str("\\t"),
            other => {
                let code = u32::from(other) as usize; // a control character of ASCII
                let digit = |index: usize| char::from(DIGITS[index % 16]);
                self.out.push_str("\\u00");
                self.out.extend([digit(code / 16), digit(code)]);
            }
        }
    }
}
