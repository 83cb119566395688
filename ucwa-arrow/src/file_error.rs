//! [`FileError`]: which file an error is of.

use std::{
    error::Error,
    fmt, io,
    path::{Path, PathBuf},
};

/// Which file could not be read, and why: the inner error of the [`io::Error`]s of this library, where it was given a path. Their
/// kind is that of the [`error`](Self::error).
///
/// ```
/// use ucwa_arrow::{FileError, splits};
///
/// let error = splits("missing.log", 0..u64::MAX, 1 << 20).unwrap_err();
/// assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
/// assert!(error.to_string().starts_with("missing.log: "));
/// let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<FileError>()).unwrap();
/// assert_eq!(inner.path(), "missing.log");
/// assert!(inner.error().raw_os_error().is_some());
/// ```
#[derive(Debug)]
pub struct FileError {
    path: PathBuf,
    error: io::Error,
}

impl FileError {
    /// An error of a file, as one that says so.
    pub(crate) fn wrap(path: &Path, error: io::Error) -> io::Error {
        io::Error::new(error.kind(), Self { path: path.to_owned(), error })
    }

    /// The file, as it was named.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What went wrong; with the number of the system's error, if it is one.
    #[must_use]
    pub fn error(&self) -> &io::Error {
        &self.error
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.error)
    }
}

impl Error for FileError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.error.source()
    }
}
