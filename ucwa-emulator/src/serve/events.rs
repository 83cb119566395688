//! Requests for events: they wait until something happens, another one takes their place, or their time is up.

use std::{sync::Arc, time::Duration};

use ::http::Response as HttpResponse;
use tokio::sync::Notify;
use ucwa_model::{
    Events, Link,
    enumerations::{ErrorCode, ErrorSubcode},
    http::{Answer, MediaType, Operation, Request},
};

use super::{Reply, call::refused, checked::write, page, refuse};
use crate::acts::time;
use crate::world::{
    World,
    application::{ApplicationId, place},
    channel::{self, Asked, Patience},
};

/// A request for events that waits.
#[derive(Debug)]
pub(crate) struct Poll {
    application: ApplicationId,
    /// Which of the requests of the application it is.
    turn: u64,
    number: u64,
    patience: Patience,
    media: MediaType,
    operation: Operation,
    /// When it is answered whatever has happened.
    until: Duration,
    /// Tells that there may be something.
    pub(crate) changed: Arc<Notify>,
}

/// Takes a request for events.
pub(super) fn begin(world: &mut World, id: ApplicationId, request: &Request, media: MediaType) -> Reply {
    let now = world.now();
    let number =
        request.href().as_str().split(['?', '&']).find_map(|part| part.strip_prefix("ack=")).and_then(|ack| ack.parse().ok());
    let Some(application) = world.applications.get_mut(&id) else { return Reply::Now(page(http::StatusCode::NOT_FOUND, "404")) };
    let patience = patience(request);
    let poll = Poll {
        application: id,
        turn: application.channel.begin(),
        number: number.unwrap_or_else(|| application.channel.next()),
        patience,
        media,
        operation: request.operation(),
        until: now + patience.timeout,
        changed: Arc::clone(&application.channel.changed),
    };
    match look(world, &poll) {
        Some(response) => Reply::Now(response),
        None => Reply::Wait(poll),
    }
}

fn patience(request: &Request) -> Patience {
    let seconds = |name: &str| request.parameter_of(name).and_then(|text| text.parse().ok()).map(Duration::from_secs);
    let usual = Patience::default();
    Patience {
        low: seconds("low").unwrap_or(usual.low),
        medium: seconds("medium").unwrap_or(usual.medium),
        timeout: seconds("timeout").unwrap_or(usual.timeout),
    }
}

/// The answer, if it need not wait any longer.
pub(crate) fn look(world: &mut World, poll: &Poll) -> Option<HttpResponse<Vec<u8>>> {
    time::pass(world);
    let now = world.now();
    let events = place(poll.application, "events");
    let Some(application) = world.applications.get_mut(&poll.application) else {
        let gone = refused(ErrorCode::NotFound, Some(ErrorSubcode::ApplicationNotFound), "There is no such application.");
        return Some(refuse(world, poll.media, &gone));
    };
    application.seen = now;
    if application.channel.is_replaced(poll.turn) {
        let replaced = refused(
            ErrorCode::Conflict,
            Some(ErrorSubcode::PGetReplaced),
            "Another request for events has taken the place of this one.",
        );
        return Some(refuse(world, poll.media, &replaced));
    }
    let asked = match application.channel.ask(now, poll.number, poll.patience) {
        Asked::Nothing if poll.until <= now => application.channel.give(),
        asked => asked,
    };
    let answer = match asked {
        Asked::Nothing => return None,
        Asked::Given(happenings) => channel::response(&events, poll.number, &happenings),
        Asked::OutOfStep => out_of_step(&events, poll.number, application.channel.next()),
    };
    Some(write(world, poll.operation, &Ok(Answer::events(answer)), poll.media))
}

/// How long to wait, at most: time may end an invitation meanwhile, and nobody else looks.
pub(crate) fn wait(world: &World, poll: &Poll) -> Option<Duration> {
    let due = world.applications.get(&poll.application).and_then(|application| application.channel.due(poll.patience));
    let ringing = world.ringing.first().map(|(until, _)| *until);
    let until = due.into_iter().chain(ringing).fold(poll.until, Duration::min);
    world.clock.real(until)
}

fn out_of_step(place: &str, number: u64, next: u64) -> Events {
    let mut events = Events::default();
    events.channel.self_link = Link::new(format!("{place}?ack={number}")).into();
    events.channel.resync_link = Link::new(format!("{place}?ack={next}")).into();
    events
}
