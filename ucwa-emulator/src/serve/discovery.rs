//! Where a client begins, and the making of applications.

use std::collections::VecDeque;

use ::http::{Method, Request as HttpRequest, Response as HttpResponse, StatusCode};
use ucwa_model::{
    HttpMethodMetadata, OptionsMetadata, ParameterMetadata,
    discovery::{AnonApplications, Applications2, Applications2Post},
    enumerations::ErrorCode,
    http::{Answer, Content, Location, MediaType, Operation, Request},
};

use super::{
    bad_request,
    call::{Call, Outcome, found, refused},
    checked::write,
    media, options, page, received, refuse, revision,
    routes::{Route, of_revision, route},
    ticket, tokens,
};
use crate::{
    acts::sign_out::sign_out,
    shown::application as shown,
    world::{
        Ticket, World,
        application::{APPLICATIONS, Application, ApplicationId, place},
        channel::Channel,
        subscription::Subscriptions,
    },
};

/// Its paths.
pub(super) const ROUTES: &[Route] = &[
    route("", &[("GET", "application", Some(get)), ("DELETE", "application", Some(delete))]),
    route("events", &[("GET", "events", None)]),
];

/// What stands at other paths: a method, and the definition that it is of.
pub(super) const ELSEWHERE: &[(&str, &str)] = &[
    ("GET", "root"),
    ("GET", "user"),
    ("GET", "redirect"),
    ("GET", "xframe"),
    ("OPTIONS", "applications"),
    ("POST", "applications"),
    ("GET", "applications2"),
    ("POST", "applications2"),
    ("POST", "batch"),
    ("POST", "anonApplications"),
    ("OPTIONS", "anonApplications"),
];

/// Paths of the root, in lower case.
const ROOTS: &[&str] = &["", "/", "/autodiscover/autodiscoverservice.svc/root"];

/// Which operation a path is, of those that are below no application.
pub(super) fn operation(path: &str, method: &Method) -> Option<Operation> {
    let method = if method == Method::HEAD { &Method::GET } else { method };
    let path = path.to_ascii_lowercase();
    let is = |other: &str| path == other.to_ascii_lowercase();
    let name = match () {
        () if ROOTS.contains(&&*path) => "root",
        () if is(shown::USER) => "user",
        () if is(shown::REDIRECT) => "redirect",
        () if is(shown::XFRAME) => "xframe",
        () if is(shown::ANONYMOUS) => "anonApplications",
        () => return None,
    };
    Operation::find(name, method.as_str())
}

/// The root, the user, and the page for frames.
pub(super) fn answer(world: &mut World, request: &HttpRequest<Vec<u8>>, path: &str) -> HttpResponse<Vec<u8>> {
    let media = media(request);
    let is_get = [Method::GET, Method::HEAD].contains(request.method());
    let path = path.to_ascii_lowercase();
    if path == shown::ANONYMOUS.to_ascii_lowercase() {
        return anonymous(world, request, media);
    }
    if !is_get {
        return page(StatusCode::METHOD_NOT_ALLOWED, "405");
    }
    if ROOTS.contains(&&*path) {
        let root = shown::root(world);
        return resource(world, "root", media, &Ok(Answer::resource(root.into())));
    }
    if path == shown::USER.to_ascii_lowercase() {
        let Some(ticket) = ticket(world, request) else { return tokens::challenge(world) };
        let user = shown::user(world, ticket.user);
        return resource(world, "user", media, &Ok(Answer::resource(user.into())));
    }
    if path == shown::REDIRECT.to_ascii_lowercase() {
        let redirect = found(shown::redirect(world));
        return resource(world, "redirect", media, &redirect);
    }
    if path == shown::XFRAME.to_ascii_lowercase() {
        let frame = Content::new("text/html; charset=utf-8", FRAME);
        return resource(world, "xframe", media, &Ok(Answer::content(frame)));
    }
    page(StatusCode::NOT_FOUND, "404")
}

/// The page for frames.
const FRAME: &str = "<!DOCTYPE html><html><body>A frame for pages that talk to this server.</body></html>";

fn resource(world: &mut World, name: &str, media: MediaType, outcome: &Outcome) -> HttpResponse<Vec<u8>> {
    match Operation::find(name, "GET") {
        Some(operation) => write(world, operation, outcome, media),
        None => page(StatusCode::NOT_FOUND, "404"),
    }
}

/// The applications of a user: makes one, or lists them.
pub(super) fn applications(
    world: &mut World,
    ticket: Ticket,
    request: &HttpRequest<Vec<u8>>,
    media: MediaType,
) -> HttpResponse<Vec<u8>> {
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let Some(operation) = of_revision(&["applications", "applications2"], method, revision(request).as_ref()) else {
        return page(StatusCode::METHOD_NOT_ALLOWED, "405");
    };
    if operation.is("OPTIONS") {
        world.tally.succeeded(operation);
        return options(world, media, metadata(&[("GET", "applications2"), ("POST", "applications")]));
    }
    // both revisions take the same
    let latest = Operation::find("applications2", method.as_str()).unwrap_or(operation);
    let read = match received::read(latest, request) {
        Ok(read) => read,
        Err(refusal) => return refuse(world, media, &refusal),
    };
    let is_home = world.users.get(ticket.user).is_some_and(|user| user.server == world.here);
    let outcome = if !is_home {
        Err(refused(ErrorCode::Forbidden, None, "This user is at home on another server."))
    } else if operation.is("GET") {
        Ok(list(world, ticket))
    } else {
        let input: Result<Applications2Post, _> = read.into_inputs();
        input.map_err(|error| Box::new(bad_request(&error))).and_then(|input| make(world, ticket, input))
    };
    write(world, operation, &outcome, media)
}

/// What can be asked of the applications, and what one is made of.
fn metadata(operations: &[(&str, &str)]) -> OptionsMetadata {
    let mut metadata = OptionsMetadata::default();
    for (method, name) in operations.iter().copied() {
        let inputs = Operation::find(name, method).and_then(Operation::input).map_or(&[][..], |shape| shape.fields);
        let mut one = HttpMethodMetadata::default();
        one.http_method = Some(method.into());
        one.parameters = inputs
            .iter()
            .map(|input| {
                let mut parameter = ParameterMetadata::default();
                parameter.name = Some(input.name.into());
                parameter
            })
            .collect();
        metadata.methods.push(one);
    }
    metadata
}

/// The applications of those who have no account.
fn anonymous(world: &mut World, request: &HttpRequest<Vec<u8>>, media: MediaType) -> HttpResponse<Vec<u8>> {
    if request.method() == Method::OPTIONS {
        if let Some(operation) = Operation::find("anonApplications", "OPTIONS") {
            world.tally.succeeded(operation);
        }
        return options(world, media, metadata(&[("POST", "anonApplications")]));
    }
    let Some(operation) = Operation::find("anonApplications", request.method().as_str()) else {
        return page(StatusCode::METHOD_NOT_ALLOWED, "405");
    };
    let Some(ticket) = ticket(world, request) else { return tokens::challenge(world) };
    let is_guest = world.users.get(ticket.user).is_some_and(|user| user.guest.is_some());
    let outcome = match received::read(operation, request).map(Request::into_inputs::<AnonApplications>) {
        Err(refusal) => Err(refusal),
        Ok(_) if !is_guest => Err(refused(ErrorCode::Forbidden, None, "This token is of somebody who has an account.")),
        Ok(Err(error)) => Err(Box::new(bad_request(&error))),
        Ok(Ok(input)) => {
            let mut made = Applications2Post::default();
            (made.culture, made.user_agent) = (input.culture, input.user_agent);
            make(world, ticket, made)
        }
    };
    write(world, operation, &outcome, media)
}

fn list(world: &World, ticket: Ticket) -> Answer {
    let own = world.applications_of(ticket.user).map(|(id, _)| id);
    let mut list = Applications2::default();
    list.self_link = ucwa_model::Link::new(APPLICATIONS).into();
    list.application = own.filter_map(|id| shown::application(world, id)).collect();
    Answer::resource(list.into())
}

/// Makes an application. Whoever names the endpoint of one that they have gets that again, with all that it has: clients do so when they
/// have been made available, or have lost their way.
fn make(world: &mut World, ticket: Ticket, made: Applications2Post) -> Outcome {
    let seen = world.now();
    let own = made.endpoint_id.as_ref().filter(|endpoint| !endpoint.as_str().is_empty());
    let own = own.and_then(|endpoint| world.application_at(ticket.user, endpoint.as_str()));
    if let Some((id, application)) = own.and_then(|id| Some((id, world.applications.get_mut(&id)?))) {
        (application.made, application.seen) = (made, seen);
        return created(world, id);
    }
    let id = world.number();
    world.add_application(
        id,
        Application {
            user: ticket.user,
            made,
            available: None,
            channel: Channel::default(),
            subscriptions: Subscriptions::default(),
            reasons: VecDeque::new(),
            seen,
        },
    );
    created(world, id)
}

/// 201 with an application.
fn created(world: &World, id: ApplicationId) -> Outcome {
    let location = Location::new(&place(id, "")).map_err(|error| refused(ErrorCode::ServiceFailure, None, &error.to_string()))?;
    let application = shown::application(world, id).ok_or_else(super::call::not_found)?;
    Ok(Answer::created(application.into()).with_location(location))
}

/// GET of an application.
pub(super) fn get(world: &mut World, call: &Call) -> Outcome {
    found(shown::application(world, call.application))
}

/// DELETE of an application: the user is no longer there.
pub(super) fn delete(world: &mut World, call: &Call) -> Outcome {
    sign_out(world, call.application);
    Ok(Answer::done())
}
