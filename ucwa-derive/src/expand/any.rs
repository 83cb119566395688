//! An enum over all resources that have a representation of their own.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::conditions;
use crate::{
    invocation::Module,
    model::{Definition, Protocol, Representation},
    name,
};

/// expands to: `pub enum AnyResource { Conversation(Box<Conversation>), …, Other(Box<Resource>) }` with all that it can do
pub(super) fn expand(protocol: &Protocol, modules: &[Module]) -> TokenStream {
    let definitions: Vec<&Definition> = protocol.areas.iter().flat_map(|area| &area.definitions).collect();
    let own = definitions.iter().filter(|definition| matches!(definition.representation, Representation::Own(_)));
    let resources: Vec<Variant> = own.map(|definition| Variant::of(definition, modules)).collect();
    let variants = resources.iter().map(|Variant { cfg, doc, name, resource, .. }| {
        quote! { #[doc = #doc] #cfg #name(::std::boxed::Box<#resource>) }
    });
    let (rels, accessors) = (rels(&definitions, &resources, modules), accessors(&resources));
    let (traits, conversions) = (traits(&resources), conversions(&resources));
    quote! {
        /// A resource of any rel: one variant for each that the schema has, and one for the rest.
        #[non_exhaustive]
        pub enum AnyResource {
            #(#variants,)*
            /// A rel that the schema does not know.
            Other(::std::boxed::Box<::ucwa_model::Resource>),
        }

        #rels
        #accessors
        #traits
        #conversions
    }
}

/// A resource that has a representation of its own.
struct Variant {
    /// The condition for its module.
    cfg: TokenStream,
    doc: String,
    name: Ident,
    /// The function that makes an empty one.
    new: Ident,
    /// The path of the struct.
    resource: TokenStream,
}

impl Variant {
    fn of(definition: &Definition, modules: &[Module]) -> Self {
        Self {
            cfg: conditions(modules, &definition.area),
            doc: format!("The rel `{}`.", definition.rel),
            name: variant(&definition.name),
            new: new(&definition.name),
            resource: resource(definition),
        }
    }
}

/// expands to: `fn new_contact() -> AnyResource { … } … static RELS: &[(&str, fn() -> AnyResource)] = &[("contact", new_contact), …];`
fn rels(definitions: &[&Definition], resources: &[Variant], modules: &[Module]) -> TokenStream {
    // functions, for a closure is compiled twice: as itself, and as the function that calls it
    let functions = resources.iter().map(|Variant { cfg, name, new, .. }| {
        quote! {
            #cfg
            fn #new() -> AnyResource {
                AnyResource::#name(::ucwa_model::private::fresh())
            }
        }
    });
    let of_rel = latest(definitions).into_iter().map(|(rel, Latest { name, area, revision: _ })| {
        let (new, cfg) = (new(name), conditions(modules, area));
        quote! { #cfg (#rel, #new) }
    });
    quote! {
        #(#functions)*

        /// An empty resource of each rel.
        static RELS: &[(&::core::primitive::str, fn() -> AnyResource)] = &[#(#of_rel,)*];
    }
}

/// expands to: `impl AnyResource { pub fn record(&self) -> &dyn Record { … } pub fn record_mut(&mut self) -> &mut dyn Record { … } }`
fn accessors(resources: &[Variant]) -> TokenStream {
    let arms = |borrow: &TokenStream| -> TokenStream {
        let arm = |Variant { cfg, name, .. }: &Variant| quote! { #cfg Self::#name(resource) => #borrow **resource, };
        resources.iter().map(arm).collect()
    };
    let (shared, exclusive) = (arms(&quote! { & }), arms(&quote! { &mut }));
    quote! {
        impl AnyResource {
            /// The resource as a record, whatever its type.
            #[must_use]
            pub fn record(&self) -> &dyn ::ucwa_model::record::Record {
                match self {
                    #shared
                    Self::Other(resource) => &**resource,
                }
            }

            /// The resource as a record, to be filled.
            pub fn record_mut(&mut self) -> &mut dyn ::ucwa_model::record::Record {
                match self {
                    #exclusive
                    Self::Other(resource) => &mut **resource,
                }
            }
        }
    }
}

/// expands to: `impl Clone for AnyResource { … }`, `Debug`, `PartialEq` and `Default`
fn traits(resources: &[Variant]) -> TokenStream {
    let empty = resources.iter().map(|Variant { cfg, name, new, .. }| quote! { #cfg Self::#name(_) => #new, });
    quote! {
        // by way of the table: derived, each would be compiled once for every resource
        impl ::core::clone::Clone for AnyResource {
            fn clone(&self) -> Self {
                let empty: fn() -> Self = match self {
                    #(#empty)*
                    Self::Other(_) => ::core::default::Default::default,
                };
                let mut copy = empty();
                ::ucwa_model::private::copy(self.record(), copy.record_mut());
                copy
            }
        }

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
                Self::Other(::ucwa_model::private::fresh())
            }
        }
    }
}

/// expands to: `pub trait ResourceType { … } …`, then `impl ResourceType for Resource { … } impl TryFrom<AnyResource> for Resource { … }`, and
/// for each type likewise
fn conversions(resources: &[Variant]) -> TokenStream {
    let there = |name: &Ident, resource: &TokenStream| {
        quote! {
            impl ResourceType for #resource {
                #[inline] // so that it is compiled where it is used, and for no other type
                fn into_any(self: ::std::boxed::Box<Self>) -> AnyResource {
                    AnyResource::#name(self)
                }
            }
        }
    };
    let other = quote! { ::ucwa_model::Resource };
    let (other_there, other_back) = (there(&format_ident!("Other"), &other), back(&other));
    let each = resources.iter().map(|Variant { cfg, name, resource, .. }| {
        let (there, back) = (there(name, resource), back(resource));
        quote! { #cfg #there #cfg #back }
    });
    let resource_type = resource_type();
    quote! { #resource_type #other_there #other_back #(#each)* }
}

/// expands to: `pub trait ResourceType { … } impl<T: ResourceType> From<T> for AnyResource { … }`
fn resource_type() -> TokenStream {
    quote! {
        /// A type that an [`AnyResource`] has a variant for: that of a resource of the schema, or [`Resource`](::ucwa_model::Resource).
        #[diagnostic::on_unimplemented(
            message = "`{Self}` is no resource of the schema",
            label = "`AnyResource` has no variant for it"
        )]
        pub trait ResourceType: ::ucwa_model::record::Record + ::core::default::Default {
            #[doc(hidden)]
            fn into_any(self: ::std::boxed::Box<Self>) -> AnyResource;
        }

        // for all types at once: of several, the compiler compares each with all others
        impl<T: ResourceType> ::core::convert::From<T> for AnyResource {
            #[inline]
            fn from(resource: T) -> Self {
                ResourceType::into_any(::std::boxed::Box::new(resource))
            }
        }
    }
}

/// expands to: `impl TryFrom<AnyResource> for people::Contact { … }`
fn back(resource: &TokenStream) -> TokenStream {
    quote! {
        impl ::core::convert::TryFrom<AnyResource> for #resource {
            /// The resource, if it is of another type.
            type Error = AnyResource;

            #[inline]
            fn try_from(mut resource: AnyResource) -> ::core::result::Result<Self, AnyResource> {
                ::ucwa_model::record::take(resource.record_mut()).ok_or(resource)
            }
        }
    }
}

fn new(name: &str) -> Ident {
    format_ident!("new_{}", name::snake_case(name))
}

fn variant(name: &str) -> Ident {
    format_ident!("{}", name::pascal_case(name))
}

/// expands to: `people::Contact`
fn resource(definition: &Definition) -> TokenStream {
    let (module, name) = (format_ident!("{}", name::module_name(&definition.area)), variant(&definition.name));
    quote! { #module::#name }
}

/// The definition of the latest revision that says what a resource looks like.
pub(super) struct Latest<'d> {
    pub(super) name: &'d str,
    pub(super) area: &'d str,
    revision: u8,
}

/// What a resource looks like, by its rel and by what its bodies call themselves.
pub(super) fn latest<'d>(definitions: &[&'d Definition]) -> BTreeMap<&'d str, Latest<'d>> {
    let mut latest: BTreeMap<&str, Latest<'_>> = BTreeMap::new();
    for definition in definitions {
        let (name, area, body_rel) = match &definition.representation {
            Representation::None => continue,
            Representation::Own(shape) => (&definition.name, &definition.area, &shape.rel),
            Representation::Like { target, area } => (target, area, &definition.rel),
        };
        let revision = definition.revision;
        for rel in [body_rel, &definition.rel] {
            if latest.get(rel.as_str()).is_none_or(|other| other.revision < revision) {
                latest.insert(rel, Latest { name, area, revision });
            }
        }
    }
    latest
}
