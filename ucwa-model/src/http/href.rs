//! [`Href`], where a request goes, and [`Location`], where an operation was started: byte for byte what the server wrote.

use std::fmt;

use url::Url;

use crate::{Link, LinkTo, Text};

/// Where a request goes: an href as the server wrote it, absolute or relative to the base. It is never normalised.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Href(Text);

impl Href {
    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the query, and the query.
    pub(crate) fn split(&self) -> (&str, Option<&str>) {
        self.as_str().split_once('?').map_or((self.as_str(), None), |(path, query)| (path, Some(query)))
    }
}

impl From<&Link> for Href {
    fn from(link: &Link) -> Self {
        Self(link.href.clone())
    }
}

impl<R> From<&LinkTo<R, Link>> for Href {
    fn from(link: &LinkTo<R, Link>) -> Self {
        Self(link.href.clone())
    }
}

impl<R> From<LinkTo<R, &Link>> for Href {
    fn from(link: LinkTo<R, &Link>) -> Self {
        Self(link.href.clone())
    }
}

impl From<&Location> for Href {
    fn from(location: &Location) -> Self {
        Self(location.as_str().into())
    }
}

impl From<&str> for Href {
    fn from(href: &str) -> Self {
        Self(href.into())
    }
}

impl From<String> for Href {
    fn from(href: String) -> Self {
        Self(href.into())
    }
}

impl fmt::Display for Href {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Where the operation is that a request has started, as the `Location` of a 201 names it: a rooted path, or an absolute URL.
///
/// ```
/// use ucwa_model::http::Location;
///
/// let location = Location::new("/ucwa/v1/applications/192/communication/invitations/602")?;
/// assert!(location.is_of("https://lync.contoso.com/ucwa/v1/applications/192/communication/invitations/602"));
/// assert!(Location::new("not a URL").is_err());
/// # Ok::<(), ucwa_model::http::InvalidLocation>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Location(String);

/// A place that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a rooted path or an absolute URL, but found {found:?}")]
pub struct InvalidLocation {
    found: String,
}

impl Location {
    /// Takes what a `Location` header says.
    ///
    /// # Errors
    /// If it is neither a rooted path nor an absolute `http` or `https` URL without credentials, or has characters that a URL
    /// cannot have.
    pub fn new(text: &str) -> Result<Self, InvalidLocation> {
        if is_url(text) { Ok(Self(text.to_owned())) } else { Err(InvalidLocation { found: text.chars().take(100).collect() }) }
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it leads to the same place as an href of an event: one may be absolute and the other rooted.
    #[must_use]
    pub fn is_of(&self, href: &str) -> bool {
        rooted(self.as_str()) == rooted(href)
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

fn is_url(text: &str) -> bool {
    let foreign = |byte: u8| !byte.is_ascii_graphic() || matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`');
    if text.bytes().any(foreign) {
        return false;
    }
    if text.starts_with('/') {
        return !text.starts_with("//");
    }
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && !has_credentials(&url) && url.has_host())
}

pub(crate) fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// An href without scheme and authority, byte for byte.
pub(crate) fn rooted(href: &str) -> &str {
    let Some((scheme, rest)) = href.split_once("://") else {
        return href;
    };
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return href;
    }
    rest.find(['/', '?', '#']).and_then(|at| rest.get(at..)).unwrap_or("/")
}
