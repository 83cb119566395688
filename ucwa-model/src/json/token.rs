//! The seam between JSON syntax and UCWA: what the decoder pulls and what the encoder pushes. Text is one side of it, serde's data
//! model, by way of a [tape](super::tape), the other.

use std::borrow::Cow;

pub(crate) use super::resume::{Broke, Next, Resume};
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

    /// A string that means what is written, as most do, of at most so many bytes; `None`, and nothing read, if it is another one or no
    /// string.
    fn plain(&mut self, _longest: usize) -> Option<&'a str> {
        None
    }

    /// The rest of such a string whose opening quote has been passed.
    fn plain_rest(&mut self, _longest: usize) -> Option<&'a str> {
        None
    }

    /// The next key of an object, up to its value, if it is plain, not longer than so many bytes, and there is no white space about;
    /// `None`, and nothing read, if not.
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

    /// Where to go on after an event that could not be read.
    fn resume(&self, broke: Broke) -> Resume;

    /// Nothing may follow.
    fn end(&mut self) -> Result<(), Fault>;
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
