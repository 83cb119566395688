//! Signing in: tokens for who knows the password.

use std::time::Duration;

use ucwa_model::http::{Grant, IssuedToken, Token, TokenRefusal};

use crate::world::{Ticket, World};

/// How long a token lasts.
const LASTS: Duration = Duration::from_secs(8 * 60 * 60);

/// The grants that the challenge names. Whoever joins a meeting without an account has another one.
pub(crate) const GRANT_TYPES: &str = "urn:microsoft.rtc:windows,urn:microsoft.rtc:anonmeeting,password";

/// Exchanges a grant for a token.
///
/// # Errors
/// What the token service answers, if it gives none.
pub(crate) fn sign_in(world: &mut World, grant: &Grant) -> Result<IssuedToken, Box<TokenRefusal>> {
    match grant.grant_type() {
        Grant::PASSWORD => {}
        Grant::WINDOWS => {
            let why = "Windows authentication is the transport's, and this server has none: use a password";
            return Err(Box::new(TokenRefusal::new("invalid_grant").with_description(why)));
        }
        other => {
            return Err(Box::new(
                TokenRefusal::new("unsupported_grant_type").with_description(format!("no tokens for `{other}`")),
            ));
        }
    }
    let (Some(name), Some(password)) = (grant.username(), grant.secret()) else {
        return Err(Box::new(TokenRefusal::new("invalid_request").with_description("a username and a password are required")));
    };
    let user = world.user_called(name).filter(|user| world.users.get(*user).is_some_and(|user| user.password == password));
    let user =
        user.ok_or_else(|| TokenRefusal::new("invalid_grant").with_description("no user has that name and that password"))?;
    let text = format!("cwt={:032x}", fastrand::u128(..));
    let token =
        Token::new(&text).map_err(|error| Box::new(TokenRefusal::new("server_error").with_description(error.to_string())))?;
    let until = world.now() + LASTS;
    world.tokens.insert(text, Ticket { user, until });
    let mut issued = IssuedToken::new(token).with_expires_in(LASTS);
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
