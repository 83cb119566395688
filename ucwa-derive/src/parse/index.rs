//! The index: which definitions there are, by area.

use crate::{files::File, model::Index, toml_table::Document};

/// Parses the index of a schema folder.
pub(crate) fn index(file: &File<'_>) -> Index {
    let document = Document::parse(file);
    let table = document.root();
    let areas = table.keys().into_iter().map(|area| {
        let names = table.strings(&area);
        (area, names)
    });
    Index::new(areas.collect())
}
