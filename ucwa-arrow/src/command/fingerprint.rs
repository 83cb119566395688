//! Some bytes of a log: by those it began and ended with, one that was put in its place is told from it.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    ops::Range,
    path::Path,
};

use anyhow::Result;
use flate2::Crc;
use serde::{Deserialize, Serialize};

/// As many bytes are looked at.
const MOST: u64 = 1 << 10;

/// What bytes of a log were, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Fingerprint {
    start: u64,
    length: u64,
    crc32: u32,
}

impl Fingerprint {
    /// The first bytes of a log.
    pub(super) fn of_begin(log: &Path) -> Result<(Self, Vec<u8>)> {
        let bytes = bytes(log, 0..MOST)?;
        Ok((Self::of(0, &bytes), bytes))
    }

    /// The last bytes of a part.
    pub(super) fn of_end(log: &Path, part: &Range<u64>) -> Result<Self> {
        let start = part.start.max(part.end.saturating_sub(MOST));
        Ok(Self::of(start, &bytes(log, start..part.end)?))
    }

    /// Whether a log has those bytes there. It may have grown.
    pub(super) fn is_in(self, log: &Path) -> Result<bool> {
        let Self { start, length, .. } = self;
        Ok(Self::of(start, &bytes(log, start..start.saturating_add(length.min(MOST)))?) == self)
    }

    fn of(start: u64, bytes: &[u8]) -> Self {
        let mut crc = Crc::new();
        crc.update(bytes);
        Self { start, length: bytes.len() as u64, crc32: crc.sum() }
    }
}

fn bytes(log: &Path, range: Range<u64>) -> Result<Vec<u8>> {
    let (mut file, mut bytes) = (File::open(log)?, Vec::new());
    file.seek(SeekFrom::Start(range.start))?;
    file.take(range.end - range.start).read_to_end(&mut bytes)?;
    Ok(bytes)
}
