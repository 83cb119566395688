//! The user who is signed in: presence, note, location, photo, and what the company lets them do.

use std::time::Duration;

use ::http::StatusCode;
use ucwa_model::{
    Document, OperationsQueued, PhoneNumber, Text, Value,
    enumerations::{ErrorCode, ErrorSubcode, EventType, MessageFormat, ModalityType, PreferredAvailability},
    general::ReportMyNetwork,
    http::{Answer, Outcome as Answered, Refusal},
    jiff::SignedDuration,
    me::{LocationPost, MakeMeAvailable, MakeMeAvailable2, NotePost, PresencePost},
};

use super::{
    call::{Call, Outcome, found, not_found, refused, unfit},
    people::picture,
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
        application::{Available, hub},
        happening::Happening,
        user::User,
    },
};

/// Its paths.
pub(super) const ROUTES: &[Route] = &[
    route("me", &[("GET", "me", Some(me))]),
    route(
        "me/makeMeAvailable",
        &[("POST", "makeMeAvailable", Some(make_me_available)), ("POST", "makeMeAvailable2", Some(make_me_available2))],
    ),
    route("policies", &[("GET", "policies", Some(policies))]),
    route("reportMyNetwork", &[("POST", "reportMyNetwork", Some(report_my_network))]),
    route("me/reportMyActivity", &[("POST", "reportMyActivity", Some(report_my_activity))]),
    // where some clients look for it, although no link leads there
    route("reportMyActivity", &[("POST", "reportMyActivity", Some(report_my_activity))]),
    route("me/note", &[("GET", "note", Some(note)), ("POST", "note", Some(set_note))]),
    route("me/presence", &[("GET", "presence", Some(presence)), ("POST", "presence", Some(set_presence))]),
    route("me/location", &[("GET", "location", Some(location)), ("POST", "location", Some(set_location))]),
    route("me/photo", &[("GET", "photo", Some(photo))]),
];

/// GET of `me`.
fn me(world: &mut World, call: &Call) -> Outcome {
    found(shown::me(world, call.application))
}

/// POST of `makeMeAvailable` in its first revision, when there was no audio but by phone.
fn make_me_available(world: &mut World, call: &Call) -> Outcome {
    let input: MakeMeAvailable = call.inputs()?;
    let modalities = input.supported_modalities.unwrap_or_default();
    if !modalities.iter().all(|one| matches!(one, ModalityType::Messaging | ModalityType::PhoneAudio)) {
        return Err(refused(
            ErrorCode::Forbidden,
            None,
            "Expected `Messaging` and `PhoneAudio` alone: others need the second revision.",
        ));
    }
    let formats = input.supported_message_formats;
    let available = who_is(modalities, formats, input.phone_number, input.inactive_timeout.as_deref())?;
    be_there(world, call, available, input.sign_in_as)?;
    Ok(Answer::done())
}

/// POST of `makeMeAvailable` in its second revision, which answers with what it has begun.
fn make_me_available2(world: &mut World, call: &Call) -> Outcome {
    let input: MakeMeAvailable2 = call.inputs()?;
    let (modalities, formats) = (input.supported_modalities.unwrap_or_default(), input.supported_message_formats);
    let available = who_is(modalities, formats, input.phone_number, input.inactive_timeout.as_deref())?;
    be_there(world, call, available, input.sign_in_as)?;
    let mut queued = OperationsQueued::default();
    queued.operations.push(Value::Null);
    let mut answer = Answer::done();
    answer.status = StatusCode::CREATED;
    answer.outcome = Answered::Document(Box::new(Document::OperationsQueued(queued)));
    Ok(answer)
}

/// What both revisions say of who is available.
fn who_is(
    modalities: Vec<ModalityType>,
    formats: Option<Vec<MessageFormat>>,
    phone_number: Option<Text>,
    inactive_timeout: Option<&str>,
) -> Result<Available, Box<Refusal>> {
    let (formats, phone_number) = (formats.unwrap_or_default(), number(phone_number));
    Ok(Available { modalities, formats, phone_number, idle_after: idle_after(inactive_timeout)?, ..Available::default() })
}

fn number(text: Option<Text>) -> Option<PhoneNumber> {
    text.filter(|number| !number.is_empty()).and_then(|number| number.parse().ok())
}

/// After how long the user is idle who does nothing: as in `PT5M`, or in `00:05:00`, and not longer than a day.
fn idle_after(text: Option<&str>) -> Result<Option<Duration>, Box<Refusal>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let parsed = text.parse::<SignedDuration>().ok().and_then(|idle| Duration::try_from(idle).ok());
    let parsed = parsed.filter(|idle| !idle.is_zero() && *idle <= DAY);
    parsed.map(Some).ok_or_else(|| unfit("`inactiveTimeout`: expected a time such as `PT5M`, at most a day"))
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The user is there from now on.
fn be_there(
    world: &mut World,
    call: &Call,
    available: Available,
    sign_in_as: Option<PreferredAvailability>,
) -> Result<(), Box<Refusal>> {
    let was_idle = world.is_idle(call.user);
    let application = world.applications.get_mut(&call.application).ok_or_else(not_found)?;
    if application.available.is_some() {
        return Err(refused(ErrorCode::Conflict, Some(ErrorSubcode::AlreadyExists), "That has been said."));
    }
    application.available = Some(available);
    if let (Some(preferred), Some(user)) = (sign_in_as, world.users.get_mut(call.user)) {
        user.preferred = preferred;
    }
    let id = call.application;
    others::acts(world, id);
    if was_idle {
        others::tell_own(world, call.user, Aspect::Presence);
    }
    let me = shown::me(world, id).map(|me| ("me", me.into()));
    let presence = shown::presence(world, id).map(|presence| ("presence", presence.into()));
    let note = shown::note(world, id).map(|note| ("note", note.into()));
    let location = shown::location(world, id).map(|location| ("location", location.into()));
    for (rel, resource) in [me, presence, note, location].into_iter().flatten() {
        let what = if rel == "me" { EventType::Updated } else { EventType::Added };
        world.tell(id, Happening::new(hub(id, "me"), what, rel, resource));
    }
    others::tell(world, call.user, &[Aspect::Presence, Aspect::Modalities]);
    robot::sees(world, call.user);
    Ok(())
}

/// Most of `me` is there only for who is available.
fn available(world: &World, call: &Call) -> Result<(), Box<Refusal>> {
    let application = world.applications.get(&call.application).ok_or_else(not_found)?;
    let missing = || refused(ErrorCode::Conflict, Some(ErrorSubcode::MakeMeAvailableRequired), "Call makeMeAvailable first.");
    application.available.as_ref().map(|_| ()).ok_or_else(missing)
}

/// POST of `reportMyActivity`.
fn report_my_activity(world: &mut World, call: &Call) -> Outcome {
    available(world, call)?;
    let was_idle = world.is_idle(call.user);
    others::acts(world, call.application);
    if was_idle {
        others::changed(world, call.user);
    }
    Ok(Answer::done())
}

/// GET of `note`.
fn note(world: &mut World, call: &Call) -> Outcome {
    available(world, call)?;
    found(shown::note(world, call.application))
}

/// POST of `note`.
fn set_note(world: &mut World, call: &Call) -> Outcome {
    let input: NotePost = call.inputs()?;
    change(world, call, Aspect::Note, |user| user.note = input.message.filter(|note| !note.is_empty()))
}

/// GET of `presence`.
fn presence(world: &mut World, call: &Call) -> Outcome {
    available(world, call)?;
    found(shown::presence(world, call.application))
}

/// POST of `presence`.
fn set_presence(world: &mut World, call: &Call) -> Outcome {
    let input: PresencePost = call.inputs()?;
    others::acts(world, call.application);
    change(world, call, Aspect::Presence, |user| user.preferred = input.availability.unwrap_or(user.preferred.clone()))
}

/// GET of `location`.
fn location(world: &mut World, call: &Call) -> Outcome {
    available(world, call)?;
    found(shown::location(world, call.application))
}

/// POST of `location`.
fn set_location(world: &mut World, call: &Call) -> Outcome {
    let input: LocationPost = call.inputs()?;
    let location = input.location.map(|location| location.as_str().into()).filter(|location: &Text| !location.is_empty());
    change(world, call, Aspect::Location, |user| user.location = location)
}

/// Changes what the others see of the user, and tells them, and the user's own applications.
fn change(world: &mut World, call: &Call, aspect: Aspect, change: impl FnOnce(&mut User)) -> Outcome {
    available(world, call)?;
    change(world.users.get_mut(call.user).ok_or_else(not_found)?);
    others::tell_own(world, call.user, aspect);
    others::tell(world, call.user, &[aspect]);
    Ok(Answer::done())
}

/// GET of `photo`.
fn photo(world: &mut World, call: &Call) -> Outcome {
    let user = world.users.get(call.user).ok_or_else(not_found)?;
    picture(&user.address, call)
}

/// GET of `policies`.
fn policies(world: &mut World, call: &Call) -> Outcome {
    found(shown::policies(world, call.application))
}

/// POST of `reportMyNetwork`: it is noted by nobody.
fn report_my_network(_: &mut World, call: &Call) -> Outcome {
    let _input: ReportMyNetwork = call.sound_inputs()?;
    let mut answer = Answer::done();
    answer.status = StatusCode::CREATED;
    Ok(answer)
}
