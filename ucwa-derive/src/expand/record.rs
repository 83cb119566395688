//! The table of a struct, and the accessors that let the codecs in. Definitions and annotated structs get the same.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::field;
use crate::model::{Form, Shape};

/// expands to: `const FIELDS: &[Field] = …; static SHAPE: Shape = …; impl Codec for X { … } impl Record for X { … } …`
pub(super) fn expand(shape: &Shape) -> TokenStream {
    let ident = format_ident!("{}", shape.type_name);
    let (table, codec, record) = (table(shape, &ident), codec(&ident), record(shape, &ident));
    quote! {
        #table
        #codec
        #record
        __ucwa_model::__record! { #ident }
    }
}

/// expands to: `const FIELDS: &[Field] = &[…]; static PLACES: [u16; …] = …; static SHAPE: Shape = shape("contact", …);`
fn table(shape: &Shape, ident: &proc_macro2::Ident) -> TokenStream {
    let Shape { type_name: _, name, rel, form, doc: _, fields } = shape;
    let form = match form {
        Form::Resource => quote! { Resource },
        Form::Input => quote! { Input },
        Form::Part => quote! { Part },
        Form::Replacement => quote! { Replacement },
        Form::Reason => quote! { Reason },
    };
    let count = fields.len();
    let descriptors = descriptors(shape);
    quote! {
        #descriptors

        static PLACES: [::core::primitive::u16; __ucwa_model::lookup::size(#count)] = __ucwa_model::private::places(FIELDS);

        static SHAPE: __ucwa_model::descriptor::Shape = __ucwa_model::private::shape(
            #name,
            #rel,
            __ucwa_model::descriptor::Form::#form,
            FIELDS,
            &PLACES,
            __ucwa_model::private::new::<#ident>,
        );
    }
}

/// expands to: `const FIELDS: &[Field] = &[field(…), …];`, and for an annotated struct, whose fields may stand in any order,
/// `const FIELD_0: … const _: () = assert!(…); const DECLARED: [Field; 3] = …; const ORDER: [usize; 3] = order(&DECLARED); const FIELDS: &[Field] = &sorted(…);`
fn descriptors(shape: &Shape) -> TokenStream {
    let count = shape.fields.len();
    let descriptors = shape.fields.iter().enumerate().map(field::descriptor);
    if !is_annotated(shape) {
        return quote! { const FIELDS: &[__ucwa_model::descriptor::Field] = &[#(#descriptors),*]; };
    }
    let accesses = shape.fields.iter().enumerate().map(field::access);
    let names = field::names_differ(&shape.fields);
    quote! {
        #(#accesses)*
        #names
        const DECLARED: [__ucwa_model::descriptor::Field; #count] = [#(#descriptors),*];
        const ORDER: [::core::primitive::usize; #count] = __ucwa_model::private::order(&DECLARED);
        const FIELDS: &[__ucwa_model::descriptor::Field] = &__ucwa_model::private::sorted(&DECLARED, &ORDER);
    }
}

/// expands to: `impl Codec for Contact { const SHAPE: &'static Shape = &SHAPE; }`
fn codec(ident: &proc_macro2::Ident) -> TokenStream {
    quote! {
        impl __ucwa_model::Codec for #ident {
            const SHAPE: &'static __ucwa_model::descriptor::Shape = &SHAPE;
        }
    }
}

/// expands to: `impl Record for Contact { … fn slot(&self, index: usize) -> Option<&dyn FieldAccess> { … 0 => Some(&self.name), … } … }`
fn record(shape: &Shape, ident: &proc_macro2::Ident) -> TokenStream {
    let indices = 0..shape.fields.len();
    let (slots, slots_mut) =
        (shape.fields.iter().enumerate().map(field::slot), shape.fields.iter().enumerate().map(field::slot_mut));
    let indices_mut = indices.clone();
    let present = present(shape);
    let index = if is_annotated(shape) {
        quote! { __ucwa_model::private::declared(&ORDER, index) }
    } else {
        quote! { index }
    };
    quote! {
        impl __ucwa_model::record::Record for #ident {
            fn shape(&self) -> &'static __ucwa_model::descriptor::Shape {
                &SHAPE
            }

            fn slot(&self, index: ::core::primitive::usize) -> ::core::option::Option<&dyn __ucwa_model::record::FieldAccess> {
                match #index {
                    #(#indices => ::core::option::Option::Some(#slots),)*
                    _ => ::core::option::Option::None,
                }
            }

            fn slot_mut(
                &mut self,
                index: ::core::primitive::usize,
            ) -> ::core::option::Option<&mut dyn __ucwa_model::record::FieldAccess> {
                match #index {
                    #(#indices_mut => ::core::option::Option::Some(#slots_mut),)*
                    _ => ::core::option::Option::None,
                }
            }

            #present

            fn extra(&self) -> &__ucwa_model::Extra {
                &self.extra
            }

            fn extra_mut(&mut self) -> &mut __ucwa_model::Extra {
                &mut self.extra
            }
        }
    }
}

/// expands to: `fn present(&self) -> u64 { u64::from(FieldAccess::is_present(&self.name)) | u64::from(FieldAccess::is_present(&self.uri)) << 1 | … }`.
/// Nothing for an annotated struct, and for one of more fields than there are bits: those are asked slot by slot.
fn present(shape: &Shape) -> TokenStream {
    if is_annotated(shape) || shape.fields.is_empty() || shape.fields.len() > 64 {
        return TokenStream::new();
    }
    let bits = shape.fields.iter().enumerate().map(|(index, field)| {
        let place = field::place(field);
        let shift = (index > 0).then(|| quote! { << #index });
        quote! { ::core::primitive::u64::from(__ucwa_model::record::FieldAccess::is_present(&self.#place)) #shift }
    });
    quote! {
        fn present(&self) -> ::core::primitive::u64 {
            #(#bits)|*
        }
    }
}

/// Of an annotated struct only the compiler knows which field is a property, a link or an embedded resource.
fn is_annotated(shape: &Shape) -> bool {
    shape.fields.iter().any(|field| field.typed().is_some())
}
