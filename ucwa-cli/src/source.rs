//! Where bytes come from: files, folders of them, standard input, decompressed if they are compressed.

mod files;
mod progress;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
};

use flate2::bufread::MultiGzDecoder;

use crate::capture::{self, Guess, Kind};

pub(crate) use self::{
    files::{Named, files, messages},
    progress::Progress,
};

/// How people are told of standard input.
pub(crate) fn shown_name(name: &str) -> &str {
    if name == "-" { "<stdin>" } else { name }
}

/// A file or standard input, decompressed if it is compressed.
pub(crate) struct Source {
    reader: Box<dyn BufRead>,
    live: bool,
    capture: Option<Kind>,
}

/// How a file by gzip begins.
const GZIP: &[u8] = b"\x1f\x8b";

/// Bytes that are read at a time.
const PIECE: usize = 64 << 10;

impl Source {
    pub(crate) fn open(file: &Named, progress: &Progress) -> io::Result<Self> {
        let live = file.is_stdin();
        let reader: Box<dyn Read> = if live { Box::new(io::stdin()) } else { Box::new(open_file(file)?) };
        let mut reader = progress.watch(reader);
        let mut begin = Vec::new();
        reader.by_ref().take(GZIP.len() as u64).read_to_end(&mut begin)?;
        let compressed = begin == GZIP;
        let reader = BufReader::with_capacity(PIECE, Cursor::new(begin).chain(reader));
        let mut reader: Box<dyn BufRead> = match compressed {
            true => Box::new(BufReader::with_capacity(PIECE, MultiGzDecoder::new(reader))),
            false => Box::new(reader),
        };
        let (begin, capture) = peek(&mut *reader)?;
        Ok(Self { reader: Box::new(Cursor::new(begin).chain(reader)), live, capture })
    }

    /// What it is a capture of, if it is one.
    pub(crate) fn capture(&self) -> Option<Kind> {
        self.capture
    }

    /// Whether more may come later, so that nobody should wait for what has come.
    pub(crate) fn is_live(&self) -> bool {
        self.live
    }
}

/// Reads as many bytes as it takes to tell whether it is a capture; those that are there already may be more.
fn peek(reader: &mut dyn BufRead) -> io::Result<(Vec<u8>, Option<Kind>)> {
    let mut begin = Vec::new();
    loop {
        match capture::guess(&begin) {
            Guess::Capture(kind) => return Ok((begin, Some(kind))),
            Guess::Other => return Ok((begin, None)),
            Guess::More => {}
        }
        let piece = reader.fill_buf()?;
        if piece.is_empty() {
            let kind = capture::guess_whole(&begin);
            return Ok((begin, kind));
        }
        begin.extend_from_slice(piece);
        let length = piece.len();
        reader.consume(length);
    }
}

/// A file that can be read; some systems open folders too, and fail later.
fn open_file(file: &Named) -> io::Result<File> {
    let opened = File::open(&file.path)?;
    if opened.metadata()?.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { Ok(opened) }
}

impl Read for Source {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer)
    }
}

impl BufRead for Source {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.reader.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.reader.consume(amount);
    }
}
