//! Surrogates without their other half, which JavaScript writes as escapes, and which are no text: another character takes their place.

use std::io::{self, BufRead, Read};

/// What takes their place, with as many bytes.
const REPLACEMENT: &[u8; 6] = b"\\ufffd";

/// JSON without surrogates that stand alone.
pub(super) struct Mended<R> {
    reader: R,
    /// What has been read and not been handed out.
    ready: Vec<u8>,
    /// The first half of a pair, whose second half has not been read.
    half: Option<[u8; 6]>,
}

/// An escape, as far as the input has it.
enum Escape {
    High([u8; 6]),
    Low([u8; 6]),
    Other(Vec<u8>),
}

impl<R: BufRead> Mended<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, ready: Vec::new(), half: None }
    }

    fn byte(&mut self) -> io::Result<Option<u8>> {
        let byte = self.reader.fill_buf()?.first().copied();
        self.reader.consume(usize::from(byte.is_some()));
        Ok(byte)
    }

    /// The escape whose backslash comes next.
    fn escape(&mut self) -> io::Result<Escape> {
        let mut escape = Vec::with_capacity(6);
        while escape.len() < 6 && (escape.len() < 2 || escape.get(1) == Some(&b'u')) {
            match self.byte()? {
                Some(byte) => escape.push(byte),
                None => break,
            }
        }
        let unit = escape.get(2..).and_then(|digits| u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        Ok(match (<[u8; 6]>::try_from(&*escape), unit) {
            (Ok(escape), Some(0xd800..0xdc00)) => Escape::High(escape),
            (Ok(escape), Some(0xdc00..0xe000)) => Escape::Low(escape),
            _ => Escape::Other(escape),
        })
    }

    /// Makes ready what comes next, where that is an escape or follows the first half of a pair.
    fn make_ready(&mut self) -> io::Result<()> {
        let escape = if self.reader.fill_buf()?.starts_with(b"\\") { self.escape()? } else { Escape::Other(Vec::new()) };
        let half = self.half.take();
        let before = match escape {
            Escape::Low(_) => half, // it is whole
            Escape::High(_) | Escape::Other(_) => half.map(|_| *REPLACEMENT),
        };
        self.ready.extend(before.into_iter().flatten());
        match escape {
            Escape::Low(escape) if half.is_some() => self.ready.extend(escape),
            Escape::Low(_) => self.ready.extend(REPLACEMENT),
            Escape::High(escape) => self.half = Some(escape),
            Escape::Other(escape) => self.ready.extend(escape),
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Mended<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.ready.is_empty() {
            let next = self.reader.fill_buf()?;
            let plain = memchr::memchr(b'\\', next).unwrap_or(next.len());
            if self.half.is_none() && (plain > 0 || next.is_empty()) {
                let count = plain.min(buffer.len());
                let (Some(to), Some(from)) = (buffer.get_mut(..count), next.get(..count)) else { return Ok(0) };
                to.copy_from_slice(from);
                self.reader.consume(count);
                return Ok(count);
            }
            self.make_ready()?;
        }
        let count = self.ready.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(self.ready.drain(..count)) {
            *to = from;
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_alone_is_replaced() {
        for (written, read) in [
            (r#""a\n\\ud83db""#, r#""a\n\\ud83db""#),
            (r#"\ud83d\ude00"#, r#"\ud83d\ude00"#),
            (r#"\ud83d"#, r#"\ufffd"#),
            (r#"\ud83dx\ude00"#, r#"\ufffdx\ufffd"#),
            (r#"\ud83d\ud83d\ude00"#, r#"\ufffd\ud83d\ude00"#),
            (r#"\ud83d\n\u00e4"#, r#"\ufffd\n\u00e4"#),
            (r#"\ud8"#, r#"\ud8"#),
            (r#"\"#, r#"\"#),
            ("", ""),
        ] {
            for size in [1, 2, 5, 100] {
                let mut mended = Mended::new(io::BufReader::with_capacity(size, written.as_bytes()));
                let mut text = String::new();
                mended.read_to_string(&mut text).unwrap();
                assert_eq!(text, read, "{size}");
            }
        }
    }
}
