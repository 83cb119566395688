//! [`Etag`], the version of a resource that a PUT is for.

use std::fmt;

use ::http::{HeaderMap, header::ETAG};

/// The version of a resource, without quotes. Bodies write it bare, headers quoted, and documentation bare in headers too: all are
/// understood, and it is always sent quoted, because servers answer 428 to the bare form.
///
/// ```
/// use ucwa_model::http::Etag;
///
/// assert_eq!(Etag::new(r#""3109609770""#), Etag::new("3109609770"));
/// assert_eq!(Etag::new("3109609770").unwrap().to_string(), r#""3109609770""#);
/// assert_eq!(Etag::new("31\r\n09"), None);
/// ```
#[derive(Clone, Debug)]
pub struct Etag {
    tag: String,
    weak: bool,
    quoted: bool,
}

/// How it was written makes no difference.
impl PartialEq for Etag {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag && self.weak == other.weak
    }
}

impl Eq for Etag {}

impl Etag {
    /// Takes an etag, quoted, weak or bare. `None` if it has a quote, a space or a control character inside, or, bare, is empty or
    /// has a comma.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim_matches([' ', '\t']);
        let (weak, text) = text.strip_prefix("W/").map_or((false, text), |rest| (true, rest));
        let inside = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let tag = inside.unwrap_or(text);
        let clean = tag.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"');
        let whole = inside.is_some() || !tag.is_empty() && !tag.contains(',');
        (clean && whole).then(|| Self { tag: tag.to_owned(), weak, quoted: inside.is_some() })
    }

    /// The tag without quotes, as the `etag` of a body has it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.tag
    }

    /// Whether it was written in quotes.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.quoted
    }

    /// Whether the server calls it weak: the same content, though not byte for byte.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.weak
    }

    /// The `ETag` of an answer.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        headers.get(ETAG)?.to_str().ok().and_then(Self::new)
    }
}

/// As headers have it: quoted.
impl fmt::Display for Etag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\"{}\"", if self.weak { "W/" } else { "" }, self.tag)
    }
}
