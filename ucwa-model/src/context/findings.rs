//! What a decoder finds: errors, deviations, and what the schema does not know.

use std::ops::Range;

use super::{Context, Segment};
use crate::{Code, Detail, Error, Mode, Place, Unknown, UnknownKind, Violation, descriptor::Field, record::Rejected};

/// What a decoder found beside the value that it made, or an encoder beside the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// What does not fit the schema, or is more than the format can carry, in document order, up to [`Limits::violations`](crate::Limits::violations).
    pub deviations: Vec<Violation>,
    /// What the schema does not know, in document order, up to [`Limits::violations`](crate::Limits::violations).
    pub unknown: Vec<Unknown>,
    /// How many deviations and unknown members there were beyond that limit.
    pub omitted: usize,
}

/// What one finding takes in memory, about.
const FINDING: usize = 256;

impl Context<'_> {
    fn violation(&mut self, at: usize, code: Code, expected: Option<Detail>, found: Option<Detail>) -> Violation {
        let place = self.text.map(|text| {
            let place = self.places.at(text, at);
            Place { offset: place.offset + self.before, ..place }
        });
        Violation { code, path: self.path.to_string(), expected, found, place }
    }

    /// What stops the decoder in both modes.
    #[cold]
    #[inline(never)]
    pub(crate) fn error(&mut self, at: usize, code: Code, expected: Option<Detail>, found: Option<Detail>) -> Error {
        self.violation(at, code, expected, found).into()
    }

    /// What stops a strict decoder and is reported by a lenient one.
    #[cold]
    #[inline(never)]
    pub(crate) fn deviate(
        &mut self,
        at: usize,
        code: Code,
        expected: Option<Detail>,
        found: Option<Detail>,
    ) -> Result<(), Error> {
        if self.mode == Mode::Strict {
            return Err(self.error(at, code, expected, found));
        }
        if !self.reread.contains(&at) {
            self.report(at, code, expected, found);
        }
        Ok(())
    }

    fn report(&mut self, at: usize, code: Code, expected: Option<Detail>, found: Option<Detail>) {
        if self.report.deviations.len() >= self.limits.violations {
            self.report.omitted += 1;
            return;
        }
        self.spend(FINDING);
        let violation = self.violation(at, code, expected, found);
        self.report.deviations.push(violation);
    }

    /// Reads a part of the text for the second time, as a value that is kept as it is. What such a reading finds has been reported by
    /// the first one, which found more; all other findings, before, behind and afterwards, are reported as ever.
    pub(crate) fn reread<T>(&mut self, part: Range<usize>, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.reread, part);
        let result = read(self);
        self.reread = outer;
        result
    }

    /// Reports how a value fits its field.
    pub(crate) fn rejected(&mut self, at: usize, rejected: Rejected) -> Result<(), Error> {
        match rejected {
            Rejected::Kind { expected, found } => self.deviate(at, Code::Type, Some(expected.into()), Some(found.into())),
            Rejected::Syntax { expected } => self.deviate(at, Code::Form, Some(expected.into()), Some("another text".into())),
            Rejected::Length { limit, found } => {
                self.deviate(at, Code::MaxLength, Some((limit as usize).into()), Some(found.into()))
            }
        }
    }

    /// What was found, in document order. The context, which is large, stays where it is.
    pub(crate) fn take_report(&mut self) -> Report {
        self.report.deviations.sort_by_key(|violation| violation.place.map(|place| place.offset));
        std::mem::take(&mut self.report)
    }

    /// Reports what the schema does not know. Both modes keep it.
    pub(crate) fn unknown(&mut self, kind: UnknownKind) {
        self.unknown_for(kind, |_| None);
    }

    /// Goes to a member whose name differs from its field's in case alone, and says so.
    pub(crate) fn push_other_case(&mut self, kind: UnknownKind, name: &str, field: &Field) {
        self.push(Segment::Known(field.name));
        let expected = self.tracking.then(|| self.path.to_string());
        self.pop();
        self.push(Segment::Named(self.text(name)));
        self.unknown_for(kind, |_| expected);
        self.pop();
        self.push(Segment::Known(field.name));
    }

    /// Reports a property that is on the path, where a link of that name belongs.
    pub(crate) fn unknown_in_place_of_link(&mut self, kind: UnknownKind, name: &str, field: &Field) {
        self.pop();
        self.push(Segment::Known("_links"));
        self.push(Segment::Known(field.name));
        let expected = self.tracking.then(|| self.path.to_string());
        self.pop();
        self.pop();
        self.push(Segment::Named(self.text(name)));
        self.unknown_for(kind, |_| expected);
    }

    /// Reports what the schema does not know, perhaps with the member that is meant.
    pub(crate) fn unknown_for(&mut self, kind: UnknownKind, expected: impl FnOnce(&Self) -> Option<String>) {
        self.list_unknown(kind, |cx| (expected(cx), None));
    }

    /// Reports a new value of an open enumeration.
    pub(crate) fn new_value(&mut self, value: &str) {
        self.list_unknown(UnknownKind::Value, |cx| (None, Some(cx.path.excerpt(value).into_owned())));
    }

    fn list_unknown(&mut self, kind: UnknownKind, more: impl FnOnce(&Self) -> (Option<String>, Option<String>)) {
        if !self.tracking {
            return;
        }
        if self.report.unknown.len() >= self.limits.violations {
            self.report.omitted += 1;
            return;
        }
        self.spend(FINDING);
        let (expected, found) = more(self);
        self.report.unknown.push(Unknown { path: self.path.to_string(), kind, expected, found });
    }

    /// Reports required fields that a record lacks.
    pub(crate) fn missing(&mut self, at: usize, field: &Field) -> Result<(), Error> {
        if self.incomplete && self.path.len() == 0 {
            return Ok(());
        }
        self.push(Segment::Known(field.name));
        let result = self.deviate(at, Code::Required, Some("this member".into()), Some("nothing".into()));
        self.pop();
        result
    }

    /// What stands in the message, for a diagnostic: the start of it, between what it is known by.
    #[cold]
    pub(crate) fn quote(&self, before: &str, text: &str, after: &str) -> String {
        format!("`{before}{}{after}`", self.path.excerpt(text))
    }
}
