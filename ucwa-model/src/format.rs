//! [`Format`], and what bytes are before they are text of one.

/// One of the two formats of UCWA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// `application/json`
    Json,
    /// `application/xml`
    Xml,
}

impl Format {
    /// Guesses the format from the first byte that is neither white space nor part of a byte order mark.
    ///
    /// ```
    /// use ucwa_model::Format;
    ///
    /// assert_eq!(Format::guess(b" <resource/>"), Some(Format::Xml));
    /// assert_eq!(Format::guess(b"{}"), Some(Format::Json));
    /// assert_eq!(Format::guess(b"hello"), None);
    /// ```
    #[must_use]
    pub fn guess(bytes: &[u8]) -> Option<Self> {
        let text = bytes.strip_prefix(BOM).unwrap_or(bytes);
        match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'<') => Some(Self::Xml),
            Some(b'{' | b'[') => Some(Self::Json),
            _ => None,
        }
    }
}

/// The byte order mark of UTF-8.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// Whether a text begins as one in UTF-16 does.
pub(crate) fn is_utf16(body: &[u8]) -> bool {
    body.starts_with(b"\xff\xfe") || body.starts_with(b"\xfe\xff")
}

/// Text of the same length with another character in place of each byte that is no text.
pub(crate) fn replace_bytes(body: &[u8]) -> String {
    let mut text = String::with_capacity(body.len());
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '\u{1a}'));
    }
    text
}
