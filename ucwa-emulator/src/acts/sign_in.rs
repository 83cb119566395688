//! Signing in: tokens for who knows the password.

use std::time::Duration;

use ucwa_model::http::{Grant, IssuedToken, Token, TokenRefusal};

use crate::world::{Ticket, World, user::UserId};

/// The grants that the challenge names. Whoever joins a meeting without an account has another one.
pub(crate) const GRANT_TYPES: &str = "urn:microsoft.rtc:windows,urn:microsoft.rtc:anonmeeting,password";

/// Exchanges a grant for a token.
///
/// # Errors
/// What the token service answers, if it gives none.
pub(crate) fn sign_in(world: &mut World, grant: &Grant) -> Result<IssuedToken, Box<TokenRefusal>> {
    let user = match grant.grant_type() {
        Grant::PASSWORD => by_password(world, grant)?,
        Grant::WINDOWS => {
            let why = "Windows authentication is the transport's, and this server has none: use a password";
            return Err(refuse(TokenRefusal::UNSUPPORTED_GRANT_TYPE, why));
        }
        other => return Err(refuse(TokenRefusal::UNSUPPORTED_GRANT_TYPE, &format!("no tokens for `{other}`"))),
    };
    issue(world, user, world.token_lifetime)
}

fn refuse(error: &str, why: &str) -> Box<TokenRefusal> {
    Box::new(TokenRefusal::new(error).with_description(why))
}

fn by_password(world: &World, grant: &Grant) -> Result<UserId, Box<TokenRefusal>> {
    let (Some(name), Some(password)) = (grant.username(), grant.secret()) else {
        return Err(refuse(TokenRefusal::INVALID_REQUEST, "a username and a password are required"));
    };
    let user = world.user_called(name).filter(|user| world.users.get(*user).is_some_and(|user| user.password == password));
    user.ok_or_else(|| refuse(TokenRefusal::INVALID_GRANT, "no user has that name and that password"))
}

fn issue(world: &mut World, user: UserId, lasts: Duration) -> Result<IssuedToken, Box<TokenRefusal>> {
    let text = format!("cwt={:032x}", fastrand::u128(..));
    let token = Token::new(&text).map_err(|error| refuse("server_error", &error.to_string()))?;
    let until = world.now().saturating_add(lasts);
    world.tokens.insert(text, Ticket { user, until, server: world.here });
    let mut issued = IssuedToken::new(token).with_expires_in(lasts);
    issued.identity_scope = Some("local".to_owned());
    Ok(issued)
}

/// Ends all tokens of a user; how many there were.
pub(crate) fn end_tokens(world: &mut World, name: &str) -> usize {
    let before = world.tokens.len();
    if let Some(user) = world.user_called(name) {
        world.tokens.retain(|_, ticket| ticket.user != user);
    }
    before - world.tokens.len()
}
