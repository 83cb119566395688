//! XML → record.

use super::{Reader, Tag, Token, reader::Space};
use crate::{
    Code, Error, Link, Text, UnknownKind, Value,
    assemble::{self, Section},
    context::{Context, Segment},
    descriptor::{Field, Form},
    document::Sniffed,
    extra::Entry,
    plain,
    record::{Incoming, Record, Scalar},
};

type Known = Option<(usize, &'static Field)>;

/// Decodes a document that is one resource.
pub(crate) fn document(cx: &mut Context<'_>, text: &str, record: &mut dyn Record) -> Result<(), Error> {
    let mut decoder = Decoder::new(cx, text);
    let root = decoder.root()?;
    let form = record.shape().form;
    let expected = match form {
        Form::Resource | Form::Part => "resource",
        Form::Replacement | Form::Input => "input",
        Form::Reason => "reason",
    };
    let also = matches!(form, Form::Replacement | Form::Input) && root.name == "resource";
    if root.name != expected && !also {
        let (expected, found) = (format!("<{expected}>"), format!("<{}>", root.name.chars().take(40).collect::<String>()));
        decoder.cx.deviate(root.at, Code::Root, Some(expected.as_str().into()), Some(found.as_str().into()))?;
    }
    match form {
        Form::Reason => decoder.reason(record, root.at)?,
        _ => decoder.resource(record, &root, None)?,
    }
    decoder.end()
}

/// The decoder of one text; [`events`](crate::events) drives it too.
pub(crate) struct Decoder<'a, 'c, 't> {
    pub(super) cx: &'c mut Context<'t>,
    pub(super) reader: Reader<'a>,
    /// Whether the root is in a namespace of its own, so that names count in any.
    pub(super) any_namespace: bool,
}

impl<'a, 'c, 't> Decoder<'a, 'c, 't> {
    pub(super) fn new(cx: &'c mut Context<'t>, text: &'a str) -> Self {
        Self { cx, reader: Reader::new(text), any_namespace: false }
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
            match self.next()? {
                Token::Start(tag) => {
                    count += 1;
                    self.cx.bound(tag.at, Code::Members, self.cx.limits.members, count)?;
                    if tag.space == Space::None && !self.any_namespace {
                        self.in_namespace(&tag)?;
                    }
                    if self.any_namespace || matches!(tag.space, Space::Ucwa | Space::None) {
                        child(self, record, &tag)?;
                    } else {
                        self.foreign(record, &tag)?;
                    }
                }
                Token::Text { at, text } => self.stray_text(record, at, &text)?,
                Token::End | Token::Eof => break,
            }
        }
        self.cx.leave();
        Ok(())
    }

    /// White space between elements is nothing; other text is kept.
    fn stray_text(&mut self, record: &mut dyn Record, at: usize, text: &str) -> Result<(), Error> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.cx.deviate(at, Code::Content, Some("an element".into()), Some("text".into()))?;
        assemble::keep(record, Section::Properties, "_xml", text.trim().into());
        Ok(())
    }

    /// An element that UCWA does not have is kept as XML, in a property `_xml`.
    pub(super) fn foreign(&mut self, record: &mut dyn Record, tag: &Tag<'a>) -> Result<(), Error> {
        let found = format!("<{}>", tag.name.chars().take(40).collect::<String>());
        let expected = "a property, link or resource";
        self.cx.deviate(tag.at, Code::Content, Some(expected.into()), Some(found.as_str().into()))?;
        self.reader.skip(self.cx)?;
        let whole = self.reader.slice(tag.at, self.reader.at());
        assemble::keep(record, Section::Properties, "_xml", whole.into());
        Ok(())
    }

    /// A resource whose start tag has been read. `role` is what its container calls it.
    pub(super) fn resource(&mut self, record: &mut dyn Record, tag: &Tag<'a>, role: Option<&str>) -> Result<(), Error> {
        self.own_link(record, tag)?;
        let mut named = false;
        self.children(tag.at, record, |decoder, record, child| decoder.child(record, child, &mut named))?;
        if !named
            && role.is_none()
            && let Some(rel) = tag.attribute("rel")
        {
            assemble::take_rel(self.cx, record, tag.at, rel)?;
            named = true;
        }
        assemble::finish(self.cx, record, tag.at, named)
    }

    /// The self link, which travels as attributes.
    pub(super) fn own_link(&mut self, record: &mut dyn Record, tag: &Tag<'a>) -> Result<(), Error> {
        let others = tag.others(&["rel", "href", "title", "revision"]).map(|(name, value)| (name.into(), value.into()));
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
        let mut link = Link::new(&**tag.attribute("href")?);
        if let Some(title) = tag.attribute("title") {
            link = link.with_title(&**title);
        }
        if let Some(revision) = tag.attribute("revision") {
            link = link.with_revision(&**revision);
        }
        Some(link)
    }

    pub(super) fn child(&mut self, record: &mut dyn Record, tag: &Tag<'a>, named: &mut bool) -> Result<(), Error> {
        match &*tag.name {
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

    /// The content of a `<property>` or an `<item>`.
    pub(super) fn content(&mut self, tag: &Tag<'a>) -> Result<Content<'a>, Error> {
        let text = self.reader.text(self.cx)?;
        if tag.is_nil() {
            return Ok(Content::Value(Value::Null));
        }
        if tag.markup("literal").is_some() {
            return match crate::json::parse_literal(&text, self.cx.limits, self.cx.depth) {
                Some(value) => Ok(Content::Value(value)),
                None => Err(self.cx.error(tag.at, Code::Syntax, Some("a JSON literal".into()), Some("another text".into()))),
            };
        }
        Ok(Content::Text(text))
    }

    pub(super) fn property(&mut self, record: &mut dyn Record, tag: &Tag<'a>, name: &str) -> Result<(), Error> {
        let known = assemble::find(record.shape(), Section::Properties, name);
        self.cx.push(assemble::segment(known.map(|(_, field)| field), name));
        let content = self.content(tag)?;
        let kept = match known {
            Some(known) => self.known_property(record, known, tag, content)?,
            None => {
                assemble::unknown(self.cx, record, name, UnknownKind::Property);
                Some(content.into_value())
            }
        };
        if let Some(value) = kept {
            assemble::keep(record, Section::Properties, name, value);
        }
        self.cx.pop();
        Ok(())
    }

    /// Puts a value into its field, or gives it back.
    pub(super) fn known_property(
        &mut self,
        record: &mut dyn Record,
        known: (usize, &'static Field),
        tag: &Tag<'a>,
        content: Content<'a>,
    ) -> Result<Option<Value>, Error> {
        let (index, field) = known;
        if matches!(content, Content::Value(Value::Null)) {
            return Ok(Some(Value::Null));
        }
        if record.slot(index).is_some_and(super::super::record::Slot::is_present) {
            self.cx.deviate(tag.at, Code::Duplicate, Some("one property of this name".into()), Some("another one".into()))?;
            return Ok(Some(content.into_value()));
        }
        if field.many {
            self.cx.deviate(tag.at, Code::Shape, Some("<propertyList>".into()), Some("<property>".into()))?;
        }
        if self.put(record, known, tag.at, &content)? {
            if field.many {
                record.extra_mut().set_flipped(index);
            }
            return Ok(None);
        }
        Ok(Some(content.into_value()))
    }

    pub(super) fn put(
        &mut self,
        record: &mut dyn Record,
        known: (usize, &'static Field),
        at: usize,
        content: &Content<'a>,
    ) -> Result<bool, Error> {
        let incoming = match content {
            Content::Text(text) => Incoming::Scalar(Scalar::Lexical(text.as_ref().into())),
            Content::Value(Value::String(text)) => Incoming::Scalar(Scalar::Text(text.as_str().into())),
            Content::Value(Value::Bool(value)) => Incoming::Scalar(Scalar::Boolean(*value)),
            Content::Value(Value::Number(number)) => Incoming::Scalar(Scalar::Number(number.as_str().into())),
            Content::Value(value) => Incoming::Value(value),
        };
        assemble::put(self.cx, record, known, at, incoming)
    }

    fn property_list(&mut self, record: &mut dyn Record, tag: &Tag<'a>, name: &str) -> Result<(), Error> {
        let known = assemble::find(record.shape(), Section::Properties, name);
        self.cx.push(assemble::segment(known.map(|(_, field)| field), name));
        let items = self.items(record, tag)?;
        let fits = match known {
            None => {
                assemble::unknown(self.cx, record, name, UnknownKind::Property);
                false
            }
            Some((index, _)) if record.slot(index).is_some_and(super::super::record::Slot::is_present) => {
                self.cx.deviate(tag.at, Code::Duplicate, Some("one property of this name".into()), Some("another one".into()))?;
                false
            }
            Some((_, field)) if !field.many => {
                self.cx.deviate(tag.at, Code::Shape, Some("<property>".into()), Some("<propertyList>".into()))?;
                false
            }
            Some(known) => self.known_list(record, known, &items)?,
        };
        if !fits {
            let values = items.into_iter().map(|(_, content)| content.into_value()).collect();
            assemble::keep(record, Section::Properties, name, Value::List(values));
        }
        self.cx.pop();
        Ok(())
    }

    /// A list property. One misfit makes the whole list one, so that its order survives.
    fn known_list(
        &mut self,
        record: &mut dyn Record,
        known: (usize, &'static Field),
        items: &[(usize, Content<'a>)],
    ) -> Result<bool, Error> {
        if let Some(slot) = record.slot_mut(known.0) {
            slot.begin();
        }
        for (index, (at, content)) in items.iter().enumerate() {
            self.cx.push(Segment::Index(index));
            let fits = self.put(record, known, *at, content)?;
            self.cx.pop();
            if !fits {
                if let Some(slot) = record.slot_mut(known.0) {
                    slot.clear();
                }
                return Ok(false);
            }
        }
        Ok(true)
    }

    pub(super) fn items(&mut self, record: &mut dyn Record, tag: &Tag<'a>) -> Result<Vec<(usize, Content<'a>)>, Error> {
        let mut items = Vec::new();
        self.children(tag.at, record, |decoder, record, child| {
            if child.name != "item" {
                return decoder.foreign(record, child);
            }
            decoder.cx.bound(child.at, Code::Items, decoder.cx.limits.items, items.len() + 1)?;
            let content = decoder.content(child)?;
            items.push((child.at, content));
            Ok(())
        })?;
        Ok(items)
    }

    /// A link or an embedded resource.
    fn member(&mut self, record: &mut dyn Record, tag: &Tag<'a>, section: Section) -> Result<(), Error> {
        let Some(name) = tag.attribute("rel") else {
            return self.foreign(record, tag);
        };
        let known = assemble::find_rel(record, section, name);
        let links = section == Section::Links;
        self.cx.push(Segment::Known(if links { "_links" } else { "_embedded" }));
        self.cx.push(assemble::segment(known.map(|(_, field)| field), name));
        if let Some((index, (_, field))) = known.map(|known| (known.0, known))
            && field.many
        {
            let count = record.slot(index).map_or(0, super::super::record::Slot::len);
            self.cx.bound(tag.at, Code::Items, self.cx.limits.items, count + 1)?;
            self.cx.push(Segment::Index(count));
        }
        if known.is_none() {
            assemble::unknown(self.cx, record, name, if links { UnknownKind::Link } else { UnknownKind::Embedded });
        }
        if let Some(json) = tag.markup("json") {
            self.json_member(record, tag, section, known, json)?;
        } else if links {
            self.link(record, tag, known, name)?;
        } else {
            self.embedded(record, tag, known, name)?;
        }
        self.note_list(record, tag, section, known, name)?;
        if known.is_some_and(|(_, field)| field.many) {
            self.cx.pop();
        }
        self.cx.pop();
        self.cx.pop();
        Ok(())
    }

    fn link(&mut self, record: &mut dyn Record, tag: &Tag<'a>, known: Known, name: &str) -> Result<(), Error> {
        let link = self.attributes_link(tag);
        let others: Vec<(Text, Value)> =
            tag.others(&["rel", "href", "title", "revision"]).map(|(name, value)| (name.into(), value.into())).collect();
        self.reader.text(self.cx)?;
        match link {
            Some(mut link) => {
                others.into_iter().for_each(|(name, value)| link.push_extra(name, value));
                assemble::put_link(self.cx, record, known, name, tag.at, link)
            }
            None => {
                self.cx.deviate(tag.at, Code::Form, Some("a link with an href".into()), Some("none".into()))?;
                assemble::keep(record, Section::Links, name, Value::Object(others));
                Ok(())
            }
        }
    }

    fn embedded(&mut self, record: &mut dyn Record, tag: &Tag<'a>, known: Known, name: &str) -> Result<(), Error> {
        let at = tag.at;
        let (reader, any_namespace) = (&mut self.reader, self.any_namespace);
        let sniff = reader.clone();
        assemble::embed(
            self.cx,
            record,
            known,
            name,
            at,
            || rel_of(sniff),
            |cx, child| {
                let mut decoder = Decoder { cx, reader: reader.clone(), any_namespace };
                decoder.resource(child, tag, Some(name))?;
                *reader = decoder.reader;
                Ok(())
            },
        )
    }

    /// A member that came as JSON, because XML has no form for it.
    fn json_member(
        &mut self,
        record: &mut dyn Record,
        tag: &Tag<'a>,
        section: Section,
        known: Known,
        json: &str,
    ) -> Result<(), Error> {
        self.reader.text(self.cx)?;
        let Some(value) = crate::json::parse_literal(json, self.cx.limits, self.cx.depth) else {
            return Err(self.cx.error(tag.at, Code::Syntax, Some("a JSON value".into()), Some("another text".into())));
        };
        let name = tag.attribute("rel").map(std::string::ToString::to_string).unwrap_or_default();
        match (section, value) {
            (Section::Links, Value::Object(members)) => match Link::from_members(members) {
                Ok(link) => return assemble::put_link(self.cx, record, known, &name, tag.at, link),
                Err(members) => assemble::keep(record, section, &name, Value::Object(members)),
            },
            (Section::Links, Value::List(items)) => {
                let links: Result<Vec<Link>, ()> = items.iter().map(as_link).collect();
                match links {
                    Ok(links) => record.extra_mut().push_link(name, Entry::Many(links)),
                    Err(()) => assemble::keep(record, section, &name, Value::List(items)),
                }
            }
            (_, Value::List(items)) if items.is_empty() => record.extra_mut().push_embedded(name, Entry::Many(Vec::new())),
            (_, value) => assemble::keep(record, section, &name, value),
        }
        Ok(())
    }

    /// What the markup says of the multiplicity.
    fn note_list(
        &mut self,
        record: &mut dyn Record,
        tag: &Tag<'a>,
        section: Section,
        known: Known,
        name: &str,
    ) -> Result<(), Error> {
        match (tag.markup("list").map(|list| list == "true"), known) {
            (Some(list), Some((index, field))) if list != field.many => {
                let (expected, found) = if list { ("one", "a list of one") } else { ("a list", "one") };
                self.cx.deviate(tag.at, Code::Shape, Some(expected.into()), Some(found.into()))?;
                record.extra_mut().set_flipped(index);
            }
            (Some(true), None) => record.extra_mut().make_list(section == Section::Embedded, name),
            _ => {}
        }
        Ok(())
    }
}

fn as_link(value: &Value) -> Result<Link, ()> {
    match value {
        Value::Object(members) => Link::from_members(members.clone()).map_err(|_| ()),
        _ => Err(()),
    }
}

/// The content of a property as XML has it.
pub(super) enum Content<'a> {
    Text(std::borrow::Cow<'a, str>),
    Value(Value),
}

impl Content<'_> {
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Text(text) => Value::String(text.into_owned().into()),
            Self::Value(value) => value,
        }
    }
}

/// What the resource whose start tag has been read calls itself; read ahead, without errors.
pub(super) fn rel_of(mut reader: Reader<'_>) -> Option<String> {
    let mut cx = Context::new(crate::Mode::Lenient, crate::Limits::default(), None);
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
pub(crate) fn kind_of(text: &str) -> Sniffed {
    let mut cx = Context::new(crate::Mode::Lenient, crate::Limits::default(), None);
    let mut reader = Reader::new(text);
    let Ok(Token::Start(root)) = reader.next(&mut cx) else {
        return Sniffed::Resource(None);
    };
    match &*root.name {
        "events" => Sniffed::Events,
        "reason" => Sniffed::Resource(Some("reason".to_owned())),
        plain::OPTIONS_METADATA => Sniffed::OptionsMetadata,
        plain::OPERATIONS_QUEUED => Sniffed::OperationsQueued,
        _ => Sniffed::Resource(rel_of(reader).or_else(|| root.attribute("rel").map(ToString::to_string))),
    }
}
