//! An annotated struct: each field is a member.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Data, DeriveInput, Fields, FieldsNamed, LitStr, ext::IdentExt, spanned::Spanned};

use super::{Annotated, arguments, doc, instead, library, path, text};
use crate::{
    diagnostics::Diagnostics,
    expand,
    model::{Field, Form, Kind, Shape, Typed},
    name,
};

/// Reads a struct; `None` if it is none, which has been reported.
pub(crate) fn shape(input: &DeriveInput, diagnostics: &Diagnostics) -> Option<Annotated<Shape>> {
    let fields = fields(input, diagnostics)?;
    if !input.generics.params.is_empty() {
        diagnostics.report(input.generics.span(), "expected a struct without parameters");
    }
    let (rel, form) = container(input, diagnostics);
    let is_extra = |field: &&syn::Field| field.ident.as_ref().is_some_and(|ident| ident == "extra");
    if !fields.named.iter().any(|field| is_extra(&field)) {
        diagnostics.report(input.ident.span(), "expected a field `extra: Extra`, which keeps what the struct does not know");
    }
    let members = fields.named.iter().filter(|field| !is_extra(field));
    let members: Vec<Field> = members.filter_map(|field| member(field, &input.ident, diagnostics)).collect();
    names_differ(fields, &members, diagnostics);
    let type_name = input.ident.to_string();
    let model = Shape { name: rel.clone(), type_name, rel, form, doc: Vec::new(), fields: members };
    Some(Annotated { model, library: library(input) })
}

fn fields<'i>(input: &'i DeriveInput, diagnostics: &Diagnostics) -> Option<&'i FieldsNamed> {
    let Data::Struct(data) = &input.data else {
        diagnostics.report(input.ident.span(), "expected a struct");
        return None;
    };
    let Fields::Named(fields) = &data.fields else {
        diagnostics.report(input.ident.span(), "expected a struct with named fields");
        return None;
    };
    Some(fields)
}

fn container(input: &DeriveInput, diagnostics: &Diagnostics) -> (String, Form) {
    let (mut rel, mut form, before) = (None, Form::Resource, diagnostics.count());
    arguments(&input.attrs, diagnostics, "`rel = \"…\"`, `input`, `part` or `crate = path`", |meta| {
        if meta.path.is_ident("rel") {
            rel = Some(text(meta)?);
        } else if meta.path.is_ident("input") {
            form = Form::Input;
        } else if meta.path.is_ident("part") {
            form = Form::Part;
        } else if meta.path.is_ident("crate") {
            path(meta)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    });
    // what could not be read may have been the rel
    if rel.as_ref().is_none_or(String::is_empty) && diagnostics.count() == before {
        diagnostics.report(input.ident.span(), "expected the attribute `#[ucwa(rel = \"…\")]`");
    }
    (rel.unwrap_or_default(), form)
}

fn member(field: &syn::Field, owner: &Ident, diagnostics: &Diagnostics) -> Option<Field> {
    let ident = field.ident.as_ref()?;
    let (mut wire, mut required, mut range) = (None, false, None);
    arguments(&field.attrs, diagnostics, "`name = \"…\"`, `required` or `range = \"a..=b\"`", |meta| {
        if meta.path.is_ident("name") {
            wire = Some(text(meta)?);
        } else if meta.path.is_ident("required") {
            required = true;
        } else if meta.path.is_ident("range") {
            range = Some(parse_range(&meta.value()?.parse()?)?);
        } else {
            return Ok(false);
        }
        Ok(true)
    });
    let rust = ident.unraw().to_string();
    let stem = rust.strip_suffix("_links").or_else(|| rust.strip_suffix("_link")).unwrap_or(&rust);
    let ty = syn::parse2(without_self(field.ty.to_token_stream(), owner)).unwrap_or_else(|_| field.ty.clone());
    Some(Field {
        wire: wire.unwrap_or_else(|| name::camel_case(stem)),
        rust: ident.to_string(),
        kind: Kind::Typed(Box::new(Typed { instead: instead::instead(&ty), ty })),
        many: false,
        required,
        range,
        doc: doc(&field.attrs),
        at: 0,
    })
}

/// Two fields of one type cannot have one name: they would be one member. Of other types, only the compiler knows which members they are.
fn names_differ(fields: &FieldsNamed, members: &[Field], diagnostics: &Diagnostics) {
    for (index, member) in members.iter().enumerate() {
        let is_same = |other: &&Field| other.wire == member.wire && element(other) == element(member);
        if let Some(other) = members[..index].iter().find(is_same) {
            let ident = fields.named.iter().filter_map(|field| field.ident.as_ref()).find(|ident| **ident == member.rust);
            let span = ident.map_or_else(proc_macro2::Span::call_site, Ident::span);
            diagnostics.report(span, expand::same_name(&member.rust, &other.rust, &member.wire));
        }
    }
}

/// The type of one value, as it is written.
fn element(field: &Field) -> Option<String> {
    field.typed().map(|typed| instead::element(&typed.ty).to_token_stream().to_string())
}

/// The tokens of a type with the name of the struct in place of `Self`, which means nothing outside of an impl.
fn without_self(tokens: TokenStream, owner: &Ident) -> TokenStream {
    let tree = |tree| match tree {
        TokenTree::Ident(ident) if ident == "Self" => TokenTree::Ident(Ident::new(&owner.to_string(), ident.span())),
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), without_self(group.stream(), owner));
            inner.set_span(group.span());
            TokenTree::Group(inner)
        }
        other => other,
    };
    tokens.into_iter().map(tree).collect()
}

fn parse_range(text: &LitStr) -> syn::Result<(i64, i64)> {
    let value = text.value();
    let parsed = value.split_once("..=").and_then(|(min, max)| Some((min.trim().parse().ok()?, max.trim().parse().ok()?)));
    parsed.filter(|(min, max)| min <= max).ok_or_else(|| syn::Error::new(text.span(), "expected a range like `5..=1800`"))
}
