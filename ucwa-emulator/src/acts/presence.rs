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
    Modalities,
    Note,
    Presence,
}

/// All that a subscription to presence tells of.
const ALL: [Aspect; 4] = [Aspect::Presence, Aspect::Note, Aspect::Location, Aspect::Modalities];

/// Tells everybody who follows the user.
pub(crate) fn tell(world: &mut World, user: UserId, aspects: &[Aspect]) {
    let followers = world.applications.iter().filter(|(_, application)| application.subscriptions.follow(user));
    for id in followers.map(|(id, _)| *id).collect::<Vec<ApplicationId>>() {
        aspects.iter().for_each(|aspect| tell_one(world, id, user, *aspect));
    }
}

/// Tells an application all that can be followed.
pub(crate) fn tell_all(world: &mut World, id: ApplicationId, user: UserId) {
    ALL.into_iter().for_each(|aspect| tell_one(world, id, user, aspect));
}

fn tell_one(world: &mut World, id: ApplicationId, user: UserId, aspect: Aspect) {
    let (rel, resource): (_, Option<AnyResource>) = match aspect {
        Aspect::Location => ("contactLocation", shown::contact_location(world, id, user).map(Into::into)),
        Aspect::Modalities => ("contactSupportedModalities", shown::contact_modalities(world, id, user).map(Into::into)),
        Aspect::Note => ("contactNote", shown::contact_note(world, id, user).map(Into::into)),
        Aspect::Presence => ("contactPresence", shown::contact_presence(world, id, user).map(Into::into)),
    };
    if let Some(resource) = resource {
        world.tell(id, Happening::new(("people", place(id, "people")), EventType::Updated, rel, resource));
    }
}
