//! Rules that need more than one item. What one item can tell is checked where it is read.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diagnostics::Diagnostics,
    files::File,
    invocation::Invocation,
    model::{Definition, ENUMERATIONS, Enumeration, Field, Index, Kind, Protocol, Representation, Shape, UNRECOGNIZED},
};

/// What definitions refer to in each other, as far as they could be read.
pub(crate) struct Others {
    /// Whether each has members of its own, by its name.
    bodies: BTreeMap<String, bool>,
    rels: BTreeSet<String>,
}

impl Others {
    pub(crate) fn new<'d>(definitions: impl Iterator<Item = &'d Definition> + Clone) -> Self {
        let own = |definition: &Definition| matches!(definition.representation, Representation::Own(_));
        let bodies = definitions.clone().map(|definition| (definition.name.clone(), own(definition))).collect();
        Self { bodies, rels: definitions.map(|definition| definition.rel.clone()).collect() }
    }

    /// Whether a definition has members of its own; `None` for one that could not be read.
    pub(crate) fn has_body(&self, name: &str) -> Option<bool> {
        self.bodies.get(name).copied()
    }

    /// Whether a definition travels under that rel.
    pub(crate) fn is_rel(&self, name: &str) -> bool {
        self.rels.contains(name)
    }
}

/// Checks a resource, and what it says of other definitions.
pub(crate) fn definition(definition: &Definition, file: &File<'_>, others: &Others) {
    for shape in shapes(definition) {
        fields_differ(&shape.fields, file);
        embedded_have_bodies(&shape.fields, file, others);
        links_lead_to_rels(&shape.fields, file, others);
    }
    for operation in &definition.operations {
        fields_differ(&operation.query, file);
    }
    match &definition.representation {
        Representation::None => only_one_input(definition, file),
        Representation::Like { target, area: _ } => has_body(target, definition.at, file, others),
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
fn embedded_have_bodies(fields: &[Field], file: &File<'_>, others: &Others) {
    for field in fields {
        if let Kind::Embedded { target, area: _ } = &field.kind {
            has_body(target, field.at, file, others);
        }
    }
}

/// A link leads to a rel, whichever of its revisions is there.
fn links_lead_to_rels(fields: &[Field], file: &File<'_>, others: &Others) {
    for field in fields {
        if let Kind::Link { target: Some(target) } = &field.kind
            && others.has_body(target).is_some()
            && !others.is_rel(target)
        {
            file.report(field.at, format_args!("expected the rel of a definition, but found the revision `{target}`"));
        }
    }
}

/// A definition that could not be read has been reported, and nothing is known of it.
fn has_body(target: &str, at: usize, file: &File<'_>, others: &Others) {
    if others.has_body(target) == Some(false) {
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
