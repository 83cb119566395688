//! [`Context`], what a decoder knows while it walks a message: the mode, the limits, the path, and what it has found so far.

mod path;

use std::ops::Range;

use self::path::Path;
pub(crate) use self::path::Segment;

use crate::{
    Code, Detail, Error, Limits, Mode, Place, Text, Unknown, UnknownKind, Violation,
    descriptor::Field,
    json::Memory,
    record::{Lexeme, Misfit},
    text::Buffer,
};

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

/// A state of a context.
#[derive(Clone, Copy)]
pub(crate) struct Checkpoint {
    depth: usize,
    path: usize,
    deviations: usize,
    unknown: usize,
    omitted: usize,
    replayed: usize,
    spent: usize,
}

/// The memory that any document may take.
const ENOUGH: usize = 1 << 20;

/// What one finding takes in memory, about.
const FINDING: usize = 256;

pub(crate) struct Context<'a> {
    pub(crate) mode: Mode,
    pub(crate) limits: Limits,
    pub(crate) report: Report,
    path: Path,
    /// The text, if there is one, and the last place that was asked for.
    text: Option<&'a [u8]>,
    /// The same for the texts that are cut from it.
    buffer: Option<&'a Buffer>,
    /// What JSON's names followed so far.
    pub(crate) memory: Option<&'a Memory>,
    last: Place,
    /// Bytes before the text: a byte order mark.
    before: usize,
    pub(crate) depth: usize,
    /// The events so far.
    events: usize,
    /// The memory that the values take, about, and how much they may take.
    spent: usize,
    room: usize,
    /// Whether unknown members are listed; they are kept anyway.
    tracking: bool,
    /// Whether the content of data links is decoded, to see whether it can be.
    pub(crate) data: bool,
    /// Findings before this offset have been reported: the text is being read for the second time.
    replayed: usize,
    /// The level at which a resource is read whose type has been guessed, and whether the guess was wrong.
    guess: usize,
    wrong: bool,
    /// No type is guessed.
    sure: bool,
    /// Whether the message had bytes that are no text: there the text differs from the bytes.
    damaged: bool,
    /// How far events have been told of them.
    told: usize,
    /// The first of them outside all events.
    outside: Option<usize>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(mode: Mode, limits: Limits, text: Option<&'a [u8]>) -> Self {
        let last = Place::START;
        // the text itself is held once, and a sixteenth is left to what is not counted
        let most = |text: &[u8]| text.len().saturating_mul(limits.memory.saturating_sub(1));
        let room = text.map_or(usize::MAX, |text| (most(text) - most(text) / 16).max(ENOUGH));
        Self {
            mode,
            limits,
            report: Report::default(),
            path: Path::default(),
            text,
            buffer: None,
            memory: None,
            last,
            before: 0,
            depth: 0,
            events: 0,
            spent: 0,
            room,
            tracking: false,
            data: false,
            replayed: 0,
            guess: 0,
            wrong: false,
            sure: false,
            damaged: false,
            told: 0,
            outside: None,
        }
    }

    pub(crate) fn damaged(self) -> Self {
        Self { damaged: true, ..self }
    }

    /// Where the bytes of an event are no text. What lies before it belongs to no event.
    pub(crate) fn damage_in(&mut self, event: Range<usize>) -> Option<usize> {
        if !self.damaged {
            return None;
        }
        let start = event.start.max(self.told);
        self.outside = self.outside.or_else(|| self.difference(self.told..start));
        let found = self.difference(start..event.end);
        self.told = self.told.max(event.end);
        found
    }

    /// The first byte outside all events that is no text.
    pub(crate) fn damage_outside_events(&self) -> Option<usize> {
        self.outside.or_else(|| self.difference(self.told..usize::MAX))
    }

    /// Where the text first differs from the bytes.
    fn difference(&self, range: Range<usize>) -> Option<usize> {
        let (bytes, text) = (self.text.filter(|_| self.damaged)?, self.buffer?.as_str().as_bytes());
        let range = range.start..range.end.min(bytes.len());
        let mut pairs = bytes.get(range.clone())?.iter().zip(text.get(range.clone())?);
        pairs.position(|(byte, shown)| byte != shown).map(|found| range.start + found)
    }

    /// The error for a byte that is no part of UTF-8.
    pub(crate) fn no_text(&mut self, at: usize) -> Error {
        let found = self.text.and_then(|text| text.get(at)).map(|byte| format!("the byte 0x{byte:02x}")).unwrap_or_default();
        self.error(at, Code::Encoding, Some("UTF-8".into()), Some(found.as_str().into()))
    }

    /// The bytes between two positions, as they came.
    pub(crate) fn raw(&self, range: Range<usize>) -> &'a [u8] {
        self.text.and_then(|text| text.get(range.start..range.end.min(text.len()))).unwrap_or_default()
    }

    /// Counts places from one that is known.
    pub(crate) fn counting_from(self, last: Place) -> Self {
        Self { last, ..self }
    }

    pub(crate) fn after(self, before: usize) -> Self {
        Self { before, ..self }
    }

    pub(crate) fn sharing(self, buffer: &'a Buffer) -> Self {
        Self { buffer: Some(buffer), ..self }
    }

    pub(crate) fn remembering(self, memory: &'a Memory) -> Self {
        Self { memory: Some(memory), ..self }
    }

    /// Text on its way into a value.
    #[inline]
    pub(crate) fn lexeme<'l>(&self, text: &'l str) -> Lexeme<'l>
    where
        'a: 'l,
    {
        Lexeme::new(text, self.buffer)
    }

    /// A text that shares the message's memory, if it is a part of the message.
    #[inline]
    pub(crate) fn text(&self, text: &str) -> Text {
        self.lexeme(text).into()
    }

    pub(crate) fn tracking(self, tracking: bool) -> Self {
        Self { tracking, ..self }
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, segment: Segment) {
        self.path.push(segment);
    }

    #[inline(always)]
    pub(crate) fn pop(&mut self) {
        self.path.pop();
    }

    pub(crate) fn silent(mut self, silent: bool) -> Self {
        self.path.silent = silent;
        self
    }

    /// What stands in the message, for a diagnostic: the start of it, between what it is known by.
    #[cold]
    pub(crate) fn quote(&self, before: &str, text: &str, after: &str) -> String {
        format!("`{before}{}{after}`", self.path.excerpt(text))
    }

    pub(crate) fn checking_data(self, data: bool) -> Self {
        Self { data, ..self }
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

    /// Whether an object of so many members may stand here, whatever the limits.
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
    pub(crate) fn bound(&mut self, at: usize, code: Code, limit: usize, actual: usize) -> Result<(), Error> {
        if actual <= limit { Ok(()) } else { Err(self.error(at, code, Some(limit.into()), Some(actual.into()))) }
    }

    /// Counts events, of all senders.
    #[inline]
    pub(crate) fn count_events(&mut self, at: usize, more: usize) -> Result<(), Error> {
        self.events += more;
        self.bound(at, Code::Events, self.limits.events, self.events)
    }

    /// Counts memory that a value takes; what may be too much is found the next time.
    #[inline]
    pub(crate) fn spend(&mut self, bytes: usize) {
        self.spent = self.spent.saturating_add(bytes);
    }

    /// Counts memory that a value takes, and refuses what is out of proportion.
    #[inline]
    pub(crate) fn charge(&mut self, at: usize, bytes: usize) -> Result<(), Error> {
        self.spend(bytes);
        self.bound(at, Code::Memory, self.room, self.spent)
    }

    /// The same for a list to which something will be added.
    #[inline]
    pub(crate) fn charge_list<T>(&mut self, at: usize, list: &Vec<T>) -> Result<(), Error> {
        if list.len() < list.capacity() { Ok(()) } else { self.charge(at, growth(list.len()) * size_of::<T>()) }
    }

    /// The memory so far, and back to it.
    #[inline]
    pub(crate) fn spent(&self) -> usize {
        self.spent
    }

    #[inline]
    pub(crate) fn return_memory(&mut self, spent: usize) {
        self.spent = spent;
    }

    /// Shares the memory of another one.
    pub(crate) fn within(self, other: &Self) -> Self {
        Self { spent: other.spent, room: other.room, depth: other.depth, ..self }
    }

    /// Reads a resource whose type has been guessed; `None` if it says that it is of another one.
    pub(crate) fn guess<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> Option<Result<T, Error>> {
        let before = self.checkpoint();
        let outer = std::mem::replace(&mut self.guess, self.depth + 1);
        let result = self.without_guesses(read);
        self.guess = outer;
        if std::mem::take(&mut self.wrong) {
            self.return_to(before);
            return None;
        }
        Some(result)
    }

    /// Whether a type may be guessed here. Not inside what may be read for a second time: each level would double the work.
    pub(crate) fn may_guess(&self) -> bool {
        self.mode == Mode::Lenient && !self.sure
    }

    /// Reads a resource in which no type is guessed.
    pub(crate) fn without_guesses<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.sure, true);
        let result = read(self);
        self.sure = outer;
        result
    }

    /// Gives up the guess of the record that is being read, if its type was guessed.
    pub(crate) fn give_up(&mut self) -> Option<Error> {
        if self.guess != self.depth {
            return None;
        }
        self.wrong = true;
        Some(Violation { code: Code::Rel, path: String::new(), limit: None, actual: None, place: None }.into())
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
            replayed: self.replayed,
            spent: self.spent,
        }
    }

    /// Goes back to the path of then.
    pub(crate) fn return_to_path(&mut self, before: Checkpoint) {
        self.path.truncate(before.path);
    }

    /// Forgets what has been found since.
    pub(crate) fn return_to(&mut self, before: Checkpoint) {
        let Checkpoint { depth, path, deviations, unknown, omitted, replayed, spent } = before;
        self.depth = depth;
        self.path.truncate(path);
        self.report.deviations.truncate(deviations);
        self.report.unknown.truncate(unknown);
        self.report.omitted = omitted;
        self.replayed = replayed;
        self.spent = spent;
    }

    /// The same error at another place: the current path, and a way from there.
    pub(crate) fn moved(&mut self, error: &Error, way: [Segment; 2]) -> Error {
        let before = self.path.len();
        way.into_iter().for_each(|segment| self.path.push(segment));
        let path = self.path.to_string();
        self.path.truncate(before);
        Violation { path, ..error.violation().clone() }.into()
    }

    fn violation(&mut self, at: usize, code: Code, limit: Option<Detail>, actual: Option<Detail>) -> Violation {
        let place = self.text.map(|text| {
            self.last = self.last.advance(text, at);
            Place { offset: self.last.offset + self.before, ..self.last }
        });
        Violation { code, path: self.path.to_string(), limit, actual, place }
    }

    /// What stops the decoder in both modes.
    #[cold]
    #[inline(never)]
    pub(crate) fn error(&mut self, at: usize, code: Code, limit: Option<Detail>, actual: Option<Detail>) -> Error {
        self.violation(at, code, limit, actual).into()
    }

    /// What stops a strict decoder and is reported by a lenient one.
    #[cold]
    #[inline(never)]
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
        self.spend(FINDING);
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
        self.spend(FINDING);
        let path = self.path.to_string();
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

/// By how many places a list grows that is full.
#[inline]
pub(crate) fn growth(length: usize) -> usize {
    length.max(4)
}

/// The same of a list that is full at each power of two.
#[inline]
pub(crate) fn growth_at(length: usize) -> usize {
    if length == 0 || (length >= 4 && length.is_power_of_two()) { growth(length) } else { 0 }
}
