//! An archive without its end: files by the headers that stand before them.

use std::{collections::BTreeMap, io};

use flate2::{Decompress, FlushDecompress, Status};

use super::{Budget, Files, MOST_INFLATED, Texts, encrypted, note, place};
use crate::capture::{Take, fault};

/// How the header of a file begins.
const SIGNATURE: &[u8] = b"PK\x03\x04";

/// Its length, without the name and what follows that.
const HEADER: usize = 30;

/// A file whose data are whole.
struct Found<'a> {
    data: &'a [u8],
    is_deflated: bool,
}

/// Reads what is whole, and says that the archive is cut.
pub(super) fn read(bytes: &[u8], take: &mut Take<'_>) -> io::Result<()> {
    let exchanges = exchanges(bytes)?;
    let mut budget = Budget { left: MOST_INFLATED };
    let count = exchanges.len();
    for (number, files) in exchanges {
        let mut content = |file: Option<Found<'_>>| file.map(|file| budget.inflate(file.data, file.is_deflated)).transpose();
        let texts = Texts { request: content(files.request)?, answer: content(files.answer)?, times: content(files.times)? };
        take(texts.exchange(number))?;
    }
    Err(fault(format!("the archive is cut: it has no directory at its end; {count} exchanges could be read")))
}

/// The files of all exchanges, up to the first file that is not whole.
fn exchanges(bytes: &[u8]) -> io::Result<BTreeMap<u64, Files<Found<'_>>>> {
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
            note(&mut exchanges, number, part, Found { data, is_deflated: header.is_deflated })?;
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
    is_deflated: bool,
    /// How many bytes the data have, if the header says so.
    length: Option<usize>,
    data_start: usize,
}

impl<'a> Header<'a> {
    fn read(bytes: &'a [u8], start: usize) -> Option<Self> {
        let fixed = bytes.get(start..start + HEADER)?;
        let short = |at: usize| fixed.get(at..at + 2).map(|pair| usize::from(pair[0]) | (usize::from(pair[1]) << 8));
        let (flags, method) = (short(6)?, short(8)?);
        let length = short(18)? | (short(20)? << 16);
        let (name, extra) = (short(26)?, short(28)?);
        let name_start = start + HEADER;
        Some(Self {
            name: bytes.get(name_start..name_start + name)?,
            is_encrypted: flags & 1 != 0,
            is_deflated: method == 8,
            length: (flags & 8 == 0).then_some(length),
            data_start: name_start + name + extra,
        })
    }
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
            None if header.is_deflated => rest.get(..self.deflated_length(rest)?),
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
