//! What a response says, before it is written in a format.

/// A response of the channel.
pub struct Message {
    pub own: String,
    pub next: String,
    pub senders: Vec<Sender>,
}

/// A resource and what happened in its realm.
pub struct Sender {
    pub rel: &'static str,
    pub href: String,
    pub events: Vec<Event>,
}

/// Something that happened.
pub struct Event {
    pub kind: &'static str,
    pub link: Link,
    pub within: Option<Link>,
    pub status: Option<&'static str>,
    pub resource: Option<Resource>,
}

/// A link with its rel.
#[derive(Clone)]
pub struct Link {
    pub rel: &'static str,
    pub href: String,
    pub title: Option<String>,
    /// Whether JSON has a list of these.
    pub many: bool,
}

/// A resource in a role: a `participant` may come as `from`.
pub struct Resource {
    pub role: &'static str,
    pub rel: &'static str,
    pub href: String,
    pub properties: Vec<(String, Property)>,
    pub links: Vec<Link>,
    pub embedded: Vec<Self>,
    pub etag: Option<u32>,
    /// Whether JSON has a list of these.
    pub many: bool,
}

/// The value of a property.
pub enum Property {
    Text(String),
    Flag(bool),
    Number(u32),
    /// Milliseconds since 1970.
    Date(i64),
    List(&'static [&'static str]),
}

impl Link {
    pub fn new(rel: &'static str, href: impl Into<String>) -> Self {
        Self { rel, href: href.into(), title: None, many: false }
    }

    pub fn titled(rel: &'static str, href: impl Into<String>, title: &str) -> Self {
        Self { title: Some(title.to_owned()), ..Self::new(rel, href) }
    }
}

impl Resource {
    pub fn new(rel: &'static str, href: impl Into<String>) -> Self {
        Self {
            role: rel,
            rel,
            href: href.into(),
            properties: Vec::new(),
            links: Vec::new(),
            embedded: Vec::new(),
            etag: None,
            many: false,
        }
    }

    /// In another role.
    pub fn playing(self, role: &'static str) -> Self {
        Self { role, ..self }
    }

    pub fn set(&mut self, name: &str, property: Property) {
        self.properties.push((name.to_owned(), property));
    }

    pub fn text(&mut self, name: &str, text: impl Into<String>) {
        self.set(name, Property::Text(text.into()));
    }

    pub fn flag(&mut self, name: &str, flag: bool) {
        self.set(name, Property::Flag(flag));
    }

    pub fn link(&mut self, rel: &'static str, href: impl Into<String>) {
        self.links.push(Link::new(rel, href));
    }

    /// A link for each rel, to a place below `base`.
    pub fn links_below(&mut self, base: &str, rels: &[(&'static str, &str)]) {
        for (rel, place) in rels {
            self.link(rel, format!("{base}/{place}"));
        }
    }
}
