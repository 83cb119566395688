//! `<link>` and `<resource>` inside a resource.

use super::{Decoder, Known, LINK};
use crate::{
    Code, Error, Link, Text, Value,
    bind::{self, AtResource, Section},
    context::{Context, Segment},
    extra::Entry,
    record::{FieldAccess, Record},
    xml::{Tag, reader::Mark, sniff::rel_of},
};

/// The decoder behind the start tag of an embedded resource.
struct ResourceAt<'d, 'a, 'c, 't> {
    decoder: &'d mut Decoder<'a, 'c, 't>,
    mark: Mark,
    tag: &'d Tag<'a>,
    role: &'d str,
}

impl<'t> AtResource<'t> for ResourceAt<'_, '_, '_, 't> {
    fn cx(&mut self) -> &mut Context<'t> {
        self.decoder.cx
    }

    fn rel(&mut self) -> Option<String> {
        let mut ahead = self.decoder.reader.clone();
        ahead.return_to(self.mark);
        rel_of(&mut ahead, &self.decoder.cx.limits)
    }

    fn decode(&mut self, record: &mut dyn Record) -> Result<(), Error> {
        self.decoder.reader.return_to(self.mark);
        self.decoder.resource(record, self.tag, Some(self.role))
    }
}

impl<'a> Decoder<'a, '_, '_> {
    /// A link or an embedded resource.
    pub(super) fn member(&mut self, record: &mut dyn Record, tag: &Tag<'a>, section: Section) -> Result<(), Error> {
        let Some(name) = tag.attribute("rel") else {
            return self.foreign(record, tag);
        };
        let (known, links) = (self.begin_member(record, tag, section, name)?, section == Section::Links);
        if let Some(json) = tag.markup("json") {
            self.json_member(record, tag, section, known, json)?;
        } else if links {
            self.link(record, tag, known, name)?;
        } else {
            self.embedded(record, tag, known, name)?;
        }
        if known.is_some_and(|(_, field)| field.many) {
            self.cx.pop();
        }
        self.note_list(record, tag, section, known, name)?;
        self.cx.pop();
        self.cx.pop();
        Ok(())
    }

    /// The field of a member, and its path.
    fn begin_member(&mut self, record: &mut dyn Record, tag: &Tag<'a>, section: Section, name: &str) -> Result<Known, Error> {
        let links = section == Section::Links;
        self.cx.push(Segment::Known(if links { "_links" } else { "_embedded" }));
        let known = bind::enter(self.cx, record, section, name, tag.at)?;
        bind::check_single(self.cx, record, section, known, name, tag.at)?;
        if let Some((index, field)) = known
            && field.many
        {
            let count = record.slot(index).map_or(0, FieldAccess::len);
            self.cx.bound(tag.at, Code::Items, self.cx.limits.items, count + 1)?;
            self.cx.push(Segment::Index(count));
        }
        Ok(known)
    }

    fn link(&mut self, record: &mut dyn Record, tag: &Tag<'a>, known: Known, name: &str) -> Result<(), Error> {
        self.prefixed(tag)?;
        let link = self.attributes_link(tag);
        let others = tag.others(LINK).map(|(name, value)| (self.cx.text(name), Value::String(self.cx.text(value))));
        let others: Vec<(Text, Value)> = others.collect();
        self.nothing(record, tag)?;
        match link {
            Some(mut link) => {
                others.into_iter().for_each(|(name, value)| link.push_extra(name, value));
                bind::put_link(self.cx, record, known, name, tag.at, link)
            }
            None => {
                bind::no_link(self.cx, tag.at)?;
                let texts = ["title", "revision"].into_iter();
                let texts = texts.filter_map(|name| Some((name.into(), Value::String(self.cx.text(tag.attribute(name)?)))));
                let members = texts.chain(others).collect();
                bind::charge(self.cx, record, Section::Links, tag.at)?;
                bind::keep_in_place(record, Section::Links, known, name, Value::Object(members));
                Ok(())
            }
        }
    }

    fn embedded(&mut self, record: &mut dyn Record, tag: &Tag<'a>, known: Known, name: &str) -> Result<(), Error> {
        let mark = self.reader.mark();
        bind::embed(&mut ResourceAt { decoder: self, mark, tag, role: name }, record, known, name, tag.at)
    }

    /// A member that came as JSON, because XML has no form for it.
    fn json_member(
        &mut self,
        record: &mut dyn Record,
        tag: &Tag<'a>,
        section: Section,
        known: Known,
        json: &str,
    ) -> Result<(), Error> {
        self.nothing(record, tag)?;
        let value = crate::json::parse_literal(self.cx, tag.at, json)?.unwrap_or_else(|| Value::String(json.into()));
        let name = tag.attribute("rel").map(std::string::ToString::to_string).unwrap_or_default();
        bind::charge(self.cx, record, section, tag.at)?;
        let (place, one_of_many) = (bind::place(record, known), tag.markup("list").is_some_and(|list| list == "true"));
        self.check_json(section, known, tag.at, &value, one_of_many)?;
        match (section, value) {
            (_, value @ Value::List(_)) if one_of_many => bind::keep_in_place(record, section, known, name, value),
            (Section::Links, Value::Object(members)) => match Link::from_members(members) {
                Ok(link) => return bind::put_link(self.cx, record, known, &name, tag.at, link),
                Err(members) => bind::keep_in_place(record, section, known, name, Value::Object(members)),
            },
            (_, Value::List(items)) if items.is_empty() => bind::keep_empty_list(record, section, known, name),
            (Section::Links, Value::List(items)) => {
                let links: Result<Vec<Link>, ()> = items.iter().map(as_link).collect();
                match links {
                    Ok(links) => record.extra_mut().place_link(name, Entry::Many(links), place),
                    Err(()) => bind::keep_in_place(record, section, known, name, Value::List(items)),
                }
            }
            (_, value) => bind::keep_in_place(record, section, known, name, value),
        }
        Ok(())
    }

    /// Reports what JSON breaks where a link or a resource belongs, or a list of them.
    fn check_json(&mut self, section: Section, known: Known, at: usize, value: &Value, one_of_many: bool) -> Result<(), Error> {
        match value {
            Value::List(items) if !one_of_many => {
                if let Some((_, field)) = known.filter(|(_, field)| !field.many) {
                    bind::other_shape(self.cx, section, field, at)?;
                }
                items.iter().try_for_each(|item| self.check_json(section, known, at, item, true))
            }
            Value::Object(_) if section == Section::Embedded => Ok(()),
            Value::Object(_) => match as_link(value) {
                Ok(_) => Ok(()),
                Err(()) => bind::no_link(self.cx, at),
            },
            other => self.cx.deviate(at, Code::Type, Some("object".into()), Some(other.kind().into())),
        }
    }

    /// The content of an element that has none: what is there all the same is kept.
    pub(in crate::xml) fn nothing(&mut self, record: &mut dyn Record, tag: &Tag<'a>) -> Result<(), Error> {
        let text = self.reader.text(self.cx)?;
        self.stray_text(record, tag.at, &text)
    }

    /// What the markup says of the multiplicity.
    pub(in crate::xml) fn note_list(
        &mut self,
        record: &mut dyn Record,
        tag: &Tag<'a>,
        section: Section,
        known: Known,
        name: &str,
    ) -> Result<(), Error> {
        match (tag.markup("list").map(|list| list == "true"), known) {
            (Some(list), Some((index, field))) if list != field.many => {
                bind::other_shape(self.cx, section, field, tag.at)?;
                record.extra_mut().set_flipped(index);
            }
            (Some(true), None) => record.extra_mut().make_list(section == Section::Embedded, name),
            _ => {}
        }
        Ok(())
    }
}

fn as_link(value: &Value) -> Result<Link, ()> {
    match value {
        Value::Object(members) => Link::from_members(members.clone()).map_err(|_| ()),
        _ => Err(()),
    }
}
