//! What happens because time has passed.

use std::time::Duration;

use ucwa_model::enumerations::{ErrorCode, ErrorSubcode, InvitationState};

use super::{presence, robot, sign_out::sign_out, subscriptions, talk};
use crate::world::World;

/// Ends what is over: invitations that nobody has answered, applications from which no request comes, tokens.
pub(crate) fn pass(world: &mut World) {
    let now = world.now();
    while let Some(at) = next(world).filter(|at| *at <= now) {
        // what follows from it begins when it was due, however much time has passed at once
        world.clock.hold(at);
        happen(world, at);
        world.clock.release();
    }
    while let Some((_, number)) = world.over.front().copied().filter(|(since, _)| *since + REMEMBERED <= now) {
        world.over.pop_front();
        talk::enter::forget(world, number);
    }
    if now >= world.swept + SWEEP {
        world.swept = now;
        for application in world.expire() {
            sign_out(world, application);
        }
        subscriptions::expire(world);
    }
}

/// Lets happen what is due first: what robots have in mind, that an invitation has not been answered, or that somebody does nothing any
/// more, or types no longer.
fn happen(world: &mut World, at: Duration) {
    if world.agenda.next() == Some(at) {
        if let Some(due) = world.agenda.take() {
            robot::act(world, due);
        }
    } else if let Some((until, number)) = world.ringing.first().copied().filter(|(until, _)| *until == at) {
        world.ringing.remove(&(until, number));
        talk::fail(world, number, InvitationState::Failed, &talk::reason(ErrorCode::RemoteFailure, ErrorSubcode::Timeout));
    } else if let Some((until, id)) = world.idling.first().copied().filter(|(until, _)| *until == at) {
        world.idling.remove(&(until, id));
        presence::rests(world, id);
    } else if let Some((_, number, user)) = world.typing.pop_first() {
        talk::type_no_more(world, number, user);
    }
}

/// When time is to be looked at next, though no request comes: something is going to be over by then.
pub(crate) fn next(world: &World) -> Option<Duration> {
    let ringing = world.ringing.first().map(|(until, _)| *until);
    let typing = world.typing.first().map(|(until, ..)| *until);
    let idling = world.idling.first().map(|(from, _)| *from);
    ringing.into_iter().chain(world.agenda.next()).chain(typing).chain(idling).min()
}

/// How long a conversation that is over can still be looked at.
const REMEMBERED: Duration = Duration::from_secs(60);

/// How often applications and tokens are looked through: there may be many.
const SWEEP: Duration = Duration::from_secs(1);
