//! Definition text → model. What one file can tell is checked here, where it is read.

mod enumeration;
mod failure;
mod index;
mod member;
mod operation;

use crate::{
    files::File,
    model::{Definition, ErrorSets, Event, Field, Form, Index, Kind, Representation, Section, Shape},
    name,
    toml_table::{Document, Item, Table},
};

pub(crate) use self::{enumeration::enumeration, failure::error_sets, index::index, operation::METHODS};

/// What other files say that a definition refers to by name.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) index: Index,
    pub(crate) errors: ErrorSets,
}

impl Known {
    /// The area of a definition.
    fn area(&self, name: &str) -> Option<&str> {
        self.index.area_of(name)
    }
}

/// Parses the resource that the index lists under a name of an area.
pub(crate) fn definition(file: &File<'_>, area: &str, listed: &str, known: &Known) -> Definition {
    let document = Document::parse(file);
    let mut table = document.root();
    let name = indexed(&mut table, "name", listed);
    let area = indexed(&mut table, "area", area);
    let rel = table.string("rel").unwrap_or_else(|| name.clone());
    let revision = table.number("revision").unwrap_or(1);
    let doc = table.required("doc");
    let scopes = table.list("scopes");
    let notes = table.list("notes");
    let representation = representation(&mut table, &name, &rel, &doc, known);
    let events = events(&mut table);
    let represented = !matches!(representation, Representation::None);
    let operations = operation::operations(&mut table, &name, &rel, represented, known);
    let at = table.place("name");
    table.finish();
    Definition { name, rel, revision, area, doc, representation, events, operations, scopes, notes, at }
}

/// The name or the area, which the index says as well: others find the definition by it.
fn indexed(table: &mut Table<'_>, key: &'static str, expected: &str) -> String {
    let found = table.required(key);
    if found != expected && !found.is_empty() {
        let at = table.place(key);
        table.file.report(at, format_args!("expected the {key} in the index, `{expected}`, but found `{found}`"));
    }
    expected.to_owned()
}

fn representation(table: &mut Table<'_>, name: &str, rel: &str, doc: &str, known: &Known) -> Representation {
    let form = form(table);
    let (definition_rel, rel) = (rel, table.string("body_rel").unwrap_or_else(|| rel.to_owned()));
    let mut fields = Vec::new();
    for (key, section) in [("properties", Section::Properties), ("links", Section::Links), ("embedded", Section::Embedded)] {
        if let Some(members) = table.table(key) {
            fields.extend(member::members(&members, section, known));
        }
    }
    let place = table.place("like");
    if let Some(target) = table.string("like") {
        let Some(area) = known.area(&target) else {
            table.file.report(place, format_args!("expected a definition of the index, but found `{target}`"));
            return Representation::None;
        };
        if !fields.is_empty() {
            table.file.report(place, "expected either `like` or members, but found both");
        }
        return Representation::Like { area: area.to_owned(), target };
    }
    if fields.is_empty() {
        return Representation::None;
    }
    lead_to_itself(&mut fields, definition_rel);
    let lines = vec![doc.to_owned(), format!("Travels under the rel `{rel}`.")];
    let type_name = name::pascal_case(name);
    Representation::Own(Shape { type_name, name: name.to_owned(), rel, form, doc: lines, fields })
}

/// The link `self` leads to a resource of the definition's own rel.
fn lead_to_itself(fields: &mut [Field], rel: &str) {
    for field in fields.iter_mut().filter(|field| field.wire == "self") {
        if let Kind::Link { target: target @ None } = &mut field.kind {
            *target = Some(rel.to_owned());
        }
    }
}

fn form(table: &mut Table<'_>) -> Form {
    let place = table.place("form");
    match table.string("form").as_deref() {
        None => Form::Resource,
        Some("reason") => Form::Reason,
        Some(other) => {
            table.file.report(place, format_args!("expected the form `reason`, but found `{other}`"));
            Form::Resource
        }
    }
}

const EVENT_TYPES: &[&str] = &["added", "updated", "deleted", "started", "completed"];
const PRIORITIES: &[&str] = &["high", "medium", "low"];

fn events(table: &mut Table<'_>) -> Vec<Event> {
    let mut events = Vec::new();
    for item in table.items("events") {
        let mut event = match item {
            Item::Table(event) => event,
            Item::String(text, at) => {
                table.file.report(at, format_args!("expected a table, but found `{text}`"));
                continue;
            }
        };
        events.push(Event {
            event_type: one_of(&mut event, "type", EVENT_TYPES),
            resource: event.required("resource"),
            sender: event.required("sender"),
            priority: one_of(&mut event, "priority", PRIORITIES),
            doc: event.required("doc"),
        });
        event.finish();
    }
    events
}

/// A required word of a list.
fn one_of(table: &mut Table<'_>, key: &'static str, words: &[&str]) -> String {
    let word = table.required(key);
    if !word.is_empty() && !words.contains(&word.as_str()) {
        let words = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        table.file.report(table.place(key), format_args!("expected one of {words}, but found `{word}`"));
    }
    word
}
