//! Logs as tables.

use std::{
    ops::Range,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use arrow_array::{RecordBatch, RecordBatchIterator, RecordBatchReader, ffi_stream::FFI_ArrowArrayStream};
use arrow_schema::ffi::FFI_ArrowSchema;
use pyo3::{
    exceptions::PyValueError,
    prelude::*,
    types::{PyCapsule, PyDict},
};
use ucwa_arrow::{Reader, Table};

use crate::{
    error::of_arrow,
    rows::{Names, names, row},
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

/// A reader inside an object of Python. It is in a box: Python aligns its objects to sixteen bytes, and what a reader searches with may need
/// more. It is never locked: whoever has the object has it.
type Held = Mutex<Box<Reader>>;

/// What the next batch of a reader is, once it has been read without holding up other threads.
fn next(py: Python<'_>, reader: &mut Held) -> PyResult<Option<RecordBatch>> {
    let reader = reader.get_mut().unwrap_or_else(PoisonError::into_inner);
    py.detach(|| reader.next()).transpose().map_err(of_arrow)
}

/// Batches as an Arrow C stream.
fn stream<'py>(py: Python<'py>, batches: impl RecordBatchReader + Send + 'static) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
}

impl Events {
    fn reader(&self) -> Reader {
        let reader =
            self.source.log().table(self.table.clone()).senders(&self.senders).types(&self.types).batch_rows(self.batch_rows);
        let reader = match &self.part {
            None => reader,
            Some((range, false)) => reader.range(range.clone()),
            Some((range, true)) => reader.part(range.clone()),
        };
        if self.growing { reader.growing() } else { reader }
    }

    fn held(&self) -> Held {
        Mutex::new(Box::new(self.reader()))
    }
}

/// A table, or only some of its columns.
fn table(name: &str, columns: Option<Vec<String>>) -> PyResult<Table> {
    let table = Table::named(name).map_err(|error| PyValueError::new_err(error.to_string()))?;
    columns.map_or(Ok(table.clone()), |columns| {
        table.with_columns(columns).map_err(|error| PyValueError::new_err(error.to_string()))
    })
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
        Ok(Self { source: Source::of(source)?, table: self::table(table, columns)?, part, senders, types, batch_rows, growing })
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
        stream(py, self.reader())
    }

    /// The schema as Arrow's C data interface has it.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(&*self.table.schema()).map_err(of_arrow)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// The rows one by one, as dictionaries.
    fn __iter__(&self, py: Python<'_>) -> Rows {
        Rows { reader: self.held(), names: names(py, &self.table.schema()), batch: None, index: 0 }
    }

    /// The batches one by one, each a table of its own.
    fn _batches(&self) -> Batches {
        Batches(self.held())
    }

    fn __repr__(&self) -> String {
        format!("<ucwa_codec.Events of the table {}>", self.table.name())
    }
}

/// The rows of a log, one by one.
#[pyclass(module = "ucwa_codec")]
pub(crate) struct Rows {
    reader: Held,
    names: Names,
    batch: Option<RecordBatch>,
    index: usize,
}

#[pymethods]
impl Rows {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        loop {
            if let Some(batch) = self.batch.as_ref().filter(|batch| self.index < batch.num_rows()) {
                self.index += 1;
                return row(py, &self.names, batch, self.index - 1).map(Some);
            }
            self.batch = next(py, &mut self.reader)?;
            self.index = 0;
            if self.batch.is_none() {
                return Ok(None);
            }
        }
    }
}

/// The batches of a log, one by one.
#[pyclass(module = "ucwa_codec")]
pub(crate) struct Batches(Held);

#[pymethods]
impl Batches {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Batch>> {
        Ok(next(py, &mut self.0)?.map(Batch))
    }
}

/// A batch.
#[pyclass(frozen, module = "ucwa_codec")]
pub(crate) struct Batch(RecordBatch);

#[pymethods]
impl Batch {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        stream(py, RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema()))
    }
}

#[pyfunction]
#[pyo3(signature = (path, size, start, end))]
pub(crate) fn splits(py: Python<'_>, path: PathBuf, size: u64, start: u64, end: Option<u64>) -> PyResult<Vec<(u64, u64)>> {
    let parts = py.detach(|| ucwa_arrow::splits(path, start..end.unwrap_or(u64::MAX), size))?;
    Ok(parts.into_iter().map(|part| (part.start, part.end)).collect())
}

#[pyfunction]
#[pyo3(signature = (path, start))]
pub(crate) fn checkpoint(py: Python<'_>, path: PathBuf, start: u64) -> PyResult<u64> {
    Ok(py.detach(|| ucwa_arrow::checkpoint(path, start))?)
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
