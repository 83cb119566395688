//! Start tags: attributes, and the namespaces that they declare.

use std::borrow::Cow;

use super::{
    super::characters::{name, special},
    Reader, check,
    distinct::Distinct,
    syntax,
    tag::{Attribute, Attributes, Space, Tag},
};
use crate::{Code, Error, context::Context};

/// The prefix and the rest of a name.
fn split(name: &str, colon: Option<usize>) -> (&str, &str) {
    colon.and_then(|colon| Some((name.get(..colon)?, name.get(colon + 1..)?))).unwrap_or(("", name))
}

impl<'a> Reader<'a> {
    pub(super) fn start_tag(&mut self, cx: &mut Context<'_>) -> Result<Tag<'a>, Error> {
        let at = self.at;
        if self.open.is_empty() && self.started {
            return Err(syntax(cx, at, "the end of the input", "another element"));
        }
        self.at += 1;
        let (qualified, colon) = self.qualified_name(cx)?;
        let declared = self.declared.len();
        let mut attributes = Attributes::default();
        let prefixed = self.attributes(cx, at, &mut attributes)?;
        self.empty = self.byte() == Some(b'/');
        self.at += usize::from(self.empty);
        if self.byte() != Some(b'>') {
            return Err(self.unexpected(cx, "`>` at the end of a start tag"));
        }
        self.at += 1;
        self.started = true;
        self.open.push((qualified, declared));

        if prefixed {
            self.resolve_attributes(cx, at, &mut attributes)?;
        }
        if self.declared.len() > declared {
            self.ucwa = self.space("") == Some(Space::Ucwa);
        }
        let (prefix, name) = split(qualified, colon);
        let space = match prefix {
            "" if self.ucwa => Some(Space::Ucwa),
            prefix => self.space(prefix),
        };
        let Some(space) = space else {
            return Err(syntax(cx, at, "a declared namespace prefix", &cx.quote("", prefix, "")));
        };
        Ok(Tag { at, name, space, attributes })
    }

    /// A name with at most one prefix, and where that ends.
    #[inline]
    fn qualified_name(&mut self, cx: &mut Context<'_>) -> Result<(&'a str, Option<usize>), Error> {
        let (found, colon) = name(self.rest());
        if found.is_empty() {
            return Err(self.unexpected(cx, "an XML name"));
        }
        cx.bound(self.at, Code::TextLength, cx.limits.text, found.len())?;
        if colon.is_some() {
            let (prefix, local) = split(found, colon);
            if prefix.is_empty() || local.is_empty() || name(local) != (local, None) {
                return Err(syntax(cx, self.at, "a name with one prefix", &cx.quote("", found, "")));
            }
        }
        self.at += found.len();
        Ok((found, colon))
    }

    /// Reads the attributes and the declarations. Whether some attributes have prefixes, which are not resolved yet.
    fn attributes(&mut self, cx: &mut Context<'_>, tag: usize, attributes: &mut Attributes<'a>) -> Result<bool, Error> {
        let mut names = Distinct::default();
        let (mut count, mut prefixed) = (0, false);
        loop {
            let spaced = self.skip_space();
            if matches!(self.byte(), Some(b'>' | b'/')) {
                return Ok(prefixed);
            }
            if !spaced {
                return Err(self.unexpected(cx, "white space before an attribute"));
            }
            count += 1;
            cx.bound(tag, Code::Attributes, cx.limits.attributes, count)?;
            let at = self.at;
            let (name, colon) = self.qualified_name(cx)?;
            self.skip_space();
            if self.byte() != Some(b'=') {
                return Err(self.unexpected(cx, "`=` after an attribute's name"));
            }
            self.at += 1;
            self.skip_space();
            let value = self.value(cx)?;
            if !names.insert(("", name)) {
                // pairs, as the resolved names are: one kind of set
                return Err(syntax(cx, at, "each attribute once", &(cx.quote("", name, "") + " again")));
            }
            match split(name, colon) {
                ("xmlns", prefix) => self.declare(cx, at, prefix, value)?,
                ("", "xmlns") => self.declare(cx, at, "", value)?,
                _ => {
                    prefixed |= colon.is_some();
                    attributes.push(Attribute { written: name, space: Space::None, value });
                }
            }
        }
    }

    fn value(&mut self, cx: &mut Context<'_>) -> Result<Cow<'a, str>, Error> {
        let Some(quote @ (b'"' | b'\'')) = self.byte() else {
            return Err(self.unexpected(cx, "an attribute's value in quotes"));
        };
        self.at += 1;
        let start = self.at;
        if quote == b'"'
            && let Some(value) = self.plain_value()
        {
            cx.bound(start, Code::TextLength, cx.limits.text, value.len())?;
            return Ok(value.into());
        }
        let rest = self.rest();
        let Some(length) = memchr::memchr(quote, rest.as_bytes()) else {
            return Err(syntax(cx, self.text.len(), "a quote at the end of an attribute's value", "the end of the input"));
        };
        let raw = rest.get(..length).unwrap_or_default();
        cx.bound(start, Code::TextLength, cx.limits.text, raw.len())?;
        if raw.contains('<') {
            return Err(syntax(cx, start, "no `<` in an attribute's value", "`<`"));
        }
        check(cx, start, raw)?;
        let is_plain = !raw.bytes().any(|byte| matches!(byte, b'&' | b'\r' | b'\n' | b'\t'));
        let value = if is_plain { raw.into() } else { self.normalized(cx, start + length)?.into() };
        self.at = start + length + 1;
        Ok(value)
    }

    /// A value with its references resolved, and white space as spaces.
    fn normalized(&mut self, cx: &mut Context<'_>, end: usize) -> Result<String, Error> {
        let mut value = String::with_capacity(end - self.at);
        while self.at < end {
            match self.byte() {
                Some(b'&') => {
                    let character = self.reference(cx)?;
                    value.push(character);
                    continue;
                }
                Some(b'\r') if self.bytes().get(self.at + 1) == Some(&b'\n') => {}
                Some(b'\r' | b'\n' | b'\t') => value.push(' '),
                _ => {
                    // behind the first character, which may be one that needs another kind of look
                    let stop = special::<b'&', b'&'>(self.bytes().get(..end).unwrap_or_default(), self.at + 1);
                    value.push_str(self.slice(self.at, stop));
                    self.at = stop;
                    continue;
                }
            }
            self.at += 1;
        }
        Ok(value)
    }

    /// Finds the namespaces of attributes. The default one is not for them.
    fn resolve_attributes(&self, cx: &mut Context<'_>, at: usize, attributes: &mut Attributes<'a>) -> Result<(), Error> {
        let mut names = Distinct::default();
        for attribute in attributes.iter_mut() {
            let Some((prefix, name)) = attribute.prefixed() else { continue };
            let Some((space, uri)) = self.resolve(prefix) else {
                return Err(syntax(cx, at, "a declared namespace prefix", &cx.quote("", attribute.written, "")));
            };
            // two prefixes may stand for one namespace
            if !names.insert((uri, name)) {
                return Err(syntax(cx, at, "each attribute once", &(cx.quote("", attribute.written, "") + " again")));
            }
            attribute.space = space;
        }
        Ok(())
    }
}
