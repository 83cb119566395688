//! The seam between JSON syntax and UCWA: what the decoder pulls and what the encoder pushes. Text is one side of it, serde's data
//! model, by way of a [tape](super::tape), the other.

use std::borrow::Cow;

use super::anchor::Anchor;
use crate::Date;

/// What begins at the current position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}

impl Kind {
    /// The kind in words.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Null => "null",
        }
    }
}

/// The text breaks the grammar here.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    pub(crate) at: usize,
    pub(crate) expected: &'static str,
}

/// Where a list or an object stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sequence {
    pub(super) first: bool,
}

/// Gives the tokens of one JSON value after another. After [`peek`](Self::peek), and only then, the method of that kind may be
/// called.
pub(crate) trait Source<'a>: Clone {
    /// The current position; after `peek` that of the value.
    fn at(&self) -> usize;

    /// Goes back to a position that [`at`](Self::at) gave.
    fn rewind(&mut self, at: usize);

    /// What stands at a fault, for the message.
    fn found(&self, fault: Fault) -> String;

    /// The position of the first raw control character in a string since the last call.
    fn take_control(&mut self) -> Option<usize>;

    /// What kind of value comes next.
    fn peek(&mut self) -> Result<Kind, Fault>;

    /// Enters an object or an array.
    fn begin(&mut self) -> Sequence;

    /// The next key of an object, up to its value; `None` after the last one.
    fn key(&mut self, sequence: &mut Sequence) -> Result<Option<Cow<'a, str>>, Fault>;

    /// Goes to the next element of an array; false after the last one.
    fn element(&mut self, sequence: &mut Sequence) -> Result<bool, Fault>;

    /// A string without escapes and control characters, of at most this many bytes. `None`, and nothing read, for any other value.
    fn plain(&mut self, _longest: usize) -> Option<&'a str> {
        None
    }

    /// The rest of such a string whose opening quote has been passed.
    fn plain_rest(&mut self, _longest: usize) -> Option<&'a str> {
        None
    }

    /// The next key of an object, up to its value, if it has no escapes, at most this many bytes, and no white space beside it. `None`, and
    /// nothing read, for any other key.
    fn plain_key(&mut self, _: &mut Sequence, _longest: usize) -> Option<&'a str> {
        None
    }

    /// Passes a name of an object and its colon, if that name comes next and there is no white space about.
    fn pass_key(&mut self, _: &str, _: &mut Sequence) -> bool {
        false
    }

    /// Passes exactly these bytes, if they come next.
    fn pass<const N: usize>(&mut self, _: &[u8; N]) -> bool {
        false
    }

    /// The milliseconds of a string in the usual form of a date; `None`, and nothing read, if it is another one.
    fn date(&mut self) -> Option<i64> {
        None
    }

    /// A string. A raw control character is let through and remembered.
    fn string(&mut self) -> Result<Cow<'a, str>, Fault>;

    /// A number, as written.
    fn number(&mut self) -> Result<&'a str, Fault>;

    /// A boolean.
    fn boolean(&mut self) -> Result<bool, Fault>;

    /// A null.
    fn null(&mut self) -> Result<(), Fault>;

    /// The next place from a position on at which reading can go on after a fault, for a response whose senders have begun or have
    /// not. Tokens have no faults.
    fn anchor(&self, _from: usize, _in_senders: bool) -> Option<Anchor> {
        None
    }

    /// Passes over the value that comes next, by its grammar alone, however deep it is.
    fn pass_over(&mut self) -> Result<(), Fault> {
        let (mut open, mut sequence) = (Levels::default(), Sequence { first: true });
        loop {
            match self.peek()? {
                kind @ (Kind::Object | Kind::Array) => {
                    open.push(kind == Kind::Object);
                    sequence = self.begin();
                }
                Kind::String if self.plain(usize::MAX).is_some() => {}
                Kind::String => drop(self.string()?),
                Kind::Number => drop(self.number()?),
                Kind::Boolean => drop(self.boolean()?),
                Kind::Null => self.null()?,
            }
            while !match open.last() {
                Some(true) => self.plain_key(&mut sequence, usize::MAX).is_some() || self.key(&mut sequence)?.is_some(),
                Some(false) => self.element(&mut sequence)?,
                None => {
                    self.take_control(); // nobody asks for what was passed over
                    return Ok(());
                }
            } {
                open.pop();
                sequence = Sequence { first: false };
            }
        }
    }

    /// Nothing may follow.
    fn end(&mut self) -> Result<(), Fault>;
}

/// The objects and the arrays that have not ended, a bit for each: one for an object.
#[derive(Default)]
struct Levels {
    words: Vec<u64>,
    count: usize,
}

impl Levels {
    fn push(&mut self, object: bool) {
        let (word, bit) = (self.count / 64, self.count % 64);
        if word == self.words.len() {
            self.words.push(0);
        }
        if let Some(word) = self.words.get_mut(word) {
            *word = *word & !(1 << bit) | u64::from(object) << bit;
        }
        self.count += 1;
    }

    fn pop(&mut self) {
        self.count = self.count.saturating_sub(1);
    }

    fn last(&self) -> Option<bool> {
        let last = self.count.checked_sub(1)?;
        self.words.get(last / 64).map(|word| word >> (last % 64) & 1 == 1)
    }
}

/// Takes the tokens of one JSON value. The caller keeps the grammar.
pub(crate) trait Sink {
    /// Begins an object.
    fn begin_object(&mut self);
    /// A member's name; its value follows.
    fn key(&mut self, key: &str);
    /// A member's name of the schema, which needs no escapes; its value follows.
    fn name(&mut self, name: &'static str) {
        self.key(name);
    }
    /// Ends an object.
    fn end_object(&mut self);
    /// Begins an array.
    fn begin_array(&mut self);
    /// An element follows.
    fn element(&mut self);
    /// Ends an array.
    fn end_array(&mut self);
    /// A string.
    fn string(&mut self, text: &str);
    /// A member of the schema that is a string.
    fn text(&mut self, name: &'static str, text: &str) {
        self.name(name);
        self.string(text);
    }
    /// A member of the schema that is an object with nothing but an href.
    fn link(&mut self, name: &'static str, href: &str) {
        self.name(name);
        self.begin_object();
        self.text("href", href);
        self.end_object();
    }
    /// A date.
    fn date(&mut self, date: Date);
    /// A number, as written.
    fn number(&mut self, digits: &str);
    /// A boolean.
    fn boolean(&mut self, value: bool);
    /// A null.
    fn null(&mut self);
}
