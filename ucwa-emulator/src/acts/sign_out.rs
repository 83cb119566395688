//! Signing out: an application ends, because somebody has said so or nothing has been heard of it for long.

use super::{
    presence::{self, Aspect},
    talk,
};
use crate::world::{World, application::ApplicationId};

/// An application is gone, and the user is there no longer, unless it is in another one: whoever talks with them, or follows them, is
/// told.
pub(crate) fn sign_out(world: &mut World, id: ApplicationId) {
    // before it is gone: what it has said of itself says whether conversations are remembered
    talk::enter::lose(world, id);
    let was_idle = world.applications.get(&id).is_some_and(|application| world.is_idle(application.user));
    if let Some(gone) = world.remove_application(id) {
        gone.channel.changed.notify_waiters();
        if world.is_idle(gone.user) != was_idle {
            presence::tell_own(world, gone.user, Aspect::Presence);
        }
        presence::tell(world, gone.user, &[Aspect::Presence, Aspect::Modalities]);
    }
}
