//! What a field is in Rust, in the table, and in the documentation.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::{page, rel::Rels};
use crate::{
    model::{Field, Kind, Section, Typed},
    name,
};

/// The type of one value.
pub(super) fn element(kind: &Kind) -> TokenStream {
    match kind {
        Kind::String(None) => quote! { __ucwa_model::Text },
        Kind::String(Some((name, _))) => {
            let name = format_ident!("{name}");
            quote! { __ucwa_model::#name }
        }
        Kind::SipUri => quote! { __ucwa_model::SipUri },
        Kind::Boolean => quote! { ::core::primitive::bool },
        Kind::Integer => quote! { ::core::primitive::i64 },
        Kind::Date => quote! { __ucwa_model::Date },
        Kind::Enumeration(name) => {
            let name = format_ident!("{name}");
            quote! { super::enumerations::#name }
        }
        Kind::Bag => quote! { __ucwa_model::Bag },
        Kind::Parameter => quote! { __ucwa_model::Parameter },
        Kind::Link { .. } => quote! { __ucwa_model::Link },
        Kind::Data => quote! { __ucwa_model::DataLink },
        Kind::Embedded { target, area } => resource(target, area),
        Kind::Typed(typed) => {
            let ty = &typed.ty;
            quote! { #ty }
        }
    }
}

/// The path of the struct of a definition: the modules of all areas are siblings, and named after them (`online_meetings`).
pub(super) fn resource(target: &str, area: &str) -> TokenStream {
    let (module, name) = (format_ident!("{}", name::module_name(area)), format_ident!("{}", name::pascal_case(target)));
    quote! { super::#module::#name }
}

/// The type of the field.
pub(super) fn container(field: &Field) -> TokenStream {
    if let Kind::Link { target: Some(rel) } = &field.kind {
        let rel = format_ident!("{}", name::pascal_case(rel));
        let typed = if field.many {
            quote! { LinksTo }
        } else {
            quote! { LinkTo }
        };
        return quote! { __ucwa_model::#typed<super::rel::#rel> };
    }
    let element = element(&field.kind);
    match (field.kind.section(), field.many) {
        (Section::Properties, true) => quote! { ::core::option::Option<::std::vec::Vec<#element>> },
        (_, true) => quote! { ::std::vec::Vec<#element> },
        (Section::Embedded, false) => {
            quote! { ::core::option::Option<::std::boxed::Box<#element>> }
        }
        (_, false) => quote! { ::core::option::Option<#element> },
    }
}

/// expands to: `None`, `Vec::new()`, or `private::no_link()`
pub(super) fn empty(field: &Field) -> TokenStream {
    match (field.kind.section(), field.many) {
        _ if is_typed_link(field) && field.many => quote! { __ucwa_model::private::no_links() },
        _ if is_typed_link(field) => quote! { __ucwa_model::private::no_link() },
        (Section::Links | Section::Embedded, true) => quote! { ::std::vec::Vec::new() },
        _ => quote! { ::core::option::Option::None },
    }
}

/// expands to: `field(__names!("subject"), <Subject as FieldValue>::KIND, false, …)`, or `field(__names!("subject"), FIELD_0.kind, …)`
pub(super) fn descriptor((index, field): (usize, &Field)) -> TokenStream {
    let Field { wire, rust: _, kind, many, required, range, doc, at: _ } = field;
    let (kind, many) = if field.typed().is_some() {
        let access = access_name(index);
        (quote! { #access.kind }, quote! { #access.many })
    } else {
        let element = element(kind);
        (quote! { <#element as __ucwa_model::record::FieldValue>::KIND }, quote! { #many })
    };
    let range = match range {
        Some((min, max)) => quote! { ::core::option::Option::Some((#min, #max)) },
        None => quote! { ::core::option::Option::None },
    };
    quote! {
        __ucwa_model::private::field(__ucwa_model::__names!(#wire), #kind, #many, #required, #range, #doc)
    }
}

/// Whether the type of the field says where its links lead.
fn is_typed_link(field: &Field) -> bool {
    matches!(field.kind, Kind::Link { target: Some(_) })
}

/// expands to: `subject`, or `accept_link.target.slot`: what the codecs see of a field, which has one type for all rels
pub(super) fn place(field: &Field) -> TokenStream {
    let ident = format_ident!("{}", field.rust);
    if is_typed_link(field) {
        quote! { #ident.target.slot }
    } else {
        quote! { #ident }
    }
}

/// The constant that gives access to an annotated field.
fn access_name(index: usize) -> Ident {
    format_ident!("FIELD_{index}")
}

/// expands to: `const FIELD_0: Access<Option<Text>> = <Option<Text> as Member>::ACCESS;`, with the place of the type, which is used nowhere
/// else, so that one message says what is wrong with it. Where it has the name of a type that no member can have,
/// `<Option<String> as MemberOr<Option<Text>>>::ACCESS`. Then `const _: () = assert!(FIELD_0.says_all(), "…");`
pub(super) fn access((index, field): (usize, &Field)) -> TokenStream {
    let constant = |Typed { ty, instead }: &Typed| {
        let name = access_name(index);
        let library = quote_spanned! { ty.span()=> __ucwa_model };
        let member = match instead {
            Some(instead) => quote_spanned! { ty.span()=> <#ty as #library::private::MemberOr<#instead>>::ACCESS },
            None => quote_spanned! { ty.span()=> <#ty as #library::private::Member>::ACCESS },
        };
        quote_spanned! { ty.span()=>
            const #name: #library::private::Access<#ty> = #member;
            const _: () = ::core::assert!(#name.says_all(), "expected `Option<Vec<T>>`: a list property can be there and empty");
        }
    };
    field.typed().map(constant).unwrap_or_default()
}

/// expands to: `const _: () = assert!(differ(&FIELD_0.kind, &FIELD_2.kind), "…");` for annotated fields of one name. They are two members
/// if one is a link, say, and the other a property, which only the compiler knows.
pub(super) fn names_differ(fields: &[Field]) -> TokenStream {
    let mut checks = TokenStream::new();
    for (index, field) in fields.iter().enumerate() {
        let Some(Typed { ty, .. }) = field.typed() else { continue };
        for (other, earlier) in fields[..index].iter().enumerate().filter(|(_, earlier)| earlier.wire == field.wire) {
            let (one, two, message) =
                (access_name(other), access_name(index), same_name(&field.rust, &earlier.rust, &field.wire));
            let library = quote_spanned! { ty.span()=> __ucwa_model };
            checks.extend(quote_spanned! { ty.span()=>
                const _: () = ::core::assert!(#library::private::differ(&#one.kind, &#two.kind), #message);
            });
        }
    }
    checks
}

/// What is said of two fields that would be one member.
pub(crate) fn same_name(field: &str, other: &str, wire: &str) -> String {
    format!("`{field}` and `{other}` would both be the member `{wire}`: give one of them another with `name`")
}

/// expands to: `&self.subject`, or for an annotated struct `(FIELD_0.slot)(&self.subject)`
pub(super) fn slot((index, field): (usize, &Field)) -> TokenStream {
    let (place, access) = (place(field), access_name(index));
    if field.typed().is_some() {
        quote! { (#access.slot)(&self.#place) }
    } else {
        quote! { &self.#place }
    }
}

/// expands to: `&mut self.subject`, or for an annotated struct `(FIELD_0.slot_mut)(&mut self.subject)`
pub(super) fn slot_mut((index, field): (usize, &Field)) -> TokenStream {
    let (place, access) = (place(field), access_name(index));
    if field.typed().is_some() {
        quote! { (#access.slot_mut)(&mut self.#place) }
    } else {
        quote! { &mut self.#place }
    }
}

/// The documentation of a field: what it is, then how it travels.
pub(super) fn doc(field: &Field, rels: &Rels<'_>) -> Vec<String> {
    let Field { wire, rust: _, kind, many, required, range, doc, at: _ } = field;
    let place = match kind {
        Kind::Link { target: Some(target) } if target != wire => {
            format!("{} `{wire}` to `{target}`", if *many { "Links" } else { "Link" })
        }
        Kind::Link { .. } => format!("{} `{wire}`", if *many { "Links" } else { "Link" }),
        Kind::Data => format!("Data link `{wire}`"),
        Kind::Embedded { target, .. } => format!("Embedded `{wire}`: {} `{target}`", if *many { "a list of" } else { "one" }),
        _ if *many => format!("List property `{wire}`"),
        _ => format!("Property `{wire}`"),
    };
    let rel = match kind {
        Kind::Link { target } => target.as_ref().or(Some(wire)),
        _ => None,
    };
    let mut wire = place + &rel.map(|rel| page::methods(rel, rels)).unwrap_or_default();
    if let Kind::String(Some((_, limit))) = kind {
        wire.push_str(&format!(", at most {limit} UTF-16 code units"));
    }
    if let Some((min, max)) = range {
        wire.push_str(&format!(", from {min} to {max}"));
    }
    if *required {
        wire.push_str(", required");
    }
    vec![doc.clone(), String::new(), wire + "."]
}

/// expands to: `#[doc = "…"]` for each line
pub(super) fn doc_attributes<'a>(lines: impl IntoIterator<Item = &'a String>) -> TokenStream {
    lines.into_iter().map(|line| quote! { #[doc = #line] }).collect()
}
