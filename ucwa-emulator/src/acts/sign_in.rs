//! Signing in: tokens for who knows the password.

use std::{collections::BTreeSet, time::Duration};

use ucwa_model::http::{Grant, IssuedToken, Token, TokenRefusal};

use crate::world::{
    Ticket, World,
    contacts::Contacts,
    user::{User, UserId},
};

/// The grants that the challenge names. Whoever joins a meeting without an account has another one.
pub(crate) const GRANT_TYPES: &str = "urn:microsoft.rtc:windows,urn:microsoft.rtc:anonmeeting,password";

/// Exchanges a grant for a token.
///
/// # Errors
/// What the token service answers, if it gives none.
pub(crate) fn sign_in(world: &mut World, grant: &Grant) -> Result<IssuedToken, Box<TokenRefusal>> {
    let (user, lasts) = match grant.grant_type() {
        Grant::PASSWORD => (by_password(world, grant)?, world.token_lifetime),
        Grant::ANONYMOUS_MEETING => (by_meeting(world, grant)?, world.token_lifetime.min(ANONYMOUS)),
        Grant::WINDOWS => {
            let why = "Windows authentication is the transport's, and this server has none: use a password";
            return Err(refuse(TokenRefusal::UNSUPPORTED_GRANT_TYPE, why));
        }
        other => return Err(refuse(TokenRefusal::UNSUPPORTED_GRANT_TYPE, &format!("no tokens for `{other}`"))),
    };
    issue(world, user, lasts)
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

/// How long the token of somebody without an account lasts, at most.
const ANONYMOUS: Duration = Duration::from_secs(60 * 60);

/// Somebody without an account, who has the URI and the key of a meeting. Whoever renews a token stays who they are.
fn by_meeting(world: &mut World, grant: &Grant) -> Result<UserId, Box<TokenRefusal>> {
    let (Some(uri), Some(key)) = (grant.conference_uri(), grant.secret()) else {
        return Err(refuse(TokenRefusal::INVALID_REQUEST, "the URI of a meeting and its key are required"));
    };
    let invalid = |why: &str| refuse(TokenRefusal::INVALID_GRANT, why);
    if !world.meetings.values().any(|meeting| meeting.id == key && meeting.uri(world).eq_ignore_ascii_case(uri)) {
        return Err(invalid("no meeting has that URI and that key"));
    }
    if let Some(token) = grant.renews() {
        let known = world.tokens.get(token.expose()).map(|ticket| ticket.user);
        let known = known.filter(|user| world.users.get(*user).is_some_and(|user| user.guest.as_deref() == Some(uri)));
        return known.ok_or_else(|| invalid("the token to be renewed is none of that meeting"));
    }
    Ok(guest(world, uri))
}

/// Somebody new; in the place of another one who is gone, and whom nobody remembers, if there is one.
fn guest(world: &mut World, meeting: &str) -> UserId {
    let guest = User::guest(world.number(), meeting, world.here);
    let gone = forget(world);
    let known = if gone.is_empty() { BTreeSet::new() } else { known(world) };
    let place = gone.into_iter().find(|user| !known.contains(user));
    match place.and_then(|id| Some((id, world.users.get_mut(id)?))) {
        Some((id, place)) => {
            *place = guest;
            id
        }
        None => {
            world.users.push(guest);
            world.users.len() - 1
        }
    }
}

/// Those without an account whose token is over, and whose application is gone: they cannot come back, and what was theirs is dropped.
fn forget(world: &mut World) -> Vec<UserId> {
    let mut here: BTreeSet<UserId> = world.tokens.values().map(|ticket| ticket.user).collect();
    here.extend(world.applications.values().map(|application| application.user));
    let guests = world.users.iter_mut().enumerate().filter(|(_, user)| user.guest.is_some());
    let mut gone = Vec::new();
    for (id, user) in guests.filter(|(id, _)| !here.contains(id)) {
        user.contacts = Contacts::default();
        world.logs.remove(&id);
        gone.push(id);
    }
    gone
}

/// Everybody whom others have to do with, or remember.
fn known(world: &World) -> BTreeSet<UserId> {
    let mut known = BTreeSet::new();
    for user in &world.users {
        known.extend(user.contacts.all());
        known.extend(user.contacts.delegates());
        known.extend(user.contacts.privacy.keys());
    }
    known.extend(world.applications.values().flat_map(|application| application.subscriptions.contacts()));
    known.extend(world.conversations.values().flat_map(|conversation| &conversation.parties).map(|party| party.user));
    known.extend(world.invitations.values().flat_map(|invitation| [Some(invitation.from), invitation.to]).flatten());
    known.extend(world.meetings.values().map(|meeting| meeting.organizer));
    known.extend(world.logs.values().flatten().flat_map(|log| &log.recipients));
    known
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
