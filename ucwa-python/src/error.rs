//! Errors → exceptions.

use std::{
    io::{self, ErrorKind},
    path::Path,
};

use arrow_schema::ArrowError;
use pyo3::{exceptions::PyOSError, prelude::*, types::PyDict};
use ucwa_arrow::FileError;
use ucwa_model::{Code, Violation};

/// The exception of a message at fault: `ucwa_codec.UcwaError`.
pub(crate) fn exception(py: Python<'_>, violation: &Violation) -> PyErr {
    made(py, "UcwaError", violation).map_or_else(|error| error, PyErr::from_value)
}

/// A finding: `ucwa_codec.Violation`.
pub(crate) fn violation<'py>(py: Python<'py>, violation: &Violation) -> PyResult<Bound<'py, PyAny>> {
    made(py, "Violation", violation)
}

/// The exception of a member at fault that the library has no word for.
pub(crate) fn misfit(py: Python<'_>, message: &str, code: Code, path: &str) -> PyErr {
    let none = || py.None();
    let made = py
        .import("ucwa_codec._types")
        .and_then(|types| types.getattr("UcwaError")?.call1((message, code.to_string(), path, none(), none(), none())));
    made.map_or_else(|error| error, PyErr::from_value)
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
pub(crate) fn of_arrow(py: Python<'_>, error: ArrowError) -> PyErr {
    match error {
        ArrowError::IoError(_, error) => of_io(py, error),
        other => PyOSError::new_err(other.to_string()),
    }
}

/// An error of reading: of a file with its path, or what Python raised below.
pub(crate) fn of_io(py: Python<'_>, error: io::Error) -> PyErr {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<FileError>()) {
        Some(of) => of_file(py, of.error(), of.path()),
        None => error.into(),
    }
}

/// An error of a file as Python has it: with its number, what that means, and the path.
pub(crate) fn of_file(py: Python<'_>, error: &io::Error, path: &Path) -> PyErr {
    let made = || -> PyResult<PyErr> {
        let name = match error.kind() {
            ErrorKind::NotFound => "ENOENT",
            ErrorKind::PermissionDenied => "EACCES",
            ErrorKind::IsADirectory => "EISDIR",
            _ => "EIO",
        };
        let known = error.raw_os_error().filter(|_| cfg!(unix));
        let number = known.map_or_else(|| py.import("errno")?.getattr(name)?.extract(), Ok)?;
        let text = match (known, name) {
            (None, "EIO") => error.to_string(), // what the operating system does not know: compressed bytes that are damaged
            _ => py.import("os")?.call_method1("strerror", (number,))?.extract()?,
        };
        Ok(PyOSError::new_err((number, text, path.as_os_str().to_owned())))
    };
    made().unwrap_or_else(|error| error)
}
