//! What a message says, whichever of its forms it came in.

use crate::{DataLink, DataUrlError, communication::Message};

impl Message {
    /// The text: that of `plainMessage`, or else the HTML of `htmlMessage`, with its tags. `None` if it has neither. Servers end it with
    /// a line break.
    ///
    /// ```
    /// use ucwa_model::{Codec, communication::Message};
    ///
    /// let body = r#"{"rel":"message","_links":{"plainMessage":{"href":"data:text/plain;charset=utf-8,Hi+Tosh%0d%0a"}}}"#;
    /// assert_eq!(Message::from_json(body)?.text().transpose()?.as_deref(), Some("Hi Tosh\r\n"));
    /// assert_eq!(Message::default().text(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If the content cannot be decoded, or is no text; the link still has what was written.
    #[must_use]
    pub fn text(&self) -> Option<Result<String, DataUrlError>> {
        self.plain_message.as_ref().or(self.html_message.as_ref()).map(DataLink::text)
    }
}
