//! What a contender has read, in a form that can be compared: fast and wrong does not count.

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::Timestamp;
use roxmltree::{Document, Node};
use serde_json::{Map, Value, json};

use super::{load::Response, shapes::closed::Events};

/// What shows that a contender has read a response.
pub(crate) enum Evidence {
    /// All of its content, written again.
    Json(String),
    /// All of its content, written again.
    Xml(String),
    /// The type and the rel of each event.
    Outline(Vec<(String, String)>),
    /// The number of events.
    Events(usize),
}

/// The content of a response.
pub(crate) struct Content {
    value: Value,
    events: usize,
}

impl Content {
    /// What its JSON says, as far as the types know it.
    pub(crate) fn of(response: &Response) -> Self {
        Self { value: known(serde_json::from_str(&response.json).unwrap()), events: response.events }
    }

    /// A number that differs when the content does.
    pub(crate) fn digest(&self) -> u64 {
        digest(&self.value)
    }

    /// Whether the evidence is of this content.
    pub(crate) fn agrees(&self, evidence: Evidence) -> bool {
        match evidence {
            Evidence::Json(text) => digest(&known(serde_json::from_str(&text).unwrap())) == self.digest(),
            Evidence::Xml(text) => digest(&known(from_xml(&text))) == self.digest(),
            Evidence::Outline(outline) => outline == self.outline(),
            Evidence::Events(events) => events == self.events,
        }
    }

    fn outline(&self) -> Vec<(String, String)> {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let events = list(&self.value["sender"]).into_iter().flat_map(|sender| list(&sender["events"]));
        events.map(|event| (text(&event["type"]), text(&event["link"]["rel"]))).collect()
    }
}

fn digest(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.to_string().hash(&mut hasher);
    hasher.finish()
}

/// Only what the types know: some contenders keep more, and some members have no order.
fn known(mut value: Value) -> Value {
    without_offsets(&mut value);
    serde_json::to_value(serde_json::from_value::<Events<String>>(value).unwrap()).unwrap()
}

/// Takes the offset off each date: `/Date(1474932027613-0700)/` says the instant that `/Date(1474932027613)/` says, and some contenders
/// keep where it was said.
fn without_offsets(value: &mut Value) {
    match value {
        Value::String(text) => {
            let offset = |digits: &str| digits.rfind(['+', '-']).filter(|sign| *sign > 0);
            let digits = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/"));
            if let Some((digits, sign)) = digits.and_then(|digits| Some((digits, offset(digits)?))) {
                *text = format!("/Date({})/", &digits[..sign]);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_offsets),
        Value::Object(members) => members.values_mut().for_each(without_offsets),
        _ => {}
    }
}

/// The JSON that says what the XML says, read by a parser that is no contender's own.
fn from_xml(text: &str) -> Value {
    let document = Document::parse(text).unwrap();
    let root = document.root_element();
    let mut links = json!({"self": {"href": root.attribute("href")}});
    for link in children(root, "link") {
        links[link.attribute("rel").unwrap_or_default()] = target(link);
    }
    let senders = children(root, "sender").map(|sender| {
        let events: Vec<Value> = sender.children().filter(Node::is_element).map(event).collect();
        json!({"rel": sender.attribute("rel"), "href": sender.attribute("href"), "events": events})
    });
    json!({"_links": links, "sender": senders.collect::<Vec<_>>()})
}

fn children<'a, 'input>(node: Node<'a, 'input>, name: &'static str) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

fn event(node: Node<'_, '_>) -> Value {
    let named = |node: Node<'_, '_>| {
        let mut link = target(node);
        link["rel"] = json!(node.attribute("rel"));
        link
    };
    let mut event = json!({"type": node.tag_name().name(), "link": named(node), "status": node.attribute("status")});
    if let Some(within) = children(node, "in").next() {
        event["in"] = named(within);
    }
    if let Some(resource) = children(node, "resource").next() {
        event["_embedded"] = json!({resource.attribute("rel").unwrap_or_default(): from_resource(resource)});
    }
    event
}

fn target(node: Node<'_, '_>) -> Value {
    json!({"href": node.attribute("href"), "title": node.attribute("title")})
}

fn from_resource(node: Node<'_, '_>) -> Value {
    let mut members = Map::new();
    let mut links = json!({"self": {"href": node.attribute("href")}});
    let mut embedded = Map::new();
    for child in node.children().filter(Node::is_element) {
        let attribute = |name| child.attribute(name).unwrap_or_default();
        match child.tag_name().name() {
            "link" => links[attribute("rel")] = listed(attribute("rel"), target(child)),
            "property" => {
                let text = child.text().unwrap_or_default();
                members.insert(attribute("name").into(), property(attribute("name"), text));
            }
            "propertyList" => {
                let items = children(child, "item").map(|item| json!(item.text())).collect();
                members.insert(attribute("name").into(), Value::Array(items));
            }
            _ => {
                embedded.insert(attribute("rel").into(), listed(attribute("rel"), from_resource(child)));
            }
        }
    }
    members.insert("_links".into(), links);
    members.insert("_embedded".into(), embedded.into());
    members.into()
}

/// Roles that have a list in JSON.
fn listed(role: &str, value: Value) -> Value {
    if matches!(role, "acceptedByParticipant" | "failedDeliveryParticipant") { json!([value]) } else { value }
}

/// XML has text for everything.
fn property(name: &str, text: &str) -> Value {
    match (name, text) {
        ("anonymous" | "inLobby" | "local" | "organizer" | "recording" | "readLocally", _) => json!(text == "True"),
        ("participantCount", _) => text.parse::<u32>().map_or(Value::Null, Value::from),
        ("lastActive" | "timeStamp" | "created", _) => match text.parse::<Timestamp>() {
            Ok(instant) => json!(format!("/Date({})/", instant.as_millisecond())),
            Err(_) => Value::Null,
        },
        _ => json!(text),
    }
}
