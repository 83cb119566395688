//! [`Token`], the bearer token, which is never shown.

use std::fmt;

use ::http::{HeaderMap, HeaderValue, header::AUTHORIZATION};

/// The bearer token of a session. `Debug` does not show it, nor does that of the requests that carry it.
///
/// ```
/// use ucwa_model::http::Token;
///
/// let token = Token::new("cwt=AAEBHAEFAAAA")?;
/// assert_eq!(format!("{token:?}"), "Token(…)");
/// assert!(Token::new("cwt=AAEB\r\nX-Evil: 1").is_err());
/// # Ok::<(), ucwa_model::http::InvalidToken>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Token(HeaderValue);

/// A text that cannot be a token. It is not repeated here, for it may be one that was pasted with a line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a token of visible ASCII characters, but found {found}")]
pub struct InvalidToken {
    found: &'static str,
}

const SCHEME: &str = "Bearer ";

impl Token {
    /// Takes a token as the token service gave it, without `Bearer`.
    ///
    /// # Errors
    /// If it is empty or has spaces, control characters or anything else that a header cannot carry safely.
    pub fn new(token: &str) -> Result<Self, InvalidToken> {
        if token.is_empty() {
            return Err(InvalidToken { found: "nothing" });
        }
        if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(InvalidToken { found: "a space, a control character or another alphabet" });
        }
        let value = HeaderValue::from_str(&format!("{SCHEME}{token}"));
        let mut value = value.map_err(|_| InvalidToken { found: "what no header can carry" })?;
        value.set_sensitive(true);
        Ok(Self(value))
    }

    /// The token that a request carries, for servers.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
        let (scheme, token) = value.split_once(' ')?;
        if scheme.eq_ignore_ascii_case(SCHEME.trim_end()) { Self::new(token.trim()).ok() } else { None }
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.to_str().ok().and_then(|value| value.strip_prefix(SCHEME)).unwrap_or_default()
    }

    pub(crate) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}
