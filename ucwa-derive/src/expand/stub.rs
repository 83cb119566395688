//! What an annotated type gets in place of its expansion after a mistake: it is never run, but whatever uses the type compiles, so that
//! one mistake gives one message.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use super::anonymous;
use crate::attributes;

/// expands to: `impl Codec for X { … } impl Record for X { … }` over an empty table
pub(crate) fn codec(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    stub(
        input,
        &quote! {
            static SHAPE: __ucwa_model::descriptor::Shape = __ucwa_model::private::shape(
                "", "", __ucwa_model::descriptor::Form::Resource, &[], &[], || ::core::unreachable!(),
            );

            impl __ucwa_model::Codec for #ident {
                const SHAPE: &'static __ucwa_model::descriptor::Shape = &SHAPE;
            }

            impl __ucwa_model::record::Record for #ident {
                fn shape(&self) -> &'static __ucwa_model::descriptor::Shape {
                    &SHAPE
                }

                fn slot(&self, _: ::core::primitive::usize) -> ::core::option::Option<&dyn __ucwa_model::record::FieldAccess> {
                    ::core::unreachable!()
                }

                fn slot_mut(&mut self, _: ::core::primitive::usize) -> ::core::option::Option<&mut dyn __ucwa_model::record::FieldAccess> {
                    ::core::unreachable!()
                }

                fn extra(&self) -> &__ucwa_model::Extra {
                    ::core::unreachable!()
                }

                fn extra_mut(&mut self) -> &mut __ucwa_model::Extra {
                    ::core::unreachable!()
                }
            }

            __ucwa_model::__record! { #ident }
        },
    )
}

/// expands to: `impl Enumeration for X { … }` over an empty table
pub(crate) fn enumeration(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    stub(
        input,
        &quote! {
            impl __ucwa_model::Enumeration for #ident {
                const TABLE: &'static __ucwa_model::descriptor::EnumerationDefinition =
                    &__ucwa_model::private::enumeration_definition("", "", &[], &[]);

                const ALL: &'static [Self] = &[];

                fn index(&self) -> ::core::result::Result<::core::primitive::usize, &__ucwa_model::UnrecognizedValue> {
                    ::core::unreachable!()
                }

                fn known(_: ::core::primitive::usize) -> ::core::option::Option<Self> {
                    ::core::unreachable!()
                }

                fn unrecognized(_: __ucwa_model::UnrecognizedValue) -> Self {
                    ::core::unreachable!()
                }
            }

            __ucwa_model::__enumeration! { #ident }
        },
    )
}

/// A type with parameters gets nothing: it could not have the bounds that the traits ask for.
fn stub(input: &DeriveInput, items: &TokenStream) -> TokenStream {
    if input.generics.params.is_empty() { anonymous(&attributes::library(input), items) } else { TokenStream::new() }
}
