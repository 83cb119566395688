//! XML → record.

mod member;
mod ordinary;
mod property;

pub(super) use self::{
    ordinary::{LinkTag, note},
    property::Content,
};
use super::{Reader, Scope, Tag, Token, reader::Space};
use crate::{
    AnyResource, Code, Error, Limits, Link, Text, Value,
    assemble::{self, Section, Seen},
    context::Context,
    descriptor::{Field, Form},
    document::Sniffed,
    plain,
    record::Record,
    unnamed::{self, Members},
};

/// The attributes of a link.
const LINK: &[&str] = &["rel", "href", "title", "revision"];

type Known = Option<(usize, &'static Field)>;

/// Decodes a document that is one resource.
pub(crate) fn document(cx: &mut Context<'_>, text: &str, record: &mut dyn Record) -> Result<(), Error> {
    let mut reader = Reader::new(text);
    let mut decoder = Decoder::new(cx, &mut reader);
    let root = decoder.root()?;
    let form = record.shape().form;
    let expected = match form {
        Form::Resource | Form::Part => "resource",
        Form::Replacement | Form::Input => "input",
        Form::Reason => "reason",
    };
    let also = matches!(form, Form::Replacement | Form::Input) && root.name == "resource";
    if root.name != expected && !also {
        let (expected, found) = (format!("`<{expected}>`"), decoder.cx.quote("<", root.name, ">"));
        decoder.cx.deviate(root.at, Code::Root, Some(expected.as_str().into()), Some(found.as_str().into()))?;
    }
    match form {
        Form::Reason => decoder.reason(record, root.at)?,
        _ => decoder.resource(record, &root, None)?,
    }
    decoder.end()
}

/// Decodes a part of a document that is any resource, as the type that it says to be.
pub(crate) fn any(cx: &mut Context<'_>, text: &str, scope: &Scope) -> Result<AnyResource, Error> {
    let mut reader = Reader::element(text, scope);
    let mut decoder = Decoder::new(cx, &mut reader);
    let root = decoder.root()?;
    let rel = rel_of(&mut decoder.reader.clone(), &decoder.cx.limits).or_else(|| root.attribute("rel").map(ToString::to_string));
    let mut resource = rel.map_or_else(AnyResource::default, |rel| AnyResource::for_rel(&rel));
    decoder.resource(resource.record_mut(), &root, root.attribute("rel").map(|role| &**role))?;
    decoder.end()?;
    Ok(resource)
}

/// The decoder of one text; [`events`](crate::events) drives it too.
pub(crate) struct Decoder<'a, 'c, 't> {
    pub(super) cx: &'c mut Context<'t>,
    pub(super) reader: &'c mut Reader<'a>,
    /// Whether the root is in a namespace of its own, so that names count in any.
    pub(super) any_namespace: bool,
}

impl<'a, 'c, 't> Decoder<'a, 'c, 't> {
    pub(super) fn new(cx: &'c mut Context<'t>, reader: &'c mut Reader<'a>) -> Self {
        Self { cx, reader, any_namespace: false }
    }

    /// The root element.
    pub(super) fn root(&mut self) -> Result<Tag<'a>, Error> {
        match self.next()? {
            Token::Start(tag) => {
                self.in_namespace(&tag)?;
                self.any_namespace = tag.space != Space::Ucwa;
                Ok(tag)
            }
            _ => Err(self.cx.error(0, Code::Syntax, Some("an element".into()), None)),
        }
    }

    /// Nothing but comments may follow the root.
    pub(super) fn end(&mut self) -> Result<(), Error> {
        self.next().map(|_| ())
    }

    pub(super) fn next(&mut self) -> Result<Token<'a>, Error> {
        self.reader.next(self.cx)
    }

    pub(super) fn in_namespace(&mut self, tag: &Tag<'_>) -> Result<(), Error> {
        if tag.space == Space::Ucwa {
            return Ok(());
        }
        let found = if tag.space == Space::None { "no namespace" } else { "another one" };
        let expected = format!("the namespace {}", super::UCWA);
        self.cx.deviate(tag.at, Code::Namespace, Some(expected.as_str().into()), Some(found.into()))
    }

    /// The children of an element up to its end tag; `child` reads each of them to its end.
    pub(super) fn children(
        &mut self,
        at: usize,
        record: &mut dyn Record,
        mut child: impl FnMut(&mut Self, &mut dyn Record, &Tag<'a>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.cx.enter(at)?;
        let mut count = 0;
        loop {
            match self.next_child(record)? {
                Some(Some(tag)) => {
                    count += 1;
                    self.cx.bound(tag.at, Code::Members, self.cx.limits.members, count)?;
                    if self.is_ours(&tag)? { child(self, record, &tag)? } else { self.foreign(record, &tag)? }
                }
                Some(None) => {}
                None => break,
            }
        }
        self.cx.leave();
        Ok(())
    }

    /// Whether an element is one of UCWA's.
    pub(super) fn is_ours(&mut self, tag: &Tag<'a>) -> Result<bool, Error> {
        if tag.space == Space::None && !self.any_namespace {
            self.in_namespace(tag)?;
        }
        Ok(self.any_namespace || matches!(tag.space, Space::Ucwa | Space::None))
    }

    /// White space between elements is nothing; other text is kept.
    pub(super) fn stray_text(&mut self, record: &mut dyn Record, at: usize, text: &str) -> Result<(), Error> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.cx.deviate(at, Code::Content, Some("an element".into()), Some("text".into()))?;
        assemble::charge(self.cx, record, Section::Properties, at)?;
        assemble::keep(record, "_xml", text.trim().into());
        Ok(())
    }

    /// An element that UCWA does not have is kept as XML, in a property `_xml`.
    pub(super) fn foreign(&mut self, record: &mut dyn Record, tag: &Tag<'a>) -> Result<(), Error> {
        let found = self.cx.quote("<", tag.name, ">");
        let expected = "a property, link or resource";
        self.cx.deviate(tag.at, Code::Content, Some(expected.into()), Some(found.as_str().into()))?;
        self.reader.skip(self.cx)?;
        assemble::charge(self.cx, record, Section::Properties, tag.at)?;
        let whole = self.reader.slice(tag.at, self.reader.at());
        let whole = Value::String(self.cx.text(whole));
        assemble::keep(record, "_xml", whole);
        Ok(())
    }

    /// A resource whose start tag has been read. `role` is what its container calls it.
    pub(super) fn resource(&mut self, record: &mut dyn Record, tag: &Tag<'a>, role: Option<&str>) -> Result<(), Error> {
        self.own_link(record, tag)?;
        let mut named = self.members(record, tag.at)?;
        if !named
            && role.is_none()
            && let Some(rel) = tag.attribute("rel")
        {
            assemble::take_rel(self.cx, record, tag.at, rel)?;
            named = true;
        }
        assemble::finish(self.cx, record, tag.at, named)
    }

    /// The members of a resource up to its end tag; whether it names itself.
    pub(super) fn members(&mut self, record: &mut dyn Record, at: usize) -> Result<bool, Error> {
        self.cx.enter(at)?;
        let (mut named, mut count, mut seen) = (false, 0, Seen::default());
        loop {
            if self.is_ordinary() {
                if self.reader.pass_end() {
                    break;
                }
                let at = self.reader.at();
                if self.ordinary_member(record, &mut seen, &mut named) || self.ordinary_embedded(record, &mut seen)? {
                    count += 1;
                    self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
                    continue;
                }
            }
            match self.next_child(record)? {
                Some(Some(tag)) => {
                    count += 1;
                    self.cx.bound(tag.at, Code::Members, self.cx.limits.members, count)?;
                    note(record.shape(), &tag, &mut seen);
                    if self.is_ours(&tag)? { self.child(record, &tag, &mut named)? } else { self.foreign(record, &tag)? }
                }
                Some(None) => {}
                None => break,
            }
        }
        self.cx.leave();
        Ok(named)
    }

    /// The next child of an element; `Some(None)` for text, which has been dealt with, and `None` at the end.
    fn next_child(&mut self, record: &mut dyn Record) -> Result<Option<Option<Tag<'a>>>, Error> {
        match self.next()? {
            Token::Start(tag) => Ok(Some(Some(tag))),
            Token::Text { at, text } => self.stray_text(record, at, &text).map(|()| Some(None)),
            Token::End | Token::Eof => Ok(None),
        }
    }

    /// The self link, which travels as attributes.
    pub(super) fn own_link(&mut self, record: &mut dyn Record, tag: &Tag<'a>) -> Result<(), Error> {
        let others = tag.others(LINK).map(|(name, value)| (self.cx.text(name), Value::String(self.cx.text(value))));
        let others: Vec<(Text, Value)> = others.collect();
        let link = self.attributes_link(tag);
        if link.is_none() {
            for (name, value) in others {
                self.cx.deviate(
                    tag.at,
                    Code::Content,
                    Some("an element with an href".into()),
                    Some("another attribute".into()),
                )?;
                record.extra_mut().push_property(format!("@{name}"), value);
            }
            return Ok(());
        }
        if let Some(mut link) = link {
            others.into_iter().for_each(|(name, value)| link.push_extra(name, value));
            let known = assemble::find_rel(record, Section::Links, "self");
            assemble::put_link(self.cx, record, known, "self", tag.at, link)?;
        }
        Ok(())
    }

    pub(super) fn attributes_link(&mut self, tag: &Tag<'a>) -> Option<Link> {
        let text = |name: &str| tag.attribute(name).map(|value| self.cx.text(value));
        Some(Link::of(text("href")?, text("title"), text("revision")))
    }

    pub(super) fn child(&mut self, record: &mut dyn Record, tag: &Tag<'a>, named: &mut bool) -> Result<(), Error> {
        match tag.name {
            "property" => match tag.attribute("name") {
                Some(name) if name == "rel" && !*named && tag.markup("literal").is_none() && !tag.is_nil() => {
                    let rel = self.reader.text(self.cx)?;
                    *named = true;
                    assemble::take_rel(self.cx, record, tag.at, &rel)
                }
                Some(name) => self.property(record, tag, name),
                None => self.foreign(record, tag),
            },
            "propertyList" => match tag.attribute("name") {
                Some(name) => self.property_list(record, tag, name),
                None => self.foreign(record, tag),
            },
            "link" => self.member(record, tag, Section::Links),
            "resource" => self.member(record, tag, Section::Embedded),
            _ => self.foreign(record, tag),
        }
    }
}

/// What the resource whose start tag has been read calls itself; read ahead, without errors.
pub(super) fn rel_of(reader: &mut Reader<'_>, limits: &Limits) -> Option<String> {
    let mut cx = Context::new(crate::Mode::Lenient, *limits, None);
    loop {
        match reader.next(&mut cx).ok()? {
            Token::Start(tag) if tag.name == "property" && tag.attribute("name").is_some_and(|name| name == "rel") => {
                return reader.text(&mut cx).ok().map(std::borrow::Cow::into_owned);
            }
            Token::Start(_) => {
                reader.skip(&mut cx).ok()?;
            }
            Token::Text { .. } => {}
            Token::End | Token::Eof => return None,
        }
    }
}

/// What kind of message a document is; read ahead, without errors.
pub(crate) fn kind_of(text: &str, limits: &Limits) -> Sniffed {
    let mut cx = Context::new(crate::Mode::Lenient, *limits, None);
    let mut reader = Reader::new(text);
    let Ok(Token::Start(root)) = reader.next(&mut cx) else {
        return Sniffed::Resource(None);
    };
    match root.name {
        "events" => Sniffed::Events,
        "reason" => Sniffed::Resource(Some("reason".to_owned())),
        plain::OPTIONS_METADATA => Sniffed::OptionsMetadata,
        plain::OPERATIONS_QUEUED => Sniffed::OperationsQueued,
        name => {
            let rel = rel_of(&mut reader.clone(), limits).or_else(|| root.attribute("rel").map(ToString::to_string));
            match rel {
                // of another root, and of what cannot be read, decoding says what is wrong
                None if matches!(name, "resource" | "input") => {
                    without_rel(&mut reader, limits).unwrap_or(Sniffed::Resource(None))
                }
                rel => Sniffed::Resource(rel),
            }
        }
    }
}

/// What a resource is that has no rel, by its members; its start tag has been read.
fn without_rel(reader: &mut Reader<'_>, limits: &Limits) -> Option<Sniffed> {
    let mut cx = Context::new(crate::Mode::Lenient, *limits, None);
    let mut members = Members::default();
    loop {
        let tag = match reader.next(&mut cx).ok()? {
            Token::Start(tag) => tag,
            Token::Text { .. } => continue,
            Token::End | Token::Eof => break,
        };
        reader.skip(&mut cx).ok()?;
        let (names, attribute) = match tag.name {
            "link" => (&mut members.links, "rel"),
            "resource" => (&mut members.embedded, "rel"),
            _ => (&mut members.properties, "name"),
        };
        unnamed::note(names, tag.attribute(attribute).map_or(tag.name, |name| name));
    }
    matches!(reader.next(&mut cx), Ok(Token::Eof)).then(|| members.tell())
}
