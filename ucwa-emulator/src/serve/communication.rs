//! Conversations: inviting, accepting, writing, leaving.

use ucwa_model::{
    Codec, DataLink,
    communication::{SendMessage, StartMessaging2},
    enumerations::{ErrorCode, ErrorSubcode, InvitationState},
    http::{Answer, Location, Refusal},
};

use super::{
    call::{Call, Outcome, found, not_found, refused},
    routes::{Route, route},
};
use crate::{
    acts::talk::{self, Opening},
    shown::{application, conversation as shown},
    world::{World, application::place, user::UserId},
};

/// Its paths.
pub(super) const ROUTES: &[Route] = &[
    route("communication", &[("GET", "communication", Some(communication))]),
    route("communication/messagingInvitations", &[("POST", "startMessaging2", Some(start))]),
    route("communication/invitations/{}", &[("GET", "messagingInvitation", Some(invitation))]),
    route("communication/invitations/{}/accept", &[("POST", "accept", Some(accept))]),
    route("communication/invitations/{}/decline", &[("POST", "decline", Some(decline))]),
    route("communication/invitations/{}/cancel", &[("POST", "cancel", Some(cancel))]),
    route("communication/conversations", &[("GET", "conversations", Some(conversations))]),
    route(
        "communication/conversations/{}",
        &[("GET", "conversation", Some(conversation)), ("DELETE", "conversation", Some(leave))],
    ),
    route("communication/conversations/{}/participants/{}", &[("GET", "participant", Some(participant))]),
    route(
        "communication/conversations/{}/participants/{}/messaging",
        &[("GET", "participantMessaging", Some(participant_messaging))],
    ),
    route("communication/conversations/{}/messaging", &[("GET", "messaging", Some(messaging))]),
    route(
        "communication/conversations/{}/messaging/messages",
        &[("GET", "messages", Some(messages)), ("POST", "sendMessage", Some(send))],
    ),
    route("communication/conversations/{}/messaging/messages/{}", &[("GET", "message", Some(message))]),
    route("communication/conversations/{}/messaging/typing", &[("POST", "setIsTyping", Some(type_))]),
    route("communication/conversations/{}/messaging/terminate", &[("POST", "stopMessaging", Some(leave))]),
];

/// GET of `communication`.
pub(super) fn communication(world: &mut World, call: &Call) -> Outcome {
    found(application::communication(world, call.application))
}

/// GET of `conversations`.
pub(super) fn conversations(world: &mut World, call: &Call) -> Outcome {
    found(Some(shown::conversations(world, call.application)))
}

/// GET of `conversation`.
pub(super) fn conversation(world: &mut World, call: &Call) -> Outcome {
    found(shown::conversation(world, call.application, call.number(0)?))
}

/// GET of `messaging`.
pub(super) fn messaging(world: &mut World, call: &Call) -> Outcome {
    found(shown::messaging(world, call.application, call.number(0)?))
}

/// GET of `messages`.
pub(super) fn messages(world: &mut World, call: &Call) -> Outcome {
    found(shown::messages(world, call.application, call.number(0)?))
}

/// GET of `message`.
pub(super) fn message(world: &mut World, call: &Call) -> Outcome {
    let index = usize::try_from(call.number(1)?).map_err(|_| not_found())?;
    found(shown::message(world, call.application, call.number(0)?, index))
}

/// GET of `participant`.
pub(super) fn participant(world: &mut World, call: &Call) -> Outcome {
    let (number, who) = (call.number(0)?, who(world, call.text(1))?);
    if who == call.user {
        return found(shown::local_participant(world, call.application, number));
    }
    found(shown::participant(world, call.application, number, who))
}

/// GET of `participantMessaging`.
pub(super) fn participant_messaging(world: &mut World, call: &Call) -> Outcome {
    let (number, who) = (call.number(0)?, who(world, call.text(1))?);
    let takes_part = shown::participant(world, call.application, number, who).is_some();
    found(takes_part.then(|| shown::participant_messaging(world, call.application, number, who)))
}

fn who(world: &World, address: &str) -> Result<UserId, Box<Refusal>> {
    world.users.iter().position(|user| user.address.eq_ignore_ascii_case(address)).ok_or_else(not_found)
}

/// DELETE of `conversation`, and POST of `stopMessaging`.
pub(super) fn leave(world: &mut World, call: &Call) -> Outcome {
    let number = call.number(0)?;
    found(shown::conversation(world, call.application, number))?;
    talk::leave(world, number, call.user);
    Ok(Answer::done())
}

/// POST of `startMessaging`.
pub(super) fn start(world: &mut World, call: &Call) -> Outcome {
    let input: StartMessaging2 = call.inputs()?;
    if world.applications.get(&call.application).is_none_or(|application| application.available.is_none()) {
        return Err(refused(ErrorCode::Conflict, Some(ErrorSubcode::MakeMeAvailableRequired), "Call makeMeAvailable first."));
    }
    let to = input.member("to").and_then(|to| world.user_called(to.as_str()?));
    let to = to.filter(|to| *to != call.user).ok_or_else(|| {
        refused(ErrorCode::NotFound, Some(ErrorSubcode::DestinationNotFound), "There is nobody of that address but you.")
    })?;
    let opening = Opening {
        operation: input.operation_id,
        subject: input.subject,
        importance: input.importance,
        thread: input.thread_id.map(|thread| thread.as_str().to_owned()),
        message: input.message,
    };
    let invitation = talk::start(world, (call.user, Some(call.application)), to, opening);
    starting(&place(call.application, &shown::invitation_path(invitation)))
}

/// GET of `messagingInvitation`.
pub(super) fn invitation(world: &mut World, call: &Call) -> Outcome {
    found(shown::invitation(world, call.application, call.number(0)?))
}

/// POST of `accept`.
pub(super) fn accept(world: &mut World, call: &Call) -> Outcome {
    let number = received(world, call, true)?;
    in_time(talk::accept(world, number, Some(call.application)))
}

/// POST of `decline`.
pub(super) fn decline(world: &mut World, call: &Call) -> Outcome {
    let number = received(world, call, true)?;
    let why = talk::reason(ErrorCode::RemoteFailure, ErrorSubcode::Declined);
    in_time(talk::fail(world, number, InvitationState::Declined, &why))
}

/// POST of `cancel`.
pub(super) fn cancel(world: &mut World, call: &Call) -> Outcome {
    let number = received(world, call, false)?;
    let why = talk::reason(ErrorCode::LocalFailure, ErrorSubcode::Canceled);
    in_time(talk::fail(world, number, InvitationState::Cancelled, &why))
}

/// An invitation that the user has received, or sent.
fn received(world: &World, call: &Call, received: bool) -> Result<u64, Box<Refusal>> {
    let number = call.number(0)?;
    let invitation = world.invitations.get(&number).ok_or_else(not_found)?;
    let whose = if received { invitation.to } else { invitation.from };
    if whose == call.user { Ok(number) } else { Err(not_found()) }
}

fn in_time(is: bool) -> Outcome {
    let late = || refused(ErrorCode::Conflict, None, "The invitation is no longer open.");
    is.then(Answer::done).ok_or_else(late)
}

/// POST of `sendMessage`.
pub(super) fn send(world: &mut World, call: &Call) -> Outcome {
    let number = call.number(0)?;
    let text = call.request.text().unwrap_or_default().to_owned();
    let is_html =
        matches!(call.request.body(), ucwa_model::http::Body::Content(content) if content.media_type().starts_with("text/html"));
    let input: SendMessage = call.inputs()?;
    found(shown::messaging(world, call.application, number))?;
    let content = if is_html { DataLink::html(&text) } else { DataLink::plain(&text) };
    match talk::say(world, number, call.user, input.operation_id, content, is_html) {
        Some(index) => starting(&place(call.application, &shown::path(number, &format!("messaging/messages/{index}")))),
        None => Err(refused(ErrorCode::Conflict, None, "Nobody is there to read it.")),
    }
}

/// POST of `setIsTyping`.
pub(super) fn type_(world: &mut World, call: &Call) -> Outcome {
    let number = call.number(0)?;
    found(shown::messaging(world, call.application, number))?;
    talk::type_(world, number, call.user);
    Ok(Answer::done())
}

fn starting(place: &str) -> Outcome {
    let location = Location::new(place).map_err(|error| refused(ErrorCode::ServiceFailure, None, &error.to_string()))?;
    Ok(Answer::starting(location))
}
