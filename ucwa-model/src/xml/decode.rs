//! XML → record.

mod fast;
mod foreign;
mod member;
mod property;
mod start_tag;

pub(super) use self::{fast::note, property::Content};
use super::{Reader, Scope, Tag, Token, reader::Space, sniff::rel_of};
use crate::{
    Code, Error, Value,
    any::NewResource,
    bind::{self, Section, Seen, keys::KeyPredictor},
    context::Context,
    descriptor::{Field, Form},
    extra::KEPT_XML,
    record::Record,
};

/// The attributes of a link.
const LINK: &[&str] = &["rel", "href", "title", "revision"];

type Known = Option<(usize, &'static Field)>;

/// Decodes a document that is one resource.
pub(crate) fn document(cx: &mut Context<'_>, text: &str, record: &mut dyn Record) -> Result<(), Error> {
    KeyPredictor::with(|keys| any_document(&mut Decoder { keys: Some(keys), ..Decoder::new(cx, &mut Reader::new(text)) }, record))
}

fn any_document(decoder: &mut Decoder<'_, '_, '_>, record: &mut dyn Record) -> Result<(), Error> {
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
        Form::Reason => decoder.reason(record, &root)?,
        _ => decoder.resource(record, &root, None)?,
    }
    decoder.end()
}

/// Decodes a part of a document that is any resource, as the type that it says to be.
pub(crate) fn any(cx: &mut Context<'_>, text: &str, scope: &Scope) -> Result<NewResource, Error> {
    let mut reader = Reader::element(text, scope);
    let mut decoder = Decoder::new(cx, &mut reader);
    let root = decoder.root()?;
    let rel = rel_of(&mut decoder.reader.clone(), &decoder.cx.limits).or_else(|| root.attribute("rel").map(ToString::to_string));
    let mut resource = NewResource::for_rel(rel.as_deref());
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
    pub(super) keys: Option<&'c KeyPredictor>,
}

impl<'a, 'c, 't> Decoder<'a, 'c, 't> {
    pub(super) fn new(cx: &'c mut Context<'t>, reader: &'c mut Reader<'a>) -> Self {
        Self { cx, reader, any_namespace: false, keys: None }
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
        let mut next = None;
        while self.next_child(record, &mut next)? {
            let Some(tag) = &next else { continue };
            count += 1;
            self.cx.bound(tag.at, Code::Members, self.cx.limits.members, count)?;
            if self.is_ours(tag)? { child(self, record, tag)? } else { self.foreign(record, tag)? }
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
        bind::charge(self.cx, record, Section::Properties, at)?;
        bind::keep(record, KEPT_XML, text.trim().into());
        Ok(())
    }

    /// An element that UCWA does not have is kept as XML, in a property of its own, with the namespaces that it needs.
    pub(super) fn foreign(&mut self, record: &mut dyn Record, tag: &Tag<'a>) -> Result<(), Error> {
        let found = self.cx.quote("<", tag.name, ">");
        let expected = "a property, link or resource";
        self.cx.deviate(tag.at, Code::Content, Some(expected.into()), Some(found.as_str().into()))?;
        let own = self.reader.own_prefixes();
        self.reader.skip(self.cx)?;
        bind::charge(self.cx, record, Section::Properties, tag.at)?;
        let whole = self.reader.slice(tag.at, self.reader.at());
        let whole = match foreign::with_namespaces(self.reader, whole, &own) {
            Some(whole) => {
                self.cx.charge(tag.at, whole.len())?;
                whole.into()
            }
            None => self.cx.text(whole),
        };
        bind::keep(record, KEPT_XML, Value::String(whole));
        Ok(())
    }

    /// A resource whose start tag has been read. `role` is what its container calls it.
    pub(super) fn resource(&mut self, record: &mut dyn Record, tag: &Tag<'a>, role: Option<&str>) -> Result<(), Error> {
        self.own_link(record, tag)?;
        self.note_empty(record, tag)?;
        let named = self.members(record, tag.at)?;
        let attribute = tag.attribute("rel").filter(|_| role.is_none());
        if role.is_none() {
            self.root_rel(record, tag.at, attribute, named)?;
        }
        bind::finish(self.cx, record, tag.at, named || attribute.is_some())
    }

    /// The members of a resource up to its end tag; whether it names itself.
    pub(super) fn members(&mut self, record: &mut dyn Record, at: usize) -> Result<bool, Error> {
        self.cx.enter(at)?;
        let (mut named, mut count, mut seen) = (false, 0, Seen::default());
        let mut next = None;
        loop {
            if self.fast_path_applies() {
                let most = self.cx.limits.members.saturating_sub(count);
                count += self.try_fast_members(record, &mut seen, &mut named, most);
                if self.reader.eat_end() {
                    break;
                }
                let at = self.reader.at();
                if self.try_fast_embedded(record, &mut seen)? {
                    count += 1;
                    self.cx.bound(at, Code::Members, self.cx.limits.members, count)?;
                    continue;
                }
            }
            if !self.next_child(record, &mut next)? {
                break;
            }
            let Some(tag) = &next else { continue };
            count += 1;
            self.cx.bound(tag.at, Code::Members, self.cx.limits.members, count)?;
            note(record.shape(), tag, &mut seen);
            if self.is_ours(tag)? { self.child(record, tag, &mut named, &mut seen)? } else { self.foreign(record, tag)? }
        }
        self.cx.leave();
        Ok(named)
    }

    /// The start tag of the next child of an element; none for text, which has been dealt with; false at the end of the element. It is
    /// put where each level keeps its only tag, because copies of it would take much of a small stack.
    fn next_child(&mut self, record: &mut dyn Record, next: &mut Option<Tag<'a>>) -> Result<bool, Error> {
        *next = match self.next()? {
            Token::Start(tag) => Some(tag),
            Token::Text { at, text } => {
                self.stray_text(record, at, &text)?;
                None
            }
            Token::End | Token::Eof => return Ok(false),
        };
        Ok(true)
    }

    pub(super) fn child(
        &mut self,
        record: &mut dyn Record,
        tag: &Tag<'a>,
        named: &mut bool,
        seen: &mut Seen,
    ) -> Result<(), Error> {
        match tag.name {
            "property" => match tag.attribute("name") {
                Some(name) if name == "rel" && !*named && seen.first_rel() && is_text(tag) => {
                    let rel = self.reader.text(self.cx)?;
                    *named = true;
                    bind::take_rel(self.cx, record, tag.at, &rel)
                }
                Some(name) => self.property(record, tag, name, seen),
                None => self.foreign(record, tag),
            },
            "propertyList" => match tag.attribute("name") {
                Some(name) => self.property_list(record, tag, name, seen),
                None => self.foreign(record, tag),
            },
            "link" => self.member(record, tag, Section::Links),
            "resource" => self.member(record, tag, Section::Embedded),
            _ => self.foreign(record, tag),
        }
    }
}

/// Whether a property is a plain text, and neither null nor a literal.
pub(super) fn is_text(tag: &Tag<'_>) -> bool {
    tag.markup("literal").is_none() && !tag.is_nil()
}
