//! Which files the arguments name.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// A file, as it is found and as it is named to people.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
}

impl Named {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), path: name.into() }
    }

    pub(crate) fn is_stdin(&self) -> bool {
        self.name == "-"
    }
}

impl From<PathBuf> for Named {
    fn from(path: PathBuf) -> Self {
        Self { name: path.display().to_string(), path }
    }
}

/// Endings of files that hold messages; by gzip, with `.gz` behind.
const ENDINGS: [&str; 8] = ["json", "jsonl", "ndjson", "xml", "log", "har", "saz", "http"];

/// The files that arguments name: a folder stands for all messages inside. With what cannot be read, why.
pub(crate) fn files(arguments: &[String]) -> Vec<(Named, Option<io::Error>)> {
    let mut found = Vec::new();
    for argument in arguments {
        if argument == "-" || !Path::new(argument).is_dir() {
            found.push((Named::new(argument), None));
            continue;
        }
        let before = found.len();
        messages(Path::new(argument), &mut found);
        if found.len() == before {
            let expected = format!("expected files that end in .{}, also with .gz, but found none", ENDINGS.join(", ."));
            found.push((Named::new(argument), Some(io::Error::new(io::ErrorKind::NotFound, expected))));
        }
    }
    found
}

/// The messages of a folder and of the folders inside, in order. Links to folders are not followed: they may lead round in circles.
pub(crate) fn messages(folder: &Path, found: &mut Vec<(Named, Option<io::Error>)>) {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => return found.push((folder.to_owned().into(), Some(error))),
    };
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            messages(&path, found);
        } else if is_message(&path) && !path.is_dir() {
            found.push((path.into(), None));
        }
    }
}

fn is_message(path: &Path) -> bool {
    let ends_in = |path: &Path, ending: &str| path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending));
    let plain = if ends_in(path, "gz") { path.with_extension("") } else { path.to_owned() };
    ENDINGS.iter().any(|ending| ends_in(&plain, ending))
}
