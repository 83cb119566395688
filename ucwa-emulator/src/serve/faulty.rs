//! What goes wrong on request, before a request is looked at and after it is answered.

use ::http::{HeaderValue, Method, Request as HttpRequest, Response as HttpResponse, StatusCode, header::RETRY_AFTER};
use ucwa_model::{
    enumerations::ErrorCode,
    http::{Operation, Refusal, Revision, Token},
};

use super::{discovery, events, media, page, refuse, revision, routes, routes::Found, ticket, tokens};
use crate::{
    faults::{
        Effect,
        change::{self, Leaving},
        live::About,
    },
    world::{
        World,
        application::{APPLICATIONS, ApplicationId},
        user::UserId,
    },
};

/// What a request is, before anything is done about it.
pub(super) fn about(world: &World, request: &HttpRequest<Vec<u8>>) -> About {
    let (method, path) = (request.method(), request.uri().path().to_owned());
    let operation = match path.strip_prefix(APPLICATIONS) {
        Some(rest) => in_application(rest, method, revision(request).as_ref()),
        None => discovery::operation(&path, method),
    };
    let user = ticket(world, request).map(|ticket| ticket.user);
    About { operation, user, application: own(world, &path, user), path, is_part: false }
}

fn in_application(rest: &str, method: &Method, wanted: Option<&Revision>) -> Option<Operation> {
    let rest = rest.trim_matches('/');
    let (_, rest) = match rest.split_once('/') {
        Some((_, "batch")) => return Operation::find("batch", method.as_str()),
        None if rest.is_empty() => return Operation::find("applications2", method.as_str()),
        parts => parts.unwrap_or(("", "")),
    };
    match routes::find(rest, method, wanted) {
        Found::Operation(operation, ..) => Some(operation),
        _ => None,
    }
}

/// What is answered in place of doing what is asked for, if something goes wrong.
pub(super) fn instead(world: &mut World, about: &About, request: &HttpRequest<Vec<u8>>) -> Option<HttpResponse<Vec<u8>>> {
    let refusal = |code| Refusal::of(code, None, "A fault that was asked for.");
    match world.faults.before(about)? {
        Effect::Unauthorized => Some(tokens::challenge(world)),
        Effect::ExpiredToken => {
            if let Some(token) = Token::of(request.headers()) {
                world.tokens.remove(token.expose());
            }
            Some(tokens::challenge(world))
        }
        Effect::InternalError => Some(refuse(world, media(request), &refusal(ErrorCode::ServiceFailure))),
        Effect::Unavailable(seconds) => {
            let mut response = refuse(world, media(request), &refusal(ErrorCode::ServiceUnavailable));
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            Some(response)
        }
        Effect::HtmlPage(status) => Some(page(StatusCode::from_u16(status).unwrap_or_default(), "A page that was asked for.")),
        Effect::Resync => events::lose(world, about.application?, media(request), false),
        Effect::Resume => events::lose(world, about.application?, media(request), true),
        _ => None,
    }
}

/// The application below which a request is, if it is the user's.
fn own(world: &World, path: &str, user: Option<UserId>) -> Option<ApplicationId> {
    let id = path.strip_prefix(APPLICATIONS)?.trim_matches('/').split('/').next()?.parse().ok()?;
    world.applications.get(&id).filter(|application| Some(application.user) == user).map(|_| id)
}

/// The way out of an answer, and what happens to it there.
pub(super) fn leave(world: &mut World, about: &About, response: HttpResponse<Vec<u8>>) -> Leaving {
    let effects = world.faults.after(about, |effect| change::fits(effect, &response));
    let mut leaving = Leaving::from(response);
    effects.into_iter().for_each(|effect| leaving.suffer(effect));
    leaving
}
