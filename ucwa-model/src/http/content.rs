//! [`Content`], a body that is no record: the text of a message, a session description, a photo.

use std::{fmt, str};

use mime::Mime;

use crate::DataLink;

/// Bytes of a media type.
///
/// ```
/// use ucwa_model::http::Content;
///
/// let content = Content::plain("Café at noon?");
/// assert_eq!(content.media_type(), "text/plain;charset=utf-8");
/// assert_eq!(content.text(), Some("Café at noon?"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    media_type: String,
    bytes: Vec<u8>,
}

impl Content {
    /// Any bytes. The media type may have parameters.
    pub fn new(media_type: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { media_type: media_type.into(), bytes: bytes.into() }
    }

    /// A plain text.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self::new("text/plain;charset=utf-8", text)
    }

    /// A text in HTML.
    #[must_use]
    pub fn html(text: &str) -> Self {
        Self::new("text/html;charset=utf-8", text)
    }

    /// A session description.
    #[must_use]
    pub fn sdp(bytes: &[u8]) -> Self {
        Self::new("application/sdp", bytes)
    }

    /// The media type as written.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, if they are text in UTF-8 and no other charset is named.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        let charset = self.mime().and_then(|mime| mime.get_param(mime::CHARSET).map(|charset| charset.as_str().to_lowercase()));
        let known = charset.is_none_or(|charset| matches!(charset.trim_matches('\''), "utf-8" | "utf8" | "us-ascii"));
        str::from_utf8(&self.bytes).ok().filter(|_| known)
    }

    /// The content as a link that carries it.
    #[must_use]
    pub fn to_data_link(&self) -> DataLink {
        DataLink::new(&self.media_type, &self.bytes)
    }

    pub(crate) fn mime(&self) -> Option<Mime> {
        self.media_type.parse().ok()
    }
}

/// The media type and the size: content may be private, or huge.
impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Content({}, {} bytes)", self.media_type, self.bytes.len())
    }
}
