//! After mistakes: what is left is made to compile, so that one mistake gives one message.

use std::collections::BTreeSet;

use crate::{
    check::Others,
    model::{Definition, Enumeration, Field, Kind, Representation, Shape, UNRECOGNIZED},
    parse::METHODS,
};

/// Leaves out the members that clash, the methods that there are not, and the bodies that would have no name of their own.
pub(crate) fn definition(definition: &mut Definition) {
    shapes(definition, distinct);
    definition.operations.retain(|operation| METHODS.contains(&operation.method.as_str()));
    if matches!(definition.representation, Representation::None) {
        let inputs = definition.operations.iter_mut().map(|operation| &mut operation.input);
        inputs.filter(|input| input.is_some()).skip(1).for_each(|input| *input = None);
    }
}

/// Leaves out what refers to a definition without a type, be it that its file could not be read; links then lead anywhere.
pub(crate) fn references(definition: &mut Definition, others: &Others) {
    let has_body = |target: &String| others.has_body(target) == Some(true);
    shapes(definition, |fields| {
        for field in &mut *fields {
            if let Kind::Link { target } = &mut field.kind {
                target.take_if(|target| !others.is_rel(target));
            }
        }
        fields.retain(|field| if let Kind::Embedded { target, area: _ } = &field.kind { has_body(target) } else { true });
    });
    if let Representation::Like { target, area: _ } = &definition.representation
        && !has_body(target)
    {
        definition.representation = Representation::None;
    }
}

/// Leaves out the values that clash.
pub(crate) fn enumeration(enumeration: &mut Enumeration) {
    let mut seen = BTreeSet::from([UNRECOGNIZED.to_owned()]);
    enumeration.members.retain(|member| seen.insert(member.variant.clone()));
}

fn shapes(definition: &mut Definition, change: impl Fn(&mut Vec<Field>)) {
    if let Representation::Own(Shape { fields, .. }) = &mut definition.representation {
        change(fields);
    }
    definition.operations.iter_mut().filter_map(|operation| operation.input.as_mut()).for_each(|input| change(&mut input.fields));
}

fn distinct(fields: &mut Vec<Field>) {
    let mut seen = BTreeSet::from(["extra".to_owned()]);
    fields.retain(|field| seen.insert(field.rust.clone()));
}
