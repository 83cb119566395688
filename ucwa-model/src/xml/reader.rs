//! The XML grammar: a pull reader of elements and text, with namespaces.
//!
//! There is no document type declaration and no entity but the five. Comments and processing instructions are skipped, CDATA and
//! references are text like any other. Beside it stand the fast paths of [`fast`]: what
//! servers write is recognised as a whole, and whatever is not quite that is left to the grammar.

mod ahead;
mod distinct;
mod fast;
mod misc;
mod scope;
mod start;
mod tag;

use std::borrow::Cow;

use self::scope::Declared;
pub(crate) use self::{
    ahead::Ahead,
    fast::{LinkTag, RootTag},
    scope::Scope,
    tag::{Space, Tag},
};
use super::characters::{forbidden, is_space, lines, name};
use crate::{Code, Error, context::Context};

/// What the reader has found.
#[expect(clippy::large_enum_variant, reason = "a box would be an allocation for each tag")]
#[derive(Clone, Debug)]
pub(crate) enum Token<'a> {
    Start(Tag<'a>),
    End,
    Text { at: usize, text: Cow<'a, str> },
    Eof,
}

#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The names of the elements that have begun, with the number of declarations that were in force before each.
    open: Vec<(&'a str, usize)>,
    /// Prefixes and what they stand for; the empty prefix is the default namespace.
    declared: Vec<Declared<'a>>,
    /// Whether names without a prefix are UCWA's.
    ucwa: bool,
    /// The element that has begun has no content.
    empty: bool,
    started: bool,
    /// From where on no comment, no CDATA section and no instruction ends: after each broken event, reading goes on before such a
    /// place, and looking to the end for each of many would take long.
    endless: [usize; 3],
}

/// A position to return to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    at: usize,
    open: usize,
    declared: usize,
    ucwa: bool,
    empty: bool,
}

impl Mark {
    pub(crate) fn at(self) -> usize {
        self.at
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let endless = [text.len(); 3];
        Self { text, at: 0, open: Vec::new(), declared: Vec::new(), ucwa: false, empty: false, started: false, endless }
    }

    #[inline(always)]
    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The text between two positions.
    pub(crate) fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to.min(self.text.len())).unwrap_or_default()
    }

    pub(crate) fn mark(&self) -> Mark {
        let (open, declared) = (self.open.len(), self.declared.len());
        Mark { at: self.at, open, declared, ucwa: self.ucwa, empty: self.empty }
    }

    /// Goes back to a position of which no element has ended since.
    pub(crate) fn return_to(&mut self, mark: Mark) {
        self.at = mark.at;
        self.open.truncate(mark.open);
        self.declared.truncate(mark.declared);
        self.ucwa = mark.ucwa;
        self.empty = mark.empty;
    }

    /// Whether nothing comes any more.
    pub(crate) fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    fn byte(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn starts_with(&self, expected: &[u8]) -> bool {
        self.bytes().get(self.at..).is_some_and(|rest| rest.starts_with(expected))
    }

    fn skip_space(&mut self) -> bool {
        let start = self.at;
        while self.byte().is_some_and(is_space) {
            self.at += 1;
        }
        self.at > start
    }

    /// The next start tag, end tag or text. Neighbouring texts come one by one; white space outside the root does not come.
    pub(crate) fn next(&mut self, cx: &mut Context<'_>) -> Result<Token<'a>, Error> {
        if self.empty {
            self.empty = false;
            self.close();
            return Ok(Token::End);
        }
        loop {
            let at = self.at;
            let text = match (self.byte(), self.bytes().get(at + 1)) {
                (Some(b'<'), Some(b'/')) => return self.end_tag(cx).map(|()| Token::End),
                (Some(b'<'), Some(b'!')) => self.markup(cx)?,
                (Some(b'<'), Some(b'?')) => {
                    self.instruction(cx)?;
                    None
                }
                (Some(b'<'), _) => return self.start_tag(cx).map(Token::Start),
                (Some(b'&'), _) => Some(self.reference_text(cx)?),
                (Some(_), _) => self.characters(cx)?,
                (None, _) => return self.end(cx).map(|()| Token::Eof),
            };
            if let Some(text) = text {
                return Ok(Token::Text { at, text });
            }
        }
    }

    fn end(&mut self, cx: &mut Context<'_>) -> Result<(), Error> {
        if self.open.is_empty() && self.started {
            return Ok(());
        }
        let expected = if self.started { "an end tag" } else { "an element" };
        Err(syntax(cx, self.at, expected, "the end of the input"))
    }

    /// Ends the innermost element.
    #[inline]
    pub(super) fn close(&mut self) {
        if let Some((_, declared)) = self.open.pop()
            && declared < self.declared.len()
        {
            self.declared.truncate(declared);
            self.ucwa = self.space("") == Some(Space::Ucwa);
        }
    }

    fn end_tag(&mut self, cx: &mut Context<'_>) -> Result<(), Error> {
        let at = self.at;
        self.at += 2;
        let (found, _) = name(self.rest());
        self.at += found.len();
        self.skip_space();
        let Some((expected, _)) = self.open.last() else {
            return Err(syntax(cx, at, "an element", &cx.quote("</", found, ">")));
        };
        if found != *expected {
            self.at = at; // it ends something else, perhaps
            let (expected, found) = (cx.quote("</", expected, ">"), cx.quote("</", found, ">"));
            return Err(syntax(cx, at, &expected, &found));
        }
        if self.byte() != Some(b'>') {
            return Err(self.unexpected(cx, "`>` at the end of an end tag"));
        }
        self.at += 1;
        self.close();
        Ok(())
    }

    /// Text up to markup or a reference; nothing if it is white space outside the root.
    fn characters(&mut self, cx: &mut Context<'_>) -> Result<Option<Cow<'a, str>>, Error> {
        let at = self.at;
        let rest = self.rest();
        let length = memchr::memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
        let text = rest.get(..length).unwrap_or_default();
        self.at += length;
        if self.open.is_empty() {
            if text.bytes().all(is_space) {
                return Ok(None);
            }
            return Err(syntax(cx, at, if self.started { "the end of the input" } else { "an element" }, "text"));
        }
        if text.contains("]]>") {
            return Err(syntax(cx, at, "text without `]]>`", "`]]>`"));
        }
        check(cx, at, text)?;
        Ok(Some(lines(text)))
    }

    fn reference_text(&mut self, cx: &mut Context<'_>) -> Result<Cow<'a, str>, Error> {
        if self.open.is_empty() {
            return Err(syntax(cx, self.at, "an element", "text"));
        }
        let character = self.reference(cx)?;
        Ok(character.to_string().into())
    }

    /// The text up to the end tag of the element that has just begun. Elements inside are skipped, which is reported.
    pub(crate) fn text(&mut self, cx: &mut Context<'_>) -> Result<Cow<'a, str>, Error> {
        let mut whole: Cow<'a, str> = Cow::Borrowed("");
        let mut children = 0;
        loop {
            match self.next(cx)? {
                Token::Text { at, text } => {
                    if whole.is_empty() {
                        whole = text;
                    } else {
                        whole.to_mut().push_str(&text);
                    }
                    cx.bound(at, Code::TextLength, cx.limits.text, whole.len())?;
                }
                Token::Start(tag) => {
                    children += 1;
                    cx.bound(tag.at, Code::Members, cx.limits.members, children)?;
                    let found = cx.quote("<", tag.name, ">");
                    cx.deviate(tag.at, Code::Content, Some("text alone".into()), Some(found.as_str().into()))?;
                    self.skip(cx)?;
                }
                Token::End | Token::Eof => return Ok(whole),
            }
        }
    }

    /// Skips to the end tag of the element that has just begun, and gives what was inside.
    pub(crate) fn skip(&mut self, cx: &mut Context<'_>) -> Result<&'a str, Error> {
        let start = self.at();
        // how many children the elements have that have not ended yet
        let (mut outer, mut children) = (Vec::new(), 0_usize);
        loop {
            let end = self.at();
            match self.next(cx)? {
                Token::Start(tag) => {
                    children += 1;
                    cx.bound(tag.at, Code::Members, cx.limits.members, children)?;
                    outer.push(std::mem::take(&mut children));
                    cx.bound(tag.at, Code::Depth, cx.limits.max_depth(), cx.depth + outer.len() + 1)?;
                }
                Token::End => match outer.pop() {
                    Some(count) => children = count,
                    None => return Ok(self.slice(start, end)),
                },
                Token::Text { at, text } => cx.bound(at, Code::TextLength, cx.limits.text, text.len())?,
                Token::Eof => return Ok(""),
            }
        }
    }

    /// An error about the next character.
    fn unexpected(&self, cx: &mut Context<'_>, expected: &str) -> Error {
        let found = self.rest().chars().next();
        syntax(cx, self.at, expected, &found.map_or_else(|| "the end of the input".to_owned(), |found| format!("{found:?}")))
    }
}

fn syntax(cx: &mut Context<'_>, at: usize, expected: &str, found: &str) -> Error {
    cx.error(at, Code::Syntax, Some(expected.into()), Some(found.into()))
}

/// Refuses characters that XML cannot carry.
fn check(cx: &mut Context<'_>, at: usize, text: &str) -> Result<(), Error> {
    match forbidden(text) {
        Some(character) => Err(syntax(cx, at, "characters that XML can carry", &format!("U+{:04X}", u32::from(character)))),
        None => Ok(()),
    }
}
