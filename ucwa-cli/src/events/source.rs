//! Where a stream comes from, and how far it has been read.

use std::{
    fs::{self, File},
    io::{self, BufRead, BufReader, Cursor, IsTerminal, Read},
};

use flate2::bufread::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

use crate::Failure;

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
    pub(crate) fn open(name: &str, progress: &Progress) -> Result<Self, Failure> {
        let fail = |error| Failure::Usage(format!("cannot read `{name}`: {error}"));
        let reader: Box<dyn Read> = if name == "-" { Box::new(io::stdin()) } else { Box::new(File::open(name).map_err(fail)?) };
        let mut reader: Box<dyn Read> = match &progress.bar {
            Some(bar) => Box::new(bar.wrap_read(reader)),
            None => reader,
        };
        let mut begin = Vec::new();
        reader.by_ref().take(GZIP.len() as u64).read_to_end(&mut begin).map_err(fail)?;
        let compressed = begin == GZIP;
        let reader = BufReader::with_capacity(PIECE, Cursor::new(begin).chain(reader));
        let reader: Box<dyn BufRead> = match compressed {
            true => Box::new(BufReader::with_capacity(PIECE, MultiGzDecoder::new(reader))),
            false => Box::new(reader),
        };
        Ok(Self { reader, live: name == "-" })
    }

    /// Whether more may come later, so that nobody should wait for what has come.
    pub(crate) fn is_live(&self) -> bool {
        self.live
    }
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

/// The bar that shows how much of all files has been read.
pub(crate) struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// A bar for long inputs whose size is known, if output and errors go to a terminal.
    pub(crate) fn over(files: &[String]) -> Self {
        const LONG: u64 = 16 << 20;
        let size = |name: &String| fs::metadata(name).ok().filter(fs::Metadata::is_file).map(|data| data.len());
        let total: Option<u64> = files.iter().map(size).sum();
        let watched = io::stdout().is_terminal() && io::stderr().is_terminal();
        let bar = total.filter(|total| watched && *total >= LONG).map(|total| {
            let style = ProgressStyle::with_template("{bar:30} {bytes}/{total_bytes} {bytes_per_sec} {eta}");
            ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { bar }
    }

    /// Writes to the terminal beside the bar.
    pub(crate) fn suspend<T>(&self, write: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
