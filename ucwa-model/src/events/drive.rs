//! Goes through a response part by part. JSON and XML, decoded and routed, lose the same events to a fault: the rules are here.

use std::ops::Range;

use crate::{Code, Error};

/// A walk through a response. What comes next is its format's to know; what becomes of it is its own.
pub(crate) trait Walk {
    /// Where reading stands, so that it can go on from there.
    type Mark: Copy;
    /// What is handed out on the way.
    type Item;

    fn mark(&self) -> Self::Mark;

    fn is_ended(&self) -> bool;

    /// Reads the next part, and hands out what it makes, if that is an item. Items are large: they are written where they are handed
    /// out, so that they are not moved once more.
    fn step(&mut self, item: &mut Option<Self::Item>) -> Result<(), Stop<Self::Mark>>;

    /// Goes on after a value or an element that could not be used: behind it, or, if it breaks the grammar, at the next anchor.
    fn after_part(&mut self, begin: Self::Mark) -> Result<After, Error>;

    /// Goes on at the next anchor after a fault, which reading has met on its way from a mark.
    fn after_fault(&mut self, begin: Self::Mark) -> Result<After, Error>;

    /// Puts what is broken in its place. An error ends the walk.
    fn put_broken(&mut self, after: After, error: Error) -> Result<(), Error>;

    /// The response has ended, or reading has.
    fn end(&mut self, read: Result<(), Error>);
}

/// Why no part has been read.
pub(crate) enum Stop<M> {
    /// The response has ended.
    End,
    /// The value or the element that begins at a mark cannot be used.
    Part(M, Error),
    /// Anything else is wrong.
    Other(Error),
}

impl<M> From<Error> for Stop<M> {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

/// What is lost, and what reading goes on with.
#[derive(Clone, Debug)]
pub(crate) struct After {
    pub(crate) lost: Range<usize>,
    pub(crate) goes_on: GoesOn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GoesOn {
    /// Nothing was wrong with the grammar: reading goes on behind the value or the element.
    Behind,
    /// With the events of the sender that was being read; of one that is not known, if there was none.
    InSender,
    /// With the events of a sender that is not known.
    InUnknown,
    /// The sender has ended, and another one may begin.
    InSenders,
    /// Not at all: there is no anchor.
    Nowhere,
}

/// Goes on to the next item; to the end of the response, if there is none.
pub(crate) fn drive<W: Walk>(walk: &mut W) -> Option<W::Item> {
    let mut item = None;
    while !walk.is_ended() {
        let mark = walk.mark();
        if let Err(stop) = walk.step(&mut item) {
            recover(walk, mark, stop);
        }
        if item.is_some() {
            return item;
        }
    }
    None
}

/// Goes on after what could not be read. A limit ends the walk, unless it is one that a single event exceeds.
#[cold]
fn recover<W: Walk>(walk: &mut W, mark: W::Mark, stop: Stop<W::Mark>) {
    let found = match stop {
        Stop::End => return walk.end(Ok(())),
        Stop::Part(begin, error) => walk.after_part(begin).map(|after| (after, error)),
        Stop::Other(error) if is_fault(&error) => walk.after_fault(mark).map(|after| (after, error)),
        Stop::Other(error) => Err(error),
    };
    if let Err(error) = found.and_then(|(after, error)| walk.put_broken(after, error)) {
        walk.end(Err(error));
    }
}

/// Whether an error is a fault of the grammar, after which reading may go on at an anchor. Limits and, in strict mode, rules of the
/// schema end what they stand in.
fn is_fault(error: &Error) -> bool {
    matches!(error.code(), Code::Syntax | Code::Doctype)
}
