//! AsyncAPI 3: the event channel, its responses, and each event that they may hold.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use ucwa_model::descriptor::{self, EventDefinition};

use super::{
    catalog,
    json_schema::{EVENT, EVENTS, Purpose, Schemas},
};

const SCHEMAS: Schemas = Schemas { place: "#/components/schemas/", for_: Purpose::Events };

/// The document.
pub(super) fn document() -> Value {
    let events = events();
    let references = |of: &str| -> Value {
        events.keys().map(|name| (name.clone(), json!({"$ref": format!("{of}{name}")}))).collect::<serde_json::Map<_, _>>().into()
    };
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "UCWA event channel",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What servers of UCWA tell their clients. The channel is HTTP that waits: a client asks for the href of the \
                link `next` of each response, or of `events` at first, and gets a response with any number of events.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "responses": {
                "address": "/ucwa/v1/applications/{application}/events",
                "description": "The path is an example: follow the links.",
                "parameters": {"application": {"description": "The application whose events they are."}},
                "messages": {"response": {"$ref": "#/components/messages/response"}},
            },
            "events": {
                "address": null,
                "description": "The events that stand in responses, below their senders.",
                "messages": references("#/components/messages/"),
            },
        },
        "operations": {
            "receiveResponse": {"action": "receive", "channel": {"$ref": "#/channels/responses"},
                "summary": "Waits for the next response.",
                "messages": [{"$ref": "#/channels/responses/messages/response"}]},
            "receiveEvent": {"action": "receive", "channel": {"$ref": "#/channels/events"}, "summary": "Takes an event of a response."},
        },
        "components": {
            "schemas": SCHEMAS.definitions(),
            "messages": messages(&events),
        },
    })
}

/// Each event of the schema, by resource, type and sender.
fn events() -> BTreeMap<String, &'static EventDefinition> {
    let all = descriptor::definitions().flat_map(|definition| definition.events);
    all.map(|event| (format!("{}.{}.{}", event.resource, event.event_type, event.sender), event)).collect()
}

fn messages(events: &BTreeMap<String, &'static EventDefinition>) -> Value {
    let response = json!({"title": "A response of the event channel", "payload": SCHEMAS.reference(EVENTS)});
    let each = events.iter().map(|(name, event)| (name.clone(), message(event)));
    Value::Object(each.chain([("response".to_owned(), response)]).collect())
}

fn message(event: &EventDefinition) -> Value {
    let EventDefinition { event_type, resource, sender, priority, doc, .. } = event;
    let mut members =
        json!({"type": {"const": event_type}, "link": {"properties": {"rel": {"enum": catalog::with_prefixes(&[resource])}}}});
    if let Some(shape) = descriptor::shape_of_rel(resource) {
        members["_embedded"] = json!({"properties": {*resource: SCHEMAS.reference(shape.name)}});
    }
    json!({
        "title": format!("{resource} {event_type}"),
        "summary": doc,
        "payload": {"allOf": [SCHEMAS.reference(EVENT), {"properties": members}]},
        "x-sender": sender,
        "x-priority": priority,
    })
}
