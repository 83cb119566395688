//! Requests → answers. Reading is lenient in what it takes; what goes out is checked against the schema.

mod call;
mod checked;
mod communication;
mod discovery;
mod events;
mod faulty;
mod forwarding;
mod groups;
#[cfg(test)]
mod hostile;
mod inputs;
mod me;
mod meetings;
mod memberships;
mod people;
mod phones;
mod reasons;
mod received;
mod routes;
mod search;
mod subscriptions;
pub(crate) mod target;
mod tokens;
mod versioned;

use std::time::Duration;

use ::http::{Method, Request as HttpRequest, Response as HttpResponse, StatusCode, header};
use ucwa_model::http::{Batch, MediaType, Operation, Refusal, Request, RequestError, Revision, Token};
use ucwa_model::{
    Format,
    enumerations::{ErrorCode, ErrorSubcode},
};

use self::{
    call::Call,
    checked::{options, refuse, write},
    routes::Found,
};
pub(crate) use self::{
    events::{Poll, look, wait},
    routes::operations,
};
use crate::{
    acts::time,
    faults::{change::Leaving, live::About},
    world::{
        Ticket, World,
        application::{APPLICATIONS, ApplicationId},
    },
};

/// What comes of a request.
#[derive(Debug)]
pub(crate) enum Reply {
    Now(Leaving),
    /// A request for events, which may have to wait.
    Wait(Box<Poll>),
}

/// Answers a request, or lets it wait.
pub(crate) fn answer(world: &mut World, request: &HttpRequest<Vec<u8>>) -> Reply {
    time::pass(world);
    let about = faulty::about(world, request);
    let response = faulty::instead(world, &about, request).map_or_else(|| do_as_asked(world, &about, request), Ok);
    response.map_or_else(Reply::Wait, |response| Reply::Now(faulty::leave(world, &about, response)))
}

/// What is answered, or a request for events.
fn do_as_asked(world: &mut World, about: &About, request: &HttpRequest<Vec<u8>>) -> Result<HttpResponse<Vec<u8>>, Box<Poll>> {
    if about.path.starts_with(APPLICATIONS) {
        return match in_application(world, request) {
            Routed::Answered(response) => Ok(response),
            Routed::Events(id, request) => match events::begin(world, about, id, &request.value, request.media) {
                Ok(poll) => Err(Box::new(poll)),
                Err(response) => Ok(*response),
            },
            Routed::Batch => Ok(batch(world, request)),
        };
    }
    Ok(match about.path.to_ascii_lowercase().as_str() {
        tokens::PATH => tokens::answer(world, request),
        _ => discovery::answer(world, request, &about.path),
    })
}

/// Whose request it is.
fn ticket(world: &World, request: &HttpRequest<Vec<u8>>) -> Option<Ticket> {
    let ticket = Token::of(request.headers()).and_then(|token| world.tokens.get(token.expose()).copied());
    ticket.filter(|ticket| ticket.until > world.now() && ticket.server == world.here)
}

/// What a request below the applications is.
enum Routed {
    Answered(HttpResponse<Vec<u8>>),
    /// One for events, which may have to wait.
    Events(ApplicationId, Wanted),
    Batch,
}

/// A request for events that has been read, and the format that it wants.
struct Wanted {
    value: Request,
    media: MediaType,
}

/// Answers a request below the applications, unless it is one of the two that no batch may hold.
fn in_application(world: &mut World, request: &HttpRequest<Vec<u8>>) -> Routed {
    let media = media(request);
    let Some(ticket) = ticket(world, request) else { return Routed::Answered(tokens::challenge(world)) };
    let rest = request.uri().path().strip_prefix(APPLICATIONS).unwrap_or_default();
    let rest = rest.trim_matches('/').to_owned();
    if rest.is_empty() {
        return Routed::Answered(discovery::applications(world, ticket, request, media));
    }
    let (number, rest) = rest.split_once('/').unwrap_or((&rest, ""));
    let own = |id: &ApplicationId| world.applications.get(id).is_some_and(|application| application.user == ticket.user);
    let Some(id) = number.parse().ok().filter(own) else {
        let why = "There is no such application.";
        let refusal = Refusal::of(ErrorCode::NotFound, Some(ErrorSubcode::ApplicationNotFound), why);
        return Routed::Answered(refuse(world, media, &refusal));
    };
    let now = world.now();
    if let Some(application) = world.applications.get_mut(&id) {
        application.seen = now;
    }
    if rest == "batch" && request.method() == Method::POST {
        return Routed::Batch;
    }
    let (operation, handler, ids) = match routes::find(rest, request.method(), revision(request).as_ref()) {
        Found::Operation(operation, handler, ids) => (operation, handler, ids),
        Found::Options(metadata) => return Routed::Answered(options(world, media, metadata)),
        Found::OtherMethod => {
            let refusal = Refusal::of(ErrorCode::MethodNotAllowed, None, "This resource does not take that method.");
            return Routed::Answered(refuse(world, media, &refusal));
        }
        Found::OtherRevision => return Routed::Answered(refuse(world, media, &call::other_revision())),
        Found::Nothing => return Routed::Answered(refuse(world, media, &call::not_found())),
    };
    let read = match received::read(operation, request) {
        Ok(read) => read,
        Err(refusal) => return Routed::Answered(refuse(world, media, &refusal)),
    };
    let Some(handler) = handler else { return Routed::Events(id, Wanted { value: read, media }) };
    let call = Call { application: id, user: ticket.user, ids, request: read };
    let outcome = versioned::named(&call.request, handler(world, &call)).map_err(|refusal| reasons::keep(world, id, refusal));
    Routed::Answered(write(world, operation, &outcome, media))
}

/// A batch: each part by itself.
fn batch(world: &mut World, request: &HttpRequest<Vec<u8>>) -> HttpResponse<Vec<u8>> {
    let token = request.headers().get(header::AUTHORIZATION);
    let parts = match Batch::parts(request) {
        Ok(parts) => parts,
        Err(error) => return refuse(world, media(request), &bad_request(&error)),
    };
    let mut answers = Vec::new();
    for mut part in parts {
        if let (Some(token), false) = (token, part.headers().contains_key(header::AUTHORIZATION)) {
            part.headers_mut().insert(header::AUTHORIZATION, token.clone());
        }
        answers.push(answer_part(world, &target::normalized(part)));
    }
    match Batch::answer(&answers) {
        Ok(response) => {
            if let Some(operation) = Operation::find("batch", "POST") {
                world.tally.succeeded(operation);
            }
            response
        }
        Err(error) => fault(world, &error.to_string()),
    }
}

/// The revision of a resource that a request asks for at least. Whoever reads the request finds one that is none.
fn revision(request: &HttpRequest<Vec<u8>>) -> Option<Revision> {
    request.headers().get("x-ms-requiresminresourceversion")?.to_str().ok()?.trim().parse().ok()
}

/// Answers a part of a batch. Faults meet it too; those of the connection are the whole batch's.
fn answer_part(world: &mut World, part: &HttpRequest<Vec<u8>>) -> HttpResponse<Vec<u8>> {
    let about = About { is_part: true, ..faulty::about(world, part) };
    let response = faulty::instead(world, &about, part).unwrap_or_else(|| match in_application(world, part) {
        Routed::Answered(response) => response,
        Routed::Events(..) | Routed::Batch => {
            let why = "A batch may hold neither batches nor requests for events.";
            refuse(world, media(part), &Refusal::of(ErrorCode::BadRequest, None, why))
        }
    });
    faulty::leave(world, &about, response).response
}

/// The format that a client wants; JSON if it does not say.
fn media(request: &HttpRequest<Vec<u8>>) -> MediaType {
    MediaType::accepted(request.headers()).unwrap_or(Format::Json.into())
}

fn bad_request(error: &RequestError) -> Refusal {
    Refusal::of(ErrorCode::BadRequest, Some(ErrorSubcode::ParameterValidationFailure), &error.to_string())
}

/// An answer that this server must not give: it is noted, and said.
fn fault(world: &mut World, what: &str) -> HttpResponse<Vec<u8>> {
    world.violations.push(what.to_owned());
    page(StatusCode::INTERNAL_SERVER_ERROR, what)
}

/// A page for people.
fn page(status: StatusCode, text: &str) -> HttpResponse<Vec<u8>> {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut response = HttpResponse::new(format!("<!DOCTYPE html><html><body>{text}</body></html>").into_bytes());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

/// How long nothing is done if nothing happens: what waits is looked at anew after it.
pub(crate) const LONGEST: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_text_as_it_is() {
        let body = page(StatusCode::OK, "<i>&amp;").into_body();
        assert_eq!(body, b"<!DOCTYPE html><html><body>&lt;i&gt;&amp;amp;</body></html>");
    }
}
