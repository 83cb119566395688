//! The prefixes of the dialects: a message that has them decodes to what it would without, and goes out as it came in.

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use serde_json::{Map, Value};
use ucwa_model::{
    AnyResource, Codec, Decoded, Decoder, Encoder, Events, Format, Resource, Routes,
    descriptor::{self, Form, Kind, Shape},
    record::{FieldAccess, Record},
};

use crate::support::{Bounds, plans, record, shapes};

const PREFIXES: [&str; 2] = ["ms:rtc:saas:", "service:"];

/// Three messages of each type in JSON. Inputs name themselves too, as some clients have them do.
fn samples(shape: &'static Shape) -> Vec<Value> {
    let mut runner = TestRunner::deterministic();
    let plans = plans(shape, Bounds { depth: 2, extra: false });
    let mut sample = || {
        let plan = plans.new_tree(&mut runner).unwrap().current();
        let text = Encoder::new(Format::Json).encode(&*record(shape, &plan)).unwrap();
        let mut sample: Value = serde_json::from_str(&text).unwrap();
        if shape.form == Form::Input {
            sample["rel"] = shape.rel.into();
        }
        sample
    };
    (0..3).map(|_| sample()).collect()
}

/// A message with a prefix before its rel, its links and its embedded resources, and before those of the resources.
fn prefixed(resource: &Value, prefix: &str) -> Value {
    let Value::Object(members) = resource else { return resource.clone() };
    let name = |name: &String| format!("{prefix}{name}");
    let section = |value: &Value, change: &dyn Fn(&Value) -> Value| {
        value.as_object().unwrap().iter().map(|(key, value)| (name(key), change(value))).collect::<Map<_, _>>()
    };
    let resources = |value: &Value| match value {
        Value::Array(items) => items.iter().map(|item| prefixed(item, prefix)).collect(),
        one => prefixed(one, prefix),
    };
    let change = |(key, value): (&String, &Value)| {
        let value = match (key.as_str(), value) {
            ("rel", Value::String(rel)) => name(rel).into(),
            ("_links", links) => section(links, &Value::clone).into(),
            ("_embedded", embedded) => section(embedded, &resources).into(),
            _ => value.clone(),
        };
        (key.clone(), value)
    };
    Value::Object(members.iter().map(change).collect())
}

/// The message with every property turned into an object, which fits none but those that are objects themselves.
fn misfit(shape: &'static Shape, sample: &Value) -> Value {
    let mut sample = sample.clone();
    for field in shape.properties().iter().filter(|field| !matches!(field.kind, Kind::Bag | Kind::Parameter)) {
        if let Some(value) = sample.get_mut(field.name) {
            *value = serde_json::json!({"x": [1]});
        }
    }
    sample
}

/// What a decoder makes of a message: the record, what the typed fields hold, and the findings without their places.
fn decode(shape: &'static Shape, format: Format, text: &str) -> (Box<dyn Record>, Vec<String>) {
    let mut record = (shape.new)();
    let decoder = Decoder::new(format).lenient().report_unknown();
    let report = decoder.decode_into(text.as_bytes(), &mut *record).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let mut findings: Vec<String> = fields(&*record);
    findings.extend(report.deviations.iter().map(|one| format!("{} {} {}", one.code, one.path, one.message())));
    findings.extend(report.unknown.iter().map(|one| format!("{} {}", one.kind.as_str(), one.path)));
    (record, findings)
}

/// How many values each field holds.
fn fields(record: &dyn Record) -> Vec<String> {
    let fields = record.shape().fields.iter().enumerate();
    fields.map(|(index, field)| format!("{}: {}", field.name, record.slot(index).map_or(0, FieldAccess::len))).collect()
}

fn encode(format: Format, record: &dyn Record) -> String {
    Encoder::new(format).allow_incomplete().encode(record).unwrap()
}

fn tree(record: &dyn Record) -> Value {
    serde_json::from_str(&encode(Format::Json, record)).unwrap()
}

fn check(shape: &'static Shape, sample: &Value, prefix: &str) {
    let (_, expected) = decode(shape, Format::Json, &sample.to_string());
    let dialect = prefixed(sample, prefix);
    let (json, findings) = decode(shape, Format::Json, &dialect.to_string());
    assert_eq!(findings, expected, "{}: {dialect}", shape.name);
    assert_eq!(tree(&*json), dialect, "{}", shape.name);

    let xml = encode(Format::Xml, &*json);
    let (again, _) = decode(shape, Format::Xml, &xml);
    assert_eq!(tree(&*again), dialect, "{} by way of {xml}", shape.name);
    assert_eq!(encode(Format::Xml, &*again), xml, "{}", shape.name);
}

#[test]
fn every_type_is_the_same_in_each_dialect() {
    for shape in shapes() {
        for sample in samples(shape) {
            for prefix in PREFIXES {
                check(shape, &sample, prefix);
                check(shape, &misfit(shape, &sample), prefix);
            }
        }
    }
}

const RESPONSE: &str = r#"{"_links":{"self":{"href":"/e?ack=1"},"P:next":{"href":"/e?ack=2"}},"sender":[{"rel":"P:people","href":"/p","events":[
  {"link":{"rel":"P:contact","href":"/p/1"},"_embedded":{"P:contact":{"rel":"P:contact","name":"Ann","_links":{"P:contactNote":{"href":"/n"}}}},
   "type":"updated"}]}]}"#;

/// A response of the event channel with a prefix wherever there is a rel.
fn response(prefix: &str) -> String {
    RESPONSE.replace("P:", prefix)
}

#[test]
fn events_are_the_same_in_each_dialect() {
    for prefix in PREFIXES {
        let text = response(prefix);
        let Decoded { value: events, report, .. } =
            Decoder::new(Format::Json).report_unknown().decode::<Events>(text.as_bytes()).unwrap();
        assert!(report.deviations.is_empty() && report.unknown.is_empty(), "{report:?}");
        assert_eq!(events.channel.next_link.as_ref().unwrap().href, "/e?ack=2");
        let (_, event) = events.iter().next().unwrap();
        let Some(AnyResource::Contact(contact)) = event.unwrap().resource() else { panic!("{events:?}") };
        assert_eq!((contact.name.as_deref(), contact.contact_note_link.is_some()), (Some("Ann"), true));

        assert_eq!(serde_json::from_str::<Value>(&events.to_json().unwrap()).unwrap(), text.parse::<Value>().unwrap());
        let xml = events.to_xml().unwrap();
        assert_eq!(Events::from_xml(&xml).unwrap(), events, "{xml}");
    }
}

#[test]
fn filters_take_plain_names_and_those_as_written() {
    for prefix in PREFIXES.into_iter().chain([""]) {
        let json = response(prefix);
        let xml = Events::from_json(&json).unwrap().to_xml().unwrap();
        for (format, text) in [(Format::Json, json), (Format::Xml, xml)] {
            let routes = || Routes::new(format, text.as_bytes());
            let (sender, rel) = (format!("{prefix}people"), format!("{prefix}contact"));
            assert_eq!(routes().sender("people").rel("contact").count(), 1, "{text}");
            assert_eq!(routes().sender(&sender).rel(&rel).count(), 1, "{text}");
            assert_eq!(routes().sender("me").count() + routes().rel("people").count(), 0, "{text}");
            assert_eq!(routes().sender("service:people").count(), usize::from(prefix == "service:"), "{text}");
            let routed = routes().next().unwrap().unwrap();
            assert_eq!((&*routed.sender.rel, &*routed.link.rel), (&*sender, &*rel), "names stay as they are written");
        }
    }
}

#[test]
fn tables_are_found_by_prefixed_names() {
    assert!(descriptor::definition("service:people").is_some() && descriptor::shape_of_rel("ms:rtc:saas:contact").is_some());
    assert!(descriptor::definition("service:service:people").is_none(), "one prefix");
    let other = Resource::from_json(r#"{"rel":"service:x","_links":{"service:self":{"href":"/x"}}}"#).unwrap();
    assert_eq!((other.rel(), other.link("self").map(|link| link.href.as_str())), (Some("service:x"), Some("/x")));
}
