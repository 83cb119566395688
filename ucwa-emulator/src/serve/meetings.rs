//! Online meetings: those that a user schedules, the one that each has for good, and what holds for all.

mod values;

use std::collections::BTreeMap;

use ucwa_model::{
    Codec,
    enumerations::{ErrorCode, ErrorSubcode},
    http::{Answer, Location, Refusal},
    online_meetings::{MyAssignedOnlineMeeting, MyAssignedOnlineMeetingPut, MyOnlineMeeting, MyOnlineMeetingPut},
};

pub(super) use self::values::ROUTES as VALUES;
use super::{
    call::{Call, Outcome, found, not_found, refused},
    inputs::Inputs,
    routes::{Route, route},
    versioned::replacing,
};
use crate::{
    acts::talk,
    shown::{conversation, meeting as shown, people},
    world::{
        World,
        application::place,
        meeting::{Details, Extension, Meeting, Origin},
    },
};

/// Their paths.
pub(super) const ROUTES: &[Route] = &[
    route("communication/conversations/{}/onlineMeeting", &[("GET", "onlineMeeting", Some(of_conversation))]),
    route("communication/conversations/{}/onlineMeeting/organizer", &[("GET", "organizer", Some(organizer))]),
    route(
        "onlineMeetings/myOnlineMeetings",
        &[("GET", "myOnlineMeetings", Some(list)), ("POST", "myOnlineMeetings", Some(schedule))],
    ),
    route(
        "onlineMeetings/myOnlineMeetings/{}",
        &[
            ("GET", "myOnlineMeeting", Some(get)),
            ("PUT", "myOnlineMeeting", Some(put)),
            ("DELETE", "myOnlineMeeting", Some(delete)),
        ],
    ),
    route(
        "onlineMeetings/myAssignedOnlineMeeting",
        &[
            ("GET", "myAssignedOnlineMeeting", Some(assigned)),
            ("PUT", "myAssignedOnlineMeeting", Some(put_assigned)),
            ("DELETE", "myAssignedOnlineMeeting", Some(delete_assigned)),
        ],
    ),
    route(
        "onlineMeetings/myOnlineMeetings/{}/extensions",
        &[("GET", "onlineMeetingExtensions", Some(extensions)), ("POST", "onlineMeetingExtensions", Some(extend))],
    ),
    route(
        "onlineMeetings/myOnlineMeetings/{}/extensions/{}",
        &[
            ("GET", "onlineMeetingExtension", Some(extension)),
            ("PUT", "onlineMeetingExtension", Some(put_extension)),
            ("DELETE", "onlineMeetingExtension", Some(delete_extension)),
        ],
    ),
];

/// How many meetings a user may schedule.
const MOST: usize = 100;

/// The meeting behind a conversation.
fn of_conversation(world: &mut World, call: &Call) -> Outcome {
    found(shown::online_meeting(world, call.application, call.number(0)?))
}

/// Who organizes it, as a contact.
fn organizer(world: &mut World, call: &Call) -> Outcome {
    let (_, talk) = conversation::view(world, call.application, call.number(0)?).ok_or_else(not_found)?;
    let meeting = talk.meeting.and_then(|meeting| world.meetings.get(&meeting)).ok_or_else(not_found)?;
    found(people::contact(world, call.application, meeting.organizer))
}

fn list(world: &mut World, call: &Call) -> Outcome {
    assign(world, call);
    found(Some(shown::own_meetings(world, call.application, call.user)))
}

/// A meeting of the user, by the number in the path.
fn own<'a>(world: &'a mut World, call: &Call) -> Result<(u64, &'a mut Meeting), Box<Refusal>> {
    let number = call.number(0)?;
    let meeting = world.meetings.get_mut(&number).filter(|meeting| meeting.organizer == call.user);
    Ok((number, meeting.filter(|meeting| meeting.origin != Origin::AdHoc).ok_or_else(not_found)?))
}

fn get(world: &mut World, call: &Call) -> Outcome {
    found(shown::own_meeting(world, call.application, call.user, call.number(0)?))
}

/// What an organizer decides: what they leave out is as usual.
fn details(inputs: Inputs<'_>) -> Result<Details, Box<Refusal>> {
    let usual = Details::default();
    Ok(Details {
        access: inputs.value("accessLevel").unwrap_or(usual.access),
        attendees: inputs.texts("attendees"),
        leaders: inputs.texts("leaders"),
        automatic_leaders: inputs.value("automaticLeaderAssignment").unwrap_or(usual.automatic_leaders),
        description: inputs.kept("description"),
        announcement: inputs.value("entryExitAnnouncement").unwrap_or(usual.announcement),
        expires: inputs.date("expirationTime"),
        phone_bypass: inputs.value("lobbyBypassForPhoneUsers").unwrap_or(usual.phone_bypass),
        phone_admission: inputs.value("phoneUserAdmission").unwrap_or(usual.phone_admission),
        subject: inputs.limited("subject")?,
    })
}

fn schedule(world: &mut World, call: &Call) -> Outcome {
    let details = details(Inputs::of(&call.request))?;
    let is_own = |meeting: &&Meeting| meeting.organizer == call.user && meeting.origin == Origin::Scheduled;
    if world.meetings.values().filter(is_own).count() >= MOST {
        let why = "The user has as many meetings as they may.";
        return Err(refused(ErrorCode::Conflict, Some(ErrorSubcode::TooManyOnlineMeetings), why));
    }
    let number = world.number();
    world.meetings.insert(number, Meeting::new(call.user, Origin::Scheduled, details));
    let meeting = shown::own_meeting(world, call.application, call.user, number).ok_or_else(not_found)?;
    created(Answer::created(meeting.into()), &place(call.application, &shown::meeting_path(number)))
}

fn created(answer: Answer, place: &str) -> Outcome {
    let location = Location::new(place).map_err(|error| refused(ErrorCode::ServiceFailure, None, &error.to_string()))?;
    Ok(answer.with_location(location))
}

fn put(world: &mut World, call: &Call) -> Outcome {
    let (number, _) = own(world, call)?;
    let current: Option<MyOnlineMeeting> = shown::own_meeting(world, call.application, call.user, number);
    change::<_, MyOnlineMeetingPut>(world, call, number, current)?;
    found(shown::own_meeting(world, call.application, call.user, number))
}

/// Writes what the organizer decides now. Those who are in the meeting are told.
fn change<T: Codec, I: Codec>(world: &mut World, call: &Call, number: u64, current: Option<T>) -> Result<(), Box<Refusal>> {
    let _: I = replacing(call, current)?;
    let details = details(Inputs::of(&call.request))?;
    let meeting = world.meetings.get_mut(&number).ok_or_else(not_found)?;
    meeting.details = details;
    talk::meet::changed(world, number);
    Ok(())
}

fn delete(world: &mut World, call: &Call) -> Outcome {
    let (number, _) = own(world, call)?;
    talk::meet::cancel(world, number);
    Ok(Answer::done())
}

/// The meeting that the user has for good: the number. It is made when it is first asked for.
fn assign(world: &mut World, call: &Call) -> u64 {
    let mut own = world.meetings.iter().filter(|(_, meeting)| meeting.organizer == call.user);
    if let Some((number, _)) = own.find(|(_, meeting)| meeting.origin == Origin::Assigned) {
        return *number;
    }
    let number = world.number();
    world.meetings.insert(number, Meeting::new(call.user, Origin::Assigned, Details::default()));
    number
}

fn assigned(world: &mut World, call: &Call) -> Outcome {
    let number = assign(world, call);
    found(shown::assigned_meeting(world, call.application, number))
}

fn put_assigned(world: &mut World, call: &Call) -> Outcome {
    let number = assign(world, call);
    let current: Option<MyAssignedOnlineMeeting> = shown::assigned_meeting(world, call.application, number);
    change::<_, MyAssignedOnlineMeetingPut>(world, call, number, current)?;
    found(shown::assigned_meeting(world, call.application, number))
}

/// Whoever deletes it gets another one.
fn delete_assigned(world: &mut World, call: &Call) -> Outcome {
    let number = assign(world, call);
    talk::meet::cancel(world, number);
    Ok(Answer::done())
}

fn extensions(world: &mut World, call: &Call) -> Outcome {
    let (number, _) = own(world, call)?;
    found(shown::extensions(world, call.application, number))
}

fn extend(world: &mut World, call: &Call) -> Outcome {
    let extension = Inputs::of(&call.request).extension();
    let number = own(world, call)?.0;
    let made = world.number();
    own(world, call)?.1.extensions.insert(made, extension);
    let shown = shown::extension(world, call.application, number, made).ok_or_else(not_found)?;
    created(Answer::created(shown), &place(call.application, &shown::extension_path(number, made)))
}

fn extension(world: &mut World, call: &Call) -> Outcome {
    let (number, _) = own(world, call)?;
    found(shown::extension(world, call.application, number, call.number(1)?))
}

/// The extensions of a meeting, if there is the one that the path names.
fn holding<'a>(world: &'a mut World, call: &Call) -> Result<(&'a mut BTreeMap<u64, Extension>, u64), Box<Refusal>> {
    let (wanted, extensions) = (call.number(1)?, &mut own(world, call)?.1.extensions);
    if extensions.contains_key(&wanted) { Ok((extensions, wanted)) } else { Err(not_found()) }
}

fn put_extension(world: &mut World, call: &Call) -> Outcome {
    let extension = Inputs::of(&call.request).extension();
    let (extensions, wanted) = holding(world, call)?;
    extensions.insert(wanted, extension);
    self::extension(world, call)
}

fn delete_extension(world: &mut World, call: &Call) -> Outcome {
    let (extensions, wanted) = holding(world, call)?;
    extensions.remove(&wanted);
    Ok(Answer::done())
}
