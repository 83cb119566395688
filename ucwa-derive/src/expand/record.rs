//! The table of a struct, and the accessors that let the codecs in. Definitions and annotated structs get the same.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::field;
use crate::model::{Form, Shape};

/// expands to: `const _: () = { static SHAPE: Shape = …; impl Record for X { … } impl Codec for X { … } … };`
pub(super) fn expand(shape: &Shape) -> TokenStream {
    let Shape { type_name, name, rel, form, doc: _, fields } = shape;
    let ident = format_ident!("{type_name}");
    let form = match form {
        Form::Resource => quote! { Resource },
        Form::Input => quote! { Input },
        Form::Part => quote! { Part },
        Form::Replacement => quote! { Replacement },
        Form::Reason => quote! { Reason },
    };
    let count = fields.len();
    let descriptors = fields.iter().map(field::descriptor);
    let (indices, slots): (Vec<usize>, Vec<_>) =
        fields.iter().enumerate().map(|(index, field)| (index, format_ident!("{}", field.rust))).unzip();
    quote! {
        const _: () = {
            impl #ident {
                // in an impl, where a field's type may say `Self`
                const __FIELDS: &'static [::ucwa_model::descriptor::Field] = &[#(#descriptors),*];
            }

            static PLACES: [::core::primitive::u16; ::ucwa_model::lookup::size(#count)] =
                ::ucwa_model::private::places(#ident::__FIELDS);

            static SHAPE: ::ucwa_model::descriptor::Shape = ::ucwa_model::private::shape(
                #name,
                #rel,
                ::ucwa_model::descriptor::Form::#form,
                #ident::__FIELDS,
                &PLACES,
                || ::std::boxed::Box::new(<#ident as ::core::default::Default>::default()),
            );

            impl ::ucwa_model::Codec for #ident {
                const SHAPE: &'static ::ucwa_model::descriptor::Shape = &SHAPE;
            }

            impl ::ucwa_model::record::Record for #ident {
                fn shape(&self) -> &'static ::ucwa_model::descriptor::Shape {
                    &SHAPE
                }

                fn slot(&self, index: ::core::primitive::usize) -> ::core::option::Option<&dyn ::ucwa_model::record::Slot> {
                    let slot: &dyn ::ucwa_model::record::Slot = match index {
                        #(#indices => &self.#slots,)*
                        _ => return ::core::option::Option::None,
                    };
                    ::core::option::Option::Some(slot)
                }

                fn slot_mut(
                    &mut self,
                    index: ::core::primitive::usize,
                ) -> ::core::option::Option<&mut dyn ::ucwa_model::record::Slot> {
                    let slot: &mut dyn ::ucwa_model::record::Slot = match index {
                        #(#indices => &mut self.#slots,)*
                        _ => return ::core::option::Option::None,
                    };
                    ::core::option::Option::Some(slot)
                }

                fn extra(&self) -> &::ucwa_model::Extra {
                    &self.extra
                }

                fn extra_mut(&mut self) -> &mut ::ucwa_model::Extra {
                    &mut self.extra
                }
            }
        };
        ::ucwa_model::__record! { #ident }
    }
}
