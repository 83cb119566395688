//! An annotated struct → model: the other way into the pipeline beside definition text.

use syn::{Data, DeriveInput, Fields, LitStr, spanned::Spanned};

use crate::{
    diagnostics::Diagnostics,
    model::{Field, Form, Kind, Shape},
    name,
};

/// Reads a struct; `None` if it is none, which has been reported.
pub(crate) fn shape(input: &DeriveInput, diagnostics: &mut Diagnostics) -> Option<Shape> {
    let Data::Struct(data) = &input.data else {
        diagnostics.span(input.ident.span(), "expected a struct");
        return None;
    };
    let Fields::Named(fields) = &data.fields else {
        diagnostics.span(input.ident.span(), "expected a struct with named fields");
        return None;
    };
    if !input.generics.params.is_empty() {
        diagnostics.span(input.generics.span(), "expected a struct without parameters");
    }
    let (rel, form) = container(input, diagnostics);
    let mut has_extra = false;
    let mut members = Vec::new();
    for field in &fields.named {
        let Some(ident) = &field.ident else { continue };
        if ident == "extra" {
            has_extra = true;
        } else {
            members.push(member(field, &ident.to_string(), diagnostics));
        }
    }
    if !has_extra {
        diagnostics.span(input.ident.span(), "expected a field `extra: Extra`, which keeps what the struct does not know");
    }
    let type_name = input.ident.to_string();
    Some(Shape { name: rel.clone(), type_name, rel, form, doc: Vec::new(), fields: members })
}

fn container(input: &DeriveInput, diagnostics: &mut Diagnostics) -> (String, Form) {
    let (mut rel, mut form) = (None, Form::Resource);
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("ucwa")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rel") {
                rel = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("input") {
                form = Form::Input;
            } else if meta.path.is_ident("part") {
                form = Form::Part;
            } else {
                return Err(meta.error("expected `rel = \"…\"`, `input` or `part`"));
            }
            Ok(())
        });
        report(parsed, diagnostics);
    }
    if rel.is_none() {
        diagnostics.span(input.ident.span(), "expected the attribute `#[ucwa(rel = \"…\")]`");
    }
    (rel.unwrap_or_default(), form)
}

fn member(field: &syn::Field, ident: &str, diagnostics: &mut Diagnostics) -> Field {
    let rust = ident.strip_prefix("r#").unwrap_or(ident);
    let (mut wire, mut required, mut range) = (None, false, None);
    for attribute in field.attrs.iter().filter(|attribute| attribute.path().is_ident("ucwa")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("name") {
                wire = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("required") {
                required = true;
            } else if meta.path.is_ident("range") {
                let text: LitStr = meta.value()?.parse()?;
                range = Some(parse_range(&text)?);
            } else {
                return Err(meta.error("expected `name = \"…\"`, `required` or `range = \"a..=b\"`"));
            }
            Ok(())
        });
        report(parsed, diagnostics);
    }
    let stem = rust.strip_suffix("_links").or_else(|| rust.strip_suffix("_link")).unwrap_or(rust);
    Field {
        wire: wire.unwrap_or_else(|| name::camel_case(stem)),
        rust: ident.to_owned(),
        kind: Kind::Typed(Box::new(field.ty.clone())),
        many: false,
        required,
        range,
        doc: doc(&field.attrs),
        at: 0,
    }
}

fn parse_range(text: &LitStr) -> syn::Result<(i64, i64)> {
    let value = text.value();
    let parsed = value.split_once("..=").and_then(|(min, max)| Some((min.trim().parse().ok()?, max.trim().parse().ok()?)));
    parsed.filter(|(min, max)| min <= max).ok_or_else(|| syn::Error::new(text.span(), "expected a range like `5..=1800`"))
}

/// The first paragraph of the doc comment.
fn doc(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().filter(|attribute| attribute.path().is_ident("doc")).filter_map(|attribute| {
        let syn::Meta::NameValue(meta) = &attribute.meta else {
            return None;
        };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &meta.value else {
            return None;
        };
        Some(text.value().trim().to_owned())
    });
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn report(parsed: syn::Result<()>, diagnostics: &mut Diagnostics) {
    if let Err(errors) = parsed {
        errors.into_iter().for_each(|error| diagnostics.span(error.span(), &error));
    }
}
