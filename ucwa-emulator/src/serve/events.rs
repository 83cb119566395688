//! Requests for events: they wait until something happens, another one takes their place, or their time is up.

use std::{sync::Arc, time::Duration};

use ::http::Response as HttpResponse;
use tokio::sync::Notify;
use ucwa_model::{
    Events, Link,
    enumerations::{ErrorCode, ErrorSubcode},
    http::{Answer, MediaType, Operation, Refusal, Request},
};

use super::{call::refused, checked::write, faulty, refuse};
use crate::{
    acts::{talk, time},
    faults::{change::Leaving, live::About},
    shown::events as shown,
    world::{
        World,
        application::{ApplicationId, place},
        channel::{Asked, Patience},
    },
};

/// A request for events that waits.
#[derive(Debug)]
pub(crate) struct Poll {
    about: About,
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
///
/// # Errors
/// What is answered at once: there is no such application, or a timer is out of its range.
pub(super) fn begin(
    world: &mut World,
    about: &About,
    id: ApplicationId,
    request: &Request,
    media: MediaType,
) -> Result<Poll, Box<HttpResponse<Vec<u8>>>> {
    let now = world.now();
    let patience = patience(request).map_err(|refusal| Box::new(refuse(world, media, &refusal)))?;
    let Some(application) = world.applications.get_mut(&id) else { return Err(Box::new(refuse(world, media, &gone()))) };
    let channel = &mut application.channel;
    let number = ack(request).unwrap_or_else(|| channel.current());
    let rank = request.parameter_of("priority").and_then(|rank| rank.parse().ok()).unwrap_or_default();
    let patience = channel.rank(number, rank, patience);
    Ok(Poll {
        about: about.clone(),
        application: id,
        turn: channel.begin(),
        number,
        patience,
        media,
        operation: request.operation(),
        until: now + patience.timeout,
        changed: Arc::clone(&channel.changed),
    })
}

fn ack(request: &Request) -> Option<u64> {
    let mut parts = request.href().as_str().split(['?', '&']).skip(1);
    parts.find_map(|part| part.strip_prefix("ack=")).and_then(|ack| ack.parse().ok())
}

/// The timers of a request: each has to be in the range that the schema has for it.
fn patience(request: &Request) -> Result<Patience, Box<Refusal>> {
    let seconds = |name: &str| -> Result<Option<Duration>, Box<Refusal>> {
        let Some(text) = request.parameter_of(name) else { return Ok(None) };
        let field = request.operation().query().iter().find(|field| field.name == name);
        let (least, most) = field.and_then(|field| field.range).unwrap_or((0, i64::MAX));
        let found = text.parse::<i64>().ok().filter(|seconds| (least..=most).contains(seconds));
        match found.and_then(|seconds| u64::try_from(seconds).ok()) {
            Some(seconds) => Ok(Some(Duration::from_secs(seconds))),
            None => {
                // escaped: XML cannot carry every character
                let found: String = text.escape_default().take(40).collect();
                let why = format!("{name}: expected {least} to {most} seconds, but found `{found}`");
                Err(refused(ErrorCode::BadRequest, Some(ErrorSubcode::ParameterValidationFailure), &why))
            }
        }
    };
    let usual = Patience::default();
    Ok(Patience {
        low: seconds("low")?.unwrap_or(usual.low),
        medium: seconds("medium")?.unwrap_or(usual.medium),
        timeout: seconds("timeout")?.unwrap_or(usual.timeout),
    })
}

fn gone() -> Box<Refusal> {
    refused(ErrorCode::NotFound, Some(ErrorSubcode::ApplicationNotFound), "There is no such application.")
}

/// The answer, if it need not wait any longer.
pub(crate) fn look(world: &mut World, poll: &Poll) -> Option<Leaving> {
    time::pass(world);
    let response = answer(world, poll)?;
    Some(faulty::leave(world, &poll.about, response))
}

fn answer(world: &mut World, poll: &Poll) -> Option<HttpResponse<Vec<u8>>> {
    if world.is_closed {
        let closed = refused(ErrorCode::ServiceUnavailable, None, "The emulator has ended.");
        return Some(refuse(world, poll.media, &closed));
    }
    let now = world.now();
    let events = place(poll.application, "events");
    let Some(application) = world.applications.get_mut(&poll.application) else {
        return Some(refuse(world, poll.media, &gone()));
    };
    application.seen = now;
    if application.channel.is_replaced(poll.turn) {
        let why = "Another request for events has taken the place of this one.";
        let replaced = refused(ErrorCode::Conflict, Some(ErrorSubcode::PGetReplaced), why);
        return Some(refuse(world, poll.media, &replaced));
    }
    let asked = match application.channel.ask(now, poll.number, poll.patience) {
        Asked::Nothing if poll.until <= now => application.channel.give(),
        asked => asked,
    };
    let answer = match asked {
        Asked::Nothing => return None,
        Asked::Given(happenings) => shown::events(&events, poll.number, &happenings),
        Asked::OutOfStep | Asked::Overflown => lead(&events, poll.number, application.channel.current(), false),
    };
    Some(write(world, poll.operation, &Ok(Answer::events(answer)), poll.media))
}

/// A response without events, that leads to another number: back in step, or to where all begins anew.
fn lead(place: &str, number: u64, to: u64, begins_anew: bool) -> Events {
    let mut events = Events::default();
    let link = Some(Link::new(format!("{place}?ack={to}")));
    events.channel.self_link = Link::new(format!("{place}?ack={number}")).into();
    if begins_anew {
        events.channel.resume_link = link;
    } else {
        events.channel.resync_link = link;
    }
    events
}

/// Loses the events of an application, and says so: it has to get back in step, or to begin anew.
pub(super) fn lose(world: &mut World, id: ApplicationId, media: MediaType, begins_anew: bool) -> Option<HttpResponse<Vec<u8>>> {
    let operation = Operation::find("events", "GET")?;
    if begins_anew {
        talk::enter::lose(world, id);
    }
    let channel = &mut world.applications.get_mut(&id)?.channel;
    let number = channel.current();
    channel.lose();
    let answer = lead(&place(id, "events"), number, channel.current() + 1, begins_anew);
    Some(write(world, operation, &Ok(Answer::events(answer)), media))
}

/// How long to wait, at most, in real time; nothing if time has stopped.
pub(crate) fn wait(world: &World, poll: &Poll) -> Option<Duration> {
    let due = world.applications.get(&poll.application).and_then(|application| application.channel.due(poll.patience));
    world.clock.real(due.map_or(poll.until, |due| due.min(poll.until)))
}
