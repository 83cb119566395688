//! `ucwa schema export`: the tables, in the schema languages of others.
//!
//! What an export refuses, strict mode refuses too. The other way round there are a few exceptions, which `docs/exports.md` lists.

mod asyncapi;
mod catalog;
mod json_schema;
mod openapi;
mod paths;
mod relaxng;
mod value;
mod xml;
mod xsd;

use std::{fs, io, path::Path};

use serde_json::Value;

use crate::{Failure, Outcome, args::Language, output, terminal::Line};

/// A file of an export.
struct File {
    name: String,
    text: String,
}

/// Prints the document of a language, or writes it, and what else there is of it, into a folder.
pub(crate) fn run(language: Language, folder: Option<&str>) -> Outcome {
    let whole = whole(language);
    let Some(folder) = folder else { return output::write(whole.text) };
    let parts = if language == Language::Relaxng { relaxng::starts() } else { Vec::new() };
    let written = write(Path::new(folder), parts.into_iter().chain([whole]));
    written.map_err(|error| Failure::Usage(format!("cannot write into {}: {}", Line(folder), Line(&error.to_string()))))
}

fn whole(language: Language) -> File {
    let (name, text) = match language {
        Language::JsonSchema => ("ucwa.schema.json", json(&json_schema::document())),
        Language::Openapi => ("ucwa.openapi.json", json(&openapi::document())),
        Language::Asyncapi => ("ucwa.asyncapi.json", json(&asyncapi::document())),
        Language::Relaxng => (relaxng::GRAMMAR, relaxng::grammar()),
        Language::Xsd => ("ucwa.xsd", xsd::document()),
    };
    File { name: name.to_owned(), text }
}

fn json(document: &Value) -> String {
    format!("{document:#}\n")
}

fn write(folder: &Path, files: impl Iterator<Item = File>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for File { name, text } in files {
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}
