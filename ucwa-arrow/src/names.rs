//! Under which names the resources of a table come, and where these may stand in what has not been decoded.

use std::collections::BTreeSet;

use memchr::memmem::Finder;
use ucwa_model::descriptor;

use crate::table::Kind;

/// The rels under which resources of a type come, to be found in bytes.
#[derive(Debug)]
pub(crate) struct Names {
    names: Vec<Finder<'static>>,
    /// What tells that a name may be written in another way than servers do: by its characters' numbers, in JSON and in XML, or in pieces.
    others: [Finder<'static>; 3],
}

impl Names {
    /// Those of a table of a rel. A type has several, if others are like it: an `organizer` is a contact, whether it calls itself that
    /// or not.
    pub(crate) fn of(kind: Kind) -> Option<Self> {
        let Kind::Resources(shape) = kind else { return None };
        let rels: BTreeSet<_> = descriptor::definitions().map(|definition| definition.rel).collect();
        let is_shape = |rel: &&str| descriptor::shape_of_rel(rel).is_some_and(|found| std::ptr::eq(found, shape));
        Some(Self {
            names: rels.into_iter().filter(is_shape).map(|rel| Finder::new(rel.as_bytes())).collect(),
            others: ["\\u", "&#", "<!"].map(|other| Finder::new(other.as_bytes())),
        })
    }

    /// Whether one of them may be in bytes, of whichever format.
    pub(crate) fn may_be_in(&self, bytes: &[u8]) -> bool {
        self.names.iter().any(|name| is_in(name, bytes)) || self.others.iter().any(|other| other.find(bytes).is_some())
    }
}

/// Whether a name stands in bytes, and is no part of another one.
fn is_in(name: &Finder<'_>, bytes: &[u8]) -> bool {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let stands_alone = |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        !is_letter(before) && !is_letter(bytes.get(at + name.needle().len()))
    };
    name.find_iter(bytes).any(|at| stands_alone(&at))
}
