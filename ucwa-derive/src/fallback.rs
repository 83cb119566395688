//! After mistakes: what is left is made to compile, so that one mistake gives one message.

use std::collections::BTreeSet;

use crate::{
    model::{Definition, Enumeration, Field, Representation},
    name,
};

/// Leaves out the members that clash, and the bodies that would have no name of their own.
pub(crate) fn definition(definition: &mut Definition) {
    let represented = match &mut definition.representation {
        Representation::Own(shape) => {
            distinct(&mut shape.fields);
            true
        }
        Representation::Like { .. } => true,
        Representation::None => false,
    };
    let mut inputs = 0;
    for operation in &mut definition.operations {
        if let Some(shape) = &mut operation.input {
            distinct(&mut shape.fields);
            inputs += 1;
        }
        if inputs > 1 && !represented {
            operation.input = None;
        }
    }
}

/// Leaves out the values that clash.
pub(crate) fn enumeration(enumeration: &mut Enumeration) {
    let mut seen = BTreeSet::from(["Unrecognized".to_owned()]);
    enumeration.members.retain(|member| seen.insert(name::pascal_case(&member.name)));
}

fn distinct(fields: &mut Vec<Field>) {
    let mut seen = BTreeSet::from(["extra".to_owned()]);
    fields.retain(|field| seen.insert(field.rust.clone()));
}
