//! What the schema says of a name.

use pyo3::{exceptions::PyKeyError, prelude::*};
use serde_json::{Value, json};
use ucwa_model::descriptor::{self, Definition, EnumerationDefinition, Field, Kind, OperationDefinition, Shape};

/// A resource or an enumeration, as JSON; without a name, the names of all.
#[pyfunction]
#[pyo3(signature = (name=None))]
pub(crate) fn schema<'py>(py: Python<'py>, name: Option<&str>) -> PyResult<Bound<'py, PyAny>> {
    let json = match name {
        None => names(),
        Some(name) => {
            let enumeration = || descriptor::enumerations().iter().find(|one| one.name == name).map(|one| of_enumeration(one));
            let found = descriptor::definition(name).map(of_definition).or_else(enumeration);
            found.ok_or_else(|| {
                PyKeyError::new_err(format!("expected a resource or an enumeration of the schema, but found `{name}`"))
            })?
        }
    };
    py.import("json")?.call_method1("loads", (json.to_string(),))
}

fn names() -> Value {
    let definitions = descriptor::definitions().map(|definition| definition.name);
    definitions.chain(descriptor::enumerations().iter().map(|enumeration| enumeration.name)).collect()
}

fn of_definition(definition: &Definition) -> Value {
    let part = |fields: fn(&Shape) -> &'static [Field]| definition.shape.map_or(json!([]), |shape| of_fields(fields(shape)));
    json!({
        "name": definition.name,
        "rel": definition.rel,
        "area": definition.area,
        "doc": definition.doc,
        "properties": part(Shape::properties),
        "links": part(Shape::links),
        "embedded": part(Shape::embedded),
        "events": definition.events.iter().map(|event| json!({
            "type": event.event_type, "sender": event.sender, "resource": event.resource, "doc": event.doc,
        })).collect::<Value>(),
        "operations": definition.operations.iter().map(of_operation).collect::<Value>(),
    })
}

fn of_operation(operation: &OperationDefinition) -> Value {
    json!({
        "method": operation.method,
        "doc": operation.doc,
        "query": of_fields(operation.query),
        "body": operation.input.map(|shape| of_fields(shape.fields)),
        "status": operation.success.status,
        "answers": operation.success.body,
        "starts": operation.success.starts,
    })
}

fn of_enumeration(enumeration: &EnumerationDefinition) -> Value {
    let value = |value: &descriptor::KnownValue| json!({"name": value.name, "doc": value.doc});
    json!({"name": enumeration.name, "doc": enumeration.doc, "values": enumeration.values.iter().map(value).collect::<Value>()})
}

fn of_fields(fields: &[Field]) -> Value {
    let of = |field: &Field| {
        let limit = if let Kind::String { limit } = field.kind { limit } else { None };
        json!({
            "name": field.name,
            "type": kind(field.kind),
            "many": field.many,
            "required": field.required,
            "limit": limit,
            "range": field.range,
            "doc": field.doc,
        })
    };
    fields.iter().map(of).collect()
}

/// What a value is: of an enumeration its name, of an embedded resource its rel.
fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::String { .. } => "string",
        Kind::SipUri => "sip uri",
        Kind::Boolean => "boolean",
        Kind::Integer => "integer",
        Kind::Date => "date",
        Kind::Enumeration(enumeration) => enumeration.name,
        Kind::Link => "link",
        Kind::Data => "data link",
        Kind::Embedded(shape) => shape().rel,
        _ => "object",
    }
}
