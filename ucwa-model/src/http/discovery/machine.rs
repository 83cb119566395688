//! From one state to the next.

use std::mem;

use ::http::{Response as HttpResponse, StatusCode};
use url::{Position, Url};

use super::{
    Discovery,
    error::{Attempt, DiscoveryError, Fault, Secret, SignIn, Untrusted},
    home::{Home, Source},
    names,
    question::{Question, What, link, location},
};
use crate::{
    Link,
    http::{Answer, Base, BuildError, Challenge, Grant, IssuedToken, Operation, TokenError, TokenRefusal, TokenService},
};

/// What is waited for.
#[derive(Debug)]
pub(super) enum State {
    /// The answer to a question.
    Ask(Box<Question>),
    /// A token, with which the question is asked again.
    Token { question: Box<Question>, source: Source, challenges: Vec<Challenge> },
    /// The caller, to say who the user is.
    SignIn(Box<Question>, Box<SignIn>),
    /// The caller, to say whether a server is to be trusted.
    Trust { question: Box<Question>, asked: Box<Untrusted>, url: Url, challenges: Vec<Challenge> },
    /// Nothing: it has ended.
    Found(Box<Home>),
    /// Nothing: it has ended.
    Failed(DiscoveryError),
}

impl Discovery {
    /// Begins, or begins anew because an option has changed. Nothing was sent so far.
    pub(super) fn begin(mut self) -> Self {
        if let Some(domain) = &self.domain {
            self.roots = names::roots(domain, self.plain, self.internal).into();
        } else if let State::Ask(question) = &self.state {
            self.roots.push_front(question.link.href.to_string());
        }
        self.attempts.clear();
        self.next();
        self
    }

    /// Looks at the next place.
    fn next(&mut self) {
        (self.redirections, self.seen) = Default::default();
        match self.roots.pop_front() {
            Some(root) => {
                let question = self.root(&root);
                self.ask_if(&root, question);
            }
            None => self.state = State::Failed(DiscoveryError::NotFound(mem::take(&mut self.attempts))),
        }
    }

    fn root(&self, url: &str) -> Result<Question, BuildError> {
        let base = Base::new(url, self.media.format)?;
        let origin = base.url()[..Position::BeforePath].to_owned();
        Question::new(What::Root, base.elsewhere(&origin)?.with_media_style(self.media.style), Link::new(url))
    }

    /// Notes why an answer leads nowhere. With a token there is no other place to look.
    fn fault(&mut self, uri: String, signed: bool, fault: impl Into<Fault>) {
        self.attempts.push(Attempt { uri, fault: fault.into() });
        if signed {
            self.roots.clear();
        }
        self.next();
    }

    fn ask_if(&mut self, from: &str, question: Result<Question, BuildError>) {
        match question {
            Ok(question) => self.ask(question),
            Err(cause) => self.fault(from.to_owned(), false, cause),
        }
    }

    fn ask(&mut self, question: Question) {
        let wants_challenge = self.head && !question.is_signed() && question.what != What::Root;
        self.ask_as_is(if wants_challenge { question.with_head() } else { question });
    }

    fn ask_as_is(&mut self, question: Question) {
        let key = question.key();
        if self.seen.contains(&key) {
            self.fault(question.uri(), question.is_signed(), Fault::Circle);
        } else {
            self.seen.push(key); // few: redirections are limited
            self.state = State::Ask(Box::new(question));
        }
    }

    /// Takes the answer to a question.
    pub(super) fn answered<B: AsRef<[u8]>>(&mut self, question: &Question, response: &HttpResponse<B>) {
        let (status, headers) = (response.status(), response.headers());
        let moved = location(headers).filter(|_| status.is_redirection());
        if status == StatusCode::UNAUTHORIZED {
            self.challenged(question, Challenge::all(headers));
        } else if let Some(moved) = moved {
            self.moved(question, &moved);
        } else if question.is_head() {
            let again = Question::new(question.what, question.base.clone(), question.link.clone());
            match again {
                Ok(again) => self.ask_as_is(again),
                Err(cause) => self.fault(question.uri(), false, cause),
            }
        } else if question.what == What::Applications {
            // no challenge: whoever makes an application there will see
            self.state = State::Found(Box::new(question.clone().into_home()));
        } else {
            self.read(question, response);
        }
    }

    /// A redirection of HTTP: only within what is trusted, or on the server itself.
    fn moved(&mut self, question: &Question, to: &Link) {
        let target = match question.target(&to.href) {
            Ok(target) => target,
            Err(cause) => return self.fault(question.uri(), question.is_signed(), cause),
        };
        if target.host_str() != question.base.url().host_str() && !self.trust.has(&target) {
            let to = target.origin().ascii_serialization();
            return self.fault(question.uri(), question.is_signed(), Fault::Astray { to });
        }
        self.redirect(question, question.what, to);
    }

    fn redirect(&mut self, question: &Question, what: What, to: &Link) {
        self.redirections += 1;
        if self.redirections > self.max_redirections {
            let fault = Fault::Redirections { limit: self.max_redirections };
            return self.fault(question.uri(), question.is_signed(), fault);
        }
        match question.follow(what, to) {
            Ok(next) => self.ask(next),
            Err(cause) => self.fault(question.uri(), question.is_signed(), cause),
        }
    }

    /// Looks for the link that leads on.
    fn read<B: AsRef<[u8]>>(&mut self, question: &Question, response: &HttpResponse<B>) {
        let (uri, signed) = (question.uri(), question.is_signed());
        let found = || BuildError::NoOperation { found: format!("GET {}", question.what.name()) };
        let Some(operation) = Operation::find(question.what.name(), "GET") else {
            return self.fault(uri, signed, found());
        };
        let resource = match Answer::read(operation, response) {
            Ok(answer) => answer.into_resource(),
            Err(cause) => return self.fault(uri, signed, cause),
        };
        let lead = question.what.leads().iter().find_map(|(rel, what)| Some((link(resource.as_ref()?, rel)?, *what)));
        match lead {
            None => self.fault(uri, signed, Fault::NoLink),
            Some((to, What::Root)) => self.redirect(question, What::Root, &to),
            Some((to, What::User)) => match question.follow(What::User, &to) {
                Ok(next) => self.ask(next),
                Err(cause) => self.fault(uri, signed, cause),
            },
            Some((to, What::Applications)) => self.arrive(question, &to),
        }
    }

    /// Found, unless the applications are on another server: that one is asked for its challenge.
    fn arrive(&mut self, question: &Question, to: &Link) {
        match question.follow(What::Applications, to) {
            Ok(next) if next.base.url().origin() == question.base.url().origin() => {
                self.state = State::Found(Box::new(next.into_home()));
            }
            Ok(next) => self.ask(next),
            Err(cause) => self.fault(question.uri(), question.is_signed(), cause),
        }
    }

    /// A server asks who the user is: whom it asks for that must be trusted, and so must it.
    pub(super) fn challenged(&mut self, question: &Question, challenges: Vec<Challenge>) {
        if question.is_signed() {
            self.state = State::Failed(DiscoveryError::Rejected { uri: question.uri() });
            return;
        }
        let service = match TokenService::of(&challenges, &question.base).transpose() {
            Ok(service) => service,
            Err(cause) => return self.fault(question.uri(), false, BuildError::from(cause)),
        };
        let service_url = service.as_ref().and_then(|service| Url::parse(&service.uri().to_string()).ok());
        let wanted = [(Some(question.base.url().clone()), Secret::Token), (service_url, Secret::Grant)];
        let foreign = wanted.into_iter().find_map(|(url, secret)| Some((url.filter(|url| !self.trust.has(url))?, secret)));
        if let Some((url, secret)) = foreign {
            let asked = Untrusted { uri: question.uri(), origin: url.origin().ascii_serialization(), secret };
            self.state = State::Trust { question: Box::new(question.clone()), asked: Box::new(asked), url, challenges };
            return;
        }
        self.state = match (service, self.grant_for(&challenges)) {
            (Some(service), Some(grant)) => {
                State::Token { question: Box::new(question.clone()), source: Source { service, grant }, challenges }
            }
            _ => sign_in(question, challenges, None),
        };
    }

    /// The grant, if a challenge that names a token service takes it.
    fn grant_for(&self, challenges: &[Challenge]) -> Option<Grant> {
        let challenge = challenges.iter().find(|challenge| challenge.token_service().is_some())?;
        self.grant.clone().filter(|grant| grant.fits(challenge))
    }

    /// Takes the answer of a token service. A grant that was refused is not shown again.
    pub(super) fn issued(
        &mut self,
        question: &Question,
        (source, challenges): (Source, Vec<Challenge>),
        answer: Result<IssuedToken, TokenError>,
    ) {
        match answer {
            Ok(issued) => {
                let base = question.base.clone().with_token(issued.token.clone());
                self.go_on_with(question, base, Some(issued), Some(source));
            }
            Err(TokenError::Refused(refusal)) => {
                self.grant = None;
                self.state = sign_in(question, challenges, Some(refusal));
            }
            Err(cause) => {
                let uri = source.service.uri().to_string();
                self.state = State::Failed(DiscoveryError::Token { uri, cause });
            }
        }
    }

    /// Goes on with a token: the server itself has asked for it.
    pub(super) fn go_on_with(&mut self, question: &Question, base: Base, issued: Option<IssuedToken>, source: Option<Source>) {
        match question.signed(base, issued, source) {
            Ok(next) if next.what == What::Applications => self.state = State::Found(Box::new(next.into_home())),
            Ok(next) => self.ask(next),
            Err(cause) => self.fault(question.uri(), true, cause),
        }
    }

    /// Says that no answer came, or that a server is not to be trusted: another name may lead further.
    pub fn lost(&mut self) {
        match &self.state {
            State::Ask(question) => {
                let (uri, signed) = (question.uri(), question.is_signed());
                self.fault(uri, signed, Fault::Lost);
            }
            State::Trust { question, asked, .. } => {
                let (uri, to) = (question.uri(), asked.origin.clone());
                self.fault(uri, false, Fault::Astray { to });
            }
            State::Token { source, .. } => {
                let uri = source.service.uri().to_string();
                self.state = State::Failed(DiscoveryError::Lost { uri });
            }
            _ => {}
        }
    }
}

fn sign_in(question: &Question, challenges: Vec<Challenge>, refusal: Option<Box<TokenRefusal>>) -> State {
    State::SignIn(Box::new(question.clone()), Box::new(SignIn { uri: question.uri(), challenges, refusal }))
}
