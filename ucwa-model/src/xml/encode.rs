//! Record → XML: links, properties, embedded resources, as servers order them, and after each kind what the schema does not know
//! of it.

mod members;
mod property;

use self::members::{embedded_fields, is_plain, link_fields};
pub(super) use self::{
    members::{embedded_of, links, links_of, one_embedded},
    property::{extra_properties, literal, properties, property_of, scalar, text, unknown_property, value_text},
};
use super::{Writer, forbidden, reason};
use crate::{
    Code, Detail, Error, Link,
    assemble::{Section, find},
    context::Context,
    descriptor::{Field, Form},
    outline::{self, Member, Node},
    record::{Item, Record},
};

/// Encodes a document that is one resource.
pub(crate) fn document(cx: &mut Context<'_>, writer: &mut Writer, record: &dyn Record) -> Result<(), Error> {
    match record.shape().form {
        Form::Reason => reason::encode(cx, writer, record),
        form => {
            let element = if form == Form::Input { "input" } else { "resource" };
            resource(cx, writer, record, element, outline::rel_attribute(record))
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
    markup(writer, [list_markup(list), empty_markup(&outline::empty_names_of(record))]);
    if record.extra().is_ordinary(Section::Links) {
        link_fields(cx, writer, record, own)?;
    } else {
        links_of(cx, writer, outline::members(record, Section::Links), own)?;
    }
    properties(cx, writer, record, role)?;
    if record.extra().is_ordinary(Section::Embedded) {
        embedded_fields(cx, writer, record)?;
    } else {
        embedded_of(cx, writer, outline::members(record, Section::Embedded))?;
    }
    // a child takes some bytes
    outline::bound_members(cx, (writer.len() - start) / 8, || children_of(record, role, own))?;
    cx.leave();
    Ok(())
}

/// How many children the element of a record has.
pub(super) fn children_of(record: &dyn Record, role: Option<&str>, but_self: bool) -> usize {
    let list = |index: usize, field: &Field| field.many != record.extra().is_flipped(index);
    let properties = record.shape().properties().iter().enumerate().filter_map(|(index, field)| {
        let slot = record.slot(index).filter(|slot| slot.is_present())?;
        Some(if list(index, field) { 1 } else { slot.len() })
    });
    let nodes = |section| outline::members(record, section).map(|member| member.nodes().count().max(1)).sum::<usize>();
    let own = usize::from(outline::rel_property(record, role).is_some())
        + properties.sum::<usize>()
        + record.extra().properties().len();
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
    own.is_some_and(|member| self_link(&member).is_some_and(|link| writer.own_link(link)))
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

/// A name in an attribute, which must be made of characters that XML can carry.
pub(crate) fn name_attribute(cx: &mut Context<'_>, writer: &mut Writer, attribute: &str, name: &str) -> Result<(), Error> {
    only_carried(cx, name, "a name")?;
    writer.attribute(attribute, name);
    Ok(())
}

/// Refuses a text with characters that XML cannot carry. `what` says what it is.
fn only_carried(cx: &mut Context<'_>, text: &str, what: &str) -> Result<(), Error> {
    let Some(character) = forbidden(text) else {
        return Ok(());
    };
    let found = format!("U+{:04X} in {what}", u32::from(character));
    Err(cx.error(0, Code::Character, Some("characters that XML can carry".into()), Some(Detail::Words(found))))
}

/// What the markup says of the multiplicity.
pub(super) fn list_markup(list: Option<bool>) -> Option<(&'static str, &'static str)> {
    list.map(|list| ("list", if list { "true" } else { "false" }))
}

/// What the markup says of what is there and empty.
pub(super) fn empty_markup(names: &Option<String>) -> Option<(&'static str, &str)> {
    names.as_deref().map(|names| ("empty", names))
}

/// Writes what the markup says.
pub(super) fn markup<const N: usize>(writer: &mut Writer, attributes: [Option<(&str, &str)>; N]) {
    if attributes.iter().any(Option::is_some) {
        let attributes: Vec<_> = attributes.into_iter().flatten().collect();
        writer.markup(&attributes);
    }
}
