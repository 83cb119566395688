//! Strings and their escapes.

use std::borrow::Cow;

use memchr::memchr2;

use super::{Reader, Result};
use crate::json::token::Fault;

impl<'a> Reader<'a> {
    /// A string. A raw control character is let through and remembered.
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>> {
        self.at += 1;
        let start = self.at;
        let mut unescaped = String::new();
        loop {
            let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
            let Some(length) = memchr2(b'"', b'\\', rest) else {
                self.at = start - 1;
                return Err(Fault { at: self.text.len(), expected: "`\"` at the end of a string" });
            };
            let plain = self.text.get(self.at..self.at + length).unwrap_or_default();
            if self.control.is_none() {
                self.control = plain.bytes().position(|byte| byte < 0x20).map(|offset| self.at + offset);
            }
            self.at += length + 1;
            if rest.get(length) == Some(&b'"') {
                if unescaped.is_empty() && start + plain.len() + 1 == self.at {
                    return Ok(Cow::Borrowed(plain));
                }
                unescaped.push_str(plain);
                return Ok(Cow::Owned(unescaped));
            }
            unescaped.push_str(plain);
            unescaped.push(self.escape()?);
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<char> {
        let escaped = match self.byte() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return self.fault("one of `\"\\/bfnrtu` after a backslash"),
        };
        self.at += 1;
        Ok(escaped)
    }

    fn unicode_escape(&mut self) -> Result<char> {
        let start = self.at;
        let unit = self.unit()?;
        if let Some(character) = char::from_u32(unit) {
            return Ok(character);
        }
        let low = if unit < 0xdc00 && self.text.as_bytes().get(self.at..self.at + 2) == Some(b"\\u") {
            self.at += 1;
            self.unit()?
        } else {
            0
        };
        let pair = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
        match char::from_u32(pair) {
            Some(character) if (0xdc00..0xe000).contains(&low) => Ok(character),
            _ => Err(Fault { at: start - 1, expected: "both halves of a surrogate pair" }),
        }
    }

    /// The four digits after `u`.
    fn unit(&mut self) -> Result<u32> {
        self.at += 1;
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let Some(digits) = digits else {
            return self.fault("four hexadecimal digits");
        };
        self.at += 4;
        Ok(digits.iter().fold(0, |unit, digit| unit * 16 + char::from(*digit).to_digit(16).unwrap_or_default()))
    }
}
