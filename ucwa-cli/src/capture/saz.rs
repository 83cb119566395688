//! Fiddler's archives: a zip with `raw/N_c.txt`, what the client sent, `raw/N_s.txt`, what the server answered, and `raw/N_m.xml`, when.
//!
//! An archive that is cut has no directory at its end: what is whole is found by the headers that stand before each file.

mod recover;

use std::{
    collections::BTreeMap,
    io::{self, BufRead, Read},
};

use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};
use ucwa_model::Date;

use super::{Exchange, Take, fault, raw};

/// The most bytes of an archive, as it is.
const MOST: u64 = 1 << 30;

/// The most bytes that come out of one, all together: there are archives that unfold to any size.
const MOST_INFLATED: u64 = 4 << 30;

/// The most exchanges of an archive. Fiddler holds a few thousand.
const MOST_EXCHANGES: usize = 1_000_000;

/// The most bytes of a file: a body that a decoder takes, compressed once more, and headers.
const MOST_OF_FILE: u64 = 65 << 20;

/// The files of an exchange, by where they are.
struct Files<F> {
    request: Option<F>,
    answer: Option<F>,
    times: Option<F>,
}

/// Reads the exchanges of an archive, in order of their numbers.
pub(super) fn read(reader: impl BufRead, take: &mut Take<'_>) -> io::Result<()> {
    let mut bytes = Vec::new();
    reader.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(fault(format!("expected an archive of at most {MOST} bytes, but found more")));
    }
    let Ok(archive) = ZipArchive::from_slice(&*bytes) else { return recover::read(&bytes, take) };
    let mut exchanges: BTreeMap<u64, Files<(ZipArchiveEntryWayfinder, CompressionMethod)>> = BTreeMap::new();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().map_err(|error| fault(format!("the archive's directory is broken: {error}")))? {
        let Some((number, part)) = place(entry.file_path().as_ref()) else { continue };
        if entry.flags().is_encrypted() {
            return Err(encrypted());
        }
        note(&mut exchanges, number, part, (entry.wayfinder(), entry.compression_method()))?;
    }
    let mut budget = Budget { left: MOST_INFLATED };
    for (number, files) in exchanges {
        let mut content = |file: Option<(ZipArchiveEntryWayfinder, CompressionMethod)>| {
            file.map(|(file, method)| budget.take(&archive, file, method)).transpose()
        };
        let texts = Texts { request: content(files.request)?, answer: content(files.answer)?, times: content(files.times)? };
        take(texts.exchange(number))?;
    }
    Ok(())
}

fn encrypted() -> io::Error {
    fault("the archive is encrypted: save it without a password")
}

/// The number of an exchange, and which of its files a name stands for, as in `raw/12_c.txt`.
fn place(name: &[u8]) -> Option<(u64, u8)> {
    let name = std::str::from_utf8(name).ok()?.rsplit(['/', '\\']).next()?;
    let (number, rest) = name.split_once('_')?;
    let part = match rest.to_ascii_lowercase().as_str() {
        "c.txt" => b'c',
        "s.txt" => b's',
        "m.xml" => b'm',
        _ => return None,
    };
    Some((number.parse().ok()?, part))
}

/// Notes a file of an exchange. Of two with one name the last counts.
fn note<F>(exchanges: &mut BTreeMap<u64, Files<F>>, number: u64, part: u8, file: F) -> io::Result<()> {
    if exchanges.len() >= MOST_EXCHANGES && !exchanges.contains_key(&number) {
        return Err(fault(format!("expected at most {MOST_EXCHANGES} exchanges, but found more")));
    }
    let files = exchanges.entry(number).or_insert_with(|| Files { request: None, answer: None, times: None });
    match part {
        b'c' => files.request = Some(file),
        b's' => files.answer = Some(file),
        _ => files.times = Some(file),
    }
    Ok(())
}

/// How many bytes may yet come out of an archive.
struct Budget {
    left: u64,
}

impl Budget {
    fn take(
        &mut self,
        archive: &ZipSliceArchive<&[u8]>,
        file: ZipArchiveEntryWayfinder,
        method: CompressionMethod,
    ) -> io::Result<Vec<u8>> {
        let Ok(entry) = archive.get_entry(file) else { return Ok(Vec::new()) };
        self.inflate(entry.data(), method == CompressionMethod::DEFLATE)
    }

    /// The content of a file. What is broken behind a beginning costs only the rest.
    fn inflate(&mut self, data: &[u8], is_deflated: bool) -> io::Result<Vec<u8>> {
        let most = MOST_OF_FILE.min(self.left);
        let mut content = Vec::new();
        let read = match is_deflated {
            true => DeflateDecoder::new(data).take(most).read_to_end(&mut content),
            false => data.take(most).read_to_end(&mut content),
        };
        let _ = read; // what came out before a fault is there
        self.left -= content.len() as u64;
        if self.left == 0 {
            return Err(fault(format!("expected an archive that unfolds to at most {MOST_INFLATED} bytes, but found more")));
        }
        Ok(content)
    }
}

/// The files of an exchange, as they are.
struct Texts {
    request: Option<Vec<u8>>,
    answer: Option<Vec<u8>>,
    times: Option<Vec<u8>>,
}

impl Texts {
    fn exchange(self, number: u64) -> Exchange {
        Exchange {
            number: number.to_string(),
            time: self.times.as_deref().and_then(|times| time(times, "ClientBeginRequest")),
            duration: self.times.as_deref().and_then(duration),
            request: self.request.as_deref().and_then(raw::request),
            answer: self.answer.as_deref().and_then(raw::response),
        }
    }
}

/// How long it took until the client had the answer, in milliseconds.
fn duration(times: &[u8]) -> Option<f64> {
    let at = |name| Date::parse_iso(&time(times, name)?).ok()?.timestamp();
    let (begin, end) = (at("ClientBeginRequest")?, at("ClientDoneResponse")?);
    Some(end.duration_since(begin).as_secs_f64() * 1000.0).filter(|duration| *duration >= 0.0)
}

/// When something happened.
fn time(times: &[u8], name: &str) -> Option<String> {
    let text = String::from_utf8_lossy(times);
    let (_, behind) = text.split_once(&format!("{name}="))?;
    let value = behind.get(1..)?.split(['"', '\'']).next()?;
    (!value.is_empty() && value.len() < 64).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_takes_until_the_client_has_the_answer() {
        let times = |end: &str| {
            format!("<SessionTimers ClientBeginRequest=\"2026-11-01T10:00:00.5000000+01:00\" ClientDoneResponse='{end}'/>")
        };
        assert_eq!(duration(times("2026-11-01T10:00:00.7500000+01:00").as_bytes()), Some(250.0));
        assert_eq!(duration(times("0001-01-01T00:00:00").as_bytes()), None, "it was never there");
        assert_eq!(duration(b"<SessionTimers/>"), None);
    }
}
