//! Header values: what a header cannot carry is refused, line breaks above all; and lists are taken apart.

use ::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{CONNECTION, CONTENT_LENGTH, TE, TRAILER, TRANSFER_ENCODING, UPGRADE},
};

use crate::http::BuildError;

/// A text as the value of a header.
pub(crate) fn value(header: &'static str, text: &str) -> Result<HeaderValue, BuildError> {
    HeaderValue::from_str(text).map_err(|_| BuildError::Header { header, found: excerpt(text) })
}

/// The values of all headers of a name, joined to one list as RFC 9110 has it in section 5.3. Bytes that are no text become U+FFFD,
/// which nothing that is read here allows.
pub(crate) fn list(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let mut values: Option<String> = None;
    for value in headers.get_all(name) {
        let value = String::from_utf8_lossy(value.as_bytes());
        match &mut values {
            Some(values) => values.extend([", ", &value]),
            None => values = Some(value.into_owned()),
        }
    }
    values
}

/// The items of a list: what stands between commas, but for those in quotes. Empty items count for nothing. In quoted strings a
/// backslash escapes what follows it, in entity tags it does not.
pub(crate) fn items(value: &str, escape: Option<char>) -> impl Iterator<Item = &str> {
    let (mut quoted, mut escaped) = (false, false);
    let is_comma = move |found: char| {
        let skip = std::mem::take(&mut escaped);
        match found {
            _ if skip => {}
            '"' => quoted = !quoted,
            _ => escaped = quoted && Some(found) == escape,
        }
        found == ',' && !quoted
    };
    value.split(is_comma).map(str::trim).filter(|item| !item.is_empty())
}

/// Takes out what says how the bytes of a message were sent over one connection: on the next one, and with another body, it would
/// be wrong (RFC 9110, section 7.6.1).
pub(crate) fn remove_framing(headers: &mut HeaderMap) {
    const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
    const PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");
    for name in [CONNECTION, CONTENT_LENGTH, KEEP_ALIVE, PROXY_CONNECTION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE] {
        headers.remove(name);
    }
}

/// The start of a value, for an error.
pub(crate) fn excerpt(text: &str) -> String {
    text.chars().take(60).collect()
}
