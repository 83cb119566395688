//! An enum over all resources that have a representation of their own.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::field;
use crate::model::{Definition, Representation};

/// expands to: `pub enum AnyResource { Conversation(Box<Conversation>), …, Other(Box<Resource>) }` and its conversions
pub(super) fn expand(definitions: &[Definition]) -> TokenStream {
    let own = |definition: &&Definition| matches!(definition.representation, Representation::Own(_));
    let resources: Vec<&Definition> = definitions.iter().filter(own).collect();
    let variants: Vec<_> =
        resources.iter().map(|definition| format_ident!("{}", crate::name::pascal_case(&definition.name))).collect();
    let types: Vec<_> = resources.iter().map(|definition| field::resource(&definition.name, &definition.area)).collect();
    let area_of = |name: &str| definitions.iter().find(|one| one.name == name).map(|one| one.area.as_str());
    let cfgs: Vec<_> = resources.iter().map(|definition| cfg(&definition.area)).collect();
    let docs = resources.iter().map(|definition| format!("The rel `{}`.", definition.rel));
    let of_rel = latest(definitions).into_iter().map(|(rel, (_, name))| {
        let variant = format_ident!("{}", crate::name::pascal_case(name));
        let cfg = area_of(name).map(cfg);
        quote! { #cfg (#rel, || AnyResource::#variant(::core::default::Default::default())) }
    });
    quote! {
        /// A resource of any rel: one variant for each that the schema has, and one for the rest.
        #[derive(::core::clone::Clone)]
        #[non_exhaustive]
        pub enum AnyResource {
            #(#[doc = #docs] #cfgs #variants(::std::boxed::Box<#types>),)*
            /// A rel that the schema does not know.
            Other(::std::boxed::Box<::ucwa_model::Resource>),
        }

        /// An empty resource of each rel.
        static RELS: &[(&::core::primitive::str, fn() -> AnyResource)] = &[#(#of_rel,)*];

        impl AnyResource {
            /// The resource as a record, whatever its type.
            #[must_use]
            pub fn record(&self) -> &dyn ::ucwa_model::record::Record {
                match self {
                    #(#cfgs Self::#variants(resource) => &**resource,)*
                    Self::Other(resource) => &**resource,
                }
            }

            /// The resource as a record, to be filled.
            pub fn record_mut(&mut self) -> &mut dyn ::ucwa_model::record::Record {
                match self {
                    #(#cfgs Self::#variants(resource) => &mut **resource,)*
                    Self::Other(resource) => &mut **resource,
                }
            }
        }

        // by way of the table: derived, each would be compiled once for every resource
        impl ::core::fmt::Debug for AnyResource {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(self.record(), f)
            }
        }

        impl ::core::cmp::PartialEq for AnyResource {
            fn eq(&self, other: &Self) -> ::core::primitive::bool {
                self.record() == other.record()
            }
        }

        impl ::core::default::Default for AnyResource {
            fn default() -> Self {
                Self::Other(::core::default::Default::default())
            }
        }

        impl ::core::convert::From<::ucwa_model::Resource> for AnyResource {
            fn from(resource: ::ucwa_model::Resource) -> Self {
                Self::Other(::std::boxed::Box::new(resource))
            }
        }

        #(
            #cfgs
            impl ::core::convert::From<#types> for AnyResource {
                fn from(resource: #types) -> Self {
                    Self::#variants(::std::boxed::Box::new(resource))
                }
            }
        )*
    }
}

/// expands to: `#[cfg(feature = "people")]`, but for the area that is always there
fn cfg(area: &str) -> TokenStream {
    if area == "general" {
        TokenStream::new()
    } else {
        quote! { #[cfg(feature = #area)] }
    }
}

/// What a resource looks like, by its rel and by what its bodies call themselves: the latest revision of each, and its definition.
fn latest(definitions: &[Definition]) -> BTreeMap<&str, (u8, &str)> {
    let mut latest: BTreeMap<&str, (u8, &str)> = BTreeMap::new();
    for definition in definitions {
        let (name, body_rel) = match &definition.representation {
            Representation::None => continue,
            Representation::Own(shape) => (definition.name.as_str(), shape.rel.as_str()),
            Representation::Like { target, .. } => (target.as_str(), definition.rel.as_str()),
        };
        for rel in [body_rel, &definition.rel] {
            let entry = latest.entry(rel).or_insert((definition.revision, name));
            if definition.revision > entry.0 {
                *entry = (definition.revision, name);
            }
        }
    }
    latest
}
