//! `ucwa schema`

use std::fmt::Write;

use ucwa_model::descriptor::{self, Definition, Enumeration, Field, Kind, Operation, Shape};

use crate::{Failure, Outcome, output};

pub(crate) fn list() -> Outcome {
    let mut text = String::new();
    for definition in descriptor::definitions() {
        let _ = writeln!(text, "{:<16} {:<44} {}", definition.area, definition.name, definition.doc);
    }
    for enumeration in descriptor::enumerations() {
        let _ = writeln!(text, "{:<16} {:<44} {}", "enumerations", enumeration.name, enumeration.doc);
    }
    output::write(text)
}

pub(crate) fn show(name: &str) -> Outcome {
    let enumeration = descriptor::enumerations().iter().find(|enumeration| enumeration.name == name);
    match (descriptor::definition(name), enumeration) {
        (Some(definition), _) => output::write(show_definition(definition)),
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
        let what = format!("{}: {}", field.name, describe(field));
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

/// The type of a member in words.
fn describe(field: &Field) -> String {
    let mut words = match field.kind {
        Kind::String { limit: Some(limit) } => {
            format!("string of at most {limit} UTF-16 code units")
        }
        Kind::String { limit: None } => "string".to_owned(),
        Kind::SipUri => "SIP URI".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Integer => "integer".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Enumeration(enumeration) => enumeration.name.to_owned(),
        Kind::Bag => "named values".to_owned(),
        Kind::Parameter => "name and reason".to_owned(),
        Kind::Link => "link".to_owned(),
        Kind::Data => "data link".to_owned(),
        Kind::Embedded(shape) => shape().name.to_owned(),
        _ => "value".to_owned(),
    };
    if field.many {
        words = format!("list of {words}");
    }
    if let Some((min, max)) = field.range {
        let _ = write!(words, " from {min} to {max}");
    }
    if field.required {
        words += ", required";
    }
    words
}
