//! What is neither element nor plain text: references, comments, CDATA, instructions and the declaration.

use std::borrow::Cow;

use super::{
    super::characters::{is_space, name},
    Reader, check, lines, syntax,
};
use crate::{Code, Error, context::Context, xml::is_xml_char};

impl<'a> Reader<'a> {
    /// The character that a reference stands for.
    pub(super) fn reference(&mut self, cx: &mut Context<'_>) -> Result<char, Error> {
        let at = self.at;
        let rest = self.rest().get(1..).unwrap_or_default();
        let inner = rest.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';').and_then(|end| rest.get(..end));
        let character = match inner {
            Some("lt") => Some('<'),
            Some("gt") => Some('>'),
            Some("amp") => Some('&'),
            Some("apos") => Some('\''),
            Some("quot") => Some('"'),
            Some(inner) => inner.strip_prefix('#').and_then(numeric),
            None => None,
        };
        let Some(character) = character else {
            let expected = "a character reference or one of the five predefined entities";
            let found = inner.map_or_else(|| "`&`".to_owned(), |inner| cx.quote("&", inner, ";"));
            return Err(syntax(cx, at, expected, &found));
        };
        self.at += inner.map_or(0, str::len) + 2;
        Ok(character)
    }

    /// What begins with `<!`.
    pub(super) fn markup(&mut self, cx: &mut Context<'_>) -> Result<Option<Cow<'a, str>>, Error> {
        let at = self.at;
        if self.starts_with(b"<!--") {
            return self.comment(cx).map(|()| None);
        }
        if self.starts_with(b"<![CDATA[") {
            if self.open.is_empty() {
                return Err(syntax(cx, at, "an element", "text"));
            }
            self.at += "<![CDATA[".len();
            let Some(length) = self.find(END_OF_CDATA) else {
                return Err(syntax(cx, self.text.len(), "`]]>` at the end of a CDATA section", "the end of the input"));
            };
            let text = self.slice(self.at, self.at + length);
            self.at += length + 3; // whatever it holds: it is not looked at again
            check(cx, at, text)?;
            return Ok(Some(lines(text)));
        }
        if self.starts_with(b"<!DOCTYPE") {
            return Err(cx.error(at, Code::Doctype, Some("no document type declaration".into()), Some("one".into())));
        }
        Err(syntax(cx, at, "an element, a comment or a CDATA section", "`<!`"))
    }

    /// How far it is to the end of a comment, a CDATA section or an instruction.
    fn find(&mut self, end: (usize, &str)) -> Option<usize> {
        self.find_from(self.at, end)
    }

    /// How far it is from a position to what ends them. That there is none from there on is remembered.
    fn find_from(&mut self, at: usize, (which, end): (usize, &str)) -> Option<usize> {
        if self.endless.get(which).is_some_and(|from| at >= *from) {
            return None;
        }
        let length = memchr::memmem::find(self.bytes().get(at..)?, end.as_bytes());
        if let (None, Some(from)) = (length, self.endless.get_mut(which)) {
            *from = at;
        }
        length
    }

    /// Where the comment, the CDATA section or the instruction ends that begins at a position; nothing if none does that has an end.
    pub(in crate::xml) fn end_of_markup(&mut self, at: usize) -> Option<usize> {
        let rest = self.bytes().get(at..)?;
        let (opener, end) = [("<!--", END_OF_COMMENT), ("<![CDATA[", END_OF_CDATA), ("<?", END_OF_INSTRUCTION)]
            .into_iter()
            .find(|(opener, _)| rest.starts_with(opener.as_bytes()))?;
        let inside = at + opener.len();
        let last = inside + self.find_from(inside, end)? + end.1.len();
        match end {
            END_OF_COMMENT => (self.bytes().get(last) == Some(&b'>')).then_some(last + 1), // no comment has two hyphens inside
            _ => Some(last),
        }
    }

    fn comment(&mut self, cx: &mut Context<'_>) -> Result<(), Error> {
        let at = self.at;
        self.at += "<!--".len();
        let start = self.at;
        let Some(length) = self.find(END_OF_COMMENT) else {
            return Err(syntax(cx, self.text.len(), "`-->` at the end of a comment", "the end of the input"));
        };
        self.at += length + 2;
        if self.byte() != Some(b'>') {
            let error = self.unexpected(cx, "`>` after `--` in a comment");
            self.at = start; // it may have no end, and hold what comes next
            return Err(error);
        }
        self.at += 1;
        check(cx, at, self.slice(start, start + length))
    }

    /// A processing instruction, or the declaration at the start.
    pub(super) fn instruction(&mut self, cx: &mut Context<'_>) -> Result<(), Error> {
        let at = self.at;
        if at == 0 && self.eat(USUAL) {
            return Ok(());
        }
        self.at += 2;
        let (target, _) = name(self.rest());
        let start = self.at + target.len();
        let separated = self.bytes().get(start).is_none_or(|byte| is_space(*byte)) || self.slice(start, start + 2) == "?>";
        if target.is_empty() || target.contains(':') || !separated {
            return Err(syntax(cx, at, "an instruction with a name", &cx.quote("<?", target, "")));
        }
        let Some(length) = self.find(END_OF_INSTRUCTION) else {
            return Err(syntax(cx, self.text.len(), "`?>` at the end of an instruction", "the end of the input"));
        };
        let content = self.slice(start, self.at + length);
        self.at += length + 2; // whatever it holds: it is not looked at again
        check(cx, at, content)?;
        if !target.eq_ignore_ascii_case("xml") {
            return Ok(());
        }
        if at != 0 || target != "xml" {
            return Err(syntax(cx, at, "an XML declaration only at the start", "one here"));
        }
        declaration(cx, content)
    }
}

/// The declaration as servers write it.
pub(super) const USUAL: &[u8; 38] = br#"<?xml version="1.0" encoding="utf-8"?>"#;

/// What ends them, and which of the three it is.
const END_OF_CDATA: (usize, &str) = (0, "]]>");
const END_OF_INSTRUCTION: (usize, &str) = (1, "?>");
const END_OF_COMMENT: (usize, &str) = (2, "--");

/// No reference is longer than `#x` and a few digits; leading zeros are allowed, and must end somewhere.
const LONGEST_REFERENCE: usize = 64;

fn numeric(digits: &str) -> Option<char> {
    let (digits, radix) = digits.strip_prefix('x').map_or((digits, 10), |digits| (digits, 16));
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let code = u32::from_str_radix(digits, radix).ok()?;
    char::from_u32(code).filter(|character| is_xml_char(*character))
}

/// The version, perhaps the encoding, perhaps whether it stands alone.
fn declaration(cx: &mut Context<'_>, content: &str) -> Result<(), Error> {
    let malformed = |cx: &mut Context<'_>| {
        let found = cx.quote("<?xml", content, "?>");
        syntax(cx, 0, "`<?xml version=\"1.0\" encoding=\"utf-8\"?>`", &found)
    };
    let mut rest = content;
    let mut take = |wanted: &str| -> Option<&str> {
        let after = rest.trim_start_matches(SPACES);
        let value = after.strip_prefix(wanted).filter(|_| after.len() < rest.len())?;
        let value = value.trim_start_matches(SPACES).strip_prefix('=')?.trim_start_matches(SPACES);
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let (value, after) = value.get(1..)?.split_once(quote)?;
        rest = after;
        Some(value)
    };
    let version = take("version");
    let digits = version.and_then(|version| version.strip_prefix("1."));
    let (encoding, standalone) = (take("encoding"), take("standalone"));
    let complete = rest.trim_matches(SPACES).is_empty() && standalone.is_none_or(|answer| matches!(answer, "yes" | "no"));
    if !complete || !digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())) {
        return Err(malformed(cx));
    }
    let Some(encoding) = encoding else {
        return Ok(());
    };
    let named = encoding.starts_with(|first: char| first.is_ascii_alphabetic())
        && encoding.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
    if !named {
        return Err(malformed(cx));
    }
    if !["utf-8", "utf8", "us-ascii"].iter().any(|name| encoding.eq_ignore_ascii_case(name)) {
        let found = cx.quote("", encoding, "");
        return Err(cx.error(0, Code::Encoding, Some("UTF-8".into()), Some(found.as_str().into())));
    }
    Ok(())
}

const SPACES: [char; 4] = [' ', '\t', '\n', '\r'];
