//! Other people.

use super::{
    call::{Call, Outcome, found},
    routes::{Route, route},
};
use crate::{
    shown::{application, people as shown},
    world::{World, user::UserId},
};

/// Its paths.
pub(super) const ROUTES: &[Route] = &[
    route("people", &[("GET", "people", Some(people))]),
    route("people/{}", &[("GET", "contact", Some(contact))]),
    route("people/{}/presence", &[("GET", "contactPresence", Some(presence))]),
    route("people/{}/note", &[("GET", "contactNote", Some(note))]),
    route("people/{}/location", &[("GET", "contactLocation", Some(location))]),
];

fn who(world: &World, call: &Call) -> Option<UserId> {
    world.users.iter().position(|user| user.address.eq_ignore_ascii_case(call.text(0)))
}

/// GET of `people`.
pub(super) fn people(_: &mut World, call: &Call) -> Outcome {
    found(Some(application::people(call.application)))
}

/// GET of `contact`.
pub(super) fn contact(world: &mut World, call: &Call) -> Outcome {
    found(who(world, call).and_then(|user| shown::contact(world, call.application, user)))
}

/// GET of `contactPresence`.
pub(super) fn presence(world: &mut World, call: &Call) -> Outcome {
    found(who(world, call).and_then(|user| shown::contact_presence(world, call.application, user)))
}

/// GET of `contactNote`.
pub(super) fn note(world: &mut World, call: &Call) -> Outcome {
    found(who(world, call).and_then(|user| shown::contact_note(world, call.application, user)))
}

/// GET of `contactLocation`.
pub(super) fn location(world: &mut World, call: &Call) -> Outcome {
    found(who(world, call).and_then(|user| shown::contact_location(world, call.application, user)))
}
