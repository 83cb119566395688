//! JSON Schema, draft 2020-12: one document, with a definition for each resource, input and enumeration, the event channel and errors.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use ucwa_model::{
    descriptor::{self, EnumerationDefinition, Field, Kind, Shape},
    dialect::PREFIXES,
};

use super::{
    catalog::{self, Body, REASON, any_case},
    value,
};

/// The definitions of other than resources.
pub(super) const EVENTS: &str = "events";
pub(super) const EVENT: &str = "event";
pub(super) const OPTIONS: &str = "optionsMetadata";
pub(super) const QUEUED: &str = "operationsQueued";
const ANY: &str = "anyResource";
const SENDER: &str = "sender";
const EVENT_LINK: &str = "eventLink";
const LINK: &str = "link";
const DATA_LINK: &str = "dataLink";
const LINKS: &str = "links";
const RESOURCES: &str = "resources";
const DATE: &str = "date";
const SIP_URI: &str = "sipUri";
const INTEGER: &str = "integer";

/// The document.
pub(super) fn document() -> Value {
    let schemas = Schemas { place: "#/$defs/", for_: Purpose::Messages };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("urn:ucwa:schema:{}", env!("CARGO_PKG_VERSION")),
        "title": "UCWA",
        "description": "Messages of UCWA in JSON. The root takes a message that names itself, and a response of the event channel; what a \
            request sends is to be checked against its own definition, as `#/$defs/startMessaging2_POST`.",
        "type": "object",
        "if": {"properties": {"rel": {"type": "string"}}, "required": ["rel"]},
        "then": schemas.reference(ANY),
        "else": {
            "if": {"properties": {"sender": {"type": "array"}}, "required": ["sender"]},
            "then": schemas.reference(EVENTS),
        },
        "$defs": schemas.definitions(),
    })
}

/// Schemas of all bodies, for documents that keep them in a place of their own.
pub(super) struct Schemas {
    /// What a reference to one begins with.
    pub(super) place: &'static str,
    /// What they are for.
    pub(super) for_: Purpose,
}

/// What schemas are for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To check messages.
    Messages,
    /// To check HTTP, where the query may have what an input requires.
    Requests,
    /// To read about events: there are no inputs, and what is embedded is not told by its rel, which takes parsers minutes.
    Events,
}

impl Schemas {
    /// All of them, by name.
    pub(super) fn definitions(&self) -> Map<String, Value> {
        let mut all = Map::new();
        let inputs = catalog::inputs().filter(|_| self.for_ != Purpose::Events);
        for body in catalog::resources().chain(inputs) {
            let schema = self.body(&body);
            all.insert(body.name, schema);
        }
        all.extend(descriptor::enumerations().iter().map(|one| (one.name.to_owned(), enumeration(one))));
        all.extend(self.common().map(|(name, schema)| (name.to_owned(), schema)));
        all
    }

    /// A reference to one.
    pub(super) fn reference(&self, name: &str) -> Value {
        json!({"$ref": format!("{}{name}", self.place)})
    }

    fn body(&self, body: &Body) -> Value {
        let Body { shape, doc, notes, .. } = body;
        let mut schema = json!({"type": "object", "description": doc, "properties": self.members(shape)});
        if !notes.is_empty() {
            schema["$comment"] = notes.join(" ").into();
        }
        if !catalog::is_input(shape) {
            return schema;
        }
        schema["patternProperties"] = self.in_any_case(shape.properties());
        let required: Vec<_> = shape.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
        if !required.is_empty() {
            schema["x-required"] = json!(required);
            if self.for_ == Purpose::Messages {
                schema["allOf"] = required.iter().map(|name| given(name)).collect();
            }
        }
        schema
    }

    /// The members of a body: what it calls itself, properties, links, embedded resources.
    fn members(&self, shape: &'static Shape) -> Map<String, Value> {
        let mut members = Map::new();
        members.insert("rel".to_owned(), rel(&catalog::rels(shape)));
        for field in shape.properties() {
            members.insert(field.name.to_owned(), self.property(field));
        }
        members.insert("_links".to_owned(), self.section(shape, shape.links(), LINKS));
        members.insert("_embedded".to_owned(), self.section(shape, shape.embedded(), RESOURCES));
        members
    }

    /// `_links` or `_embedded`, where members that are not known are links or resources too.
    fn section(&self, shape: &Shape, fields: &[Field], others: &str) -> Value {
        let known: Map<_, _> = fields.iter().map(|field| (field.name.to_owned(), self.member(field))).collect();
        let mut section = json!({"type": "object", "properties": known, "additionalProperties": self.reference(others)});
        if (self.for_ == Purpose::Messages || catalog::is_input(shape)) && !fields.is_empty() {
            section["patternProperties"] = self.under_other_names(shape, fields);
        }
        section
    }

    /// Links or embedded resources under their names with the prefix of a dialect; of inputs in any case too. One pattern stands for all that are
    /// alike.
    fn under_other_names(&self, shape: &Shape, fields: &[Field]) -> Value {
        let (name, prefixes) = if catalog::is_input(shape) {
            (any_case as fn(&str) -> String, format!("({})?", PREFIXES.join("|")))
        } else {
            (str::to_owned as fn(&str) -> String, format!("({})", PREFIXES.join("|")))
        };
        let mut alike: BTreeMap<String, (Value, Vec<String>)> = BTreeMap::new();
        for field in fields {
            let schema = self.list(field);
            alike.entry(schema.to_string()).or_insert_with(|| (schema, Vec::new())).1.push(name(field.name));
        }
        let pattern = |names: &[String]| format!("^{prefixes}({})$", names.join("|"));
        Value::Object(alike.into_values().map(|(schema, names)| (pattern(&names), schema)).collect())
    }

    fn in_any_case(&self, fields: &[Field]) -> Value {
        let one = |field: &Field| (format!("^{}$", any_case(field.name)), self.member(field));
        Value::Object(fields.iter().map(one).collect())
    }

    fn member(&self, field: &Field) -> Value {
        match field.kind {
            Kind::Link | Kind::Data | Kind::Embedded(_) => described(self.list(field), field.doc),
            _ => self.property(field),
        }
    }

    /// A property, which may be null unless something is required.
    fn property(&self, field: &Field) -> Value {
        let value = self.list(field);
        described(if field.required { value } else { or_null(value) }, field.doc)
    }

    fn list(&self, field: &Field) -> Value {
        let one = self.value(field);
        match (field.many, field.required) {
            (false, _) => one,
            (true, false) => json!({"type": "array", "items": one}),
            // a list of nothing is not given
            (true, true) => json!({"type": "array", "items": one, "minItems": 1}),
        }
    }

    /// One value.
    pub(super) fn value(&self, field: &Field) -> Value {
        match field.kind {
            Kind::String { limit: Some(limit) } => json!({"type": "string", "maxLength": limit, "x-utf16-limit": limit}),
            Kind::String { limit: None } => json!({"type": "string"}),
            Kind::SipUri => self.reference(SIP_URI),
            Kind::Boolean => json!({"type": "boolean"}),
            Kind::Integer => match field.range {
                Some((min, max)) => json!({"type": "integer", "format": "int64", "minimum": min, "maximum": max}),
                None => self.reference(INTEGER),
            },
            Kind::Date => self.reference(DATE),
            Kind::Enumeration(enumeration) => self.reference(enumeration.name),
            Kind::Bag => json!({"type": "object"}),
            Kind::Parameter => json!({"type": "object", "properties": {
                "name": {"description": "The input at fault."}, "reason": {"description": "What is wrong with it."},
            }}),
            Kind::Link => self.reference(LINK),
            Kind::Data => self.reference(DATA_LINK),
            Kind::Embedded(shape) => match shape() {
                shape if shape.rel.is_empty() => self.reference(ANY),
                shape => self.reference(shape.name),
            },
            _ => json!({}),
        }
    }

    /// What no definition of the schema describes.
    fn common(&self) -> [(&'static str, Value); 15] {
        let link = |doc: &str| described(link(), doc);
        let links =
            |rels: [&str; 4]| -> Map<_, _> { rels.map(|rel| (rel.to_owned(), self.reference(LINK))).into_iter().collect() };
        [
            (LINK, link("A link: where a resource is, or where an operation starts.")),
            (DATA_LINK, link("A link that carries its content in its href, as `data:text/plain;charset=utf-8,Hi`.")),
            (LINKS, self.one_or_many(LINK, "A link, or several of one rel.")),
            (RESOURCES, self.one_or_many(ANY, "A resource, or several in one role.")),
            (ANY, self.any_resource()),
            (
                DATE,
                json!({"type": "string", "description": "A point in time, in milliseconds since 1970.", "pattern": value::date_json(),
                "examples": ["/Date(1474932027613)/"]}),
            ),
            (
                SIP_URI,
                json!({"type": "string", "description": "A SIP URI.", "pattern": value::sip_uri_json(),
                "examples": ["sip:john@contoso.com"]}),
            ),
            (
                INTEGER,
                json!({"type": "integer", "format": "int64", "description": "A 64-bit integer.", "minimum": i64::MIN,
                "maximum": i64::MAX}),
            ),
            (
                EVENTS,
                json!({
                    "type": "object",
                    "description": "A response of the event channel: what has happened, by sender, and where the next response is.",
                    "properties": {
                        "rel": rel(&catalog::with_prefixes(&[EVENTS])),
                        "_links": {"type": "object", "properties": links(["self", "next", "resync", "resume"]),
                            "additionalProperties": self.reference(LINKS)},
                        "_embedded": self.open_section(RESOURCES),
                        "sender": {"description": "The senders, in order; the same one may come again.", "items": self.reference(SENDER)},
                    },
                }),
            ),
            (
                SENDER,
                json!({
                    "type": "object",
                    "description": "A resource, and what happened in its realm.",
                    "properties": {
                        "rel": {"description": "What it is."},
                        "href": {"description": "Where it is."},
                        "events": {"description": "What happened, in order.", "items": self.reference(EVENT)},
                    },
                }),
            ),
            (EVENT, self.event()),
            (
                EVENT_LINK,
                json!({
                    "type": "object",
                    "description": "A link that names its rel.",
                    "properties": {"rel": {"type": ["string", "null"]}, "href": {"type": ["string", "null"]},
                        "title": {"type": ["string", "null"]}},
                }),
            ),
            (
                OPTIONS,
                json!({"type": "object", "description": "What OPTIONS answers: the methods, and the values of their parameters."}),
            ),
            (QUEUED, json!({"type": "object", "description": "The operations that have been queued."})),
            ("error", described(self.reference(REASON), "The body of an answer with an error status.")),
        ]
    }

    fn event(&self) -> Value {
        json!({
            "type": "object",
            "description": "Something that happened to a resource.",
            "properties": {
                "link": described(or_null(self.reference(EVENT_LINK)), "The resource that it happened to."),
                "in": described(or_null(self.reference(EVENT_LINK)), "The resource in which it happened."),
                "type": described(or_null(self.reference("EventType")), "What happened."),
                "status": described(or_null(self.reference("EventStatus")), "How an operation ended."),
                "reason": described(or_null(self.reference(REASON)), "Why an operation failed."),
                "_links": self.open_section(LINKS),
                "_embedded": self.open_section(RESOURCES),
            },
        })
    }

    /// A resource that is told by what it calls itself.
    fn any_resource(&self) -> Value {
        if self.for_ == Purpose::Events {
            return json!({"type": "object", "description": "Any resource: what it is, its rel says."});
        }
        let by_rel: Vec<_> = catalog::by_rel().collect();
        let known: Vec<_> = by_rel.iter().flat_map(|(_, rels)| rels.clone()).collect();
        let is = |rels: &[String]| json!({"properties": {"rel": {"enum": rels}}, "required": ["rel"]});
        json!({
            "type": "object",
            "description": "Any resource: what it is, its rel says. One that the schema does not know is taken as it is.",
            "if": is(&known),
            "then": {"allOf": by_rel.iter().map(|(body, rels)| json!({"if": is(rels), "then": self.reference(&body.name)})).collect::<Vec<_>>()},
            "else": {"properties": {"_links": self.open_section(LINKS), "_embedded": self.open_section(RESOURCES)}},
        })
    }

    /// `_links` or `_embedded` of what the schema does not know.
    fn open_section(&self, others: &str) -> Value {
        json!({"type": "object", "additionalProperties": self.reference(others)})
    }

    fn one_or_many(&self, name: &str, doc: &str) -> Value {
        json!({"description": doc, "anyOf": [self.reference(name), {"type": "array", "items": self.reference(name)}]})
    }
}

fn link() -> Value {
    json!({
        "type": "object",
        "properties": {"href": {"type": "string"}, "title": {"type": "string"}, "revision": {"type": "string"}},
        "required": ["href"],
    })
}

/// What a body calls itself, if it does. What is no text is no name.
fn rel(names: &[String]) -> Value {
    json!({"description": "What the body is.", "anyOf": [{"enum": names}, {"type": ["null", "boolean", "number", "array", "object"], "items": {}}]})
}

/// An open enumeration: its values, and any other text.
fn enumeration(enumeration: &EnumerationDefinition) -> Value {
    let names: Vec<_> = enumeration.values.iter().map(|value| value.name).collect();
    let docs: Map<_, _> = enumeration.values.iter().map(|value| (value.name.to_owned(), value.doc.into())).collect();
    json!({
        "description": enumeration.doc,
        "anyOf": [{"enum": names, "x-descriptions": docs}, {"type": "string"}],
    })
}

/// That a member is there, in any case of its name.
fn given(name: &str) -> Value {
    let pattern = format!("^{}$", any_case(name));
    json!({"$comment": format!("{name} is required"), "not": {"propertyNames": {"not": {"pattern": pattern}}}})
}

fn or_null(mut schema: Value) -> Value {
    match schema.get("type").cloned() {
        Some(Value::String(kind)) => {
            schema["type"] = json!([kind, "null"]);
            schema
        }
        _ => json!({"anyOf": [schema, {"type": "null"}]}),
    }
}

fn described(mut schema: Value, doc: &str) -> Value {
    schema["description"] = doc.into();
    schema
}
