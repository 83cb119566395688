//! What has been done, in the output folder: so that nothing is done twice, and nothing is missed.

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use ucwa_arrow::{checkpoint, splits};

/// A name that readers of folders pass over.
const FILE: &str = "_ucwa-tables.json";

/// What is to become it.
const NEW: &str = "_ucwa-tables.new";

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
    /// By the log's name, the parts of it that have been written: where each ends, by where it begins.
    logs: BTreeMap<String, BTreeMap<u64, u64>>,
}

/// The output folder.
#[derive(Debug)]
pub(super) struct State {
    folder: PathBuf,
    noted: Noted,
}

impl State {
    /// A folder that is new, or that an earlier run has made of the same table.
    pub(super) fn open(folder: &Path, made: Made) -> Result<Self> {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
        let file = folder.join(FILE);
        match fs::read(&file) {
            Ok(json) => {
                let noted: Noted = serde_json::from_slice(&json).with_context(|| file.display().to_string())?;
                let other = &noted.made;
                ensure!(*other == made, "{}: expected a folder of {made}, but it is one of {other}", folder.display());
                let state = Self { folder: folder.to_owned(), noted };
                state.remove_rest()?;
                Ok(state)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::begin(folder, made),
            Err(error) => Err(error).with_context(|| file.display().to_string()),
        }
    }

    /// A folder that is new. It is noted at once what it is made of, so that it can be gone on with from then on.
    fn begin(folder: &Path, made: Made) -> Result<Self> {
        let is_empty = fs::read_dir(folder)?.all(|entry| entry.is_ok_and(|entry| entry.file_name() == NEW));
        ensure!(is_empty, "{}: expected an empty folder, or one that this command has made", folder.display());
        let state = Self { folder: folder.to_owned(), noted: Noted { made, logs: BTreeMap::new() } };
        state.write()?;
        Ok(state)
    }

    fn write(&self) -> Result<()> {
        let (file, new) = (self.folder.join(FILE), self.folder.join(NEW));
        fs::write(&new, serde_json::to_vec_pretty(&self.noted)?).with_context(|| new.display().to_string())?;
        fs::rename(&new, &file).with_context(|| file.display().to_string())
    }

    /// Takes away what an interrupted run has left that is not noted.
    fn remove_rest(&self) -> Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let folder = entry?;
            if !folder.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(folder.path())? {
                let path = file?.path();
                let is_noted =
                    self.noted.logs.iter().any(|(name, parts)| parts.keys().any(|start| path == self.path(name, *start)));
                if !is_noted {
                    fs::remove_file(&path).with_context(|| path.display().to_string())?;
                }
            }
        }
        Ok(())
    }

    /// The parts of a log that have not been written yet, up to where the log may still change, unless this is the last time.
    pub(super) fn missing(&self, log: &Path, size: u64, last: bool) -> Result<Vec<Range<u64>>> {
        let none = BTreeMap::new();
        let done = self.noted.logs.get(&name(log)).unwrap_or(&none);
        let written = done.values().copied().max().unwrap_or(0);
        let length = fs::metadata(log)?.len();
        ensure!(
            written <= length,
            "expected at least {written} bytes, which have been written, but found {length}: take another folder"
        );
        let end = if last { length } else { checkpoint(log, written)? };
        let (mut start, mut parts) = (0, Vec::new());
        for (from, to) in done.iter().map(|(from, to)| (*from, *to)).chain([(end.max(written), end.max(written))]) {
            parts.extend(splits(log, start..from, size)?);
            start = to;
        }
        Ok(parts)
    }

    /// Where a part goes.
    pub(super) fn file(&self, log: &Path, start: u64) -> PathBuf {
        self.path(&name(log), start)
    }

    fn path(&self, name: &str, start: u64) -> PathBuf {
        self.folder.join(format!("file={name}")).join(format!("part-{start:015}.{}", self.noted.made.to))
    }

    /// Notes that a part has been written.
    pub(super) fn note(&mut self, log: &Path, part: &Range<u64>) -> Result<()> {
        self.noted.logs.entry(name(log)).or_default().insert(part.start, part.end);
        self.write()
    }
}

/// The name of a log as a folder: the path as it was given, other bytes than those of plain names with a percent sign, as Spark and
/// others write and read them.
fn name(log: &Path) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let path = log.to_string_lossy();
    path.bytes().map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
