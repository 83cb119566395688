//! The XML grammar: a pull reader of elements and text, on quick-xml's events.
//!
//! There is no document type declaration and no entity but the five. Comments and processing instructions are skipped, CDATA and
//! references are text like any other.

use std::borrow::Cow;

use quick_xml::{
    NsReader, XmlVersion,
    errors::IllFormedError,
    events::{BytesStart, Event},
    name::{Namespace, ResolveResult},
};

use super::{MARKUP, UCWA, XSI, is_xml_char};
use crate::{Code, Error, context::Context};

/// The namespace of a name, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    None,
    Ucwa,
    Xsi,
    Markup,
    Other,
}

impl From<&ResolveResult<'_>> for Space {
    fn from(resolved: &ResolveResult<'_>) -> Self {
        match resolved {
            ResolveResult::Unbound => Self::None,
            ResolveResult::Bound(Namespace(UCWA)) => Self::Ucwa,
            ResolveResult::Bound(Namespace(XSI)) => Self::Xsi,
            ResolveResult::Bound(Namespace(MARKUP)) => Self::Markup,
            _ => Self::Other,
        }
    }
}

/// A start tag.
#[derive(Clone, Debug)]
pub(crate) struct Tag<'a> {
    pub(crate) at: usize,
    pub(crate) name: Cow<'a, str>,
    pub(crate) space: Space,
    attributes: Vec<Attribute<'a>>,
}

#[derive(Clone, Debug)]
struct Attribute<'a> {
    name: Cow<'a, str>,
    space: Space,
    value: Cow<'a, str>,
}

impl<'a> Tag<'a> {
    /// An attribute of no namespace.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Cow<'a, str>> {
        self.lookup(Space::None, name)
    }

    /// An attribute that keeps what XML has no form for.
    pub(crate) fn markup(&self, name: &str) -> Option<&Cow<'a, str>> {
        self.lookup(Space::Markup, name)
    }

    /// Whether the element stands for null.
    pub(crate) fn is_nil(&self) -> bool {
        self.lookup(Space::Xsi, "nil").is_some_and(|value| matches!(value.trim(), "true" | "1"))
    }

    fn lookup(&self, space: Space, name: &str) -> Option<&Cow<'a, str>> {
        self.attributes.iter().find(|attribute| attribute.space == space && attribute.name == name).map(|found| &found.value)
    }

    /// The attributes of no namespace that are not among the expected ones, and those of foreign namespaces.
    pub(crate) fn others<'t>(&'t self, expected: &'t [&str]) -> impl Iterator<Item = (&'t str, &'t str)> {
        let other = move |attribute: &&Attribute<'_>| match attribute.space {
            Space::None | Space::Ucwa => !expected.contains(&&*attribute.name),
            Space::Other => true,
            Space::Xsi | Space::Markup => false,
        };
        self.attributes.iter().filter(other).map(|attribute| (&*attribute.name, &*attribute.value))
    }
}

/// What the reader has found.
#[derive(Clone, Debug)]
pub(crate) enum Token<'a> {
    Start(Tag<'a>),
    End,
    Text { at: usize, text: Cow<'a, str> },
    Eof,
}

#[derive(Clone)]
pub(crate) struct Reader<'a> {
    text: &'a str,
    inner: NsReader<&'a [u8]>,
    /// Start tags without an end tag.
    depth: usize,
    started: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut inner = NsReader::from_str(text);
        inner.config_mut().expand_empty_elements = true;
        inner.config_mut().check_comments = true;
        Self { text, inner, depth: 0, started: false }
    }

    pub(crate) fn at(&self) -> usize {
        self.inner.buffer_position() as usize
    }

    /// The text between two positions.
    pub(crate) fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    /// The next start tag, end tag or text. Neighbouring texts come one by one; white space outside the root does not come.
    pub(crate) fn next(&mut self, cx: &mut Context<'_>) -> Result<Token<'a>, Error> {
        loop {
            let at = self.at();
            let (space, event) = match self.inner.read_resolved_event() {
                Ok((resolved, event)) => (Space::from(&resolved), event),
                Err(error) => return Err(self.malformed(cx, &error)),
            };
            if self.depth == 0 && matches!(event, Event::CData(_) | Event::GeneralRef(_)) {
                return Err(syntax(cx, at, "an element", "text"));
            }
            return Ok(match event {
                Event::Start(start) => {
                    if self.depth == 0 && self.started {
                        return Err(syntax(cx, at, "the end of the input", "another element"));
                    }
                    self.started = true;
                    self.depth += 1;
                    Token::Start(self.tag(cx, at, space, &start)?)
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Token::End
                }
                Event::Text(text) => {
                    let text = text.xml10_content();
                    if self.depth == 0 {
                        if text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) {
                            continue;
                        }
                        return Err(syntax(cx, at, "an element", "text"));
                    }
                    if text.contains("]]>") {
                        return Err(syntax(cx, at, "text without `]]>`", "`]]>`"));
                    }
                    characters(cx, at, &text)?;
                    Token::Text { at, text }
                }
                Event::CData(text) => {
                    let text = text.xml10_content();
                    characters(cx, at, &text)?;
                    Token::Text { at, text }
                }
                Event::GeneralRef(reference) => {
                    let found = reference.xml10_content();
                    let text = if reference.is_char_ref() {
                        let character = reference.resolve_char_ref().ok().flatten().filter(|character| is_xml_char(*character));
                        character.map(String::from)
                    } else {
                        quick_xml::escape::resolve_xml_entity(&found).map(str::to_owned)
                    };
                    let Some(text) = text else {
                        let expected = "a character reference or one of the five predefined entities";
                        return Err(syntax(cx, at, expected, &format!("`&{};`", excerpt(&found))));
                    };
                    Token::Text { at, text: text.into() }
                }
                Event::Decl(declaration) => {
                    if at != 0 {
                        return Err(syntax(cx, at, "an XML declaration only at the start", "one here"));
                    }
                    let encoding = declaration.encoding().transpose().ok().flatten();
                    if let Some(encoding) = encoding
                        && !["utf-8", "utf8", "us-ascii"].iter().any(|name| encoding.eq_ignore_ascii_case(name))
                    {
                        let found = format!("`{}`", excerpt(&encoding));
                        return Err(cx.error(at, Code::Encoding, Some("UTF-8".into()), Some(found.as_str().into())));
                    }
                    continue;
                }
                Event::DocType(_) => {
                    let expected = "no document type declaration";
                    return Err(cx.error(at, Code::Doctype, Some(expected.into()), Some("one".into())));
                }
                Event::Comment(_) | Event::PI(_) => continue,
                Event::Eof => {
                    if self.depth > 0 || !self.started {
                        let expected = if self.started { "an end tag" } else { "an element" };
                        return Err(syntax(cx, at, expected, "the end of the input"));
                    }
                    Token::Eof
                }
                Event::Empty(_) => continue, // expanded into start and end
            });
        }
    }

    /// An error of quick-xml in this crate's words.
    fn malformed(&self, cx: &mut Context<'_>, error: &quick_xml::Error) -> Error {
        let at = self.inner.error_position() as usize;
        match error {
            quick_xml::Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                let (expected, found) = (format!("`</{}>`", excerpt(expected)), format!("`</{}>`", excerpt(found)));
                syntax(cx, at, &expected, &found)
            }
            quick_xml::Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
                syntax(cx, at, "an element", &format!("`</{}>`", excerpt(found)))
            }
            other => syntax(cx, at, "well-formed XML", &other.to_string()),
        }
    }

    fn tag(&self, cx: &mut Context<'_>, at: usize, space: Space, start: &BytesStart<'a>) -> Result<Tag<'a>, Error> {
        let resolver = self.inner.resolver();
        if let (ResolveResult::Unknown(prefix), _) = resolver.resolve_element(start.name()) {
            return Err(syntax(cx, at, "a declared namespace prefix", &format!("`{}`", excerpt(&prefix))));
        }
        name(cx, at, start.name().as_ref())?;
        let mut attributes = Vec::new();
        for (count, attribute) in start.attributes().enumerate() {
            cx.bound(at, Code::Attributes, cx.limits.attributes, count + 1)?;
            let attribute = attribute.map_err(|error| syntax(cx, at, "well-formed attributes", &error.to_string()))?;
            name(cx, at, attribute.key.as_ref())?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value =
                value.map_err(|error| syntax(cx, at, "an attribute value without unknown references", &error.to_string()))?;
            if attribute.value.contains('<') {
                return Err(syntax(cx, at, "no `<` in an attribute value", "`<`"));
            }
            characters(cx, at, &value)?;
            cx.bound(at, Code::TextLength, cx.limits.text, value.len())?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let (resolved, local) = resolver.resolve_attribute(attribute.key);
            if matches!(resolved, ResolveResult::Unknown(_)) && attribute.key.prefix().is_some_and(|prefix| !prefix.is_xml()) {
                return Err(syntax(cx, at, "a declared namespace prefix", &format!("`{}`", excerpt(attribute.key.as_ref()))));
            }
            let (space, name) = (Space::from(&resolved), local.as_ref().to_owned());
            attributes.push(Attribute { name: name.into(), space, value: value.into_owned().into() });
        }
        Ok(Tag { at, name: start.local_name().as_ref().to_owned().into(), space, attributes })
    }

    /// The text up to the end tag of the element that has just begun. Elements inside are skipped, which is reported.
    pub(crate) fn text(&mut self, cx: &mut Context<'_>) -> Result<Cow<'a, str>, Error> {
        let mut whole: Cow<'a, str> = Cow::Borrowed("");
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
                    let found = format!("<{}>", excerpt(&tag.name));
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
        let mut inside = 1_usize;
        loop {
            let end = self.at();
            match self.next(cx)? {
                Token::Start(tag) => {
                    inside += 1;
                    cx.bound(tag.at, Code::Depth, cx.limits.max_depth(), cx.depth + inside)?;
                }
                Token::End => {
                    inside -= 1;
                    if inside == 0 {
                        return Ok(self.slice(start, end));
                    }
                }
                Token::Text { .. } => {}
                Token::Eof => return Ok(""),
            }
        }
    }
}

fn syntax(cx: &mut Context<'_>, at: usize, expected: &str, found: &str) -> Error {
    cx.error(at, Code::Syntax, Some(expected.into()), Some(found.into()))
}

/// The start of a text from the message, for a diagnostic.
fn excerpt(text: &str) -> String {
    text.chars().take(40).collect()
}

fn characters(cx: &mut Context<'_>, at: usize, text: &str) -> Result<(), Error> {
    match text.chars().find(|character| !is_xml_char(*character)) {
        Some(character) => Err(syntax(cx, at, "characters that XML can carry", &format!("U+{:04X}", u32::from(character)))),
        None => Ok(()),
    }
}

fn name(cx: &mut Context<'_>, at: usize, name: &str) -> Result<(), Error> {
    cx.bound(at, Code::TextLength, cx.limits.text, name.len())?;
    let first = |c: char| c.is_alphabetic() || matches!(c, '_' | ':') || (c as u32) > 0x2070;
    let rest = |c: char| first(c) || c.is_numeric() || matches!(c, '-' | '.' | '\u{b7}' | '\u{300}'..='\u{36f}');
    let mut characters = name.chars();
    if characters.next().is_some_and(first) && characters.all(rest) {
        return Ok(());
    }
    Err(syntax(cx, at, "an XML name", &format!("`{}`", excerpt(name))))
}
