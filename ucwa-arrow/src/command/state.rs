//! What has been done, in the output folder: so that nothing is done twice, and nothing is missed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    fs::{self, File},
    io::{self, Write},
    ops::Range,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use ucwa_arrow::{checkpoint, splits};

use super::{
    fingerprint::Fingerprint,
    folder::{self, NEW, STATE},
    logs::Log,
};

/// What a folder is made of.
#[derive(Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Made {
    pub(super) table: String,
    pub(super) to: String,
    pub(super) senders: Vec<String>,
    pub(super) types: Vec<String>,
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, to, senders, types } = self;
        write!(f, "`{table}` as {to}")?;
        let said = [("senders", senders), ("types", types)].into_iter().filter(|(_, names)| !names.is_empty());
        said.into_iter().try_for_each(|(what, names)| write!(f, " of the {what} {}", names.join(", ")))
    }
}

#[derive(Debug, Deserialize, Serialize)]
struct Noted {
    made: Made,
    /// By the log's real path.
    logs: BTreeMap<String, Done>,
}

/// What has been done of a log.
#[derive(Debug, Deserialize, Serialize)]
struct Done {
    /// The name under which its files are.
    name: String,
    begin: Fingerprint,
    /// The parts that have been written, by where each begins.
    parts: BTreeMap<u64, Part>,
}

/// A part that has been written.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(super) struct Part {
    /// Where it ends in the log, and what stands before that.
    pub(super) end: u64,
    pub(super) last: Fingerprint,
    /// Its file.
    pub(super) rows: u64,
    pub(super) bytes: u64,
}

impl Done {
    /// The part that ends last.
    fn last(&self) -> Option<&Part> {
        self.parts.values().max_by_key(|part| part.end)
    }

    /// That a log is the one that has been written, though it may have grown.
    fn check(&self, log: &Path, is_compressed: bool) -> Result<()> {
        let Some(Part { end: written, last, .. }) = self.last() else { return Ok(()) };
        let length = fs::metadata(log)?.len();
        ensure!(
            *written <= length,
            "expected at least {written} bytes, which have been written, but found {length}: take another folder"
        );
        ensure!(
            self.begin.is_in(log)?,
            "expected the log that has been written, but found one that begins in another way: take another folder"
        );
        ensure!(
            last.is_in(log)?,
            "expected the log that has been written, but found one that goes on in another way: take another folder"
        );
        let has_grown = is_compressed && *written < length;
        ensure!(
            !has_grown,
            "expected no more than {written} bytes, because it is compressed, but found {length}: take another folder"
        );
        Ok(())
    }
}

/// The output folder.
#[derive(Debug)]
pub(super) struct State {
    folder: PathBuf,
    noted: Noted,
    /// Those of all logs.
    names: BTreeSet<String>,
    /// Nobody else writes to the folder while this is there.
    _lock: File,
}

impl State {
    /// A folder that is new, or that an earlier run has made of the same table.
    pub(super) fn open(folder: &Path, made: Made) -> Result<Self> {
        let lock = folder::lock(folder)?;
        let noted = Self::noted(folder)?;
        let (is_new, other) = (noted.is_none(), noted.as_ref().map_or(&made, |noted| &noted.made));
        ensure!(*other == made, "{}: expected a folder of {made}, but it is one of {other}", folder.display());
        let noted = noted.unwrap_or(Noted { made, logs: BTreeMap::new() });
        let names = noted.logs.values().map(|done| done.name.clone()).collect();
        let state = Self { folder: folder.to_owned(), noted, names, _lock: lock };
        if is_new {
            state.write()?; // so that it can be gone on with from now on
        }
        state.remove_rest()?;
        Ok(state)
    }

    fn noted(folder: &Path) -> Result<Option<Noted>> {
        let file = folder.join(STATE);
        match fs::read(&file) {
            Ok(json) => serde_json::from_slice(&json).map(Some).with_context(|| file.display().to_string()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| file.display().to_string()),
        }
    }

    fn write(&self) -> Result<()> {
        let (file, new) = (self.folder.join(STATE), self.folder.join(NEW));
        let json = serde_json::to_vec_pretty(&self.noted)?;
        let written = File::create(&new).and_then(|mut file| file.write_all(&json).and_then(|()| file.sync_all()));
        written.with_context(|| new.display().to_string())?;
        fs::rename(&new, &file).with_context(|| file.display().to_string())
    }

    /// Takes away what an interrupted run has left that is not noted.
    fn remove_rest(&self) -> Result<()> {
        let done = self.noted.logs.values();
        let files = done.flat_map(|done| done.parts.keys().map(|start| self.path(&done.name, *start)));
        folder::remove_rest(&self.folder, &self.noted.made.to, &files.collect())
    }

    /// The parts of a log that have not been written yet, or whose files are not as they were written; up to where the log may still
    /// change, unless this is the last time.
    pub(super) fn missing(&mut self, log: &Log, size: u64, last: bool) -> Result<Vec<Range<u64>>> {
        let (begin, first) = Fingerprint::of_begin(&log.real)?;
        let is_compressed = first.starts_with(b"\x1f\x8b");
        if first.contains(&0) && !is_compressed {
            eprintln!(
                "warning: {}: expected UTF-8, but found zero bytes, as in UTF-16: no event can be read",
                log.path.display()
            );
        }
        self.forget_lost(log);
        let done = self.done(log, begin);
        done.check(&log.real, is_compressed)?;
        done.begin = begin;
        let written = done.last().map_or(0, |part| part.end);
        let end = if last { fs::metadata(&log.real)?.len() } else { checkpoint(&log.path, written)? };
        let (mut start, mut parts) = (0, Vec::new());
        for (from, to) in done.parts.iter().map(|(from, to)| (*from, to.end)).chain([(end.max(written), end.max(written))]) {
            parts.extend(splits(&log.path, start..from, size)?);
            start = to;
        }
        Ok(parts)
    }

    /// Parts whose files are gone, or have another size, are to be made again.
    fn forget_lost(&mut self, log: &Log) {
        let Self { folder, noted: Noted { made, logs }, .. } = self;
        let Some(Done { name, parts, .. }) = logs.get_mut(&folder::encoded(&log.real)) else { return };
        parts.retain(|start, part| {
            let file = folder::part(folder, name, *start, &made.to);
            let is_there = fs::metadata(&file).is_ok_and(|file| file.is_file() && file.len() == part.bytes);
            if !is_there {
                eprintln!("warning: {}: expected {} bytes: made again", file.display(), part.bytes);
            }
            is_there
        });
    }

    /// What has been done of a log. One that is new gets a name that no other has: the path as it was given, or the real one, if that
    /// is taken, or one with a number.
    fn done(&mut self, log: &Log, begin: Fingerprint) -> &mut Done {
        let Self { noted, names, .. } = self;
        noted.logs.entry(folder::encoded(&log.real)).or_insert_with(|| {
            let (given, real) = (folder::name(&log.path), folder::name(&log.real));
            let numbered = (2..).map(|number| format!("{real}-{number}"));
            let mut candidates = [given, real.clone()].into_iter().chain(numbered);
            let name = candidates.find(|name| names.insert(name.clone())).unwrap_or(real);
            Done { name, begin, parts: BTreeMap::new() }
        })
    }

    /// Where a part goes.
    pub(super) fn file(&self, log: &Log, start: u64) -> PathBuf {
        let done = self.noted.logs.get(&folder::encoded(&log.real));
        self.path(&done.map_or_else(|| folder::name(&log.real), |done| done.name.clone()), start)
    }

    fn path(&self, name: &str, start: u64) -> PathBuf {
        folder::part(&self.folder, name, start, &self.noted.made.to)
    }

    /// Notes that a part has been written.
    pub(super) fn note(&mut self, log: &Log, start: u64, part: Part) -> Result<()> {
        if let Some(done) = self.noted.logs.get_mut(&folder::encoded(&log.real)) {
            done.parts.insert(start, part);
        }
        self.write()
    }
}
