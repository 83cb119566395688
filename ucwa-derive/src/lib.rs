//! The proc-macros of `ucwa-model`: definition files and annotated structs become types and tables.
//!
//! Use them through `ucwa-model`, which re-exports the derive and is what the expansions refer to. The stages are one module each:
//! `parse` (definition text) or `attributes` (a struct) → `model` → `check` → `expand`.

mod attributes;
mod check;
mod diagnostics;
mod expand;
mod fallback;
mod files;
mod model;
mod name;
mod parse;
mod toml_table;

use std::path::PathBuf;

use proc_macro::{Span, TokenStream};
use syn::{LitStr, parse_macro_input};

/// Expands every definition of a folder that the folder's parent lists in `index.toml`. The path is relative to the file that
/// invokes it, as with `include_str!`.
///
/// A folder of resources gives their types and `DEFINITIONS`, the folder `enumerations` theirs and `ENUMERATIONS`.
#[proc_macro]
pub fn schema(input: TokenStream) -> TokenStream {
    expand::schema(&invoking_folder(), &parse_macro_input!(input as LitStr)).into()
}

/// Expands to `AnyResource`, an enum over all resources of a schema folder.
#[proc_macro]
pub fn any_resource(input: TokenStream) -> TokenStream {
    expand::any_resource(&invoking_folder(), &parse_macro_input!(input as LitStr)).into()
}

/// Makes a struct a UCWA resource: it speaks JSON and XML, keeps what it does not know, and has a table of its own.
///
/// Every field is a member, but the one named `extra`, of type `Extra`, which is required. Field types are `Option<T>` for one
/// value, `Vec<T>` for links and embedded resources that are many, `Option<Vec<T>>` for a list property; `T` says what the member
/// is: `Text`, a limited string, `bool`, `i64`, `Date`, an enumeration, `Link`, `DataLink`, or another resource (in a `Box` if
/// single). The struct must be `Debug` and `Default`.
///
/// | attribute | where | meaning |
/// | --- | --- | --- |
/// | `rel = "…"` | struct | the rel that it travels under; required |
/// | `input` | struct | it is what a request sends, and does not name itself |
/// | `part` | struct | it is a part of another document, and does not name itself |
/// | `name = "…"` | field | the name on the wire; else the field's in camel case, without `_link` or `_links` |
/// | `required` | field | it may not be missing |
/// | `range = "a..=b"` | field | the allowed numbers |
///
/// ```
/// use ucwa_model::{Codec, Extra, Link, Resource, Text};
///
/// #[derive(Clone, Debug, Default, PartialEq, Resource)]
/// #[ucwa(rel = "whiteboard")]
/// struct Whiteboard {
///     title: Option<Text>,
///     self_link: Option<Link>,
///     extra: Extra,
/// }
///
/// let board = Whiteboard::from_json(r#"{"rel":"whiteboard","title":"Plan","_links":{"self":{"href":"/w/1"}}}"#)?;
/// assert_eq!(board.self_link.unwrap().href, "/w/1");
/// # Ok::<(), ucwa_model::Error>(())
/// ```
#[proc_macro_derive(Resource, attributes(ucwa))]
pub fn resource(input: TokenStream) -> TokenStream {
    expand::derive(&parse_macro_input!(input as syn::DeriveInput)).into()
}

/// The folder of the file that invokes a macro; unknown to some tools, which then see the current one.
fn invoking_folder() -> PathBuf {
    let file = Span::call_site().local_file();
    file.and_then(|file| file.parent().map(PathBuf::from)).unwrap_or_default()
}
