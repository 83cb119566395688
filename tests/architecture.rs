//! The floors of the library: a room uses those on its own floor and below. Which room is where is stated here, once.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const SOURCE: &str = "ucwa-model/src";

/// From the ground up. Rooms on one floor may know each other.
const FLOORS: &[&[&str]] = &[
    // what knows nothing of UCWA
    &["error", "excerpt", "format", "growth", "lookup", "options", "place", "scan", "spare", "text"],
    // values, the tables and traits that say what a type is, values of any type, and what the schema does not know: a record has an
    // `Extra`, and that holds records
    &[
        "any",
        "data_url",
        "descriptor",
        "dialect",
        "enumeration",
        "extra",
        "link",
        "message",
        "plain",
        "record",
        "resource",
        "value",
    ],
    // one run: mode, limits, path, findings
    &["context"],
    // what decoding and encoding mean in both formats
    &["bind", "plan"],
    // messages that are more than a resource
    &["document", "events", "unnamed"],
    // the formats
    &["json", "xml"],
    // the choice of a format, and what a value is told that is written and read again
    &["codec", "validate"],
    // what carries messages, and what generated code needs
    &["http", "interop", "private", "stream"],
    // documentation with examples, which nothing uses
    &["cookbook"],
];

/// Who reaches up today. Mend one, and take it out: the list may only become shorter.
const EXCEPTIONS: &[(&str, &str)] = &[("events", "codec"), ("events", "json"), ("events", "xml")];

#[test]
fn no_room_reaches_up() {
    let floor: BTreeMap<&str, usize> =
        FLOORS.iter().enumerate().flat_map(|(floor, rooms)| rooms.iter().map(move |room| (*room, floor))).collect();
    let up: BTreeSet<(String, String)> = uses().into_iter().filter(|(from, to)| floor[&**from] < floor[&**to]).collect();
    let known: BTreeSet<(String, String)> = EXCEPTIONS.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
    let new: Vec<_> = up.difference(&known).collect();
    assert!(new.is_empty(), "rooms that reach up: {new:?}");
    let mended: Vec<_> = known.difference(&up).collect();
    assert!(mended.is_empty(), "no longer exceptions, take them out: {mended:?}");
}

#[test]
fn every_room_has_a_floor() {
    let placed: BTreeSet<&str> = FLOORS.iter().flat_map(|rooms| rooms.iter().copied()).collect();
    assert_eq!(placed.len(), FLOORS.iter().map(|rooms| rooms.len()).sum::<usize>(), "each room is on one floor");
    let library = fs::read_to_string(format!("{SOURCE}/lib.rs")).unwrap();
    assert_eq!(rooms(&library), placed);
}

/// The modules that the library declares.
fn rooms(library: &str) -> BTreeSet<&str> {
    let declared = library.lines().filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'));
    declared.collect()
}

/// Which room uses which: the `use` lines and the paths from the root of all files, but those of tests.
fn uses() -> BTreeSet<(String, String)> {
    let library = fs::read_to_string(format!("{SOURCE}/lib.rs")).unwrap();
    let rooms = rooms(&library);
    let front = front(&library);
    let mut files = Vec::new();
    collect(Path::new(SOURCE), &mut files);
    let mut uses = BTreeSet::new();
    for file in files {
        let inside = file.strip_prefix(SOURCE).unwrap().with_extension("");
        let module: Vec<&str> = inside.iter().map(|part| part.to_str().unwrap()).collect();
        if module == ["lib"] {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        for path in paths(&text).into_iter().chain(inline(&text)) {
            let Some(first) = first_inside(&path, &module) else { continue };
            let room = if rooms.contains(&*first) { Some(first) } else { front.get(&first).cloned() };
            uses.extend(room.filter(|room| room != module[0]).map(|room| (module[0].to_owned(), room)));
        }
    }
    uses
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// The room of each name that the front of the library exports.
fn front(library: &str) -> BTreeMap<String, String> {
    let (_, exports) = library.split_once("pub use self::").unwrap();
    let (exports, _) = exports.split_once(";\n").unwrap();
    let names = expand(exports).into_iter().filter_map(|path| {
        let (room, name) = path.split_once("::")?;
        Some((name.to_owned(), room.to_owned()))
    });
    names.collect()
}

/// A file without its comments and its tests.
fn code(text: &str) -> String {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    code.split("\nmod tests {").next().unwrap().to_owned()
}

/// The paths that begin with `crate::` wherever they stand, but in strings, which are documentation. What a macro says with `$crate` is
/// the code of whoever calls it: generated code may know all rooms.
fn inline(text: &str) -> Vec<String> {
    let code = code(text);
    let ends = code.match_indices("crate::").filter(|(at, _)| {
        let line = code[..*at].rsplit('\n').next().unwrap();
        !line.ends_with(|before: char| before == '$' || before == '_' || before.is_alphanumeric())
            && line.matches('"').count().is_multiple_of(2)
    });
    let paths = ends.filter_map(|(at, _)| {
        let path = code[at..].split(|part: char| part != ':' && part != '_' && !part.is_alphanumeric()).next()?;
        (!path.ends_with("::")).then(|| path.to_owned())
    });
    paths.collect()
}

/// What a file uses, one path for each name.
fn paths(text: &str) -> Vec<String> {
    let code = code(text);
    let statements = code.split(';').filter_map(|statement| {
        let (before, path) = statement.rsplit_once("use ")?;
        let begins = before.trim_end().is_empty() || before.ends_with(['\n', ' ']);
        begins.then_some(path)
    });
    statements.flat_map(expand).collect()
}

/// `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expand(path: &str) -> Vec<String> {
    let path: String = path.chars().filter(|character| !character.is_whitespace()).collect();
    let Some((head, rest)) = path.split_once('{') else { return vec![path] };
    let body = rest.strip_suffix('}').unwrap_or(rest);
    let (mut parts, mut depth) = (vec![String::new()], 0_i32);
    for character in body.chars() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if character == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(character);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.iter().flat_map(|part| expand(&format!("{head}{part}"))).collect()
}

/// The first part of a path, counted from the root of the library, if it is in there.
fn first_inside(path: &str, module: &[&str]) -> Option<String> {
    let parts: Vec<&str> = path.split("::").collect();
    let ups = parts.iter().take_while(|part| **part == "super").count();
    let inside = match parts[0] {
        "crate" | "ucwa_model" => parts[1..].to_vec(),
        "self" => module.to_vec(),
        "super" => [&module[..module.len().saturating_sub(ups)], &parts[ups..]].concat(),
        _ => return None,
    };
    inside.first().map(|part| (*part).to_owned())
}
