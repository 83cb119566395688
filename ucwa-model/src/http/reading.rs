//! [`Reading`], how requests and answers are read: strict or lenient, and up to which size.

use ::http::{HeaderMap, header::CONTENT_LENGTH};

use crate::{DecodeOptions, Decoder, Format, Limits, Mode, http::TooLarge};

/// How requests and answers are read.
///
/// ```
/// use http::{HeaderMap, header::CONTENT_LENGTH};
/// use ucwa_model::{Limits, http::Reading};
///
/// // before the body is read at all
/// let mut head = HeaderMap::new();
/// head.insert(CONTENT_LENGTH, 314_572_800.into());
/// let refused = Reading::lenient().check_head(&head).unwrap_err();
/// assert_eq!(refused.to_string(), "expected a body of at most 67108864 bytes, but found 314572800");
///
/// let most = Limits::default().with_bytes(1 << 20);
/// assert!(Reading::strict().with_limits(most).check_head(&HeaderMap::new()).is_ok());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Strict or lenient, never the default of a type.
    options: DecodeOptions,
}

impl Reading {
    /// What does not fit the schema is an error: the default for requests.
    #[must_use]
    pub fn strict() -> Self {
        Self { options: DecodeOptions::new().strict() }
    }

    /// What does not fit the schema is kept and reported: the default for answers.
    #[must_use]
    pub fn lenient() -> Self {
        Self { options: DecodeOptions::new().lenient() }
    }

    /// Sets the limits.
    #[must_use]
    pub fn with_limits(self, limits: Limits) -> Self {
        Self { options: self.options.with_limits(limits) }
    }

    /// Looks at the head of a message, before its body is read: whether it announces more bytes than would be read.
    ///
    /// # Errors
    /// If `Content-Length` is more than the limit.
    pub fn check_head(&self, headers: &HeaderMap) -> Result<(), TooLarge> {
        // the header may be there twice, and its value be a list: the largest counts
        let values = headers.get_all(CONTENT_LENGTH).iter().filter_map(|value| value.to_str().ok());
        self.bound(values.flat_map(|value| value.split(',')).map(announced).max().unwrap_or_default())
    }

    /// The most bytes that a body may have: what to stop at when it is read.
    #[must_use]
    pub fn max_bytes(&self) -> usize {
        self.options.limits.bytes
    }

    pub(crate) fn check_size(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), TooLarge> {
        self.check_head(headers)?;
        self.bound(body.len() as u64)
    }

    fn bound(&self, found: u64) -> Result<(), TooLarge> {
        let limit = self.options.limits.bytes;
        if found <= limit as u64 { Ok(()) } else { Err(TooLarge { limit, found }) }
    }

    pub(crate) fn is_strict(&self) -> bool {
        self.options.mode == Some(Mode::Strict)
    }

    pub(crate) fn decoder(&self, format: Format) -> Decoder {
        Decoder::new(format).with_options(self.options)
    }
}

/// What is no number at all announces nothing; a number of more than 64 bits is too large.
fn announced(length: &str) -> u64 {
    let length = length.trim();
    let is_number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { length.parse().unwrap_or(u64::MAX) } else { 0 }
}
