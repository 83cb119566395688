//! What an XML message says, whatever the order of its members.

use std::collections::BTreeMap;

use roxmltree::Node;

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const MARKUP: &str = "urn:ucwa-model:markup";

/// An element to compare. Children of one kind and name keep their order, the others have none.
#[derive(Debug, PartialEq)]
pub struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
    children: Vec<Self>,
}

impl Element {
    /// What an element says, as the library may write it.
    pub fn of(node: Node<'_, '_>) -> Self {
        let children = node.children().filter(Node::is_element).map(Self::of).collect();
        let mut element =
            Self { name: node.tag_name().name().to_owned(), attributes: attributes(node), text: text(node), children };
        let nil = element.attributes.get("xsi:nil").is_some_and(|value| matches!(value.trim(), "true" | "1"));
        element.attributes.retain(|name, _| !name.starts_with("xsi:"));
        if nil && element.name.starts_with("property") {
            element.name = "property".to_owned();
            element.text = "\u{0}nil".to_owned();
        }
        if element.attributes.remove("u:literal").is_some() {
            element.text = serde_json::from_str(&element.text).unwrap_or(element.text);
        }
        match &*element.name {
            // none has a place for attributes of XML's own
            "property" | "propertyList" | "item" | "reason" => element.attributes.retain(|name, _| !name.starts_with("xml:")),
            "resource" | "input" | "events" => element.own_link(),
            "sender" => {
                element.attributes_as_properties(&["rel", "href"]);
                element.children.iter_mut().for_each(Self::own_status);
            }
            "parameter" => element.attributes_as_properties(&[]),
            _ => {}
        }
        element.one_link();
        let events = element.name == "sender";
        element.children.sort_by_key(|child| child.key(events));
        element
    }

    /// Takes a rel that the reference samples have beside the attribute of the root: on the way through JSON it is gained.
    pub fn without_rel(mut self) -> Self {
        if self.children.iter().any(Self::is_rel) && self.name == "resource" {
            let rel = self.children.iter().find(|child| child.is_rel()).map(|child| child.text.clone());
            self.attributes.extend(rel.map(|rel| ("rel".to_owned(), rel)));
            self.children.retain(|child| !child.is_rel());
        }
        self
    }

    fn is_rel(&self) -> bool {
        self.name == "property" && self.attributes.get("name").is_some_and(|name| name == "rel") && self.text != "\u{0}nil"
    }

    /// The link to itself is a link, wherever it stands.
    fn own_link(&mut self) {
        if !self.attributes.contains_key("href") {
            return;
        }
        let mut own = std::mem::take(&mut self.attributes);
        if self.name != "events" {
            self.attributes.extend(own.remove("rel").map(|rel| ("rel".to_owned(), rel)));
        }
        own.insert("rel".to_owned(), "self".to_owned());
        self.children.insert(0, Self { name: "link".to_owned(), attributes: own, text: String::new(), children: Vec::new() });
    }

    /// How an operation ended is an attribute of its event, also where it came as a property.
    fn own_status(&mut self) {
        let is_status =
            |child: &Self| child.name == "property" && child.attributes.get("name").is_some_and(|name| name == "status");
        if let Some(index) = self.children.iter().position(is_status)
            && !self.attributes.contains_key("status")
        {
            let text = self.children.remove(index).text;
            self.attributes.insert("status".to_owned(), text);
        }
    }

    /// A link that the markup has as JSON, as attributes.
    fn one_link(&mut self) {
        let Some(json) = self.attributes.remove("u:json") else { return };
        if let Ok(serde_json::Value::Object(members)) = serde_json::from_str(&json) {
            for (name, value) in members {
                self.attributes.insert(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            }
        }
    }

    fn attributes_as_properties(&mut self, but: &[&str]) {
        for name in self.attributes.keys().filter(|name| !but.contains(&&***name)).cloned().collect::<Vec<_>>() {
            let text = self.attributes.remove(&name).unwrap_or_default();
            let attributes = BTreeMap::from([("name".to_owned(), name)]);
            self.children.push(Self { name: "property".to_owned(), attributes, text, children: Vec::new() });
        }
        // in a parameter, the two are elements
        for child in self.children.iter_mut().filter(|child| matches!(&*child.name, "name" | "reason")) {
            child.attributes.insert("name".to_owned(), std::mem::replace(&mut child.name, "property".to_owned()));
        }
    }

    /// The kind and the name of a child. Events are of one kind.
    fn key(&self, events: bool) -> (String, Option<String>) {
        let name = self.attributes.get("name").or_else(|| self.attributes.get("rel")).cloned();
        match &*self.name {
            "property" | "propertyList" => ("property".to_owned(), name),
            "link" | "resource" => (self.name.clone(), name),
            _ if events => (String::new(), None),
            name => (name.to_owned(), None),
        }
    }
}

/// The attributes by their names, prefixes as the library knows them.
fn attributes(node: Node<'_, '_>) -> BTreeMap<String, String> {
    let attributes = node.attributes().map(|one| {
        let prefix = match one.namespace() {
            None => "",
            Some(XSI) => "xsi:",
            Some(XML) => "xml:",
            Some(MARKUP) => "u:",
            Some(_) => "other:",
        };
        (format!("{prefix}{}", one.name()), one.value().to_owned())
    });
    attributes.collect()
}

/// The text of an element that has no children: of a boolean in any case, of a date its day, for both may be written otherwise.
fn text(node: Node<'_, '_>) -> String {
    if node.children().any(|child| child.is_element()) {
        return String::new();
    }
    let text: String = node.children().filter_map(|child| child.text().filter(|_| child.is_text())).collect();
    match &*text {
        "true" | "True" => "True".to_owned(),
        "false" | "False" => "False".to_owned(),
        text if text.trim().is_empty()
            && !matches!(node.tag_name().name(), "property" | "item" | "name" | "reason" | "value") =>
        {
            String::new()
        }
        text => day(text).unwrap_or(text).to_owned(),
    }
}

/// The day of a date.
fn day(text: &str) -> Option<&str> {
    let (day, time) = text.trim().split_once('T')?;
    let is_day = day.trim_start_matches(['+', '-']).bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    (is_day && day.len() >= 10 && time.starts_with(|first: char| first.is_ascii_digit())).then_some("a date")
}
