//! Fiddler's archives: a zip with `raw/N_c.txt`, what the client sent, `raw/N_s.txt`, what the server answered, and `raw/N_m.xml`, when.
//!
//! An archive that is cut has no directory at its end: what is whole is found by the headers that stand before each file.

mod packed;
mod recover;

use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, Read},
};

use rawzip::{ZipArchive, ZipSliceArchive};
use ucwa_model::Date;

use self::packed::{Budget, Packed};
use super::{Exchange, Faults, Take, fault, har, raw};

/// The most bytes of an archive, as it is.
const MOST: u64 = 1 << 30;

/// The most bytes that come out of one, all together: there are archives that unfold to any size.
const MOST_INFLATED: u64 = 4 << 30;

/// The most exchanges of an archive. Fiddler holds a few thousand.
const MOST_EXCHANGES: usize = 1_000_000;

/// The files of an exchange.
struct Files<'a> {
    request: Option<Packed<'a>>,
    answer: Option<Packed<'a>>,
    times: Option<Packed<'a>>,
}

/// Reads the exchanges of an archive, in order of their numbers.
pub(super) fn read(reader: impl BufRead, take: &mut Take<'_>) -> io::Result<()> {
    let mut bytes = Vec::new();
    reader.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(fault(format!("expected an archive of at most {MOST} bytes, but found more")));
    }
    let Ok(archive) = ZipArchive::from_slice(&*bytes) else { return recover::read(&bytes, take) };
    let Content { exchanges, hars } = content(&archive)?;
    match (exchanges.is_empty(), &*hars) {
        (true, [har]) => read_har(har, take),
        (true, []) => {
            Err(fault("expected an archive of Fiddler, with files such as `raw/1_c.txt`, or a HAR in it, but found neither"))
        }
        (true, hars) => Err(fault(format!("expected one HAR in the archive, but found {}: unpack them", hars.len()))),
        (false, _) => hand_out(exchanges, take),
    }
}

/// The files of an archive that are read.
#[derive(Default)]
struct Content<'a> {
    exchanges: BTreeMap<u64, Files<'a>>,
    hars: Vec<Packed<'a>>,
}

fn content<'a>(archive: &'a ZipSliceArchive<&[u8]>) -> io::Result<Content<'a>> {
    let mut content = Content::default();
    let mut entries = archive.entries();
    while let Some(entry) = entries.next_entry().map_err(|error| fault(format!("the archive's directory is broken: {error}")))? {
        let path = entry.file_path();
        let (place, is_har) = (place(path.as_ref()), path.as_ref().to_ascii_lowercase().ends_with(b".har"));
        if place.is_none() && !is_har {
            continue;
        }
        if entry.flags().is_encrypted() {
            return Err(encrypted());
        }
        let data = archive.get_entry(entry.wayfinder()).ok().map(|entry| entry.data());
        let file = Packed { data, method: entry.compression_method().as_u16(), crc: Some(entry.crc32()) };
        match place {
            Some((number, part)) => note(&mut content.exchanges, number, part, file)?,
            None => content.hars.push(file),
        }
    }
    Ok(content)
}

/// A HAR that was put into a zip.
fn read_har(har: &Packed<'_>, take: &mut Take<'_>) -> io::Result<()> {
    let mut reader = BufReader::new(har.reader(MOST_INFLATED)?);
    har::read(&mut reader, take)?;
    if reader.get_ref().is_sound() { Ok(()) } else { Err(fault("the HAR in the archive is damaged")) }
}

/// Hands out the exchanges, and then says how many of their files are damaged.
fn hand_out(exchanges: BTreeMap<u64, Files<'_>>, take: &mut Take<'_>) -> io::Result<()> {
    let mut budget = Budget::new();
    let (mut damaged, mut first) = (0_u64, None);
    for (number, files) in exchanges {
        let mut faults = Faults::default();
        let mut unpack = |file: Option<Packed<'_>>, fault: &mut Option<String>| {
            let Some(file) = file else { return Ok(None) };
            let (content, why) = budget.unpack(&file)?;
            damaged += u64::from(why.is_some());
            first = first.take().or_else(|| why.clone());
            *fault = why;
            Ok::<_, io::Error>(Some(content))
        };
        let request = unpack(files.request, &mut faults.request)?;
        let answer = unpack(files.answer, &mut faults.answer)?;
        let times = unpack(files.times, &mut None)?;
        take(Exchange {
            number: number.to_string(),
            time: times.as_deref().and_then(|times| time(times, "ClientBeginRequest")),
            duration: times.as_deref().and_then(duration),
            request: request.as_deref().and_then(raw::request),
            answer: answer.as_deref().and_then(raw::response),
            faults,
        })?;
    }
    match first {
        None => Ok(()),
        Some(why) => Err(fault(format!("{damaged} of the archive's files cannot be read whole: {why}"))),
    }
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
fn note<'a>(exchanges: &mut BTreeMap<u64, Files<'a>>, number: u64, part: u8, file: Packed<'a>) -> io::Result<()> {
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
