//! What decoding means in every format: which field a member belongs to, whether its value fits, and where it goes if not.

mod embed;
pub(crate) mod keys;
mod names;
mod rules;
mod seen;

use self::rules::check_data;
#[cfg(feature = "http")]
pub(crate) use self::rules::is_given;
pub(crate) use self::{
    embed::{AtResource, any_resource, charge_child, embed},
    names::{enter, find_rel, unknown},
    rules::{again, check_reserved, check_single, missing, no_link, other_shape},
    seen::Seen,
};
pub(crate) use crate::descriptor::{Section, find, find_input};
use crate::{
    Code, Error, Link, Text, Value,
    any::NewResource,
    context::{Context, Segment},
    descriptor::{Field, Form, Kind, Shape},
    dialect::plain_rel,
    extra::{Entry, Naming},
    growth::growth_at,
    record::{Accepted, FieldAccess, Record, Scalar, ValueRef, WireValue},
};

/// Puts a value into a field. `Ok(false)` means that it does not fit, which has been reported, and that the slot has no new value.
pub(crate) fn put(
    cx: &mut Context<'_>,
    record: &mut dyn Record,
    (index, field): (usize, &Field),
    at: usize,
    incoming: WireValue<'_>,
) -> Result<bool, Error> {
    let Some(slot) = record.slot_mut(index) else {
        return Ok(false);
    };
    let in_json = matches!(incoming, WireValue::Scalar(Scalar::Text(_)));
    match slot.put(incoming) {
        Ok(Accepted::Known) => {}
        Ok(Accepted::NewValue) => {
            if let Some(ValueRef::Text(value)) = slot.item(slot.len() - 1) {
                cx.new_value(&value);
            }
        }
        Ok(Accepted::OtherForm) => {
            let (usual, other) = if in_json { ("JSON", "XML") } else { ("XML", "JSON") };
            let (expected, found) = (format!("a date as {usual} has it"), format!("one as {other} has it"));
            cx.deviate(at, Code::Form, Some(expected.as_str().into()), Some(found.as_str().into()))?;
        }
        Err(rejected) => {
            cx.rejected(at, rejected)?;
            return Ok(false);
        }
    }
    if let Some((min, max)) = field.range
        && let Some(ValueRef::Integer(number)) = slot.item(slot.len() - 1)
        && !(min..=max).contains(&number)
    {
        slot.clear();
        cx.deviate(
            at,
            Code::Range,
            Some(format!("a number from {min} to {max}").as_str().into()),
            Some(crate::Detail::Number(number)),
        )?;
        return Ok(false);
    }
    Ok(true)
}

/// Whether a field has no room for another value.
pub(crate) fn is_taken(record: &dyn Record, index: usize, field: &Field) -> bool {
    !field.many && record.slot(index).is_some_and(|slot| !slot.is_empty())
}

/// Takes a link under a known or an unknown rel. A single link that is there already keeps its field, and later ones follow in
/// `extra`.
pub(crate) fn put_link(
    cx: &mut Context<'_>,
    record: &mut dyn Record,
    known: Option<(usize, &'static Field)>,
    rel: &str,
    at: usize,
    link: Link,
) -> Result<(), Error> {
    if link.title().is_some() || link.revision().is_some() {
        cx.spend(Link::ATTRIBUTES);
    }
    match known {
        Some((index, field)) if is_taken(record, index, field) => {
            cx.charge(at, record.extra().growth(Section::Links) + 2 * size_of::<Link>())?;
            record.extra_mut().add_link(rel, link);
        }
        Some(known) => {
            cx.charge(at, growth_of(record, known.0, size_of::<Link>()))?;
            if cx.data && matches!(known.1.kind, Kind::Data) {
                check_data(cx, at, &link)?;
            }
            put(cx, record, known, at, WireValue::Link(link))?;
        }
        None => {
            cx.charge(at, record.extra().growth(Section::Links) + 2 * size_of::<Link>())?;
            record.extra_mut().add_link(rel, link);
        }
    }
    Ok(())
}

/// The memory that another value of a list takes.
fn growth_of(record: &dyn Record, index: usize, size: usize) -> usize {
    record.slot(index).map_or(0, |slot| growth_at(slot.len()) * size)
}

/// Counts what it takes to keep another member.
pub(crate) fn charge(cx: &mut Context<'_>, record: &dyn Record, section: Section, at: usize) -> Result<(), Error> {
    cx.charge(at, record.extra().growth(section))
}

/// A property that is kept as it came.
pub(crate) fn keep(record: &mut dyn Record, name: impl Into<Text>, value: Value) {
    record.extra_mut().push_property(name, value);
}

/// What is no link or resource, where one belongs: kept as it came, and in its place among the values of its field.
pub(crate) fn keep_in_place(
    record: &mut dyn Record,
    section: Section,
    known: Option<(usize, &'static Field)>,
    name: impl Into<Text>,
    value: Value,
) {
    let place = place(record, known);
    match section {
        Section::Embedded => record.extra_mut().place_embedded(name.into(), Entry::Raw(value), place),
        _ => record.extra_mut().place_link(name, Entry::Raw(value), place),
    }
}

/// A list of no links or resources, in its place among the values of its field.
pub(crate) fn keep_empty_list(
    record: &mut dyn Record,
    section: Section,
    known: Option<(usize, &'static Field)>,
    name: impl Into<Text>,
) {
    let place = place(record, known);
    match section {
        Section::Embedded => record.extra_mut().place_embedded(name.into(), Entry::Many(Vec::new()), place),
        _ => record.extra_mut().place_link(name, Entry::Many(Vec::new()), place),
    }
}

/// After how many values of a field something stands that comes now.
pub(crate) fn place(record: &dyn Record, known: Option<(usize, &'static Field)>) -> Option<usize> {
    known.and_then(|(index, _)| record.slot(index)).map(FieldAccess::len)
}

/// Takes what the body calls itself.
pub(crate) fn take_rel(cx: &mut Context<'_>, record: &mut dyn Record, at: usize, rel: &str) -> Result<(), Error> {
    let shape = record.shape();
    if rel == shape.rel && shape.form == Form::Resource && !shape.is_generic() {
        return Ok(()); // as it should
    }
    let plain = plain_rel(rel);
    let names_itself = matches!(shape.form, Form::Resource | Form::Replacement);
    let is_alias = || std::ptr::eq(NewResource::for_rel(Some(plain)).record().shape(), shape);
    if plain != shape.rel && !shape.is_generic() && !is_alias() {
        if let Some(error) = cx.give_up() {
            return Err(error);
        }
        cx.push(Segment::Known("rel"));
        cx.deviate(at, Code::Rel, Some(format!("`{}`", shape.rel).as_str().into()), Some(cx.quote("", rel, "").as_str().into()))?;
        cx.pop();
    }
    if !(names_itself && rel == shape.rel && !shape.is_generic()) {
        cx.charge(at, record.extra().growth(Section::Properties))?;
        record.extra_mut().set_rel(cx.text(rel));
    }
    Ok(())
}

/// Ends a record: notes that it did not name itself, and reports what is missing.
pub(crate) fn finish(cx: &mut Context<'_>, record: &mut dyn Record, at: usize, named: bool) -> Result<(), Error> {
    let shape = record.shape();
    if !named && !shape.is_generic() && matches!(shape.form, Form::Resource | Form::Replacement) {
        record.extra_mut().set_naming(Naming::Absent);
    }
    missing(cx, record, at)
}

/// Whether XML text is a number for a field that has a range: if it is kept, as out of the range, then as a number.
pub(crate) fn is_number(field: &Field, text: &str) -> bool {
    let canonical = |number: i64| number.to_string() == text;
    field.range.is_some() && text.parse().is_ok_and(canonical)
}

/// Whether XML text would be taken by the field of that name.
pub(crate) fn takes_text(shape: &'static Shape, name: &str, text: &str, list: bool) -> bool {
    let Some((index, field)) = find_input(shape, Section::Properties, name) else {
        return false;
    };
    if list && !field.many {
        return false;
    }
    let mut probe = (shape.new)();
    let Some(slot) = probe.slot_mut(index) else { return false };
    slot.put(WireValue::Scalar(Scalar::Untyped(text.into()))).is_ok()
}

/// Whether a property takes structured values.
pub(crate) fn is_structured(field: &Field) -> bool {
    matches!(field.kind, Kind::Bag | Kind::Parameter)
}
