//! [`Grant`], what a client shows a token service to get a token.

use std::fmt;

use ::http::{HeaderMap, Method, Request as HttpRequest, StatusCode};

use crate::{
    SipUri,
    http::{Challenge, FormError, Reading, Token, TokenRefusal, form},
};

/// What a client shows a token service to get a token: a name and a password, the key of a meeting, or nothing where the transport
/// knows who the user is. On the wire it is a form with a `grant_type`.
///
/// ```
/// use ucwa_model::http::{Grant, TokenService};
///
/// let service = TokenService::new("https://lyncweb.contoso.com/WebTicket/oauthtoken")?;
/// let request = service.request(&Grant::password("lenea@contoso.com", "pass@word1"));
/// assert_eq!(request.body(), b"grant_type=password&username=lenea%40contoso.com&password=pass%40word1");
///
/// // the server, which takes multipart/form-data as well
/// let grant = Grant::read(&request)?;
/// assert_eq!((grant.grant_type(), grant.username(), grant.secret()), (Grant::PASSWORD, Some("lenea@contoso.com"), Some("pass@word1")));
/// assert_eq!(format!("{grant:?}"), r#"Grant("password", username, password)"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Windows authentication
///
/// With [`windows`](Self::windows) the form says nothing more: the server answers the POST with a 401 and `WWW-Authenticate: Negotiate`
/// or `NTLM`, and the **transport** goes on from there, over one and the same connection. So it takes an HTTP client that speaks
/// SPNEGO or NTLM, as curl, WinHTTP and browsers do; this library sees only the last answer. A transport that does not will give the
/// first 401, which is a [`TokenError::Unexpected`](crate::http::TokenError) whose challenges name the two schemes.
///
/// [`passive`](Self::passive) is for a sign-in in a browser: the refusal says where, in [`TokenRefusal::passive_auth_uri`], and the
/// request is sent again with the cookies of that page.
#[derive(Clone, PartialEq, Eq)]
pub struct Grant {
    /// In the order of the wire; `grant_type` comes first.
    fields: Vec<(String, String)>,
}

const GRANT_TYPE: &str = "grant_type";
const USERNAME: &str = "username";
const SECRET: &str = "password";
const CONFERENCE: &str = "ms_rtc_conferenceuri";
const RENEW: &str = "ms_rtc_renew";

/// Stands before the key of a meeting in its URI.
const CONFERENCE_ID: &str = "app:conf:focus:id:";

impl Grant {
    /// The grant type of a user name and a password.
    pub const PASSWORD: &'static str = "password";
    /// The grant type of Windows authentication, by NTLM or Kerberos.
    pub const WINDOWS: &'static str = "urn:microsoft.rtc:windows";
    /// The grant type of a sign-in in a browser, as with AD FS.
    pub const PASSIVE: &'static str = "urn:microsoft.rtc:passive";
    /// The grant type of somebody who joins a meeting without an account.
    pub const ANONYMOUS_MEETING: &'static str = "urn:microsoft.rtc:anonmeeting";

    /// A grant of any type, without fields so far.
    pub fn new(grant_type: impl Into<String>) -> Self {
        Self { fields: vec![(GRANT_TYPE.to_owned(), grant_type.into())] }
    }

    /// A user name, as `lenea@contoso.com` or `CONTOSO\lenea`, and a password.
    pub fn password(username: impl Into<String>, password: impl Into<String>) -> Self {
        Self::new(Self::PASSWORD).with_field(USERNAME, username).with_field(SECRET, password)
    }

    /// The Windows account that the transport is signed in with.
    #[must_use]
    pub fn windows() -> Self {
        Self::new(Self::WINDOWS)
    }

    /// The cookies that a sign-in in a browser has left.
    #[must_use]
    pub fn passive() -> Self {
        Self::new(Self::PASSIVE)
    }

    /// The URI of a meeting and its key, for somebody without an account: `sip:john@contoso.com;gruu;opaque=app:conf:focus:id:5LB7MRBC`.
    /// The key is what stands last in the URI; see [`conference_key`](Self::conference_key).
    ///
    /// Such a token lasts an hour. [Renewing](Self::renewing) keeps the anonymous identity that the meeting knows.
    pub fn anonymous_meeting(conference: &SipUri, key: impl Into<String>) -> Self {
        Self::new(Self::ANONYMOUS_MEETING).with_field(SECRET, key).with_field(CONFERENCE, conference.as_str())
    }

    /// The key of a meeting, as its URI has it.
    ///
    /// ```
    /// use ucwa_model::{SipUri, http::Grant};
    ///
    /// let meeting: SipUri = "sip:john@contoso.com;gruu;opaque=app:conf:focus:id:5LB7MRBC".parse()?;
    /// assert_eq!(Grant::conference_key(&meeting), Some("5LB7MRBC"));
    /// # Ok::<(), ucwa_model::ParseSipUriError>(())
    /// ```
    #[must_use]
    pub fn conference_key(conference: &SipUri) -> Option<&str> {
        let (_, id) = conference.as_str().split_once(CONFERENCE_ID)?;
        id.split([';', '?', '&']).next().filter(|id| !id.is_empty())
    }

    /// Asks for the token to be renewed, so that somebody anonymous stays who they are: the only grant that takes an older token.
    #[must_use]
    pub fn renewing(self, token: &Token) -> Self {
        self.with_field(RENEW, token.expose())
    }

    /// Sets a field, as `resource` or `client_id`.
    #[must_use]
    pub fn with_field(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        match self.fields.iter_mut().find(|(other, _)| other == name) {
            Some((_, place)) => *place = value,
            None => self.fields.push((name.to_owned(), value)),
        }
        self
    }

    /// Reads the request of a client, with an urlencoded form or with a multipart one.
    ///
    /// # Errors
    /// If it is no POST of a form, or the form has no grant type, or a field twice. [`FormError::refusal`] is the answer to that.
    pub fn read<B: AsRef<[u8]>>(request: &HttpRequest<B>) -> Result<Self, FormError> {
        if request.method() != Method::POST {
            return Err(FormError::Method { found: request.method().to_string() });
        }
        let (headers, body): (&HeaderMap, &[u8]) = (request.headers(), request.body().as_ref());
        Reading::strict().check_size(headers, body)?;
        let mut fields = form::read(headers, body)?;
        let first = fields.iter().position(|(name, _)| name == GRANT_TYPE).ok_or(FormError::NoGrantType)?;
        fields[..=first].rotate_right(1);
        Ok(Self { fields })
    }

    /// Which type of grant it is.
    #[must_use]
    pub fn grant_type(&self) -> &str {
        self.field(GRANT_TYPE).unwrap_or_default()
    }

    /// Whether a token service takes it: one that lists no types may.
    #[must_use]
    pub fn fits(&self, challenge: &Challenge) -> bool {
        let mut types = challenge.grant_types().peekable();
        types.peek().is_none() || types.any(|one| one == self.grant_type())
    }

    /// The field of that name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// The name of the user.
    #[must_use]
    pub fn username(&self) -> Option<&str> {
        self.field(USERNAME)
    }

    /// The password of the user, or the key of the meeting.
    #[must_use]
    pub fn secret(&self) -> Option<&str> {
        self.field(SECRET)
    }

    /// The URI of the meeting.
    #[must_use]
    pub fn conference_uri(&self) -> Option<&str> {
        self.field(CONFERENCE)
    }

    /// The token that is to be renewed.
    #[must_use]
    pub fn renews(&self) -> Option<Token> {
        Token::new(self.field(RENEW)?).ok()
    }

    pub(crate) fn to_form(&self) -> String {
        form::write(&self.fields)
    }
}

/// The type, and the names of the fields: never what they hold.
impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Grant({:?}", self.grant_type())?;
        for (name, _) in self.fields.iter().filter(|(name, _)| name != GRANT_TYPE) {
            write!(f, ", {name}")?;
        }
        f.write_str(")")
    }
}

impl FormError {
    /// What a token service answers: `invalid_request`.
    #[must_use]
    pub fn refusal(&self) -> TokenRefusal {
        let refusal = TokenRefusal::new(TokenRefusal::INVALID_REQUEST).with_description(self.to_string());
        match self {
            Self::Method { .. } => TokenRefusal { status: StatusCode::METHOD_NOT_ALLOWED, ..refusal },
            Self::TooLarge(_) => TokenRefusal { status: StatusCode::PAYLOAD_TOO_LARGE, ..refusal },
            _ => refusal,
        }
    }
}
