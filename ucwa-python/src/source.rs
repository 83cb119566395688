//! Where bytes come from: a path, bytes, or a file object of Python.

use std::{
    fs,
    io::{self, BufRead, BufReader, Cursor, Read},
    path::PathBuf,
    sync::Arc,
};

use flate2::read::MultiGzDecoder;
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyByteArray, PyBytes, PyMemoryView, PyString},
};
use ucwa_arrow::Reader;

/// A path, bytes, or a file object.
pub(crate) enum Source {
    Path(PathBuf),
    Bytes(Arc<[u8]>),
    File(Py<PyAny>),
}

impl Source {
    pub(crate) fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if object.hasattr("read")? {
            return Ok(Self::File(object.clone().unbind()));
        }
        if object.is_instance_of::<PyBytes>() || object.is_instance_of::<PyByteArray>() || object.is_instance_of::<PyMemoryView>()
        {
            let bytes = object.py().get_type::<PyBytes>().call1((object,))?;
            return Ok(Self::Bytes(bytes.cast::<PyBytes>()?.as_bytes().into()));
        }
        let wrong = |_| PyTypeError::new_err("expected a path, bytes, or a file object");
        object.extract().map(Self::Path).map_err(wrong)
    }

    /// All of the bytes, decompressed if they are compressed.
    pub(crate) fn read(self) -> io::Result<Vec<u8>> {
        let bytes = match self {
            Self::Path(path) => fs::read(path)?,
            Self::Bytes(bytes) => bytes.to_vec(),
            Self::File(file) => {
                let mut bytes = Vec::new();
                PyFile(file).read_to_end(&mut bytes)?;
                bytes
            }
        };
        if !bytes.starts_with(b"\x1f\x8b") {
            return Ok(bytes);
        }
        let mut plain = Vec::new();
        MultiGzDecoder::new(&*bytes).read_to_end(&mut plain)?;
        Ok(plain)
    }

    /// A log of it. A file object is read from where it stands.
    pub(crate) fn log(&self) -> Reader {
        match self {
            Self::Path(path) => Reader::open(path),
            Self::Bytes(bytes) => Reader::new(Cursor::new(bytes.clone())),
            Self::File(file) => Reader::new(buffered(Python::attach(|py| file.clone_ref(py)))),
        }
    }
}

fn buffered(file: Py<PyAny>) -> impl BufRead + Send + 'static {
    BufReader::with_capacity(256 << 10, PyFile(file))
}

/// A file object of Python, read where Python may be in use elsewhere.
struct PyFile(Py<PyAny>);

impl Read for PyFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Python::attach(|py| {
            // text has at most four bytes for each character
            let piece = self.0.bind(py).call_method1("read", ((buffer.len() / 4).max(1),))?;
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
