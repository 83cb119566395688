//! What a field is in Rust, in the table, and in the documentation.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::{
    model::{Field, Kind, Section},
    name,
};

/// The type of one value.
pub(super) fn element(kind: &Kind) -> TokenStream {
    match kind {
        Kind::String(None) => quote! { ::ucwa_model::Text },
        Kind::String(Some((name, _))) => {
            let name = format_ident!("{name}");
            quote! { ::ucwa_model::#name }
        }
        Kind::SipUri => quote! { ::ucwa_model::SipUri },
        Kind::Boolean => quote! { ::core::primitive::bool },
        Kind::Integer => quote! { ::core::primitive::i64 },
        Kind::Date => quote! { ::ucwa_model::Date },
        Kind::Enumeration(name) => {
            let name = format_ident!("{name}");
            quote! { super::enumerations::#name }
        }
        Kind::Bag => quote! { ::ucwa_model::Bag },
        Kind::Parameter => quote! { ::ucwa_model::Parameter },
        Kind::Link { .. } => quote! { ::ucwa_model::Link },
        Kind::Data => quote! { ::ucwa_model::DataLink },
        Kind::Embedded { target, area } => resource(target, area),
        Kind::Typed(ty) => quote! { #ty },
    }
}

/// The path of the struct of a definition: the modules of all areas are siblings, and named after them (`online_meetings`).
pub(super) fn resource(target: &str, area: &str) -> TokenStream {
    let (module, name) = (format_ident!("{}", area.replace('-', "_")), format_ident!("{}", name::pascal_case(target)));
    quote! { super::#module::#name }
}

/// The type of the field.
pub(super) fn container(field: &Field) -> TokenStream {
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

/// expands to: `Field { name: "subject", kind: <Subject as Element>::KIND, many: false, … }`
pub(super) fn descriptor(field: &Field) -> TokenStream {
    let Field { wire, rust: _, kind, many, required, range, doc, at: _ } = field;
    let (kind, many) = match kind {
        Kind::Typed(ty) => {
            (quote! { <#ty as ::ucwa_model::record::FieldType>::KIND }, quote! { <#ty as ::ucwa_model::record::FieldType>::MANY })
        }
        other => {
            let element = element(other);
            (quote! { <#element as ::ucwa_model::record::Element>::KIND }, quote! { #many })
        }
    };
    let range = match range {
        Some((min, max)) => quote! { ::core::option::Option::Some((#min, #max)) },
        None => quote! { ::core::option::Option::None },
    };
    quote! {
        ::ucwa_model::descriptor::Field {
            name: #wire,
            kind: #kind,
            many: #many,
            required: #required,
            range: #range,
            doc: #doc,
        }
    }
}

/// The documentation of a field: what it is, then how it travels.
pub(super) fn doc(field: &Field) -> Vec<String> {
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
    let mut wire = place;
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
