//! Where the bytes of a log come from: a file or a reader, decompressed if it is compressed.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom},
    ops::Range,
    path::{Path, PathBuf},
};

use flate2::bufread::MultiGzDecoder;
use ucwa_model::{Place, stream::boundary};

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
    /// Exactly these bytes.
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
            (Self::Path(path), part) => open(&path, part),
        }
    }
}

fn open(path: &Path, part: &Part) -> io::Result<(Bytes, Place)> {
    let mut file = open_file(path)?;
    let range = match part {
        Part::Whole => None,
        Part::Range(range) | Part::Exact(range) => Some(range),
    };
    let Some(Range { start, end }) = range.cloned() else {
        return Ok((plain(BufReader::with_capacity(PIECE, file))?, Place::START));
    };
    if is_compressed(&mut file)? {
        // nobody can begin in the middle: what begins with the file is all of it
        let bytes: Bytes = if start == 0 && end > 0 { decompress(BufReader::new(file)) } else { Box::new(io::empty()) };
        return Ok((bytes, Place::START));
    }
    let (start, end) = match part {
        Part::Range(_) => (boundary(&mut file, start)?, boundary(&mut file, end)?),
        _ => (start, end),
    };
    file.seek(SeekFrom::Start(start))?;
    let offset = usize::try_from(start).map_err(|_| io::ErrorKind::InvalidInput)?;
    let bytes = file.take(end.saturating_sub(start));
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
