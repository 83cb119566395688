//! Record → JSON: rel, properties, links, embedded resources, and after each kind what the schema does not know of it.

use super::{Writer, value};
use crate::{
    Code, Date, Error, Extra, Link, Text, Value,
    assemble::Section,
    context::{Context, Segment},
    outline::{self, Member, Node},
    record::{Item, Record},
};

/// Encodes a document that is any value.
pub(crate) fn value(cx: &mut Context<'_>, writer: &mut Writer, value: &Value) -> Result<(), Error> {
    value::write(cx, writer, value)
}

/// Encodes a resource.
pub(crate) fn object(cx: &mut Context<'_>, writer: &mut Writer, record: &dyn Record) -> Result<(), Error> {
    cx.enter(0)?;
    let most = record.shape().fields.len() + record.extra().properties().len() + 3;
    outline::bound_members(cx, most, || members_of(record))?;
    writer.begin_object();
    own_rel(writer, record);
    properties(cx, writer, record)?;
    extra_properties(cx, writer, record.extra())?;
    members(cx, writer, Section::Links, record)?;
    members(cx, writer, Section::Embedded, record)?;
    writer.end_object();
    cx.leave();
    Ok(())
}

/// The links or the embedded resources of a record.
pub(super) fn members(cx: &mut Context<'_>, writer: &mut Writer, kind: Section, record: &dyn Record) -> Result<(), Error> {
    if record.extra().is_ordinary(kind) {
        fields(cx, writer, kind, record)?;
    } else {
        section(cx, writer, kind, outline::members(record, kind))?;
    }
    if record.extra().is_noted_empty(kind) && outline::members(record, kind).next().is_none() {
        no_members(cx, writer, kind)?;
    }
    Ok(())
}

/// A section that is there and empty.
pub(super) fn no_members(cx: &mut Context<'_>, writer: &mut Writer, kind: Section) -> Result<(), Error> {
    cx.enter(0)?;
    writer.name(kind.name());
    writer.begin_object();
    writer.end_object();
    cx.leave();
    Ok(())
}

/// How many members the object of a record has.
fn members_of(record: &dyn Record) -> usize {
    let slots = (0..record.shape().properties().len()).filter_map(|index| record.slot(index));
    let sections = [Section::Links, Section::Embedded].into_iter();
    usize::from(outline::rel(record).is_some())
        + slots.filter(|slot| slot.is_present()).count()
        + record.extra().properties().len()
        + sections
            .filter(|section| record.extra().is_noted_empty(*section) || outline::members(record, *section).next().is_some())
            .count()
}

pub(super) fn own_rel(writer: &mut Writer, record: &dyn Record) {
    if let Some(rel) = outline::rel(record) {
        writer.text("rel", rel);
    }
}

pub(super) fn properties(cx: &mut Context<'_>, writer: &mut Writer, record: &dyn Record) -> Result<(), Error> {
    let plain = record.extra().is_plain();
    for (index, field) in record.shape().properties().iter().enumerate() {
        let Some(slot) = record.slot(index) else {
            continue;
        };
        let first = slot.item(0);
        if !field.many
            && let Some(item) = &first
            && (plain || record.extra().is_usual(index))
        {
            match item {
                Item::Text(text) => writer.text(field.name, text),
                item => {
                    writer.name(field.name);
                    scalar(cx, writer, item, field.name, None)?;
                }
            }
            continue;
        }
        if !slot.is_present() {
            continue;
        }
        writer.key(outline::name(record, index, field));
        let list = field.many != record.extra().is_flipped(index);
        if list {
            cx.enter(0)?;
            outline::bound_items(cx, slot.len())?;
            writer.begin_array();
        }
        for (position, item) in (0..slot.len()).filter_map(|index| Some((index, slot.item(index)?))) {
            if list {
                writer.element();
            }
            scalar(cx, writer, &item, field.name, list.then_some(position))?;
        }
        if list {
            writer.end_array();
            cx.leave();
        }
    }
    Ok(())
}

pub(super) fn extra_properties(cx: &mut Context<'_>, writer: &mut Writer, extra: &Extra) -> Result<(), Error> {
    for (name, property) in extra.properties() {
        writer.key(name);
        value::write(cx, writer, property)?;
    }
    Ok(())
}

/// The value of a property, or one of its list. Items are looked at where they are: one that moves waits for its own stores.
fn scalar(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    item: &Item<'_>,
    name: &'static str,
    position: Option<usize>,
) -> Result<(), Error> {
    match item {
        Item::Text(text) => writer.string(text),
        Item::Boolean(value) => writer.boolean(*value),
        Item::Integer(number) => writer.number(itoa::Buffer::new().format(*number)),
        Item::Date(date) => {
            if !date.is_whole_milliseconds() {
                report_precision(cx, *date, name, position);
            }
            writer.date(*date);
        }
        Item::Value(structure) => value::write(cx, writer, structure)?,
        Item::Link(_) | Item::Record(_) => {}
    }
    Ok(())
}

/// Says that JSON cannot carry all of a date.
#[cold]
fn report_precision(cx: &mut Context<'_>, date: Date, name: &'static str, position: Option<usize>) {
    cx.push(Segment::Known(name));
    if let Some(position) = position {
        cx.push(Segment::Index(position));
    }
    cx.note(Code::Precision, "a time in whole milliseconds".into(), date.to_string().as_str().into());
    if position.is_some() {
        cx.pop();
    }
    cx.pop();
}

/// The links or embedded resources of a record that has nothing to say beyond its fields.
fn fields(cx: &mut Context<'_>, writer: &mut Writer, section: Section, record: &dyn Record) -> Result<(), Error> {
    let shape = record.shape();
    let (fields, start) = match section {
        Section::Embedded => (shape.embedded(), shape.embedded),
        _ => (shape.links(), shape.links),
    };
    let key = section.name();
    let present = || (start..start + fields.len()).filter(|index| record.slot(*index).is_some_and(|slot| !slot.is_empty()));
    outline::bound_members(cx, fields.len(), || present().count())?;
    let mut begun = false;
    for (offset, field) in fields.iter().enumerate() {
        let Some(slot) = record.slot(start + offset) else {
            continue;
        };
        let first = slot.item(0);
        let Some(one) = &first else {
            continue;
        };
        if !std::mem::replace(&mut begun, true) {
            cx.enter(0)?;
            cx.push(Segment::Known(key));
            writer.name(key);
            writer.begin_object();
        }
        if let Item::Link(link) = one
            && !field.many
            && link.is_bare()
            && cx.has_room(Link::MEMBERS)
        {
            writer.link(field.name, &link.href);
            continue;
        }
        writer.name(field.name);
        cx.push(Segment::Known(field.name));
        if !field.many {
            item(cx, writer, one)?;
            cx.pop();
            continue;
        }
        cx.enter(0)?;
        outline::bound_items(cx, slot.len())?;
        writer.begin_array();
        for (position, one) in (0..slot.len()).filter_map(|index| Some((index, slot.item(index)?))) {
            writer.element();
            cx.push(Segment::Index(position));
            item(cx, writer, &one)?;
            cx.pop();
        }
        writer.end_array();
        cx.pop();
        cx.leave();
    }
    if begun {
        writer.end_object();
        cx.pop();
        cx.leave();
    }
    Ok(())
}

fn item(cx: &mut Context<'_>, writer: &mut Writer, item: &Item<'_>) -> Result<(), Error> {
    match item {
        Item::Link(one) => link(cx, writer, one),
        Item::Record(record) => object(cx, writer, *record),
        _ => Ok(()),
    }
}

pub(super) fn section<'a>(
    cx: &mut Context<'_>,
    writer: &mut Writer,
    section: Section,
    members: impl Iterator<Item = Member<'a>>,
) -> Result<(), Error> {
    let mut members = members.peekable();
    if members.peek().is_none() {
        return Ok(());
    }
    let key = section.name();
    cx.enter(0)?;
    cx.push(Segment::Known(key));
    writer.name(key);
    writer.begin_object();
    for (index, member) in members.enumerate() {
        outline::bound_members(cx, index + 1, || index + 1)?;
        writer.key(&member.name);
        cx.push(Segment::Named(member.name.as_ref().into()));
        if !member.list {
            for one in member.nodes() {
                node(cx, writer, one)?;
            }
            cx.pop();
            continue;
        }
        cx.enter(0)?;
        writer.begin_array();
        for (index, one) in member.nodes().enumerate() {
            outline::bound_items(cx, index + 1)?;
            writer.element();
            cx.push(Segment::Index(index));
            node(cx, writer, one)?;
            cx.pop();
        }
        writer.end_array();
        cx.pop();
        cx.leave();
    }
    writer.end_object();
    cx.pop();
    cx.leave();
    Ok(())
}

/// The one resource that came along with an event.
pub(super) fn one_embedded(cx: &mut Context<'_>, writer: &mut Writer, role: &Text, record: &dyn Record) -> Result<(), Error> {
    cx.enter(0)?;
    cx.push(Segment::Known("_embedded"));
    writer.name("_embedded");
    writer.begin_object();
    writer.key(role);
    cx.push(Segment::Named(role.clone()));
    object(cx, writer, record)?;
    cx.pop();
    writer.end_object();
    cx.pop();
    cx.leave();
    Ok(())
}

fn node(cx: &mut Context<'_>, writer: &mut Writer, node: Node<'_>) -> Result<(), Error> {
    match node {
        Node::Link(one) => link(cx, writer, one),
        Node::Record(record) => object(cx, writer, record),
        Node::Raw(raw) => value::write(cx, writer, raw),
    }
}

fn link(cx: &mut Context<'_>, writer: &mut Writer, link: &Link) -> Result<(), Error> {
    cx.enter(0)?;
    let most = Link::MEMBERS + link.extra().len();
    outline::bound_members(cx, most, || link_members(link).count() + link.extra().len())?;
    writer.begin_object();
    writer.text("href", &link.href);
    rest_of_link(cx, writer, link)?;
    writer.end_object();
    cx.leave();
    Ok(())
}

/// What a link has beside its href.
pub(super) fn rest_of_link(cx: &mut Context<'_>, writer: &mut Writer, link: &Link) -> Result<(), Error> {
    for (name, text) in [("title", link.title()), ("revision", link.revision())] {
        if let Some(text) = text {
            writer.text(name, text);
        }
    }
    for (name, member) in link.extra() {
        writer.key(name);
        value::write(cx, writer, member)?;
    }
    Ok(())
}

/// The known members of a link that are there, in order.
pub(crate) fn link_members(link: &Link) -> impl Iterator<Item = (&'static str, &str)> {
    let members = [("href", Some(link.href.as_str())), ("title", link.title()), ("revision", link.revision())];
    members.into_iter().filter_map(|(name, text)| Some((name, text?)))
}

/// The same of a link in an event, which may lack an href.
pub(crate) fn event_link_members(link: &Link) -> impl Iterator<Item = (&'static str, &str)> {
    link_members(link).filter(|(name, text)| *name != "href" || !text.is_empty())
}

/// A link as the JSON object that it is, for the places where XML has no form of its own for it.
pub(crate) fn link_value(link: &Link) -> Value {
    let known = link_members(link).map(|(name, text)| (name.into(), text.into()));
    Value::Object(known.chain(link.extra().iter().cloned()).collect())
}
