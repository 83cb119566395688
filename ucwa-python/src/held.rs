//! Readers inside objects of Python.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use arrow_array::{RecordBatch, RecordBatchIterator};
use pyo3::{
    PyTraverseError, PyVisit,
    exceptions::PyRuntimeError,
    prelude::*,
    types::{PyCapsule, PyDict},
};
use ucwa_arrow::Reader;

use crate::{
    error::of_arrow,
    events::stream,
    file_object::{self, Slot},
    rows::{Names, row},
};

/// Bytes that are read in some milliseconds.
const BETWEEN_SIGNALS: u64 = 4 << 20;

/// A reader, and the file object that it reads. It is in a box: Python aligns its objects to sixteen bytes, and what a reader searches with
/// may need more.
pub(crate) struct Held {
    reader: Mutex<Box<Reader>>,
    file: Option<Slot>,
}

impl Held {
    /// Of a reader that stops where Python has a signal: Ctrl-C is not to wait for a batch, which may be far.
    pub(crate) fn new((reader, file): (Reader, Option<Slot>)) -> Self {
        let reader = reader.on_progress(BETWEEN_SIGNALS, |_| Ok(Python::attach(|py| py.check_signals())?));
        Self { reader: Mutex::new(Box::new(reader)), file }
    }

    /// What the next batch is, once it has been read without holding up other threads.
    fn next(&self, py: Python<'_>) -> PyResult<Option<RecordBatch>> {
        let mut guard = lock(&self.reader)?;
        let reader = &mut *guard;
        py.detach(|| reader.next()).transpose().map_err(|error| of_arrow(py, error))
    }
}

/// What one thread uses at a time. Waiting would be for ever where the file object below asks for rows itself.
fn lock<T>(held: &Mutex<T>) -> PyResult<MutexGuard<'_, T>> {
    match held.try_lock() {
        Ok(guard) => Ok(guard),
        Err(TryLockError::Poisoned(poisoned)) => Ok(PoisonError::into_inner(poisoned)),
        Err(TryLockError::WouldBlock) => Err(PyRuntimeError::new_err(
            "expected one thread at a time to ask for rows, but found two: each needs its own iter()",
        )),
    }
}

/// The rows of a log, one by one.
#[pyclass(frozen, module = "ucwa_codec")]
pub(crate) struct Rows {
    held: Held,
    names: Names,
    /// A batch, and how many of its rows have been given out.
    at: Mutex<Option<(RecordBatch, usize)>>,
}

impl Rows {
    pub(crate) fn new(held: Held, names: Names) -> Self {
        Self { held, names, at: Mutex::new(None) }
    }
}

#[pymethods]
impl Rows {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let mut at = lock(&self.at)?;
        loop {
            if let Some((batch, index)) = at.as_mut().filter(|(batch, index)| *index < batch.num_rows()) {
                *index += 1;
                return row(py, &self.names, batch, *index - 1).map(Some);
            }
            *at = self.held.next(py)?.map(|batch| (batch, 0));
            if at.is_none() {
                return Ok(None);
            }
        }
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        file_object::traverse(self.held.file.as_ref(), &visit)
    }

    fn __clear__(&self) {
        file_object::clear(self.held.file.as_ref());
    }
}

/// The batches of a log, one by one.
#[pyclass(frozen, module = "ucwa_codec")]
pub(crate) struct Batches(pub(crate) Held);

#[pymethods]
impl Batches {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Batch>> {
        Ok(self.0.next(py)?.map(Batch))
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        file_object::traverse(self.0.file.as_ref(), &visit)
    }

    fn __clear__(&self) {
        file_object::clear(self.0.file.as_ref());
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
