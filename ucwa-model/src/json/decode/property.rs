//! JSON → the properties of a record.

use super::{
    super::{Kind, Reader},
    Decoder,
};
use crate::{
    Code, Error, Text,
    bind::{self, Section, Seen},
    context::Segment,
    descriptor::Field,
    growth::growth_at,
    record::{FieldAccess, Record, Scalar, WireValue},
};

impl Decoder<'_, '_, '_> {
    pub(super) fn property(&mut self, record: &mut dyn Record, name: &str, kind: Kind, seen: &mut Seen) -> Result<(), Error> {
        let at = self.reader.at();
        let known = bind::enter(self.cx, record, Section::Properties, name, at)?;
        if let Some((index, _)) = known {
            seen.first(index); // in another case, perhaps
        }
        let kept = match known {
            Some(_) if kind == Kind::Null => Some(self.value()?),
            Some((index, _)) if seen.is_kept(index) || record.slot(index).is_some_and(FieldAccess::is_present) => {
                bind::again(self.cx, at)?;
                Some(self.value()?)
            }
            Some(known) if self.known_property(record, known, kind)? => None,
            Some(_) => Some(self.value_again(at)?),
            None => Some(self.value()?),
        };
        if let Some(value) = kept {
            if let Some((index, _)) = known {
                seen.keep(index);
            }
            bind::charge(self.cx, record, Section::Properties, at)?;
            bind::keep(record, self.cx.text(name), value);
        }
        self.cx.pop();
        Ok(())
    }

    fn known_property(&mut self, record: &mut dyn Record, known: (usize, &'static Field), kind: Kind) -> Result<bool, Error> {
        let (index, field) = known;
        let at = self.reader.at();
        match (kind, field.many) {
            (Kind::Array, true) => self.list(record, known),
            (Kind::Array, false) => {
                bind::other_shape(self.cx, Section::Properties, field, at)?;
                Ok(false)
            }
            (_, true) => {
                bind::other_shape(self.cx, Section::Properties, field, at)?;
                let fits = self.item(record, known)?;
                if fits {
                    record.extra_mut().set_flipped(index);
                }
                Ok(fits)
            }
            (_, false) => self.item(record, known),
        }
    }

    /// A list property. If one item is rejected, the whole list is, so that its order survives.
    fn list(&mut self, record: &mut dyn Record, known: (usize, &'static Field)) -> Result<bool, Error> {
        let at = self.reader.at();
        self.cx.enter(at)?;
        let mut commas = self.reader.begin();
        let (mut count, mut fits) = (0, true);
        if let Some(slot) = record.slot_mut(known.0) {
            slot.begin();
        }
        while fits && self.element(&mut commas)? {
            self.cx.bound(at, Code::Items, self.cx.limits.items, count + 1)?;
            self.cx.charge(at, growth_at(count) * size_of::<Text>())?;
            self.cx.push(Segment::Index(count));
            self.peek()?;
            fits = self.item(record, known)?;
            self.cx.pop();
            count += 1;
        }
        if !fits && let Some(slot) = record.slot_mut(known.0) {
            slot.clear();
        }
        self.cx.leave();
        Ok(fits)
    }

    /// One value of a known property.
    fn item(&mut self, record: &mut dyn Record, known: (usize, &'static Field)) -> Result<bool, Error> {
        let at = self.reader.at();
        if bind::is_structured(known.1) {
            let value = self.value()?;
            return bind::put(self.cx, record, known, at, WireValue::Value(&value));
        }
        let text;
        let scalar = match self.peek()? {
            Kind::String => {
                text = self.string()?;
                Scalar::Text(self.cx.borrowed(&text))
            }
            Kind::Number => Scalar::Number(self.read(Reader::number)?),
            Kind::Boolean => Scalar::Boolean(self.read(Reader::boolean)?),
            Kind::Object | Kind::Array | Kind::Null => {
                let value = self.value()?;
                return bind::put(self.cx, record, known, at, WireValue::Value(&value));
            }
        };
        bind::put(self.cx, record, known, at, WireValue::Scalar(scalar))
    }
}
