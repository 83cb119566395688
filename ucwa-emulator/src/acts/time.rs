//! What happens because time has passed.

use std::time::Duration;

use ucwa_model::enumerations::{ErrorCode, ErrorSubcode, InvitationState};

use super::{robot, talk};
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
    if now >= world.swept + SWEEP {
        world.swept = now;
        world.expire();
    }
}

/// Lets happen what is due first: what robots have in mind, or that an invitation has not been answered.
fn happen(world: &mut World, at: Duration) {
    if world.agenda.next() == Some(at) {
        if let Some(due) = world.agenda.take() {
            robot::act(world, due);
        }
    } else if let Some((_, number)) = world.ringing.first().copied() {
        talk::fail(world, number, InvitationState::Failed, &talk::reason(ErrorCode::RemoteFailure, ErrorSubcode::Timeout));
    }
}

/// When time is to be looked at next, though no request comes: something is going to be over by then.
pub(crate) fn next(world: &World) -> Option<Duration> {
    let ringing = world.ringing.first().map(|(until, _)| *until);
    ringing.into_iter().chain(world.agenda.next()).min()
}

/// How often applications and tokens are looked through: there may be many.
const SWEEP: Duration = Duration::from_secs(1);
