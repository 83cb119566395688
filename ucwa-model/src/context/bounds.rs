//! [`Bounds`], what one run of an encoder may write: counted where it is written.

use super::{At, Report};
use crate::{Code, Detail, Error, Limits, Violation};

/// The limits of an encoder, what has been written of each, and what it reports.
///
/// Members, items and children are counted for the innermost level that is open. Who enters a level keeps the count of the one
/// around it, as a [`Level`], and gives it back at the end.
pub(crate) struct Bounds {
    limits: Limits,
    /// How many levels are open, and how many may be.
    depth: usize,
    most: usize,
    /// Members and items of the innermost level so far.
    count: usize,
    events: usize,
    report: Report,
}

/// The count of the level around one that has been entered.
#[must_use]
pub(crate) struct Level(usize);

impl Bounds {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, depth: 0, most: limits.max_depth(), count: 0, events: 0, report: Report::default() }
    }

    /// For what is written inside of something else, as text.
    pub(crate) fn inside(&self) -> Self {
        Self { depth: self.depth, ..Self::new(self.limits) }
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How many levels are open.
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// Whether nothing has been counted in the innermost level.
    #[inline]
    pub(crate) fn is_first(&self) -> bool {
        self.count == 0
    }

    /// One level deeper.
    #[inline]
    pub(crate) fn enter(&mut self, at: &At<'_>) -> Result<Level, Error> {
        if self.depth >= self.most {
            return Err(error(at, Code::Depth, Some(self.most.into()), None));
        }
        self.depth += 1;
        Ok(Level(std::mem::take(&mut self.count)))
    }

    #[inline]
    pub(crate) fn leave(&mut self, Level(count): Level) {
        self.depth -= 1;
        self.count = count;
    }

    /// Whether a link may stand here, an object of this number of members.
    #[inline]
    pub(crate) fn has_room(&self, members: usize) -> bool {
        self.depth < self.most && self.limits.members >= members && self.limits.text >= "title".len()
    }

    /// Another member of an object, or child of an element.
    #[inline]
    pub(crate) fn member(&mut self, at: &At<'_>) -> Result<(), Error> {
        self.count += 1;
        check(at, Code::Members, self.limits.members, self.count)
    }

    /// Another item of a list.
    #[inline]
    pub(crate) fn item(&mut self, at: &At<'_>) -> Result<(), Error> {
        self.count += 1;
        self.items(at, self.count)
    }

    /// What has been counted in the innermost level is as many items of a list.
    #[inline]
    pub(crate) fn are_items(&self, at: &At<'_>) -> Result<(), Error> {
        self.items(at, self.count)
    }

    /// So many items of a list that is no level of its own.
    #[inline]
    pub(crate) fn items(&self, at: &At<'_>, count: usize) -> Result<(), Error> {
        check(at, Code::Items, self.limits.items, count)
    }

    /// Another event, of whichever sender.
    #[inline]
    pub(crate) fn event(&mut self) -> Result<(), Error> {
        self.events += 1;
        check(&At::ROOT, Code::Events, self.limits.events, self.events)
    }

    /// A text or a name, by its length in bytes.
    #[inline]
    pub(crate) fn text(&self, at: &At<'_>, length: usize) -> Result<(), Error> {
        check(at, Code::TextLength, self.limits.text, length)
    }

    /// What has been written of the document, in bytes.
    #[inline]
    pub(crate) fn bytes(&self, length: usize) -> Result<(), Error> {
        check(&At::ROOT, Code::Bytes, self.limits.bytes, length)
    }

    /// Reports what the format cannot carry.
    #[cold]
    pub(crate) fn note(&mut self, at: &At<'_>, code: Code, expected: Detail, found: Detail) {
        if self.report.deviations.len() >= self.limits.violations {
            self.report.omitted += 1;
        } else {
            self.report.deviations.push(violation(at, code, Some(expected), Some(found)));
        }
    }

    pub(crate) fn into_report(self) -> Report {
        self.report
    }
}

/// Refuses what is more than a limit.
#[inline]
pub(crate) fn check(at: &At<'_>, code: Code, limit: usize, found: usize) -> Result<(), Error> {
    if found <= limit { Ok(()) } else { Err(error(at, code, Some(limit.into()), Some(found.into()))) }
}

/// What stops an encoder.
#[cold]
#[inline(never)]
pub(crate) fn error(at: &At<'_>, code: Code, expected: Option<Detail>, found: Option<Detail>) -> Error {
    violation(at, code, expected, found).into()
}

fn violation(at: &At<'_>, code: Code, expected: Option<Detail>, found: Option<Detail>) -> Violation {
    Violation { code, path: at.path(), expected, found, place: None }
}
