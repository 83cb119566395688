//! The XML of the load as types for instant-xml, in the generic shape of [`markup`](super::markup).
//!
//! Owned: the derive of this version cannot borrow what has escapes.

use instant_xml::{FromXml, ToXml};

const UCWA: &str = "http://schemas.microsoft.com/rtc/2012/03/ucwa";

#[derive(Debug, FromXml, ToXml)]
#[xml(rename = "events", ns(UCWA))]
pub(crate) struct Events {
    #[xml(attribute)]
    href: String,
    links: Vec<Link>,
    senders: Vec<Sender>,
}

#[derive(Debug, FromXml, ToXml)]
#[xml(rename = "sender", ns(UCWA))]
struct Sender {
    #[xml(attribute)]
    rel: String,
    #[xml(attribute)]
    href: String,
    events: Vec<Event>,
}

/// This library knows a type by one name of an element, so each kind of event is a type.
macro_rules! events {
    ($($kind:ident = $name:tt),*) => {
        #[derive(Debug, FromXml, ToXml)]
        #[xml(forward)]
        enum Event {
            $($kind($kind),)*
        }

        $(
            #[derive(Debug, FromXml, ToXml)]
            #[xml(rename = $name, ns(UCWA))]
            struct $kind {
                #[xml(attribute)]
                rel: String,
                #[xml(attribute)]
                href: String,
                #[xml(attribute)]
                title: Option<String>,
                #[xml(attribute)]
                status: Option<String>,
                            within: Option<Within>,
                            resource: Option<Resource>,
            }
        )*
    };
}

events!(Added = "added", Updated = "updated", Deleted = "deleted", Started = "started", Completed = "completed");

#[derive(Debug, FromXml, ToXml)]
#[xml(rename = "in", ns(UCWA))]
struct Within {
    #[xml(attribute)]
    rel: String,
    #[xml(attribute)]
    href: String,
}

#[derive(Debug, FromXml, ToXml)]
#[xml(rename = "link", ns(UCWA))]
struct Link {
    #[xml(attribute)]
    rel: String,
    #[xml(attribute)]
    href: String,
    #[xml(attribute)]
    title: Option<String>,
}

#[derive(Debug, FromXml, ToXml)]
#[xml(rename = "resource", ns(UCWA))]
struct Resource {
    #[xml(attribute)]
    rel: String,
    #[xml(attribute)]
    href: String,
    links: Vec<Link>,
    properties: Vec<Property>,
    lists: Vec<PropertyList>,
    resources: Vec<Self>,
}

#[derive(Debug, FromXml, ToXml)]
#[xml(rename = "property", ns(UCWA))]
struct Property {
    #[xml(attribute)]
    name: String,
    #[xml(direct)]
    text: String,
}

#[derive(Debug, FromXml, ToXml)]
#[xml(rename = "propertyList", ns(UCWA))]
struct PropertyList {
    #[xml(attribute)]
    name: String,
    item: Vec<String>,
}
