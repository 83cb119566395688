//! Errors → exceptions.

use pyo3::{exceptions::PyOSError, prelude::*, types::PyDict};
use ucwa_model::Violation;

/// The exception of a message at fault: `ucwa_codec.UcwaError`.
pub(crate) fn exception(py: Python<'_>, violation: &Violation) -> PyErr {
    made(py, "UcwaError", violation).map_or_else(|error| error, PyErr::from_value)
}

/// A finding: `ucwa_codec.Violation`.
pub(crate) fn violation<'py>(py: Python<'py>, violation: &Violation) -> PyResult<Bound<'py, PyAny>> {
    made(py, "Violation", violation)
}

fn made<'py>(py: Python<'py>, class: &str, violation: &Violation) -> PyResult<Bound<'py, PyAny>> {
    let fields = PyDict::new(py);
    fields.set_item("message", violation.message())?;
    fields.set_item("code", violation.code.to_string())?;
    fields.set_item("path", &violation.path)?;
    fields.set_item("line", violation.place.map(|place| place.line))?;
    fields.set_item("column", violation.place.map(|place| place.column))?;
    fields.set_item("offset", violation.place.map(|place| place.offset))?;
    py.import("ucwa_codec._types")?.getattr(class)?.call((), Some(&fields))
}

/// An error of Arrow's reader: that of a file, or of Python's file object below it.
pub(crate) fn of_arrow(error: arrow_schema::ArrowError) -> PyErr {
    match error {
        arrow_schema::ArrowError::IoError(_, error) => error.into(),
        other => PyOSError::new_err(other.to_string()),
    }
}
