//! The native half of the Python package `ucwa_codec`. What users see of it, with its documentation, is `python/ucwa_codec`.

mod data_url;
mod dates;
mod error;
mod events;
mod message;
mod path;
mod rows;
mod schema;
mod source;

/// What Rust does for `ucwa_codec`.
#[pyo3::pymodule(name = "_native", gil_used = false)]
mod native {
    #[pymodule_export]
    use crate::{
        data_url::{data_url, encode_data_url},
        events::{Events, Rows, checkpoint, columns, splits, tables},
        message::{convert, decode, encode, validate},
        schema::schema,
    };
}
