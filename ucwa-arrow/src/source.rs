//! Where the bytes of a log come from: a file or a reader, decompressed if it is compressed.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
};

use flate2::bufread::MultiGzDecoder;
use ucwa_model::{Place, stream::boundary};

use crate::{
    FileError,
    watched::{OfFile, UpTo, shorter},
};

/// How a file by gzip begins.
const GZIP: &[u8] = b"\x1f\x8b";

/// Bytes that are read at a time: few enough to be in the processor's caches when they are looked at.
const PIECE: usize = 64 << 10;

/// A reader of any kind.
pub(crate) type Bytes = Box<dyn BufRead + Send>;

/// Where the bytes come from.
pub(crate) enum Source {
    Path(PathBuf),
    Reader(Bytes),
}

/// Which part of a file is read.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Whole,
    /// Between the boundaries of two offsets.
    Range(Range<u64>),
    /// Exactly these bytes; to the end of the file, if the end is the greatest number.
    Exact(Range<u64>),
}

impl Source {
    /// The bytes of a part, and where they begin in the log.
    pub(crate) fn open(self, part: &Part) -> io::Result<(Bytes, Place)> {
        match (self, part) {
            (Self::Reader(reader), Part::Whole) => Ok((plain(reader)?, Place::START)),
            (Self::Reader(_), _) => {
                Err(io::Error::new(io::ErrorKind::Unsupported, "expected a file for a range, but found a reader"))
            }
            (Self::Path(path), part) => match open(&path, part) {
                Ok((bytes, start)) => Ok((Box::new(OfFile { bytes, path }), start)),
                Err(error) => Err(FileError::wrap(&path, error)),
            },
        }
    }
}

fn open(path: &Path, part: &Part) -> io::Result<(Bytes, Place)> {
    let mut file = open_file(path)?;
    let range = match part {
        Part::Whole => return Ok((plain(BufReader::with_capacity(PIECE, file))?, Place::START)),
        Part::Range(range) | Part::Exact(range) => range.clone(),
    };
    let length = file.metadata()?.len();
    let is_exact = matches!(part, Part::Exact(_));
    if is_exact && range.end > length && range.end < u64::MAX {
        return Err(shorter(range.end, length));
    }
    if is_compressed(&mut file)? {
        // nobody can begin in the middle: what begins with the file is all of it
        let is_all = range.start == 0 && range.end > 0;
        let bytes: Bytes = if is_all { decompress(BufReader::new(file)) } else { Box::new(io::empty()) };
        return Ok((bytes, Place::START));
    }
    if is_exact && range.start > length {
        return Err(shorter(range.start, length));
    }
    let Range { start, end } = if is_exact { range } else { boundary(&mut file, range.start)?..boundary(&mut file, range.end)? };
    file.seek(SeekFrom::Start(start))?;
    let offset = usize::try_from(start).map_err(|_| io::ErrorKind::InvalidInput)?;
    let bytes = file.take(end.saturating_sub(start));
    let bytes: Box<dyn Read + Send> = if end < u64::MAX { Box::new(UpTo { bytes, end }) } else { Box::new(bytes) };
    Ok((Box::new(BufReader::with_capacity(PIECE, bytes)), Place::new(offset, 1, 1)))
}

/// A file that can be read; some systems open folders too, and fail later.
pub(crate) fn open_file(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { Ok(file) }
}

/// Whether a file was compressed by gzip. It stands at its begin then.
pub(crate) fn is_compressed(file: &mut File) -> io::Result<bool> {
    let mut begin = Vec::new();
    file.by_ref().take(GZIP.len() as u64).read_to_end(&mut begin)?;
    file.rewind()?;
    Ok(begin == GZIP)
}

/// The bytes of a reader, decompressed if they are compressed.
fn plain(mut reader: impl BufRead + Send + 'static) -> io::Result<Bytes> {
    let mut begin = Vec::new();
    reader.by_ref().take(GZIP.len() as u64).read_to_end(&mut begin)?;
    let compressed = begin == GZIP;
    let reader = Cursor::new(begin).chain(reader);
    Ok(if compressed { decompress(reader) } else { Box::new(reader) })
}

fn decompress(reader: impl BufRead + Send + 'static) -> Bytes {
    Box::new(BufReader::with_capacity(PIECE, MultiGzDecoder::new(reader)))
}
