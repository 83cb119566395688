//! Definition text → model. What one file can tell is checked here, where it is read.

mod enumeration;
mod member;
mod operation;

use crate::{
    diagnostics::Diagnostics,
    files::File,
    model::{Definition, Event, Form, Representation, Section, Shape},
    name,
    toml_table::{Document, Item, Table},
};

pub(crate) use self::enumeration::enumeration;

/// Finds the area of a definition by its name.
pub(crate) type FindArea<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Parses a resource.
pub(crate) fn definition(file: &File, find_area: FindArea<'_>, diagnostics: &mut Diagnostics) -> Definition {
    let document = Document::parse(file, diagnostics);
    let mut table = document.root(file);
    let name = table.required("name", diagnostics);
    let area = table.required("area", diagnostics);
    let rel = table.string("rel", diagnostics).unwrap_or_else(|| name.clone());
    let revision = table.number("revision", diagnostics).unwrap_or(1);
    let doc = table.required("doc", diagnostics);
    let scopes = table.list("scopes", diagnostics);
    let notes = table.list("notes", diagnostics);
    let representation = representation(&mut table, &name, &rel, &doc, &notes, find_area, diagnostics);
    let events = events(&mut table, diagnostics);
    let represented = !matches!(representation, Representation::None);
    let operations = operation::operations(&mut table, &name, &rel, represented, find_area, diagnostics);
    let at = table.place("name");
    table.finish(diagnostics);
    Definition { name, rel, revision, area, doc, representation, events, operations, scopes, notes, at }
}

fn representation(
    table: &mut Table<'_>,
    name: &str,
    rel: &str,
    doc: &str,
    notes: &[String],
    find_area: FindArea<'_>,
    diagnostics: &mut Diagnostics,
) -> Representation {
    let form = form(table, diagnostics);
    let rel = table.string("body_rel", diagnostics).unwrap_or_else(|| rel.to_owned());
    let mut fields = Vec::new();
    for (key, section) in [("properties", Section::Properties), ("links", Section::Links), ("embedded", Section::Embedded)] {
        if let Some(members) = table.table(key, diagnostics) {
            fields.extend(member::members(&members, section, find_area, diagnostics));
        }
    }
    let place = table.place("like");
    if let Some(target) = table.string("like", diagnostics) {
        let Some(area) = find_area(&target) else {
            diagnostics.at(table.file, place, format_args!("expected a definition of the index, but found `{target}`"));
            return Representation::None;
        };
        if !fields.is_empty() {
            diagnostics.at(table.file, place, "expected either `like` or members, but found both");
        }
        return Representation::Like { target, area };
    }
    if fields.is_empty() {
        return Representation::None;
    }
    let mut lines = vec![doc.to_owned(), format!("Travels under the rel `{rel}`.")];
    lines.extend(notes.iter().map(|note| format!("Note: {note}")));
    let type_name = name::pascal_case(name);
    Representation::Own(Shape { type_name, name: name.to_owned(), rel, form, doc: lines, fields })
}

fn form(table: &mut Table<'_>, diagnostics: &mut Diagnostics) -> Form {
    let place = table.place("form");
    match table.string("form", diagnostics).as_deref() {
        None => Form::Resource,
        Some("reason") => Form::Reason,
        Some(other) => {
            diagnostics.at(table.file, place, format_args!("expected the form `reason`, but found `{other}`"));
            Form::Resource
        }
    }
}

const EVENT_TYPES: &[&str] = &["added", "updated", "deleted", "started", "completed"];
const PRIORITIES: &[&str] = &["high", "medium", "low"];

fn events(table: &mut Table<'_>, diagnostics: &mut Diagnostics) -> Vec<Event> {
    let mut events = Vec::new();
    for item in table.items("events", diagnostics) {
        let mut event = match item {
            Item::Table(event) => event,
            Item::String(text, at) => {
                diagnostics.at(table.file, at, format_args!("expected a table, but found `{text}`"));
                continue;
            }
        };
        events.push(Event {
            event_type: one_of(&mut event, "type", EVENT_TYPES, diagnostics),
            resource: event.required("resource", diagnostics),
            sender: event.required("sender", diagnostics),
            priority: one_of(&mut event, "priority", PRIORITIES, diagnostics),
            doc: event.required("doc", diagnostics),
        });
        event.finish(diagnostics);
    }
    events
}

/// A required word of a list.
fn one_of(table: &mut Table<'_>, key: &'static str, words: &[&str], diagnostics: &mut Diagnostics) -> String {
    let word = table.required(key, diagnostics);
    if !word.is_empty() && !words.contains(&word.as_str()) {
        let words = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        diagnostics.at(table.file, table.place(key), format_args!("expected one of {words}, but found `{word}`"));
    }
    word
}
