//! Conversation logs: the past, and going on from there.

use ucwa_model::http::{Answer, Refusal};

use super::{
    conflict,
    starts::{self, is_free},
};
use crate::{
    acts::talk::{
        self, Opening,
        invite::{self, Ask},
    },
    serve::{
        call::{Call, Outcome, found, not_found, unfit},
        inputs::Inputs,
        routes::{Route, route},
    },
    shown::log as shown,
    world::{
        World,
        invitation::Company,
        log::{Log, REMEMBERED},
    },
};

/// Their paths.
pub(in crate::serve) const ROUTES: &[Route] = &[
    route("communication/missedItems", &[("GET", "missedItems", Some(missed))]),
    route("communication/replayMessage", &[("POST", "replayMessage", Some(replay))]),
    route("communication/conversationLogs", &[("GET", "conversationLogs", Some(list))]),
    route(
        "communication/conversationLogs/{}",
        &[("GET", "conversationLog", Some(get)), ("DELETE", "conversationLog", Some(delete))],
    ),
    route("communication/conversationLogs/{}/markAsRead", &[("POST", "markAsRead", Some(read))]),
    route("communication/conversationLogs/{}/recipients/{}", &[("GET", "conversationLogRecipient", Some(recipient))]),
    route("communication/conversationLogs/{}/transcripts", &[("GET", "conversationLogTranscripts", Some(page))]),
    route("communication/conversationLogs/{}/nextTranscripts/{}", &[("GET", "nextConversationLogTranscripts", Some(page))]),
    route("communication/conversationLogs/{}/transcripts/{}", &[("GET", "conversationLogTranscript", Some(transcript))]),
    route("communication/conversationLogs/{}/transcripts/{}/audioTranscript", &[("GET", "audioTranscript", Some(part))]),
    route("communication/conversationLogs/{}/transcripts/{}/messageTranscript", &[("GET", "messageTranscript", Some(part))]),
    route("communication/conversationLogs/{}/transcripts/{}/errorTranscript", &[("GET", "errorTranscript", Some(part))]),
    route("communication/conversationLogs/{}/continueMessaging", &[("POST", "continueMessaging", Some(go_on))]),
    route("communication/conversationLogs/{}/continueAudio", &[("POST", "continueAudio", Some(go_on))]),
    route("communication/conversationLogs/{}/continueVideo", &[("POST", "continueVideo", Some(go_on))]),
    route("communication/conversationLogs/{}/continueAudioVideo", &[("POST", "continueAudioVideo", Some(go_on))]),
    route("communication/conversationLogs/{}/continuePhoneAudio", &[("POST", "continuePhoneAudio", Some(go_on))]),
];

fn missed(world: &mut World, call: &Call) -> Outcome {
    found(shown::missed_items(world, call.application))
}

/// The latest message that the user has heard comes again.
fn replay(world: &mut World, call: &Call) -> Outcome {
    match talk::replay(world, call.application) {
        true => Ok(Answer::done()),
        false => Err(conflict("There is no message that could come again.")),
    }
}

fn list(world: &mut World, call: &Call) -> Outcome {
    let limit = Inputs::of(&call.request).text("limit");
    let limit = limit.map(|text| text.parse().map_err(|_| unfit("expected a number in `limit`"))).transpose()?;
    found(Some(shown::logs(world, call.application, limit.unwrap_or(REMEMBERED))))
}

fn get(world: &mut World, call: &Call) -> Outcome {
    found(shown::log(world, call.application, call.number(0)?))
}

/// One of the user's logs, to be changed.
fn own<'a>(world: &'a mut World, call: &Call) -> Result<&'a mut Log, Box<Refusal>> {
    let number = call.number(0)?;
    let logs = world.logs.get_mut(&call.user).into_iter().flatten();
    logs.into_iter().find(|log| log.number == number).ok_or_else(not_found)
}

fn delete(world: &mut World, call: &Call) -> Outcome {
    let (number, is_read) = own(world, call).map(|log| (log.number, log.is_read))?;
    if let Some(logs) = world.logs.get_mut(&call.user) {
        logs.retain(|log| log.number != number);
    }
    if !is_read {
        talk::missed_changed(world, call.user);
    }
    Ok(Answer::done())
}

fn read(world: &mut World, call: &Call) -> Outcome {
    own(world, call)?.is_read = true;
    talk::missed_changed(world, call.user);
    Ok(Answer::done())
}

/// The last part of the path as a place in a list.
fn index(call: &Call) -> Result<usize, Box<Refusal>> {
    usize::try_from(call.number(1)?).map_err(|_| not_found())
}

fn recipient(world: &mut World, call: &Call) -> Outcome {
    found(shown::recipient(world, call.application, call.number(0)?, index(call)?))
}

fn page(world: &mut World, call: &Call) -> Outcome {
    let first = if call.ids.len() > 1 { index(call)? } else { 0 };
    found(shown::transcripts(world, call.application, call.number(0)?, first))
}

fn transcript(world: &mut World, call: &Call) -> Outcome {
    found(shown::transcript(world, call.application, call.number(0)?, index(call)?))
}

fn part(world: &mut World, call: &Call) -> Outcome {
    let name = call.request.operation().name();
    found(shown::part(world, call.application, call.number(0)?, index(call)?, name))
}

/// Two people go on where they were, in the thread of their conversation.
fn go_on(world: &mut World, call: &Call) -> Outcome {
    let log = shown::find(world, call.application, call.number(0)?).ok_or_else(not_found)?;
    let [other] = log.recipients[..] else { return Err(conflict("Only conversations of two can be continued.")) };
    let operation = Inputs::of(&call.request).limited("operationId")?;
    let opening = Opening {
        subject: log.subject.clone(),
        importance: log.importance.clone(),
        thread: Some(log.thread.to_string()),
        ..Opening::default()
    };
    is_free(world, call, &opening)?;
    let kind = starts::kind(world, call)?;
    let address = world.uri(other).unwrap_or_default().into();
    let (from, application) = (call.user, Some(call.application));
    let ask = Ask { from, application, address, operation, kind, company: Company::default() };
    starts::started(world, call, |world| Some(invite::begin(world, ask, opening)))
}
