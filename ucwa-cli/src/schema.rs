//! `ucwa schema`

mod coverage;
mod describe;
mod json;

use std::fmt::Write;

use serde_json::{Value, json};
use ucwa_model::descriptor::{self, Definition, Enumeration, Field, Operation, Shape};

use crate::{Failure, Outcome, output};

/// All resources and enumerations, or a folder of messages against them.
pub(crate) fn list(coverage: Option<&str>, as_json: bool) -> Outcome {
    if let Some(folder) = coverage {
        return coverage::run(folder, as_json);
    }
    let resources = descriptor::definitions().map(|one| (one.area, one.name, one.doc));
    let all = resources.chain(descriptor::enumerations().iter().map(|one| ("enumerations", one.name, one.doc)));
    if as_json {
        let all: Value = all.map(|(area, name, doc)| json!({"area": area, "name": name, "doc": doc})).collect();
        return output::write(format!("{all}\n"));
    }
    let mut text = String::new();
    for (area, name, doc) in all {
        let _ = writeln!(text, "{area:<16} {name:<44} {doc}");
    }
    output::write(text)
}

/// The whole contract of a resource or an enumeration.
pub(crate) fn show(name: &str, as_json: bool) -> Outcome {
    let enumeration = descriptor::enumerations().iter().find(|enumeration| enumeration.name == name);
    match (descriptor::definition(name), enumeration) {
        (Some(definition), _) if as_json => output::write(format!("{}\n", json::definition(definition))),
        (Some(definition), _) => output::write(show_definition(definition)),
        (None, Some(enumeration)) if as_json => output::write(format!("{}\n", json::enumeration(enumeration))),
        (None, Some(enumeration)) => output::write(show_enumeration(enumeration)),
        (None, None) => Err(Failure::Usage(format!("expected a name that `ucwa schema list` prints, but found `{name}`"))),
    }
}

fn show_definition(definition: &Definition) -> String {
    let mut text = format!("{} ({}): {}\n", definition.name, definition.area, definition.doc);
    let _ = writeln!(text, "rel: {}, revision {}", definition.rel, definition.revision);
    if !definition.scopes.is_empty() {
        let _ = writeln!(text, "scopes, one of: {}", definition.scopes.join(", "));
    }
    for note in definition.notes {
        let _ = writeln!(text, "note: {note}");
    }
    if let Some(shape) = definition.shape {
        if shape.name != definition.name {
            let _ = writeln!(text, "looks like: {}", shape.name);
        }
        show_shape(&mut text, shape, "");
    }
    if !definition.events.is_empty() {
        text += "\nevents\n";
        for event in definition.events {
            let what = format!("{} {}, sent by {}, {}", event.event_type, event.resource, event.sender, event.priority);
            row(&mut text, "  ", &what, event.doc);
        }
    }
    for operation in definition.operations {
        show_operation(&mut text, operation);
    }
    text
}

fn show_shape(text: &mut String, shape: &Shape, indent: &str) {
    for (title, fields) in [("properties", shape.properties()), ("links", shape.links()), ("embedded", shape.embedded())] {
        show_fields(text, title, fields, indent);
    }
}

fn show_fields(text: &mut String, title: &str, fields: &[Field], indent: &str) {
    if fields.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{indent}{title}");
    for field in fields {
        let what = format!("{}: {}", field.name, describe::member(field));
        row(text, &format!("{indent}  "), &what, field.doc);
    }
}

fn show_operation(text: &mut String, operation: &Operation) {
    let _ = writeln!(text, "\n{}: {}", operation.method, operation.doc);
    show_fields(text, "query", operation.query, "  ");
    if !operation.media.is_empty() {
        let _ = writeln!(text, "\n  body: {}", operation.media.join(" or "));
    }
    if let Some(input) = operation.input {
        show_shape(text, input, "  ");
    }
    let success = &operation.success;
    let _ = write!(text, "\n  success: {}", success.status);
    if let Some(body) = success.body {
        let _ = write!(text, " with {body}");
    }
    if let Some(starts) = success.starts {
        let _ = write!(text, " with the location of {starts}, which the event channel delivers");
    }
    text.push('\n');
    if !operation.errors.is_empty() {
        text.push_str("\n  errors\n");
    }
    for failure in operation.errors {
        let subcode = failure.subcode.map(|subcode| format!("/{subcode}")).unwrap_or_default();
        row(text, "    ", &format!("{} {}{subcode}", failure.status, failure.code), failure.doc);
    }
}

fn show_enumeration(enumeration: &Enumeration) -> String {
    let mut text = format!("{} (enumeration): {}\n", enumeration.name, enumeration.doc);
    for note in enumeration.notes {
        let _ = writeln!(text, "note: {note}");
    }
    text += "\nmembers\n";
    for member in enumeration.members {
        row(&mut text, "  ", member.name, member.doc);
    }
    text
}

fn row(text: &mut String, indent: &str, what: &str, doc: &str) {
    let _ = writeln!(text, "{}", format!("{indent}{what:<48} {doc}").trim_end());
}
