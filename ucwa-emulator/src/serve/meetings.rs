//! Online meetings.

use super::{
    call::{Call, Outcome, found, not_found},
    routes::{Route, route},
};
use crate::{
    shown::{conversation, meeting as shown, people},
    world::World,
};

/// Their paths.
pub(super) const ROUTES: &[Route] = &[
    route("communication/conversations/{}/onlineMeeting", &[("GET", "onlineMeeting", Some(of_conversation))]),
    route("communication/conversations/{}/onlineMeeting/organizer", &[("GET", "organizer", Some(organizer))]),
];

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
