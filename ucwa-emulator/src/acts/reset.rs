//! The server loses what it knew of an application.

use super::talk;
use crate::world::{World, application::ApplicationId};

/// Leaves all conversations in which an application takes part.
pub(crate) fn leave_all(world: &mut World, id: ApplicationId) {
    let parties = world.conversations.iter().flat_map(|(number, conversation)| {
        conversation.present().filter(|party| party.application == Some(id)).map(|party| (*number, party.user))
    });
    for (number, user) in parties.collect::<Vec<_>>() {
        talk::leave(world, number, user);
    }
}
