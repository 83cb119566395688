//! `ucwa schema`

mod coverage;
pub(crate) mod export;
mod json;
mod page;

use std::fmt::Write;

use serde_json::{Value, json};
use ucwa_inspect::describe;
use ucwa_model::descriptor::{self, Definition, EnumerationDefinition, Field, OperationDefinition, Shape};

use self::page::Page;
use crate::{Failure, Outcome, output, suggest, terminal};

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
    let width = terminal::width();
    match (descriptor::definition(name), enumeration) {
        (Some(definition), _) if as_json => output::write(format!("{}\n", json::definition(definition))),
        (Some(definition), _) => output::write(show_definition(definition, width)),
        (None, Some(enumeration)) if as_json => output::write(format!("{}\n", json::enumeration(enumeration))),
        (None, Some(enumeration)) => output::write(show_enumeration(enumeration, width)),
        (None, None) => {
            let names = descriptor::definitions().map(|one| one.name);
            let hint = suggest::among(name, names.chain(descriptor::enumerations().iter().map(|one| one.name)));
            Err(Failure::Usage(format!("expected a name that `ucwa schema list` prints, but found `{name}`{hint}")))
        }
    }
}

fn show_definition(definition: &Definition, width: Option<usize>) -> String {
    let mut page = Page::new(width);
    page.line("", &format!("{} ({}): {}", definition.name, definition.area, definition.doc));
    page.line("", &format!("rel: {}, revision {}", definition.rel, definition.revision));
    if !definition.scopes.is_empty() {
        page.line("", &format!("scopes, one of: {}", definition.scopes.join(", ")));
    }
    for note in definition.notes {
        page.line("", &format!("note: {note}"));
    }
    if let Some(shape) = definition.shape {
        if shape.name != definition.name {
            page.line("", &format!("looks like: {}", shape.name));
        }
        show_shape(&mut page, shape, "");
    }
    if !definition.events.is_empty() {
        page.title("", "events");
        for event in definition.events {
            let what = format!("{} {}, sent by {}, {}", event.event_type, event.resource, event.sender, event.priority);
            page.row("  ", &what, event.doc);
        }
    }
    for operation in definition.operations {
        show_operation(&mut page, operation);
    }
    page.text
}

fn show_shape(page: &mut Page, shape: &Shape, indent: &str) {
    for (title, fields) in [("properties", shape.properties()), ("links", shape.links()), ("embedded", shape.embedded())] {
        show_fields(page, title, fields, indent);
    }
}

fn show_fields(page: &mut Page, title: &str, fields: &[Field], indent: &str) {
    if fields.is_empty() {
        return;
    }
    page.title(indent, title);
    for field in fields {
        page.row(&format!("{indent}  "), &format!("{}: {}", field.name, describe::member(field)), field.doc);
    }
}

fn show_operation(page: &mut Page, operation: &OperationDefinition) {
    page.title("", &format!("{}: {}", operation.method, operation.doc));
    show_fields(page, "query", operation.query, "  ");
    if !operation.media.is_empty() {
        page.title("  ", &format!("body: {}", operation.media.join(" or ")));
    }
    if let Some(input) = operation.input {
        show_shape(page, input, "  ");
    }
    let success = &operation.success;
    let body = success.body.map(|body| format!(" with {body}")).unwrap_or_default();
    let starts = success.starts.map(|starts| format!(" with the location of {starts}, which the event channel delivers"));
    page.title("  ", &format!("success: {}{body}{}", success.status, starts.unwrap_or_default()));
    if !operation.errors.is_empty() {
        page.title("  ", "errors");
    }
    for failure in operation.errors {
        let subcode = failure.subcode.map(|subcode| format!("/{subcode}")).unwrap_or_default();
        page.row("    ", &format!("{} {}{subcode}", failure.status, failure.code), failure.doc);
    }
}

fn show_enumeration(enumeration: &EnumerationDefinition, width: Option<usize>) -> String {
    let mut page = Page::new(width);
    page.line("", &format!("{} (enumeration): {}", enumeration.name, enumeration.doc));
    for note in enumeration.notes {
        page.line("", &format!("note: {note}"));
    }
    page.title("", "members");
    for member in enumeration.values {
        page.row("  ", member.name, member.doc);
    }
    page.text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_gets_no_line_that_it_would_break() {
        for (name, width) in [("startMessaging2", 80), ("messagingInvitation", 60), ("contact", 100), ("startMessaging2", 40)] {
            let text = show_definition(descriptor::definition(name).unwrap(), Some(width));
            for line in text.lines().filter(|line| line.trim().contains(' ')) {
                assert!(line.chars().count() <= width, "{name} at {width}: {line}");
            }
            let words = |text: &str| {
                let mut words: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
                words.sort();
                words
            };
            assert_eq!(words(&text), words(&show_definition(descriptor::definition(name).unwrap(), None)));
        }
    }
}
