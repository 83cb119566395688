//! Predicts which key comes next in an object. Servers write their objects in one order, so a key is first compared with the one
//! that followed last time, and only looked up if it is another.

use std::cell::Cell;

use crate::{
    bind::{self, Section},
    descriptor::Shape,
};

/// The number of a name among those of its object.
pub(super) type Symbol = u8;

/// The numbers of names that are no fields: what every record has, what no table has, and the beginning of the object.
pub(super) const LINKS: Symbol = 250;
pub(super) const EMBEDDED: Symbol = 251;
pub(super) const REL: Symbol = 252;
pub(super) const START: Symbol = 249;
pub(super) const NONE: Symbol = 255;

/// What followed what, by object and name. Places may be shared, for a wrong guess costs little and does no harm.
#[derive(Debug)]
pub(super) struct KeyPredictor([Cell<Symbol>; Self::PLACES]);

thread_local! {
    static SEEN: KeyPredictor = const { KeyPredictor([const { Cell::new(NONE) }; KeyPredictor::PLACES]) };
}

impl KeyPredictor {
    const PLACES: usize = 4096;

    /// Runs with what this thread has seen so far.
    pub(super) fn with<T>(run: impl FnOnce(&Self) -> T) -> T {
        SEEN.with(run)
    }

    #[inline]
    pub(super) fn after(&self, object: usize, symbol: Symbol) -> Option<&Cell<Symbol>> {
        self.0.get((object.wrapping_mul(0x9e37_79b1) >> 12).wrapping_add(usize::from(symbol)) % Self::PLACES)
    }
}

/// The names that an object may have.
pub(super) trait Names {
    /// Tells this kind of object from others.
    fn object(&self) -> usize;

    /// The name of a number.
    fn name(&self, symbol: Symbol) -> Option<&'static str>;

    /// The number of a name, or [`NONE`].
    fn symbol(&self, name: &str) -> Symbol;
}

/// The numbers of fields that can be told from the others.
fn of_field(index: usize) -> Symbol {
    Symbol::try_from(index).ok().filter(|symbol| *symbol < START).unwrap_or(NONE)
}

/// The names of a record: its properties, and what every record has.
pub(super) struct OfRecord(pub(super) &'static Shape);

impl Names for OfRecord {
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
            name => bind::find(self.0, Section::Properties, name).map_or(NONE, |(index, _)| of_field(index)),
        }
    }
}

/// The names of a record's links.
pub(super) struct OfLinks(pub(super) &'static Shape);

impl Names for OfLinks {
    #[inline]
    fn object(&self) -> usize {
        std::ptr::from_ref(self.0).addr() + 1
    }

    #[inline]
    fn name(&self, symbol: Symbol) -> Option<&'static str> {
        self.0.fields.get(usize::from(symbol)).map(|field| field.name)
    }

    fn symbol(&self, name: &str) -> Symbol {
        bind::find(self.0, Section::Links, name).map_or(NONE, |(index, _)| of_field(index))
    }
}

/// A few names.
pub(super) struct Few(pub(super) &'static [&'static str]);

impl Names for Few {
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
