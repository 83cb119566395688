//! Properties of all types: whatever goes out comes in again, in both formats and through both.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may stop")]

#[path = "properties/dialects.rs"]
mod dialects;
#[path = "properties/files.rs"]
mod files;
#[path = "properties/findings.rs"]
mod findings;
#[path = "properties/messages.rs"]
mod messages;
#[path = "properties/mutants.rs"]
mod mutants;
#[path = "support/arbitrary.rs"]
mod support;

use proptest::{prelude::*, test_runner::TestRunner};
use support::{Bounds, plans, record, shapes};
use ucwa_model::{Decoder, Encoder, Format, descriptor::Shape, record::Record};

const FORMATS: [Format; 2] = [Format::Json, Format::Xml];

/// Runs a property over arbitrary records of every shape, eight each or as many as `PROPERTY_CASES` says.
fn for_all(bounds: Bounds, property: impl Fn(&'static Shape, &dyn Record) -> Result<(), TestCaseError>) {
    let cases = std::env::var("PROPERTY_CASES").map_or(8, |cases| cases.parse().unwrap());
    for shape in shapes() {
        let mut runner = TestRunner::new(ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() });
        let outcome = runner.run(&plans(shape, bounds), |plan| property(shape, &*record(shape, &plan)));
        if let Err(error) = outcome {
            panic!("{}: {error}", shape.name);
        }
    }
}

const EVERYTHING: Bounds = Bounds { depth: 2, extra: true };

fn decode(shape: &'static Shape, format: Format, text: &str) -> Result<Box<dyn Record>, TestCaseError> {
    let mut record = (shape.new)();
    Decoder::new(format)
        .lenient()
        .decode_into(text.as_bytes(), &mut *record)
        .map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
    Ok(record)
}

fn encode(format: Format, record: &dyn Record) -> Result<String, TestCaseError> {
    Encoder::new(format).encode(record).map_err(|error| TestCaseError::fail(error.to_string()))
}

#[test]
fn what_goes_out_comes_in_again() {
    for format in FORMATS {
        for_all(EVERYTHING, |shape, record| {
            let text = encode(format, record)?;
            prop_assert_eq!(&*decode(shape, format, &text)?, record, "{}", text);
            Ok(())
        });
    }
}

#[test]
fn pretty_is_the_same_as_compact() {
    for format in FORMATS {
        for_all(EVERYTHING, |shape, record| {
            let text = Encoder::new(format).pretty().encode(record).unwrap();
            prop_assert_eq!(&*decode(shape, format, &text)?, record, "{}", text);
            Ok(())
        });
    }
}

#[test]
fn the_other_format_and_back_loses_nothing() {
    for (there, back) in [(Format::Json, Format::Xml), (Format::Xml, Format::Json)] {
        for_all(EVERYTHING, |shape, record| {
            let first = encode(there, record)?;
            let second = encode(back, &*decode(shape, there, &first)?)?;
            let third = encode(there, &*decode(shape, back, &second)?)?;
            prop_assert_eq!(first, third);
            Ok(())
        });
    }
}

#[test]
fn the_order_of_members_changes_nothing() {
    let known = Bounds { depth: 2, extra: false };
    for_all(known, |shape, record| {
        let json: serde_json::Value = serde_json::from_str(&encode(Format::Json, record)?).unwrap();
        for turn in 1..4 {
            let shuffled = shuffle_json(&json, turn);
            prop_assert_eq!(&*decode(shape, Format::Json, &shuffled)?, record, "{}", shuffled);
        }
        let xml = encode(Format::Xml, record)?;
        let tree = roxmltree::Document::parse(&xml).unwrap();
        for turn in 1..4 {
            let shuffled = shuffle_xml(tree.root_element(), turn);
            prop_assert_eq!(&*decode(shape, Format::Xml, &shuffled)?, record, "{}", shuffled);
        }
        Ok(())
    });
}

#[test]
fn other_parsers_read_what_goes_out() {
    for_all(EVERYTHING, |_, record| {
        let json = encode(Format::Json, record)?;
        prop_assert!(serde_json::from_str::<serde::de::IgnoredAny>(&json).is_ok(), "{}", json);
        let xml = encode(Format::Xml, record)?;
        prop_assert!(roxmltree::Document::parse(&xml).is_ok(), "{}", xml);
        Ok(())
    });
}

#[test]
fn a_valid_value_passes_strict_mode() {
    for format in FORMATS {
        for_all(Bounds { depth: 2, extra: false }, |shape, record| {
            let text = encode(format, record)?;
            let mut strict = (shape.new)();
            let outcome = Decoder::new(format).strict().decode_into(text.as_bytes(), &mut *strict);
            prop_assert!(outcome.is_ok(), "{:?}\n{}", outcome, text);
            Ok(())
        });
    }
}

/// The same JSON with the members of each object turned round by some places.
fn shuffle_json(value: &serde_json::Value, turn: usize) -> String {
    match value {
        serde_json::Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            let places = turn % members.len().max(1);
            members.rotate_left(places);
            let members = members
                .into_iter()
                .map(|(name, member)| format!("{}:{}", serde_json::Value::from(name.as_str()), shuffle_json(member, turn)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
        serde_json::Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| shuffle_json(item, turn)).collect();
            format!("[{}]", items.join(" , "))
        }
        other => other.to_string(),
    }
}

/// The same XML with the children of each element in another order; children of one name and kind keep theirs, for they are a list.
fn shuffle_xml(node: roxmltree::Node<'_, '_>, turn: usize) -> String {
    let mut tag = format!("<{}", node.tag_name().name());
    if node.parent_element().is_none() {
        tag += " xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\" xmlns:u=\"urn:ucwa-model:markup\"";
        tag += " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    }
    let mut attributes: Vec<_> = node.attributes().collect();
    attributes.reverse();
    for attribute in attributes {
        let prefix = match attribute.namespace() {
            Some("urn:ucwa-model:markup") => "u:",
            Some(_) => "xsi:",
            None => "",
        };
        tag += &format!(" {prefix}{}=\"{}\"", attribute.name(), escape(attribute.value()));
    }
    let mut children: Vec<_> = node.children().filter(roxmltree::Node::is_element).collect();
    let key = |child: &roxmltree::Node<'_, '_>| {
        let name = child.attribute("name").or(child.attribute("rel")).unwrap_or_default();
        let weight = |text: &str| text.bytes().fold(turn, |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte)));
        (weight(child.tag_name().name()) ^ weight(name), name.to_owned())
    };
    if !matches!(node.tag_name().name(), "propertyList" | "parameters" | "debugInfo" | "parameter") {
        children.sort_by_key(key);
    }
    let text = if children.is_empty() { escape(node.text().unwrap_or_default()) } else { String::new() };
    let children: String = children.into_iter().map(|child| shuffle_xml(child, turn)).collect();
    format!("{tag}>{text}{children}</{}>", node.tag_name().name())
}

fn escape(text: &str) -> String {
    let named = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&#62;").replace('"', "&quot;");
    named.replace('\r', "&#13;").replace('\n', "&#10;").replace('\t', "&#9;")
}
