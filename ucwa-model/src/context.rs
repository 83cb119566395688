//! [`Context`], what a decoder knows while it walks a message: the mode, the limits, the path, and what it has found so far. For an
//! encoder there is less to know: [`Bounds`] and [`At`].

mod at;
mod bounds;
mod budget;
mod damage;
mod findings;
mod lines;
mod path;

use std::ops::Range;

pub use self::findings::Report;
pub(crate) use self::{
    at::At,
    bounds::{Bounds, Level, check, error},
    path::Segment,
};
use self::{budget::Budget, damage::Damage, lines::Lines, path::Path};

use crate::{Code, DecodeOptions, Error, Limits, Mode, Text, Violation, place::Counter, record::BorrowedText, text::Buffer};

/// A state of a context.
#[derive(Clone, Copy)]
pub(crate) struct Checkpoint {
    depth: usize,
    path: usize,
    deviations: usize,
    unknown: usize,
    omitted: usize,
    spent: usize,
}

/// What was so before a type was guessed.
pub(crate) struct Guess {
    before: Checkpoint,
    level: usize,
    sure: bool,
}

pub(crate) struct Context<'a> {
    pub(crate) mode: Mode,
    pub(crate) limits: Limits,
    pub(crate) report: Report,
    path: Path,
    /// The text, if there is one, and what counts its places.
    text: Option<&'a [u8]>,
    /// The same for the texts that are cut from it.
    buffer: Option<&'a Buffer>,
    places: Counter,
    /// Bytes before the text: a byte order mark.
    before: usize,
    pub(crate) depth: usize,
    /// The events so far.
    events: usize,
    budget: Budget,
    /// Whether unknown members are listed; they are kept anyway.
    tracking: bool,
    /// Whether the content of data links is decoded, to see whether it can be.
    pub(crate) data: bool,
    /// What is read for the second time, if anything: what is wrong there has been reported.
    reread: Range<usize>,
    /// The level at which a resource is read whose type has been guessed, and whether the guess was wrong.
    guess: usize,
    wrong: bool,
    /// No type is guessed.
    sure: bool,
    /// Whether the document itself may lack what is required.
    incomplete: bool,
    damage: Damage,
    lines: Lines,
}

impl<'a> Context<'a> {
    pub(crate) fn new(mode: Mode, limits: Limits, text: Option<&'a [u8]>) -> Self {
        Self::of(&DecodeOptions::new().with_limits(limits), mode, text, 0)
    }

    /// A context for a text behind some bytes. The mode of the options may be that of the type.
    #[inline(always)]
    pub(crate) fn with_options(options: &DecodeOptions, mode: Mode, text: &'a [u8], before: usize) -> Self {
        Self::of(options, mode, Some(text), before)
    }

    /// Made in one piece, because it is large.
    #[inline(always)]
    fn of(options: &DecodeOptions, mode: Mode, text: Option<&'a [u8]>, before: usize) -> Self {
        let limits = options.limits;
        Self {
            mode,
            limits,
            report: Report::default(),
            path: Path::new(options.silent),
            text,
            buffer: None,
            places: Counter::START,
            before,
            depth: 0,
            events: 0,
            budget: Budget::of(text, limits),
            tracking: options.unknown,
            data: options.data,
            reread: 0..0,
            guess: 0,
            wrong: false,
            sure: false,
            incomplete: !options.complete,
            damage: Damage::default(),
            lines: Lines::default(),
        }
    }

    /// The bytes between two positions, as they came.
    pub(crate) fn raw(&self, range: Range<usize>) -> &'a [u8] {
        self.text.and_then(|text| text.get(range.start..range.end.min(text.len()))).unwrap_or_default()
    }

    /// Goes on counting places.
    pub(crate) fn counting_from(self, places: Counter) -> Self {
        Self { places, ..self }
    }

    /// The texts that are read are parts of a buffer.
    pub(crate) fn share(&mut self, buffer: &'a Buffer) {
        self.buffer = Some(buffer);
    }

    /// Text on its way into a value.
    #[inline]
    pub(crate) fn borrowed<'l>(&self, text: &'l str) -> BorrowedText<'l>
    where
        'a: 'l,
    {
        BorrowedText::new(text, self.buffer)
    }

    /// A text that shares the message's memory, if it is a part of the message.
    #[inline]
    pub(crate) fn text(&self, text: &str) -> Text {
        self.borrowed(text).into()
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, segment: Segment) {
        self.path.push(segment);
    }

    #[inline(always)]
    pub(crate) fn pop(&mut self) {
        self.path.pop();
    }

    /// One level deeper, if the limit allows.
    #[inline]
    pub(crate) fn enter(&mut self, at: usize) -> Result<(), Error> {
        if self.depth >= self.limits.max_depth() {
            return Err(self.error(at, Code::Depth, Some(self.limits.max_depth().into()), None));
        }
        self.depth += 1;
        Ok(())
    }

    /// At a level, if the limit allows.
    #[inline]
    pub(crate) fn descend(&mut self, at: usize, level: usize) -> Result<(), Error> {
        self.depth = level.min(self.limits.max_depth());
        if level > self.depth { Err(self.error(at, Code::Depth, Some(self.depth.into()), None)) } else { Ok(()) }
    }

    /// Whether an object with this number of members may stand here, whatever the limits.
    #[inline]
    pub(crate) fn has_room(&self, members: usize) -> bool {
        self.depth < self.limits.max_depth() && members <= self.limits.members
    }

    #[inline]
    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Refuses what is more than a limit.
    #[inline]
    pub(crate) fn bound(&mut self, at: usize, code: Code, limit: usize, found: usize) -> Result<(), Error> {
        if found <= limit { Ok(()) } else { Err(self.error(at, code, Some(limit.into()), Some(found.into()))) }
    }

    /// Counts events, of all senders.
    #[inline]
    pub(crate) fn count_events(&mut self, at: usize, more: usize) -> Result<(), Error> {
        self.events += more;
        self.bound(at, Code::Events, self.limits.events, self.events)
    }

    /// What was counted as an event is none.
    pub(crate) fn uncount_event(&mut self) {
        self.events -= 1;
    }

    /// A resource begins whose type has been guessed.
    pub(crate) fn begin_guess(&mut self) -> Guess {
        let before = self.checkpoint();
        let level = std::mem::replace(&mut self.guess, self.depth + 1);
        Guess { before, level, sure: self.be_sure(true) }
    }

    /// It has ended. False, and nothing of it has been found, if it says that it is of another type.
    pub(crate) fn end_guess(&mut self, Guess { before, level, sure }: Guess) -> bool {
        (self.guess, self.sure) = (level, sure);
        let wrong = std::mem::take(&mut self.wrong);
        if wrong {
            self.return_to(before);
        }
        !wrong
    }

    /// Whether a type may be guessed here. Not inside what may be read for a second time: each level would double the work.
    pub(crate) fn may_guess(&self) -> bool {
        self.mode == Mode::Lenient && !self.sure
    }

    /// Whether no type is guessed from now on; gives what was so before.
    pub(crate) fn be_sure(&mut self, sure: bool) -> bool {
        std::mem::replace(&mut self.sure, sure)
    }

    /// Gives up the guess of the record that is being read, if its type was guessed.
    pub(crate) fn give_up(&mut self) -> Option<Error> {
        if self.guess != self.depth {
            return None;
        }
        self.wrong = true;
        Some(Violation { code: Code::Rel, path: String::new(), expected: None, found: None, place: None }.into())
    }

    /// Where to return to if what follows has to be read anew, or is given up.
    pub(crate) fn checkpoint(&self) -> Checkpoint {
        let Report { deviations, unknown, omitted } = &self.report;
        Checkpoint {
            depth: self.depth,
            path: self.path.len(),
            deviations: deviations.len(),
            unknown: unknown.len(),
            omitted: *omitted,
            spent: self.spent(),
        }
    }

    /// Goes back to the path of then.
    pub(crate) fn return_to_path(&mut self, before: Checkpoint) {
        self.path.truncate(before.path);
    }

    /// Forgets what has been found since.
    pub(crate) fn return_to(&mut self, before: Checkpoint) {
        let Checkpoint { depth, path, deviations, unknown, omitted, spent } = before;
        self.depth = depth;
        self.path.truncate(path);
        self.report.deviations.truncate(deviations);
        self.report.unknown.truncate(unknown);
        self.report.omitted = omitted;
        self.return_memory(spent);
    }
}
