//! Documented errors: rows, and named sets of rows that many operations have in common.

use crate::{
    files::File,
    model::{ErrorSets, Failure},
    name,
    parse::Known,
    toml_table::{Document, Item, Table},
};

/// Parses the sets. A set may include those above it.
pub(crate) fn error_sets(file: &File<'_>) -> ErrorSets {
    let document = Document::parse(file);
    let table = document.root();
    let mut sets = ErrorSets::new();
    for name in table.keys() {
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            file.report(table.place(&name), format_args!("expected a name that begins with a letter, but found `{name}`"));
        }
        let rows = rows(&table, table.any_items(&name), &sets);
        sets.insert(name, rows);
    }
    sets
}

/// The errors of an operation.
pub(super) fn failures(entry: &mut Table<'_>, key: &'static str, known: &Known) -> Vec<Failure> {
    let items = entry.items(key);
    rows(entry, items, &known.errors)
}

/// Each item is `"409 Conflict/AlreadyExists"`, `{ error = "409 Conflict/AlreadyExists", doc = "…" }`, or the name of a set.
fn rows(table: &Table<'_>, items: Vec<Item<'_>>, sets: &ErrorSets) -> Vec<Failure> {
    let mut rows = Vec::new();
    for item in items {
        match item {
            Item::String(text, at) if text.starts_with(|first: char| first.is_ascii_alphabetic()) => match sets.get(&text) {
                Some(set) => rows.extend(set.iter().cloned()),
                None => table.file.report(at, format_args!("expected an error or a set of errors, but found `{text}`")),
            },
            Item::String(text, at) => rows.extend(row(table.file, &text, at, String::new())),
            Item::Table(mut entry) => {
                let (text, doc) = (entry.required("error"), entry.required("doc"));
                rows.extend(row(table.file, &text, entry.at, doc));
                entry.finish();
            }
        }
    }
    rows
}

fn row(file: &File<'_>, text: &str, at: usize, doc: String) -> Option<Failure> {
    let parsed = text.split_once(' ').and_then(|(status, rest)| {
        let (code, subcode) = rest.split_once('/').map_or((rest, None), |(code, subcode)| (code, Some(subcode)));
        let names = name::is_plain(code) && subcode.is_none_or(name::is_plain);
        let status = status.parse().ok().filter(|status| names && (400..600).contains(status))?;
        Some(Failure { status, code: code.to_owned(), subcode: subcode.map(str::to_owned), doc })
    });
    if parsed.is_none() {
        file.report(at, format_args!("expected an error like `409 Conflict/AlreadyExists`, but found `{text}`"));
    }
    parsed
}
