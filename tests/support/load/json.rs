//! A response in JSON.

use std::fmt::Write as _;

use super::message::{Event, Link, Message, Property, Resource, Sender};

/// Compact, in the order of members that servers have.
pub fn text(message: &Message) -> String {
    let mut out = String::new();
    let Message { own, next, senders } = message;
    out.push_str("{\"_links\":{\"self\":{\"href\":");
    string(&mut out, own);
    out.push_str("},\"next\":{\"href\":");
    string(&mut out, next);
    out.push_str("}},\"sender\":");
    list(&mut out, senders, sender);
    out.push('}');
    out
}

fn sender(out: &mut String, sender: &Sender) {
    let Sender { rel, href, events } = sender;
    out.push_str("{\"rel\":");
    string(out, rel);
    out.push_str(",\"href\":");
    string(out, href);
    out.push_str(",\"events\":");
    list(out, events, event);
    out.push('}');
}

fn event(out: &mut String, event: &Event) {
    let Event { kind, link, within, status, resource: embedded } = event;
    out.push_str("{\"link\":");
    event_link(out, link);
    if let Some(within) = within {
        out.push_str(",\"in\":");
        event_link(out, within);
    }
    if let Some(status) = status {
        out.push_str(",\"status\":");
        string(out, status);
    }
    if let Some(embedded) = embedded {
        out.push_str(",\"_embedded\":{");
        string(out, embedded.role);
        out.push(':');
        resource(out, embedded);
        out.push('}');
    }
    out.push_str(",\"type\":");
    string(out, kind);
    out.push('}');
}

fn event_link(out: &mut String, link: &Link) {
    out.push_str("{\"rel\":");
    string(out, link.rel);
    out.push_str(",\"href\":");
    target(out, link);
}

fn resource(out: &mut String, resource_: &Resource) {
    let Resource { rel, href, properties, links, embedded, etag, .. } = resource_;
    out.push('{');
    for (name, value) in properties {
        string(out, name);
        out.push(':');
        property(out, value);
        out.push(',');
    }
    out.push_str("\"_links\":{\"self\":{\"href\":");
    string(out, href);
    out.push('}');
    for entry in links {
        out.push(',');
        string(out, entry.rel);
        out.push_str(if entry.many { ":[{\"href\":" } else { ":{\"href\":" });
        target(out, entry);
        out.push_str(if entry.many { "]" } else { "" });
    }
    out.push('}');
    if !embedded.is_empty() {
        out.push_str(",\"_embedded\":{");
        for (index, entry) in embedded.iter().enumerate() {
            out.push_str(if index == 0 { "" } else { "," });
            string(out, entry.role);
            out.push_str(if entry.many { ":[" } else { ":" });
            resource(out, entry);
            out.push_str(if entry.many { "]" } else { "" });
        }
        out.push('}');
    }
    out.push_str(",\"rel\":");
    string(out, rel);
    if let Some(etag) = etag {
        let _ = write!(out, ",\"etag\":\"{etag}\"");
    }
    out.push('}');
}

/// The rest of a link, from its href on.
fn target(out: &mut String, link: &Link) {
    string(out, &link.href);
    if let Some(title) = &link.title {
        out.push_str(",\"title\":");
        string(out, title);
    }
    out.push('}');
}

fn property(out: &mut String, property: &Property) {
    // writing to a string cannot fail
    let _ = match property {
        Property::Text(text) => {
            string(out, text);
            Ok(())
        }
        Property::Flag(flag) => write!(out, "{flag}"),
        Property::Number(number) => write!(out, "{number}"),
        Property::Date(milliseconds) => write!(out, "\"\\/Date({milliseconds})\\/\""),
        Property::List(texts) => {
            list(out, texts, |out, text| string(out, text));
            Ok(())
        }
    };
}

fn list<T>(out: &mut String, items: &[T], each: impl Fn(&mut String, &T)) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { "," });
        each(out, item);
    }
    out.push(']');
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for piece in text.split_inclusive(['"', '\\']) {
        match piece.strip_suffix(['"', '\\']) {
            Some(plain) => {
                out.push_str(plain);
                out.push('\\');
                out.push_str(&piece[plain.len()..]);
            }
            None => out.push_str(piece),
        }
    }
    out.push('"');
}
