//! [`Inline`], a short text in the value itself.

/// The bytes come first, so that they are aligned as words: the standard library checks UTF-8 word by word where it can.
#[derive(Clone, Copy)]
#[repr(C, align(8))]
pub(super) struct Inline {
    bytes: [u8; Self::MOST],
    length: Length,
}

impl Inline {
    /// Bytes that there is room for.
    pub(super) const MOST: usize = Length::MOST;

    /// No text.
    pub(super) const EMPTY: Self = Self { bytes: [0; Self::MOST], length: Length::L0 };

    /// A text, if it is short enough.
    pub(super) fn of(text: &str) -> Option<Self> {
        let length = Length::of(text.len())?;
        let mut bytes = [0; Self::MOST];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self { bytes, length })
    }

    /// The text of a length at the beginning of a message, if it is short enough and as many bytes are there as there is room for: a
    /// copy of fixed length is two moves.
    #[inline(always)]
    pub(super) fn at(message: &[u8], length: usize) -> Option<Self> {
        Some(Self { bytes: *message.first_chunk()?, length: Length::of(length)? })
    }

    /// Its bytes.
    #[inline]
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length as usize).unwrap_or_default()
    }

    /// Its characters. A text of up to two words is checked with what is behind it, which most often is ASCII: then that is one step,
    /// and not one for each byte.
    #[inline]
    pub(super) fn as_str(&self) -> &str {
        let length = self.length as usize;
        if let Some(words) = self.bytes.first_chunk::<16>()
            && length <= words.len()
            && let Ok(text) = str::from_utf8(words)
        {
            return text.get(..length).unwrap_or_default();
        }
        str::from_utf8(self.as_bytes()).unwrap_or_default() // it was made from a `str`
    }
}

macro_rules! lengths {
    ($($name:ident = $length:literal),*) => {
        /// A length up to the most. What a byte can be beyond these says of an enum of texts which one it is, so that it needs no byte
        /// before the others.
        #[derive(Clone, Copy)]
        #[repr(u8)]
        enum Length {
            $($name = $length),*
        }

        impl Length {
            const MOST: usize = [$($length),*].len() - 1;

            /// A length that there is room for. The compiler makes one comparison of it.
            #[inline(always)]
            fn of(length: usize) -> Option<Self> {
                match length {
                    $($length => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

lengths! {
    L0 = 0, L1 = 1, L2 = 2, L3 = 3, L4 = 4, L5 = 5, L6 = 6, L7 = 7,
    L8 = 8, L9 = 9, L10 = 10, L11 = 11, L12 = 12, L13 = 13, L14 = 14, L15 = 15,
    L16 = 16, L17 = 17, L18 = 18, L19 = 19, L20 = 20, L21 = 21, L22 = 22
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;

    #[test]
    fn a_text_is_three_words() {
        assert_eq!((size_of::<Text>(), size_of::<Option<Text>>()), (24, 24));
    }

    #[test]
    fn every_length_is_kept_whatever_is_behind() {
        for message in ["abcdefghijklmnopqrstuvwxyz0123456789", "äöüäöüäöüäöüäöüäöüäöüäöü", "a😀b😀c😀d😀e😀f😀g😀h😀"]
        {
            for length in (0..=Inline::MOST).filter(|length| message.is_char_boundary(*length)) {
                let text = &message[..length];
                assert_eq!(Inline::of(text).unwrap().as_str(), text);
                assert_eq!(Inline::at(message.as_bytes(), length).unwrap().as_str(), text);
            }
            assert!(Inline::of(message).is_none() && Inline::at(message.as_bytes(), Inline::MOST + 1).is_none());
        }
        assert!(Inline::at(b"short", 5).is_none());
    }
}
