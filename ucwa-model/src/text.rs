//! [`Text`], the string of every textual member, and the [`Buffer`] that the texts of one message share.

mod inline;
mod shared;
mod traits;

use std::{fmt, ops::Deref, sync::Arc};

use self::{inline::Inline, shared::Shared};

/// A string as the wire has it: any Unicode, never normalised, trimmed or unescaped twice.
///
/// It derefs to [`str`], converts from and into [`String`], and hides how the bytes are held: up to [`INLINE`](Self::INLINE) bytes in
/// the value itself, more of them as a slice of the message that was decoded, which all of its texts share. So decoding allocates
/// next to nothing, cloning copies no bytes, and **a text that outlives its message keeps all of that message in memory**, where it may
/// have up to four times its size; one that is to be kept for long, as in a cache, is better [detached](Self::detached), and so is a
/// [whole value](crate::Codec::detach).
///
/// ```
/// use ucwa_model::Text;
///
/// let subject = Text::from("Strategy for next quarter");
/// assert!(subject.starts_with("Strategy"));
/// assert_eq!(subject, "Strategy for next quarter");
/// ```
#[derive(Clone)]
pub struct Text(Repr);

#[derive(Clone)]
enum Repr {
    Inline(Inline),
    Slice { start: u32, length: u32, buffer: Buffer },
    Whole(Buffer),
}

impl Text {
    /// Texts up to this number of bytes need no memory beside the value.
    pub const INLINE: usize = Inline::MOST;

    /// The characters.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Repr::Inline(text) => text.as_str(),
            Repr::Slice { start, length, buffer } => buffer.get(*start as usize, *length as usize),
            Repr::Whole(buffer) => buffer.as_str(),
        }
    }

    /// How many bytes it has.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        self.as_bytes().len()
    }

    /// Whether it has none.
    #[must_use]
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes.
    #[must_use]
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Repr::Inline(text) => text.as_bytes(),
            _ => self.as_str().as_bytes(),
        }
    }

    /// This text with memory of its own: it does not keep the message that it came with.
    ///
    /// ```
    /// use ucwa_model::{Codec, Link, communication::Messaging};
    ///
    /// let body = r#"{"rel":"messaging","_links":{"self":{"href":"/ucwa/v1/applications/192/messaging"}}}"#;
    /// let href = Messaging::from_json(body)?.self_link.as_ref().map(|link| link.href.detached());
    /// assert_eq!(href.as_deref(), Some("/ucwa/v1/applications/192/messaging"));
    /// # Ok::<(), ucwa_model::Error>(())
    /// ```
    #[must_use]
    pub fn detached(&self) -> Self {
        match &self.0 {
            Repr::Slice { .. } => self.as_str().into(),
            _ => self.clone(),
        }
    }

    /// Copies a part of a message; see [`detached`](Self::detached).
    pub(crate) fn detach(&mut self) {
        if let Repr::Slice { .. } = self.0 {
            *self = self.as_str().into();
        }
    }

    /// Tells whether the message is still there that it is a part of.
    #[cfg(test)]
    pub(crate) fn weak(&self) -> Option<std::sync::Weak<Shared>> {
        match &self.0 {
            Repr::Slice { buffer, .. } => Some(buffer.weak()),
            _ => None,
        }
    }

    fn inline(text: &str) -> Option<Self> {
        Inline::of(text).map(|text| Self(Repr::Inline(text)))
    }
}

/// The text of a message, shared by all texts that were cut from it.
#[derive(Clone, Debug)]
pub(crate) struct Buffer(Arc<Shared>); // a thin pointer, so that a `Text` is three words

impl Buffer {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Shared::new(text.into())))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether the buffer is still there.
    #[cfg(test)]
    pub(crate) fn weak(&self) -> std::sync::Weak<Shared> {
        Arc::downgrade(&self.0)
    }

    #[inline]
    fn get(&self, start: usize, length: usize) -> &str {
        self.0.get(start..start + length).unwrap_or_default()
    }

    /// Sets a text that may be a part of this buffer. Each arm writes to the place itself: a text that is built and then moved costs
    /// more than all the rest.
    #[inline(always)]
    fn write(&self, text: &str, place: &mut Text) {
        let length = text.len();
        let start = text.as_ptr().addr().wrapping_sub(self.0.as_ptr().addr());
        if length <= Text::INLINE {
            match self.0.as_bytes().get(start..).and_then(|message| Inline::at(message, length)) {
                Some(text) => *place = Text(Repr::Inline(text)),
                None => *place = text.into(),
            }
        } else if start < self.0.len()
            && let (Ok(start), Ok(length)) = (u32::try_from(start), u32::try_from(length))
        {
            *place = Text(Repr::Slice { start, length, buffer: self.clone() });
        } else {
            *place = text.into();
        }
    }
}

/// Text on its way into a value: it shares the buffer of its message, if it is a part of one.
#[derive(Clone, Copy)]
pub struct BorrowedText<'a> {
    text: &'a str,
    buffer: Option<&'a Buffer>,
}

impl<'a> BorrowedText<'a> {
    #[inline]
    pub(crate) fn new(text: &'a str, buffer: Option<&'a Buffer>) -> Self {
        Self { text, buffer }
    }

    /// The characters.
    #[must_use]
    pub fn as_str(&self) -> &'a str {
        self.text
    }
}

impl<'a> From<&'a str> for BorrowedText<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, buffer: None }
    }
}

impl<'a> From<&'a Text> for BorrowedText<'a> {
    #[inline]
    fn from(text: &'a Text) -> Self {
        let buffer = match &text.0 {
            Repr::Inline(_) => None,
            Repr::Slice { buffer, .. } | Repr::Whole(buffer) => Some(buffer),
        };
        Self { text: text.as_str(), buffer }
    }
}

impl fmt::Debug for BorrowedText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl Deref for BorrowedText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.text
    }
}

impl Text {
    /// Sets it to what comes in.
    #[inline(always)]
    pub(crate) fn set(&mut self, borrowed: BorrowedText<'_>) {
        match borrowed.buffer {
            Some(buffer) => buffer.write(borrowed.text, self),
            None => *self = borrowed.text.into(),
        }
    }
}

impl From<BorrowedText<'_>> for Text {
    #[inline]
    fn from(borrowed: BorrowedText<'_>) -> Self {
        let mut text = Self::default();
        text.set(borrowed);
        text
    }
}

impl Default for Text {
    fn default() -> Self {
        Self(Repr::Inline(Inline::EMPTY))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::inline(text).unwrap_or_else(|| Self(Repr::Whole(Buffer::new(text))))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::inline(&text).unwrap_or_else(|| Self(Repr::Whole(Buffer::new(text.into_boxed_str()))))
    }
}
