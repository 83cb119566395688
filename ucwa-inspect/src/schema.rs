//! The documentation of the protocol, as the page looks it up: all of it, so that whatever comes later has it too.

use serde_json::{Map, Value, json};
use ucwa_model::descriptor::{self, Field, Kind, Shape};

use crate::{data::compact, describe};

pub(crate) fn tables() -> Value {
    let (mut shapes, mut operations) = (Map::new(), Map::new());
    for definition in descriptor::definitions() {
        if let Some(shape) = definition.shape {
            shapes.entry(key(shape, None)).or_insert_with(|| self::shape(shape, definition.doc));
        }
        for operation in definition.operations {
            operations.insert(format!("{} {}", operation.method, definition.name), json!(operation.doc));
            if let Some(input) = operation.input {
                shapes.insert(key(input, Some(operation.method)), self::shape(input, operation.doc));
            }
        }
    }
    let rels = descriptor::definitions()
        .filter_map(|one| Some((one.rel.to_owned(), json!(key(descriptor::shape_of_rel(one.rel)?, None)))));
    let enumerations = descriptor::enumerations().iter().map(|one| {
        let values: Map<_, _> = one.values.iter().map(|value| (value.name.to_owned(), json!(value.doc))).collect();
        (one.name.to_owned(), json!({"doc": one.doc, "values": values}))
    });
    json!({
        "shapes": shapes,
        "rels": rels.collect::<Map<_, _>>(),
        "operations": operations,
        "enumerations": enumerations.collect::<Map<_, _>>(),
    })
}

/// The name under which a body is described; what a request sends, with its method.
pub(crate) fn key(shape: &Shape, method: Option<&str>) -> String {
    method.map_or_else(|| shape.name.to_owned(), |method| format!("{}:{method}", shape.name))
}

fn shape(shape: &Shape, doc: &str) -> Value {
    let members = |fields: &[Field]| fields.iter().map(|field| (field.name.to_owned(), member(field))).collect::<Map<_, _>>();
    compact(json!({
        "rel": shape.rel,
        "doc": doc,
        "properties": members(shape.properties()),
        "links": members(shape.links()),
        "embedded": members(shape.embedded()),
    }))
}

fn member(field: &Field) -> Value {
    let (shape, enumeration) = match field.kind {
        Kind::Embedded(shape) => (Some(key(shape(), None)), None),
        Kind::Enumeration(enumeration) => (None, Some(enumeration.name)),
        _ => (None, None),
    };
    json!({"type": describe::member(field), "doc": field.doc, "shape": shape, "enumeration": enumeration})
}
