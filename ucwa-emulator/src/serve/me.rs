//! The user who is signed in: presence, note, location, phones.

use ucwa_model::{
    Text,
    enumerations::{ErrorCode, ErrorSubcode, EventType},
    http::{Answer, Content, Refusal},
    me::{LocationPost, MakeMeAvailable2, NotePost, PresencePost},
};

use super::{
    call::{Call, Outcome, found, not_found, refused},
    routes::{Route, route},
};
use crate::{
    acts::{
        presence::{self as others, Aspect},
        robot,
    },
    shown::me as shown,
    world::{
        World,
        application::{Available, place},
        channel::Happening,
        user::User,
    },
};

/// Its paths.
pub(super) const ROUTES: &[Route] = &[
    route("me", &[("GET", "me", Some(me))]),
    route("me/makeMeAvailable", &[("POST", "makeMeAvailable2", Some(make_me_available))]),
    route("me/reportMyActivity", &[("POST", "reportMyActivity", Some(report_my_activity))]),
    route("me/note", &[("GET", "note", Some(note)), ("POST", "note", Some(set_note))]),
    route("me/presence", &[("GET", "presence", Some(presence)), ("POST", "presence", Some(set_presence))]),
    route("me/location", &[("GET", "location", Some(location)), ("POST", "location", Some(set_location))]),
    route("me/phones", &[("GET", "phones", Some(phones))]),
    route("me/phones/{}", &[("GET", "phone", Some(phone))]),
    route("me/photo", &[("GET", "photo", Some(photo))]),
];

/// GET of `me`.
pub(super) fn me(world: &mut World, call: &Call) -> Outcome {
    found(shown::me(world, call.application))
}

/// POST of `makeMeAvailable`: the user is there from now on.
pub(super) fn make_me_available(world: &mut World, call: &Call) -> Outcome {
    let input: MakeMeAvailable2 = call.inputs()?;
    let now = world.now();
    let application = world.applications.get_mut(&call.application).ok_or_else(not_found)?;
    if application.available.is_some() {
        return Err(refused(ErrorCode::Conflict, Some(ErrorSubcode::AlreadyExists), "That has been said."));
    }
    application.available = Some(Available {
        modalities: input.supported_modalities.unwrap_or_default(),
        formats: input.supported_message_formats.unwrap_or_default(),
        phone_number: input.phone_number.filter(|number| !number.is_empty()).and_then(|number| number.parse().ok()),
        active: now,
    });
    if let (Some(preferred), Some(user)) = (input.sign_in_as, world.users.get_mut(call.user)) {
        user.preferred = preferred;
    }
    let id = call.application;
    let me = shown::me(world, id).map(|me| ("me", me.into()));
    let presence = shown::presence(world, id).map(|presence| ("presence", presence.into()));
    let note = shown::note(world, id).map(|note| ("note", note.into()));
    let location = shown::location(world, id).map(|location| ("location", location.into()));
    for (rel, resource) in [me, presence, note, location].into_iter().flatten() {
        let what = if rel == "me" { EventType::Updated } else { EventType::Added };
        world.tell(id, Happening::new(("me", place(id, "me")), what, rel, resource));
    }
    others::tell(world, call.user, Aspect::Presence);
    robot::sees(world, call.user);
    Ok(Answer::done())
}

/// Most of `me` is there only for who is available.
fn available(world: &World, call: &Call) -> Result<(), Box<Refusal>> {
    let application = world.applications.get(&call.application).ok_or_else(not_found)?;
    let missing = || refused(ErrorCode::Conflict, Some(ErrorSubcode::MakeMeAvailableRequired), "Call makeMeAvailable first.");
    application.available.as_ref().map(|_| ()).ok_or_else(missing)
}

/// POST of `reportMyActivity`.
pub(super) fn report_my_activity(world: &mut World, call: &Call) -> Outcome {
    available(world, call)?;
    let now = world.now();
    let application = world.applications.get_mut(&call.application);
    if let Some(available) = application.and_then(|application| application.available.as_mut()) {
        available.active = now;
    }
    Ok(Answer::done())
}

/// GET of `note`.
pub(super) fn note(world: &mut World, call: &Call) -> Outcome {
    available(world, call)?;
    found(shown::note(world, call.application))
}

/// POST of `note`.
pub(super) fn set_note(world: &mut World, call: &Call) -> Outcome {
    let input: NotePost = call.inputs()?;
    change(world, call, Aspect::Note, |user| user.note = input.message.filter(|note| !note.is_empty()))
}

/// GET of `presence`.
pub(super) fn presence(world: &mut World, call: &Call) -> Outcome {
    available(world, call)?;
    found(shown::presence(world, call.application))
}

/// POST of `presence`.
pub(super) fn set_presence(world: &mut World, call: &Call) -> Outcome {
    let input: PresencePost = call.inputs()?;
    change(world, call, Aspect::Presence, |user| user.preferred = input.availability.unwrap_or(user.preferred.clone()))
}

/// GET of `location`.
pub(super) fn location(world: &mut World, call: &Call) -> Outcome {
    available(world, call)?;
    found(shown::location(world, call.application))
}

/// POST of `location`.
pub(super) fn set_location(world: &mut World, call: &Call) -> Outcome {
    let input: LocationPost = call.inputs()?;
    let location = input.location.map(|location| location.as_str().into()).filter(|location: &Text| !location.is_empty());
    change(world, call, Aspect::Location, |user| user.location = location)
}

/// Changes what the others see of the user, and tells them, and the user's own applications.
fn change(world: &mut World, call: &Call, aspect: Aspect, change: impl FnOnce(&mut User)) -> Outcome {
    available(world, call)?;
    change(world.users.get_mut(call.user).ok_or_else(not_found)?);
    for id in world.reachable(call.user) {
        let (rel, resource) = match aspect {
            Aspect::Note => ("note", shown::note(world, id).map(Into::into)),
            Aspect::Location => ("location", shown::location(world, id).map(Into::into)),
            Aspect::Presence => ("presence", shown::presence(world, id).map(Into::into)),
        };
        if let Some(resource) = resource {
            world.tell(id, Happening::new(("me", place(id, "me")), EventType::Updated, rel, resource));
        }
    }
    others::tell(world, call.user, aspect);
    Ok(Answer::done())
}

/// GET of `phones`.
pub(super) fn phones(world: &mut World, call: &Call) -> Outcome {
    found(shown::phones(world, call.application))
}

/// GET of `phone`.
pub(super) fn phone(world: &mut World, call: &Call) -> Outcome {
    found(shown::phone(world, call.application, call.text(0)))
}

/// GET of `photo`: everybody looks the same.
pub(super) fn photo(_: &mut World, _: &Call) -> Outcome {
    Ok(Answer::content(Content::new("image/png", PIXEL)))
}

/// A picture of one grey pixel.
const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0,
    0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81, 0x77, 0xcd,
    0x72, 0xb6, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];
