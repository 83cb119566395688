//! Validation of values, without a text.

use crate::{
    Code, Detail, Limits, Mode, Violation,
    assemble::{self, Section},
    context::{Context, Segment},
    extra::Entry,
    record::{Item, Record},
};

/// All violations of a value, up to the limit, in the order in which the members go out.
pub(crate) fn validate(record: &dyn Record, limits: Limits) -> Vec<Violation> {
    let mut cx = Context::new(Mode::Lenient, limits, None);
    // a lenient context collects and never fails, but for the depth, which ends the walk
    let _ = walk(&mut cx, record);
    cx.report.deviations
}

fn walk(cx: &mut Context<'_>, record: &dyn Record) -> Result<(), crate::Error> {
    cx.enter(0)?;
    let shape = record.shape();
    for (index, field) in shape.fields.iter().enumerate() {
        let Some(slot) = record.slot(index) else {
            continue;
        };
        if field.required && slot.is_empty() {
            cx.missing(0, field)?;
        }
        let embedded = index >= shape.embedded;
        if embedded {
            cx.push(Segment::Known("_embedded"));
        }
        cx.push(Segment::Known(field.name));
        for position in 0..slot.len() {
            if field.many {
                cx.push(Segment::Index(position));
            }
            match (slot.item(position), field.range) {
                (Some(Item::Integer(number)), Some((min, max))) if !(min..=max).contains(&number) => {
                    let expected = format!("a number from {min} to {max}");
                    cx.deviate(0, Code::Range, Some(expected.as_str().into()), Some(Detail::Number(number)))?;
                }
                (Some(Item::Record(child)), _) => walk(cx, child)?,
                _ => {}
            }
            if field.many {
                cx.pop();
            }
        }
        cx.pop();
        if embedded {
            cx.pop();
        }
    }
    for (role, entry) in record.extra().embedded() {
        cx.push(Segment::Known("_embedded"));
        cx.push(Segment::Named(role.as_str().into()));
        entry.iter().try_for_each(|resource| walk(cx, resource.record()))?;
        cx.pop();
        cx.pop();
    }
    misfits(cx, record)?;
    cx.leave();
    Ok(())
}

/// Known members that were kept because they do not fit.
fn misfits(cx: &mut Context<'_>, record: &dyn Record) -> Result<(), crate::Error> {
    let (shape, extra) = (record.shape(), record.extra());
    for (name, value) in extra.properties() {
        if let Some((_, field)) = assemble::find(shape, Section::Properties, name)
            && *value != crate::Value::Null
        {
            cx.push(Segment::Known(field.name));
            cx.deviate(0, Code::Type, Some("a value that fits".into()), Some(value.kind().into()))?;
            cx.pop();
        }
    }
    for (section, key) in [(Section::Links, "_links"), (Section::Embedded, "_embedded")] {
        let raw = |entry: bool, name: &str| entry.then(|| name.to_owned());
        let links = extra.links().iter().filter(|_| section == Section::Links);
        let links = links.filter_map(|(name, entry)| raw(matches!(entry, Entry::Raw(_)), name));
        let embedded = extra.embedded().iter().filter(|_| section == Section::Embedded);
        let embedded = embedded.filter_map(|(name, entry)| raw(matches!(entry, Entry::Raw(_)), name));
        for name in links.chain(embedded) {
            cx.push(Segment::Known(key));
            cx.push(Segment::Named(name.into()));
            cx.deviate(0, Code::Type, Some("object".into()), Some("another value".into()))?;
            cx.pop();
            cx.pop();
        }
    }
    Ok(())
}
