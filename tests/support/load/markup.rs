//! A response in XML.

use std::fmt::Write as _;

use jiff::{
    Timestamp,
    tz::{Offset, offset},
};

use super::message::{Event, Link, Message, Property, Resource, Sender};

/// Servers write dates in a zone of their own.
const ZONE: Offset = offset(-7);

/// Without white space between the elements; links come before properties, and resources last.
pub fn text(message: &Message) -> String {
    let mut out = String::new();
    let Message { own, next, senders } = message;
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?><events");
    attribute(&mut out, "href", own);
    attribute(&mut out, "xmlns", "http://schemas.microsoft.com/rtc/2012/03/ucwa");
    out.push('>');
    link(&mut out, "link", &Link::new("next", next));
    for entry in senders {
        sender(&mut out, entry);
    }
    out.push_str("</events>");
    out
}

fn sender(out: &mut String, sender: &Sender) {
    let Sender { rel, href, events } = sender;
    out.push_str("<sender");
    attribute(out, "rel", rel);
    attribute(out, "href", href);
    out.push('>');
    for entry in events {
        event(out, entry);
    }
    out.push_str("</sender>");
}

fn event(out: &mut String, event: &Event) {
    let Event { kind, link: target, within, status, resource: embedded } = event;
    open(out, kind, target);
    if let Some(status) = status {
        attribute(out, "status", status);
    }
    if within.is_none() && embedded.is_none() {
        return out.push_str(" />");
    }
    out.push('>');
    if let Some(within) = within {
        link(out, "in", within);
    }
    if let Some(embedded) = embedded {
        resource(out, embedded);
    }
    let _ = write!(out, "</{kind}>");
}

fn resource(out: &mut String, resource_: &Resource) {
    let Resource { role, rel, href, properties, links, embedded, etag, .. } = resource_;
    out.push_str("<resource");
    attribute(out, "rel", role);
    attribute(out, "href", href);
    out.push('>');
    for entry in links {
        link(out, "link", entry);
    }
    property(out, "rel", rel);
    for (name, value) in properties {
        // writing to a string cannot fail
        let _ = match value {
            Property::Text(text) => {
                property(out, name, text);
                Ok(())
            }
            Property::Flag(flag) => {
                property(out, name, if *flag { "True" } else { "False" });
                Ok(())
            }
            Property::Number(number) => write!(out, "<property name=\"{name}\">{number}</property>"),
            Property::Date(milliseconds) => {
                property(out, name, &date(*milliseconds));
                Ok(())
            }
            Property::List(texts) => {
                list(out, name, texts);
                Ok(())
            }
        };
    }
    if let Some(etag) = etag {
        let _ = write!(out, "<property name=\"etag\">{etag}</property>");
    }
    for entry in embedded {
        resource(out, entry);
    }
    out.push_str("</resource>");
}

fn link(out: &mut String, element: &str, link: &Link) {
    open(out, element, link);
    out.push_str(" />");
}

/// The begin of an element that is a link.
fn open(out: &mut String, element: &str, link: &Link) {
    out.push('<');
    out.push_str(element);
    attribute(out, "rel", link.rel);
    attribute(out, "href", &link.href);
    if let Some(title) = &link.title {
        attribute(out, "title", title);
    }
}

fn property(out: &mut String, name: &str, text: &str) {
    out.push_str("<property");
    attribute(out, "name", name);
    out.push('>');
    escaped(out, text, false);
    out.push_str("</property>");
}

fn list(out: &mut String, name: &str, texts: &[&str]) {
    out.push_str("<propertyList");
    attribute(out, "name", name);
    out.push('>');
    for text in texts {
        out.push_str("<item>");
        escaped(out, text, false);
        out.push_str("</item>");
    }
    out.push_str("</propertyList>");
}

fn date(milliseconds: i64) -> String {
    let instant = Timestamp::from_millisecond(milliseconds).unwrap_or_default();
    let local = ZONE.to_datetime(instant);
    let (year, month, day) = (local.year(), local.month(), local.day());
    let (hour, minute, second, fraction) = (local.hour(), local.minute(), local.second(), local.subsec_nanosecond() / 100);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:07}-07:00")
}

fn attribute(out: &mut String, name: &str, text: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escaped(out, text, true);
    out.push('"');
}

/// Quotes need an escape in attributes only.
fn escaped(out: &mut String, text: &str, quotes: bool) {
    for piece in text.split_inclusive(['&', '<', '>', '"']) {
        let (plain, escape) = match piece.as_bytes().last() {
            Some(b'&') => (&piece[..piece.len() - 1], "&amp;"),
            Some(b'<') => (&piece[..piece.len() - 1], "&lt;"),
            Some(b'>') => (&piece[..piece.len() - 1], "&gt;"),
            Some(b'"') if quotes => (&piece[..piece.len() - 1], "&quot;"),
            _ => (piece, ""),
        };
        out.push_str(plain);
        out.push_str(escape);
    }
}
