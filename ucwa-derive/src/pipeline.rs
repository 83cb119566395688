//! The stages one after the other, for each way into the macros: read, parse, check, expand.

use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::{
    attributes,
    check::{self, Others},
    diagnostics::Diagnostics,
    expand, fallback,
    files::{File, Folder},
    invocation::Invocation,
    model::{Area, Definition, ENUMERATIONS, Enumeration, Index, Protocol},
    parse::{self, Known},
};

/// A schema folder. `invoking` is the folder of the file that invokes the macro.
pub(crate) fn schema(invoking: &Path, invocation: &Invocation) -> TokenStream {
    let diagnostics = Diagnostics::default();
    let folder = Folder::new(invoking, &invocation.folder, &diagnostics);
    let expanded = match protocol(&folder) {
        Some((protocol, includes)) => {
            check::modules(&protocol, invocation, &diagnostics);
            expand::protocol(&protocol, &invocation.modules, &includes)
        }
        None => TokenStream::new(),
    };
    let errors = diagnostics.into_tokens();
    quote! { #errors #expanded }
}

/// An annotated struct.
pub(crate) fn codec(input: &DeriveInput) -> TokenStream {
    derive(input, attributes::shape, expand::codec, expand::codec_stub)
}

/// An annotated enum.
pub(crate) fn enumeration(input: &DeriveInput) -> TokenStream {
    derive(input, attributes::enumeration, expand::enumeration, expand::enumeration_stub)
}

/// After a mistake the type gets a stub, so that whatever uses it has nothing to report.
fn derive<T>(
    input: &DeriveInput,
    read: impl Fn(&DeriveInput, &Diagnostics) -> Option<T>,
    expand: impl Fn(&T) -> TokenStream,
    stub: impl Fn(&DeriveInput) -> TokenStream,
) -> TokenStream {
    let diagnostics = Diagnostics::default();
    let expanded = match read(input, &diagnostics) {
        Some(model) if diagnostics.is_empty() => expand(&model),
        _ => stub(input),
    };
    let errors = diagnostics.into_tokens();
    quote! { #errors #expanded }
}

/// Reads, parses and checks the files of a schema folder; what is returned compiles, whatever was reported. Beside it, the files that
/// were read. `None` if the folder has no index.
fn protocol(folder: &Folder<'_>) -> Option<(Protocol, Vec<String>)> {
    let index = folder.read("index.toml")?;
    let errors = folder.read("errors.toml");
    let known = Known { index: parse::index(&index), errors: errors.as_ref().map(parse::error_sets).unwrap_or_default() };
    check::index(&known.index, &index);

    let (mut enumerations, mut resources) = (Vec::new(), Vec::new());
    for (area, names) in &known.index.areas {
        for name in names {
            let Some(file) = folder.read(&format!("{area}/{name}.toml")) else { continue };
            if area == ENUMERATIONS {
                enumerations.push((parse::enumeration(&file, name), file));
            } else {
                resources.push((parse::definition(&file, area, name, &known), file));
            }
        }
    }
    enumerations.iter_mut().for_each(|(enumeration, file)| finish_enumeration(enumeration, file));
    let others = Others::new(resources.iter().map(|(definition, _)| definition));
    resources.iter_mut().for_each(|(definition, file)| finish_definition(definition, file, &others));

    let files = [Some(&index), errors.as_ref()].into_iter().flatten();
    let files = files.chain(enumerations.iter().map(|(_, file)| file)).chain(resources.iter().map(|(_, file)| file));
    let includes = files.map(|file| file.include.clone()).collect();
    let enumerations = enumerations.into_iter().map(|(enumeration, _)| enumeration).collect();
    let areas = areas(&known.index, resources.into_iter().map(|(definition, _)| definition));
    Some((Protocol { enumerations, areas }, includes))
}

fn areas(index: &Index, definitions: impl Iterator<Item = Definition>) -> Vec<Area> {
    let names = index.areas.iter().map(|(name, _)| name).filter(|name| *name != ENUMERATIONS);
    let mut areas: Vec<Area> = names.map(|name| Area { name: name.clone(), definitions: Vec::new() }).collect();
    for definition in definitions {
        if let Some(area) = areas.iter_mut().find(|area| area.name == definition.area) {
            area.definitions.push(definition);
        }
    }
    areas
}

fn finish_enumeration(enumeration: &mut Enumeration, file: &File<'_>) {
    check::enumeration(enumeration, file);
    if !file.is_clean() {
        fallback::enumeration(enumeration);
    }
}

fn finish_definition(definition: &mut Definition, file: &File<'_>, others: &Others) {
    check::definition(definition, file, others);
    if !file.is_clean() {
        fallback::definition(definition);
    }
    fallback::references(definition, others);
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use quote::quote;

    /// The expansions that `tests/golden.rs` of the workspace compiles. Set `UPDATE_GOLDEN` to write them anew.
    #[test]
    fn golden_expansions_are_up_to_date() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
        let invocation = quote! {
            "schema";
            /// Enumerations of the golden schema.
            pub mod enumerations;
            /// Resources of the golden schema.
            #[cfg(not(any()))]
            pub mod demo;
        };
        let colour = quote! {
            enum Shade {
                Light,
                #[ucwa(name = "dark")]
                Dark,
                Other(::ucwa_model::UnrecognizedValue),
            }
        };
        let folio = quote! {
            /// Sheets in an order of their own.
            #[ucwa(rel = "folio", crate = ::ucwa_model)]
            struct Folio {
                inner: Vec<Self>,
                page_links: Vec<::ucwa_model::Link>,
                #[ucwa(required)]
                title: Option<::ucwa_model::Text>,
                extra: ::ucwa_model::Extra,
            }
        };
        let parsed = syn::parse2(invocation).expect("an invocation");
        is_up_to_date(&folder.join("schema.rs"), super::schema(&folder, &parsed));
        is_up_to_date(&folder.join("enumeration.rs"), super::enumeration(&syn::parse2(colour).expect("an enum")));
        is_up_to_date(&folder.join("codec.rs"), super::codec(&syn::parse2(folio).expect("a struct")));
    }

    fn is_up_to_date(golden: &Path, tokens: proc_macro2::TokenStream) {
        let file = syn::parse2(tokens).expect("an expansion is a list of items");
        let expanded = prettyplease::unparse(&file);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(golden, &expanded).expect("the golden file can be written");
        }
        let written = fs::read_to_string(golden).unwrap_or_default();
        assert!(written == expanded, "{} is out of date: run with UPDATE_GOLDEN=1 and review", golden.display());
    }
}
