//! The tables as JSON, for programs.

use serde_json::{Value, json};
use ucwa_inspect::describe;
use ucwa_model::descriptor::{Definition, EnumerationDefinition, Field, Kind, OperationDefinition, Shape};

pub(super) fn definition(definition: &Definition) -> Value {
    json!({
        "name": definition.name,
        "rel": definition.rel,
        "revision": definition.revision,
        "area": definition.area,
        "doc": definition.doc,
        "scopes": definition.scopes,
        "notes": definition.notes,
        "represented_by": definition.shape.map(|shape| shape.name),
        "properties": definition.shape.map(|shape| fields(shape.properties())),
        "links": definition.shape.map(|shape| fields(shape.links())),
        "embedded": definition.shape.map(|shape| fields(shape.embedded())),
        "events": definition.events.iter().map(|event| json!({
            "type": event.event_type,
            "resource": event.resource,
            "sender": event.sender,
            "priority": event.priority,
            "doc": event.doc,
        })).collect::<Value>(),
        "operations": definition.operations.iter().map(operation).collect::<Value>(),
    })
}

pub(super) fn enumeration(enumeration: &EnumerationDefinition) -> Value {
    json!({
        "name": enumeration.name,
        "area": "enumerations",
        "doc": enumeration.doc,
        "notes": enumeration.notes,
        "members": enumeration.values.iter().map(|member| json!({"name": member.name, "doc": member.doc})).collect::<Value>(),
    })
}

fn operation(operation: &OperationDefinition) -> Value {
    let success = &operation.success;
    json!({
        "method": operation.method,
        "doc": operation.doc,
        "query": fields(operation.query),
        "body": operation.input.map(|shape: &Shape| fields(shape.fields)),
        "media": operation.media,
        "success": {"status": success.status, "body": success.body, "starts": success.starts},
        "errors": operation.errors.iter().map(|failure| json!({
            "status": failure.status,
            "code": failure.code,
            "subcode": failure.subcode,
            "doc": failure.doc,
        })).collect::<Value>(),
    })
}

fn fields(fields: &[Field]) -> Value {
    let field = |field: &Field| {
        let limit = if let Kind::String { limit } = field.kind { limit } else { None };
        let data = matches!(field.kind, Kind::Data);
        json!({
            "name": field.name,
            "type": describe::kind(field),
            "many": field.many,
            "required": field.required,
            "limit": limit,
            "range": field.range,
            "data": data,
            "doc": field.doc,
        })
    };
    fields.iter().map(field).collect()
}
