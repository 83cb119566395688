//! Conversations and what belongs to them: who takes part, invitations, messages, calls.

pub(super) mod calls;
pub(super) mod conversations;
pub(super) mod invitations;
pub(super) mod logs;
pub(super) mod messages;
pub(super) mod participants;
pub(super) mod policies;
pub(super) mod sharing;
pub(super) mod starts;

use ucwa_model::{
    communication::CommunicationPut,
    enumerations::{ErrorCode, EventType},
    http::{Answer, Location, Refusal},
};

use super::{
    call::{Call, Outcome, found, not_found, refused},
    routes::{Route, route},
    versioned::{replaced, replacing},
};
use crate::{
    shown::{communication as shared, conversation as shown},
    world::{
        World,
        application::{hub, place},
        conversation::{Conversation, Party, Taking},
        happening::Happening,
    },
};

/// Its own path.
pub(super) const ROUTES: &[Route] =
    &[route("communication", &[("GET", "communication", Some(communication)), ("PUT", "communication", Some(put))])];

/// GET of `communication`.
fn communication(world: &mut World, call: &Call) -> Outcome {
    found(shared::communication(world, call.application))
}

/// What the application supports from now on, and what the user prefers.
fn put(world: &mut World, call: &Call) -> Outcome {
    let id = call.application;
    let settings: CommunicationPut = replacing(call, shared::communication(world, id))?;
    let why = || conflict("The user has to be made available first, with makeMeAvailable.");
    let available = world.applications.get_mut(&id).and_then(|application| application.available.as_mut()).ok_or_else(why)?;
    available.modalities = settings.supported_modalities.clone().unwrap_or_default();
    available.formats = settings.supported_message_formats.clone().unwrap_or_default();
    available.phone_number = settings.phone_number.clone();
    available.settings = settings;
    if let Some(changed) = shared::communication(world, id) {
        let sender = hub(id, "communication");
        world.tell(id, Happening::new(sender, EventType::Updated, "communication", changed.into()));
    }
    replaced(shared::communication(world, id))
}

/// 201: something has been started at a path of the application.
fn starting(call: &Call, path: &str) -> Outcome {
    let location = Location::new(&place(call.application, path));
    let location = location.map_err(|error| refused(ErrorCode::ServiceFailure, None, &error.to_string()))?;
    Ok(Answer::starting(location))
}

/// 409: it is not possible as things are.
fn conflict(why: &str) -> Box<Refusal> {
    refused(ErrorCode::Conflict, None, why)
}

/// The conversation that a request is about, and the user's part in it.
fn conversation<'a>(world: &'a World, call: &Call) -> Result<(u64, &'a Conversation, &'a Party), Box<Refusal>> {
    let number = call.number(0)?;
    let (user, conversation) = shown::view(world, call.application, number).ok_or_else(not_found)?;
    Ok((number, conversation, conversation.party(user).ok_or_else(not_found)?))
}

/// The same, if the user takes part.
fn taking_part<'a>(world: &'a World, call: &Call) -> Result<(u64, &'a Conversation, &'a Party), Box<Refusal>> {
    let (number, conversation, party) = conversation(world, call)?;
    let why = || conflict("The user takes no part in the conversation, or no longer.");
    (party.presence == Taking::Part).then_some((number, conversation, party)).ok_or_else(why)
}
