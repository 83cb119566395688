//! What operations have in common: how clients sign in, headers, and answers that any operation may give.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use ucwa_model::descriptor::{self, Definition};

use super::of_records;
use crate::schema::export::catalog::REASON;

/// The name of the way in which clients sign in.
const TOKEN: &str = "token";

/// What discovery reads before there is a token.
const OPEN: [&str; 3] = ["root", "redirect", "xframe"];

/// A header of requests.
const MIN_REVISION: &str = "minimumRevision";
const IF_MATCH: &str = "ifMatch";

/// Answers beside those that an operation documents: the status, the name, and what it means.
const ANY: [(&str, &str, &str); 2] = [
    ("401", "unauthorized", "There is no token, or it has expired. The challenge says where to get one."),
    ("default", "refused", "What any operation may be refused with: `ErrorCode` and `ErrorSubcode` say what is known."),
];
const PUT: [(&str, &str, &str); 2] = [
    ("412", "preconditionFailed", "The resource has changed since the version that `If-Match` names: get it again."),
    ("428", "preconditionRequired", "A change needs the version that it was made from, in `If-Match`."),
];

/// The shared part of the document, beside the schemas.
pub(super) fn components() -> Map<String, Value> {
    let answers = ANY.iter().chain(&PUT).map(|&(status, name, doc)| (name.to_owned(), answer(status, doc)));
    let mut components = Map::new();
    components.insert("securitySchemes".to_owned(), json!({TOKEN: sign_in()}));
    components.insert("parameters".to_owned(), json!({IF_MATCH: if_match(), MIN_REVISION: minimum_revision()}));
    components.insert("responses".to_owned(), answers.collect::<Map<_, _>>().into());
    components
}

fn sign_in() -> Value {
    json!({
        "type": "oauth2",
        "description": "A token, whose service the challenge of an answer names.",
        "flows": {"password": {"tokenUrl": "https://lync.contoso.com/webticket/oauthtoken", "scopes": scopes()}},
    })
}

fn scopes() -> Map<String, Value> {
    let scopes: BTreeSet<_> = descriptor::definitions().flat_map(|definition| definition.scopes).collect();
    scopes.into_iter().map(|scope| ((*scope).to_owned(), format!("What {scope} allows.").into())).collect()
}

fn if_match() -> Value {
    json!({
        "name": "If-Match",
        "in": "header",
        "description": "The version that is changed: `etag` of the resource, or the header `ETag` of its answer.",
        "schema": {"type": "string"},
    })
}

fn minimum_revision() -> Value {
    json!({
        "name": "X-MS-RequiresMinResourceVersion",
        "in": "header",
        "description": "The revision that is meant. Without it a server takes the first.",
        "schema": {"type": "integer", "minimum": 2},
    })
}

fn answer(status: &str, doc: &str) -> Value {
    let mut answer = json!({"description": doc, "content": of_records(REASON)});
    if status == "401" {
        answer["headers"] = json!({"WWW-Authenticate": {"schema": {"type": "string"}}});
    }
    answer
}

/// What a client needs to be allowed: one of the scopes if there are some, else any token.
pub(super) fn security(definition: &Definition) -> Value {
    let scopes = definition.scopes;
    if OPEN.contains(&definition.name) {
        json!([])
    } else if scopes.is_empty() {
        json!([{TOKEN: []}])
    } else {
        scopes.iter().map(|scope| json!({TOKEN: [scope]})).collect()
    }
}

/// The headers of a request.
pub(super) fn headers(definition: &Definition, method: &str) -> Vec<Value> {
    let names = [(method == "PUT", IF_MATCH), (definition.revision > 1, MIN_REVISION)];
    let reference = |name| json!({"$ref": format!("#/components/parameters/{name}")});
    names.into_iter().filter(|(is_taken, _)| *is_taken).map(|(_, name)| reference(name)).collect()
}

/// Answers that an operation need not document, by status.
pub(super) fn answers(definition: &Definition, method: &str) -> impl Iterator<Item = (String, Value)> {
    let is_open = OPEN.contains(&definition.name);
    let any = ANY.iter().filter(move |(status, _, _)| !(is_open && *status == "401"));
    let put = PUT.iter().filter(move |_| method == "PUT");
    let reference =
        |&(status, name, _): &(&str, &str, &str)| (status.to_owned(), json!({"$ref": format!("#/components/responses/{name}")}));
    any.chain(put).map(reference)
}
