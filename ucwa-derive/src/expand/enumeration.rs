//! An open enumeration: the enum of a definition, and what the codecs see of any.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::field;
use crate::model::{Enumeration, Member};

/// expands to: `pub enum Importance { Normal, …, Unrecognized(UnrecognizedValue) }`
pub(super) fn item(enumeration: &Enumeration) -> TokenStream {
    let Enumeration { name: _, type_name, unrecognized, doc, members, notes } = enumeration;
    let (ident, unrecognized) = (format_ident!("{type_name}"), format_ident!("{unrecognized}"));
    let variants = members.iter().map(|Member { name: _, variant, doc, at: _ }| {
        let variant = format_ident!("{variant}");
        quote! { #[doc = #doc] #variant }
    });
    let mut lines = vec![doc.clone()];
    lines.extend(notes.iter().flat_map(|note| [String::new(), format!("Note: {note}")]));
    let lines = field::doc_attributes(&lines);
    quote! {
        #lines
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash)]
        #[non_exhaustive]
        pub enum #ident {
            #(#variants,)*
            /// A value that the schema does not know, with its exact text.
            #unrecognized(__ucwa_model::UnrecognizedValue),
        }
    }
}

/// expands to: `impl Enumeration for Importance { const TABLE: &'static EnumerationDefinition = …; … }`, and what follows from that
pub(super) fn table(enumeration: &Enumeration) -> TokenStream {
    let Enumeration { name, type_name, unrecognized, doc, members, notes } = enumeration;
    let (ident, unrecognized) = (format_ident!("{type_name}"), format_ident!("{unrecognized}"));
    let (indices, variants): (Vec<usize>, Vec<_>) =
        members.iter().enumerate().map(|(index, member)| (index, format_ident!("{}", member.variant))).unzip();
    let table = members.iter().map(|Member { name, variant: _, doc, at: _ }| {
        quote! { __ucwa_model::private::known_value(#name, #doc) }
    });
    quote! {
        impl __ucwa_model::Enumeration for #ident {
            const TABLE: &'static __ucwa_model::descriptor::EnumerationDefinition = {
                static TABLE: __ucwa_model::descriptor::EnumerationDefinition =
                    __ucwa_model::private::enumeration_definition(#name, #doc, &[#(#table),*], &[#(#notes),*]);
                &TABLE
            };

            const ALL: &'static [Self] = &[#(Self::#variants),*];

            #[inline]
            fn index(&self) -> ::core::result::Result<::core::primitive::usize, &__ucwa_model::UnrecognizedValue> {
                match self {
                    #(Self::#variants => ::core::result::Result::Ok(#indices),)*
                    Self::#unrecognized(value) => ::core::result::Result::Err(value),
                }
            }

            #[inline]
            fn known(index: ::core::primitive::usize) -> ::core::option::Option<Self> {
                match index {
                    #(#indices => ::core::option::Option::Some(Self::#variants),)*
                    _ => ::core::option::Option::None,
                }
            }

            #[inline]
            fn unrecognized(value: __ucwa_model::UnrecognizedValue) -> Self {
                Self::#unrecognized(value)
            }
        }

        __ucwa_model::__enumeration! { #ident }
    }
}
