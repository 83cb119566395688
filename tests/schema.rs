//! The folder `schema/`: every definition is listed, once, in order, and reachable through the tables.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may stop")]

use std::{collections::BTreeSet, fs, path::Path};

use ucwa_model::{
    AnyResource, Decoder, Encoder, Format,
    descriptor::{self, Kind},
};

/// Area and name of every definition file.
fn files() -> BTreeSet<(String, String)> {
    let folders = fs::read_dir("schema").unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let definitions = folders.flat_map(|folder| {
        let area = name(&folder);
        let files = fs::read_dir(folder).unwrap();
        files.map(move |file| (area.clone(), name(&file.unwrap().path())))
    });
    definitions.collect()
}

#[test]
fn every_file_is_in_the_tables() {
    let definitions = descriptor::definitions().map(|definition| (definition.area.to_owned(), definition.name.to_owned()));
    let enumerations = descriptor::enumerations().iter().map(|one| ("enumerations".to_owned(), one.name.to_owned()));
    let listed: Vec<_> = definitions.chain(enumerations).collect();
    let unique: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), unique.len(), "a definition is listed twice");
    assert_eq!(unique, files());
}

#[test]
fn files_are_normalised() {
    for (area, name) in files() {
        let path = format!("schema/{area}/{name}.toml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with(&format!("name = \"{name}\"\n")), "{path}: the name comes first");
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{path}: ends in one line break");
        for (index, line) in text.lines().enumerate() {
            assert_eq!(line, line.trim_end(), "{path}:{}: trailing white space", index + 1);
            assert!(!line.contains('\t'), "{path}:{}: a tab", index + 1);
        }
    }
}

#[test]
fn the_index_is_in_alphabetical_order() {
    let index = fs::read_to_string("schema/index.toml").unwrap();
    let names: Vec<&str> = index.lines().collect();
    for pair in names.windows(2) {
        if let [first, second] = pair
            && first.starts_with("    ")
            && second.starts_with("    ")
        {
            assert!(first.to_lowercase() < second.to_lowercase(), "{first} comes after {second}");
        }
    }
}

#[test]
fn everything_has_a_doc() {
    for definition in descriptor::definitions() {
        let fields = definition.shape.map_or(&[][..], |shape| shape.fields).iter();
        let operations = definition.operations.iter();
        let parameters = operations
            .clone()
            .flat_map(|operation| operation.query.iter().chain(operation.input.map_or(&[][..], |shape| shape.fields)));
        let docs = fields.chain(parameters).map(|field| (field.name, field.doc));
        let docs = docs.chain(operations.map(|operation| (operation.method, operation.doc)));
        for (name, doc) in docs.chain([(definition.name, definition.doc)]) {
            assert!(doc.ends_with('.') && doc.len() > 5, "{}: {name}: expected a sentence, but found {doc:?}", definition.name);
        }
    }
}

#[test]
fn every_shape_makes_its_own_records() {
    for definition in descriptor::definitions() {
        let inputs = definition.operations.iter().filter_map(|operation| operation.input);
        for shape in definition.shape.into_iter().chain(inputs) {
            let record = (shape.new)();
            assert!(std::ptr::eq(record.shape(), shape), "{}", shape.name);
            let slots = (0..).take_while(|index| record.slot(*index).is_some()).count();
            assert_eq!(slots, shape.fields.len(), "{}", shape.name);
        }
    }
}

#[test]
fn rels_lead_to_their_type() {
    for definition in descriptor::definitions() {
        let Some(shape) = definition.shape else { continue };
        let resource = AnyResource::for_rel(shape.rel);
        let of_rel = descriptor::shape_of_rel(definition.rel).map(|shape| shape.name);
        assert_eq!(Some(resource.record().shape().name), of_rel, "for the rel {}", shape.rel);
        // of two revisions under one rel, the later
        let later = format!("{}2", shape.name);
        let expected =
            if descriptor::definition(&later).is_some_and(|later| later.rel == definition.rel) { &later } else { shape.name };
        assert_eq!(of_rel, Some(expected), "for the rel {}", definition.rel);
    }
}

#[test]
fn embedded_resources_and_enumerations_are_in_the_tables() {
    let names: BTreeSet<_> = descriptor::enumerations().iter().map(|enumeration| enumeration.name).collect();
    for definition in descriptor::definitions() {
        for field in definition.shape.map_or(&[][..], |shape| shape.fields) {
            match field.kind {
                Kind::Enumeration(enumeration) => assert!(names.contains(enumeration.name)),
                Kind::Embedded(shape) => assert!(descriptor::definition(shape().name).is_some(), "{}", shape().name),
                _ => {}
            }
        }
    }
}

/// `docs/coverage.md` compares these with the reference pages.
#[test]
fn counts_are_those_that_the_documentation_explains() {
    let definitions: Vec<_> = descriptor::definitions().collect();
    let enumerations = descriptor::enumerations();
    let own: Vec<_> = definitions.iter().filter_map(|one| one.shape.filter(|shape| shape.name == one.name)).collect();
    let operations: Vec<_> = definitions.iter().flat_map(|one| one.operations).collect();
    let inputs: Vec<_> = operations.iter().filter_map(|operation| operation.input).collect();
    let data = |field: &&descriptor::Field| matches!(field.kind, Kind::Data);
    let limited = |field: &&descriptor::Field| matches!(field.kind, Kind::String { limit: Some(_) });

    let data_links: usize = own.iter().map(|shape| shape.links().iter().filter(data).count()).sum();
    let parameters = || inputs.iter().flat_map(|shape| shape.fields).chain(operations.iter().flat_map(|one| one.query));
    let counts = [
        ("resources", definitions.len()),
        ("enumerations", enumerations.len()),
        ("enumeration members", enumerations.iter().map(|one| one.values.len()).sum()),
        ("properties", own.iter().map(|shape| shape.properties().len()).sum::<usize>() + data_links),
        ("links", own.iter().map(|shape| shape.links().len()).sum::<usize>() - data_links),
        ("events", definitions.iter().map(|one| one.events.len()).sum()),
        ("operations", operations.len()),
        ("body parameters", inputs.iter().map(|shape| shape.fields.len()).sum()),
        ("query parameters", operations.iter().map(|one| one.query.len()).sum()),
        ("errors", operations.iter().map(|one| one.errors.len()).sum()),
        ("limits", own.iter().flat_map(|shape| shape.fields).chain(parameters()).filter(limited).count()),
        ("scopes", definitions.iter().map(|one| one.scopes.len()).sum()),
    ];
    // startEmergencyCallParameters has no page: its one link is not among the 526
    let expected = [239, 58, 334, 502, 527, 168, 263, 296, 59, 1483, 131, 429];
    assert_eq!(counts.map(|(_, count)| count), expected, "{counts:?}");
}

/// What no page has, and captures and clients do: known in both formats, and null for what may be left out.
#[test]
fn what_captures_and_clients_add_is_known() {
    let input = |name: &str| descriptor::definition(name).unwrap().operation("POST").unwrap().input.unwrap();
    let resource = |name: &str| descriptor::definition(name).unwrap().shape.unwrap();
    let start =
        r#"{"operationId":"1","to":"sip:a@contoso.com","sessionContext":"33dc0ef6","telemetryId":null,"callbackUrl":"/c"}"#;
    let register = r#"{"culture":"en-US","endpointId":"1","userAgent":"x","type":"Phone"}"#;
    for (shape, body) in [
        (resource("contact"), r#"{"rel":"contact","expires":"/Date(1530275859757)/"}"#),
        (resource("to"), r#"{"rel":"to","expires":"/Date(1530275859757)/"}"#),
        (resource("application"), r#"{"rel":"application","expires":"/Date(1530275859757)/","type":"Phone"}"#),
        (resource("reason"), r#"{"code":"BadRequest","subcode":"UnsupportedMediaType"}"#),
        (input("applications"), register),
        (input("applications2"), register),
        (input("startMessaging"), start),
        (input("startMessaging2"), start),
    ] {
        let mut text = body.to_owned();
        for format in [Format::Json, Format::Xml, Format::Json] {
            let mut record = (shape.new)();
            let report = Decoder::new(format).strict().report_unknown().decode_into(text.as_bytes(), &mut *record).unwrap();
            assert_eq!(report.unknown, [], "{}: {text}", shape.name);
            let other = if format == Format::Json { Format::Xml } else { Format::Json };
            text = Encoder::new(other).encode(&*record).unwrap();
        }
    }
}

/// Two clients send the text of a message as a property: it is kept, it is no message, and the link is what was expected.
#[test]
fn a_message_that_is_a_property_is_told_from_a_link() {
    for (name, method) in [("startMessaging", "POST"), ("startMessaging2", "POST")] {
        let shape = descriptor::definition(name).unwrap().operation(method).unwrap().input.unwrap();
        for key in ["message", "Message"] {
            let mut text = format!(r#"{{"operationId":"1","to":"sip:a@contoso.com","{key}":"Hi there"}}"#);
            for (format, other) in [(Format::Json, Format::Xml), (Format::Xml, Format::Json), (Format::Json, Format::Json)] {
                let mut record = (shape.new)();
                let report = Decoder::new(format).strict().report_unknown().decode_into(text.as_bytes(), &mut *record).unwrap();
                let unknown: Vec<_> = report.unknown.iter().map(|one| (one.path.as_str(), one.expected.as_deref())).collect();
                assert_eq!(unknown, [(key, Some("_links.message"))], "{text}");
                assert_eq!(record.extra().property(key).unwrap().as_str(), Some("Hi there"));
                text = Encoder::new(other).encode(&*record).unwrap();
            }
            assert!(text.contains(&format!(r#""{key}":"Hi there""#)), "{text}");
        }
    }
}

/// A body does not say its revision, so it is decoded as the latest, which must know all that earlier ones have.
#[test]
fn a_later_revision_knows_all_members_of_an_earlier_one() {
    let mut pairs = 0;
    for later in descriptor::definitions().filter(|definition| definition.revision > 1) {
        let earlier = descriptor::definition(later.rel).filter(|earlier| earlier.shape.is_some());
        let (Some(later), Some(earlier)) = (later.shape, earlier.and_then(|earlier| earlier.shape)) else { continue };
        pairs += 1;
        for (one, other) in
            [(earlier.properties(), later.properties()), (earlier.links(), later.links()), (earlier.embedded(), later.embedded())]
        {
            for field in one {
                let found = other.iter().find(|candidate| candidate.name == field.name);
                let found = found.unwrap_or_else(|| panic!("{}: {} is not in the later revision", earlier.name, field.name));
                assert_eq!(found.many, field.many, "{}: {}", earlier.name, field.name);
            }
        }
        assert!(std::ptr::eq(AnyResource::for_rel(earlier.rel).record().shape(), later), "{}", later.name);
    }
    assert!(pairs > 3, "{pairs}");
}
