//! Operations: what a method takes and gives.

use crate::{
    model::{Field, Form, Operation, Section, Shape, Success},
    name,
    parse::{Known, failure, member},
    toml_table::Table,
};

/// The methods that an operation can have.
pub(crate) const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "OPTIONS"];

/// The operations of a definition, in its order.
pub(super) fn operations(table: &mut Table<'_>, resource: &str, rel: &str, represented: bool, known: &Known) -> Vec<Operation> {
    let Some(methods) = table.table("operations") else {
        return Vec::new();
    };
    let mut operations = Vec::new();
    for method in methods.keys() {
        let Some(mut entry) = methods.any_table(&method) else {
            continue;
        };
        if !METHODS.contains(&method.as_str()) {
            let known = METHODS.join(", ");
            entry.file.report(entry.at, format_args!("expected one of {known}, but found `{method}`"));
        }
        let doc = entry.required("doc");
        let query = parameters(&mut entry, "query", known);
        let body = parameters(&mut entry, "body", known);
        let form = if entry.flag("replaces") { Form::Replacement } else { Form::Input };
        let type_name = match represented {
            true => name::pascal_case(resource) + &name::pascal_case(&method.to_lowercase()),
            false => name::pascal_case(resource),
        };
        let lines = vec![doc.clone(), format!("The body of `{method}` on `{rel}`.")];
        let input = (!body.is_empty()).then(|| Shape {
            type_name,
            name: resource.to_owned(),
            rel: rel.to_owned(),
            form,
            doc: lines,
            fields: body,
        });
        let media = entry.list("media");
        let success = success(&mut entry);
        let errors = failure::failures(&mut entry, "errors", known);
        entry.finish();
        operations.push(Operation { method, doc, query, input, media, success, errors });
    }
    operations
}

fn parameters(entry: &mut Table<'_>, key: &'static str, known: &Known) -> Vec<Field> {
    let Some(table) = entry.table(key) else {
        return Vec::new();
    };
    let mut fields = member::members(&table, Section::Properties, known);
    fields.sort_by_key(|field| field.kind.section());
    fields
}

fn success(entry: &mut Table<'_>) -> Success {
    let Some(mut table) = entry.table("success") else {
        entry.file.report(entry.at, "expected the key `success`");
        return Success::default();
    };
    let success = Success {
        status: table.number("status").unwrap_or_default(),
        body: table.string("body"),
        starts: table.string("starts"),
    };
    table.finish();
    success
}
