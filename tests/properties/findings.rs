//! What is wrong in a message is found whatever else the message holds, in both modes and formats, and in the value too.

use std::collections::BTreeMap;

use ucwa_model::{
    Code, Decoder, Encoder, Format, Report, Text, Value, Violation,
    descriptor::{Form, Shape},
    record::Record,
};

use crate::{
    messages::{Case, broken, list, named, print, valid},
    support::shapes,
};

/// Path, code, what was expected and what was found: all but the place.
type Finding = (String, Code, String, String);

fn finding(violation: &Violation) -> Finding {
    let Violation { code, path, expected, found, .. } = violation;
    (path.clone(), *code, format!("{expected:?}"), format!("{found:?}"))
}

/// Findings in an order of their own, without those at the members that the test has put in.
fn findings(violations: &[Violation]) -> Vec<Finding> {
    let mut all: Vec<Finding> =
        violations.iter().map(finding).filter(|(path, ..)| !path.split('.').any(|step| step.starts_with("x-"))).collect();
    all.sort_by_key(|finding| format!("{finding:?}"));
    all
}

fn lenient(shape: &'static Shape, format: Format, text: &str) -> (Box<dyn Record>, Report) {
    let mut record = (shape.new)();
    let decoder = Decoder::new(format).lenient().report_unknown();
    let report = decoder.decode_into(text.as_bytes(), &mut *record);
    (record, report.unwrap_or_else(|error| panic!("{error}\n{text}")))
}

fn strict(shape: &'static Shape, format: Format, text: &str) -> Option<Finding> {
    let error = Decoder::new(format).strict().decode_into(text.as_bytes(), &mut *(shape.new)()).err()?;
    Some(finding(error.violation()))
}

fn to_xml(record: &dyn Record) -> String {
    Encoder::new(Format::Xml).allow_incomplete().encode(record).unwrap()
}

fn cases(shape: &'static Shape) -> impl Iterator<Item = Case> {
    valid(shape).into_iter().chain(broken(shape))
}

fn all_cases() -> impl Iterator<Item = (&'static Shape, Case)> {
    shapes().into_iter().flat_map(|shape| cases(shape).map(move |case| (shape, case)))
}

/// Members that no schema has, by where they go: whole resources, links, properties of every kind.
fn strangers() -> Vec<(&'static str, Value)> {
    let nested = Value::Object(named([("a", Value::Object(named([("b", list([1.into(), Value::Null]))])))]));
    let link = Value::Object(named([("href", "/x".into())]));
    let resource = Value::Object(named([("rel", "whiteboard".into()), ("a", list([nested.clone()]))]));
    let known = Value::Object(named([("rel", "contact".into()), ("name", "Ann".into()), ("foo", 1.into())]));
    let odd = Value::Object(named([("rel", "contact".into()), ("name", 5.into()), ("_links", 5.into())]));
    let properties =
        ["text".into(), 5.into(), Value::Bool(true), Value::Null, list([]), list([1.into(), nested.clone()]), nested];
    let links = [link.clone(), list([link.clone(), link.clone()]), list([]), 5.into(), list([5.into(), link])];
    let embedded = [resource.clone(), known, odd, list([resource.clone(), resource]), list([]), "x".into()];
    let all = [("", properties.to_vec()), ("_links", links.to_vec()), ("_embedded", embedded.to_vec())];
    all.into_iter().flat_map(|(section, values)| values.into_iter().map(move |value| (section, value))).collect()
}

/// How many places there are for a stranger of a section.
fn places(value: &Value, section: &str) -> usize {
    let mut counted = value.clone();
    let mut places = 0;
    insert(&mut counted, section, &Value::Null, &mut |_| {
        places += 1;
        false
    });
    places
}

/// Puts a stranger at each place for which `here` says so: into the record at any depth, between any two members.
fn insert(value: &mut Value, section: &str, stranger: &Value, here: &mut impl FnMut(usize) -> bool) {
    let mut count = 0;
    walk(value, section, "", stranger, &mut || {
        count += 1;
        here(count - 1)
    });
}

fn walk(value: &mut Value, section: &str, inside: &str, stranger: &Value, here: &mut impl FnMut() -> bool) {
    match value {
        Value::Object(members) => {
            // an object of a record, or one of its sections
            let is_here = inside == section;
            if inside.is_empty() && !section.is_empty() && !members.iter().any(|(name, _)| *name == section) && here() {
                members.push((section.into(), Value::Object(named([("x-new", stranger.clone())]))));
            }
            let mut index = 0;
            loop {
                if is_here && here() {
                    members.insert(index, (format!("x-{index}").into(), stranger.clone()));
                    index += 1;
                }
                let Some((name, member)) = members.get_mut(index) else { break };
                if !name.starts_with("x-") {
                    match (inside, name.as_str()) {
                        ("", "_links") if section == "_links" => walk(member, section, "_links", stranger, here),
                        ("", "_embedded") => walk(member, section, "_embedded", stranger, here),
                        ("_embedded", _) => walk(member, section, "", stranger, here),
                        _ => {}
                    }
                }
                index += 1;
            }
        }
        Value::List(items) if inside.is_empty() => {
            items.iter_mut().for_each(|item| walk(item, section, inside, stranger, here));
        }
        _ => {}
    }
}

/// Whether a place is looked at by itself: a quarter of them for each message, others for the next one.
fn is_turn(case: usize, place: usize) -> bool {
    (case + place).is_multiple_of(4)
}

/// An unknown member of any kind, at any place of JSON, hides nothing that is wrong beside it, and adds nothing.
#[test]
fn unknown_members_hide_nothing() {
    let strangers = strangers();
    let mut inserted = 0;
    for (case, (shape, Case { what, body })) in all_cases().enumerate() {
        let text = print(&body);
        let base = findings(&lenient(shape, Format::Json, &text).1.deviations);
        let first = strict(shape, Format::Json, &text);
        // at one place by itself, and at all places at once
        let sections = ["", "_links", "_embedded"].into_iter();
        let places = |section| (0..places(&body, section)).filter(move |place| is_turn(case, *place)).map(Some).chain([None]);
        for (section, place) in sections.flat_map(|section| places(section).map(move |place| (section, place))) {
            inserted += 1;
            let own: Vec<&Value> = strangers.iter().filter(|(own, _)| *own == section).map(|(_, stranger)| stranger).collect();
            let mut changed = body.clone();
            insert(&mut changed, section, own[inserted % own.len()], &mut |count| place.is_none_or(|place| place == count));
            let text = print(&changed);
            let (_, report) = lenient(shape, Format::Json, &text);
            assert_eq!(findings(&report.deviations), base, "{what}\n{text}");
            assert!(!report.unknown.is_empty() || shape.rel.is_empty() || changed == body, "{what}\n{text}");
            let error = strict(shape, Format::Json, &text);
            // a stranger where a link belongs may be a finding itself
            let is_strange = error.as_ref().is_some_and(|(path, ..)| path.contains("x-"));
            assert!(is_strange || error == first, "{what}: {error:?} {first:?}\n{text}");
        }
    }
    assert!(inserted > 10_000, "{inserted}");
}

/// Members that no schema has, in XML.
const XML_STRANGERS: [&str; 8] = [
    "<property name=\"x-p\">text</property>",
    "<property name=\"x-p\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:nil=\"true\" />",
    "<property name=\"x-p\" xmlns:u=\"urn:ucwa-model:markup\" u:literal=\"json\">{\"a\":[1,{\"b\":null}]}</property>",
    "<propertyList name=\"x-p\"><item>text</item><item></item></propertyList>",
    "<link rel=\"x-l\" href=\"/x\" />",
    "<link rel=\"x-l\" href=\"/x\" title=\"t\" more=\"m\"></link>",
    "<resource rel=\"x-e\" href=\"/x\"><property name=\"rel\">whiteboard</property><link rel=\"x-l\" href=\"/x\" /></resource>",
    "<resource rel=\"x-e\"><property name=\"name\">Ann</property><property name=\"rel\">contact</property></resource>",
];

/// The same at any place of XML.
#[test]
fn unknown_elements_hide_nothing() {
    let mut inserted = 0;
    for (case, (shape, Case { what, body })) in all_cases().enumerate() {
        let mut xml = to_xml(&*lenient(shape, Format::Json, &print(&body)).0);
        if xml.ends_with("/>") && xml.matches('<').count() == 2 {
            let root = xml.rsplit('<').next().and_then(|tag| tag.split(' ').next()).unwrap().to_owned();
            xml = format!("{}></{root}>", xml.strip_suffix("/>").unwrap());
        }
        let base = findings(&lenient(shape, Format::Xml, &xml).1.deviations);
        let first = strict(shape, Format::Xml, &xml);
        // between any two members of a resource
        let members = ["<property", "<link ", "<resource ", "</resource>", "</input>"];
        let root = xml.rfind("xmlns=").unwrap_or_default();
        let is_place = |at: &usize| *at > root && members.iter().any(|member| xml[*at..].starts_with(member));
        let mut places: Vec<usize> = xml.match_indices('<').map(|(at, _)| at).filter(is_place).collect();
        if shape.form == Form::Reason {
            places = xml.rfind("</reason>").into_iter().collect(); // what stands before belongs to values
        }
        let single = places.iter().copied().enumerate().filter(|(place, _)| is_turn(case, *place)).map(|(_, at)| vec![at]);
        for at in single.chain([places.clone()]) {
            inserted += 1;
            let mut text = String::new();
            let mut copied = 0;
            for at in at {
                text += &xml[copied..at];
                text += XML_STRANGERS[inserted % XML_STRANGERS.len()];
                copied = at;
            }
            text += &xml[copied..];
            assert_eq!(findings(&lenient(shape, Format::Xml, &text).1.deviations), base, "{what}\n{text}");
            assert_eq!(strict(shape, Format::Xml, &text), first, "{what}\n{text}");
        }
    }
    assert!(inserted > 10_000, "{inserted}");
}

/// A value, the JSON that it was read from and the XML that it becomes are judged alike.
#[test]
fn values_and_messages_are_judged_alike() {
    let mut codes = BTreeMap::<&str, usize>::new();
    let mut wrong = Vec::new();
    let mut compare = |what: &str, text: &str, one: &[Finding], other: &[Finding]| {
        if one != other {
            wrong.push(format!("{what}\n  {text}\n  {one:?}\n  {other:?}\n"));
        }
    };
    for shape in shapes() {
        for Case { what, body } in cases(shape) {
            let text = print(&body);
            let (record, report) = lenient(shape, Format::Json, &text);
            let base = without_indices(&report.deviations);
            base.iter().for_each(|(_, code, ..)| *codes.entry(code.as_str()).or_default() += 1);
            compare(&format!("{what}, the value"), &text, &without_indices(&record.validate()), &base);
            let xml = to_xml(&*record);
            let (record, report) = lenient(shape, Format::Xml, &xml);
            compare(&format!("{what}, in XML"), &xml, &without_indices(&report.deviations), &base);
            compare(&format!("{what}, the value from XML"), &xml, &without_indices(&record.validate()), &base);
        }
    }
    let shown: String = wrong.iter().take(20).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} differ\n{shown}", wrong.len());
    for code in ["duplicate", "form", "max_length", "range", "rel", "required", "shape", "type"] {
        assert!(codes.get(code).is_some_and(|count| *count > 5), "{code}: {codes:?}");
    }
}

/// An input's members are found in any case, judged alike, reported with the expected name, and go out as they came; those of what
/// a server sends are not.
#[test]
fn names_of_inputs_are_matched_without_case() {
    let mut renamed = 0;
    for shape in shapes() {
        let is_input = matches!(shape.form, Form::Input | Form::Replacement);
        for Case { what, body } in cases(shape).filter(|case| is_input || case.what.ends_with("most")) {
            let (base, base_report) = lenient(shape, Format::Json, &print(&body));
            let changed = in_other_case(&body);
            if changed == body {
                continue;
            }
            let text = print(&changed);
            let (record, report) = lenient(shape, Format::Json, &text);
            if !is_input {
                assert!(report.unknown.iter().all(|unknown| unknown.expected.is_none()), "{text}");
                assert_ne!(report.unknown, base_report.unknown, "{text}");
                continue;
            }
            renamed += 1;
            assert_eq!(findings(&report.deviations), findings(&base_report.deviations), "{what}\n{text}");
            assert_eq!(strict(shape, Format::Json, &text), strict(shape, Format::Json, &print(&body)), "{what}\n{text}");
            for unknown in &report.unknown {
                let expected = unknown.expected.as_ref().unwrap_or_else(|| panic!("{unknown:?}\n{text}"));
                assert!(*expected != unknown.path && expected.eq_ignore_ascii_case(&unknown.path), "{unknown:?}");
            }
            let fields =
                |record: &dyn Record| (0..shape.fields.len()).map(|index| record.slot(index).unwrap().len()).collect::<Vec<_>>();
            assert_eq!(fields(&*record), fields(&*base), "{text}");
            let json = Encoder::new(Format::Json).allow_incomplete().encode(&*record).unwrap();
            assert_eq!(findings(&lenient(shape, Format::Json, &json).1.deviations), findings(&report.deviations), "{text}");
            // the value knows its names: through XML and back nothing changes
            let (back, report) = lenient(shape, Format::Xml, &to_xml(&*record));
            assert_eq!(without_indices(&report.deviations), without_indices(&base_report.deviations), "{text}");
            assert_eq!(Encoder::new(Format::Json).allow_incomplete().encode(&*back).unwrap(), json, "{text}");
            let members = |text: &str| {
                let mut names: Vec<String> =
                    text.split('"').filter(|name| name.starts_with(char::is_uppercase)).map(str::to_owned).collect();
                names.sort();
                names.dedup(); // members of one name go out as a list
                names
            };
            assert_eq!(members(&json), members(&text));
        }
    }
    assert!(renamed > 500, "{renamed}");
}

/// The message with the first letter of each property and link in upper case.
fn in_other_case(body: &Value) -> Value {
    let rename = |name: &Text| match name.as_str() {
        "rel" | "_links" | "_embedded" => name.clone(),
        name => {
            let mut characters = name.chars();
            let first = characters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(characters).collect::<String>().into()
        }
    };
    let Value::Object(members) = body else { return body.clone() };
    let members = members.iter().map(|(name, value)| match (name.as_str(), value) {
        ("_links", Value::Object(links)) => {
            (name.clone(), Value::Object(links.iter().map(|(name, link)| (rename(name), link.clone())).collect()))
        }
        _ => (rename(name), value.clone()),
    });
    Value::Object(members.collect())
}

/// Links in a row and members of one name become a list, and have an index then.
fn without_indices(violations: &[Violation]) -> Vec<Finding> {
    let plain = |path: String| {
        let steps = path.split('[').map(|step| step.split_once(']').map_or(step, |(_, rest)| rest));
        steps.collect::<String>()
    };
    let mut all: Vec<Finding> =
        findings(violations).into_iter().map(|(path, code, limit, found)| (plain(path), code, limit, found)).collect();
    all.sort_by_key(|finding| format!("{finding:?}"));
    all
}
