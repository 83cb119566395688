//! File objects of Python.

use std::{
    io::{self, Read},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use pyo3::{
    PyTraverseError, PyVisit,
    exceptions::PyValueError,
    prelude::*,
    types::{PyBytes, PyString},
};

/// Where a file object is held, until Python's collector of garbage takes it out. Each object of Python that holds one has a slot of its
/// own, since the collector counts references.
pub(crate) type Slot = Arc<Mutex<Option<Py<PyAny>>>>;

/// Shows a slot to the collector. It is locked only for moments, and what is not shown is not collected.
pub(crate) fn traverse(slot: Option<&Slot>, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
    match slot.map(|slot| slot.try_lock()) {
        Some(Ok(held)) => visit.call(held.as_ref()),
        _ => Ok(()),
    }
}

/// Empties a slot.
pub(crate) fn clear(slot: Option<&Slot>) {
    let held = slot.and_then(|slot| slot.lock().unwrap_or_else(PoisonError::into_inner).take());
    drop(held); // which may run code of Python: not while it is locked
}

/// A file object, read where Python may be in use elsewhere. It can be read once: it does not begin anew.
pub(crate) struct FileObject {
    pub(crate) slot: Slot,
    /// Whether anybody has begun to read it.
    begun: Arc<AtomicBool>,
    /// Whether that was this one.
    is_mine: bool,
}

impl FileObject {
    pub(crate) fn new(file: Py<PyAny>) -> Self {
        Self { slot: Arc::new(Mutex::new(Some(file))), begun: Arc::default(), is_mine: false }
    }

    /// The file object, for somebody else who may read it.
    pub(crate) fn share(&self, py: Python<'_>) -> Self {
        let file = self.held(py);
        Self { slot: Arc::new(Mutex::new(file)), begun: self.begun.clone(), is_mine: false }
    }

    fn held(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|file| file.clone_ref(py))
    }

    fn begin(&mut self) -> PyResult<()> {
        if !self.is_mine && self.begun.swap(true, Ordering::Relaxed) {
            return Err(PyValueError::new_err("expected to read a file object once, but found that it has been read"));
        }
        self.is_mine = true;
        Ok(())
    }
}

impl Read for FileObject {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Python::attach(|py| {
            self.begin()?;
            let Some(file) = self.held(py) else { return Ok(0) }; // nobody is left who could have asked
            // text has at most four bytes for each character
            let piece = file.bind(py).call_method1("read", ((buffer.len() / 4).max(1),))?;
            let bytes = match piece.cast::<PyString>() {
                Ok(text) => text.to_str()?.as_bytes().to_vec(),
                Err(_) => piece.cast::<PyBytes>().map_err(PyErr::from)?.as_bytes().to_vec(),
            };
            let place = buffer.get_mut(..bytes.len()).ok_or_else(|| io::Error::other("expected fewer bytes than read() gave"))?;
            place.copy_from_slice(&bytes);
            Ok(bytes.len())
        })
    }
}
