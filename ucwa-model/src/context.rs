//! [`Context`], what a decoder knows while it walks a message: the mode, the limits, the path, and what it has found so far.

use std::fmt::Write;

use crate::{Code, Detail, Error, Limits, Mode, Place, Unknown, UnknownKind, Violation, descriptor::Field, record::Misfit};

/// What a lenient decoder has to say beside the value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// What does not fit the schema, in document order, up to [`Limits::violations`].
    pub deviations: Vec<Violation>,
    /// What the schema does not know, in document order, up to [`Limits::violations`].
    pub unknown: Vec<Unknown>,
    /// How many more of either there were.
    pub omitted: usize,
}

/// Steps of a path that are shown.
const SHOWN: usize = 16;

/// One step of a path.
#[derive(Clone, Debug)]
pub(crate) enum Segment {
    /// A name of the schema or of the format.
    Known(&'static str),
    /// A name that the message brought.
    Named(Box<str>),
    /// An index of a list.
    Index(usize),
}

pub(crate) struct Context<'a> {
    pub(crate) mode: Mode,
    pub(crate) limits: Limits,
    pub(crate) report: Report,
    path: Vec<Segment>,
    /// The text, if there is one, and the last place that was asked for.
    text: Option<&'a [u8]>,
    last: Place,
    /// Bytes before the text: a byte order mark.
    before: usize,
    pub(crate) depth: usize,
    /// Whether unknown members are listed; they are kept anyway.
    tracking: bool,
    /// Whether the content of data links is decoded, to see whether it can be.
    pub(crate) data: bool,
    /// Findings before this offset have been reported: the text is being read for the second time.
    replayed: usize,
}

impl<'a> Context<'a> {
    pub(crate) fn new(mode: Mode, limits: Limits, text: Option<&'a [u8]>) -> Self {
        let last = Place { offset: 0, line: 1, column: 1 };
        Self {
            mode,
            limits,
            report: Report::default(),
            path: Vec::new(),
            text,
            last,
            before: 0,
            depth: 0,
            tracking: false,
            data: false,
            replayed: 0,
        }
    }

    pub(crate) fn after(self, before: usize) -> Self {
        Self { before, ..self }
    }

    pub(crate) fn tracking(self, tracking: bool) -> Self {
        Self { tracking, ..self }
    }

    pub(crate) fn push(&mut self, segment: Segment) {
        self.path.push(segment);
    }

    pub(crate) fn pop(&mut self) {
        self.path.pop();
    }

    pub(crate) fn checking_data(self, data: bool) -> Self {
        Self { data, ..self }
    }

    /// One level deeper, if the limit allows.
    pub(crate) fn enter(&mut self, at: usize) -> Result<(), Error> {
        if self.depth >= self.limits.max_depth() {
            return Err(self.error(at, Code::Depth, Some(self.limits.max_depth().into()), None));
        }
        self.depth += 1;
        Ok(())
    }

    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Refuses what is more than a limit.
    pub(crate) fn bound(&mut self, at: usize, code: Code, limit: usize, actual: usize) -> Result<(), Error> {
        if actual <= limit { Ok(()) } else { Err(self.error(at, code, Some(limit.into()), Some(actual.into()))) }
    }

    /// The current path; of a very long one the ends.
    fn path(&self) -> String {
        let mut path = String::new();
        let cut = self.path.len().saturating_sub(SHOWN);
        for (index, segment) in self.path.iter().enumerate() {
            if cut > 0 && (SHOWN / 2..SHOWN / 2 + cut).contains(&index) {
                if index == SHOWN / 2 {
                    path.push_str(".…");
                }
                continue;
            }
            let name = match segment {
                Segment::Known(name) => name,
                Segment::Named(name) => &**name,
                Segment::Index(index) => {
                    let _ = write!(path, "[{index}]");
                    continue;
                }
            };
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(name);
        }
        path
    }

    fn violation(&mut self, at: usize, code: Code, limit: Option<Detail>, actual: Option<Detail>) -> Violation {
        let place = self.text.map(|text| {
            self.last = self.last.advance(text, at);
            Place { offset: self.last.offset + self.before, ..self.last }
        });
        Violation { code, path: self.path(), limit, actual, place }
    }

    /// What stops the decoder in both modes.
    pub(crate) fn error(&mut self, at: usize, code: Code, limit: Option<Detail>, actual: Option<Detail>) -> Error {
        self.violation(at, code, limit, actual).into()
    }

    /// What stops a strict decoder and is reported by a lenient one.
    pub(crate) fn deviate(&mut self, at: usize, code: Code, limit: Option<Detail>, actual: Option<Detail>) -> Result<(), Error> {
        if self.mode == Mode::Strict {
            return Err(self.error(at, code, limit, actual));
        }
        if at < self.replayed {
            return Ok(());
        }
        if self.report.deviations.len() >= self.limits.violations {
            self.report.omitted += 1;
            return Ok(());
        }
        let violation = self.violation(at, code, limit, actual);
        self.report.deviations.push(violation);
        Ok(())
    }

    /// Says that the text up to an offset will be read again.
    pub(crate) fn replay(&mut self, until: usize) {
        self.replayed = self.replayed.max(until);
    }

    /// Reports how a value fits its field.
    pub(crate) fn misfit(&mut self, at: usize, misfit: Misfit) -> Result<(), Error> {
        match misfit {
            Misfit::Kind { expected, found } => self.deviate(at, Code::Type, Some(expected.into()), Some(found.into())),
            Misfit::Syntax { expected } => self.deviate(at, Code::Form, Some(expected.into()), Some("another text".into())),
            Misfit::Length { limit, actual } => {
                self.deviate(at, Code::MaxLength, Some((limit as usize).into()), Some(actual.into()))
            }
        }
    }

    /// What was found, in document order.
    pub(crate) fn into_report(mut self) -> Report {
        self.report.deviations.sort_by_key(|violation| violation.place.map(|place| place.offset));
        self.report
    }

    /// Reports what the schema does not know. Both modes keep it.
    pub(crate) fn unknown(&mut self, kind: UnknownKind) {
        if !self.tracking {
            return;
        }
        if self.report.unknown.len() >= self.limits.violations {
            self.report.omitted += 1;
            return;
        }
        let path = self.path();
        self.report.unknown.push(Unknown { path, kind });
    }

    /// Reports required fields that a record lacks.
    pub(crate) fn missing(&mut self, at: usize, field: &Field) -> Result<(), Error> {
        self.push(Segment::Known(field.name));
        let result = self.deviate(at, Code::Required, Some("this member".into()), Some("nothing".into()));
        self.pop();
        result
    }
}
