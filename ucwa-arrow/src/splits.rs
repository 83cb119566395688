//! Where a log may be divided, and up to where it is finished.

use std::{io, ops::Range, path::Path};

use std::io::{BufReader, Read, Seek, SeekFrom};

use ucwa_model::{Documents, Place, stream::boundary};

use crate::{
    FileError,
    source::{is_compressed, open_file},
};

/// The parts of a log from an offset on, of about as many bytes each, to be read by [`Reader::part`](crate::Reader::part) in any order and
/// by anybody: together they have each row once. A log that is compressed is one part. There are none where nothing follows.
///
/// ```
/// use ucwa_arrow::{Reader, splits};
///
/// let path = std::env::temp_dir().join(format!("ucwa-arrow-splits-{}.log", std::process::id()));
/// std::fs::write(&path, "{\"sender\":[]}\n".repeat(100))?;
/// let parts = splits(&path, 0..u64::MAX, 500)?;
/// assert_eq!((parts.len(), &parts[0], &parts[2]), (3, &(0..504), &(1008..1400)));
/// let rows = parts.into_iter().flat_map(|part| Reader::open(&path).part(part)).map(|batch| batch.unwrap().num_rows());
/// assert_eq!(rows.sum::<usize>(), 0); // there are no events
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If the file cannot be read: a [`FileError`].
pub fn splits(path: impl AsRef<Path>, range: Range<u64>, size: u64) -> io::Result<Vec<Range<u64>>> {
    let path = path.as_ref();
    splits_of(path, range, size).map_err(|error| FileError::wrap(path, error))
}

fn splits_of(path: &Path, range: Range<u64>, size: u64) -> io::Result<Vec<Range<u64>>> {
    let mut file = open_file(path)?;
    let length = file.metadata()?.len();
    let (mut start, mut end, mut parts) = (range.start, range.end.min(length), Vec::new());
    if is_compressed(&mut file)? {
        if start == 0 && end > 0 {
            parts.push(0..length);
        }
        end = 0;
    }
    while start < end {
        let next = boundary(&mut file, start.saturating_add(size.max(1)).min(end))?;
        let next = if next >= end { end } else { next };
        parts.push(start..next);
        start = next;
    }
    Ok(parts)
}

/// Up to where a log that grows is finished, from an offset on where a document may begin: behind this place stands what more bytes
/// may still change. It is an offset to go on from, [`splits`] included. Only the end of the log is read, or all of it behind the
/// offset if no response begins there. Of a compressed log it is the length: such a log does not grow.
///
/// # Errors
/// If the file cannot be read: a [`FileError`].
pub fn checkpoint(path: impl AsRef<Path>, from: u64) -> io::Result<u64> {
    let path = path.as_ref();
    checkpoint_of(path, from).map_err(|error| FileError::wrap(path, error))
}

fn checkpoint_of(path: &Path, from: u64) -> io::Result<u64> {
    let mut file = open_file(path)?;
    let length = file.metadata()?.len();
    if is_compressed(&mut file)? || from >= length {
        return Ok(length);
    }
    let start = last_boundary(&mut file, from, length)?;
    file.seek(SeekFrom::Start(start))?;
    let offset = usize::try_from(start).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut documents = Documents::new(BufReader::new(file.take(length - start))).with_start(Place::new(offset, 1, 1));
    documents.by_ref().try_for_each(|document| document.map(drop))?;
    Ok(documents.checkpoint().offset as u64)
}

/// The last place, or nearly, where a log may be cut.
fn last_boundary(file: &mut (impl Read + Seek), from: u64, length: u64) -> io::Result<u64> {
    let mut back = 256 << 10;
    while length.saturating_sub(back) > from {
        let found = boundary(file, length - back)?;
        if found < length {
            return Ok(found);
        }
        back *= 4;
    }
    Ok(from)
}
