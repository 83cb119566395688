//! The XML of the load as types for serde.
//!
//! UCWA names members in attributes, which a derive cannot tell apart: resources have one generic shape, a list of nodes.

use serde::{Deserialize, Serialize};

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "events")]
pub(crate) struct Events<S> {
    #[serde(rename = "@href")]
    href: S,
    #[serde(rename = "@xmlns")]
    namespace: S,
    #[serde(default = "Vec::new")]
    link: Vec<Link<S>>,
    #[serde(default = "Vec::new")]
    sender: Vec<Sender<S>>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Sender<S> {
    #[serde(rename = "@rel")]
    rel: S,
    #[serde(rename = "@href")]
    href: S,
    #[serde(rename = "$value", default = "Vec::new")]
    events: Vec<Event<S>>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
enum Event<S> {
    Added(Body<S>),
    Updated(Body<S>),
    Deleted(Body<S>),
    Started(Body<S>),
    Completed(Body<S>),
}

#[derive(Debug, Deserialize, Serialize)]
struct Body<S> {
    #[serde(rename = "@rel")]
    rel: S,
    #[serde(rename = "@href")]
    href: S,
    #[serde(rename = "@title", skip_serializing_if = "Option::is_none")]
    title: Option<S>,
    #[serde(rename = "@status", skip_serializing_if = "Option::is_none")]
    status: Option<S>,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    within: Option<Link<S>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resource: Option<Resource<S>>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Link<S> {
    #[serde(rename = "@rel")]
    rel: S,
    #[serde(rename = "@href")]
    href: S,
    #[serde(rename = "@title", skip_serializing_if = "Option::is_none")]
    title: Option<S>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Resource<S> {
    #[serde(rename = "@rel")]
    rel: S,
    #[serde(rename = "@href")]
    href: S,
    #[serde(rename = "$value", default = "Vec::new")]
    nodes: Vec<Node<S>>,
}

/// In one list: as lists of their own, nodes of several kinds may not come mixed.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
enum Node<S> {
    Link(Link<S>),
    Property(Property<S>),
    PropertyList(PropertyList<S>),
    Resource(Resource<S>),
}

#[derive(Debug, Deserialize, Serialize)]
struct Property<S> {
    #[serde(rename = "@name")]
    name: S,
    #[serde(rename = "$text")]
    text: Option<S>,
}

#[derive(Debug, Deserialize, Serialize)]
struct PropertyList<S> {
    #[serde(rename = "@name")]
    name: S,
    #[serde(default = "Vec::new")]
    item: Vec<S>,
}
