//! The documentation of a definition, as Markdown: what its links lead to, and what can be done there. It stands on the page of the
//! resource, or, where the rel has no body of its own, on that of its marker.

use std::fmt::Write;

use super::rel::{Described, Rels};
use crate::{
    model::{Definition, Failure, Field, Operation, Representation},
    name,
};

/// The page of a marker.
pub(super) fn marker(definition: &Definition, rels: &Rels<'_>) -> String {
    let Definition { name, rel, revision, doc, representation, .. } = definition;
    let looks = looks(definition);
    let leads = looks.as_ref().map(|path| format!(" leads to a [`{path}`](super::{path})")).unwrap_or_default();
    let mut page = format!("{doc}\n\nThe rel `{rel}`{leads}.\n\n");
    if let Some(holders) = rels.holders.get(rel.as_str()) {
        let holders: Vec<String> = holders.iter().filter_map(|holder| self::looks(holder)).collect();
        let holders: Vec<String> = holders.iter().map(|path| format!("[`{path}`](super::{path})")).collect();
        let _ = writeln!(page, "Its links are in {}.\n", holders.join(", "));
    }
    let revisions = rels.revisions(definition);
    if revisions.len() > 1 {
        let others = revisions.iter().filter(|other| other.name != *name);
        let others: Vec<String> = others.map(|other| format!("[{}]({})", other.revision, rels.name(other))).collect();
        let _ = writeln!(page, "This is revision {revision}; there is {} as well.\n", others.join(", "));
    }
    match (representation, looks) {
        (Representation::Own(_), Some(path)) => {
            let methods: Vec<String> =
                rels.operations(definition).iter().map(|one| format!("`{}`", one.operation.method)).collect();
            let takes = if methods.is_empty() { String::new() } else { format!("It takes {}. ", methods.join(", ")) };
            let _ = writeln!(
                page,
                "{takes}What there is to know of its operations and events is on the page of [`{path}`](super::{path})."
            );
        }
        _ => page.push_str(&body(definition, rels)),
    }
    page
}

/// What both kinds of pages have: operations, events, scopes and notes.
pub(super) fn body(definition: &Definition, rels: &Rels<'_>) -> String {
    let Definition { events, scopes, notes, .. } = definition;
    let mut page = String::new();
    rels.operations(definition).iter().for_each(|one| operation(&mut page, one, rels));
    if !events.is_empty() {
        page.push_str("# Events\n\n");
        for event in events {
            let (event_type, resource, sender) = (&event.event_type, &event.resource, &event.sender);
            let _ = writeln!(
                page,
                "- `{event_type}` of `{resource}`, sent by `{sender}`, priority {}: {}",
                event.priority, event.doc
            );
        }
        page.push('\n');
    }
    if !scopes.is_empty() {
        let _ = writeln!(page, "# Scopes\n\nOne of `{}`.\n", scopes.join("`, `"));
    }
    if !notes.is_empty() {
        page.push_str("# Notes\n\n");
        notes.iter().for_each(|note| _ = writeln!(page, "- {note}"));
    }
    page
}

/// Which methods a link of a rel takes, for the documentation of a field: `, takes `GET` and `PUT``.
pub(super) fn methods(rel: &str, rels: &Rels<'_>) -> String {
    let latest = rels.of.get(rel).and_then(|revisions| revisions.last());
    let methods = latest.map(|definition| rels.operations(definition)).unwrap_or_default();
    let methods: Vec<String> = methods.iter().map(|one| format!("`{}`", one.operation.method)).collect();
    if methods.is_empty() { String::new() } else { format!(", takes {}", methods.join(", ")) }
}

/// The path of the type that says what a resource looks like.
fn looks(definition: &Definition) -> Option<String> {
    let path = |name: &str, area: &str| format!("{}::{}", name::module_name(area), name::pascal_case(name));
    match &definition.representation {
        Representation::None => None,
        Representation::Own(_) => Some(path(&definition.name, &definition.area)),
        Representation::Like { target, area } => Some(path(target, area)),
    }
}

/// The section of a method: what it does, takes and brings, and how it may fail.
fn operation(page: &mut String, described: &Described<'_>, rels: &Rels<'_>) {
    let Operation { method, doc, query, input, media, success, errors } = described.operation;
    let _ = writeln!(page, "# {method}\n\n{doc}\n");
    let argument = if input.is_some() || !media.is_empty() { "input" } else { "" };
    let _ = writeln!(page, "- With the feature `http`: `link.{}({argument})`", method.to_lowercase());
    if let Some(shape) = input {
        let area = name::module_name(&described.of.area);
        let _ = writeln!(page, "- Input: [`{name}`](super::{area}::{name})", name = shape.type_name);
    }
    if !media.is_empty() {
        let _ = writeln!(page, "- Body: `{}`", media.join("` or `"));
    }
    if !query.is_empty() {
        let parameters: Vec<String> = query.iter().map(parameter).collect();
        let _ = writeln!(page, "- In the query: {}", parameters.join(", "));
    }
    let status = success.status;
    let body = success.body.as_ref().filter(|body| !body.is_empty());
    let _ = match (body, &success.starts) {
        (_, Some(rel)) => {
            let marker = rels.of.get(rel.as_str()).and_then(|revisions| revisions.last()).map(|latest| rels.name(latest));
            let link = marker.map_or_else(|| format!("`{rel}`"), |marker| format!("[`{rel}`](super::rel::{marker})"));
            writeln!(page, "- Success: {status}, with the location of the {link} that arrives on the event channel")
        }
        (Some(rel), None) => writeln!(page, "- Success: {status}, with `{rel}`"),
        (None, None) => writeln!(page, "- Success: {status}"),
    };
    errors.iter().for_each(|failure| error(page, failure));
    page.push('\n');
}

fn parameter(field: &Field) -> String {
    format!("`{}`{}", field.wire, if field.required { " (required)" } else { "" })
}

fn error(page: &mut String, failure: &Failure) {
    let Failure { status, code, subcode, doc } = failure;
    let subcode = subcode.as_ref().map(|subcode| format!("/{subcode}")).unwrap_or_default();
    let _ = writeln!(page, "- Error {status} `{code}{subcode}`{}{doc}", if doc.is_empty() { "" } else { ": " });
}
