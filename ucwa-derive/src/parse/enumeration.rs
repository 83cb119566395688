//! Enumerations: a list of members, each with its meaning.

use crate::{
    diagnostics::Diagnostics,
    files::File,
    model::{Enumeration, Member},
    name,
    toml_table::{Document, Item},
};

/// Parses an enumeration.
pub(crate) fn enumeration(file: &File, diagnostics: &mut Diagnostics) -> Enumeration {
    let document = Document::parse(file, diagnostics);
    let mut table = document.root(file);
    let name = table.required("name", diagnostics);
    let area = table.required("area", diagnostics);
    if area != "enumerations" && !area.is_empty() {
        diagnostics.at(file, table.place("area"), format_args!("expected `enumerations`, but found `{area}`"));
    }
    let doc = table.required("doc", diagnostics);
    let notes = table.list("notes", diagnostics);
    let mut members = Vec::new();
    if let Some(entries) = table.table("members", diagnostics) {
        for key in entries.keys() {
            let at = entries.place(&key);
            if !name::is_plain(&key) {
                diagnostics.at(file, at, format_args!("expected a name of letters and digits, but found `{key}`"));
                continue;
            }
            match entries.item(&key, diagnostics) {
                Some(Item::String(doc, _)) => members.push(Member { name: key, doc, at }),
                Some(Item::Table(table)) => diagnostics.at(file, table.at, "expected a string, but found table"),
                None => {}
            }
        }
    } else {
        diagnostics.at(file, 0, "expected the key `members`");
    }
    table.finish(diagnostics);
    Enumeration { name, doc, members, notes }
}
