//! OpenAPI 3.1: each operation with its inputs, answers, errors and scopes.
//!
//! Clients of UCWA follow links, and OpenAPI has no word for that: each operation stands under the path that documentation shows for
//! it, and says by which link it is reached.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use ucwa_model::descriptor::{self, Definition, Failure, Field, OperationDefinition, Success};

use super::{
    catalog::{self, REASON},
    json_schema::{EVENTS, OPTIONS, Purpose, QUEUED, Schemas},
    paths,
};

/// The media types of bodies that are records.
const MEDIA: [&str; 4] =
    ["application/json", "application/xml", "application/vnd.microsoft.com.ucwa+json", "application/vnd.microsoft.com.ucwa+xml"];

const SCHEMAS: Schemas = Schemas { place: "#/components/schemas/", for_: Purpose::Requests };

/// The document.
pub(super) fn document() -> Value {
    let mut components = common::components();
    components.insert("schemas".to_owned(), SCHEMAS.definitions().into());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "UCWA",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The operations of UCWA, the web API of Skype for Business and Lync servers. Paths are templates that \
                documentation shows: a client takes each href from a link of the rel that the operation names, and sends it as it is.",
        },
        "servers": [{"url": "https://{server}", "variables": {"server": {"default": "lync.contoso.com",
            "description": "Where discovery leads."}}}],
        "tags": areas().into_iter().map(|area| json!({"name": area})).collect::<Value>(),
        "paths": all_paths(),
        "components": components,
    })
}

fn areas() -> BTreeSet<&'static str> {
    descriptor::definitions().map(|definition| definition.area).collect()
}

/// Operations by path and method. Where a path has a method already, a fragment makes it another one.
fn all_paths() -> Map<String, Value> {
    let mut all = Map::new();
    for definition in descriptor::definitions() {
        let documented = paths::documented(definition);
        let is_documented = documented.is_some();
        let path = documented.unwrap_or_else(|| paths::made_up(definition));
        for table in definition.operations {
            let method = table.method.to_ascii_lowercase();
            let is_taken = all.get(&path).is_some_and(|item: &Value| item.get(&method).is_some());
            let path = if is_taken { format!("{path}#{}", definition.name) } else { path.clone() };
            let parameters = path_parameters(&path);
            let item = all.entry(path).or_insert_with(|| json!({"parameters": parameters}));
            item[method] = operation(definition, table, is_documented);
        }
    }
    all
}

fn path_parameters(path: &str) -> Vec<Value> {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let parameter = |name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}});
    names.map(parameter).collect()
}

fn operation(definition: &'static Definition, table: &'static OperationDefinition, is_documented: bool) -> Value {
    let parameters = table.query.iter().map(parameter).chain(common::headers(definition, table.method));
    let mut operation = json!({
        "operationId": catalog::input_name(definition, table.method),
        "tags": [definition.area],
        "summary": table.doc,
        "description": description(definition, is_documented),
        "parameters": parameters.collect::<Value>(),
        "responses": responses(definition, table),
        "security": common::security(definition),
        "x-rel": definition.rel,
        "x-revision": definition.revision,
    });
    if let Some(body) = request_body(definition, table) {
        operation["requestBody"] = body;
    }
    operation
}

fn description(definition: &Definition, is_documented: bool) -> String {
    let Definition { doc, rel, revision, notes, .. } = definition;
    let link = match revision {
        1 => format!("Follow a link with the rel `{rel}`."),
        revision => format!("Follow a link with the rel `{rel}`, which has the revision {revision}."),
    };
    let path = if is_documented { "The path is an example." } else { "No path is documented: this one is made up." };
    let notes = notes.iter().map(|note| format!("\n\n{note}")).collect::<String>();
    format!("{doc}\n\n{link} {path}{notes}")
}

/// A query parameter. Servers take its name in any case, and look for most in the body too, so that none can be demanded.
fn parameter(field: &Field) -> Value {
    let one = SCHEMAS.value(field);
    let schema = if field.many { json!({"type": "array", "items": one}) } else { one };
    let mut parameter = json!({"name": field.name, "in": "query", "description": field.doc, "schema": schema});
    if field.required {
        parameter["x-required"] = true.into();
    }
    parameter
}

/// What may be sent. An input may be in the query instead, so that no body is demanded.
fn request_body(definition: &Definition, table: &OperationDefinition) -> Option<Value> {
    let mut content = Map::new();
    if definition.name == "batch" {
        content.insert("multipart/batching".to_owned(), json!({"schema": {"type": "string"}}));
    }
    for media in table.media {
        content.insert((*media).to_owned(), json!({"schema": {"type": "string"}}));
    }
    if table.input.is_some() && table.media.is_empty() {
        content = of_records(&catalog::input_name(definition, table.method));
    }
    (!content.is_empty()).then(|| json!({"content": content}))
}

/// A record in each of its media types. OpenAPI cannot say what it is in XML: that is in the RELAX NG grammar.
fn of_records(name: &str) -> Map<String, Value> {
    let content = |media: &&str| if media.ends_with("json") { json!({"schema": SCHEMAS.reference(name)}) } else { json!({}) };
    MEDIA.iter().map(|media| ((*media).to_owned(), content(media))).collect()
}

fn responses(definition: &Definition, table: &'static OperationDefinition) -> Value {
    let mut responses: Map<_, _> = common::answers(definition, table.method).collect();
    responses.insert(table.success.status.to_string(), success(&table.success, table.method));
    let mut errors: BTreeMap<u16, Vec<&Failure>> = BTreeMap::new();
    for failure in table.errors {
        errors.entry(failure.status).or_default().push(failure);
    }
    responses.extend(errors.into_iter().map(|(status, failures)| (status.to_string(), failure(&failures))));
    Value::Object(responses)
}

fn success(success: &Success, method: &str) -> Value {
    let mut response = json!({"description": "It has succeeded."});
    if let Some(rel) = success.starts {
        response["description"] = format!("A `{rel}` has been started; the event channel tells how it goes on.").into();
        response["headers"] =
            json!({"Location": {"description": format!("Where the `{rel}` is."), "schema": {"type": "string"}}});
        response["x-starts"] = rel.into();
    }
    if let Some(rel) = success.body {
        response["description"] = match (rel, method) {
            ("", "OPTIONS") => "What the resource takes, method by method.".into(),
            ("", _) => "The operations that have been queued.".into(),
            _ => format!("The `{rel}`.").into(),
        };
        response["content"] = answer(rel, method);
    }
    response
}

/// What an answer holds: a resource, or something that is none.
fn answer(rel: &str, method: &str) -> Value {
    let name = match (rel, method) {
        ("events", _) => Some(EVENTS),
        ("", "OPTIONS") => Some(OPTIONS),
        ("", _) => Some(QUEUED),
        _ => descriptor::shape_of_rel(rel).map(|shape| shape.name),
    };
    name.map_or_else(|| json!({"*/*": {}}), |name| Value::Object(of_records(name)))
}

fn failure(failures: &[&Failure]) -> Value {
    let line = |failure: &&Failure| {
        let subcode = failure.subcode.map(|subcode| format!("/{subcode}")).unwrap_or_default();
        format!("- `{}{subcode}`: {}", failure.code, failure.doc)
    };
    let errors = failures.iter().map(|failure| json!({"code": failure.code, "subcode": failure.subcode}));
    json!({
        "description": failures.iter().map(line).collect::<Vec<_>>().join("\n"),
        "content": of_records(REASON),
        "x-errors": errors.collect::<Vec<_>>(),
    })
}
