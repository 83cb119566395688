//! Logs of the UCWA event channel as [Arrow](https://arrow.apache.org) tables.
//!
//! A [`Reader`] goes through a log, JSON or XML or both, damaged or not, and gives record batches of a [`Table`]:
//!
//! ```
//! use ucwa_arrow::{Reader, Table, arrow_array::cast::AsArray};
//!
//! let log = br#"{"sender":[{"rel":"conversation","href":"/c/1","events":[{"link":{"rel":"message","href":"/m/1"},"type":"completed",
//!     "_embedded":{"message":{"rel":"message","direction":"Incoming","_links":{"plainMessage":{"href":"data:text/plain,Hi+there"}}}}}]}]}
//! "#;
//! for batch in Reader::new(&log[..]).table(Table::rel("message")?) {
//!     let batch = batch?;
//!     let column = |name| batch.column_by_name(name).unwrap().as_string::<i32>().value(0);
//!     assert_eq!((column("sender_href"), column("direction"), column("plainMessage")), ("/c/1", "Incoming", "Hi there"));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Tables
//!
//! | table | a row for each |
//! | --- | --- |
//! | `responses` | document of the log: responses, empty ones too, and what is no response |
//! | `events` | event, and what is broken in its place; with the first resource that came along as JSON |
//! | a rel, as `message` | resource of that rel that came along with an event; a column for each property and link |
//!
//! Rows are told by the file, `offset` and `event_index`: the first byte of the document, and the number of the event in it, from 0.
//! Neither depends on how a log is [split](splits). Types are utf8, bool, int64, `timestamp[us, UTC]`, and lists of utf8.
//!
//! # What rows cost
//!
//! Only the columns that [`Table::with_columns`] names are made. With [`Reader::senders`], [`Reader::types`], or the table of a rel, only
//! what may be wanted is decoded; the rest is passed over, and not checked: what is broken there does not come. A response in which damage
//! shows, or an event that is wanted cannot be decoded, is decoded as a whole. Lines in which the rel of a table does not stand are not
//! looked at any closer.
//!
//! # Features
//!
//! | feature | on unless you choose | what it brings |
//! | --- | --- | --- |
//! | `parquet` | no | `write_parquet` |
//! | `cli` | no | the command `ucwa-tables` |

mod builders;
mod cell;
mod file_error;
mod names;
#[cfg(feature = "parquet")]
mod parquet_file;
mod pending;
mod reader;
mod rest;
mod row;
mod rows;
mod said;
mod select;
mod source;
mod splits;
mod table;
mod walk;
mod watched;

/// The arrays of record batches, for those who would have to follow its version.
#[doc(no_inline)]
pub use arrow_array;
/// The schemas of record batches, for those who would have to follow its version.
#[doc(no_inline)]
pub use arrow_schema;

#[cfg(feature = "parquet")]
pub use self::parquet_file::write_parquet;
pub use self::{
    file_error::FileError,
    reader::Reader,
    splits::{checkpoint, splits},
    table::{ColumnError, Table, UnknownTable},
};
