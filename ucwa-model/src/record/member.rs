//! [`MemberValue`], what a record holds under a name of the wire: typed if it fits the schema, and as it came if not.

use super::{FieldAccess, Record, ValueRef};
use crate::{
    Entry, Link, Text, Value,
    descriptor::{Field, Section, find_input},
    dialect::plain_rel,
};

/// What stands under a member's name. Made by [`Codec::member`](crate::Codec::member) and [`<dyn Record>::member`](Record).
#[derive(Debug)]
#[non_exhaustive]
pub enum MemberValue<'a> {
    /// One value that fits: of a field, or an unknown link or resource.
    One(ValueRef<'a>),
    /// The values of a list that fits.
    Many(Vec<ValueRef<'a>>),
    /// A value that does not fit its field, or an unknown property: as it came.
    Kept(&'a Value),
}

impl<'a> MemberValue<'a> {
    /// The text, whether it fits or not.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::One(ValueRef::Text(text)) => Some(text.as_str()),
            Self::Kept(value) => value.as_str(),
            _ => None,
        }
    }

    /// The boolean.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::One(ValueRef::Boolean(value)) => Some(*value),
            Self::Kept(value) => value.as_bool(),
            _ => None,
        }
    }

    /// The number, whether it is within its range or not.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::One(ValueRef::Integer(number)) => Some(*number),
            Self::Kept(value) => value.as_i64(),
            _ => None,
        }
    }

    /// The link.
    #[must_use]
    pub fn as_link(&self) -> Option<&'a Link> {
        match self {
            Self::One(ValueRef::Link(link)) => Some(link),
            _ => None,
        }
    }

    /// The embedded record.
    #[must_use]
    pub fn as_record(&self) -> Option<&'a dyn Record> {
        match self {
            Self::One(ValueRef::Record(record)) => Some(*record),
            _ => None,
        }
    }

    /// What came, where it does not fit the schema or the schema does not know it.
    #[must_use]
    pub fn kept(&self) -> Option<&'a Value> {
        match self {
            Self::Kept(value) => Some(value),
            _ => None,
        }
    }

    fn of_slot(slot: &'a dyn FieldAccess, field: &Field) -> Option<Self> {
        if !slot.is_present() {
            return None;
        }
        let mut items = (0..slot.len()).filter_map(|index| slot.item(index));
        if field.many { Some(Self::Many(items.collect())) } else { items.next().map(Self::One) }
    }

    fn of_entry<T>(entry: &'a Entry<T>, item: impl Fn(&'a T) -> ValueRef<'a>) -> Self {
        match entry {
            Entry::One(value) => Self::One(item(value)),
            Entry::Many(values) => Self::Many(values.iter().map(item).collect()),
            Entry::Raw(value) => Self::Kept(value),
        }
    }
}

impl dyn Record {
    /// What stands under a member's name on the wire; see [`Codec::member`](crate::Codec::member).
    #[must_use]
    pub fn member(&self, name: &str) -> Option<MemberValue<'_>> {
        member(self, name)
    }
}

/// What a field has, else what was kept under its name.
pub(crate) fn member<'a>(record: &'a dyn Record, name: &str) -> Option<MemberValue<'a>> {
    let (shape, extra) = (record.shape(), record.extra());
    let sections = [Section::Properties, Section::Links, Section::Embedded];
    let fields = sections.into_iter().filter_map(|section| find_input(shape, section, name));
    let mut typed = fields.filter_map(|(index, field)| MemberValue::of_slot(record.slot(index)?, field));
    let is = |key: &Text| {
        let key = plain_rel(key);
        key == name || (shape.form.is_input() && key.eq_ignore_ascii_case(name))
    };
    let property = || extra.properties().iter().find(|(key, _)| is(key)).map(|(_, value)| MemberValue::Kept(value));
    let link = || {
        let (_, entry) = extra.links().iter().find(|(key, _)| is(key))?;
        Some(MemberValue::of_entry(entry, ValueRef::Link))
    };
    let embedded = || {
        let (_, entry) = extra.embedded().iter().find(|(key, _)| is(key))?;
        Some(MemberValue::of_entry(entry, |resource| ValueRef::Record(resource.record())))
    };
    typed.next().or_else(property).or_else(link).or_else(embedded)
}
