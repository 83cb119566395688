//! How a log begins: by that, one that was put in the place of another is told from it.

use std::{fs::File, io::Read, path::Path};

use anyhow::Result;
use flate2::Crc;
use serde::{Deserialize, Serialize};

/// The most bytes that are looked at.
const MOST: u64 = 1 << 10;

/// The first bytes of a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Begin {
    length: u64,
    crc32: u32,
}

impl Begin {
    /// The first bytes of a log, and whether it was compressed by gzip.
    pub(super) fn of(log: &Path) -> Result<(Self, bool)> {
        let bytes = first(log, MOST)?;
        Ok((Self::from(&*bytes), bytes.starts_with(b"\x1f\x8b")))
    }

    /// Whether a log begins in this way. It may have grown.
    pub(super) fn is_of(self, log: &Path) -> Result<bool> {
        Ok(Self::from(&*first(log, self.length.min(MOST))?) == self)
    }
}

impl From<&[u8]> for Begin {
    fn from(bytes: &[u8]) -> Self {
        let mut crc = Crc::new();
        crc.update(bytes);
        Self { length: bytes.len() as u64, crc32: crc.sum() }
    }
}

fn first(log: &Path, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(log)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}
