//! Links and embedded resources.

use super::{super::Writer, body, list_markup, literal, markup, name_attribute};
use crate::{
    Error, Link, Value,
    context::{Context, Segment},
    json::encode::{link_members, link_value},
    outline::{self, Member, Node},
    record::{Item, Record},
    xml::forbidden,
};

/// The links of a record that has nothing to say beyond its fields, but for the self link if that went out as attributes.
pub(in crate::xml) fn link_fields(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    record: &dyn Record,
    but_self: bool,
) -> Result<(), Error> {
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
pub(in crate::xml) fn embedded_fields(cx: &mut Context<'_>, writer: &mut Writer, record: &dyn Record) -> Result<(), Error> {
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
pub(in crate::xml) fn one_embedded(
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
pub(in crate::xml) fn links_of<'a>(
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

pub(in crate::xml) fn embedded_of<'a>(
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

/// Whether a link's members can all be attributes.
pub(in crate::xml) fn is_plain(link: &Link) -> bool {
    link.extra().is_empty() && link_members(link).all(|(_, text)| forbidden(text).is_none())
}

fn link_attributes(cx: &mut Context<'_>, writer: &mut Writer, link: &Link) -> Result<(), Error> {
    link_members(link).try_for_each(|(name, text)| name_attribute(cx, writer, name, text))
}

pub(in crate::xml) fn links(cx: &mut Context<'_>, writer: &mut Writer, member: &Member<'_>) -> Result<(), Error> {
    let list = list_mark(member);
    if member.is_empty_list() {
        return Ok(()); // its container says so
    }
    if member.list && member.nodes().next().is_none() {
        return raw(cx, writer, "link", &member.name, &Value::List(Vec::new()), None);
    }
    for (index, node) in member.nodes().enumerate() {
        outline::bound_items(cx, index + 1)?;
        match node {
            Node::Link(link) if is_plain(link) || !writer.has_markup() => {
                writer.start("link");
                name_attribute(cx, writer, "rel", &member.name)?;
                link_attributes(cx, writer, link)?;
                markup(writer, [list_markup(list)]);
                writer.end();
            }
            Node::Link(link) => raw(cx, writer, "link", &member.name, &link_value(link), list)?,
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
    if member.is_empty_list() {
        return Ok(()); // its container says so
    }
    if member.list && member.nodes().next().is_none() {
        return raw(cx, writer, "resource", &member.name, &Value::List(Vec::new()), None);
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

/// A member that XML has no form for, as one of many, or the only one of a list. A list that stands in a list says so.
fn raw_of(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    element: &'static str,
    member: &Member<'_>,
    value: &Value,
) -> Result<(), Error> {
    let alone = member.nodes().nth(1).is_none();
    if alone && member.list {
        return raw(cx, writer, element, &member.name, &Value::List(vec![value.clone()]), None);
    }
    let list = matches!(value, Value::List(_)) && !alone;
    raw(cx, writer, element, &member.name, value, list.then_some(true))
}

/// A member that XML has no form for; nothing without markup.
fn raw(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    element: &'static str,
    name: &str,
    value: &Value,
    list: Option<bool>,
) -> Result<(), Error> {
    if !writer.has_markup() {
        return Ok(());
    }
    writer.start(element);
    name_attribute(cx, writer, "rel", name)?;
    let literal = literal(cx, value)?;
    markup(writer, [Some(("json", &literal)), list_markup(list)]);
    writer.end();
    Ok(())
}
