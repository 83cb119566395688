//! Rules that need more than one item. What one item can tell is checked where it is read.

use std::collections::BTreeMap;

use crate::{
    diagnostics::Diagnostics,
    files::File,
    invocation::Invocation,
    model::{Definition, ENUMERATIONS, Enumeration, Field, Index, Kind, Protocol, Representation, Shape, UNRECOGNIZED},
};

/// Whether each definition that could be read has members of its own, by its name.
pub(crate) type Bodies = BTreeMap<String, bool>;

/// Checks a resource, and what it says of other definitions.
pub(crate) fn definition(definition: &Definition, file: &File<'_>, bodies: &Bodies) {
    for shape in shapes(definition) {
        fields_differ(&shape.fields, file);
        embedded_have_bodies(&shape.fields, file, bodies);
    }
    for operation in &definition.operations {
        fields_differ(&operation.query, file);
    }
    match &definition.representation {
        Representation::None => only_one_input(definition, file),
        Representation::Like { target, area: _ } => has_body(target, definition.at, file, bodies),
        Representation::Own(_) => {}
    }
}

/// A definition is listed once.
pub(crate) fn index(index: &Index, file: &File<'_>) {
    let mut seen = BTreeMap::new();
    for (area, names) in &index.areas {
        for name in names {
            if let Some(other) = seen.insert(name, area) {
                file.report(0, format_args!("expected `{name}` once, but found it in `{other}` and in `{area}`"));
            }
        }
    }
    if !index.areas.iter().any(|(area, _)| area == ENUMERATIONS) {
        file.report(0, format_args!("expected the area `{ENUMERATIONS}`"));
    }
}

/// Each area has a module, and each module an area.
pub(crate) fn modules(protocol: &Protocol, invocation: &Invocation, diagnostics: &Diagnostics) {
    let areas: Vec<&str> = protocol.areas.iter().map(|area| area.name.as_str()).chain([ENUMERATIONS]).collect();
    for area in &areas {
        if !invocation.modules.iter().any(|module| module.is_of(area)) {
            diagnostics.report(invocation.folder.span(), format_args!("expected a module for the area `{area}`"));
        }
    }
    for module in &invocation.modules {
        if !areas.iter().any(|area| module.is_of(area)) {
            let name = &module.name;
            diagnostics.report(name.span(), format_args!("expected a module named after an area, but found `{name}`"));
        }
    }
}

/// All bodies of a definition.
pub(crate) fn shapes(definition: &Definition) -> impl Iterator<Item = &Shape> {
    let own = if let Representation::Own(shape) = &definition.representation { Some(shape) } else { None };
    own.into_iter().chain(definition.operations.iter().filter_map(|operation| operation.input.as_ref()))
}

/// Two members of a body need two fields.
fn fields_differ(fields: &[Field], file: &File<'_>) {
    let mut seen = BTreeMap::new();
    for field in fields {
        if let Some(other) = seen.insert(field.rust.as_str(), field.wire.as_str()) {
            let (rust, wire) = (&field.rust, &field.wire);
            let hint = "give one of them another with `field`";
            file.report(field.at, format_args!("`{wire}` and `{other}` would both be the field `{rust}`: {hint}"));
        }
        if field.rust == "extra" {
            file.report(field.at, "the field `extra` is taken: give the member another with `field`");
        }
    }
}

/// What is embedded has a type, which a resource that is only acted on has not.
fn embedded_have_bodies(fields: &[Field], file: &File<'_>, bodies: &Bodies) {
    for field in fields {
        if let Kind::Embedded { target, area: _ } = &field.kind {
            has_body(target, field.at, file, bodies);
        }
    }
}

/// A definition that could not be read has been reported, and nothing is known of it.
fn has_body(target: &str, at: usize, file: &File<'_>, bodies: &Bodies) {
    if bodies.get(target) == Some(&false) {
        file.report(at, format_args!("expected a definition with members of its own, but found `{target}`"));
    }
}

/// Checks an enumeration: two values need two variants.
pub(crate) fn enumeration(enumeration: &Enumeration, file: &File<'_>) {
    let mut seen = BTreeMap::new();
    for member in &enumeration.members {
        let (name, variant) = (&member.name, &member.variant);
        if let Some(other) = seen.insert(variant, name) {
            file.report(member.at, format_args!("`{name}` and `{other}` would both be the variant `{variant}`"));
        }
        if variant == UNRECOGNIZED {
            file.report(member.at, format_args!("the variant `{UNRECOGNIZED}` is taken by values that are not known"));
        }
    }
}

/// A resource that is only acted on gives its name to the body of its one operation.
fn only_one_input(definition: &Definition, file: &File<'_>) {
    let inputs = definition.operations.iter().filter(|operation| operation.input.is_some()).count();
    if inputs > 1 {
        let expected = "expected at most one operation with a body where the resource has no representation";
        file.report(definition.at, format_args!("{expected}, but found {inputs}"));
    }
}
