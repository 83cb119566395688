//! The fast paths: members as servers write them, read as a whole or not at all. Whatever is not quite that is left to the grammar.

use super::{Decoder, bind};
use crate::{
    Error, Link, Text, UnknownKind, Value,
    bind::{
        Section, Seen,
        keys::{NONE, OfMembers, REL, Symbol, of_field},
    },
    context::Segment,
    descriptor::{Field, Form, Kind, Shape, section},
    growth::growth_at,
    record::{Accepted, BorrowedText, FieldAccess, Record, Scalar, WireValue},
    scan,
    xml::{
        Tag,
        reader::{Ahead, LinkTag},
    },
};

/// A field that has been found, and its index.
type KnownField = (usize, &'static Field);

impl<'a> Decoder<'a, '_, '_> {
    /// Whether a fast path may be tried here: names without a prefix are UCWA's, and no limit is as low as what servers write.
    #[inline]
    pub(in crate::xml) fn fast_path_applies(&self) -> bool {
        let limits = &self.cx.limits;
        self.reader.fast_path_applies() && !self.any_namespace && limits.attributes > Link::MEMBERS && !self.cx.data
    }

    /// For nearly all members: properties and links that are known, here for the first time, and fit. Gives how many there are, at most
    /// as many as are allowed; nothing is read of what follows.
    pub(in crate::xml) fn try_fast_members(
        &mut self,
        record: &mut dyn Record,
        seen: &mut Seen,
        named: &mut bool,
        most: usize,
    ) -> usize {
        let shape = record.shape();
        let mut found = 0;
        while found < most
            && (self.try_fast_guess(record, shape, seen, named).is_some() || self.try_fast_member(record, shape, seen, named))
        {
            found += 1;
        }
        found
    }

    /// The member that followed last time.
    #[inline(always)]
    fn try_fast_guess(
        &mut self,
        record: &mut dyn Record,
        shape: &'static Shape,
        seen: &mut Seen,
        named: &mut bool,
    ) -> Option<()> {
        let symbol = self.keys?.after(OfMembers(shape).object(), seen.last)?.get();
        let (mut ahead, longest) = (self.reader.ahead(), self.cx.limits.text);
        if symbol == REL {
            let text = if ahead.eat(b"<property name=\"rel\">") { ahead.rest_of_property(longest)? } else { return None };
            take_rel(shape, seen, named, text)?;
        } else {
            let index = usize::from(symbol);
            let field = shape.fields.get(index)?;
            if !ahead.eat_text(field.xml) {
                return None;
            }
            match section(&field.kind) {
                Section::Links => self.try_fast_href(&mut ahead, record, (index, field), seen)?,
                _ => self.try_fast_text(&mut ahead, record, (index, field), seen)?,
            }
        }
        seen.last = symbol;
        self.reader.go_on(ahead);
        Some(())
    }

    /// Any other property or link. False, and nothing read, if it is another member.
    #[inline(never)]
    fn try_fast_member(&mut self, record: &mut dyn Record, shape: &'static Shape, seen: &mut Seen, named: &mut bool) -> bool {
        let mut ahead = self.reader.ahead();
        let symbol = if ahead.eat(b"<property name=\"") {
            self.try_fast_property(&mut ahead, record, shape, seen, named)
        } else if ahead.eat(b"<link rel=\"") {
            self.try_fast_link(&mut ahead, record, shape, seen)
        } else if ahead.eat(b"<propertyList name=\"") {
            self.try_fast_list(&mut ahead, record, shape, seen)
        } else {
            None
        };
        let Some(symbol) = symbol else { return false };
        if let Some(guess) = self.keys.and_then(|keys| keys.after(OfMembers(shape).object(), seen.last)) {
            guess.set(symbol);
        }
        seen.last = symbol;
        self.reader.go_on(ahead);
        true
    }

    /// The rest of a property after the quote of its name.
    fn try_fast_property(
        &mut self,
        ahead: &mut Ahead<'a>,
        record: &mut dyn Record,
        shape: &'static Shape,
        seen: &mut Seen,
        named: &mut bool,
    ) -> Option<Symbol> {
        let longest = self.cx.limits.text;
        let name = ahead.plain_value(longest)?;
        if !ahead.eat(b">") {
            return None;
        }
        if name == "rel" {
            let text = ahead.rest_of_property(longest)?;
            return take_rel(shape, seen, named, text).map(|()| REL);
        }
        if let Some((index, field)) = bind::find(shape, Section::Properties, name) {
            return self.try_fast_text(ahead, record, (index, field), seen).map(|()| of_field(index));
        }
        if shape.form.is_input() {
            return None; // its name may be there in another case
        }
        let text = ahead.rest_of_property(longest)?;
        let (name, value) = (self.cx.text(name), Value::String(self.cx.text(text)));
        self.cx.push(Segment::Named(name.clone()));
        bind::unknown(self.cx, record, &name, UnknownKind::Property);
        self.cx.pop();
        self.cx.spend(record.extra().growth(Section::Properties));
        bind::keep(record, name, value);
        Some(NONE)
    }

    /// The content of a property, and its end tag.
    #[inline(always)]
    fn try_fast_text(
        &self,
        ahead: &mut Ahead<'a>,
        record: &mut dyn Record,
        (index, field): KnownField,
        seen: &mut Seen,
    ) -> Option<()> {
        let text = ahead.rest_of_property(self.cx.limits.text)?;
        if field.many || field.range.is_some() || !seen.first(index) {
            return None;
        }
        put(record.slot_mut(index)?, field, self.cx.borrowed(text)).then_some(())
    }

    /// The rest of a list after the quote of its name.
    fn try_fast_list(
        &mut self,
        ahead: &mut Ahead<'a>,
        record: &mut dyn Record,
        shape: &'static Shape,
        seen: &mut Seen,
    ) -> Option<Symbol> {
        let name = ahead.plain_value(self.cx.limits.text)?;
        let (index, field) = bind::find(shape, Section::Properties, name)?;
        if !field.many || field.range.is_some() || !seen.first(index) || !ahead.eat(b">") {
            return None;
        }
        let slot = record.slot_mut(index)?;
        slot.begin();
        let read = self.try_fast_items(ahead, slot);
        if read.is_none() {
            slot.clear();
        }
        read.map(|()| of_field(index))
    }

    fn try_fast_items(&mut self, ahead: &mut Ahead<'a>, slot: &mut dyn FieldAccess) -> Option<()> {
        while ahead.eat(b"<item>") {
            let text = ahead.plain_text(self.cx.limits.text)?;
            self.cx.spend(growth_at(slot.len()) * size_of::<Text>());
            let fits = slot.put(WireValue::Scalar(Scalar::Untyped(self.cx.borrowed(text)))) == Ok(Accepted::Known);
            if !fits || slot.len() > self.cx.limits.items || !ahead.eat(b"</item>") {
                return None;
            }
        }
        ahead.eat(b"</propertyList>").then_some(())
    }

    /// The rest of a link after the quote of its rel.
    fn try_fast_link(
        &mut self,
        ahead: &mut Ahead<'a>,
        record: &mut dyn Record,
        shape: &'static Shape,
        seen: &mut Seen,
    ) -> Option<Symbol> {
        let rel = ahead.plain_value(self.cx.limits.text)?;
        let (index, field) = bind::find(shape, Section::Links, rel)?;
        let read = ahead.eat(b" href=\"") && self.try_fast_href(ahead, record, (index, field), seen).is_some();
        read.then(|| of_field(index))
    }

    /// The rest of a link after the quote of its href.
    #[inline(always)]
    fn try_fast_href(
        &self,
        ahead: &mut Ahead<'a>,
        record: &mut dyn Record,
        (index, field): KnownField,
        seen: &mut Seen,
    ) -> Option<()> {
        let longest = self.cx.limits.text;
        let href = ahead.value(longest)?;
        let title = ahead.title(longest)?;
        if !ahead.eat_empty() || field.many || field.name == "self" || !seen.first(index) {
            return None;
        }
        let title = title.map(|title| self.cx.borrowed(title));
        record.slot_mut(index)?.put_link(self.cx.borrowed(&href), title).then_some(())
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

    /// The attributes of a link after the quote of its rel.
    #[cfg_attr(not(debug_assertions), inline(always))] // see `Decoder::key` of JSON
    pub(in crate::xml) fn rest_of_link(&mut self) -> Option<LinkTag<'a>> {
        self.reader.rest_of_link(self.cx.limits.text)
    }
}

/// Takes what a resource calls itself, if it is what the schema does, and for the first time.
#[inline(always)]
fn take_rel(shape: &'static Shape, seen: &Seen, named: &mut bool, rel: &str) -> Option<()> {
    let usual = !*named && !seen.has_rel() && is_usual_rel(shape, rel);
    *named |= usual;
    usual.then_some(())
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
    shape.form == Form::Resource && !shape.is_generic() && scan::same(rel.as_bytes(), shape.rel.as_bytes())
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
