//! Links and embedded resources.

use super::{
    super::{Writer, value, writer::member},
    object, values,
};
use crate::{
    Error, Link,
    bind::Section,
    context::At,
    plan::{self, Member, Node, Outgoing},
    record::{FieldAccess, Record, ValueRef},
};

/// The links or the embedded resources of a record.
pub(in crate::json) fn members(writer: &mut Writer, at: &At<'_>, kind: Section, record: Outgoing<'_>) -> Result<(), Error> {
    if record.extra.adds_nothing(kind) {
        fields(writer, at, kind, record)?;
    } else {
        section(writer, at, kind, plan::members(record.record, kind))?;
    }
    if record.extra.is_noted_empty(kind) && plan::members(record.record, kind).next().is_none() {
        no_members(writer, at, kind)?;
    }
    Ok(())
}

/// The name of a section of links or of embedded resources.
fn begin(section: Section) -> &'static str {
    match section {
        Section::Embedded => member!("_embedded"),
        _ => member!("_links"),
    }
}

/// A section that is there and empty.
pub(in crate::json) fn no_members(writer: &mut Writer, at: &At<'_>, kind: Section) -> Result<(), Error> {
    writer.name(at, begin(kind))?;
    let level = writer.begin_object(at)?;
    writer.end_object(level);
    Ok(())
}

/// The links or embedded resources of a record that has nothing to say beyond its fields.
fn fields(writer: &mut Writer, outer: &At<'_>, section: Section, record: Outgoing<'_>) -> Result<(), Error> {
    let at = outer.name(section.name());
    let mut open = None;
    record.fields(section, |field, slot, first| {
        if open.is_none() {
            writer.name(outer, begin(section))?;
            open = Some(writer.begin_object(outer)?);
        }
        match first {
            ValueRef::Link(link) if !field.many && link.is_simple() && writer.can_link(2) => {
                writer.link(&at, field.json, &link.href, link.title())
            }
            first => {
                writer.key(&at, field.name)?;
                let at = at.name(field.name);
                if field.many { list(writer, &at, slot) } else { item(writer, &at, first) }
            }
        }
    })?;
    if let Some(level) = open {
        writer.end_object(level);
    }
    Ok(())
}

fn list(writer: &mut Writer, at: &At<'_>, slot: &dyn FieldAccess) -> Result<(), Error> {
    let level = writer.begin_array(at)?;
    for (index, one) in (0..slot.len()).filter_map(|index| Some((index, slot.item(index)?))) {
        writer.element(at)?;
        item(writer, &at.index(index), &one)?;
    }
    writer.end_array(level);
    Ok(())
}

fn item(writer: &mut Writer, at: &At<'_>, item: &ValueRef<'_>) -> Result<(), Error> {
    match item {
        ValueRef::Link(one) => link(writer, at, one),
        ValueRef::Record(record) => object(writer, at, *record),
        _ => Ok(()),
    }
}

/// Writes `_links` or `_embedded` with these members; nothing if there are none.
pub(in crate::json) fn section<'a>(
    writer: &mut Writer,
    outer: &At<'_>,
    section: Section,
    members: impl Iterator<Item = Member<'a>>,
) -> Result<(), Error> {
    let mut members = members.peekable();
    if members.peek().is_none() {
        return Ok(());
    }
    writer.name(outer, begin(section))?;
    let level = writer.begin_object(outer)?;
    nodes_by_name(writer, &outer.name(section.name()), members)?;
    writer.end_object(level);
    Ok(())
}

/// The members of an object of links or of embedded resources.
pub(in crate::json) fn nodes_by_name<'a>(
    writer: &mut Writer,
    at: &At<'_>,
    mut members: impl Iterator<Item = Member<'a>>,
) -> Result<(), Error> {
    members.try_for_each(|member| {
        writer.key(at, &member.name)?;
        nodes(writer, &at.name(&member.name), &member)
    })
}

fn nodes(writer: &mut Writer, at: &At<'_>, member: &Member<'_>) -> Result<(), Error> {
    if !member.list {
        return member.nodes().try_for_each(|one| node(writer, at, one));
    }
    let level = writer.begin_array(at)?;
    for (index, one) in member.nodes().enumerate() {
        writer.element(at)?;
        node(writer, &at.index(index), one)?;
    }
    writer.end_array(level);
    Ok(())
}

/// The one resource that came along with an event.
pub(in crate::json) fn one_embedded(writer: &mut Writer, at: &At<'_>, role: &str, record: &dyn Record) -> Result<(), Error> {
    writer.name(at, member!("_embedded"))?;
    let level = writer.begin_object(at)?;
    let at = at.name("_embedded");
    writer.key(&at, role)?;
    object(writer, &at.name(role), record)?;
    writer.end_object(level);
    Ok(())
}

fn node(writer: &mut Writer, at: &At<'_>, node: Node<'_>) -> Result<(), Error> {
    match node {
        Node::Link(one) => link(writer, at, one),
        Node::Record(record) => object(writer, at, record),
        Node::Raw(raw) => value::write(writer, at, raw),
    }
}

pub(crate) fn link(writer: &mut Writer, at: &At<'_>, link: &Link) -> Result<(), Error> {
    let level = writer.begin_object(at)?;
    writer.text(at, member!("href"), &link.href)?;
    rest_of_link(writer, at, link)?;
    writer.end_object(level);
    Ok(())
}

/// What a link has beside its href.
pub(in crate::json) fn rest_of_link(writer: &mut Writer, at: &At<'_>, link: &Link) -> Result<(), Error> {
    if link.is_bare() {
        return Ok(());
    }
    for (name, text) in [(member!("title"), link.title()), (member!("revision"), link.revision())] {
        if let Some(text) = text {
            writer.text(at, name, text)?;
        }
    }
    values(writer, at, link.extra())
}
