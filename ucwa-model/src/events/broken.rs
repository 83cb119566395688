//! What could not be read, and what could.

use std::{fmt, sync::Arc};

use super::{Events, Start};
use crate::{Error, context::Report};

/// An event that could not be read, or damage between events: why, and the bytes as they came. To clone one copies none of them.
#[derive(Clone, PartialEq, Eq)]
pub struct Broken(Arc<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    error: Error,
    start: Start,
    raw: Box<[u8]>,
}

impl Broken {
    /// The memory that one takes beside its bytes, about.
    pub(crate) const SIZE: usize = 512;

    pub(crate) fn new(error: Error, start: Start, raw: &[u8]) -> Self {
        Self(Arc::new(Inner { error, start, raw: Self::trimmed(raw).into() }))
    }

    /// The bytes without what separates them from the next event.
    pub(crate) fn trimmed(raw: &[u8]) -> &[u8] {
        let separates = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
        let length = raw.iter().rposition(|byte| !separates(byte)).map_or(0, |last| last + 1);
        raw.get(..length).unwrap_or_default()
    }

    /// Counts its places from elsewhere.
    pub(crate) fn moved(mut self, error: impl FnOnce(&Error) -> Error, start: impl FnOnce(Start) -> Start) -> Self {
        let inner = Arc::make_mut(&mut self.0);
        inner.error = error(&inner.error);
        inner.start = start(inner.start);
        self
    }

    /// Why, and where in the response, or in the stream that the response came from.
    #[must_use]
    pub fn error(&self) -> &Error {
        &self.0.error
    }

    /// The offset of the first of its bytes: in the response, or in the stream that the response came from. The place of the error may be
    /// behind it.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.start.offset
    }

    /// The line of the first of its bytes, counted from one.
    #[must_use]
    pub fn line(&self) -> usize {
        self.0.start.line
    }

    /// Its bytes. If its end was damaged, they reach to where the next event can be recognised. Empty if something is missing between
    /// events.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.0.raw
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.error.fmt(f)
    }
}

impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Broken").field("error", &self.0.error).field("bytes", &self.0.raw.len()).finish()
    }
}

impl std::error::Error for Broken {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.error.source()
    }
}

/// What could be read of a response.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Recovered {
    /// The events, up to the fault.
    pub events: Events,
    /// What does not fit the schema, and what the schema does not know.
    pub report: Report,
    /// What ended the response before its end.
    pub fault: Option<Error>,
}
