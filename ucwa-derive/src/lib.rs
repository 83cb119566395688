//! The proc-macros of `ucwa-model`: definition files and annotated types become types and tables.
//!
//! Use them through `ucwa-model`, which re-exports the derives and is what the expansions refer to. The stages are one module each, and
//! `pipeline` runs them: `files` (what is read) → `parse` (definition text) or `attributes` (an annotated type) → `model` → `check` → `expand`.
//!
//! Examples stand where `ucwa-model` re-exports the derives: this package cannot depend on the one that depends on it.

mod attributes;
mod check;
mod diagnostics;
mod expand;
mod fallback;
mod files;
mod invocation;
mod model;
mod name;
mod parse;
mod pipeline;
mod toml_table;

use std::path::PathBuf;

use proc_macro::{Span, TokenStream};
use syn::{DeriveInput, parse_macro_input};

/// Expands a schema folder: its enumerations, its resources, and `AnyResource`, an enum over all of them.
///
/// The path is relative to the file that invokes it, as with `include_str!`. Each area of the folder's `index.toml` goes into a module,
/// with the attributes that stand before it:
///
/// ```text
/// ucwa_derive::schema! {
///     "../schema";
///
///     /// The open enumerations of all areas.
///     pub mod enumerations;
///
///     /// Contacts, groups and presence subscriptions.
///     #[cfg(feature = "people")]
///     pub mod people;
/// }
/// ```
///
/// A module of resources has their types and `DEFINITIONS`, the module `enumerations` theirs and `ENUMERATIONS`. Beside the modules
/// are `AREAS`, the tables of those that are compiled in, and `AnyResource`.
#[proc_macro]
pub fn schema(input: TokenStream) -> TokenStream {
    pipeline::schema(&invoking_folder(), &parse_macro_input!(input as invocation::Invocation)).into()
}

/// Implements `Codec`, and `Record` on which it builds: the struct speaks JSON and XML, keeps what it does not know, and has a table of
/// its own. With the feature `serde` it is `Serialize` and `Deserialize` too.
///
/// Every field is a member, in the order in which members go out, but properties before links before embedded resources, wherever they
/// stand in the struct. The field named `extra`, of type `Extra`, is required, and is no member. Field types are `Option<T>` for one
/// value, `Vec<T>` for links and embedded resources that are many, `Option<Vec<T>>` for a list property; `T` says what the member
/// is: `Text`, a limited string, `bool`, `i64`, `Date`, an enumeration, `Link`, `DataLink`, or another resource, which may be in a `Box`
/// if it is single. The struct must be `Debug` and `Default`.
///
/// | attribute | where | meaning |
/// | --- | --- | --- |
/// | `rel = "…"` | struct | the rel that it travels under; required |
/// | `input` | struct | it is what a request sends, and does not name itself |
/// | `part` | struct | it is a part of another document, and does not name itself |
/// | `crate = path` | struct | where `ucwa-model` is, if it is not `::ucwa_model` |
/// | `name = "…"` | field | the name on the wire; else the field's in camel case, without `_link` or `_links` |
/// | `required` | field | it may not be missing |
/// | `range = "a..=b"` | field | the allowed numbers |
#[proc_macro_derive(Codec, attributes(ucwa))]
pub fn codec(input: TokenStream) -> TokenStream {
    pipeline::codec(&parse_macro_input!(input as DeriveInput)).into()
}

/// Implements `Enumeration`: the enum has a table, and can be the value of a member. `From<&str>` and `Display` come with it, and with
/// the feature `serde` `Serialize` and `Deserialize`, as its text.
///
/// Every variant is a value, but the one of type `UnrecognizedValue`, which is required: an enumeration is open, and that variant keeps
/// the exact text of the values that it does not know.
///
/// | attribute | where | meaning |
/// | --- | --- | --- |
/// | `name = "…"` | enum | its name in the table; else that of the enum |
/// | `crate = path` | enum | where `ucwa-model` is, if it is not `::ucwa_model` |
/// | `name = "…"` | variant | the value on the wire; else the name of the variant |
#[proc_macro_derive(Enumeration, attributes(ucwa))]
pub fn enumeration(input: TokenStream) -> TokenStream {
    pipeline::enumeration(&parse_macro_input!(input as DeriveInput)).into()
}

/// The folder of the file that invokes a macro; unknown to some tools, which then see the current one.
fn invoking_folder() -> PathBuf {
    let file = Span::call_site().local_file();
    file.and_then(|file| file.parent().map(PathBuf::from)).unwrap_or_default()
}
