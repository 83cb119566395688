//! Links and embedded resources.

use super::{super::Writer, JSON, REL, body, link_attribute, list_markup, literal};
use crate::{
    Error, Link, Value,
    bind::Section,
    context::At,
    plan::{self, Member, Node, Outgoing},
    record::{Record, ValueRef},
    xml::forbidden,
};

/// The links of a record, but for the self link if that went out as attributes.
pub(in crate::xml) fn links_of_record(
    writer: &mut Writer,
    at: &At<'_>,
    record: Outgoing<'_>,
    but_self: bool,
) -> Result<(), Error> {
    if record.extra.adds_nothing(Section::Links) {
        return link_fields(writer, at, if but_self { record.without_own_link() } else { record });
    }
    links_of(writer, at, plan::members(record.record, Section::Links), but_self)
}

/// The embedded resources of a record.
pub(in crate::xml) fn embedded_of_record(writer: &mut Writer, at: &At<'_>, record: Outgoing<'_>) -> Result<(), Error> {
    if record.extra.adds_nothing(Section::Embedded) {
        return embedded_fields(writer, at, record);
    }
    embedded_of(writer, at, plan::members(record.record, Section::Embedded))
}

/// The links of a record that has nothing to say beyond its fields.
fn link_fields(writer: &mut Writer, at: &At<'_>, record: Outgoing<'_>) -> Result<(), Error> {
    record.fields(Section::Links, |field, slot, first| match first {
        ValueRef::Link(link) if !field.many && writer.link(at, field.xml, link)? => Ok(()),
        _ => links(writer, &at.name("_links"), &Member::of_field(field, slot)),
    })
}

/// The embedded resources of a record that has nothing to say beyond its fields.
fn embedded_fields(writer: &mut Writer, at: &At<'_>, record: Outgoing<'_>) -> Result<(), Error> {
    record.fields(Section::Embedded, |field, slot, _| {
        writer.bounds.items(at, slot.len())?;
        for index in 0..slot.len() {
            if let Some(ValueRef::Record(record)) = &slot.item(index) {
                one_embedded(writer, at, field.name, *record)?;
            }
        }
        Ok(())
    })
}

/// An embedded resource of which there is nothing more to say.
pub(in crate::xml) fn one_embedded(writer: &mut Writer, at: &At<'_>, role: &str, record: &dyn Record) -> Result<(), Error> {
    writer.start(at, "resource")?;
    body(writer, &at.name("_embedded").name(role), record, Some(role), None)?;
    writer.end("resource");
    Ok(())
}

/// The links but for the self link that went out as attributes.
pub(in crate::xml) fn links_of<'a>(
    writer: &mut Writer,
    at: &At<'_>,
    mut members: impl Iterator<Item = Member<'a>>,
    but_self: bool,
) -> Result<(), Error> {
    let at = at.name("_links");
    members.try_for_each(|member| if but_self && member.name == "self" { Ok(()) } else { links(writer, &at, &member) })
}

pub(in crate::xml) fn embedded_of<'a>(
    writer: &mut Writer,
    at: &At<'_>,
    mut members: impl Iterator<Item = Member<'a>>,
) -> Result<(), Error> {
    let at = at.name("_embedded");
    members.try_for_each(|member| embedded(writer, &at.name(&member.name), &member))
}

/// Whether a link's members can all be attributes.
pub(super) fn is_plain(link: &Link) -> bool {
    link.extra().is_empty() && link.members().all(|(_, text)| forbidden(text).is_none())
}

pub(in crate::xml) fn links(writer: &mut Writer, at: &At<'_>, member: &Member<'_>) -> Result<(), Error> {
    let list = list_mark(member);
    if member.is_empty_list() {
        return Ok(()); // its container says so
    }
    if member.list && member.nodes().next().is_none() {
        return raw(writer, at, "link", &member.name, &Value::List(Vec::new()), None);
    }
    for (index, node) in member.nodes().enumerate() {
        writer.bounds.items(at, index + 1)?;
        match node {
            Node::Link(link) if is_plain(link) || !writer.has_markup() => {
                writer.start(at, "link")?;
                writer.attribute(at, REL, &member.name)?;
                link.members().try_for_each(|(name, text)| writer.attribute(at, link_attribute(name), text))?;
                let unsaid = (!is_plain(link)).then_some((JSON, "")); // there is no markup then, and it is reported
                writer.markup(&at.name(&member.name), &[unsaid, list_markup(list)])?;
                writer.end("link");
            }
            Node::Link(link) => raw(writer, at, "link", &member.name, &link.to_value(), list)?,
            Node::Raw(value) => raw_of(writer, at, "link", member, value)?,
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

fn embedded(writer: &mut Writer, at: &At<'_>, member: &Member<'_>) -> Result<(), Error> {
    if member.is_empty_list() {
        return Ok(()); // its container says so
    }
    if member.list && member.nodes().next().is_none() {
        return raw(writer, at, "resource", &member.name, &Value::List(Vec::new()), None);
    }
    let list = list_mark(member);
    for (index, node) in member.nodes().enumerate() {
        writer.bounds.items(at, index + 1)?;
        match node {
            Node::Record(record) => {
                writer.start(at, "resource")?;
                body(writer, at, record, Some(&member.name), list)?;
                writer.end("resource");
            }
            Node::Raw(value) => raw_of(writer, at, "resource", member, value)?,
            Node::Link(_) => {}
        }
    }
    Ok(())
}

/// A member that XML has no form for, as one of many, or the only one of a list. A list that stands in a list says so.
fn raw_of(writer: &mut Writer, at: &At<'_>, element: &'static str, member: &Member<'_>, value: &Value) -> Result<(), Error> {
    let alone = member.nodes().nth(1).is_none();
    if alone && member.list {
        return raw(writer, at, element, &member.name, &Value::List(vec![value.clone()]), None);
    }
    let list = matches!(value, Value::List(_)) && !alone;
    raw(writer, at, element, &member.name, value, list.then_some(true))
}

/// A member that XML has no form for; without markup it is left out, and reported.
fn raw(
    writer: &mut Writer,
    at: &At<'_>,
    element: &'static str,
    name: &str,
    value: &Value,
    list: Option<bool>,
) -> Result<(), Error> {
    if !writer.has_markup() {
        return writer.markup(&at.name(name), &[Some((JSON, ""))]);
    }
    writer.start(at, element)?;
    writer.attribute(at, REL, name)?;
    let literal = literal(writer, at, value)?;
    writer.markup(at, &[Some((JSON, &literal)), list_markup(list)])?;
    writer.end(element);
    Ok(())
}
