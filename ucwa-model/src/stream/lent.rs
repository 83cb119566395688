//! A document of a stream where it lies.

use super::{Ending, Frame, Response, UnexpectedDocument, feed, local, response, xml};
use crate::{Code, DecodeOptions, Detail, Error, Format, Place, Routes, Violation, format::is_utf16};

/// A document of a stream that has not been copied, as [`Documents::next_wanted`](crate::Documents::next_wanted) lends it.
/// [`RawDocument`](crate::RawDocument) is one that can be kept.
#[derive(Clone, Copy, Debug)]
pub struct LentDocument<'a> {
    frame: Frame<'a>,
    options: DecodeOptions,
}

impl<'a> LentDocument<'a> {
    pub(super) fn of(frame: Frame<'a>, options: DecodeOptions) -> Self {
        Self { frame, options }
    }

    /// The format that its first byte promises; `None` for text.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.frame.format
    }

    /// Where it begins in the stream.
    #[must_use]
    pub fn start(&self) -> Place {
        self.frame.place
    }

    /// Its bytes, without white space round it; of one beyond the limit, the first of them.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.frame.bytes
    }

    /// How it ended.
    #[must_use]
    pub fn ending(&self) -> Ending {
        self.frame.ending
    }

    pub(super) fn fault(&self) -> Option<Error> {
        let Frame { format, length, beyond, bytes, .. } = self.frame;
        let (code, expected, found): (_, Detail, Detail) = match format {
            _ if beyond => (Code::Bytes, self.options.limits.bytes.into(), length.into()),
            None if is_utf16(bytes) => (Code::Encoding, "UTF-8".into(), "a byte order mark of UTF-16".into()),
            None => (Code::Syntax, "a message in JSON or XML".into(), first(bytes).into()),
            Some(_) => return None,
        };
        Some(Violation::new(code, expected, found, Place::START).into())
    }

    /// Decodes it as a response of the event channel, with the options of the [`Documents`](crate::Documents), as [`Responses`](crate::Responses) does.
    ///
    /// # Errors
    /// If it is no response.
    pub fn response(&self) -> Result<Response, UnexpectedDocument> {
        response::decode(self.frame, response::How { options: self.options, filter: &feed::ALL })
    }

    /// The [routing pass](Routes) over it. `None` where only decoding can tell what it is: it is text, or of XML of another root, or has
    /// no end of its own.
    #[must_use]
    pub fn routes(&self) -> Option<Routes<'a>> {
        let Frame { format, root, bytes, whole, beyond, .. } = self.frame;
        let format = format.filter(|_| whole && !beyond)?;
        let may_be_response = format == Format::Json || local(root) == xml::RESPONSE;
        may_be_response.then(|| Routes::new(format, bytes))
    }
}

/// The character that a text begins with.
fn first(bytes: &[u8]) -> String {
    let first = String::from_utf8_lossy(bytes.get(..4).unwrap_or(bytes)).chars().next();
    first.map(|first| format!("`{}`", first.escape_debug())).unwrap_or_default()
}
