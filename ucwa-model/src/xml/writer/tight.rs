//! Limits of start tags. Nothing that is written reaches the default ones, so they are counted only where they are tight. Then no fast
//! path is taken.

use crate::{
    Code, Error, Limits,
    context::{At, check},
};

/// The attributes of the start tag that has begun, and the namespace declarations that are in force.
pub(super) struct Tight {
    attributes: usize,
    declared: usize,
    /// How many were in force before each element that is open.
    before: Vec<usize>,
}

/// No element that is written has more attributes.
const MOST_ATTRIBUTES: usize = 8;

/// No name of the schema has more bytes.
const LONGEST_NAME: usize = 64;

/// No element that is written declares more prefixes.
const MOST_DECLARED: usize = 2;

impl Tight {
    /// What counts, if anything can be too many.
    pub(super) fn of(limits: &Limits) -> Option<Self> {
        let tight = limits.attributes < MOST_ATTRIBUTES
            || limits.declarations < MOST_DECLARED * Limits::MAX_DEPTH
            || limits.text < LONGEST_NAME;
        tight.then(|| Self { attributes: 0, declared: 0, before: Vec::new() })
    }

    pub(super) fn begin(&mut self) {
        self.attributes = 0;
        self.before.push(self.declared);
    }

    pub(super) fn end(&mut self) {
        self.declared = self.before.pop().unwrap_or_default();
    }

    pub(super) fn attribute(&mut self, at: &At<'_>, limits: &Limits) -> Result<(), Error> {
        self.attributes += 1;
        check(at, Code::Attributes, limits.attributes, self.attributes)
    }

    pub(super) fn declaration(&mut self, at: &At<'_>, limits: &Limits) -> Result<(), Error> {
        self.declared += 1;
        check(at, Code::Declarations, limits.declarations, self.declared)
    }
}
