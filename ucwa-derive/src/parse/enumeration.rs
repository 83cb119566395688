//! Enumerations: a list of members, each with its meaning.

use crate::{
    files::File,
    model::{ENUMERATIONS, Enumeration, Member, UNRECOGNIZED},
    name,
    toml_table::{Document, Item},
};

/// Parses an enumeration.
pub(crate) fn enumeration(file: &File<'_>, listed: &str) -> Enumeration {
    let document = Document::parse(file);
    let mut table = document.root();
    let name = super::indexed(&mut table, "name", listed);
    super::indexed(&mut table, "area", ENUMERATIONS);
    let doc = table.required("doc");
    let notes = table.list("notes");
    let mut members = Vec::new();
    if let Some(entries) = table.table("members") {
        for key in entries.keys() {
            let at = entries.place(&key);
            if !name::is_plain(&key) {
                file.report(at, format_args!("expected a name of letters and digits, but found `{key}`"));
                continue;
            }
            match entries.item(&key) {
                Some(Item::String(doc, _)) => members.push(Member { variant: name::pascal_case(&key), name: key, doc, at }),
                Some(Item::Table(table)) => file.report(table.at, "expected a string, but found table"),
                None => {}
            }
        }
    } else {
        file.report(0, "expected the key `members`");
    }
    table.finish();
    Enumeration { type_name: name.clone(), name, unrecognized: UNRECOGNIZED.to_owned(), doc, members, notes }
}
