//! Rules that need more than one item. What one item can tell is checked where it is read.

use std::collections::BTreeMap;

use crate::{
    diagnostics::Diagnostics,
    files::File,
    model::{Definition, Enumeration, Field, Representation, Shape},
    name,
};

/// Checks a resource against its file and the index.
pub(crate) fn definition(definition: &Definition, file: &File, area: &str, listed: &str, diagnostics: &mut Diagnostics) {
    name_is_listed(&definition.name, definition.at, file, listed, diagnostics);
    area_is_folder(definition, file, area, diagnostics);
    for shape in shapes(definition) {
        fields_differ(&shape.fields, file, diagnostics);
    }
    for operation in &definition.operations {
        fields_differ(&operation.query, file, diagnostics);
    }
    if let Representation::None = definition.representation {
        only_one_input(definition, file, diagnostics);
    }
}

/// Checks an enumeration against its file and the index.
pub(crate) fn enumeration(enumeration: &Enumeration, file: &File, listed: &str, diagnostics: &mut Diagnostics) {
    name_is_listed(&enumeration.name, 0, file, listed, diagnostics);
    variants_differ(enumeration, file, diagnostics);
}

/// All bodies of a definition.
pub(crate) fn shapes(definition: &Definition) -> impl Iterator<Item = &Shape> {
    let own = if let Representation::Own(shape) = &definition.representation { Some(shape) } else { None };
    own.into_iter().chain(definition.operations.iter().filter_map(|operation| operation.input.as_ref()))
}

/// A file is named after what it defines.
fn name_is_listed(name: &str, at: usize, file: &File, listed: &str, diagnostics: &mut Diagnostics) {
    if name != listed && !name.is_empty() {
        diagnostics.at(file, at, format_args!("expected the name of the file, `{listed}`, but found `{name}`"));
    }
}

/// A file lies in the folder of its area.
fn area_is_folder(definition: &Definition, file: &File, area: &str, diagnostics: &mut Diagnostics) {
    if definition.area != area && !definition.area.is_empty() {
        let found = &definition.area;
        diagnostics.at(file, definition.at, format_args!("expected the area of the folder, `{area}`, but found `{found}`"));
    }
}

/// Two members of a body need two fields.
fn fields_differ(fields: &[Field], file: &File, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeMap::new();
    for field in fields {
        if let Some(other) = seen.insert(field.rust.as_str(), field.wire.as_str()) {
            let (rust, wire) = (&field.rust, &field.wire);
            let hint = "give one of them another with `field`";
            diagnostics.at(file, field.at, format_args!("`{wire}` and `{other}` would both be the field `{rust}`: {hint}"));
        }
        if field.rust == "extra" {
            diagnostics.at(file, field.at, "the field `extra` is taken: give the member another with `field`");
        }
    }
}

/// Two values of an enumeration need two variants.
fn variants_differ(enumeration: &Enumeration, file: &File, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeMap::new();
    for member in &enumeration.members {
        let variant = name::pascal_case(&member.name);
        if let Some(other) = seen.insert(variant.clone(), &member.name) {
            let name = &member.name;
            diagnostics.at(file, member.at, format_args!("`{name}` and `{other}` would both be the variant `{variant}`"));
        }
        if variant == "Unrecognized" {
            diagnostics.at(file, member.at, "the variant `Unrecognized` is taken by values that are not known");
        }
    }
}

/// A resource that is only acted on gives its name to the body of its one operation.
fn only_one_input(definition: &Definition, file: &File, diagnostics: &mut Diagnostics) {
    let inputs = definition.operations.iter().filter(|operation| operation.input.is_some()).count();
    if inputs > 1 {
        let expected = "expected at most one operation with a body where the resource has no representation";
        diagnostics.at(file, definition.at, format_args!("{expected}, but found {inputs}"));
    }
}
