//! [`SipUri`].

use std::fmt;

use crate::{
    Text,
    descriptor::Kind,
    record::{Accepted, BorrowedText, FieldValue, Rejected, ValueRef, WireValue},
};

/// A SIP URI: `sip:` or `sips:`, then at least one character, none of them white space or a control character.
///
/// It is kept byte for byte. More of RFC 3261's grammar is left to the server on purpose: real addresses carry `;gruu;opaque=…`
/// tails and are often broken in ways that servers accept.
///
/// ```
/// use ucwa_model::SipUri;
///
/// let to: SipUri = "sip:john@contoso.com".parse()?;
/// assert_eq!(to.as_str(), "sip:john@contoso.com");
/// assert!("sip : john@contoso.com".parse::<SipUri>().is_err());
/// # Ok::<(), ucwa_model::ParseSipUriError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SipUri(Text);

impl SipUri {
    /// The URI as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn check(text: &str) -> Result<(), ParseSipUriError> {
        let rest = ["sip:", "sips:"]
            .iter()
            .find_map(|scheme| text.get(..scheme.len()).filter(|s| s.eq_ignore_ascii_case(scheme)).map(|s| &text[s.len()..]))
            .ok_or(ParseSipUriError::Scheme)?;
        match rest {
            "" => Err(ParseSipUriError::Empty),
            _ if rest.contains(|c: char| c.is_whitespace() || c.is_control()) => Err(ParseSipUriError::Space),
            _ => Ok(()),
        }
    }
}

/// Why a text is no SIP URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseSipUriError {
    /// It begins otherwise.
    #[error("expected a SIP URI that begins with `sip:` or `sips:`")]
    Scheme,
    /// Nothing follows the scheme.
    #[error("expected an address after the scheme of a SIP URI")]
    Empty,
    /// It holds white space or a control character.
    #[error("expected a SIP URI without white space and control characters")]
    Space,
}

impl TryFrom<&str> for SipUri {
    type Error = ParseSipUriError;

    fn try_from(text: &str) -> Result<Self, ParseSipUriError> {
        Self::check(text).map(|()| Self(text.into()))
    }
}

impl std::str::FromStr for SipUri {
    type Err = ParseSipUriError;

    fn from_str(text: &str) -> Result<Self, ParseSipUriError> {
        text.try_into()
    }
}

impl fmt::Display for SipUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SipUri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl FieldValue for SipUri {
    const KIND: Kind = Kind::SipUri;

    #[inline]
    fn put(incoming: WireValue<'_>) -> Result<(Self, Accepted), Rejected> {
        let text = incoming.text("SIP URI")?;
        Self::check(&text).map_err(|_| Rejected::syntax("SIP URI"))?;
        Ok((Self(text.into()), Accepted::Known))
    }

    fn item(&self) -> ValueRef<'_> {
        ValueRef::Text(self.as_str().into())
    }

    #[inline]
    fn put_text(place: &mut Option<Self>, text: BorrowedText<'_>) -> bool {
        let fits = Self::check(&text).is_ok();
        if fits {
            place.get_or_insert_with(|| Self(Text::default())).0.set(text);
        }
        fits
    }
}
