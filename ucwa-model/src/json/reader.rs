//! The JSON grammar: a pull reader over a text that is already known to be UTF-8.

mod string;

use std::borrow::Cow;

use super::{
    characters::special,
    token::{CommaState, Fault, Kind},
};
use crate::scan::{self, number_end};

type Result<T> = std::result::Result<T, Fault>;

#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    text: &'a str,
    at: usize,
    control: Option<usize>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, control: None }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    #[inline(always)]
    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// The text from the current position on.
    #[inline]
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The current position; after `peek` that of the value.
    #[inline]
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Goes back to a position that [`at`](Self::at) gave.
    #[inline]
    pub(crate) fn reset(&mut self, at: usize) {
        self.at = at;
        self.control = None; // it will be met again
    }

    /// What stands at a fault, for the message.
    pub(crate) fn found(&self, fault: Fault) -> String {
        match self.text.get(fault.at..).and_then(|rest| rest.chars().next()) {
            Some(found) => format!("{found:?}"),
            None => "the end of the input".to_owned(),
        }
    }

    /// The position of the first raw control character in a string since the last call.
    #[inline]
    pub(crate) fn take_control(&mut self) -> Option<usize> {
        self.control.take()
    }

    /// What kind of value comes next. After this, and only then, the method of that kind may be called.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<Kind> {
        match self.skip_space() {
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'"') => Ok(Kind::String),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            _ => self.fault("a JSON value"),
        }
    }

    /// Enters an object or an array.
    #[inline]
    pub(crate) fn begin(&mut self) -> CommaState {
        self.at += 1;
        CommaState { first: true }
    }

    /// The next key of an object, up to its value, if it has no escapes, at most this many bytes, and no white space beside it. `None`, and
    /// nothing read, for any other key.
    #[inline(always)]
    pub(crate) fn plain_key(&mut self, commas: &mut CommaState, longest: usize) -> Option<&'a str> {
        let quote = self.at + usize::from(!commas.first);
        if !commas.first && self.byte() != Some(b',') || self.bytes().get(quote) != Some(&b'"') {
            return None;
        }
        let end = special(self.bytes(), quote + 1);
        if self.bytes().get(end..end + 2) != Some(b"\":") {
            return None;
        }
        let key = self.text.get(quote + 1..end).filter(|key| key.len() <= longest)?;
        commas.first = false;
        self.at = end + 2;
        Some(key)
    }

    /// Consumes a name of an object and its colon, if that name comes next, without white space beside it.
    #[inline(always)]
    pub(crate) fn eat_key(&mut self, name: &str, commas: &mut CommaState) -> bool {
        if !commas.first && self.byte() != Some(b',') {
            return false;
        }
        let rest = self.bytes().get(self.at + usize::from(!commas.first)..).and_then(|rest| rest.strip_prefix(b"\""));
        let Some((found, rest)) = rest.and_then(|rest| rest.split_at_checked(name.len())) else { return false };
        let found = rest.starts_with(b"\":") && scan::same(found, name.as_bytes());
        if found {
            self.at = self.text.len() - rest.len() + 2;
            commas.first = false;
        }
        found
    }

    /// Consumes what stands before a member's value, as it is behind another member, if it comes next. The first has no comma.
    #[inline(always)]
    pub(crate) fn eat_member(&mut self, expected: &str, commas: &CommaState) -> bool {
        let expected = if commas.first { expected.as_bytes().get(1..).unwrap_or_default() } else { expected.as_bytes() };
        let found = self.bytes().get(self.at..).and_then(|rest| rest.get(..expected.len()));
        let found = found.is_some_and(|found| scan::same(found, expected));
        self.at += if found { expected.len() } else { 0 };
        found
    }

    /// Consumes exactly these bytes, if they come next.
    #[inline(always)]
    pub(crate) fn eat<const N: usize>(&mut self, expected: &[u8; N]) -> bool {
        let found = self.bytes().get(self.at..).and_then(<[u8]>::first_chunk) == Some(expected);
        self.at += if found { N } else { 0 };
        found
    }

    /// The next key of an object, up to its value; `None` after the last one.
    pub(crate) fn key(&mut self, commas: &mut CommaState) -> Result<Option<Cow<'a, str>>> {
        if self.eat(b"}") {
            return Ok(None);
        }
        if let Some(key) = self.plain_key(commas, usize::MAX) {
            return Ok(Some(Cow::Borrowed(key)));
        }
        if !self.next(commas, b'}', "`,` or `}` after a member")? {
            return Ok(None);
        }
        if self.byte() != Some(b'"') {
            return self.fault("a member name in double quotes");
        }
        let key = self.string()?;
        if self.skip_space() != Some(b':') {
            return self.fault("`:` after a member name");
        }
        self.at += 1;
        Ok(Some(key))
    }

    /// Goes to the next element of an array; false after the last one.
    #[inline]
    pub(crate) fn element(&mut self, commas: &mut CommaState) -> Result<bool> {
        self.next(commas, b']', "`,` or `]` after an element")
    }

    /// A string without escapes and control characters, of at most this many bytes. `None`, and nothing read, for any other value.
    #[inline(always)]
    pub(crate) fn plain(&mut self, longest: usize) -> Option<&'a str> {
        if self.byte() != Some(b'"') {
            return None;
        }
        self.at += 1;
        let text = self.plain_rest(longest);
        if text.is_none() {
            self.at -= 1;
        }
        text
    }

    /// The rest of such a string whose opening quote has been passed.
    #[inline(always)]
    pub(crate) fn plain_rest(&mut self, longest: usize) -> Option<&'a str> {
        let end = special(self.bytes(), self.at);
        if self.bytes().get(end) != Some(&b'"') {
            return None;
        }
        // in two steps, which are short enough to stand here
        let text = self.text.get(..end)?.get(self.at..).filter(|text| text.len() <= longest)?;
        self.at = end + 1;
        Some(text)
    }

    /// The milliseconds of a string in the usual form of a date; `None`, and nothing read, if it is another one.
    #[inline]
    pub(crate) fn date(&mut self) -> Option<i64> {
        let start = self.at;
        let date = if self.eat(b"\"") { self.rest_of_date() } else { None };
        self.at = if date.is_some() { self.at } else { start };
        date
    }

    /// The milliseconds of such a string whose opening quote has been passed.
    #[inline]
    pub(crate) fn rest_of_date(&mut self) -> Option<i64> {
        let digits = self.bytes().get(self.at..)?.strip_prefix(b"\\/Date(")?;
        let (mut milliseconds, mut length) = (0, 0);
        while let Some(digit @ b'0'..=b'9') = digits.get(length).filter(|_| length < 15) {
            milliseconds = milliseconds * 10 + i64::from(digit - b'0');
            length += 1;
        }
        let rest = digits.get(length..)?;
        if length == 0 || !rest.starts_with(b")\\/\"") {
            return None;
        }
        self.at += DATE_FRAME + length;
        Some(milliseconds)
    }

    /// A number, as written.
    pub(crate) fn number(&mut self) -> Result<&'a str> {
        let start = self.at;
        let end = number_end(self.text.as_bytes(), start).map_err(|at| Fault { at, expected: "a digit" })?;
        self.at = end;
        Ok(self.text.get(start..end).unwrap_or_default())
    }

    /// A boolean.
    pub(crate) fn boolean(&mut self) -> Result<bool> {
        let value = self.byte() == Some(b't');
        self.word(if value { "true" } else { "false" })?;
        Ok(value)
    }

    /// A null.
    pub(crate) fn null(&mut self) -> Result<()> {
        self.word("null")
    }

    /// Nothing may follow.
    pub(crate) fn end(&mut self) -> Result<()> {
        if self.skip_space().is_some() { self.fault("the end of the input") } else { Ok(()) }
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    #[cold]
    fn fault<T>(&self, expected: &'static str) -> Result<T> {
        Err(Fault { at: self.at, expected })
    }

    #[inline]
    pub(super) fn skip_space(&mut self) -> Option<u8> {
        loop {
            match self.byte()? {
                b' ' | b'\n' | b'\t' | b'\r' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    #[inline]
    fn next(&mut self, commas: &mut CommaState, close: u8, expected: &'static str) -> Result<bool> {
        let byte = self.skip_space();
        if commas.first {
            commas.first = false;
            if byte == Some(close) {
                self.at += 1;
                return Ok(false);
            }
            return if byte.is_some() { Ok(true) } else { self.fault(expected) };
        }
        match byte {
            Some(b',') => {
                self.at += 1;
                self.skip_space();
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            _ => self.fault(expected),
        }
    }

    fn word(&mut self, word: &'static str) -> Result<()> {
        if !self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word)) {
            return Err(Fault { at: self.at, expected: "`true`, `false` or `null`" });
        }
        self.at += word.len();
        Ok(())
    }
}

/// The bytes round the digits of a date, behind its opening quote.
const DATE_FRAME: usize = br#"\/Date()\/""#.len();
