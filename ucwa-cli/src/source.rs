//! Where bytes come from: files, folders of them, standard input, decompressed if they are compressed.

mod files;
mod progress;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
};

use flate2::bufread::MultiGzDecoder;

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
        let reader: Box<dyn BufRead> = match compressed {
            true => Box::new(BufReader::with_capacity(PIECE, MultiGzDecoder::new(reader))),
            false => Box::new(reader),
        };
        Ok(Self { reader, live })
    }

    /// Whether more may come later, so that nobody should wait for what has come.
    pub(crate) fn is_live(&self) -> bool {
        self.live
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
