//! [`At`], where an encoder is in a value.

use super::path::{Path, Segment};

/// One step into a value, and the steps before it. Each lies in the frame of the function that took it, so that nothing is
/// stored until a finding asks for the path.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    before: Option<&'a Self>,
    step: BorrowedSegment<'a>,
}

#[derive(Clone, Copy)]
enum BorrowedSegment<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> At<'a> {
    /// The document itself, to which no step leads.
    pub(crate) const ROOT: At<'static> = At { before: None, step: BorrowedSegment::Name("") };

    #[inline]
    pub(crate) fn name(&'a self, name: &'a str) -> Self {
        Self { before: Some(self), step: BorrowedSegment::Name(name) }
    }

    #[inline]
    pub(crate) fn index(&'a self, index: usize) -> Self {
        Self { before: Some(self), step: BorrowedSegment::Index(index) }
    }

    #[cold]
    pub(super) fn path(&self) -> String {
        let mut steps: Vec<BorrowedSegment<'_>> = Vec::new();
        let mut at = self;
        while let Some(before) = at.before {
            steps.push(at.step);
            at = before;
        }
        let mut path = Path::new(false);
        for step in steps.into_iter().rev() {
            path.push(match step {
                BorrowedSegment::Name(name) => Segment::Named(name.into()),
                BorrowedSegment::Index(index) => Segment::Index(index),
            });
        }
        path.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_from_the_document_inwards() {
        assert_eq!(At::ROOT.path(), "");
        let sender = At::ROOT.name("sender");
        let first = sender.index(0);
        assert_eq!(first.name("_embedded").path(), "sender[0]._embedded");
    }
}
