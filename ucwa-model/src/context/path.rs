//! [`Path`], where a decoder is in a message.

use std::{
    borrow::Cow,
    cell::Cell,
    fmt::{self, Display, Formatter},
};

use crate::{Text, spare};

/// How many characters of the message an error repeats.
const EXCERPT: usize = 40;

/// Steps of a path that are shown.
const SHOWN: usize = 16;

/// One step of a path.
#[derive(Clone, Debug)]
pub(crate) enum Segment {
    /// A name of the schema or of the format.
    Known(&'static str),
    /// A name that the message brought.
    Named(Text),
    /// An index of a list.
    Index(usize),
}

/// The steps from the root to where the decoder is. Each is made of plain words, which go from registers to their place; a vector
/// of [`Segment`]s has each built, stored and loaded again.
pub(super) struct Path {
    steps: Vec<PlainSegment>,
    /// The names of those steps whose name is the message's.
    names: Vec<Text>,
    /// Whether nothing of the message is to be repeated.
    silent: bool,
}

/// A [`Segment`] in plain words.
struct PlainSegment {
    /// Empty for an index and for a name of the message.
    known: &'static str,
    /// The index, or [`NAMED`].
    index: usize,
}

/// Stands for the index where the name is the message's.
const NAMED: usize = usize::MAX;

thread_local! {
    /// The memory of a path that has been left.
    static SPARE: Cell<(Vec<PlainSegment>, Vec<Text>)> = const { Cell::new((Vec::new(), Vec::new())) };
}

impl Drop for Path {
    fn drop(&mut self) {
        self.steps.clear();
        self.names.clear();
        spare::leave(&SPARE, (std::mem::take(&mut self.steps), std::mem::take(&mut self.names)));
    }
}

impl Path {
    pub(super) fn new(silent: bool) -> Self {
        let (steps, names) = spare::take(&SPARE);
        Self { steps, names, silent }
    }

    #[inline(always)]
    pub(super) fn push(&mut self, segment: Segment) {
        let (known, index) = match segment {
            Segment::Known(name) => (name, 0),
            Segment::Index(index) => ("", index),
            Segment::Named(name) => {
                self.names.push(name);
                ("", NAMED)
            }
        };
        self.steps.push(PlainSegment { known, index });
    }

    #[inline(always)]
    pub(super) fn pop(&mut self) {
        if self.steps.pop().is_some_and(|step| step.index == NAMED) {
            self.names.pop();
        }
    }

    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// The start of what stands in the message.
    pub(super) fn excerpt<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match text.char_indices().nth(EXCERPT) {
            _ if self.silent => "…".into(),
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
            None => text.into(),
        }
    }

    pub(super) fn truncate(&mut self, length: usize) {
        while self.steps.len() > length {
            self.pop();
        }
    }
}

impl Display for Path {
    /// `sender[0].events[1]._embedded`; of a very long one the ends.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let cut = self.steps.len().saturating_sub(SHOWN);
        let mut names = self.names.iter();
        for (position, step) in self.steps.iter().enumerate() {
            let name = if step.index == NAMED { self.excerpt(names.next().map_or("", Text::as_str)) } else { step.known.into() };
            if cut > 0 && (SHOWN / 2..SHOWN / 2 + cut).contains(&position) {
                if position == SHOWN / 2 {
                    f.write_str(".…")?;
                }
                continue;
            }
            if name.is_empty() && step.index != NAMED {
                write!(f, "[{}]", step.index)?;
                continue;
            }
            if position > 0 {
                f.write_str(".")?;
            }
            f.write_str(&name)?;
        }
        Ok(())
    }
}
