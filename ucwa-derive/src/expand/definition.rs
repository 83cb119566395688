//! The table of a definition: what tools and people read of it.

use proc_macro2::TokenStream;
use quote::quote;

use super::field;
use crate::model::{Definition, Event, Failure, Operation, Representation, Success};

/// expands to: `definition("startMessaging2", "startMessaging", 2, …, &[operation("POST", …)], …)`
pub(super) fn expand(definition: &Definition) -> TokenStream {
    let Definition { name, rel, revision, area, doc, representation, events, operations, scopes, notes, at: _ } = definition;
    let shape = match representation {
        Representation::None => quote! { ::core::option::Option::None },
        Representation::Own(_) => some_shape(&field::resource(name, area)),
        Representation::Like { target, area } => some_shape(&field::resource(target, area)),
    };
    let events = events.iter().map(event);
    let operations = operations.iter().map(operation);
    quote! {
        __ucwa_model::private::definition(
            #name,
            #rel,
            #revision,
            #area,
            #doc,
            #shape,
            &[#(#events),*],
            &[#(#operations),*],
            &[#(#scopes),*],
            &[#(#notes),*],
        )
    }
}

fn some_shape(path: &TokenStream) -> TokenStream {
    quote! { ::core::option::Option::Some(<#path as __ucwa_model::Codec>::SHAPE) }
}

fn event(event: &Event) -> TokenStream {
    let Event { event_type, resource, sender, priority, doc } = event;
    quote! {
        __ucwa_model::private::event(#event_type, #resource, #sender, #priority, #doc)
    }
}

fn operation(operation: &Operation) -> TokenStream {
    let Operation { method, doc, query, input, media, success, errors } = operation;
    let query = query.iter().enumerate().map(field::descriptor);
    let input = match input {
        Some(shape) => {
            let name = quote::format_ident!("{}", shape.type_name);
            some_shape(&quote! { #name })
        }
        None => quote! { ::core::option::Option::None },
    };
    let Success { status, body, starts } = success;
    let (body, starts) = (optional(body.as_ref()), optional(starts.as_ref()));
    let errors = errors.iter().map(|Failure { status, code, subcode, doc }| {
        let subcode = optional(subcode.as_ref());
        quote! { __ucwa_model::private::failure(#status, #code, #subcode, #doc) }
    });
    quote! {
        __ucwa_model::private::operation(
            #method,
            #doc,
            &[#(#query),*],
            #input,
            &[#(#media),*],
            __ucwa_model::private::success(#status, #body, #starts),
            &[#(#errors),*],
        )
    }
}

fn optional(text: Option<&String>) -> TokenStream {
    match text {
        Some(text) => quote! { ::core::option::Option::Some(#text) },
        None => quote! { ::core::option::Option::None },
    }
}
