//! What the others see of a user has changed.

use ucwa_model::{AnyResource, enumerations::EventType};

use crate::{
    shown::{me, people as shown},
    world::{
        World,
        activity::IDLE,
        application::{ApplicationId, hub},
        happening::Happening,
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
    for id in world.followers(user) {
        aspects.iter().for_each(|aspect| tell_one(world, id, user, *aspect));
    }
}

/// Tells the user's own applications.
pub(crate) fn tell_own(world: &mut World, user: UserId, aspect: Aspect) {
    for id in world.reachable(user) {
        let (rel, resource): (_, Option<AnyResource>) = match aspect {
            Aspect::Note => ("note", me::note(world, id).map(Into::into)),
            Aspect::Location => ("location", me::location(world, id).map(Into::into)),
            Aspect::Presence | Aspect::Modalities => ("presence", me::presence(world, id).map(Into::into)),
        };
        if let Some(resource) = resource {
            world.tell(id, Happening::new(hub(id, "me"), EventType::Updated, rel, resource));
        }
    }
}

/// The user does something in an application: it takes a while until they are idle there.
pub(crate) fn acts(world: &mut World, id: ApplicationId) {
    let now = world.now();
    let available = world.applications.get_mut(&id).and_then(|application| application.available.as_mut());
    if let Some(available) = available {
        let from = now + available.idle_after.unwrap_or(IDLE);
        let before = std::mem::replace(&mut available.idle_from, from);
        world.idling.remove(&(before, id));
        world.idling.insert((from, id));
    }
}

/// The user has done nothing for long in an application; if in all others too, it is seen.
pub(crate) fn rests(world: &mut World, id: ApplicationId) {
    let Some(user) = world.applications.get(&id).map(|application| application.user) else { return };
    if world.is_idle(user) {
        changed(world, user);
    }
}

/// How available somebody is has changed by itself: they are idle, or no longer.
pub(crate) fn changed(world: &mut World, user: UserId) {
    tell_own(world, user, Aspect::Presence);
    tell(world, user, &[Aspect::Presence]);
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
        world.tell(id, Happening::new(hub(id, "people"), EventType::Updated, rel, resource));
    }
}
