//! A file of an archive, as it is packed, and what comes out.

use std::io::{self, Read};

use flate2::{CrcReader, read::DeflateDecoder};

use super::{MOST_INFLATED, fault};

/// The most bytes of a file: a body that a decoder takes, compressed once more, and headers.
const MOST_OF_FILE: u64 = 65 << 20;

/// The ways in which files are packed that are read.
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// A file of an archive.
pub(super) struct Packed<'a> {
    /// `None` if the archive does not have them where it says.
    pub(super) data: Option<&'a [u8]>,
    pub(super) method: u16,
    /// The checksum of what comes out, if the archive says it.
    pub(super) crc: Option<u32>,
}

impl<'a> Packed<'a> {
    /// Reads what comes out, up to a number of bytes.
    pub(super) fn reader(&self, most: u64) -> io::Result<Unpacked<'a>> {
        let data = self.data.ok_or_else(|| fault("the archive does not have the file where it says"))?;
        let reader: Box<dyn Read + 'a> = match self.method {
            STORED => Box::new(data),
            DEFLATED => Box::new(DeflateDecoder::new(data)),
            other => {
                return Err(fault(format!(
                    "expected a file that is stored or deflated, but found method {other} of the zip format"
                )));
            }
        };
        Ok(Unpacked { reader: CrcReader::new(reader.take(most)), crc: self.crc })
    }
}

/// What comes out of a file.
pub(super) struct Unpacked<'a> {
    reader: CrcReader<io::Take<Box<dyn Read + 'a>>>,
    crc: Option<u32>,
}

impl Unpacked<'_> {
    /// Whether what has come out, to its end, is what was packed.
    pub(super) fn is_sound(&self) -> bool {
        self.crc.is_none_or(|crc| crc == self.reader.crc().sum())
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer)
    }
}

/// How many bytes may yet come out of an archive.
pub(super) struct Budget {
    left: u64,
}

impl Budget {
    pub(super) fn new() -> Self {
        Self { left: MOST_INFLATED }
    }

    /// The content of a file, and why it is not whole. What is broken behind a beginning costs only the rest.
    pub(super) fn unpack(&mut self, file: &Packed<'_>) -> io::Result<(Vec<u8>, Option<String>)> {
        let most = MOST_OF_FILE.min(self.left);
        let mut content = Vec::new();
        let mut reader = match file.reader(most) {
            Ok(reader) => reader,
            Err(error) => return Ok((content, Some(error.to_string()))),
        };
        let read = reader.read_to_end(&mut content);
        self.left -= content.len() as u64;
        if self.left == 0 {
            return Err(fault(format!("expected an archive that unfolds to at most {MOST_INFLATED} bytes, but found more")));
        }
        let is_whole = content.len() as u64 == most || (read.is_ok() && reader.is_sound());
        Ok((content, (!is_whole).then(|| "the file in the archive is damaged".to_owned())))
    }
}
