//! Instant messaging in a conversation: its state, messages, who is typing.

use ucwa_model::{
    DataLink,
    communication::SendMessage,
    enumerations::{ErrorCode, ErrorSubcode},
    http::{Answer, Body},
};

use super::{conflict, conversation, starting, taking_part};
use crate::{
    acts::talk::{
        self,
        invite::{self, Ask},
        line, meet,
    },
    serve::{
        call::{Call, Outcome, found, not_found, refused},
        inputs::Inputs,
        routes::{Route, route},
    },
    shown::{conversation as shown, invitation::invitation_path},
    world::{
        World,
        invitation::{Company, Kind},
        modality::{Line, Modality},
    },
};

/// Their paths.
pub(in crate::serve) const ROUTES: &[Route] = &[
    route("communication/conversations/{}/messaging", &[("GET", "messaging", Some(get))]),
    route("communication/conversations/{}/messaging/addMessaging", &[("POST", "addMessaging", Some(add))]),
    route(
        "communication/conversations/{}/messaging/messages",
        &[("GET", "messages", Some(list)), ("POST", "sendMessage", Some(send))],
    ),
    // some clients answer a message by a POST to itself
    route(
        "communication/conversations/{}/messaging/messages/{}",
        &[("GET", "message", Some(message)), ("POST", "sendMessage", Some(send))],
    ),
    route("communication/conversations/{}/messaging/typing", &[("POST", "setIsTyping", Some(type_))]),
    route("communication/conversations/{}/messaging/terminate", &[("POST", "stopMessaging", Some(stop))]),
];

fn get(world: &mut World, call: &Call) -> Outcome {
    found(shown::messaging(world, call.application, call.number(0)?))
}

fn list(world: &mut World, call: &Call) -> Outcome {
    found(shown::messages(world, call.application, call.number(0)?))
}

fn message(world: &mut World, call: &Call) -> Outcome {
    let index = usize::try_from(call.number(1)?).map_err(|_| not_found())?;
    found(shown::message(world, call.application, call.number(0)?, index))
}

/// Of two, the other one is asked; in a meeting nobody need be.
fn add(world: &mut World, call: &Call) -> Outcome {
    let (number, conversation, party) = taking_part(world, call)?;
    if party.lines.of(Modality::Messaging) != Line::Off {
        return Err(refused(ErrorCode::Conflict, Some(ErrorSubcode::AlreadyExists), "The conversation has messaging."));
    }
    let inputs = Inputs::of(&call.request);
    let operation = inputs.limited("operationId")?;
    let kind = Kind::Messaging { message: inputs.data("message"), content: None };
    let invitation = match conversation.partner(call.user).filter(|_| conversation.meeting.is_none()) {
        Some(partner) => {
            let address = world.uri(partner.user).unwrap_or_default().into();
            let (from, application) = (call.user, Some(call.application));
            invite::issue(world, number, Ask { from, application, address, operation, kind, company: Company::default() })
        }
        None => meet::take_up(world, number, (call.user, call.application), operation, kind),
    };
    let path = world.invitations.get(&invitation).map(|known| invitation_path(known, invitation, call.application));
    starting(call, &path.unwrap_or_default())
}

fn send(world: &mut World, call: &Call) -> Outcome {
    let (number, conversation, party) = conversation(world, call)?;
    if party.lines.of(Modality::Messaging).is_on() && !shown::may_write(conversation, party) {
        return Err(refused(ErrorCode::Forbidden, Some(ErrorSubcode::AttendeeNotAllowed), "Only those who lead may write."));
    }
    let text = call.request.text().unwrap_or_default().to_owned();
    let is_html = matches!(call.request.body(), Body::Content(content) if content.media_type().starts_with("text/html"));
    let input: SendMessage = call.inputs()?;
    let content = if is_html { DataLink::html(&text) } else { DataLink::plain(&text) };
    match talk::say(world, number, call.user, input.operation_id, content, is_html) {
        Some(index) => starting(call, &shown::path(number, &format!("messaging/messages/{index}"))),
        None => Err(conflict("Nobody is there to read it.")),
    }
}

fn type_(world: &mut World, call: &Call) -> Outcome {
    let (number, _, party) = taking_part(world, call)?;
    if !party.lines.of(Modality::Messaging).is_on() {
        return Err(conflict("There is no messaging in the conversation."));
    }
    talk::type_(world, number, call.user);
    Ok(Answer::done())
}

fn stop(world: &mut World, call: &Call) -> Outcome {
    let (number, ..) = conversation(world, call)?;
    line::stop(world, number, call.user, Modality::Messaging, None);
    Ok(Answer::done())
}
