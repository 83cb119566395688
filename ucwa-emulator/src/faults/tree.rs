//! A body as a tree of JSON, whatever its format, and the resources in it.

use serde_json::{Map, Value, json};
use ucwa_model::{
    Decoder, Document, Encoder, Format,
    descriptor::{self, Kind},
};

/// Changes a body. Nothing if it cannot be read, as that of a page.
pub(super) fn change(body: &[u8], format: Format, change: impl FnOnce(&mut Value)) -> Option<Vec<u8>> {
    let mut tree = match format {
        Format::Json => serde_json::from_slice(body).ok()?,
        Format::Xml => serde_json::from_str(&through(body, Format::Xml, Format::Json)?).ok()?,
    };
    change(&mut tree);
    let text = tree.to_string();
    match format {
        Format::Json => Some(text.into_bytes()),
        Format::Xml => through(text.as_bytes(), Format::Json, Format::Xml).map(String::into_bytes),
    }
}

fn through(body: &[u8], from: Format, to: Format) -> Option<String> {
    let document = Decoder::new(from).lenient().decode::<Document>(body).ok()?.value;
    Encoder::new(to).encode(&document).ok()
}

/// Gives every resource members that nobody knows.
pub(super) fn add_members(tree: &mut Value) {
    resources(tree, &mut |resource| {
        let entry = |of: &str| json!({"href": format!("/addedLater/{of}")});
        resource.insert("addedLater".to_owned(), json!("some value"));
        add(resource, "_links", "addedLater", entry("link"));
        add(resource, "_embedded", "addedLaterToo", json!({"rel": "addedLaterToo", "_links": {"self": entry("resource")}}));
    });
}

fn add(resource: &mut Map<String, Value>, section: &str, name: &str, value: Value) {
    if let Value::Object(members) = resource.entry(section).or_insert_with(|| json!({})) {
        members.insert(name.to_owned(), value);
    }
}

/// What stands for every value of an enumeration.
const NEW_VALUE: &str = "AddedLater";

/// Makes every value of an enumeration one that nobody knows.
pub(super) fn change_values(tree: &mut Value) {
    resources(tree, &mut |resource| {
        let shape = resource.get("rel").and_then(Value::as_str).and_then(descriptor::shape_of_rel);
        let fields = shape.map_or(&[][..], |shape| shape.properties());
        for field in fields.iter().filter(|field| matches!(field.kind, Kind::Enumeration(_))) {
            match resource.get_mut(field.name) {
                Some(Value::Array(values)) => values.iter_mut().for_each(|value| *value = json!(NEW_VALUE)),
                Some(value) if value.is_string() => *value = json!(NEW_VALUE),
                _ => {}
            }
        }
    });
}

/// Calls `visit` with every resource, those inside others first.
fn resources(tree: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    match tree {
        Value::Array(items) => items.iter_mut().for_each(|item| resources(item, visit)),
        Value::Object(members) => {
            for inside in ["_embedded", "sender", "events"] {
                match members.get_mut(inside) {
                    Some(Value::Object(map)) => map.values_mut().for_each(|value| resources(value, visit)),
                    Some(list) => resources(list, visit),
                    None => {}
                }
            }
            // neither the response of the event channel, nor one of its senders or events
            if members.contains_key("_links") && !leads_on(members) {
                visit(members);
            }
        }
        _ => {}
    }
}

fn leads_on(members: &Map<String, Value>) -> bool {
    ["next", "resync", "resume"].iter().any(|name| members["_links"].get(name).is_some())
}

/// Puts a prefix before the rels.
pub(super) fn prefix(tree: &mut Value, prefix: &str) {
    match tree {
        Value::Array(items) => items.iter_mut().for_each(|item| self::prefix(item, prefix)),
        Value::Object(members) => {
            if let Some(Value::String(rel)) = members.get_mut("rel") {
                rel.insert_str(0, prefix);
            }
            for name in ["_links", "_embedded"] {
                if let Some(Value::Object(map)) = members.get_mut(name) {
                    *map = std::mem::take(map).into_iter().map(|(name, value)| (prefixed(name, &value, prefix), value)).collect();
                }
            }
            for name in ["_embedded", "sender", "events", "link", "in"] {
                match members.get_mut(name) {
                    Some(Value::Object(map)) if name == "_embedded" => {
                        map.values_mut().for_each(|value| self::prefix(value, prefix));
                    }
                    Some(value) => self::prefix(value, prefix),
                    None => {}
                }
            }
        }
        _ => {}
    }
}

/// The links of the channel, `self` and data links have no prefix.
fn prefixed(name: String, value: &Value, prefix: &str) -> String {
    let is_plain = ["self", "next", "resync", "resume"].contains(&&*name);
    let is_data = value.get("href").and_then(Value::as_str).is_some_and(|href| href.starts_with("data:"));
    if is_plain || is_data { name } else { format!("{prefix}{name}") }
}
