//! All mistakes at once, each with its place.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use crate::files::File;

/// Collects mistakes. It must be asked before it is dropped.
#[derive(Default)]
pub(crate) struct Diagnostics {
    errors: Vec<(Span, String)>,
    asked: bool,
}

impl Diagnostics {
    /// A mistake in a definition file, at a byte offset.
    pub(crate) fn at(&mut self, file: &File, offset: usize, message: impl std::fmt::Display) {
        let before = file.text.get(..offset).unwrap_or(&file.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        self.errors.push((Span::call_site(), format!("{}:{line}:{column}: {message}", file.shown)));
    }

    /// A mistake in Rust source.
    pub(crate) fn span(&mut self, span: Span, message: impl std::fmt::Display) {
        self.errors.push((span, message.to_string()));
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// The mistakes as `compile_error!` items.
    pub(crate) fn into_tokens(mut self) -> TokenStream {
        self.asked = true;
        std::mem::take(&mut self.errors)
            .into_iter()
            .map(|(span, message)| quote_spanned!(span=> ::core::compile_error! { #message }))
            .collect()
    }
}

impl Drop for Diagnostics {
    fn drop(&mut self) {
        assert!(self.asked || std::thread::panicking(), "diagnostics were dropped without being looked at");
    }
}
