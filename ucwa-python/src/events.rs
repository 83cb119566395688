//! Logs as tables.

use std::{ops::Range, path::PathBuf};

use arrow_array::{RecordBatchReader, ffi_stream::FFI_ArrowArrayStream};
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::{
    PyTraverseError, PyVisit,
    exceptions::{PyTypeError, PyValueError},
    prelude::*,
    types::{PyBytes, PyCapsule, PyTuple},
};
use ucwa_arrow::{Reader, Table};

use crate::{
    error::{of_arrow, of_io},
    file_object::{self, Slot},
    held::{Batches, Held, Rows},
    rows::names,
    source::Source,
};

/// A table of a log, which is read when somebody asks for its rows.
#[pyclass(frozen, module = "ucwa_codec")]
pub(crate) struct Events {
    source: Source,
    table: Table,
    part: Option<(Range<u64>, bool)>,
    senders: Vec<String>,
    types: Vec<String>,
    batch_rows: usize,
    growing: bool,
}

/// Batches as an Arrow C stream.
pub(crate) fn stream<'py>(py: Python<'py>, batches: impl RecordBatchReader + Send + 'static) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
}

impl Events {
    /// A reader, and the file object that it reads.
    fn reader(&self, py: Python<'_>) -> (Reader, Option<Slot>) {
        let (reader, file) = self.source.log(py);
        let reader = reader.table(self.table.clone()).senders(&self.senders).types(&self.types).batch_rows(self.batch_rows);
        let reader = match &self.part {
            None => reader,
            Some((range, false)) => reader.range(range.clone()),
            Some((range, true)) => reader.part(range.clone()),
        };
        (if self.growing { reader.growing() } else { reader }, file)
    }
}

/// A table, or only some of its columns.
fn table(name: &str, columns: Option<Vec<String>>) -> PyResult<Table> {
    let table = Table::named(name).map_err(|error| PyValueError::new_err(error.to_string()))?;
    let Some(columns) = columns else { return Ok(table) };
    table.with_columns(columns).map_err(|error| PyValueError::new_err(error.to_string()))
}

#[pymethods]
impl Events {
    #[new]
    #[pyo3(signature = (source, table, columns, start, end, exact, senders, types, batch_rows, growing))]
    #[allow(clippy::too_many_arguments, reason = "the function in front of it has names for them")]
    fn new(
        source: &Bound<'_, PyAny>,
        table: &str,
        columns: Option<Vec<String>>,
        start: Option<u64>,
        end: Option<u64>,
        exact: bool,
        senders: Vec<String>,
        types: Vec<String>,
        batch_rows: usize,
        growing: bool,
    ) -> PyResult<Self> {
        let part = (start.is_some() || end.is_some()).then(|| (start.unwrap_or(0)..end.unwrap_or(u64::MAX), exact));
        let source = Source::of(source)?;
        if part.is_some() && !matches!(source, Source::Path(_)) {
            return Err(PyValueError::new_err("expected a path where start or end is given, but found bytes or a file object"));
        }
        Ok(Self { source, table: self::table(table, columns)?, part, senders, types, batch_rows, growing })
    }

    /// The name of the table.
    #[getter]
    fn table(&self) -> &'static str {
        self.table.name()
    }

    /// The names of its columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.table.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// The rows as an Arrow C stream, for pyarrow, Polars, DuckDB and pandas.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema); // a producer may pass over it, and consumers cast
        stream(py, self.reader(py).0)
    }

    /// The schema as Arrow's C data interface has it.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(&*self.table.schema()).map_err(|error| of_arrow(py, error))?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The rows one by one, as dictionaries.
    fn __iter__(&self, py: Python<'_>) -> Rows {
        Rows::new(Held::new(self.reader(py)), names(py, &self.table.schema()))
    }

    /// The batches one by one, each a table of its own.
    fn _batches(&self, py: Python<'_>) -> Batches {
        Batches(Held::new(self.reader(py)))
    }

    /// What it is made of again, in another process.
    fn __getnewargs__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let source = match &self.source {
            Source::Path(path) => path.as_os_str().into_pyobject(py)?.into_any(),
            Source::Bytes(bytes) => PyBytes::new(py, bytes).into_any(),
            Source::File(_) => {
                return Err(PyTypeError::new_err("expected a table of a path or of bytes, but found a file object"));
            }
        };
        let (range, exact) = self.part.as_ref().map(|(range, exact)| (range, *exact)).unzip();
        let (start, end) = range.map(|range| (range.start, range.end)).unzip();
        let Self { senders, types, batch_rows, growing, .. } = self;
        let exact = exact.unwrap_or_default();
        (source, self.table(), self.columns(), start, end, exact, senders, types, *batch_rows, *growing).into_pyobject(py)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        file_object::traverse(self.source.slot(), &visit)
    }

    fn __clear__(&self) {
        file_object::clear(self.source.slot());
    }

    fn __repr__(&self) -> String {
        format!("<ucwa_codec.Events of the table {}>", self.table.name())
    }
}

#[pyfunction]
#[pyo3(signature = (path, size, start, end))]
pub(crate) fn splits(py: Python<'_>, path: PathBuf, size: u64, start: u64, end: Option<u64>) -> PyResult<Vec<(u64, u64)>> {
    let range = start..end.unwrap_or(u64::MAX);
    let parts = py.detach(|| ucwa_arrow::splits(path, range, size)).map_err(|error| of_io(py, error))?;
    Ok(parts.into_iter().map(|part| (part.start, part.end)).collect())
}

#[pyfunction]
#[pyo3(signature = (path, start))]
pub(crate) fn checkpoint(py: Python<'_>, path: PathBuf, start: u64) -> PyResult<u64> {
    py.detach(|| ucwa_arrow::checkpoint(path, start)).map_err(|error| of_io(py, error))
}

#[pyfunction]
pub(crate) fn tables() -> Vec<&'static str> {
    Table::names().collect()
}

/// The names of a table's columns, and their types.
#[pyfunction]
#[pyo3(signature = (name, columns=None))]
pub(crate) fn columns(name: &str, columns: Option<Vec<String>>) -> PyResult<Vec<(String, &'static str)>> {
    let schema = table(name, columns)?.schema();
    let of = |data: &arrow_schema::DataType| match data {
        arrow_schema::DataType::Boolean => "boolean",
        arrow_schema::DataType::Int64 => "bigint",
        arrow_schema::DataType::Timestamp(..) => "timestamp",
        arrow_schema::DataType::List(_) => "array<string>",
        _ => "string",
    };
    Ok(schema.fields().iter().map(|field| (field.name().clone(), of(field.data_type()))).collect())
}
