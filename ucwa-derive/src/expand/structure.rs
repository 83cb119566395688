//! The plain struct of a definition, and for an input its constructor.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{field, rel::Rels};
use crate::model::{Field, Form, Kind, Section, Shape};

/// expands to: `pub struct MessagingInvitation { pub subject: Option<Subject>, …, pub extra: Extra }`
pub(super) fn expand(shape: &Shape, page: &str, rels: &Rels<'_>) -> TokenStream {
    let Shape { type_name, name: _, rel: _, form, doc, fields } = shape;
    let name = format_ident!("{type_name}");
    let separated: Vec<String> = doc.iter().flat_map(|line| [line.clone(), String::new()]).collect();
    let doc = field::doc_attributes(&separated);
    let page = (!page.is_empty()).then(|| quote! { #[doc = #page] });
    let members = fields.iter().map(|member| {
        let (doc, ident, container) = (field::doc(member, rels), format_ident!("{}", member.rust), field::container(member));
        let doc = field::doc_attributes(&doc);
        quote! { #doc pub #ident: #container }
    });
    let (empty, limits) = (empty(&name, fields), limits(fields));
    // inlined, so that it is compiled where it is used, and for no other type
    let constructor = matches!(form, Form::Input | Form::Replacement).then(|| constructor(&name, fields));
    quote! {
        #doc
        #page
        #[non_exhaustive]
        pub struct #name {
            #(#members,)*
            /// What else the message holds.
            pub extra: __ucwa_model::Extra,
        }
        impl ::core::default::Default for #name {
            #[inline]
            fn default() -> Self {
                #empty
                EMPTY
            }
        }
        #limits
        #constructor
    }
}

/// expands to: `const EMPTY: Contact = Contact { name: None, … extra: Extra::new() };`. To copy a constant is less for the compiler than
/// to set field after field.
fn empty(name: &proc_macro2::Ident, fields: &[Field]) -> TokenStream {
    let members = fields.iter().map(|member| {
        let (ident, empty) = (format_ident!("{}", member.rust), field::empty(member));
        quote! { #ident: #empty }
    });
    quote! { const EMPTY: #name = #name { #(#members,)* extra: __ucwa_model::Extra::new() }; }
}

/// expands to: `const _: () = assert!(OperationId::LIMIT == 50, …);` for each limited string
fn limits(fields: &[Field]) -> TokenStream {
    let assert = |field: &Field| {
        let Kind::String(Some((name, limit))) = &field.kind else {
            return None;
        };
        let message = format!("`{}` has the limit {limit} in its definition, but another one in `{name}`", field.wire);
        let name = format_ident!("{name}");
        Some(quote! { const _: () = ::core::assert!(__ucwa_model::#name::LIMIT == #limit, #message); })
    };
    fields.iter().filter_map(assert).collect()
}

/// expands to: `impl StartMessaging2 { pub fn new(operation_id: OperationId) -> Self { … } pub fn with_to(…) -> Self { … } … }`
fn constructor(name: &proc_macro2::Ident, fields: &[Field]) -> TokenStream {
    let (required, optional): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|field| field.required);
    let names: Vec<_> = required.iter().map(|field| format_ident!("{}", field.rust)).collect();
    let types = required.iter().map(|field| argument(field));
    let values = required.iter().map(|field| value(field));
    let setters = optional.iter().map(|field| setter(field));
    quote! {
        impl #name {
            /// A request with what is required, and nothing else.
            #[inline]
            #[must_use]
            pub fn new(#(#names: #types),*) -> Self {
                Self { #(#names: ::core::option::Option::Some(#values),)* ..::core::default::Default::default() }
            }

            #(#setters)*
        }
    }
}

fn setter(field: &Field) -> TokenStream {
    let ident = format_ident!("{}", field.rust);
    let setter = format_ident!("with_{}", field.rust.trim_end_matches('_'));
    let doc = format!("Sets `{}`.", field.wire);
    let (argument, value) = (argument(field), value(field));
    let assigned = match (field.kind.section(), field.many) {
        (Section::Links | Section::Embedded, true) => value,
        _ => quote! { ::core::option::Option::Some(#value) },
    };
    quote! {
        #[doc = #doc]
        #[inline]
        #[must_use]
        pub fn #setter(mut self, #ident: #argument) -> Self {
            self.#ident = #assigned;
            self
        }
    }
}

/// What a constructor takes for a field.
fn argument(field: &Field) -> TokenStream {
    let element = field::element(&field.kind);
    match (&field.kind, field.many) {
        (_, true) => quote! { impl ::core::iter::IntoIterator<Item = #element> },
        (Kind::String(None), false) => quote! { impl ::core::convert::Into<#element> },
        (_, false) => element,
    }
}

/// What it makes of that.
fn value(field: &Field) -> TokenStream {
    let ident = format_ident!("{}", field.rust);
    match (&field.kind, field.many) {
        (_, true) => {
            quote! { ::core::iter::Iterator::collect(::core::iter::IntoIterator::into_iter(#ident)) }
        }
        (Kind::String(None), false) => quote! { ::core::convert::Into::into(#ident) },
        (_, false) => quote! { #ident },
    }
}
