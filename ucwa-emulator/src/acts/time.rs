//! What happens because time has passed.

use std::time::Duration;

use ucwa_model::enumerations::{ErrorCode, ErrorSubcode, InvitationState};

use super::talk;
use crate::world::World;

/// Ends what is over: invitations that nobody has answered, applications from which no request comes, tokens.
pub(crate) fn pass(world: &mut World) {
    let now = world.now();
    while let Some((_, number)) = world.ringing.first().copied().filter(|(until, _)| *until <= now) {
        talk::fail(world, number, InvitationState::Failed, &talk::reason(ErrorCode::RemoteFailure, ErrorSubcode::Timeout));
    }
    if now >= world.swept + SWEEP {
        world.swept = now;
        world.expire();
    }
}

/// When time is to be looked at next, though no request comes: something is going to be over by then.
pub(crate) fn next(world: &World) -> Option<Duration> {
    world.ringing.first().map(|(until, _)| *until)
}

/// How often applications and tokens are looked through: there may be many.
const SWEEP: Duration = Duration::from_secs(1);
