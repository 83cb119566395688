//! Model → tokens. Each part of an expansion has a file; this one decides which parts there are, and in which order.

mod any;
mod definition;
mod enumeration;
mod field;
mod record;
mod structure;

use std::{collections::BTreeMap, path::Path};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{DeriveInput, LitStr};

use crate::{
    attributes, check,
    diagnostics::Diagnostics,
    fallback,
    files::{File, Schema},
    model::Shape,
    parse,
};

/// Expands a folder of definitions.
pub(crate) fn schema(invoking: &Path, path: &LitStr) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let tokens = folder(invoking, path, &mut diagnostics).unwrap_or_default();
    let errors = diagnostics.into_tokens();
    quote! { #errors #tokens }
}

fn folder(invoking: &Path, path: &LitStr, diagnostics: &mut Diagnostics) -> Option<TokenStream> {
    let value = path.value();
    let Some((folder, area)) = value.rsplit_once('/') else {
        diagnostics.span(path.span(), "expected the path of a folder inside a schema folder");
        return None;
    };
    let schema = Schema::open(invoking, folder, path.span(), diagnostics)?;
    let areas = schema.areas(diagnostics);
    let Some((_, names)) = areas.iter().find(|(name, _)| name == area) else {
        diagnostics.span(path.span(), format_args!("expected an area of `{}`, but found `{area}`", schema.index().shown));
        return None;
    };
    let files = schema.read(area, names, diagnostics);
    let tracked = tracked(schema.index(), &files);
    let expanded =
        if area == "enumerations" { enumerations(&files, diagnostics) } else { resources(&files, area, &areas, diagnostics) };
    Some(quote! { #tracked #expanded })
}

/// expands to: `const _: &str = include_str!("…");` for each file, so that cargo sees when one changes
fn tracked(index: &File, files: &[File]) -> TokenStream {
    let includes = std::iter::once(index).chain(files).map(|file| &file.include);
    quote! { #(const _: &::core::primitive::str = ::core::include_str!(#includes);)* }
}

fn enumerations(files: &[File], diagnostics: &mut Diagnostics) -> TokenStream {
    let mut tokens = TokenStream::new();
    let mut names = Vec::new();
    for file in files {
        let mut enumeration = parse::enumeration(file, diagnostics);
        check::enumeration(&enumeration, file, listed(file), diagnostics);
        if !diagnostics.is_empty() {
            fallback::enumeration(&mut enumeration);
        }
        names.push(format_ident!("{}", enumeration.name));
        tokens.extend(enumeration::expand(&enumeration));
    }
    // expands to: `static ENUMERATIONS: &[&Enumeration] = &[AccessLevel::ENUMERATION, …];`
    quote! {
        #tokens
        /// All enumerations.
        pub(crate) static ENUMERATIONS: &[&::ucwa_model::descriptor::Enumeration] = &[#(#names::ENUMERATION),*];
    }
}

fn resources(files: &[File], area: &str, areas: &[(String, Vec<String>)], diagnostics: &mut Diagnostics) -> TokenStream {
    let find_area = area_finder(areas);
    let mut tokens = TokenStream::new();
    let mut definitions = Vec::new();
    for file in files {
        let mut definition = parse::definition(file, &find_area, diagnostics);
        check::definition(&definition, file, area, listed(file), diagnostics);
        if !diagnostics.is_empty() {
            fallback::definition(&mut definition);
        }
        tokens.extend(check::shapes(&definition).map(body));
        definitions.push(definition::expand(&definition));
    }
    // expands to: `static DEFINITIONS: &[&Definition] = &[&Definition { … }, …];`
    quote! {
        #tokens
        /// All definitions of the area.
        pub(crate) static DEFINITIONS: &[&::ucwa_model::descriptor::Definition] = &[#(&#definitions),*];
    }
}

/// A struct that a definition describes, with all that belongs to it.
fn body(shape: &Shape) -> TokenStream {
    let structure = structure::expand(shape);
    let record = record::expand(shape);
    let name = format_ident!("{}", shape.type_name);
    quote! {
        #structure
        #record
        ::ucwa_model::__value! { #name }
    }
}

/// Looks up areas by the names of definitions.
fn area_finder(areas: &[(String, Vec<String>)]) -> impl Fn(&str) -> Option<String> {
    let all = areas.iter().flat_map(|(area, names)| names.iter().map(move |name| (name.clone(), area.clone())));
    let by_name: BTreeMap<String, String> = all.collect();
    move |name| by_name.get(name).cloned()
}

/// The name under which the index lists a file.
fn listed(file: &File) -> &str {
    file.include.rsplit('/').next().and_then(|name| name.strip_suffix(".toml")).unwrap_or_default()
}

/// Expands an enum over all resources.
pub(crate) fn any_resource(invoking: &Path, path: &LitStr) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let mut resources = Vec::new();
    if let Some(schema) = Schema::open(invoking, &path.value(), path.span(), &mut diagnostics) {
        let areas = schema.areas(&mut diagnostics);
        let find_area = area_finder(&areas);
        for (area, names) in areas.iter().filter(|(area, _)| area != "enumerations") {
            // the mistakes in these files are reported where the area is expanded
            let mut elsewhere = Diagnostics::default();
            for file in schema.read(area, names, &mut elsewhere) {
                resources.push(parse::definition(&file, &find_area, &mut elsewhere));
            }
            let _ = elsewhere.into_tokens();
        }
    }
    let errors = diagnostics.into_tokens();
    let any = any::expand(&resources);
    quote! { #errors #any }
}

/// Expands `#[derive(Resource)]`.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let record = attributes::shape(input, &mut diagnostics).map(|shape| record::expand(&shape));
    // one mistake, one message: what follows from a broken table would be noise
    let record = record.filter(|_| diagnostics.is_empty());
    let errors = diagnostics.into_tokens();
    quote! { #errors #record }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use proc_macro2::{Span, TokenStream};
    use syn::LitStr;

    /// The expansions that `tests/golden.rs` of the workspace compiles. Set `UPDATE_GOLDEN` to write them anew.
    #[test]
    fn golden_expansions_are_up_to_date() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden");
        for area in ["enumerations", "demo"] {
            let literal = LitStr::new(&format!("schema/{area}"), Span::call_site());
            let tokens: TokenStream = super::schema(&folder, &literal);
            let file = syn::parse2(tokens).expect("an expansion is a list of items");
            let expanded = prettyplease::unparse(&file);
            let golden = folder.join(format!("{area}.rs"));
            if std::env::var_os("UPDATE_GOLDEN").is_some() {
                fs::write(&golden, &expanded).expect("the golden file can be written");
            }
            let written = fs::read_to_string(&golden).unwrap_or_default();
            assert!(written == expanded, "{} is out of date: run with UPDATE_GOLDEN=1 and review", golden.display());
        }
    }
}
