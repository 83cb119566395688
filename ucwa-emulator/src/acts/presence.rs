//! What the others see of a user has changed.

use ucwa_model::{AnyResource, enumerations::EventType};

use crate::{
    shown::people as shown,
    world::{
        World,
        application::{ApplicationId, place},
        channel::Happening,
        user::UserId,
    },
};

/// What others see of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aspect {
    Location,
    Note,
    Presence,
}

/// Tells everybody else who is there.
pub(crate) fn tell(world: &mut World, user: UserId, aspect: Aspect) {
    let others = world.applications.iter().filter(|(_, other)| other.user != user && other.available.is_some());
    for id in others.map(|(id, _)| *id).collect::<Vec<ApplicationId>>() {
        let (rel, resource): (_, Option<AnyResource>) = match aspect {
            Aspect::Location => ("contactLocation", shown::contact_location(world, id, user).map(Into::into)),
            Aspect::Note => ("contactNote", shown::contact_note(world, id, user).map(Into::into)),
            Aspect::Presence => ("contactPresence", shown::contact_presence(world, id, user).map(Into::into)),
        };
        if let Some(resource) = resource {
            world.tell(id, Happening::new(("people", place(id, "people")), EventType::Updated, rel, resource));
        }
    }
}
