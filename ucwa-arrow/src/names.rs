//! Under which names the resources of a table come, and where these may stand in what has not been decoded.

use std::collections::BTreeSet;

use memchr::memmem::Finder;
use ucwa_model::{
    Format,
    descriptor::{self, Shape},
};

/// The rels under which resources of a type come, to be found in bytes.
#[derive(Debug)]
pub(crate) struct Names {
    names: Vec<Finder<'static>>,
    /// What tells that a name may be written in another way than servers do: by its characters' numbers, or in pieces.
    escapes_of_json: [Finder<'static>; 1],
    escapes_of_xml: [Finder<'static>; 2],
}

impl Names {
    /// A type has several, if others are like it: an `organizer` is a contact, whether it calls itself that or not.
    pub(crate) fn of(shape: &'static Shape) -> Self {
        let rels: BTreeSet<_> = descriptor::definitions().map(|definition| definition.rel).collect();
        let is_shape = |rel: &&str| descriptor::shape_of_rel(rel).is_some_and(|found| std::ptr::eq(found, shape));
        Self {
            names: rels.into_iter().filter(is_shape).map(|rel| Finder::new(rel.as_bytes())).collect(),
            escapes_of_json: [Finder::new(b"\\u")],
            escapes_of_xml: [Finder::new(b"&#"), Finder::new(b"<!")],
        }
    }

    /// Whether one of them may be in bytes of a document.
    pub(crate) fn may_be_in(&self, format: Option<Format>, bytes: &[u8]) -> bool {
        let escapes: &[_] = match format {
            Some(Format::Json) => &self.escapes_of_json,
            Some(Format::Xml) => &self.escapes_of_xml,
            None => return false, // it is text
        };
        self.names.iter().any(|name| is_in(name, bytes)) || escapes.iter().any(|escape| escape.find(bytes).is_some())
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
