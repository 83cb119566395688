//! The native half of the Python package `ucwa_codec`. What users see of it, with its documentation, is `python/ucwa_codec`.

mod data_url;
mod dates;
mod error;
mod events;
mod file_object;
mod held;
mod loaded;
mod message;
mod path;
mod rows;
mod schema;
mod source;
mod written;

/// What Rust does for `ucwa_codec`.
#[pyo3::pymodule(name = "_native", gil_used = false)]
mod native {
    #[pymodule_export]
    use crate::{
        data_url::{charset, data_url, encode_data_url},
        events::{Events, checkpoint, columns, splits, tables},
        held::Rows,
        message::{convert, decode, encode, validate},
        schema::schema,
    };
}
