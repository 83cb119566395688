//! The fast paths: members as servers write them, read as a whole or not at all. Whatever is not quite that is left to the grammar.

use std::cell::Cell;

use super::{Decoder, bind};
use crate::{
    Error, Link, Text, UnknownKind, Value,
    bind::{
        Section, Seen,
        keys::{KeyNames, NONE, OfSection, REL, Symbol},
    },
    context::Segment,
    descriptor::{Field, Form, Kind, Shape},
    growth::growth_at,
    record::{Accepted, BorrowedText, FieldAccess, Record, Scalar, WireValue},
    xml::{Tag, reader::LinkTag},
};

impl<'a> Decoder<'a, '_, '_> {
    /// Whether a fast path may be tried here: names without a prefix are UCWA's, and no limit is as low as what servers write.
    #[inline]
    pub(in crate::xml) fn fast_path_applies(&self) -> bool {
        let limits = &self.cx.limits;
        self.reader.fast_path_applies() && !self.any_namespace && limits.attributes > Link::MEMBERS && !self.cx.data
    }

    /// For nearly all members: a property or a link that is known, here for the first time, and fits. False, and nothing read, if it
    /// is another one.
    #[inline]
    pub(in crate::xml) fn try_fast_member(&mut self, record: &mut dyn Record, seen: &mut Seen, named: &mut bool) -> bool {
        let start = self.reader.at();
        let read = if self.reader.eat(b"<property name=\"") {
            self.try_fast_property(record, seen, named)
        } else if self.reader.eat(b"<link rel=\"") {
            self.try_fast_link(record, seen)
        } else if self.reader.eat(b"<propertyList name=\"") {
            self.try_fast_list(record, seen)
        } else {
            None
        };
        if read.is_none() {
            self.reader.rewind(start);
        }
        read.is_some()
    }

    /// The rest of a property after the quote of its name.
    fn try_fast_property(&mut self, record: &mut dyn Record, seen: &mut Seen, named: &mut bool) -> Option<()> {
        let shape = record.shape();
        let (name, symbol) = self.name(&OfSection(shape, Section::Properties), seen)?;
        if !self.reader.eat(b">") {
            return None;
        }
        let text = self.reader.plain_text().and_then(|text| self.short(text))?;
        if !self.reader.eat(b"</property>") {
            return None;
        }
        if symbol == REL {
            let usual = !*named && !seen.has_rel() && is_usual_rel(shape, text);
            *named |= usual;
            return usual.then_some(());
        }
        let Some((index, field)) = known(shape, Section::Properties, name, symbol) else {
            if shape.form.is_input() {
                return None; // its name may be there in another case
            }
            let (name, value) = (self.cx.text(name), Value::String(self.cx.text(text)));
            self.cx.push(Segment::Named(name.clone()));
            bind::unknown(self.cx, record, &name, UnknownKind::Property);
            self.cx.pop();
            self.cx.spend(record.extra().growth(Section::Properties));
            bind::keep(record, name, value);
            return Some(());
        };
        if field.many || field.range.is_some() || !seen.first(index) {
            return None;
        }
        put(record.slot_mut(index)?, field, self.cx.borrowed(text)).then_some(())
    }

    /// The rest of a list after the quote of its name.
    fn try_fast_list(&mut self, record: &mut dyn Record, seen: &mut Seen) -> Option<()> {
        let shape = record.shape();
        let (name, symbol) = self.name(&OfSection(shape, Section::Properties), seen)?;
        let (index, field) = known(shape, Section::Properties, name, symbol)?;
        if !field.many || field.range.is_some() || !seen.first(index) || !self.reader.eat(b">") {
            return None;
        }
        let slot = record.slot_mut(index)?;
        slot.begin();
        let read = self.try_fast_items(slot);
        if read.is_none() {
            slot.clear();
        }
        read
    }

    fn try_fast_items(&mut self, slot: &mut dyn FieldAccess) -> Option<()> {
        while self.reader.eat(b"<item>") {
            let text = self.reader.plain_text().and_then(|text| self.short(text))?;
            self.cx.spend(growth_at(slot.len()) * size_of::<Text>());
            let fits = slot.put(WireValue::Scalar(Scalar::Untyped(self.cx.borrowed(text)))) == Ok(Accepted::Known);
            if !fits || slot.len() > self.cx.limits.items || !self.reader.eat(b"</item>") {
                return None;
            }
        }
        self.reader.eat(b"</propertyList>").then_some(())
    }

    /// The rest of a link after the quote of its rel.
    fn try_fast_link(&mut self, record: &mut dyn Record, seen: &mut Seen) -> Option<()> {
        let shape = record.shape();
        let (rel, symbol) = self.name(&OfSection(shape, Section::Links), seen)?;
        let (href, title) = self.reader.rest_of_href(self.cx.limits.text)?;
        if !self.reader.eat_empty() {
            return None;
        }
        let (index, field) = known(shape, Section::Links, rel, symbol)?;
        if field.many || !seen.first(index) || rel == "self" {
            return None;
        }
        let (href, title) = (self.cx.borrowed(href), title.map(|title| self.cx.borrowed(title)));
        record.slot_mut(index)?.put_link(href, title).then_some(())
    }

    /// For nearly all embedded resources: one that a field takes, here for the first time. False, and nothing read, if it is another member.
    pub(super) fn try_fast_embedded(&mut self, record: &mut dyn Record, seen: &mut Seen) -> Result<bool, Error> {
        let start = self.reader.at();
        if !self.reader.eat(b"<resource rel=\"") {
            return Ok(false);
        }
        let shape = record.shape();
        let found = self.rest_of_link().filter(|_| self.reader.eat(b">"));
        let known = found.and_then(|link| Some((link, bind::find(shape, Section::Embedded, link.rel)?)));
        let ready = known.filter(|(_, (index, field))| field.many || seen.first(*index));
        let child = ready.and_then(|(link, (index, field))| {
            let slot = record.slot_mut(index)?;
            let count = slot.len();
            if count >= self.cx.limits.items {
                return None;
            }
            Some((link, field, count, slot.open()?, index))
        });
        let Some((link, field, count, child, index)) = child else {
            self.reader.rewind(start);
            return Ok(false);
        };
        bind::charge_child(self.cx, start, child, Some((index, field)), count)?;
        let before = self.cx.checkpoint();
        self.reader.begin("resource");
        self.cx.push(Segment::Known("_embedded"));
        self.cx.push(Segment::Known(field.name));
        if field.many {
            self.cx.push(Segment::Index(count));
        }
        let own = bind::find(child.shape(), Section::Links, "self").and_then(|(index, _)| child.slot_mut(index));
        let (href, title) = (self.cx.borrowed(link.href), link.title.map(|title| self.cx.borrowed(title)));
        if !own.is_some_and(|own| own.put_link(href, title)) {
            child.extra_mut().add_link("self", Link::of(href.into(), title.map(Text::from), None));
        }
        let named = self.members(child, start)?;
        bind::finish(self.cx, child, start, named)?;
        self.cx.return_to_path(before);
        Ok(true)
    }

    /// The name of a member and its closing quote, and its number: the one that followed last time is tried before it is looked up.
    #[cfg_attr(not(debug_assertions), inline(always))] // see `Decoder::key` of JSON
    fn name(&mut self, names: &OfSection, seen: &mut Seen) -> Option<(&'a str, Symbol)> {
        let start = self.reader.at();
        let guess = self.keys.and_then(|keys| keys.after(names.object(), seen.last));
        if let Some(symbol) = guess.map(Cell::get)
            && let Some(name) = names.name(symbol).and_then(|name| self.short(name))
            && self.reader.eat_text(name)
            && self.reader.eat(b"\"")
        {
            seen.last = symbol;
            return Some((name, symbol));
        }
        self.reader.rewind(start);
        let name = self.value()?;
        seen.last = names.symbol(name);
        if let Some(guess) = guess {
            guess.set(seen.last);
        }
        Some((name, seen.last))
    }

    /// The attributes of a link after the quote of its rel.
    #[cfg_attr(not(debug_assertions), inline(always))] // see `Decoder::key` of JSON
    pub(in crate::xml) fn rest_of_link(&mut self) -> Option<LinkTag<'a>> {
        self.reader.rest_of_link(self.cx.limits.text)
    }

    /// A value that means what is written, and its closing quote.
    #[cfg_attr(not(debug_assertions), inline(always))] // see `Decoder::key` of JSON
    pub(in crate::xml) fn value(&mut self) -> Option<&'a str> {
        self.reader.plain_value().and_then(|value| self.short(value))
    }

    /// A text within the limit.
    #[inline]
    fn short(&self, text: &'a str) -> Option<&'a str> {
        (text.len() <= self.cx.limits.text).then_some(text)
    }
}

/// The field of a name whose number is known.
#[inline]
fn known(shape: &'static Shape, section: Section, name: &str, symbol: Symbol) -> Option<(usize, &'static Field)> {
    if symbol == NONE {
        return bind::find(shape, section, name); // numbers are few
    }
    let index = usize::from(symbol);
    Some((index, shape.fields.get(index)?))
}

/// Notes a member that the grammar reads, so that no fast path overwrites it.
pub(in crate::xml) fn note(shape: &'static Shape, tag: &Tag<'_>, seen: &mut Seen) {
    let (section, name) = match tag.name {
        "property" | "propertyList" => (Section::Properties, "name"),
        "link" => (Section::Links, "rel"),
        "resource" => (Section::Embedded, "rel"),
        _ => return,
    };
    if let Some(name) = tag.attribute(name) {
        seen.note(shape, section, name);
    }
}

/// Whether a body calls itself what the schema does.
pub(in crate::xml) fn is_usual_rel(shape: &Shape, rel: &str) -> bool {
    shape.form == Form::Resource && !shape.is_generic() && rel == shape.rel
}

/// Puts a text that nothing has to be said of.
#[inline]
fn put(slot: &mut dyn FieldAccess, field: &Field, text: BorrowedText<'_>) -> bool {
    match field.kind {
        Kind::String { .. } | Kind::Enumeration(_) | Kind::SipUri => slot.put_text(text),
        Kind::Boolean | Kind::Integer | Kind::Date => match slot.put(WireValue::Scalar(Scalar::Untyped(text))) {
            Ok(Accepted::Known) => true,
            Ok(_) => {
                slot.clear();
                false
            }
            Err(_) => false,
        },
        _ => false,
    }
}
