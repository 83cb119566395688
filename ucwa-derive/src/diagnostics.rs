//! All mistakes at once, each with its place.

use std::cell::{Cell, RefCell};

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// Collects mistakes. It is lent to whatever may find one, and must be asked before it is dropped.
#[derive(Default)]
pub(crate) struct Diagnostics {
    errors: RefCell<Vec<(Span, String)>>,
    asked: Cell<bool>,
}

impl Diagnostics {
    /// Reports a mistake.
    pub(crate) fn report(&self, span: Span, message: impl std::fmt::Display) {
        self.errors.borrow_mut().push((span, message.to_string()));
    }

    /// Reports the mistakes that syn found.
    pub(crate) fn check(&self, parsed: syn::Result<()>) {
        if let Err(errors) = parsed {
            errors.into_iter().for_each(|error| self.report(error.span(), &error));
        }
    }

    /// How many mistakes there are so far.
    pub(crate) fn count(&self) -> usize {
        self.errors.borrow().len()
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.errors.borrow().is_empty()
    }

    /// The mistakes as `compile_error!` items.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.asked.set(true);
        let error = |(span, message): (Span, String)| quote_spanned!(span=> ::core::compile_error! { #message });
        self.errors.take().into_iter().map(error).collect()
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        assert!(self.asked.get() || std::thread::panicking(), "diagnostics were dropped without being looked at");
    }
}
