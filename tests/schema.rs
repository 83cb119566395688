//! The folder `schema/`: every definition is listed, once, in order, and reachable through the tables.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::{collections::BTreeSet, fs, path::Path};

use ucwa_model::{
    AnyResource,
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
        assert_eq!(resource.record().shape().rel, shape.rel);
        assert!(descriptor::shape_of_rel(definition.rel).is_some());
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
