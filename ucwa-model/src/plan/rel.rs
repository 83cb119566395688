//! What a body calls itself, and what it says of its empty sections.

use super::{Member, Outgoing, members};
use crate::{
    Extra,
    bind::Section,
    descriptor::Form,
    extra::Naming,
    record::{self, Record},
};

impl<'a> Outgoing<'a> {
    /// What it calls itself, if it does.
    #[inline]
    pub(crate) fn rel(self) -> Option<&'a str> {
        record::rel_of(self.shape, self.extra)
    }
}

/// What an XML root says in its attribute: what the body calls itself, where its form or what was read has it there.
pub(crate) fn rel_attribute(record: &dyn Record) -> Option<&str> {
    let has = match record.extra().naming() {
        Naming::Usual => record.shape().form == Form::Resource,
        Naming::Attribute | Naming::Both => true,
        Naming::Absent | Naming::Property => false,
    };
    record::rel(record).filter(|_| has)
}

/// What XML says in a property: what the body calls itself, unless its attribute alone does. `role` is what the attribute says.
pub(crate) fn rel_property<'a>(record: Outgoing<'a>, role: Option<&str>) -> Option<&'a str> {
    let by_attribute = |rel: &str| record.extra.naming() == Naming::Attribute && role == Some(rel);
    record.rel().filter(|rel| !by_attribute(rel))
}

/// What is there and empty, where nothing else tells, as names between spaces: `_links`, or `_links/NAME` of a list of the schema.
/// `has` says of which sections there are members.
pub(crate) fn empty_names(extra: &Extra, has: impl Fn(Section) -> bool, lists: &[(Section, String)]) -> Option<String> {
    let sections = [Section::Links, Section::Embedded].into_iter();
    let sections = sections.filter(|section| extra.is_noted_empty(*section) && !has(*section));
    let sections = sections.map(|section| section.name().to_owned());
    let lists = lists.iter().map(|(section, name)| format!("{}/{name}", section.name()));
    let names: Vec<String> = sections.chain(lists).collect();
    (!names.is_empty()).then(|| names.join(" "))
}

/// The names of what a record has empty, as [`empty_names`] writes them.
#[inline]
pub(crate) fn empty_names_of(record: Outgoing<'_>) -> Option<String> {
    if record.extra.is_bare() { None } else { names_of_empty(record) }
}

fn names_of_empty(Outgoing { record, extra, .. }: Outgoing<'_>) -> Option<String> {
    let sections = [Section::Links, Section::Embedded];
    if sections.into_iter().all(|section| extra.adds_nothing(section) && !extra.is_noted_empty(section)) {
        return None;
    }
    let lists = |section| {
        let lists = members(record, section).filter(Member::is_empty_list);
        lists.map(move |member| (section, member.name.into_owned()))
    };
    let lists: Vec<(Section, String)> = sections.into_iter().flat_map(lists).collect();
    empty_names(extra, |section| members(record, section).next().is_some(), &lists)
}
