//! [`Challenge`], what a server asks for in the `WWW-Authenticate` of a 401.

use std::fmt;

use ::http::{HeaderMap, StatusCode, header::WWW_AUTHENTICATE};

use crate::http::{InvalidLocation, Location, header};

/// One way to sign in, as the `WWW-Authenticate` of a 401 names it.
///
/// Two schemes matter: `MsRtcOAuth` names the server's own token service and the grants that it takes, `Bearer` the issuers whose
/// tokens the server trusts. Values that ought to be quoted are read without quotes too, for servers and documentation leave them out.
///
/// ```
/// use http::Response;
/// use ucwa_model::http::{Answer, Operation};
///
/// let response = Response::builder().status(401).header("content-type", "text/html");
/// let response = response.header("www-authenticate", r#"Bearer trusted_issuers="0ff1@contoso.com", client_id="0004-0ff1""#);
/// let response = response.header(
///     "www-authenticate",
///     r#"MsRtcOAuth href=https://contoso.com/WebTicket/oauthtoken,grant_type="urn:microsoft.rtc:windows,password""#,
/// );
/// let error = Answer::read(Operation::find("user", "GET").unwrap(), &response.body("")?).unwrap_err();
///
/// let challenges = error.challenges();
/// assert_eq!(challenges[0].trusted_issuers().collect::<Vec<_>>(), ["0ff1@contoso.com"]);
/// assert_eq!(challenges[0].client_id(), Some("0004-0ff1"));
/// let token_service = challenges[1].token_service().transpose()?.unwrap();
/// assert_eq!(token_service.as_str(), "https://contoso.com/WebTicket/oauthtoken");
/// assert!(challenges[1].grant_types().any(|grant| grant == "password"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A server writes one with `Display`:
///
/// ```
/// use ucwa_model::http::Challenge;
///
/// let challenge = Challenge::new("MsRtcOAuth").with_parameter("href", "https://contoso.com/WebTicket/oauthtoken");
/// assert_eq!(challenge.to_string(), r#"MsRtcOAuth href="https://contoso.com/WebTicket/oauthtoken""#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    scheme: String,
    parameters: Vec<(String, String)>,
}

impl Challenge {
    /// A challenge without parameters so far.
    pub fn new(scheme: impl Into<String>) -> Self {
        Self { scheme: scheme.into(), parameters: Vec::new() }
    }

    /// Adds a parameter.
    #[must_use]
    pub fn with_parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// All challenges of an answer, in order: each header may have many.
    #[must_use]
    pub fn all(headers: &HeaderMap) -> Vec<Self> {
        let values = headers.get_all(WWW_AUTHENTICATE).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
        let mut challenges = Vec::new();
        for value in values {
            read(&value, &mut challenges);
        }
        challenges
    }

    /// The scheme, as in `Bearer`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// Whether the scheme is that one, without case.
    #[must_use]
    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    /// The parameters, in order.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first parameter of that name, without case.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Where the token service is, if the scheme is `MsRtcOAuth`. It may be on another server than the base; a token
    /// of this one has no business there.
    ///
    /// # Errors
    /// If it is neither a rooted path nor an absolute URL.
    #[must_use]
    pub fn token_service(&self) -> Option<Result<Location, InvalidLocation>> {
        self.parameter("href").filter(|_| self.is("MsRtcOAuth")).map(Location::new)
    }

    /// The grants that the token service takes, as `password` or `urn:microsoft.rtc:anonmeeting`.
    pub fn grant_types(&self) -> impl Iterator<Item = &str> {
        self.list("grant_type")
    }

    /// The issuers whose tokens the server trusts.
    pub fn trusted_issuers(&self) -> impl Iterator<Item = &str> {
        self.list("trusted_issuers")
    }

    /// Whom a token has to be issued for.
    #[must_use]
    pub fn client_id(&self) -> Option<&str> {
        self.parameter("client_id")
    }

    fn list(&self, name: &str) -> impl Iterator<Item = &str> {
        self.parameter(name).unwrap_or_default().split(',').map(str::trim).filter(|item| !item.is_empty())
    }
}

/// As a header has it, every value in quotes.
impl fmt::Display for Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.scheme)?;
        for (index, (name, value)) in self.parameters().enumerate() {
            let value = value.replace('\\', r"\\").replace('"', "\\\"");
            write!(f, "{} {name}=\"{value}\"", if index == 0 { "" } else { "," })?;
        }
        Ok(())
    }
}

/// Writes what a 401 asks for, each challenge up to a length that a line of a log can bear.
pub(crate) fn write_asked(f: &mut fmt::Formatter<'_>, status: StatusCode, headers: &HeaderMap) -> fmt::Result {
    const LONGEST: usize = 200;
    if status != StatusCode::UNAUTHORIZED {
        return Ok(());
    }
    for (index, challenge) in Challenge::all(headers).iter().take(4).enumerate() {
        let text = challenge.to_string();
        let rest = if text.chars().count() > LONGEST { "…" } else { "" };
        let start: String = text.chars().take(LONGEST).collect();
        write!(f, "{}{start}{rest}", if index == 0 { "; it asks for " } else { " or " })?;
    }
    Ok(())
}

/// Reads a header: a comma stands both between challenges and between parameters, and a scheme is what has no `=` behind it.
fn read(value: &str, challenges: &mut Vec<Challenge>) {
    for item in header::items(value, Some('\\')) {
        let (word, rest) = item.split_once([' ', '\t']).unwrap_or((item, ""));
        let rest = rest.trim();
        let parameter = if word.contains('=') || rest.starts_with('=') {
            item
        } else {
            challenges.push(Challenge::new(word));
            rest
        };
        if let (false, Some(challenge)) = (parameter.is_empty(), challenges.last_mut()) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            challenge.parameters.push((name.trim().to_owned(), unquote(value.trim())));
        }
    }
}

fn unquote(value: &str) -> String {
    let Some(inside) = value.strip_prefix('"') else {
        return value.to_owned();
    };
    let mut escaped = false;
    let mut text = String::with_capacity(inside.len());
    for found in inside.chars() {
        match found {
            '\\' if !escaped => escaped = true,
            '"' if !escaped => break,
            _ => {
                escaped = false;
                text.push(found);
            }
        }
    }
    text
}
