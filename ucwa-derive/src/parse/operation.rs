//! Operations: what a method takes and gives.

use crate::{
    diagnostics::Diagnostics,
    model::{Failure, Field, Form, Operation, Section, Shape, Success},
    name,
    parse::{FindArea, member},
    toml_table::{Item, Table},
};

const METHODS: &[&str] = &["GET", "POST", "PUT", "DELETE", "OPTIONS"];

/// The operations of a definition, in its order.
pub(super) fn operations(
    table: &mut Table<'_>,
    resource: &str,
    rel: &str,
    represented: bool,
    find_area: FindArea<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Operation> {
    let Some(methods) = table.table("operations", diagnostics) else {
        return Vec::new();
    };
    let mut operations = Vec::new();
    for method in methods.keys() {
        let Some(mut entry) = methods.any_table(&method, diagnostics) else {
            continue;
        };
        if !METHODS.contains(&method.as_str()) {
            let known = METHODS.join(", ");
            diagnostics.at(entry.file, entry.at, format_args!("expected one of {known}, but found `{method}`"));
        }
        let doc = entry.required("doc", diagnostics);
        let query = parameters(&mut entry, "query", find_area, diagnostics);
        let body = parameters(&mut entry, "body", find_area, diagnostics);
        let form = if entry.flag("replaces", diagnostics) { Form::Replacement } else { Form::Input };
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
        let media = entry.list("media", diagnostics);
        let success = success(&mut entry, diagnostics);
        let errors = failures(&mut entry, diagnostics);
        entry.finish(diagnostics);
        operations.push(Operation { method, doc, query, input, media, success, errors });
    }
    operations
}

fn parameters(entry: &mut Table<'_>, key: &'static str, find_area: FindArea<'_>, diagnostics: &mut Diagnostics) -> Vec<Field> {
    let Some(table) = entry.table(key, diagnostics) else {
        return Vec::new();
    };
    let mut fields = member::members(&table, Section::Properties, find_area, diagnostics);
    fields.sort_by_key(|field| field.kind.section());
    fields
}

fn success(entry: &mut Table<'_>, diagnostics: &mut Diagnostics) -> Success {
    let Some(mut table) = entry.table("success", diagnostics) else {
        diagnostics.at(entry.file, entry.at, "expected the key `success`");
        return Success::default();
    };
    let success = Success {
        status: table.number("status", diagnostics).unwrap_or_default(),
        body: table.string("body", diagnostics),
        starts: table.string("starts", diagnostics),
    };
    table.finish(diagnostics);
    success
}

/// `"409 Conflict/AlreadyExists"`, or the same in a table with a doc.
fn failures(entry: &mut Table<'_>, diagnostics: &mut Diagnostics) -> Vec<Failure> {
    let mut failures = Vec::new();
    for item in entry.items("errors", diagnostics) {
        let (text, at, doc) = match item {
            Item::String(text, at) => (text, at, String::new()),
            Item::Table(mut table) => {
                let text = table.required("error", diagnostics);
                let doc = table.required("doc", diagnostics);
                let at = table.at;
                table.finish(diagnostics);
                (text, at, doc)
            }
        };
        let parsed = text.split_once(' ').and_then(|(status, rest)| {
            let (code, subcode) = rest.split_once('/').map_or((rest, None), |(code, subcode)| (code, Some(subcode)));
            let names = name::is_plain(code) && subcode.is_none_or(name::is_plain);
            Some((status.parse().ok().filter(|status| (400..600).contains(status))?, code, subcode)).filter(|_| names)
        });
        match parsed {
            Some((status, code, subcode)) => {
                failures.push(Failure { status, code: code.to_owned(), subcode: subcode.map(str::to_owned), doc });
            }
            None => {
                let expected = "expected an error like `409 Conflict/AlreadyExists`";
                diagnostics.at(entry.file, at, format_args!("{expected}, but found `{text}`"));
            }
        }
    }
    failures
}
