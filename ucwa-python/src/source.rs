//! Where bytes come from: a path, bytes, or a file object of Python.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, ErrorKind, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use flate2::read::MultiGzDecoder;
use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyByteArray, PyBytes, PyMemoryView},
};
use ucwa_arrow::Reader;
use ucwa_model::Limits;

use crate::{
    error::of_file,
    file_object::{FileObject, Slot},
};

/// A path, bytes, or a file object.
pub(crate) enum Source {
    Path(PathBuf),
    Bytes(Arc<[u8]>),
    File(FileObject),
}

impl Source {
    pub(crate) fn of(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        if object.hasattr("read")? {
            return Ok(Self::File(FileObject::new(object.clone().unbind())));
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
    pub(crate) fn read(self, py: Python<'_>) -> PyResult<Vec<u8>> {
        Ok(match self {
            Self::Path(path) => {
                let read = || open(&path).and_then(|file| plain(BufReader::new(file)));
                py.detach(read).map_err(|error| of_file(py, &error, &path))?
            }
            Self::Bytes(bytes) => py.detach(|| plain(&*bytes))?,
            Self::File(file) => py.detach(|| plain(buffered(file)))?,
        })
    }

    /// A log of it; and its file object, if that is what it is. A file object is read from where it stands.
    pub(crate) fn log(&self, py: Python<'_>) -> (Reader, Option<Slot>) {
        match self {
            Self::Path(path) => (Reader::open(path), None),
            Self::Bytes(bytes) => (Reader::new(Cursor::new(bytes.clone())), None),
            Self::File(file) => {
                let file = file.share(py);
                let slot = file.slot.clone();
                (Reader::new(buffered(file)), Some(slot))
            }
        }
    }

    /// The file object, for Python's collector of garbage.
    pub(crate) fn slot(&self) -> Option<&Slot> {
        if let Self::File(file) = self { Some(&file.slot) } else { None }
    }
}

/// A file that can be read; some systems open folders too, and fail later.
fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() { Err(ErrorKind::IsADirectory.into()) } else { Ok(file) }
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

fn buffered(file: FileObject) -> impl BufRead + Send + 'static {
    BufReader::with_capacity(256 << 10, file)
}
