//! An annotated type → model: the other way into the pipeline beside definition text.

mod enumeration;
mod instead;
mod structure;

use syn::{DeriveInput, LitStr, Path, meta::ParseNestedMeta, parse_quote};

pub(crate) use self::{enumeration::enumeration, structure::shape};
use crate::diagnostics::Diagnostics;

/// A type with attributes: what it says, and where the library is to which its expansion refers.
pub(crate) struct Annotated<T> {
    pub(crate) model: T,
    pub(crate) library: Path,
}

/// The library that `#[ucwa(crate = …)]` names, even if other attributes are wrong.
pub(crate) fn library(input: &DeriveInput) -> Path {
    let mut library = None;
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("ucwa")) {
        // what is wrong is reported by whoever reads all attributes
        let _ = attribute.parse_nested_meta(|meta| match meta.path.is_ident("crate") {
            true => path(&meta).map(|path| library = Some(path)),
            false => skip(&meta),
        });
    }
    library.unwrap_or_else(|| parse_quote!(::ucwa_model))
}

/// Reads the attributes `#[ucwa(…)]`. `take` says whether it knows an argument, and `expected` which there are.
fn arguments(
    attributes: &[syn::Attribute],
    diagnostics: &Diagnostics,
    expected: &str,
    mut take: impl FnMut(&ParseNestedMeta<'_>) -> syn::Result<bool>,
) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("ucwa")) {
        diagnostics.check(attribute.parse_nested_meta(|meta| match take(&meta)? {
            true => Ok(()),
            false => Err(meta.error(format_args!("expected {expected}"))),
        }));
    }
}

/// The text of `name = "…"`.
fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<String> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}

/// The path of `crate = path`, or of `crate = "path"` as other derives have it.
fn path(meta: &ParseNestedMeta<'_>) -> syn::Result<Path> {
    let value = meta.value()?;
    if value.peek(LitStr) {
        value.parse::<LitStr>()?.parse_with(Path::parse_mod_style)
    } else {
        value.call(Path::parse_mod_style)
    }
}

fn skip(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(syn::Token![=]) {
        meta.value()?.parse::<proc_macro2::TokenTree>()?;
    }
    Ok(())
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
