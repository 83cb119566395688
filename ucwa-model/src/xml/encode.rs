//! Record → XML: links, properties, embedded resources, as servers order them, and after each kind what the schema does not know
//! of it.

use std::borrow::Cow;

use super::{Writer, forbidden, is_name, is_xml_char, reason};
use crate::{
    Code, Detail, Error, Extra, Link, Value,
    assemble::{Section, find, takes_text},
    context::{Context, Segment},
    descriptor::{Field, Form, Shape},
    json::{
        encode::{link_members, link_value},
        token::Sink,
    },
    outline::{self, Member, Node},
    record::{Item, Record},
};

/// Encodes a document that is one resource.
pub(crate) fn document(cx: &mut Context<'_>, writer: &mut Writer, record: &dyn Record) -> Result<(), Error> {
    match record.shape().form {
        Form::Reason => reason::encode(cx, writer, record),
        Form::Input => resource(cx, writer, record, "input", None),
        Form::Resource | Form::Part | Form::Replacement => {
            let rel = outline::rel(record).filter(|_| record.shape().form == Form::Resource);
            resource(cx, writer, record, "resource", rel)
        }
    }
}

/// One resource. `role` is what its `rel` attribute says: the type at the root, the role where it is embedded.
pub(crate) fn resource(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    record: &dyn Record,
    element: &'static str,
    role: Option<&str>,
) -> Result<(), Error> {
    writer.start(element);
    body(cx, writer, record, role, None)?;
    writer.end();
    Ok(())
}

/// The attributes and children of a resource whose start tag has begun.
fn body(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    record: &dyn Record,
    role: Option<&str>,
    list: Option<bool>,
) -> Result<(), Error> {
    cx.enter(0)?;
    let start = writer.len();
    if let Some(role) = role {
        name_attribute(cx, writer, "rel", role)?;
    }
    let own = own_attributes(writer, record);
    if let Some(list) = list {
        writer.markup("list", if list { "true" } else { "false" });
    }
    if record.extra().is_ordinary(Section::Links) {
        link_fields(cx, writer, record, own)?;
    } else {
        links_of(cx, writer, outline::members(record, Section::Links), own)?;
    }
    properties(cx, writer, record)?;
    if record.extra().is_ordinary(Section::Embedded) {
        embedded_fields(cx, writer, record)?;
    } else {
        embedded_of(cx, writer, outline::members(record, Section::Embedded))?;
    }
    // a child takes some bytes
    outline::bound_members(cx, (writer.len() - start) / 8, || children_of(record, own))?;
    cx.leave();
    Ok(())
}

/// How many children the element of a record has.
pub(super) fn children_of(record: &dyn Record, but_self: bool) -> usize {
    let list = |index: usize, field: &Field| field.many != record.extra().is_flipped(index);
    let properties = record.shape().properties().iter().enumerate().filter_map(|(index, field)| {
        let slot = record.slot(index).filter(|slot| slot.is_present())?;
        Some(if list(index, field) { 1 } else { slot.len() })
    });
    let nodes = |section| outline::members(record, section).map(|member| member.nodes().count().max(1)).sum::<usize>();
    let own = usize::from(outline::rel(record).is_some()) + properties.sum::<usize>() + record.extra().properties().len();
    own + nodes(Section::Links) + nodes(Section::Embedded) - usize::from(but_self)
}

/// The self link as attributes, if it can travel so.
pub(super) fn own_attributes(writer: &mut Writer, record: &dyn Record) -> bool {
    if record.extra().is_ordinary(Section::Links) {
        let own = find(record.shape(), Section::Links, "self").and_then(|(index, _)| record.slot(index));
        let link = own.filter(|own| own.len() == 1).and_then(|own| own.item(0));
        return matches!(&link, Some(Item::Link(link)) if writer.own_link(link));
    }
    let own = outline::members(record, Section::Links).find(|member| member.name == "self");
    own.is_some_and(|member| match (member.single(), member.wire) {
        (Some(Node::Link(link)), Some(_)) => writer.own_link(link),
        _ => match self_link(&member) {
            Some(link) => writer.own_link(link),
            None => false,
        },
    })
}

/// The links of a record that has nothing to say beyond its fields, but for the self link if that went out as attributes.
fn link_fields(cx: &mut Context<'_>, writer: &mut Writer, record: &dyn Record, but_self: bool) -> Result<(), Error> {
    let shape = record.shape();
    for (offset, field) in shape.links().iter().enumerate() {
        let Some(slot) = record.slot(shape.links + offset) else {
            continue;
        };
        match &slot.item(0) {
            None => {}
            Some(Item::Link(_)) if but_self && field.name == "self" => {}
            Some(Item::Link(link)) if !field.many && writer.link(field.name, link) => {}
            Some(_) => {
                if let Some(member) = outline::field_member(record, shape.links + offset, field) {
                    cx.push(Segment::Known("_links"));
                    links(cx, writer, &member)?;
                    cx.pop();
                }
            }
        }
    }
    Ok(())
}

/// The embedded resources of a record that has nothing to say beyond its fields.
fn embedded_fields(cx: &mut Context<'_>, writer: &mut Writer, record: &dyn Record) -> Result<(), Error> {
    let shape = record.shape();
    for (offset, field) in shape.embedded().iter().enumerate() {
        let Some(slot) = record.slot(shape.embedded + offset) else {
            continue;
        };
        outline::bound_items(cx, slot.len())?;
        for index in 0..slot.len() {
            if let Some(Item::Record(record)) = &slot.item(index) {
                one_embedded(cx, writer, field.name, Segment::Known(field.name), *record)?;
            }
        }
    }
    Ok(())
}

/// An embedded resource of which there is nothing more to say.
pub(super) fn one_embedded(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    role: &str,
    segment: Segment,
    record: &dyn Record,
) -> Result<(), Error> {
    cx.push(Segment::Known("_embedded"));
    cx.push(segment);
    writer.start("resource");
    body(cx, writer, record, Some(role), None)?;
    writer.end();
    cx.pop();
    cx.pop();
    Ok(())
}

/// The links but for the self link that went out as attributes.
pub(super) fn links_of<'a>(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    members: impl Iterator<Item = Member<'a>>,
    but_self: bool,
) -> Result<(), Error> {
    cx.push(Segment::Known("_links"));
    for member in members {
        if !(but_self && member.name == "self") {
            links(cx, writer, &member)?;
        }
    }
    cx.pop();
    Ok(())
}

pub(super) fn embedded_of<'a>(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    members: impl Iterator<Item = Member<'a>>,
) -> Result<(), Error> {
    cx.push(Segment::Known("_embedded"));
    for member in members {
        embedded(cx, writer, &member)?;
    }
    cx.pop();
    Ok(())
}

/// The self link, if it can travel as attributes of its resource.
fn self_link<'a>(member: &Member<'a>) -> Option<&'a Link> {
    if member.name != "self" || member.list {
        return None;
    }
    let mut nodes = member.nodes();
    match (nodes.next(), nodes.next()) {
        (Some(Node::Link(link)), None) if is_plain(link) => Some(link),
        _ => None,
    }
}

/// Whether a link's members can all be attributes.
fn is_plain(link: &Link) -> bool {
    link.extra().is_empty() && link_members(link).all(|(_, text)| forbidden(text).is_none())
}

fn link_attributes(writer: &mut Writer, link: &Link) {
    for (name, text) in link_members(link) {
        writer.attribute(name, text);
    }
}

pub(super) fn links(cx: &mut Context<'_>, writer: &mut Writer, member: &Member<'_>) -> Result<(), Error> {
    if let (Some(Node::Link(link)), Some(name)) = (member.single(), member.wire)
        && writer.link(name, link)
    {
        return Ok(());
    }
    let list = list_mark(member);
    if member.list && member.nodes().next().is_none() {
        return raw(cx, writer, "link", &member.name, &Value::List(Vec::new()));
    }
    for (index, node) in member.nodes().enumerate() {
        outline::bound_items(cx, index + 1)?;
        match node {
            Node::Link(link) if is_plain(link) => {
                writer.start("link");
                name_attribute(cx, writer, "rel", &member.name)?;
                link_attributes(writer, link);
                if let Some(list) = list {
                    writer.markup("list", if list { "true" } else { "false" });
                }
                writer.end();
            }
            Node::Link(link) if list == Some(true) => {
                raw(cx, writer, "link", &member.name, &Value::List(vec![link_value(link)]))?;
            }
            Node::Link(link) => raw(cx, writer, "link", &member.name, &link_value(link))?,
            Node::Raw(value) => raw_of(cx, writer, "link", member, value)?,
            Node::Record(_) => {}
        }
    }
    Ok(())
}

/// What has to be said of a member's multiplicity, because neither the schema nor the number of elements tells.
fn list_mark(member: &Member<'_>) -> Option<bool> {
    let says = member.many.unwrap_or(false);
    (says != member.list && member.nodes().take(2).count() == 1).then_some(member.list)
}

fn embedded(cx: &mut Context<'_>, writer: &mut Writer, member: &Member<'_>) -> Result<(), Error> {
    if member.list && member.nodes().next().is_none() {
        return raw(cx, writer, "resource", &member.name, &Value::List(Vec::new()));
    }
    let list = list_mark(member);
    cx.push(Segment::Named(member.name.as_ref().into()));
    for (index, node) in member.nodes().enumerate() {
        outline::bound_items(cx, index + 1)?;
        match node {
            Node::Record(record) => {
                writer.start("resource");
                body(cx, writer, record, Some(&member.name), list)?;
                writer.end();
            }
            Node::Raw(value) => raw_of(cx, writer, "resource", member, value)?,
            Node::Link(_) => {}
        }
    }
    cx.pop();
    Ok(())
}

/// A member that XML has no form for.
fn raw(cx: &mut Context<'_>, writer: &mut Writer, element: &'static str, name: &str, value: &Value) -> Result<(), Error> {
    raw_start(cx, writer, element, name, value)?;
    writer.end();
    Ok(())
}

/// The same as one of many, or the only one of a list. A list that stands in a list says so.
fn raw_of(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    element: &'static str,
    member: &Member<'_>,
    value: &Value,
) -> Result<(), Error> {
    let alone = member.nodes().nth(1).is_none();
    if alone && member.list {
        return raw(cx, writer, element, &member.name, &Value::List(vec![value.clone()]));
    }
    raw_start(cx, writer, element, &member.name, value)?;
    if matches!(value, Value::List(_)) && !alone {
        writer.attribute("u:list", "true");
    }
    writer.end();
    Ok(())
}

/// The start tag of such a member.
fn raw_start(cx: &mut Context<'_>, writer: &mut Writer, element: &'static str, name: &str, value: &Value) -> Result<(), Error> {
    writer.start(element);
    name_attribute(cx, writer, "rel", name)?;
    let literal = literal(cx, value)?;
    writer.markup("json", &literal);
    Ok(())
}

/// A name in an attribute, which must be made of characters that XML can carry.
pub(crate) fn name_attribute(cx: &mut Context<'_>, writer: &mut Writer, attribute: &str, name: &str) -> Result<(), Error> {
    if let Some(character) = forbidden(name) {
        let found = format!("U+{:04X} in a name", u32::from(character));
        return Err(cx.error(0, Code::Character, Some("characters that XML can carry".into()), Some(Detail::Words(found))));
    }
    writer.attribute(attribute, name);
    Ok(())
}

pub(super) fn properties(cx: &mut Context<'_>, writer: &mut Writer, record: &dyn Record) -> Result<(), Error> {
    if let Some(rel) = outline::rel(record) {
        property_of(cx, writer, "rel", &Item::Text(rel))?;
    }
    let (shape, plain) = (record.shape(), record.extra().is_empty());
    for (index, field) in shape.properties().iter().enumerate() {
        let Some(slot) = record.slot(index) else {
            continue;
        };
        let first = slot.item(0);
        if !field.many
            && let Some(item) = &first
            && (plain || !record.extra().is_flipped(index))
        {
            property_of(cx, writer, field.name, item)?;
            continue;
        }
        if !slot.is_present() {
            continue;
        }
        let list = field.many != record.extra().is_flipped(index);
        if list {
            begin_list(cx, slot.len())?;
            writer.start("propertyList");
            writer.attribute("name", field.name);
        }
        for item in (0..slot.len()).filter_map(|index| slot.item(index)) {
            writer.start(if list { "item" } else { "property" });
            if !list {
                writer.attribute("name", field.name);
            }
            scalar(cx, writer, &item)?;
            writer.end();
        }
        if list {
            writer.end();
            cx.leave();
        }
    }
    extra_properties(cx, writer, record.extra(), Some(shape))
}

/// Begins a list, which is a level. Refuses one with more items, which are children, than the limits.
fn begin_list(cx: &mut Context<'_>, count: usize) -> Result<(), Error> {
    cx.enter(0)?;
    outline::bound_members(cx, count, || count)?;
    outline::bound_items(cx, count)
}

/// A property of the schema.
fn property_of(cx: &mut Context<'_>, writer: &mut Writer, name: &'static str, item: &Item<'_>) -> Result<(), Error> {
    let written = match item {
        Item::Text(string) => writer.property(name, string),
        Item::Boolean(value) => writer.property(name, if *value { "True" } else { "False" }),
        Item::Integer(number) => writer.property(name, itoa::Buffer::new().format(*number)),
        Item::Date(date) => date.with_iso(|iso| writer.property(name, iso)),
        _ => false,
    };
    if written {
        return Ok(());
    }
    writer.start("property");
    writer.attribute("name", name);
    scalar(cx, writer, item)?;
    writer.end();
    Ok(())
}

/// The properties that have no field, or did not fit it.
pub(super) fn extra_properties(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    extra: &Extra,
    shape: Option<&'static Shape>,
) -> Result<(), Error> {
    for (name, value) in extra.properties() {
        property(cx, writer, name, value, shape)?;
    }
    Ok(())
}

/// A property that is kept as it came. Text says that it is a literal where its field would take it for something else.
fn property(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    name: &str,
    value: &Value,
    shape: Option<&'static Shape>,
) -> Result<(), Error> {
    let list = matches!(value, Value::List(_));
    let misread = |value: &Value| match value {
        Value::String(text) => &*name == "rel" || shape.is_some_and(|shape| takes_text(shape, name, text, list)),
        _ => false,
    };
    if let Value::List(items) = value {
        begin_list(cx, items.len())?;
        writer.start("propertyList");
        name_attribute(cx, writer, "name", name)?;
        for item in items {
            writer.start("item");
            value_text(cx, writer, item, misread(item))?;
            writer.end();
        }
        cx.leave();
    } else {
        writer.start("property");
        name_attribute(cx, writer, "name", name)?;
        value_text(cx, writer, value, misread(value))?;
    }
    writer.end();
    Ok(())
}

/// A property of something that has no table.
pub(super) fn unknown_property(cx: &mut Context<'_>, writer: &mut Writer, name: &str, value: &Value) -> Result<(), Error> {
    property(cx, writer, name, value, None)
}

/// A name that no element can have cannot be written.
pub(super) fn element_name<'n>(cx: &mut Context<'_>, name: &'n str) -> Result<&'n str, Error> {
    if is_name(name) {
        return Ok(name);
    }
    let found = format!("`{}`", name.chars().take(40).collect::<String>());
    Err(cx.error(0, Code::Character, Some("a name that an element can have".into()), Some(found.as_str().into())))
}

/// The content of a property: plain text, null, or a literal.
pub(super) fn value_text(cx: &mut Context<'_>, writer: &mut Writer, value: &Value, misread: bool) -> Result<(), Error> {
    match value {
        Value::Null => writer.nil(),
        Value::String(string) if !misread => text(writer, string),
        value => {
            let literal = literal(cx, value)?;
            writer.markup("literal", "json");
            writer.text(&literal);
        }
    }
    Ok(())
}

pub(super) fn scalar(cx: &mut Context<'_>, writer: &mut Writer, item: &Item<'_>) -> Result<(), Error> {
    match item {
        Item::Text(string) => text(writer, string),
        Item::Boolean(value) => writer.text(if *value { "True" } else { "False" }),
        Item::Integer(number) => writer.text(itoa::Buffer::new().format(*number)),
        Item::Date(date) => date.with_iso(|iso| writer.text(iso)),
        Item::Value(value) => value_text(cx, writer, value, true)?,
        Item::Link(_) | Item::Record(_) => {}
    }
    Ok(())
}

/// Text, or the literal of it if it holds characters that XML cannot carry.
pub(super) fn text(writer: &mut Writer, text: &str) {
    if forbidden(text).is_none() {
        writer.text(text);
        return;
    }
    let mut json = crate::json::Writer::new(false);
    Sink::string(&mut json, text);
    writer.markup("literal", "json");
    writer.text(&escape_noncharacters(&json.finish()));
}

pub(super) fn literal(cx: &mut Context<'_>, value: &Value) -> Result<String, Error> {
    Ok(escape_noncharacters(&crate::json::literal(cx, value)?).into_owned())
}

/// JSON with the two characters escaped that JSON may hold raw and XML may not.
fn escape_noncharacters(json: &str) -> Cow<'_, str> {
    if json.chars().all(is_xml_char) {
        json.into()
    } else {
        json.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff").into()
    }
}
