//! The type that somebody gives to a message.

use ucwa_model::{
    descriptor::{self, Definition, Shape},
    dialect::plain_rel,
};

use crate::{Failure, suggest};

/// The body that `NAME` or `NAME:METHOD` stands for.
pub(crate) fn shape(type_name: &str) -> Result<&'static Shape, Failure> {
    let plain = plain_rel(type_name); // a dialect's prefix has colons of its own
    let (name, method) = plain.split_once(':').map_or((plain, None), |(name, method)| (name, Some(method)));
    let Some(definition) = descriptor::definition(name) else {
        let names = descriptor::definitions().map(|one| one.name);
        let hint = suggest::among(name, names);
        return Err(Failure::Usage(format!("expected a resource of the schema after --as, but found `{name}`{hint}")));
    };
    let shape = match method {
        Some(method) => of_method(definition, method)?,
        None => definition.shape.or_else(|| definition.operations.iter().find_map(|operation| operation.input)),
    };
    shape.ok_or_else(|| Failure::Usage(format!("expected a resource with a body after --as, but found `{type_name}`")))
}

fn of_method(definition: &'static Definition, method: &str) -> Result<Option<&'static Shape>, Failure> {
    if let Some(operation) = definition.operation(&method.to_uppercase()) {
        return Ok(operation.input.or(definition.shape));
    }
    let name = definition.name;
    let methods: Vec<_> = definition.operations.iter().map(|operation| operation.method).collect();
    let hint = if methods.is_empty() { "; it has none".to_owned() } else { format!("; it has {}", methods.join(", ")) };
    Err(Failure::Usage(format!("expected a method of `{name}` after --as, but found `{method}`{hint}")))
}
