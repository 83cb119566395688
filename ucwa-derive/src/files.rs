//! Where definitions lie: an index beside the folders, a file per definition.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use proc_macro2::Span;

use crate::{diagnostics::Diagnostics, toml_table::Document};

/// A file that has been read.
pub(crate) struct File {
    /// As messages name it.
    pub(crate) shown: String,
    /// As `include_str!` names it in the invoking file.
    pub(crate) include: String,
    pub(crate) text: String,
}

/// A schema folder, seen from the file that invokes the macro.
pub(crate) struct Schema {
    folder: PathBuf,
    include: String,
    span: Span,
    index: File,
}

impl Schema {
    /// Reads the index of a schema folder. `invoking` is the folder of the file that invokes the macro.
    pub(crate) fn open(invoking: &Path, folder: &str, span: Span, diagnostics: &mut Diagnostics) -> Option<Self> {
        let path = normalized(&invoking.join(folder));
        let index = read(&path.join("index.toml"), format!("{folder}/index.toml"), span, diagnostics)?;
        Some(Self { folder: path, include: folder.to_owned(), span, index })
    }

    /// The file that lists the definitions.
    pub(crate) fn index(&self) -> &File {
        &self.index
    }

    /// The areas and the names of their definitions, in the order of the index.
    pub(crate) fn areas(&self, diagnostics: &mut Diagnostics) -> Vec<(String, Vec<String>)> {
        let document = Document::parse(&self.index, diagnostics);
        let root = document.root(&self.index);
        let areas = root.keys().into_iter().map(|area| {
            let names = root.strings(&area, diagnostics);
            (area, names)
        });
        let areas = areas.collect();
        root.finish(diagnostics);
        areas
    }

    /// Reads the definitions of an area; the ones that cannot be read are reported.
    pub(crate) fn read(&self, area: &str, names: &[String], diagnostics: &mut Diagnostics) -> Vec<File> {
        let file = |name: &String| {
            let relative = format!("{area}/{name}.toml");
            let include = format!("{}/{relative}", self.include);
            read(&self.folder.join(relative), include, self.span, diagnostics)
        };
        names.iter().filter_map(file).collect()
    }
}

fn read(path: &Path, include: String, span: Span, diagnostics: &mut Diagnostics) -> Option<File> {
    let shown = path.display().to_string();
    match fs::read_to_string(path) {
        Ok(text) => Some(File { shown, include, text }),
        Err(error) => {
            diagnostics.span(span, format_args!("expected the file `{shown}`, but found: {error}"));
            None
        }
    }
}

/// The path without `..`, as messages show it.
fn normalized(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut normalized, component| {
        match component {
            Component::ParentDir if normalized.file_name().is_some() => {
                normalized.pop();
            }
            Component::CurDir => {}
            component => normalized.push(component),
        }
        normalized
    })
}
