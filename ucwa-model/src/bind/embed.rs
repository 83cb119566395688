//! Embedded resources: as which type each is decoded, and where it goes.

use super::{Section, is_taken};
use crate::{
    AnyResource, Error, UnknownKind,
    any::NewResource,
    context::Context,
    descriptor::{Field, Form},
    dialect::plain_rel,
    growth::growth_at,
    record::{FieldAccess, Record},
};

/// A decoder at the start of a resource, which it can go back to.
pub(crate) trait AtResource<'t> {
    /// What it knows of the message.
    fn cx(&mut self) -> &mut Context<'t>;

    /// What the resource calls itself, if it can be told: it is read ahead, without errors.
    fn rel(&mut self) -> Option<String>;

    /// Decodes the resource, from its start.
    fn decode(&mut self, record: &mut dyn Record) -> Result<(), Error>;
}

/// Decodes an embedded resource to where it belongs.
pub(crate) fn embed<'t>(
    decoder: &mut impl AtResource<'t>,
    record: &mut dyn Record,
    known: Option<(usize, &'static Field)>,
    role: &str,
    at: usize,
) -> Result<(), Error> {
    let known = known.filter(|(index, field)| !is_taken(record, *index, field));
    let Some((index, _)) = known else {
        decoder.cx().charge(at, record.extra().growth(Section::Embedded) + 2 * size_of::<AnyResource>())?;
        let resource = any_resource(decoder, record.shape().form, role)?;
        record.extra_mut().add_embedded(role, resource);
        return Ok(());
    };
    let length = record.slot(index).map_or(0, FieldAccess::len);
    let Some(child) = record.slot_mut(index).and_then(|slot| slot.open()) else {
        return Ok(());
    };
    charge_child(decoder.cx(), at, child, known, length)?;
    decoder.decode(child)
}

/// Counts what a field takes for one more resource, of a list that has `length`.
#[inline]
pub(crate) fn charge_child(
    cx: &mut Context<'_>,
    at: usize,
    child: &dyn Record,
    known: Option<(usize, &'static Field)>,
    length: usize,
) -> Result<(), Error> {
    let places = if known.is_some_and(|(_, field)| field.many) { growth_at(length) } else { 1 };
    cx.charge(at, places * size_of_val(child))
}

/// Decodes a resource whose type is that of its rel, or else of its role.
pub(crate) fn any_resource<'t>(decoder: &mut impl AtResource<'t>, form: Form, role: &str) -> Result<NewResource, Error> {
    // the rel may come last, and is the role most of the time: reading ahead for it would be reading twice
    if decoder.cx().may_guess()
        && let Some(mut resource) = NewResource::known(plain_rel(role))
    {
        let guess = decoder.cx().begin_guess();
        decoder.cx().spend(size_of_val(resource.record()));
        let read = decoder.decode(resource.record_mut());
        if decoder.cx().end_guess(guess) {
            return read.map(|()| resource);
        }
    }
    let rel = decoder.rel();
    let mut resource = NewResource::for_rel(Some(rel.as_deref().unwrap_or(role)));
    if form == Form::Part && resource.is_unknown() {
        decoder.cx().unknown(UnknownKind::Embedded);
    }
    decoder.cx().spend(size_of_val(resource.record()));
    let before = decoder.cx().be_sure(true);
    let read = decoder.decode(resource.record_mut());
    decoder.cx().be_sure(before);
    read.map(|()| resource)
}
