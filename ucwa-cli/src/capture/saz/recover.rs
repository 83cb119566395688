//! An archive without its end: files by the headers that stand before them.

use std::{collections::BTreeMap, io};

use flate2::{Decompress, FlushDecompress, Status};

use super::{Files, MOST_INFLATED, Packed, encrypted, hand_out, note, place};
use crate::capture::{Take, fault};

/// How the header of a file begins.
const SIGNATURE: &[u8] = b"PK\x03\x04";

/// Its length, without the name and what follows that.
const HEADER: usize = 30;

/// Reads what is whole, and says that the archive is cut.
pub(super) fn read(bytes: &[u8], take: &mut Take<'_>) -> io::Result<()> {
    let exchanges = exchanges(bytes)?;
    let count = exchanges.len();
    let read = hand_out(exchanges, take);
    let why = "the archive is cut: it has no directory at its end";
    let damage = read.map_or_else(|error| format!("; {error}"), |()| String::new());
    Err(fault(format!("{why}; {count} exchanges could be read{damage}")))
}

/// The files of all exchanges, up to the first file that is not whole.
fn exchanges(bytes: &[u8]) -> io::Result<BTreeMap<u64, Files<'_>>> {
    let mut exchanges = BTreeMap::new();
    let mut scan = Scan { inflated: 0 };
    let mut at = find(bytes, 0);
    while let Some(header) = at.and_then(|start| Header::read(bytes, start)) {
        let place = place(header.name);
        if header.is_encrypted && place.is_some() {
            return Err(encrypted());
        }
        let Some(data) = scan.data(&header, bytes) else { break };
        if let Some((number, part)) = place {
            let crc = header.length.map(|_| header.crc);
            note(&mut exchanges, number, part, Packed { data: Some(data), method: header.method, crc })?;
        }
        at = find(bytes, header.data_start + data.len());
    }
    Ok(exchanges)
}

/// The next header from a position on.
fn find(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(SIGNATURE.len()).position(|window| window == SIGNATURE).map(|at| from + at)
}

struct Header<'a> {
    name: &'a [u8],
    is_encrypted: bool,
    method: u16,
    crc: u32,
    /// How many bytes the data have, if the header says so.
    length: Option<usize>,
    data_start: usize,
}

impl<'a> Header<'a> {
    fn read(bytes: &'a [u8], start: usize) -> Option<Self> {
        let fixed = bytes.get(start..start + HEADER)?;
        let (flags, method) = (short(fixed, 6)?, short(fixed, 8)?);
        let (length, size) = (long(fixed, 18)?, long(fixed, 22)?);
        let name_start = start + HEADER;
        let extra_start = name_start + usize::from(short(fixed, 26)?);
        let data_start = extra_start + usize::from(short(fixed, 28)?);
        let length = match length {
            IN_EXTRA => length_in(bytes.get(extra_start..data_start)?, size == IN_EXTRA),
            length => usize::try_from(length).ok(),
        };
        Some(Self {
            name: bytes.get(name_start..extra_start)?,
            is_encrypted: flags & 1 != 0,
            method,
            crc: long(fixed, 14)?,
            length: length.filter(|_| flags & 8 == 0),
            data_start,
        })
    }
}

/// What stands in place of a length that the extra fields have, with eight bytes.
const IN_EXTRA: u32 = u32::MAX;

/// The number of the extra field that has it.
const ZIP64: u16 = 1;

/// The length of the data, from the extra fields, where the size of what comes out may stand before it.
fn length_in(mut extra: &[u8], behind_size: bool) -> Option<usize> {
    loop {
        let (number, length) = (short(extra, 0)?, usize::from(short(extra, 2)?));
        let field = extra.get(4..4 + length)?;
        if number == ZIP64 {
            let bytes = field.get(if behind_size { 8..16 } else { 0..8 })?;
            return usize::try_from(u64::from_le_bytes(bytes.try_into().ok()?)).ok();
        }
        extra = extra.get(4 + length..)?;
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Finds where data end whose length stands only behind them, and unfolds no more than an archive may.
struct Scan {
    inflated: u64,
}

impl Scan {
    /// The data of a file, if they are whole.
    fn data<'a>(&mut self, header: &Header<'a>, bytes: &'a [u8]) -> Option<&'a [u8]> {
        let rest = bytes.get(header.data_start..)?;
        match header.length {
            Some(length) => rest.get(..length),
            None if header.method == 8 => rest.get(..self.deflated_length(rest)?),
            None => rest.get(..find(rest, 0)?),
        }
    }

    /// How many bytes a deflated stream has; `None` if it does not end, or unfolds to too much.
    fn deflated_length(&mut self, data: &[u8]) -> Option<usize> {
        let (mut decoder, mut scratch) = (Decompress::new(false), vec![0; 64 << 10]);
        loop {
            let (read, written) = (decoder.total_in(), decoder.total_out());
            let input = data.get(usize::try_from(read).ok()?..)?;
            let status = decoder.decompress(input, &mut scratch, FlushDecompress::None).ok()?;
            self.inflated += decoder.total_out() - written;
            if status == Status::StreamEnd {
                return usize::try_from(decoder.total_in()).ok();
            }
            if (read, written) == (decoder.total_in(), decoder.total_out()) || self.inflated > MOST_INFLATED {
                return None;
            }
        }
    }
}
