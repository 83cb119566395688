//! What the start tag of a resource says of it: its rel, its link to itself, and what is there and empty.

use std::borrow::Cow;

use super::{Decoder, LINK};
use crate::{
    Code, Error, Link, Text, Value,
    bind::{self, Section},
    descriptor::Form,
    extra::{KEPT_ATTRIBUTE, Naming},
    record::{self, Record},
    xml::Tag,
};

impl<'a> Decoder<'a, '_, '_> {
    /// Takes what a root says of its rel in the attribute, and notes where it says it. `named` is whether it has the property.
    pub(super) fn root_rel(
        &mut self,
        record: &mut dyn Record,
        at: usize,
        attribute: Option<&Cow<'a, str>>,
        named: bool,
    ) -> Result<(), Error> {
        let has_both = record.shape().form == Form::Resource;
        let naming = match (attribute, named) {
            (Some(rel), false) => {
                bind::take_rel(self.cx, record, at, rel)?;
                Naming::Attribute
            }
            (Some(rel), true) => {
                self.one_rel(record, at, rel)?;
                if has_both { Naming::Usual } else { Naming::Both }
            }
            (None, true) if has_both => Naming::Property,
            (None, _) => Naming::Usual,
        };
        record.extra_mut().set_naming(naming);
        Ok(())
    }

    /// Reports a root whose attribute says another rel than its property, which is the one that counts.
    fn one_rel(&mut self, record: &dyn Record, at: usize, attribute: &str) -> Result<(), Error> {
        let property = record::rel(record).unwrap_or_default();
        if attribute == property {
            return Ok(());
        }
        let (expected, found) = (self.cx.quote("", property, ""), self.cx.quote("", attribute, ""));
        self.cx.deviate(at, Code::Rel, Some(expected.as_str().into()), Some(found.as_str().into()))
    }

    /// Takes what the markup says of what is there and empty.
    pub(in crate::xml) fn note_empty(&mut self, record: &mut dyn Record, tag: &Tag<'a>) -> Result<(), Error> {
        for name in tag.markup("empty").iter().flat_map(|names| names.split_ascii_whitespace()) {
            let (section, list) = name.split_once('/').map_or((name, None), |(section, list)| (section, Some(list)));
            let Some(section) = [Section::Links, Section::Embedded].into_iter().find(|known| known.name() == section) else {
                continue;
            };
            match list {
                None => record.extra_mut().note_empty(section),
                Some(list) => {
                    let known = bind::find_rel(record, section, list);
                    bind::charge(self.cx, record, section, tag.at)?;
                    bind::keep_empty_list(record, section, known, list);
                }
            }
        }
        Ok(())
    }

    /// The self link, which travels as attributes.
    pub(in crate::xml) fn own_link(&mut self, record: &mut dyn Record, tag: &Tag<'a>) -> Result<(), Error> {
        self.prefixed(tag)?;
        let link = self.attributes_link(tag);
        let expected = if link.is_some() { LINK } else { &["rel"] };
        let others = tag.others(expected).map(|(name, value)| (self.cx.text(name), Value::String(self.cx.text(value))));
        let others: Vec<(Text, Value)> = others.collect();
        if link.is_none() {
            for (name, value) in others {
                self.cx.deviate(
                    tag.at,
                    Code::Content,
                    Some("an element with an href".into()),
                    Some("another attribute".into()),
                )?;
                record.extra_mut().push_property(format!("{KEPT_ATTRIBUTE}{name}"), value);
            }
            return Ok(());
        }
        if let Some(mut link) = link {
            others.into_iter().for_each(|(name, value)| link.push_extra(name, value));
            let known = bind::find_rel(record, Section::Links, "self");
            bind::put_link(self.cx, record, known, "self", tag.at, link)?;
        }
        Ok(())
    }

    pub(in crate::xml) fn attributes_link(&mut self, tag: &Tag<'a>) -> Option<Link> {
        let text = |name: &str| tag.attribute(name).map(|value| self.cx.text(value));
        Some(Link::of(text("href")?, text("title"), text("revision")))
    }
}
