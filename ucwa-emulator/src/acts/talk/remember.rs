//! Conversation logs: what remains of a conversation when it is over.

use ucwa_model::{
    Text,
    enumerations::{ConversationLogStatus, ConversationLogType, Direction, EventType, GenericPolicy},
};

use crate::{
    shown::log as shown,
    world::{
        World,
        application::hub,
        conversation::Conversation,
        happening::Happening,
        invitation::{Invitation, Kind},
        log::{Log, REMEMBERED, Transcript, What},
        modality::Modality,
        user::UserId,
    },
};

/// Whoever took part in a conversation remembers it, unless they have said that they don't want to.
pub(super) fn archive(world: &mut World, conversation: u64, user: UserId) {
    let Some(talk) = world.conversations.get(&conversation) else { return };
    let Some(id) = talk.party(user).and_then(|party| party.application) else { return };
    let available = world.applications.get(&id).and_then(|application| application.available.as_ref());
    if available.is_some_and(|available| available.settings.conversation_history == Some(GenericPolicy::Disabled)) {
        return;
    }
    let log = log(world, talk, user, ConversationLogStatus::Archived, talk.used.iter().copied().collect());
    keep(world, user, log);
}

/// Somebody was asked, and did not answer: they have missed it.
pub(super) fn miss(world: &mut World, number: u64) {
    let Some(invitation) = world.invitations.get(&number) else { return };
    let (Some(user), Some(talk)) = (invitation.to, world.conversations.get(&invitation.conversation)) else { return };
    if world.users.get(user).is_none_or(|user| user.robot.is_some()) {
        return;
    }
    let missed = log(world, talk, user, ConversationLogStatus::Missed, invitation.modalities().to_vec());
    let log = Log {
        is_read: false,
        recipients: vec![invitation.from],
        transcripts: Vec::new(),
        preview: opening(invitation),
        ..missed
    };
    keep(world, user, log);
    missed_changed(world, user);
}

/// What the user has missed is more now, or less.
pub(crate) fn missed_changed(world: &mut World, user: UserId) {
    for id in world.reachable(user) {
        let sender = hub(id, "communication");
        if let Some(items) = shown::missed_items(world, id) {
            world.tell(id, Happening::new(sender, EventType::Updated, "missedItems", items));
        }
    }
}

/// What the invitation said.
fn opening(invitation: &Invitation) -> Option<Text> {
    let Kind::Messaging { message: Some(message), .. } = &invitation.kind else { return None };
    message.decode_lenient().ok().and_then(|(body, _)| body.text().ok().map(Text::from))
}

fn keep(world: &mut World, user: UserId, log: Log) {
    let number = world.number();
    let logs = world.logs.entry(user).or_default();
    if logs.len() == REMEMBERED {
        logs.pop_front();
    }
    logs.push_back(Log { number, ..log });
}

fn log(world: &World, talk: &Conversation, user: UserId, status: ConversationLogStatus, modalities: Vec<Modality>) -> Log {
    let first = talk.party(user).map(|party| party.hears_from).unwrap_or_default();
    let began = talk.parties.first().is_some_and(|party| party.user == user);
    let meeting = talk.meeting.and_then(|meeting| world.meetings.get(&meeting));
    Log {
        number: 0,
        thread: talk.thread.clone(),
        subject: talk.subject.clone(),
        importance: talk.importance.clone(),
        created: talk.created,
        direction: if began { Direction::Outgoing } else { Direction::Incoming },
        kind: kind(talk, &modalities),
        status,
        modalities,
        recipients: talk.parties.iter().map(|party| party.user).filter(|other| *other != user).collect(),
        preview: preview(talk, first),
        meeting: meeting.map(|meeting| meeting.uri(world).into()),
        transcripts: transcripts(talk, first),
        is_read: true,
    }
}

fn kind(talk: &Conversation, modalities: &[Modality]) -> ConversationLogType {
    let has = |modality: Modality| modalities.contains(&modality);
    match () {
        () if talk.meeting.is_some() => ConversationLogType::ConferenceLog,
        () if has(Modality::Video) => ConversationLogType::VideoLog,
        () if has(Modality::Audio) || has(Modality::PhoneAudio) => ConversationLogType::AudioLog,
        () if has(Modality::Messaging) => ConversationLogType::MessageLog,
        () => ConversationLogType::UnknownLog,
    }
}

/// The first thing that was said, as a text.
fn preview(talk: &Conversation, first: usize) -> Option<Text> {
    let (_, said) = talk.history.messages().find(|(index, said)| *index >= first && !said.is_html)?;
    let (body, _) = said.content.decode_lenient().ok()?;
    body.text().ok().map(|text| text.trim_end().chars().take(100).collect::<String>().into())
}

/// What was said and who called, in the order of time.
fn transcripts(talk: &Conversation, first: usize) -> Vec<Transcript> {
    let said = talk.history.messages().filter(|(index, _)| *index >= first).map(|(_, said)| Transcript {
        date: said.date,
        by: Some(said.by),
        what: What::Said(said.clone()),
    });
    let calls =
        talk.history.calls().map(|call| Transcript { date: call.date, by: Some(call.by), what: What::Call(call.clone()) });
    let mut all: Vec<Transcript> = said.chain(calls).collect();
    all.sort_by_key(|transcript| transcript.date.map(ucwa_model::Date::as_milliseconds));
    if talk.history.has_forgotten() {
        all.insert(0, Transcript { date: talk.created, by: None, what: What::Lost });
    }
    all
}
