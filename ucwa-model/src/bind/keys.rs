//! Predicts which member comes next. Servers write those of a type in one order, so a name is first compared with the one that followed
//! last time, and only looked up if it is another.

use std::cell::Cell;

use crate::descriptor::{Section, Shape, find};

/// The number of a name among those of its object.
pub(crate) type Symbol = u8;

/// The numbers of names that are no fields: what every record has, what no table has, and the beginning of the object.
pub(crate) const LINKS: Symbol = 250;
pub(crate) const EMBEDDED: Symbol = 251;
pub(crate) const REL: Symbol = 252;
pub(crate) const START: Symbol = 249;
pub(crate) const NONE: Symbol = 255;

/// What followed what, by object and name. Places may be shared, for a wrong guess costs little and does no harm.
#[derive(Debug)]
pub(crate) struct KeyPredictor([Cell<Symbol>; Self::PLACES]);

thread_local! {
    static SEEN: KeyPredictor = const { KeyPredictor([const { Cell::new(NONE) }; KeyPredictor::PLACES]) };
}

impl KeyPredictor {
    const PLACES: usize = 4096;

    /// Runs with what this thread has seen so far.
    pub(crate) fn with<T>(run: impl FnOnce(&Self) -> T) -> T {
        SEEN.with(run)
    }

    #[inline]
    pub(crate) fn after(&self, object: usize, symbol: Symbol) -> Option<&Cell<Symbol>> {
        self.0.get((object.wrapping_mul(0x9e37_79b1) >> 12).wrapping_add(usize::from(symbol)) % Self::PLACES)
    }
}

/// The names that an object may have.
pub(crate) trait KeyNames {
    /// Tells this kind of object from others.
    fn object(&self) -> usize;

    /// The name of a number.
    fn name(&self, symbol: Symbol) -> Option<&'static str>;

    /// The number of a name, or [`NONE`].
    fn symbol(&self, name: &str) -> Symbol;
}

/// The numbers of fields that can be told from the others.
pub(crate) fn of_field(index: usize) -> Symbol {
    Symbol::try_from(index).ok().filter(|symbol| *symbol < START).unwrap_or(NONE)
}

/// The names of a record: its properties, and what every record has.
pub(crate) struct OfRecord(pub(crate) &'static Shape);

impl KeyNames for OfRecord {
    #[inline]
    fn object(&self) -> usize {
        std::ptr::from_ref(self.0).addr()
    }

    #[inline]
    fn name(&self, symbol: Symbol) -> Option<&'static str> {
        match symbol {
            LINKS => Some("_links"),
            EMBEDDED => Some("_embedded"),
            REL => Some("rel"),
            index => self.0.fields.get(usize::from(index)).map(|field| field.name),
        }
    }

    fn symbol(&self, name: &str) -> Symbol {
        match name {
            "_links" => LINKS,
            "_embedded" => EMBEDDED,
            "rel" => REL,
            name => find(self.0, Section::Properties, name).map_or(NONE, |(index, _)| of_field(index)),
        }
    }
}

/// The members of a record in XML, where properties and links have one order.
pub(crate) struct OfMembers(pub(crate) &'static Shape);

impl OfMembers {
    /// Tells this kind of object from others.
    #[inline]
    pub(crate) fn object(&self) -> usize {
        std::ptr::from_ref(self.0).addr() + 2
    }
}

/// The names of a record's links.
pub(crate) struct OfLinks(pub(crate) &'static Shape);

impl KeyNames for OfLinks {
    #[inline]
    fn object(&self) -> usize {
        std::ptr::from_ref(self.0).addr() + 1
    }

    #[inline]
    fn name(&self, symbol: Symbol) -> Option<&'static str> {
        self.0.fields.get(usize::from(symbol)).map(|field| field.name)
    }

    fn symbol(&self, name: &str) -> Symbol {
        find(self.0, Section::Links, name).map_or(NONE, |(index, _)| of_field(index))
    }
}

/// A few names.
pub(crate) struct Few(pub(crate) &'static [&'static str]);

impl KeyNames for Few {
    #[inline]
    fn object(&self) -> usize {
        self.0.as_ptr().addr()
    }

    #[inline]
    fn name(&self, symbol: Symbol) -> Option<&'static str> {
        self.0.get(usize::from(symbol)).copied()
    }

    fn symbol(&self, name: &str) -> Symbol {
        self.0.iter().position(|known| *known == name).map_or(NONE, of_field)
    }
}
