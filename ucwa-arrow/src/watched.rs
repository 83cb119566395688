//! Bytes on their way: what is told of them, and what is missed.

use std::{
    io::{self, BufRead, Read, Take},
    path::PathBuf,
};

use crate::{FileError, source::Bytes};

/// Bytes of a file: errors say of which.
pub(crate) struct OfFile {
    pub(crate) bytes: Bytes,
    pub(crate) path: PathBuf,
}

impl Read for OfFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.bytes.read(buffer).map_err(|error| FileError::wrap(&self.path, error))
    }
}

impl BufRead for OfFile {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.bytes.fill_buf().map_err(|error| FileError::wrap(&self.path, error))
    }

    fn consume(&mut self, count: usize) {
        self.bytes.consume(count);
    }
}

/// Bytes up to an offset: that they end before it is an error.
pub(crate) struct UpTo<R> {
    pub(crate) bytes: Take<R>,
    pub(crate) end: u64,
}

impl<R: Read> Read for UpTo<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(buffer)?;
        let left = self.bytes.limit();
        if count == 0 && !buffer.is_empty() && left > 0 { Err(shorter(self.end, self.end - left)) } else { Ok(count) }
    }
}

/// A file ends before a part of it does.
pub(crate) fn shorter(expected: u64, found: u64) -> io::Error {
    let why = format!("expected at least {expected} bytes, but found {found}: the file has become shorter");
    io::Error::new(io::ErrorKind::UnexpectedEof, why)
}

/// A function that is told how many bytes have been read.
pub(crate) type OnProgress = Box<dyn FnMut(u64) -> io::Result<()> + Send>;

/// Bytes of which a function is told.
pub(crate) struct Progress {
    bytes: Bytes,
    call: OnProgress,
    /// After how many bytes it is told again.
    every: u64,
    read: u64,
    next: u64,
}

impl Progress {
    pub(crate) fn new(bytes: Bytes, every: u64, call: OnProgress) -> Self {
        Self { bytes, call, every, read: 0, next: every }
    }
}

impl Read for Progress {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Progress {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read >= self.next {
            self.next = self.read.saturating_add(self.every);
            (self.call)(self.read).map_err(final_error)?;
        }
        self.bytes.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.bytes.consume(count);
        self.read += count as u64;
    }
}

/// An error of the kind `Interrupted` would be tried again.
fn final_error(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::Interrupted { io::Error::other(error) } else { error }
}
