//! What ends a discovery without a server.

use std::fmt;

use crate::http::{AnswerError, BuildError, Challenge, HrefError, TokenError, TokenRefusal};

/// Why no server was found, or none that lets the user in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DiscoveryError {
    /// Where to look is no domain and no URL.
    #[error("expected a domain, an address or a URL: {0}")]
    Start(HrefError),
    /// No name led to a server: what each said, in the order in which they were tried.
    #[error("no server was found: {}", list(.0))]
    NotFound(Vec<Attempt>),
    /// The server wants to know who the user is, and there is no grant that it takes.
    #[error(transparent)]
    SignIn(Box<SignIn>),
    /// A server that the user has not named would get to see a secret.
    #[error(transparent)]
    Untrusted(Box<Untrusted>),
    /// The token service gives no token.
    #[error("no token from {uri}: {cause}")]
    Token {
        /// The token service.
        uri: String,
        /// Why.
        cause: TokenError,
    },
    /// The token service does not answer.
    #[error("expected an answer of the token service {uri}, but found none")]
    Lost {
        /// The token service.
        uri: String,
    },
    /// The server does not take the token that its own token service gave.
    #[error("expected {uri} to take the token that it asked for, but found another challenge")]
    Rejected {
        /// What was asked for.
        uri: String,
    },
    /// It has not ended: a request waits for its answer.
    #[error("expected an answer of {uri} first")]
    Unfinished {
        /// What was asked for.
        uri: String,
    },
}

/// A name that did not lead to a server.
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// What was asked for last.
    pub uri: String,
    /// Why it leads no further.
    pub fault: Fault,
}

/// Why an answer leads no further.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// No answer came.
    #[error("no answer")]
    Lost,
    /// The answer is no success, or cannot be read.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The answer has no link that leads on.
    #[error("expected a link to `applications`, `user` or `redirect`, but found none")]
    NoLink,
    /// The answer leads to where a request went before.
    #[error("led in a circle")]
    Circle,
    /// One redirection too many.
    #[error("expected at most {limit} redirections, but found more")]
    Redirections {
        /// The most.
        limit: usize,
    },
    /// A redirection of HTTP to another domain, which the documentation tells clients not to follow.
    #[error("redirected to another domain: {to}")]
    Astray {
        /// Where it leads.
        to: String,
    },
    /// A link that cannot be requested.
    #[error(transparent)]
    Build(#[from] BuildError),
}

/// A server wants to know who the user is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SignIn {
    /// The resource that asks.
    pub uri: String,
    /// How to sign in, as the server says it.
    pub challenges: Vec<Challenge>,
    /// What the token service said of the last grant: mostly that the password is wrong.
    pub refusal: Option<Box<TokenRefusal>>,
}

/// A server that the user has not named would get to see a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Untrusted {
    /// The resource whose server asks for it.
    pub uri: String,
    /// The server that would see it, as in `https://login.example`.
    pub origin: String,
    /// What it would see.
    pub secret: Secret,
}

/// What a server may not see without being trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Secret {
    /// What is in the grant, the password above all.
    Grant,
    /// The token.
    Token,
}

impl fmt::Display for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.refusal {
            Some(refusal) => write!(f, "the token service for {} refuses: {refusal}", self.uri),
            None => {
                let asked: Vec<String> = self.challenges.iter().take(4).map(ToString::to_string).collect();
                let asked = if asked.is_empty() { "nothing that it names".to_owned() } else { asked.join(" or ") };
                write!(f, "expected a grant that fits {}, which asks for {asked}", self.uri)
            }
        }
    }
}

impl std::error::Error for SignIn {}

impl fmt::Display for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = match self.secret {
            Secret::Grant => "the credentials",
            Secret::Token => "the token",
        };
        write!(f, "expected a server that is trusted, but found that {} wants {secret} sent to {}", self.uri, self.origin)
    }
}

impl std::error::Error for Untrusted {}

fn list(attempts: &[Attempt]) -> String {
    attempts.iter().map(|attempt| format!("{}: {}", attempt.uri, attempt.fault)).collect::<Vec<_>>().join("; ")
}
