//! Conversation logs, as the user sees them.

use ucwa_model::{
    AnyResource,
    enumerations::{ConversationLogStatus, ErrorTranscriptReason},
};

use super::{
    draft::{Draft, draft},
    people,
};
use crate::world::{
    World,
    application::ApplicationId,
    history::{Call, Said},
    log::{Log, PAGE, Transcript, What},
};

/// The path of a log, or of something in it.
pub(crate) fn path(number: u64, rest: &str) -> String {
    let slash = if rest.is_empty() { "" } else { "/" };
    format!("communication/conversationLogs/{number}{slash}{rest}")
}

/// The logs of the user, the latest first.
fn own(world: &World, id: ApplicationId) -> impl Iterator<Item = &Log> {
    let user = world.applications.get(&id).map(|application| application.user);
    user.and_then(|user| world.logs.get(&user)).into_iter().flatten().rev()
}

/// One of the user's logs.
pub(crate) fn find(world: &World, id: ApplicationId, number: u64) -> Option<&Log> {
    own(world, id).find(|log| log.number == number)
}

/// The list, with at most `limit` logs.
pub(crate) fn logs(world: &World, id: ApplicationId, limit: usize) -> AnyResource {
    draft(id, "conversationLogs", "communication/conversationLogs", |draft| {
        draft.links("conversationLog", own(world, id).take(limit).map(|log| path(log.number, "")));
    })
}

/// A log. Two people can go on where they were.
pub(crate) fn log(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    let log = find(world, id, number)?;
    // what was said travels encoded, but not here, and XML cannot carry everything
    let is_plain = |sign: &char| !sign.is_control() && !matches!(sign, '\u{fffe}' | '\u{ffff}');
    let preview: Option<String> = log.preview.as_ref().map(|text| text.chars().filter(is_plain).collect());
    Some(draft(id, "conversationLog", &path(number, ""), |draft| {
        draft.date("creationTime", log.created).text("direction", log.direction.as_str()).text("type", log.kind.as_str());
        draft.maybe("importance", log.importance.as_ref().map(ucwa_model::enumerations::Importance::as_str));
        draft.texts("modalities", log.modalities.iter().map(|modality| modality.name()));
        draft.maybe("onlineMeetingUri", log.meeting.as_deref()).maybe("previewMessage", preview.as_deref());
        draft.text("status", log.status.as_str()).maybe("subject", log.subject.as_ref()).text("threadId", &*log.thread);
        draft.number("totalRecipientsCount", i64::try_from(log.recipients.len()).unwrap_or(i64::MAX));
        draft.link("conversationLogTranscripts", &path(number, "transcripts"));
        draft.link_if(!log.is_read, "markAsRead", &path(number, "markAsRead"));
        for name in ["continueAudio", "continueAudioVideo", "continueMessaging", "continuePhoneAudio", "continueVideo"] {
            draft.link_if(log.recipients.len() == 1, name, &path(number, name));
        }
        for (index, _) in log.recipients.iter().enumerate() {
            let own = path(number, &format!("recipients/{index}"));
            draft.link("conversationLogRecipient", &own);
            draft.embed("conversationLogRecipient", &own, |draft| recipient_of(draft, world, log, index));
        }
    }))
}

/// One of the others.
pub(crate) fn recipient(world: &World, id: ApplicationId, number: u64, index: usize) -> Option<AnyResource> {
    let log = find(world, id, number)?;
    log.recipients.get(index)?;
    let own = path(number, &format!("recipients/{index}"));
    Some(draft(id, "conversationLogRecipient", &own, |draft| recipient_of(draft, world, log, index)))
}

fn recipient_of(draft: &mut Draft<'_>, world: &World, log: &Log, index: usize) {
    let Some(who) = log.recipients.get(index) else { return };
    let contact = people::contact_path(world, *who);
    if let Some(user) = world.users.get(*who) {
        draft.text("displayName", &user.name).text("sipUri", user.uri());
        draft.link("contact", &contact).link("contactPresence", &format!("{contact}/presence"));
    }
}

/// A page of what happened, and the way to the next one.
pub(crate) fn transcripts(world: &World, id: ApplicationId, number: u64, first: usize) -> Option<AnyResource> {
    let log = find(world, id, number)?;
    if first > 0 && first >= log.transcripts.len() {
        return None;
    }
    let next = |first: usize| path(number, &format!("nextTranscripts/{first}"));
    let (rel, own) = match first {
        0 => ("conversationLogTranscripts", path(number, "transcripts")),
        first => ("nextConversationLogTranscripts", next(first)),
    };
    Some(draft(id, rel, &own, |draft| {
        for (index, transcript) in log.transcripts.iter().enumerate().skip(first).take(PAGE) {
            let own = path(number, &format!("transcripts/{index}"));
            draft.link("conversationLogTranscript", &own);
            draft.embed("conversationLogTranscript", &own, |draft| fill(draft, world, id, transcript, &own));
        }
        draft.link_if(first + PAGE < log.transcripts.len(), "nextConversationLogTranscripts", &next(first + PAGE));
    }))
}

/// One thing that happened.
pub(crate) fn transcript(world: &World, id: ApplicationId, number: u64, index: usize) -> Option<AnyResource> {
    let transcript = find(world, id, number)?.transcripts.get(index)?;
    let own = path(number, &format!("transcripts/{index}"));
    Some(draft(id, "conversationLogTranscript", &own, |draft| fill(draft, world, id, transcript, &own)))
}

fn fill(draft: &mut Draft<'_>, world: &World, id: ApplicationId, transcript: &Transcript, own: &str) {
    draft.date("timeStamp", transcript.date);
    let user = world.applications.get(&id).map(|application| application.user);
    match transcript.by {
        Some(by) if Some(by) == user => draft.link("me", "me"),
        Some(by) => draft.link("contact", &people::contact_path(world, by)),
        None => draft,
    };
    let rel = rel(&transcript.what);
    let own = format!("{own}/{rel}");
    draft.link(rel, &own).embed(rel, &own, |draft| content(draft, &transcript.what));
}

/// The resource that says what happened.
pub(crate) fn rel(what: &What) -> &'static str {
    match what {
        What::Said(_) => "messageTranscript",
        What::Call(_) => "audioTranscript",
        What::Lost => "errorTranscript",
    }
}

/// What happened, by itself.
pub(crate) fn part(world: &World, id: ApplicationId, number: u64, index: usize, wanted: &str) -> Option<AnyResource> {
    let what = &find(world, id, number)?.transcripts.get(index)?.what;
    let own = path(number, &format!("transcripts/{index}/{wanted}"));
    (rel(what) == wanted).then(|| draft(id, wanted, &own, |draft| content(draft, what)))
}

fn content(draft: &mut Draft<'_>, what: &What) {
    match what {
        What::Said(said) => {
            let Said { content, is_html, .. } = &**said;
            draft.data(if *is_html { "htmlMessage" } else { "plainMessage" }, Some(content));
        }
        What::Call(Call { status, lasted, .. }) => {
            draft.text("status", status.as_str()).maybe("duration", lasted.map(|lasted| format!("PT{}S", lasted.as_secs())));
        }
        What::Lost => {
            draft.text("reason", ErrorTranscriptReason::TranscriptionFailed.as_str());
        }
    }
}

/// How much the user has missed.
pub(crate) fn missed_items(world: &World, id: ApplicationId) -> Option<AnyResource> {
    world.applications.get(&id)?;
    let count = |is: &dyn Fn(&Log) -> bool| i64::try_from(own(world, id).filter(|log| is(log)).count()).unwrap_or(i64::MAX);
    let is_missed = |log: &Log| log.status == ConversationLogStatus::Missed;
    Some(draft(id, "missedItems", "communication/missedItems", |draft| {
        draft.number("conversationLogsCount", count(&|_| true)).text("conversationLogsNotifications", "Enabled");
        draft.number("missedConversationsCount", count(&is_missed));
        draft.number("unreadMissedConversationsCount", count(&|log| is_missed(log) && !log.is_read));
        draft.number("voiceMailsCount", 0).number("unreadVoicemailsCount", 0);
    }))
}
