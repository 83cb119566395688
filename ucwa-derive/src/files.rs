//! The files of a schema folder: their text, how they are named, and where a mistake in one is.

use std::{
    cell::Cell,
    fs,
    path::{Component, Path, PathBuf},
};

use proc_macro2::Span;

use crate::diagnostics::Diagnostics;

/// A schema folder, seen from the file that invokes the macro.
pub(crate) struct Folder<'d> {
    path: PathBuf,
    include: String,
    /// The path in the invocation.
    span: Span,
    diagnostics: &'d Diagnostics,
}

/// A file that has been read.
pub(crate) struct File<'d> {
    /// As messages name it.
    pub(crate) shown: String,
    /// As `include_str!` names it in the invoking file.
    pub(crate) include: String,
    pub(crate) text: String,
    diagnostics: &'d Diagnostics,
    clean: Cell<bool>,
}

impl<'d> Folder<'d> {
    /// A folder whose path is relative to that of the file that invokes the macro.
    pub(crate) fn new(invoking: &Path, path: &syn::LitStr, diagnostics: &'d Diagnostics) -> Self {
        let include = path.value();
        Self { path: normalized(&invoking.join(&include)), include, span: path.span(), diagnostics }
    }

    /// Reads a file of the folder; `None` if it cannot be read, which has been reported.
    pub(crate) fn read(&self, relative: &str) -> Option<File<'d>> {
        let path = self.path.join(relative);
        let shown = path.display().to_string();
        match fs::read_to_string(path) {
            Ok(text) => {
                let include = format!("{}/{relative}", self.include);
                Some(File { shown, include, text, diagnostics: self.diagnostics, clean: Cell::new(true) })
            }
            Err(error) => {
                self.diagnostics.report(self.span, format_args!("expected the file `{shown}`, but found: {error}"));
                None
            }
        }
    }
}

impl File<'_> {
    /// Reports a mistake at a byte offset.
    pub(crate) fn report(&self, offset: usize, message: impl std::fmt::Display) {
        self.clean.set(false);
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        self.diagnostics.report(Span::call_site(), format_args!("{}:{line}:{column}: {message}", self.shown));
    }

    /// Whether no mistake was found in it so far.
    pub(crate) fn is_clean(&self) -> bool {
        self.clean.get()
    }
}

/// The path without `..`, as messages show it.
fn normalized(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut normalized, component| {
        match component {
            Component::ParentDir if normalized.file_name().is_some() => {
                normalized.pop();
            }
            Component::CurDir => {}
            component => normalized.push(component),
        }
        normalized
    })
}
