//! An open enumeration.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::field;
use crate::{
    model::{Enumeration, Member},
    name,
};

/// expands to: `pub enum Importance { Normal, …, Unrecognized(UnrecognizedValue) }`, its table and its conversions
pub(super) fn expand(enumeration: &Enumeration) -> TokenStream {
    let Enumeration { name, doc, members, notes } = enumeration;
    let ident = format_ident!("{name}");
    let variants: Vec<_> = members.iter().map(|member| format_ident!("{}", name::pascal_case(&member.name))).collect();
    let indices = 0..members.len();
    let docs: Vec<_> = members.iter().map(|member| &member.doc).collect();
    let table = members.iter().map(|Member { name, doc, at: _ }| {
        quote! { ::ucwa_model::descriptor::Member { name: #name, doc: #doc } }
    });
    let mut lines = vec![doc.clone()];
    lines.extend(notes.iter().flat_map(|note| [String::new(), format!("Note: {note}")]));
    let lines = field::doc_attributes(&lines);
    quote! {
        #lines
        #[derive(::core::clone::Clone, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash)]
        #[non_exhaustive]
        pub enum #ident {
            #(#[doc = #docs] #variants,)*
            /// A value that the schema does not know, with its exact text.
            Unrecognized(::ucwa_model::UnrecognizedValue),
        }

        impl #ident {
            /// The table of the enumeration.
            pub const ENUMERATION: &'static ::ucwa_model::descriptor::Enumeration = {
                static TABLE: ::ucwa_model::descriptor::Enumeration = ::ucwa_model::descriptor::Enumeration {
                    name: #name,
                    doc: #doc,
                    members: &[#(#table),*],
                    notes: &[#(#notes),*],
                };
                &TABLE
            };

            /// The known values, in the order of the table.
            const KNOWN: &'static [Self] = &[#(Self::#variants),*];

            fn index(&self) -> ::core::result::Result<::core::primitive::usize, &::ucwa_model::UnrecognizedValue> {
                match self {
                    #(Self::#variants => ::core::result::Result::Ok(#indices),)*
                    Self::Unrecognized(value) => ::core::result::Result::Err(value),
                }
            }
        }

        ::ucwa_model::__enumeration! { #ident }
    }
}
