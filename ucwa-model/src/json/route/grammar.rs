//! The grammar of what is around the events.

use std::borrow::Cow;

use super::{
    super::{Reader, reader::special, skip::value_end, token::Source},
    Inside, Lost, Walk,
};

impl<'a> Walk<'a> {
    pub(super) fn enter(&mut self, inside: Inside) {
        self.inside = inside;
        self.begun = false;
    }

    /// Goes on in what surrounds a list or an object that has ended.
    pub(super) fn leave(&mut self, inside: Inside) {
        self.inside = inside;
        self.begun = true;
    }

    pub(super) fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
        self.bytes.get(self.at).copied()
    }

    pub(super) fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), Lost> {
        if self.peek() != Some(byte) {
            return Err(Lost { at: self.at, expected });
        }
        self.at += 1;
        Ok(())
    }

    /// Goes to the next item; false after the last one.
    fn item(&mut self, close: u8, expected: &'static str) -> Result<bool, Lost> {
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if self.begun => {
                self.at += 1;
                self.peek();
                Ok(true)
            }
            Some(_) if !self.begun => {
                self.begun = true;
                Ok(true)
            }
            _ => Err(Lost { at: self.at, expected }),
        }
    }

    #[inline]
    pub(super) fn element(&mut self) -> Result<bool, Lost> {
        self.item(b']', "`,` or `]` after an element")
    }

    /// The next name, up to its value; `None` after the last member.
    pub(super) fn key(&mut self) -> Result<Option<Cow<'a, str>>, Lost> {
        if !self.item(b'}', "`,` or `}` after a member")? {
            return Ok(None);
        }
        let key = self.string()?;
        self.expect(b':', "`:` after a member name")?;
        self.peek();
        Ok(Some(key))
    }

    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, Lost> {
        let start = self.at;
        if self.pass(b"\"")
            && let Some(text) = self.rest_of_plain()
        {
            return Ok(text.into());
        }
        self.at = start;
        let lost = |expected| Lost { at: start, expected };
        let end = value_end(self.bytes, start).filter(|_| self.bytes.get(start) == Some(&b'"'));
        let raw = end.and_then(|end| self.bytes.get(start..end)).ok_or(lost("a string"))?;
        let text = str::from_utf8(raw).map_err(|_| lost("UTF-8"))?;
        self.at += raw.len();
        Reader::new(text).string().map_err(|fault| Lost { at: start + fault.at, expected: fault.expected })
    }

    pub(super) fn skip(&mut self) -> Result<(), Lost> {
        self.at = value_end(self.bytes, self.at).ok_or(Lost { at: self.at, expected: "a value that ends" })?;
        Ok(())
    }

    #[inline(always)]
    pub(super) fn pass<const N: usize>(&mut self, expected: &[u8; N]) -> bool {
        let passes = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk) == Some(expected);
        self.at += if passes { N } else { 0 };
        passes
    }

    /// The rest of a string that means what is written, whose opening quote has been passed.
    #[inline(always)]
    pub(super) fn rest_of_plain(&mut self) -> Option<&'a str> {
        let end = special(self.bytes, self.at);
        if self.bytes.get(end) != Some(&b'"') {
            return None;
        }
        let text = match self.text {
            Some(text) => text.get(self.at..end)?,
            None => str::from_utf8(self.bytes.get(self.at..end)?).ok()?,
        };
        self.at = end + 1;
        Some(text)
    }
}
