//! Which logs the arguments name.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// Endings of logs in a folder; by gzip, with `.gz` behind.
pub(super) const ENDINGS: [&str; 5] = ["log", "json", "jsonl", "ndjson", "xml"];

/// The logs that arguments name, a folder all that are inside, in order.
pub(super) fn find(arguments: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for argument in arguments {
        if argument.is_dir() {
            inside(argument, &mut found)?;
        } else {
            found.push(argument.clone());
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Links to folders are not followed: they may lead round in circles.
fn inside(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let path = entry.path();
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
    ENDINGS.iter().any(|ending| ends_in(&plain, ending))
}
