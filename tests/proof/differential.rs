//! Generated messages of every type, as `serde_json` and `roxmltree` read them and as ours do.

use std::collections::BTreeSet;

use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::Value;
use ucwa_model::{
    Decoder, Encoder, Format,
    descriptor::{Form, Kind, Shape},
    record::Record,
};

use crate::{
    FORMATS, UCWA,
    arbitrary::{Bounds, plans, record, shapes},
    fuzz::targets::independent::{Dice, Markup, Tree},
};

fn for_all(bounds: Bounds, property: impl Fn(&'static Shape, &dyn Record) -> Result<(), TestCaseError>) {
    for shape in shapes() {
        let mut runner = TestRunner::new(ProptestConfig { cases: 5, failure_persistence: None, ..ProptestConfig::default() });
        if let Err(error) = runner.run(&plans(shape, bounds), |plan| property(shape, &*record(shape, &plan))) {
            panic!("{}: {error}", shape.name);
        }
    }
}

fn encode(format: Format, record: &dyn Record) -> String {
    Encoder::new(format).allow_incomplete().encode(record).unwrap()
}

/// What another parser reads, written again with other escapes, quotes, prefixes and white space, is the same value.
#[test]
fn other_words_mean_the_same() {
    for format in FORMATS {
        for_all(Bounds { depth: 1, extra: true }, |shape, record| {
            let text = encode(format, record);
            let mut dice = Dice::of(text.as_bytes());
            let respelled = match format {
                Format::Json => Tree::parse(text.as_bytes()).map(|mut tree| tree.respell(&mut dice, false)),
                Format::Xml => Markup::parse(text.as_bytes()).ok().map(|markup| markup.respell(&mut dice, false)),
            };
            let Some(respelled) = respelled else {
                // numbers have any size here
                prop_assert!(format == Format::Json && text.contains(['e', 'E']), "{}", text);
                return Ok(());
            };
            let mut again = (shape.new)();
            let decoded = Decoder::new(format).lenient().decode_into(respelled.as_bytes(), &mut *again);
            prop_assert!(decoded.is_ok(), "{:?} {}", decoded, respelled);
            prop_assert_eq!(&*again, record, "{}\nand\n{}", text, respelled);
            Ok(())
        });
    }
}

/// Every fact of a message is in its JSON and in its XML, for parsers that know nothing of UCWA.
#[test]
fn both_formats_say_the_same() {
    for_all(Bounds { depth: 1, extra: false }, |shape, record| {
        let structured = |shape: &Shape| shape.fields.iter().any(|field| matches!(field.kind, Kind::Bag | Kind::Parameter));
        if matches!(shape.form, Form::Reason | Form::Part) || structured(shape) {
            return Ok(());
        }
        let json: Value = serde_json::from_str(&encode(Format::Json, record)).unwrap();
        let xml = encode(Format::Xml, record);
        // what XML has no form for stands in attributes of our own
        if xml.contains("urn:ucwa-model:markup") {
            return Ok(());
        }
        let document = roxmltree::Document::parse(&xml).unwrap();
        let (mut from_json, mut from_xml) = (BTreeSet::new(), BTreeSet::new());
        json_facts(&json, "", &mut from_json);
        xml_facts(document.root_element(), "", &mut from_xml);
        if structured_inside(&from_json) {
            return Ok(());
        }
        prop_assert_eq!(from_json, from_xml, "{}", xml);
        Ok(())
    });
}

/// Bags of embedded resources have a form of their own in XML.
fn structured_inside(facts: &BTreeSet<String>) -> bool {
    facts.iter().any(|fact| fact.contains("{}"))
}

fn json_facts(value: &Value, path: &str, facts: &mut BTreeSet<String>) {
    let Value::Object(members) = value else { return };
    for (name, member) in members {
        let items = match member {
            Value::Array(items) => items.iter().collect(),
            one => vec![one],
        };
        if let ("_links" | "_embedded", Value::Object(inner)) = (name.as_str(), member) {
            for (rel, entry) in inner {
                let entries = entry.as_array().map_or_else(|| vec![entry], |list| list.iter().collect());
                for (index, entry) in entries.into_iter().enumerate() {
                    json_facts(entry, &format!("{path}{name}/{rel}[{index}]/"), facts);
                }
            }
            continue;
        }
        for (index, item) in items.into_iter().enumerate() {
            let text = match item {
                Value::String(text) => text.clone(),
                Value::Object(_) => "{}".to_owned(),
                other => other.to_string(),
            };
            facts.insert(fact(path, name, index, &text));
        }
    }
}

fn xml_facts(node: roxmltree::Node<'_, '_>, path: &str, facts: &mut BTreeSet<String>) {
    for name in ["href", "title", "revision"] {
        if let Some(text) = node.attribute(name) {
            let own = if node.tag_name().name() == "link" { path.to_owned() } else { format!("{path}_links/self[0]/") };
            facts.insert(fact(&own, name, 0, text));
        }
    }
    let mut seen: Vec<String> = Vec::new();
    for child in node.children().filter(roxmltree::Node::is_element) {
        assert_eq!(child.tag_name().namespace(), Some(UCWA));
        let attribute = |name: &str| child.attribute(name).unwrap().to_owned();
        let text = |node: roxmltree::Node<'_, '_>| node.children().filter_map(|one| one.text()).collect::<String>();
        let mut place = |key: String| {
            seen.push(key.clone());
            let index = seen.iter().filter(|other| **other == key).count() - 1;
            format!("{path}{key}[{index}]/")
        };
        match child.tag_name().name() {
            "property" => drop(facts.insert(fact(path, &attribute("name"), 0, &text(child)))),
            "propertyList" => {
                for (index, item) in child.children().filter(roxmltree::Node::is_element).enumerate() {
                    facts.insert(fact(path, &attribute("name"), index, &text(item)));
                }
            }
            "link" => xml_facts(child, &place(format!("_links/{}", attribute("rel"))), facts),
            "resource" => xml_facts(child, &place(format!("_embedded/{}", attribute("rel"))), facts),
            other => panic!("an element <{other}>"),
        }
    }
}

/// One fact; dates and booleans, which the formats write differently, in one form.
fn fact(path: &str, name: &str, index: usize, text: &str) -> String {
    let milliseconds = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")).map(without_offset);
    let text = milliseconds.or_else(|| instant(text)).unwrap_or_else(|| match text {
        "True" => "true".to_owned(),
        "False" => "false".to_owned(),
        other => other.to_owned(),
    });
    format!("{path}{name}[{index}]={text}")
}

/// The milliseconds of JSON's form.
fn without_offset(inner: &str) -> String {
    let end = inner.get(1..).and_then(|rest| rest.find(['+', '-'])).map_or(inner.len(), |at| at + 1);
    inner[..end].to_owned()
}

/// The milliseconds of XML's form.
fn instant(text: &str) -> Option<String> {
    let (local, zone) = text.split_at_checked(text.len().checked_sub("+00:00".len())?)?;
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let minutes = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
    let east = if zone.starts_with('-') { -minutes } else { minutes };
    // that parser wants six digits of a negative year
    let local = local.strip_prefix('-').map_or(local.to_owned(), |rest| format!("-00{rest}"));
    let local = local.parse::<jiff::civil::DateTime>().ok()?;
    let since = local.duration_since(jiff::civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0));
    Some((since.as_millis() - i128::from(east) * 60_000).to_string())
}
