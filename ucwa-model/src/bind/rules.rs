//! Rules that need more than one value: how often a member comes, what must be there, what a link has to hold.

use super::{Section, is_taken};
use crate::{
    Code, DataBody, DataUrlError, Error, Link, Text, Value,
    context::{Context, Segment},
    descriptor::Field,
    record::Record,
};

/// What a field holds that has many values, in the words of findings.
const LIST: &str = "a list";

/// Reports a list where one value belongs, or one value where a list belongs.
pub(crate) fn other_shape(cx: &mut Context<'_>, section: Section, field: &Field, at: usize) -> Result<(), Error> {
    let (expected, found) = if field.many { (LIST, section.one()) } else { (section.one(), LIST) };
    cx.deviate(at, Code::Shape, Some(expected.into()), Some(found.into()))
}

/// Reports an object that is no link.
pub(crate) fn no_link(cx: &mut Context<'_>, at: usize) -> Result<(), Error> {
    cx.deviate(at, Code::Form, Some("a link with an href".into()), Some("another object".into()))
}

/// Reports a second link or resource where one belongs: together they are a list. Of further ones nothing more is said.
pub(crate) fn check_single(
    cx: &mut Context<'_>,
    record: &dyn Record,
    section: Section,
    known: Option<(usize, &'static Field)>,
    name: &str,
    at: usize,
) -> Result<(), Error> {
    match known {
        Some((index, field)) if is_taken(record, index, field) && !record.extra().has(section, name) => {
            other_shape(cx, section, field, at)
        }
        _ => Ok(()),
    }
}

/// Reports a data link whose content cannot be decoded, or only once it is mended.
pub(super) fn check_data(cx: &mut Context<'_>, at: usize, link: &Link) -> Result<(), Error> {
    let expected = "content that can be decoded";
    let found = match DataBody::decode_lenient(&link.href) {
        Err(error) => error.to_string(),
        Ok((body, mended)) => match body.text() {
            Err(DataUrlError::Charset { found }) if body.media_type().starts_with("text/") => {
                format!("the charset {}", cx.quote("", &found, ""))
            }
            Err(error) if body.media_type().starts_with("text/") => error.to_string(),
            _ if mended => "white space inside the URL".to_owned(),
            _ => return Ok(()),
        },
    };
    cx.push(Segment::Known("href"));
    cx.deviate(at, Code::Data, Some(expected.into()), Some(found.as_str().into()))?;
    cx.pop();
    Ok(())
}

/// Reports a property that has the name of a section, which is an object in JSON.
pub(crate) fn check_reserved(cx: &mut Context<'_>, name: &str, value: &Value, at: usize) -> Result<(), Error> {
    match (name, value) {
        (_, Value::Object(_)) => Ok(()),
        ("_links" | "_embedded", other) => cx.deviate(at, Code::Type, Some("object".into()), Some(other.kind().into())),
        _ => Ok(()),
    }
}

/// Reports a member of a name that has come before.
#[cold]
pub(crate) fn again(cx: &mut Context<'_>, at: usize) -> Result<(), Error> {
    cx.deviate(at, Code::Duplicate, Some("one member of this name".into()), Some("another one".into()))
}

/// Reports the required members that a record lacks.
pub(crate) fn missing(cx: &mut Context<'_>, record: &dyn Record, at: usize) -> Result<(), Error> {
    if !record.shape().demands {
        return Ok(());
    }
    for (index, field) in record.shape().fields.iter().enumerate() {
        if field.required && !is_given(record, index, field) {
            cx.missing(at, field)?;
        }
    }
    Ok(())
}

/// Whether a member is there: in its field, or beside it, where it does not fit. Null is as good as nothing.
pub(crate) fn is_given(record: &dyn Record, index: usize, field: &Field) -> bool {
    let (shape, extra) = (record.shape(), record.extra());
    let is_input = shape.form.is_input();
    let is = |name: &Text| *name == field.name || (is_input && name.eq_ignore_ascii_case(field.name));
    let is_kept = || match index {
        _ if index < shape.links => extra.properties().iter().any(|(name, value)| *value != Value::Null && is(name)),
        _ if index < shape.embedded => extra.links().iter().any(|(name, _)| is(name)),
        _ => extra.embedded().iter().any(|(name, _)| is(name)),
    };
    record.slot(index).is_some_and(|slot| !slot.is_empty()) || is_kept()
}
