//! Header values: what a header cannot carry is refused, line breaks above all.

use ::http::HeaderValue;

use crate::http::BuildError;

/// A text as the value of a header.
pub(crate) fn value(header: &'static str, text: &str) -> Result<HeaderValue, BuildError> {
    let found = || text.chars().take(60).collect();
    HeaderValue::from_str(text).map_err(|_| BuildError::Header { header, found: found() })
}
