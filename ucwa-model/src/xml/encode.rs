//! Record → XML: links, properties, embedded resources, as servers order them, and after each kind what the schema does not know
//! of it.

mod members;
mod property;

use self::members::is_plain;
pub(super) use self::{
    members::{embedded_of, embedded_of_record, links, links_of, links_of_record, one_embedded},
    property::{
        REL as REL_PROPERTY, extra_properties, literal, properties, property_of, scalar, text, unknown_property, value_text,
    },
};
use super::{Writer, reason};
use crate::{
    Error, Link,
    bind::Section,
    context::At,
    descriptor::Form,
    plan::{self, Member, Node, Outgoing},
    record::Record,
};

/// Encodes a document that is one resource.
pub(crate) fn document(writer: &mut Writer, record: &dyn Record) -> Result<(), Error> {
    match record.shape().form {
        Form::Reason => reason::encode(writer, &At::ROOT, record),
        form => {
            let element = if form == Form::Input { "input" } else { "resource" };
            writer.start(&At::ROOT, element)?;
            body(writer, &At::ROOT, record, plan::rel_attribute(record), None)?;
            writer.end(element);
            Ok(())
        }
    }
}

/// The attributes and children of a resource whose start tag has begun. `role` is what its attribute `rel` says: the type at the root,
/// the role where it is embedded.
fn body(writer: &mut Writer, at: &At<'_>, record: &dyn Record, role: Option<&str>, list: Option<bool>) -> Result<(), Error> {
    let record = Outgoing::of(record);
    let level = writer.enter(at)?;
    if let Some(role) = role {
        writer.attribute(at, REL, role)?;
    }
    let own = own_attributes(writer, at, record)?;
    writer.markup(at, &[list_markup(list), empty_markup(&plan::empty_names_of(record))])?;
    links_of_record(writer, at, record, own)?;
    properties(writer, at, record, role)?;
    embedded_of_record(writer, at, record)?;
    writer.leave(level);
    Ok(())
}

/// The self link as attributes, if it can travel so.
pub(super) fn own_attributes(writer: &mut Writer, at: &At<'_>, record: Outgoing<'_>) -> Result<bool, Error> {
    if record.extra.adds_nothing(Section::Links) {
        return match record.own_link() {
            Some(link) => writer.own_link(at, link),
            None => Ok(false),
        };
    }
    let own = plan::members(record.record, Section::Links).find(|member| member.name == "self");
    own.as_ref().and_then(self_link).map_or(Ok(false), |link| writer.own_link(at, link))
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

/// Attributes up to their values.
pub(super) const REL: &str = " rel=\"";
pub(super) const NAME: &str = " name=\"";
pub(super) const HREF: &str = " href=\"";
const TITLE: &str = " title=\"";
const REVISION: &str = " revision=\"";
/// Those of the markup.
pub(super) const JSON: &str = " u:json=\"";
const LIST: &str = " u:list=\"";
const EMPTY: &str = " u:empty=\"";

/// The attribute of a link's member.
pub(super) fn link_attribute(name: &str) -> &'static str {
    match name {
        "rel" => REL,
        "href" => HREF,
        "title" => TITLE,
        _ => REVISION,
    }
}

/// What the markup says of the multiplicity.
pub(super) fn list_markup(list: Option<bool>) -> Option<(&'static str, &'static str)> {
    list.map(|list| (LIST, if list { "true" } else { "false" }))
}

/// What the markup says of what is there and empty.
pub(super) fn empty_markup(names: &Option<String>) -> Option<(&'static str, &str)> {
    names.as_deref().map(|names| (EMPTY, names))
}
