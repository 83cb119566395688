//! [`Home`], the server that was found.

use ::http::{Request as HttpRequest, Response as HttpResponse};

use crate::{
    Link, LinkTo,
    http::{Base, Grant, IssuedToken, TokenError, TokenService},
    rel,
};

/// The server that is the user's: where the application is made.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Home {
    /// The server, with the token for it.
    pub base: Base,
    /// Where the application is made.
    pub applications_link: LinkTo<rel::Applications, Link>,
    /// What the token service said of the token. `None` if the server asked for none, or the caller brought it.
    pub issued: Option<IssuedToken>,
    /// Where the token came from, and for what.
    pub(super) source: Option<Source>,
}

/// Where a token came from, and for what: where the next one comes from.
#[derive(Clone, Debug)]
pub(super) struct Source {
    pub(super) service: TokenService,
    pub(super) grant: Grant,
}

impl Home {
    /// The request for another token, to be sent [before the old one expires](IssuedToken::renew_in), or when the event channel says
    /// [`Next::SignIn`](crate::http::Next): the grant of the first one, again. Somebody anonymous shows the old token too, to stay
    /// who they are. **It holds the password**: its body belongs in no log.
    ///
    /// `None` if the token came from no token service.
    #[must_use]
    pub fn token_request(&self) -> Option<HttpRequest<Vec<u8>>> {
        let Source { service, grant } = self.source.as_ref()?;
        let renewing = self.issued.as_ref().filter(|_| grant.grant_type() == Grant::ANONYMOUS_MEETING);
        Some(match renewing {
            Some(issued) => service.request(&grant.clone().renewing(&issued.token)),
            None => service.request(grant),
        })
    }

    /// Takes the answer to that: requests carry the new token from now on.
    ///
    /// # Errors
    /// If it has no token; the old one stays.
    pub fn receive_token<B: AsRef<[u8]>>(&mut self, response: &HttpResponse<B>) -> Result<(), TokenError> {
        let issued = IssuedToken::read(response)?;
        self.base = self.base.clone().with_token(issued.token.clone());
        self.issued = Some(issued);
        Ok(())
    }
}
