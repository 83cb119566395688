//! An annotated enum: each variant is a value, and one keeps the values that are not known.

use std::collections::BTreeMap;

use syn::{Data, DataEnum, DeriveInput, Fields, Type, Variant, ext::IdentExt};

use super::{Annotated, arguments, doc, library, path, text};
use crate::{
    diagnostics::Diagnostics,
    model::{Enumeration, Member},
};

/// Reads an enum; `None` if it is none, which has been reported.
pub(crate) fn enumeration(input: &DeriveInput, diagnostics: &Diagnostics) -> Option<Annotated<Enumeration>> {
    let Data::Enum(data) = &input.data else {
        diagnostics.report(input.ident.span(), "expected an enum");
        return None;
    };
    if !input.generics.params.is_empty() {
        diagnostics.report(input.ident.span(), "expected an enum without parameters");
    }
    let mut name = input.ident.unraw().to_string();
    arguments(&input.attrs, diagnostics, "`name = \"…\"` or `crate = path`", |meta| {
        if meta.path.is_ident("name") {
            name = text(meta)?;
        } else if meta.path.is_ident("crate") {
            path(meta)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    });
    let unrecognized = unrecognized(input, data, diagnostics);
    let members = members(data, diagnostics);
    let (type_name, doc) = (input.ident.to_string(), doc(&input.attrs));
    let model = Enumeration { name, type_name, unrecognized, doc, members, notes: Vec::new() };
    Some(Annotated { model, library: library(input) })
}

/// The variant of values that are not known: the one that holds something.
fn unrecognized(input: &DeriveInput, data: &DataEnum, diagnostics: &Diagnostics) -> String {
    let (mut variants, mut faults) = (Vec::new(), 0);
    for variant in data.variants.iter().filter(|variant| !matches!(variant.fields, Fields::Unit)) {
        if variants.is_empty() && holds_unrecognized(&variant.fields) {
            variants.push(variant.ident.to_string());
        } else {
            diagnostics.report(variant.ident.span(), "expected no fields, but for one variant that holds an `UnrecognizedValue`");
            faults += 1;
        }
    }
    if variants.is_empty() && faults == 0 {
        let expected = "expected a variant `Unrecognized(UnrecognizedValue)`, which keeps the values that the enum does not know";
        diagnostics.report(input.ident.span(), expected);
    }
    variants.pop().unwrap_or_default()
}

fn holds_unrecognized(fields: &Fields) -> bool {
    let is_it = |ty: &Type| matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "UnrecognizedValue"));
    matches!(fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1 && fields.unnamed.iter().all(|field| is_it(&field.ty)))
}

fn members(data: &DataEnum, diagnostics: &Diagnostics) -> Vec<Member> {
    let mut seen = BTreeMap::new();
    let mut members = Vec::new();
    for variant in data.variants.iter().filter(|variant| matches!(variant.fields, Fields::Unit)) {
        let name = value(variant, diagnostics);
        if let Some(other) = seen.insert(name.clone(), &variant.ident) {
            let ident = &variant.ident;
            diagnostics.report(ident.span(), format_args!("`{ident}` and `{other}` would both be the value `{name}`"));
        }
        members.push(Member { name, variant: variant.ident.to_string(), doc: doc(&variant.attrs), at: 0 });
    }
    members
}

/// The value on the wire.
fn value(variant: &Variant, diagnostics: &Diagnostics) -> String {
    let mut name = variant.ident.unraw().to_string();
    arguments(&variant.attrs, diagnostics, "`name = \"…\"`", |meta| {
        let known = meta.path.is_ident("name");
        if known {
            name = text(meta)?;
        }
        Ok(known)
    });
    name
}
