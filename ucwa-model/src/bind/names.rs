//! Names: which field a member belongs to, and what is said of a name that the schema does not know.

use super::again;
use crate::{
    Error, Text, UnknownKind,
    context::{Context, Segment},
    descriptor::{ETAG, Field, Form, Kind, Section, Shape, find, find_other_case},
    dialect,
    record::{FieldAccess, Record},
};

/// Goes to a member of a record: finds its field, puts its name on the path, and reports a name that the schema does not know.
///
/// The names of inputs are matched without case, as servers do. A field goes out under one name, the first that it came under: what
/// comes under another one is kept beside it, as what comes twice.
pub(crate) fn enter(
    cx: &mut Context<'_>,
    record: &mut dyn Record,
    section: Section,
    name: &str,
    at: usize,
) -> Result<Option<(usize, &'static Field)>, Error> {
    let shape = record.shape();
    let exact = match section {
        Section::Properties => find(shape, section, name),
        _ => find_rel(record, section, name),
    };
    let kind = section.unknown();
    let Some((index, field)) = exact.or_else(|| find_other_case(shape, section, name)) else {
        cx.push(Segment::Named(cx.text(name)));
        unknown(cx, record, name, kind);
        return Ok(None);
    };
    let spelling = record.extra().spelling(index);
    let is_other = if exact.is_some() {
        spelling.is_some()
    } else {
        spelling.map_or_else(|| record.slot(index).is_some_and(FieldAccess::is_present), |spelling| spelling != name)
    };
    if exact.is_some() || is_other || spelling.is_some() {
        cx.push(Segment::Known(field.name));
    } else {
        cx.push_other_case(kind, name, field);
        cx.spend(size_of::<(usize, Text)>());
        let name = cx.text(name);
        record.extra_mut().set_spelling(index, name);
    }
    if is_other {
        again(cx, at)?;
        return Ok(None);
    }
    Ok(Some((index, field)))
}

/// The index and the field of a link or an embedded resource, whose name may have the prefix of a dialect. A field goes out under
/// one name, the first that it came under: what comes under another one is unknown.
pub(crate) fn find_rel(record: &mut dyn Record, section: Section, name: &str) -> Option<(usize, &'static Field)> {
    let shape = record.shape();
    if let Some(found) = find(shape, section, name) {
        return record.extra().prefix(found.0).is_none().then_some(found);
    }
    let (prefix, plain) = dialect::split(name)?;
    let found = find(shape, section, plain)?;
    match record.extra().prefix(found.0) {
        Some(first) => return (first == prefix).then_some(found),
        None if record.slot(found.0).is_some_and(FieldAccess::is_present) => return None,
        None => record.extra_mut().set_prefix(found.0, prefix),
    }
    Some(found)
}

/// Reports a member that a record's table does not have. Of what the schema does not know at all, nothing more is said; what a part
/// embeds is reported where its type is not known.
pub(crate) fn unknown(cx: &mut Context<'_>, record: &dyn Record, name: &str, kind: UnknownKind) {
    let shape = record.shape();
    let is_common = kind == UnknownKind::Property && name == ETAG;
    let is_open = is_common || shape.is_generic() || (kind == UnknownKind::Embedded && shape.form == Form::Part);
    if is_open {
        return;
    }
    match content_link(shape, kind, name) {
        Some(field) => cx.unknown_in_place_of_link(kind, name, field),
        None => cx.unknown(kind),
    }
}

/// The data link of an input that a property is meant for: some clients write the text of a message as a property.
fn content_link(shape: &'static Shape, kind: UnknownKind, name: &str) -> Option<&'static Field> {
    let is_property = shape.form.is_input() && kind == UnknownKind::Property;
    let find = || find(shape, Section::Links, name).or_else(|| find_other_case(shape, Section::Links, name));
    let (_, field) = is_property.then(find)??;
    matches!(field.kind, Kind::Data).then_some(field)
}
