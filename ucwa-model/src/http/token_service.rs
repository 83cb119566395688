//! [`TokenService`], where tokens come from, and what it answers.

use std::{fmt, time::Duration};

use ::http::{
    HeaderMap, HeaderValue, Method, Request as HttpRequest, Response as HttpResponse, StatusCode, Uri,
    header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE},
};

use crate::{
    Format, Resource, Value,
    http::{Base, BuildError, Challenge, Grant, Href, HrefError, Reading, Token, TokenError, UnexpectedAnswer, form, media},
};

/// The token service of a server: where a [`Grant`] is exchanged for a [`Token`].
///
/// ```
/// use http::Response;
/// use ucwa_model::{Format, http::{Base, Challenge, Grant, IssuedToken, TokenService}};
///
/// let base = Base::new("https://lyncweb.contoso.com", Format::Json)?;
/// let challenge = Challenge::new("MsRtcOAuth").with_parameter("href", "/WebTicket/oauthtoken");
/// let service = TokenService::of(&[challenge], &base).unwrap()?;
/// assert_eq!(service.uri(), "https://lyncweb.contoso.com/WebTicket/oauthtoken");
///
/// let request = service.request(&Grant::password("lenea@contoso.com", "pass@word1"));
/// assert_eq!(request.method(), "POST");
///
/// let body = r#"{"access_token":"cwt=AAEB","expires_in":28800,"ms_rtc_identityscope":"local","token_type":"Bearer"}"#;
/// let issued = IssuedToken::read(&Response::new(body))?;
/// assert_eq!(issued.renew_in().unwrap().as_secs(), 28_500);
/// let base = base.with_token(issued.token);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenService {
    uri: Uri,
}

impl TokenService {
    /// The service at an absolute URL.
    ///
    /// # Errors
    /// If it is no URL of `http` or `https`, or has credentials.
    pub fn new(url: &str) -> Result<Self, HrefError> {
        Base::new(url, Format::Json)?.resolve(&Href::from(url), &|target| target).map(|uri| Self { uri })
    }

    /// The service that the challenges of a server name, if one does. It may be on another server: [`is_on`](Self::is_on) says it,
    /// and whoever sends a password there should know why.
    #[must_use]
    pub fn of(challenges: &[Challenge], base: &Base) -> Option<Result<Self, HrefError>> {
        let href = challenges.iter().find_map(Challenge::token_service)?;
        Some(match href {
            Ok(href) if href.as_str().starts_with('/') => {
                base.resolve(&Href::from(&href), &|target| target).map(|uri| Self { uri })
            }
            Ok(href) => Self::new(href.as_str()),
            Err(cause) => Err(HrefError::Uri(cause.to_string())),
        })
    }

    /// Where it is.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Whether it is on the server of a base.
    #[must_use]
    pub fn is_on(&self, base: &Base) -> bool {
        base.resolve(&Href::from(self.uri.to_string()), &|target| target).is_ok()
    }

    /// The request that exchanges a grant for a token. **It holds the password**: its body belongs in no log.
    #[must_use]
    pub fn request(&self, grant: &Grant) -> HttpRequest<Vec<u8>> {
        let mut request = HttpRequest::new(grant.to_form().into_bytes());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri.clone();
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static(JSON));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(form::URL_ENCODED));
        request
    }
}

const JSON: &str = "application/json";

/// What a token service gives: a token, and how long it lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IssuedToken {
    /// The token.
    pub token: Token,
    /// How long it lasts from now on: eight hours for users, an hour for anonymous ones, where the server does not say otherwise.
    pub expires_in: Option<Duration>,
    /// `ms_rtc_identityscope`, as `local`.
    pub identity_scope: Option<String>,
}

impl IssuedToken {
    /// A token to give out.
    #[must_use]
    pub fn new(token: Token) -> Self {
        Self { token, expires_in: None, identity_scope: None }
    }

    /// Sets how long it lasts, in whole seconds.
    #[must_use]
    pub fn with_expires_in(self, duration: Duration) -> Self {
        Self { expires_in: Some(duration), ..self }
    }

    /// When to ask for another one, counted from when it came: a tenth of its time before it expires, but five minutes before at
    /// most. `None` if the server does not say how long it lasts; then a 401 says when.
    #[must_use]
    pub fn renew_in(&self) -> Option<Duration> {
        const EARLIEST: Duration = Duration::from_secs(5 * 60);
        self.expires_in.map(|lasts| lasts - (lasts / 10).min(EARLIEST))
    }

    /// Reads the answer of a token service.
    ///
    /// # Errors
    /// If the service refuses, or its answer has no token. A redirection is an error: a password is not sent on.
    pub fn read<B: AsRef<[u8]>>(response: &HttpResponse<B>) -> Result<Self, TokenError> {
        let (status, headers, body): (_, &HeaderMap, &[u8]) = (response.status(), response.headers(), response.body().as_ref());
        let reading = Reading::lenient();
        reading.check_size(headers, body)?;
        let unexpected = || TokenError::Unexpected(Box::new(UnexpectedAnswer::new(status, headers, body)));
        let fields = || reading.decoder(Format::Json).decode::<Resource>(body).map(|read| read.value);
        if !status.is_success() {
            let refusal = fields().ok().and_then(|fields| TokenRefusal::of(status, headers, &fields));
            return Err(refusal.map_or_else(unexpected, |refusal| TokenError::Refused(Box::new(refusal))));
        }
        if media::format_of(headers, body.trim_ascii_start()) == Some(Format::Xml) {
            return Err(unexpected());
        }
        Self::of(&fields().map_err(TokenError::Body)?)
    }

    fn of(fields: &Resource) -> Result<Self, TokenError> {
        let text = |name: &str| fields.property(name).and_then(Value::as_str);
        if let Some(found) = text("token_type").filter(|found| !found.eq_ignore_ascii_case("Bearer")) {
            return Err(TokenError::Type { found: found.chars().take(60).collect() });
        }
        let token = Token::new(text("access_token").ok_or(TokenError::NoToken)?)?;
        // some services write the number as a string
        let seconds =
            fields.property("expires_in").and_then(|value| value.as_i64().or_else(|| value.as_str()?.trim().parse().ok()));
        let expires_in = seconds.and_then(|seconds| u64::try_from(seconds).ok()).map(Duration::from_secs);
        Ok(Self { token, expires_in, identity_scope: text("ms_rtc_identityscope").map(str::to_owned) })
    }

    /// Writes the answer of a token service.
    ///
    /// # Errors
    /// None that is known; the encoder may find a text that is too long.
    pub fn to_http(&self) -> Result<HttpResponse<Vec<u8>>, BuildError> {
        let mut fields = vec![("access_token", Value::from(self.token.expose()))];
        fields
            .extend(self.expires_in.map(|lasts| ("expires_in", Value::from(i64::try_from(lasts.as_secs()).unwrap_or(i64::MAX)))));
        fields.extend(self.identity_scope.as_deref().map(|scope| ("ms_rtc_identityscope", Value::from(scope))));
        fields.push(("token_type", Value::from("Bearer")));
        answer(StatusCode::OK, HeaderMap::new(), fields)
    }
}

/// Why a token service gives no token, in the words of OAuth.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TokenRefusal {
    /// The status, 400 for most.
    pub status: StatusCode,
    /// The error, as [`INVALID_GRANT`](Self::INVALID_GRANT).
    pub error: String,
    /// More words, which UCWA's own service does not write.
    pub description: Option<String>,
    /// Where a browser signs in, if the grant was [passive](Grant::passive).
    pub passive_auth_uri: Option<String>,
    /// The headers; `X-Ms-diagnostics` says more.
    pub headers: HeaderMap,
}

impl TokenRefusal {
    /// A field is missing, or the form cannot be read.
    pub const INVALID_REQUEST: &'static str = "invalid_request";
    /// The password is wrong, or nobody is signed in.
    pub const INVALID_GRANT: &'static str = "invalid_grant";
    /// The service does not take this type of grant.
    pub const UNSUPPORTED_GRANT_TYPE: &'static str = "unsupported_grant_type";

    /// A refusal to answer with, of status 400.
    pub fn new(error: impl Into<String>) -> Self {
        let (status, headers) = (StatusCode::BAD_REQUEST, HeaderMap::new());
        Self { status, error: error.into(), description: None, passive_auth_uri: None, headers }
    }

    /// Sets the description.
    #[must_use]
    pub fn with_description(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// Sets where a browser signs in.
    #[must_use]
    pub fn with_passive_auth_uri(self, uri: impl Into<String>) -> Self {
        Self { passive_auth_uri: Some(uri.into()), ..self }
    }

    fn of(status: StatusCode, headers: &HeaderMap, fields: &Resource) -> Option<Self> {
        let text = |name: &str| Some(fields.property(name)?.as_str()?.to_owned());
        let (description, passive_auth_uri) = (text("error_description"), text("ms_rtc_passiveauthuri"));
        Some(Self { status, error: text("error")?, description, passive_auth_uri, headers: headers.clone() })
    }

    /// Writes the answer of a token service.
    ///
    /// # Errors
    /// None that is known; the encoder may find a text that is too long.
    pub fn to_http(&self) -> Result<HttpResponse<Vec<u8>>, BuildError> {
        let mut fields = vec![("error", Value::from(&*self.error))];
        fields.extend(self.description.as_deref().map(|text| ("error_description", Value::from(text))));
        fields.extend(self.passive_auth_uri.as_deref().map(|uri| ("ms_rtc_passiveauthuri", Value::from(uri))));
        answer(self.status, self.headers.clone(), fields)
    }
}

impl fmt::Display for TokenRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status.as_u16(), self.error)?;
        self.description.as_ref().map_or(Ok(()), |description| write!(f, ": {description}"))
    }
}

impl std::error::Error for TokenRefusal {}

/// An answer in JSON that no cache may keep.
fn answer(
    status: StatusCode,
    mut headers: HeaderMap,
    fields: Vec<(&'static str, Value)>,
) -> Result<HttpResponse<Vec<u8>>, BuildError> {
    let mut resource = Resource::default();
    for (name, value) in fields {
        resource.extra.push_property(name, value);
    }
    let body = media::encoder(Format::Json).encode(&resource).map_err(BuildError::Body)?;
    crate::http::header::remove_framing(&mut headers);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let mut response = HttpResponse::new(body.into_bytes());
    (*response.status_mut(), *response.headers_mut()) = (status, headers);
    Ok(response)
}
