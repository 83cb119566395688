//! [`Step`], what a discovery wants done.

use std::fmt;

use ::http::Request as HttpRequest;

use super::{DiscoveryError, Home, SignIn, Untrusted};

/// What to do next.
#[non_exhaustive]
#[allow(clippy::large_enum_variant, reason = "it is made to be matched at once, and a request is sent as it is")]
pub enum Step<'a> {
    /// Send this, and give the answer to [`receive`](crate::http::Discovery::receive); if none comes, say so with [`lost`](crate::http::Discovery::lost). A
    /// token request holds the password.
    Send(HttpRequest<Vec<u8>>),
    /// Say who the user is, with [`sign_in`](crate::http::Discovery::sign_in) or [`sign_in_with`](crate::http::Discovery::sign_in_with).
    SignIn(&'a SignIn),
    /// Say whether a server may see a secret, with [`trust`](crate::http::Discovery::trust); [`lost`](crate::http::Discovery::lost) goes on without it.
    Trust(&'a Untrusted),
    /// It is found.
    Found(&'a Home),
    /// It has failed.
    Failed(&'a DiscoveryError),
}

/// Of a request where it goes: its body may hold a password.
impl fmt::Debug for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send(request) => write!(f, "Send({} {})", request.method(), request.uri()),
            Self::SignIn(asked) => f.debug_tuple("SignIn").field(asked).finish(),
            Self::Trust(asked) => f.debug_tuple("Trust").field(asked).finish(),
            Self::Found(home) => f.debug_tuple("Found").field(home).finish(),
            Self::Failed(error) => f.debug_tuple("Failed").field(error).finish(),
        }
    }
}
