//! Where bytes come from: a path, bytes, or a file object of Python.

use std::{
    fs::File,
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
use ucwa_model::Limits;

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

    /// All of the bytes, decompressed if they are compressed; of more than any decoder takes, only so much that it says so.
    pub(crate) fn read(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Path(path) => plain(BufReader::new(File::open(path)?)),
            Self::Bytes(bytes) => plain(&*bytes),
            Self::File(file) => plain(buffered(file)),
        }
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

fn plain(mut reader: impl Read) -> io::Result<Vec<u8>> {
    const GZIP: &[u8] = b"\x1f\x8b";
    let most = Limits::default().bytes as u64 + 1;
    let (mut begin, mut bytes) = (Vec::new(), Vec::new());
    reader.by_ref().take(GZIP.len() as u64).read_to_end(&mut begin)?;
    let is_compressed = begin == GZIP;
    let reader = Cursor::new(begin).chain(reader);
    if is_compressed {
        MultiGzDecoder::new(reader).take(most).read_to_end(&mut bytes)?;
    } else {
        reader.take(most).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
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
