//! Model → tokens. Each part of an expansion has a file; this one decides which parts there are, and in which order.
//!
//! Expanded code calls the library `__ucwa_model`, and whatever surrounds it says which crate that is.

mod any;
mod definition;
mod enumeration;
mod field;
mod page;
mod record;
mod rel;
mod structure;
mod stub;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::{
    attributes::Annotated,
    check,
    invocation::Module,
    model::{Area, Enumeration, Protocol, Representation, Shape},
    name,
};

pub(crate) use self::field::same_name;
use self::rel::Rels;
pub(crate) use self::stub::{codec as codec_stub, enumeration as enumeration_stub};

/// Expands all that a schema folder defines. `includes` are the files that it was read from.
pub(crate) fn protocol(protocol: &Protocol, modules: &[Module], includes: &[String]) -> TokenStream {
    let rels = Rels::of(protocol, modules);
    let modules_with_content = modules.iter().map(|module| {
        let area = protocol.areas.iter().find(|area| module.is_of(&area.name));
        let content = area.map_or_else(|| enumerations(&protocol.enumerations), |area| resources(area, &rels));
        let Module { attributes, visibility, name } = module;
        quote! { #(#attributes)* #visibility mod #name { #content } }
    });
    let listed = protocol.areas.iter().map(|area| {
        let (conditions, name) = (conditions(modules, &area.name), format_ident!("{}", name::module_name(&area.name)));
        quote! { #conditions #name::DEFINITIONS }
    });
    let (any, rels) = (any::expand(protocol, modules), rel::expand(protocol, &rels));
    // expands to: `pub mod people { … } …`, `static AREAS: &[&[&Definition]] = &[people::DEFINITIONS, …];`, `pub enum AnyResource { … }`,
    // `pub mod rel { … }`, and `const _: &str = include_str!("…");` for each file, so that cargo sees when one changes
    quote! {
        #(#modules_with_content)*

        /// The definitions of the areas that are compiled in.
        static AREAS: &[&[&::ucwa_model::descriptor::Definition]] = &[#(#listed),*];

        #any

        #rels

        #(const _: &::core::primitive::str = ::core::include_str!(#includes);)*
    }
}

/// expands to: `#[cfg(feature = "people")]`, if that is the condition for the module of the area
fn conditions(modules: &[Module], area: &str) -> TokenStream {
    let conditions = modules.iter().filter(|module| module.is_of(area)).flat_map(Module::conditions);
    quote! { #(#conditions)* }
}

/// expands to: `pub enum AccessLevel { … } …` and `static ENUMERATIONS: &[&EnumerationDefinition] = &[AccessLevel::TABLE, …];`
fn enumerations(enumerations: &[Enumeration]) -> TokenStream {
    let types = enumerations.iter().map(|enumeration| {
        let (item, table) = (enumeration::item(enumeration), enumeration::table(enumeration));
        let name = format_ident!("{}", enumeration.type_name);
        quote! { #item #table __ucwa_model::__generated_enumeration! { #name } }
    });
    let names = enumerations.iter().map(|enumeration| format_ident!("{}", enumeration.type_name));
    quote! {
        use ::ucwa_model as __ucwa_model;

        #(#types)*

        /// All enumerations.
        pub(crate) static ENUMERATIONS: &[&__ucwa_model::descriptor::EnumerationDefinition] =
            &[#(<#names as __ucwa_model::Enumeration>::TABLE),*];
    }
}

/// expands to: `pub struct Contact { … } …` and `static DEFINITIONS: &[&Definition] = &[&definition(…), …];`
fn resources(area: &Area, rels: &Rels<'_>) -> TokenStream {
    let bodies = area.definitions.iter().flat_map(|definition| {
        check::shapes(definition).map(|shape| {
            let is_own = matches!(&definition.representation, Representation::Own(own) if std::ptr::eq(own, shape));
            body(shape, &if is_own { page::body(definition, rels) } else { String::new() }, rels)
        })
    });
    let definitions = area.definitions.iter().map(definition::expand);
    quote! {
        use ::ucwa_model as __ucwa_model;

        #(#bodies)*

        /// All definitions of the area.
        pub(crate) static DEFINITIONS: &[&__ucwa_model::descriptor::Definition] = &[#(&#definitions),*];
    }
}

/// A struct that a definition describes, with all that belongs to it. `page` is what its documentation says of the definition.
fn body(shape: &Shape, page: &str, rels: &Rels<'_>) -> TokenStream {
    let (structure, record) = (structure::expand(shape, page, rels), record::expand(shape));
    let name = format_ident!("{}", shape.type_name);
    // expands to: `pub struct Contact { … } const _: () = { impl Record for Contact { … } … };`, `Debug` and `PartialEq`
    quote! {
        #structure
        const _: () = { #record };
        __ucwa_model::__generated_record! { #name }
    }
}

/// expands to: `const _: () = { use ::ucwa_model as __ucwa_model; impl Record for Whiteboard { … } … };`
pub(crate) fn codec(annotated: &Annotated<Shape>) -> TokenStream {
    anonymous(&annotated.library, &record::expand(&annotated.model))
}

/// expands to: `const _: () = { use ::ucwa_model as __ucwa_model; impl Enumeration for Colour { … } … };`
pub(crate) fn enumeration(annotated: &Annotated<Enumeration>) -> TokenStream {
    anonymous(&annotated.library, &enumeration::table(&annotated.model))
}

fn anonymous(library: &syn::Path, items: &TokenStream) -> TokenStream {
    quote! {
        const _: () = {
            use #library as __ucwa_model;
            #items
        };
    }
}
