//! [`Discovery`], from a domain to the server of a user, and to a token for it.

mod error;
mod home;
mod machine;
mod names;
mod question;
mod step;
mod trust;

use std::collections::VecDeque;

use ::http::{Request as HttpRequest, Response as HttpResponse};

pub use self::{
    error::{Attempt, DiscoveryError, Fault, Secret, SignIn, Untrusted},
    home::Home,
    step::Step,
};
use self::{machine::State, trust::Trust};
use crate::{
    Format,
    http::{Base, Grant, HrefError, IssuedToken, MediaStyle, MediaType, Token},
};

/// Finds the server of a user and signs in to it, as a state machine: [`step`](Self::step) says what to send,
/// [`receive`](Self::receive) takes the answer, and the last step is the [`Home`] that was found. It does no I/O and knows no clock.
///
/// ```
/// use http::Response;
/// use ucwa_model::{Format, http::{Discovery, Grant}};
///
/// let mut discovery = Discovery::new("lenea@contoso.com", Format::Json)?.with_grant(Grant::password("lenea@contoso.com", "pass@word1"));
/// # let exchange = |request: http::Request<Vec<u8>>| -> Result<Response<Vec<u8>>, ()> {
/// #     let signed = request.headers().contains_key("authorization");
/// #     let links = |links: &str| Response::builder().header("content-type", "application/json").body(format!(r#"{{"_links":{{{links}}}}}"#).into_bytes()).map_err(drop);
/// #     match (request.uri().host().unwrap(), request.uri().path()) {
/// #         ("lyncdiscoverinternal.contoso.com", _) => Err(()),
/// #         ("lyncdiscover.contoso.com", "/") => links(r#""user":{"href":"https://lyncweb.contoso.com/oauth/user"}"#),
/// #         ("lyncweb.contoso.com", "/oauth/user") if signed => links(r#""applications":{"href":"/ucwa/oauth/v1/applications"}"#),
/// #         ("lyncweb.contoso.com", "/oauth/user") => Response::builder().status(401)
/// #             .header("www-authenticate", r#"MsRtcOAuth href="/WebTicket/oauthtoken",grant_type="password""#).body(Vec::new()).map_err(drop),
/// #         ("lyncweb.contoso.com", "/WebTicket/oauthtoken") => Ok(Response::new(br#"{"access_token":"cwt=AAEB","expires_in":28800}"#.to_vec())),
/// #         _ => unreachable!(),
/// #     }
/// # };
/// while let Some(request) = discovery.request() {
///     // `exchange` stands for any HTTP client that follows no redirections by itself
///     match exchange(request) {
///         Ok(response) => discovery.receive(&response),
///         Err(_) => discovery.lost(),
///     }
/// }
/// let home = discovery.finish()?; // with a client that blocks, all this is `discovery.run(exchange)?`
/// assert_eq!(home.base.url().as_str(), "https://lyncweb.contoso.com/");
/// assert_eq!(home.applications_link.href, "/ucwa/oauth/v1/applications");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # The turns
///
/// 1. The names of the domain: `lyncdiscoverinternal`, then `lyncdiscover`, over `https`. A name that does not answer, or leads
///    nowhere, costs the next one nothing.
/// 2. The root, which links to `user`, or to a `redirect` on another pool, where it begins again; at most
///    [ten times](Self::with_max_redirections), and never in a circle.
/// 3. `user` without a token: 401, with the token service in its [`Challenge`](crate::http::Challenge).
/// 4. The token request, `user` again with the token, and `applications`. If that is on another server, the token is not for it: the
///    server is asked for its own challenge, and so for a token of its own.
///
/// # Who gets to see what
///
/// A token goes to the server whose challenge led to it, and to no other. The grant and the token go only to servers that the caller
/// has named: those of the domain, over `https`, or the one of the [URL](Self::at), or [others](Self::with_trusted). Where a server
/// wants anything sent elsewhere, discovery stops with [`Step::Trust`], which says who asks, for what, and where it would go. Roots
/// are public, and so is every request without a token: it may lead anywhere.
#[derive(Debug)]
pub struct Discovery {
    /// Where to look if what is asked now leads nowhere.
    roots: VecDeque<String>,
    /// The domain, if that is where it began.
    domain: Option<String>,
    plain: bool,
    internal: bool,
    media: MediaType,
    trust: Trust,
    grant: Option<Grant>,
    head: bool,
    max_redirections: usize,
    redirections: usize,
    seen: Vec<String>,
    attempts: Vec<Attempt>,
    state: State,
}

impl Discovery {
    /// The servers of a domain: `contoso.com`, or an address in it, as `lenea@contoso.com` or the URI of a meeting.
    ///
    /// # Errors
    /// If it is no domain.
    pub fn new(domain: &str, format: Format) -> Result<Self, DiscoveryError> {
        let domain = names::domain(domain).map_err(DiscoveryError::Start)?;
        let mut discovery = Self::empty(Trust::domain(&domain), format);
        discovery.domain = Some(domain);
        Ok(discovery.begin())
    }

    /// The server at a URL, of its root, its `user` or whatever links to them. Only this one server is trusted.
    ///
    /// # Errors
    /// If it is no URL of `http` or `https`, or has credentials.
    pub fn at(url: &str, format: Format) -> Result<Self, DiscoveryError> {
        let base = Base::new(url, format).map_err(DiscoveryError::Start)?;
        let mut discovery = Self::empty(Trust::default(), format);
        discovery.trust.add(base.url());
        discovery.roots.push_back(url.to_owned());
        Ok(discovery.begin())
    }

    fn empty(trust: Trust, format: Format) -> Self {
        Self {
            roots: VecDeque::new(),
            domain: None,
            plain: false,
            internal: true,
            media: format.into(),
            trust,
            grant: None,
            head: false,
            max_redirections: 10,
            redirections: 0,
            seen: Vec::new(),
            attempts: Vec::new(),
            state: State::Failed(DiscoveryError::NotFound(Vec::new())),
        }
    }

    /// Sets what is shown to the token service. Without it, [`Step::SignIn`] asks for it.
    #[must_use]
    pub fn with_grant(self, grant: Grant) -> Self {
        Self { grant: Some(grant), ..self }
    }

    /// Trusts one more server, that of a URL, with the grant and with the tokens that it asks for itself.
    ///
    /// # Errors
    /// If it is no URL of `http` or `https`, or has credentials.
    pub fn with_trusted(mut self, url: &str) -> Result<Self, HrefError> {
        self.trust.add(Base::new(url, self.media.format)?.url());
        Ok(self)
    }

    /// Sets how the formats are named in `Accept`.
    #[must_use]
    pub fn with_media_style(self, style: MediaStyle) -> Self {
        Self { media: MediaType { style, ..self.media }, ..self }.begin()
    }

    /// Leaves out the name for inside the network, as for somebody who joins a meeting from outside.
    #[must_use]
    pub fn external(self) -> Self {
        Self { internal: false, ..self }.begin()
    }

    /// Looks over `http` too, where `https` does not answer. Servers redirect to `https` from there; secrets go no other way.
    #[must_use]
    pub fn with_plain_http(self) -> Self {
        Self { plain: true, ..self }.begin()
    }

    /// Asks for a challenge with HEAD, which spares the page that comes with a 401. A server that does not know HEAD is asked again.
    #[must_use]
    pub fn with_head(self) -> Self {
        Self { head: true, ..self }
    }

    /// Sets how many redirections may follow one another, ten if not set: links to another pool, and HTTP's own.
    #[must_use]
    pub fn with_max_redirections(self, most: usize) -> Self {
        Self { max_redirections: most, ..self }
    }

    /// What to do next. It stays until an answer has come.
    #[must_use]
    pub fn step(&self) -> Step<'_> {
        match &self.state {
            State::Ask(question) => Step::Send(question.request.clone()),
            State::Token { source, .. } => Step::Send(source.service.request(&source.grant)),
            State::SignIn(_, asked) => Step::SignIn(asked),
            State::Trust { asked, .. } => Step::Trust(asked),
            State::Found(home) => Step::Found(home),
            State::Failed(error) => Step::Failed(error),
        }
    }

    /// What to send, if that is the next step.
    #[must_use]
    pub fn request(&self) -> Option<HttpRequest<Vec<u8>>> {
        match self.step() {
            Step::Send(request) => Some(request),
            _ => None,
        }
    }

    /// Takes the answer to the request of the current step. It is ignored if that step sends none.
    pub fn receive<B: AsRef<[u8]>>(&mut self, response: &HttpResponse<B>) {
        match &self.state {
            State::Ask(question) => {
                let question = question.clone();
                self.answered(&question, response);
            }
            State::Token { question, source, challenges } => {
                let (question, asked) = (question.clone(), (source.clone(), challenges.clone()));
                self.issued(&question, asked, IssuedToken::read(response));
            }
            _ => {}
        }
    }

    /// Goes all the way with a transport that blocks: from a request to its answer, or to any error if none comes.
    ///
    /// # Errors
    /// As [`finish`](Self::finish): a question to the caller ends it too.
    pub fn run<E>(
        mut self,
        mut exchange: impl FnMut(HttpRequest<Vec<u8>>) -> Result<HttpResponse<Vec<u8>>, E>,
    ) -> Result<Home, DiscoveryError> {
        while let Some(request) = self.request() {
            match exchange(request) {
                Ok(response) => self.receive(&response),
                Err(_) => self.lost(),
            }
        }
        self.finish()
    }

    /// Says who the user is.
    pub fn sign_in(&mut self, grant: Grant) {
        self.grant = Some(grant);
        if let State::SignIn(question, asked) = &self.state {
            let (question, challenges) = (question.clone(), asked.challenges.clone());
            self.challenged(&question, challenges);
        }
    }

    /// Gives a token that came from elsewhere, as from one of the [issuers](crate::http::Challenge::trusted_issuers) that the server
    /// trusts. It goes to the server that asks, and to no other.
    pub fn sign_in_with(&mut self, token: Token) {
        if let State::SignIn(question, _) = &self.state {
            let question = question.clone();
            self.go_on_with(&question, question.base.clone().with_token(token), None, None);
        }
    }

    /// Trusts the server that [`Step::Trust`] names.
    pub fn trust(&mut self) {
        if let State::Trust { question, url, challenges, .. } = &self.state {
            let (question, url, challenges) = (question.clone(), url.clone(), challenges.clone());
            self.trust.add(&url);
            self.challenged(&question, challenges);
        }
    }

    /// The server that was found.
    ///
    /// # Errors
    /// If none was, or not yet: the error says what is missing.
    pub fn finish(self) -> Result<Home, DiscoveryError> {
        match self.state {
            State::Found(home) => Ok(*home),
            State::Failed(error) => Err(error),
            State::SignIn(_, asked) => Err(DiscoveryError::SignIn(asked)),
            State::Trust { asked, .. } => Err(DiscoveryError::Untrusted(asked)),
            State::Ask(question) => Err(DiscoveryError::Unfinished { uri: question.uri() }),
            State::Token { source, .. } => Err(DiscoveryError::Unfinished { uri: source.service.uri().to_string() }),
        }
    }
}
