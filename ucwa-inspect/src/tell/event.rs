//! The events of a response, in a few words each.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use ucwa_model::{
    Broken, Document, Event, EventLink, Sender,
    enumerations::{EventStatus, EventType},
    record::{Record, ValueRef},
};

use super::{
    html,
    message::{Told, finding, raw},
};
use crate::{
    Message,
    facts::{self, Facts},
};

/// The events of a response, each with how much of what was found in the message is found in it.
pub(super) fn events(told: &Told) -> Vec<Value> {
    let Some(Message::Document(document)) = &told.message else { return Vec::new() };
    let Document::Events(events) = &**document else { return Vec::new() };
    let (findings, unknown) = (counts(&told.json["findings"]), counts(&told.json["unknown"]));
    let mut all = Vec::new();
    for (at, sender) in events.senders.iter().flatten().enumerate() {
        for (index, event) in sender.events.iter().enumerate() {
            let mut json = match event {
                Ok(event) => whole(sender, event),
                Err(error) => broken(sender, error),
            };
            let count = |counts: &BTreeMap<String, u64>| counts.get(&format!("sender[{at}].events[{index}]")).copied();
            json["findings"] = json!(count(&findings));
            json["unknown"] = json!(count(&unknown));
            all.push(json);
        }
    }
    all
}

/// How often the paths of remarks begin with each event.
fn counts(remarks: &Value) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for path in remarks.as_array().into_iter().flatten().filter_map(|remark| remark["path"].as_str()) {
        let Some((sender, rest)) = path.split_once("].events[") else { continue };
        let Some((event, _)) = rest.split_once(']') else { continue };
        *counts.entry(format!("{sender}].events[{event}]")).or_default() += 1;
    }
    counts
}

fn broken(sender: &Sender, broken: &Broken) -> Value {
    json!({
        "sender": &*sender.rel,
        "sender_href": &*sender.href,
        "error": finding(broken.error().violation()),
        "raw": raw(broken.raw()),
    })
}

fn whole(sender: &Sender, event: &Event) -> Value {
    let facts = Facts::of(event);
    let link = event.link.as_ref();
    json!({
        "sender": &*sender.rel,
        "sender_href": &*sender.href,
        "type": event.event_type.as_ref().map(EventType::as_str),
        "rel": link.and_then(|link| link.rel.as_deref()),
        "href": link.map(|link| &*link.link.href),
        "title": link.and_then(|link| link.link.title()),
        "in": event.in_.as_ref().map(|EventLink { rel, link, .. }| json!({"rel": rel.as_deref(), "href": &*link.href, "title": link.title()})),
        "status": event.status.as_ref().map(EventStatus::as_str),
        "reason": event.reason.as_ref().map(|reason| json!({
            "code": reason.code.as_ref().map(ToString::to_string),
            "subcode": reason.subcode.as_ref().map(ToString::to_string),
            "message": reason.message.as_deref(),
        })),
        "time": facts.utc(),
        "direction": facts.direction,
        "from": facts.from.map(|from| json!({"href": from.href, "title": from.title})),
        "text": facts.text.map(|text| html::read(text, facts.is_html)),
        "conversation": conversation(sender, event),
        "operation_id": event.resources().find_map(|resource| facts::text_of(resource.record(), "operationId")),
        "subject": event.resources().find_map(|resource| facts::text_of(resource.record(), "subject")),
    })
}

/// The conversation that it happened in: the sender is one, or the event tells of one, or what came along has a link to one.
fn conversation(sender: &Sender, event: &Event) -> Option<String> {
    if &*sender.rel == "conversation" {
        return Some(sender.href.to_string());
    }
    let told = event.link.as_ref().filter(|link| link.rel.as_deref() == Some("conversation"));
    let linked = || event.resources().find_map(|resource| linked(resource.record()));
    told.map(|link| link.link.href.to_string()).or_else(linked)
}

fn linked(record: &dyn Record) -> Option<String> {
    facts::items(record, "conversation").find_map(|item| match item {
        ValueRef::Link(link) => Some(link.href.to_string()),
        _ => None,
    })
}
