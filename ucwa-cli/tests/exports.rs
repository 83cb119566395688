//! `ucwa schema export`: every definition is there, and every reference leads somewhere. Validators of others are in `.ci/exports`.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use command::{story, ucwa};
use insta::assert_snapshot;
use roxmltree::{Document, Node};
use serde_json::Value;
use ucwa_model::descriptor::{self, Shape};

#[path = "support/command.rs"]
mod command;

fn export(language: &str) -> String {
    let output = ucwa(&["schema", "export", "--as", language], b"");
    assert!(output.status.success() && output.stderr.is_empty());
    String::from_utf8(output.stdout).unwrap()
}

fn json(language: &str) -> Value {
    serde_json::from_str(&export(language)).unwrap()
}

/// The bodies of the schema, by the names that exports give them.
fn bodies() -> Vec<(String, &'static Shape)> {
    let own =
        descriptor::definitions().filter_map(|one| Some((one.name.to_owned(), one.shape.filter(|it| it.name == one.name)?)));
    let inputs = descriptor::definitions().flat_map(|one| one.operations.iter().map(move |operation| (one, operation)));
    let inputs = inputs.filter_map(|(one, operation)| Some((format!("{}_{}", one.name, operation.method), operation.input?)));
    own.chain(inputs).collect()
}

/// All values of a document.
fn values<'v>(value: &'v Value, all: &mut Vec<&'v Value>) {
    all.push(value);
    match value {
        Value::Object(members) => members.values().for_each(|member| values(member, all)),
        Value::Array(items) => items.iter().for_each(|item| values(item, all)),
        _ => {}
    }
}

fn assert_references_lead_somewhere(document: &Value) {
    let mut all = Vec::new();
    values(document, &mut all);
    let references: BTreeSet<&str> = all.iter().filter_map(|value| value.get("$ref")?.as_str()).collect();
    assert!(references.len() > 100);
    for reference in references {
        assert!(document.pointer(reference.strip_prefix('#').unwrap()).is_some(), "{reference}");
    }
}

#[test]
fn json_schema_has_every_body_and_enumeration() {
    let document = json("json-schema");
    assert_references_lead_somewhere(&document);
    let definitions = document["$defs"].as_object().unwrap();
    let names: BTreeSet<String> = definitions.keys().map(|name| name.to_ascii_lowercase()).collect();
    assert_eq!(names.len(), definitions.len(), "generators of code know no case");
    for (name, shape) in bodies() {
        let schema = &definitions[&name];
        assert!(!schema["description"].as_str().unwrap().is_empty());
        let sections = [
            (shape.properties(), "/properties"),
            (shape.links(), "/properties/_links/properties"),
            (shape.embedded(), "/properties/_embedded/properties"),
        ];
        for (fields, place) in sections {
            for field in fields {
                assert_eq!(schema.pointer(place).unwrap()[field.name]["description"], field.doc, "{name}: {}", field.name);
            }
        }
    }
    for enumeration in descriptor::enumerations() {
        let values: Vec<&str> = enumeration.values.iter().map(|value| value.name).collect();
        assert_eq!(definitions[enumeration.name]["anyOf"][0]["enum"], Value::from(values));
    }
}

#[test]
fn openapi_has_every_operation() {
    let document = json("openapi");
    assert_references_lead_somewhere(&document);
    let items = document["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap());
    let found: BTreeSet<&str> = items.filter_map(|(_, operation)| operation.get("operationId")?.as_str()).collect();
    let operations = descriptor::definitions().flat_map(|one| one.operations.iter().map(move |operation| (one, operation)));
    let expected: BTreeSet<String> = operations.map(|(one, operation)| format!("{}_{}", one.name, operation.method)).collect();
    assert_eq!(found, expected.iter().map(String::as_str).collect());
    assert_eq!(found.len(), 263);
}

#[test]
fn openapi_says_all_of_an_operation() {
    let document = json("openapi");
    let start = &document["paths"]["/ucwa/v1/applications/{application}/communication/startMessaging#startMessaging2"]["post"];
    assert_eq!(start["operationId"], "startMessaging2_POST");
    assert_snapshot!("openapi_operation", format!("{start:#}"));
}

#[test]
fn asyncapi_has_every_event() {
    let document = json("asyncapi");
    assert_references_lead_somewhere(&document);
    let messages = document["components"]["messages"].as_object().unwrap();
    for event in descriptor::definitions().flat_map(|one| one.events) {
        let name = format!("{}.{}.{}", event.resource, event.event_type, event.sender);
        assert_eq!(messages[&name]["x-sender"], event.sender);
    }
}

fn named<'n>(document: &'n Document<'_>, element: &str) -> BTreeSet<&'n str> {
    let is = |node: &Node<'_, '_>| node.has_tag_name(element);
    document
        .descendants()
        .filter(|node| node.tag_name().name() == element || is(node))
        .filter_map(|node| node.attribute("name"))
        .collect()
}

#[test]
fn relax_ng_has_every_body() {
    let text = export("relaxng");
    let document = Document::parse(&text).unwrap();
    let (defined, referred) = (named(&document, "define"), named(&document, "ref"));
    assert_eq!(referred.difference(&defined).collect::<Vec<_>>(), Vec::<&&str>::new());
    for (name, shape) in bodies() {
        assert!(defined.contains(&*format!("start.{name}")), "{name}");
        assert!(shape.name == "reason" || defined.contains(&*format!("members.{name}")), "{name}");
    }
    let values: BTreeSet<&str> =
        document.descendants().filter(|node| node.tag_name().name() == "value").filter_map(|node| node.text()).collect();
    for field in
        descriptor::definitions().filter_map(|one| one.shape).filter(|shape| shape.name != "reason").flat_map(Shape::properties)
    {
        assert!(values.contains(field.name), "{}", field.name);
    }
}

#[test]
fn xml_schema_is_as_it_was() {
    let text = export("xsd");
    Document::parse(&text).unwrap();
    assert_snapshot!("xsd", text.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn a_folder_gets_a_grammar_for_each_body() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("grammars");
    let output = ucwa(&["schema", "export", "--as", "relaxng", "-o", folder.to_str().unwrap()], b"");
    assert!(output.status.success() && output.stdout.is_empty());
    assert_eq!(fs::read_to_string(folder.join("ucwa.rng")).unwrap(), export("relaxng"));
    for (name, _) in bodies() {
        let text = fs::read_to_string(folder.join(format!("{name}.rng"))).unwrap();
        assert!(text.contains("href=\"ucwa.rng\"") && text.contains(&format!("\"start.{name}\"")));
    }
}

#[test]
fn what_cannot_be_exported_is_said() {
    assert_snapshot!("export_language", story(&["schema", "export", "--as", "wsdl"], b""));
    let file = format!("{}/Cargo.toml", env!("CARGO_MANIFEST_DIR"));
    let output = ucwa(&["schema", "export", "--as", "xsd", "-o", &file], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("error: cannot write into "));
}

#[test]
fn openapi_says_what_operations_have_in_common() {
    let document = json("openapi");
    assert_references_lead_somewhere(&document);
    let mut open = BTreeSet::new();
    for item in document["paths"].as_object().unwrap().values() {
        for (method, operation) in item.as_object().unwrap().iter().filter(|(name, _)| *name != "parameters") {
            let id = operation["operationId"].as_str().unwrap();
            let has = |pointer: &str| operation.pointer(pointer).is_some();
            let takes = |header: &str| {
                let reference = format!("#/components/parameters/{header}");
                operation["parameters"].as_array().unwrap().iter().any(|parameter| parameter["$ref"] == *reference)
            };
            assert!(has("/responses/default"), "{id}");
            assert_eq!(has("/responses/428"), method == "put", "{id}");
            assert_eq!(takes("ifMatch"), method == "put", "{id}");
            assert_eq!(takes("minimumRevision"), operation["x-revision"].as_u64().unwrap() > 1, "{id}");
            assert!(!operation.to_string().contains("``"), "{id}");
            match operation["security"].as_array().unwrap().is_empty() {
                true => assert!(open.insert(id) && !has("/responses/401"), "{id}"),
                false => assert!(has("/responses/401"), "{id}"),
            }
        }
    }
    assert_eq!(open, BTreeSet::from(["redirect_GET", "root_GET", "xframe_GET"]));
}

/// Go, Rust and RE2 have no look-around, and not all escapes of ECMAScript.
#[test]
fn patterns_are_what_all_engines_have() {
    let document = json("json-schema");
    let mut all = Vec::new();
    values(&document, &mut all);
    let one = all.iter().filter_map(|value| value.get("pattern")?.as_str().map(str::to_owned));
    let names =
        all.iter().filter_map(|value| value.get("patternProperties")?.as_object()).flat_map(|names| names.keys().cloned());
    let patterns: BTreeSet<String> = one.chain(names).collect();
    assert!(patterns.len() > 20);
    // YAML has no controls, and many tools read JSON as YAML
    assert!(!export("json-schema").chars().any(|character| character.is_control() && character != '\n'));
    for pattern in patterns {
        regex_syntax::parse(&pattern).unwrap();
    }
}
