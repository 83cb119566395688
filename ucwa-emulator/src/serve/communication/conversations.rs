//! Conversations: their list, themselves, and what those who lead can do with all of one.

use ucwa_model::{
    enumerations::{ErrorCode, ErrorSubcode},
    http::Answer,
};

use super::{conversation, starting, taking_part};
use crate::{
    acts::talk::{
        self,
        invite::{self, Ask},
        lead, meet,
    },
    serve::{
        call::{Call, Outcome, found, refused},
        inputs::Inputs,
        routes::{Route, route},
    },
    shown::{conversation as shown, invitation::invitation_path, participant},
    world::{
        World,
        conversation::Taking,
        invitation::{Company, Kind},
    },
};

/// Their paths.
pub(in crate::serve) const ROUTES: &[Route] = &[
    route("communication/conversations", &[("GET", "conversations", Some(list))]),
    route("communication/conversations/{}", &[("GET", "conversation", Some(get)), ("DELETE", "conversation", Some(leave))]),
    route("communication/conversations/{}/addParticipant", &[("POST", "addParticipant", Some(add))]),
    route("communication/conversations/{}/leaders", &[("GET", "leaders", Some(people))]),
    route("communication/conversations/{}/attendees", &[("GET", "attendees", Some(people))]),
    route("communication/conversations/{}/lobby", &[("GET", "lobby", Some(people))]),
    route(
        "communication/conversations/{}/messaging/enableAudienceMessaging",
        &[("POST", "enableAudienceMessaging", Some(audience))],
    ),
    route(
        "communication/conversations/{}/messaging/disableAudienceMessaging",
        &[("POST", "disableAudienceMessaging", Some(audience))],
    ),
    route("communication/conversations/{}/enableAudienceMuteLock", &[("POST", "enableAudienceMuteLock", Some(audience))]),
    route("communication/conversations/{}/disableAudienceMuteLock", &[("POST", "disableAudienceMuteLock", Some(audience))]),
];

fn list(world: &mut World, call: &Call) -> Outcome {
    found(Some(shown::conversations(world, call.application)))
}

fn get(world: &mut World, call: &Call) -> Outcome {
    found(shown::conversation(world, call.application, call.number(0)?))
}

fn leave(world: &mut World, call: &Call) -> Outcome {
    let (number, ..) = conversation(world, call)?;
    talk::leave(world, number, call.user);
    Ok(Answer::done())
}

/// One more is asked; two become a meeting before.
fn add(world: &mut World, call: &Call) -> Outcome {
    let (number, conversation, _) = taking_part(world, call)?;
    let inputs = Inputs::of(&call.request);
    let (address, operation) = (inputs.required("to")?, inputs.limited("operationId")?);
    let to = world.user_called(address);
    let is_there = |taking: Taking| matches!(taking, Taking::Part | Taking::Invited | Taking::Lobby);
    if to.and_then(|to| conversation.party(to)).is_some_and(|party| is_there(party.presence)) {
        return Err(refused(
            ErrorCode::Conflict,
            Some(ErrorSubcode::AlreadyExists),
            "They take part already, or have been asked.",
        ));
    }
    meet::escalate(world, number, call.user);
    let ask = Ask {
        from: call.user,
        application: Some(call.application),
        address: address.into(),
        operation,
        kind: Kind::Participant,
        company: Company::default(),
    };
    let invitation = invite::issue(world, number, ask);
    let path = world.invitations.get(&invitation).map(|known| invitation_path(known, invitation, call.application));
    starting(call, &path.unwrap_or_default())
}

/// Those who lead, the others, or those who wait.
fn people(world: &mut World, call: &Call) -> Outcome {
    let number = call.number(0)?;
    found(participant::list(world, call.application, number, call.request.operation().name()))
}

/// What the audience may do.
fn audience(world: &mut World, call: &Call) -> Outcome {
    let (number, conversation, party) = taking_part(world, call)?;
    if conversation.meeting.is_none() || !party.leads() {
        return Err(refused(
            ErrorCode::Forbidden,
            Some(ErrorSubcode::AttendeeNotAllowed),
            "That is for those who lead a meeting.",
        ));
    }
    match call.request.operation().name() {
        "enableAudienceMessaging" => lead::silence(world, number, false),
        "disableAudienceMessaging" => lead::silence(world, number, true),
        "enableAudienceMuteLock" => lead::lock(world, number, true),
        _ => lead::lock(world, number, false),
    }
    Ok(Answer::done())
}
