//! [`Base`], what all requests to a server share: where it is, the format, the token.

use ::http::Uri;
use url::Url;

use crate::{
    Format,
    http::{Href, HrefError, MediaStyle, MediaType, Token, href},
};

/// What all requests to a server share. A token goes nowhere else.
///
/// ```
/// use ucwa_model::{Format, http::{Base, Token}};
///
/// let base = Base::new("https://lync.contoso.com", Format::Json)?.with_token(Token::new("cwt=AAEB")?);
/// assert_eq!(base.url().host_str(), Some("lync.contoso.com"));
/// assert!(Base::new("https://john:secret@lync.contoso.com", Format::Json).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Base {
    url: Url,
    media: MediaType,
    token: Option<Token>,
}

impl Base {
    /// A server, and the format to talk to it in.
    ///
    /// # Errors
    /// If it is no absolute `http` or `https` URL with a host, or has credentials.
    pub fn new(url: &str, format: Format) -> Result<Self, HrefError> {
        check_characters(url)?;
        let parsed = Url::parse(url).map_err(HrefError::Syntax)?;
        check_scheme(&parsed)?;
        if href::has_credentials(&parsed) {
            return Err(HrefError::Credentials);
        }
        Ok(Self { url: parsed, media: format.into(), token: None })
    }

    /// Sets the token that every request carries.
    #[must_use]
    pub fn with_token(self, token: Token) -> Self {
        Self { token: Some(token), ..self }
    }

    /// Sets how the formats are named in `Accept` and `Content-Type`.
    #[must_use]
    pub fn with_media_style(self, style: MediaStyle) -> Self {
        Self { media: MediaType { style, ..self.media }, ..self }
    }

    /// Another server in the same format, as when discovery leads there. The token is left behind: it was not issued for it.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn elsewhere(&self, url: &str) -> Result<Self, HrefError> {
        Ok(Self { media: self.media, ..Self::new(url, self.media.format)? })
    }

    /// Where the server is.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The format.
    #[must_use]
    pub fn format(&self) -> Format {
        self.media.format
    }

    pub(crate) fn media(&self) -> MediaType {
        self.media
    }

    pub(crate) fn token(&self) -> Option<&Token> {
        self.token.as_ref()
    }

    /// Where an href leads, with a query appended by `append`: the path as the server wrote it, on this server.
    pub(crate) fn resolve(&self, href: &Href, append: &dyn Fn(String) -> String) -> Result<Uri, HrefError> {
        let written = href.as_str();
        check_characters(written)?;
        let resolved = self.url.join(written).map_err(HrefError::Syntax)?;
        let is_absolute = match scheme(written) {
            // a URL parser takes `https:evil.example` for a path, and other readers do not
            Some((scheme, rest)) if !rest.starts_with("://") => return Err(HrefError::Scheme { found: scheme.to_owned() }),
            scheme => scheme.is_some(),
        };
        self.check_origin(&resolved)?;
        let path = href::rooted(written.split('#').next().unwrap_or_default());
        let target = if path.starts_with('/') && (is_absolute || !path.starts_with("//")) {
            path.to_owned()
        } else {
            resolved[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
        };
        let origin = &self.url[..url::Position::BeforePath];
        let uri = format!("{origin}{}", append(target));
        // whoever sends it may parse it again: it must still be this server then
        self.check_origin(&Url::parse(&uri).map_err(HrefError::Syntax)?)?;
        Uri::try_from(uri).map_err(|error| HrefError::Uri(error.to_string()))
    }

    fn check_origin(&self, url: &Url) -> Result<(), HrefError> {
        if href::has_credentials(url) {
            return Err(HrefError::Credentials);
        }
        check_scheme(url)?;
        if url.origin() == self.url.origin() {
            Ok(())
        } else {
            let ascii = |url: &Url| url.origin().ascii_serialization();
            Err(HrefError::Elsewhere { base: ascii(&self.url), found: ascii(url) })
        }
    }
}

/// URL parsers skip line breaks and tabs; here they are refused, and so is what no URL has.
fn check_characters(href: &str) -> Result<(), HrefError> {
    match href.chars().position(|found| found.is_control() || found == ' ' || found == '\\') {
        Some(at) => Err(HrefError::Character { at, found: href.chars().nth(at).unwrap_or_default() }),
        None => Ok(()),
    }
}

/// The scheme that an href begins with, if it does, and what follows.
fn scheme(href: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = href.split_at_checked(href.find(':')?)?;
    let is_word = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    (is_word && scheme.starts_with(|first: char| first.is_ascii_alphabetic())).then_some((scheme, rest))
}

fn check_scheme(url: &Url) -> Result<(), HrefError> {
    if matches!(url.scheme(), "http" | "https") && url.has_host() {
        Ok(())
    } else {
        Err(HrefError::Scheme { found: url.scheme().to_owned() })
    }
}
