//! What has been done, in the output folder: so that nothing is done twice, and nothing is missed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use ucwa_arrow::{checkpoint, splits};

use super::{begin::Begin, logs::Log};

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
    /// By the log's real path.
    logs: BTreeMap<String, Done>,
}

/// What has been done of a log.
#[derive(Debug, Deserialize, Serialize)]
struct Done {
    /// The name under which its files are.
    name: String,
    begin: Begin,
    /// The parts that have been written: where each ends, by where it begins.
    parts: BTreeMap<u64, u64>,
}

impl Done {
    /// Where the last part ends.
    fn written(&self) -> u64 {
        self.parts.values().copied().max().unwrap_or(0)
    }
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
        let done = self.noted.logs.values();
        let files = done.flat_map(|done| done.parts.keys().map(|start| self.path(&done.name, *start)));
        let noted: BTreeSet<PathBuf> = files.collect();
        for entry in fs::read_dir(&self.folder)? {
            let folder = entry?;
            if !folder.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(folder.path())? {
                let path = file?.path();
                if !noted.contains(&path) {
                    fs::remove_file(&path).with_context(|| path.display().to_string())?;
                }
            }
        }
        Ok(())
    }

    /// The parts of a log that have not been written yet, up to where the log may still change, unless this is the last time.
    pub(super) fn missing(&mut self, log: &Log, size: u64, last: bool) -> Result<Vec<Range<u64>>> {
        let (begin, is_compressed) = Begin::of(&log.real)?;
        let length = fs::metadata(&log.real)?.len();
        let done = self.done(log, begin);
        let written = done.written();
        if !done.parts.is_empty() {
            ensure!(
                written <= length,
                "expected at least {written} bytes, which have been written, but found {length}: take another folder"
            );
            let is_same = done.begin.is_of(&log.real)?;
            ensure!(
                is_same,
                "expected the log that has been written, but found one that begins in another way: take another folder"
            );
            let has_grown = is_compressed && written < length;
            ensure!(
                !has_grown,
                "expected no more than {written} bytes, because it is compressed, but found {length}: take another folder"
            );
        }
        done.begin = begin;
        let end = if last { length } else { checkpoint(&log.real, written)? };
        let (mut start, mut parts) = (0, Vec::new());
        for (from, to) in done.parts.iter().map(|(from, to)| (*from, *to)).chain([(end.max(written), end.max(written))]) {
            parts.extend(splits(&log.real, start..from, size)?);
            start = to;
        }
        Ok(parts)
    }

    /// What has been done of a log. One that is new gets a name: the path as it was given, or the real one, if another log has that.
    fn done(&mut self, log: &Log, begin: Begin) -> &mut Done {
        let given = name(&log.path);
        let is_taken = self.noted.logs.values().any(|done| done.name == given);
        let name_of_new = || if is_taken { name(&log.real) } else { given };
        let new = || Done { name: name_of_new(), begin, parts: BTreeMap::new() };
        self.noted.logs.entry(name(&log.real)).or_insert_with(new)
    }

    /// Where a part goes.
    pub(super) fn file(&self, log: &Log, start: u64) -> PathBuf {
        let name_of = |done: &Done| self.path(&done.name, start);
        self.noted.logs.get(&name(&log.real)).map_or_else(|| self.path(&name(&log.path), start), name_of)
    }

    fn path(&self, name: &str, start: u64) -> PathBuf {
        self.folder.join(format!("file={name}")).join(format!("part-{start:015}.{}", self.noted.made.to))
    }

    /// Notes that a part has been written.
    pub(super) fn note(&mut self, log: &Log, part: &Range<u64>) -> Result<()> {
        if let Some(done) = self.noted.logs.get_mut(&name(&log.real)) {
            done.parts.insert(part.start, part.end);
        }
        self.write()
    }
}

/// Where a file is until it is whole: under a name that readers of folders pass over.
pub(super) fn unfinished(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    file.with_file_name(format!("_{stem}.new"))
}

/// The name of a log as a folder: a path, other bytes than those of plain names with a percent sign, as Spark and others write and read
/// them.
fn name(path: &Path) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let bytes = path.as_os_str().as_encoded_bytes();
    bytes.iter().map(|byte| if is_plain(*byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
