//! Which logs the arguments name.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};

/// Endings of logs in a folder. A number may stand behind, as in `x.log.1`, and behind that `.gz`.
pub(super) const ENDINGS: [&str; 5] = ["log", "json", "jsonl", "ndjson", "xml"];

/// A log.
#[derive(Clone, Debug)]
pub(super) struct Log {
    /// As it was named.
    pub(super) path: PathBuf,
    /// However it is named: from the root on, without links and dots.
    pub(super) real: PathBuf,
}

/// The logs that arguments name, a folder all that are inside, in order, each once.
pub(super) fn find(arguments: &[PathBuf]) -> Result<Vec<Log>> {
    let mut found = Vec::new();
    for argument in arguments {
        if argument.is_dir() {
            inside(argument, &mut found)?;
        } else {
            found.push(argument.clone());
        }
    }
    found.sort();
    let (mut logs, mut known) = (Vec::new(), BTreeSet::new());
    for path in found {
        let meta = fs::metadata(&path).with_context(|| path.display().to_string())?;
        ensure!(meta.is_file(), "{}: expected a file, but found a pipe or a device", path.display());
        let real = fs::canonicalize(&path).with_context(|| path.display().to_string())?;
        if known.insert(real.clone()) {
            logs.push(Log { path, real });
        }
    }
    Ok(logs)
}

/// Links to folders are not followed: they may lead round in circles. Names that begin with `_` or `.` are passed over, as the files of
/// this command that are no logs, and as Spark does.
fn inside(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let path = entry.path();
        if matches!(entry.file_name().as_encoded_bytes().first(), Some(b'_' | b'.')) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            inside(&path, found)?;
        } else if is_log(&path) && !path.is_dir() {
            found.push(path);
        }
    }
    Ok(())
}

fn is_log(path: &Path) -> bool {
    let ends_in = |path: &Path, ending: &str| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending));
    let plain = if ends_in(path, "gz") { path.with_extension("") } else { path.to_owned() };
    let is_number = plain.extension().is_some_and(|number| number.as_encoded_bytes().iter().all(u8::is_ascii_digit));
    let plain = if is_number { plain.with_extension("") } else { plain };
    ENDINGS.iter().any(|ending| ends_in(&plain, ending))
}
