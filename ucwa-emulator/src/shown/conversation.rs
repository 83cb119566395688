//! Conversations as one of those who take part in them sees them.

use ucwa_model::{
    Link,
    communication::{Conversation as ConversationResource, Conversations, Message, Messages, Messaging},
    enumerations::{AudienceMessaging, AudienceMuteLock, ConversationState, Direction, MessageFormat, Role},
};

use super::{link, participant::participant_path, people};
use crate::world::{
    World,
    application::{ApplicationId, place},
    conversation::{Conversation, Party, Taking},
    history::Said,
    modality::{Line, Modality},
    user::UserId,
};

/// The path of a conversation, or of something in it.
pub(crate) fn path(conversation: u64, rest: &str) -> String {
    let slash = if rest.is_empty() { "" } else { "/" };
    format!("communication/conversations/{conversation}{slash}{rest}")
}

/// Who looks, and the conversation: it is seen where the user takes part in it, and wherever they are asked to; when it is over, still
/// for a while.
pub(crate) fn view(world: &World, id: ApplicationId, number: u64) -> Option<(UserId, &Conversation)> {
    let (user, conversation) = (world.applications.get(&id)?.user, world.conversations.get(&number)?);
    let party = conversation.party(user).filter(|party| party.is_at(id))?;
    (party.presence != Taking::Left || conversation.over.is_some()).then_some((user, conversation))
}

/// The conversations in which the user takes part, or is asked to.
pub(crate) fn conversations(world: &World, id: ApplicationId) -> Conversations {
    let numbers = world.conversations.keys().filter(|number| {
        let party = view(world, id, **number).and_then(|(user, conversation)| conversation.party(user));
        party.is_some_and(|party| party.presence != Taking::Left)
    });
    let mut conversations = Conversations::default();
    conversations.self_link = link(id, "communication/conversations");
    conversations.conversation_links = numbers.map(|number| Link::new(place(id, &path(*number, "")))).collect();
    conversations
}

/// How far it has come for one of those who take part.
pub(crate) fn state(conversation: &Conversation, party: &Party) -> ConversationState {
    match party.presence {
        Taking::Invited => ConversationState::Incoming,
        Taking::Lobby => ConversationState::InLobby,
        Taking::Part if conversation.meeting.is_some() => ConversationState::Conferenced,
        Taking::Part if conversation.is_connected() => ConversationState::Connected,
        Taking::Part if conversation.is_asked() => ConversationState::Connecting,
        Taking::Part | Taking::Left => ConversationState::Disconnected,
    }
}

/// A conversation.
pub(crate) fn conversation(world: &World, id: ApplicationId, number: u64) -> Option<ConversationResource> {
    let (user, conversation) = view(world, id, number)?;
    let party = conversation.party(user)?;
    let mut shown = ConversationResource::default();
    shown.active_modalities = Some(party.lines.on().map(|modality| modality.name().into()).collect());
    shown.subject = conversation.subject.as_ref().map(|subject| subject.as_str().into());
    shown.importance = conversation.importance.clone();
    shown.thread_id = Some(conversation.thread.clone());
    shown.created = conversation.created;
    shown.participant_count = i64::try_from(conversation.present().count()).ok();
    shown.recording = Some(false);
    shown.state = Some(state(conversation, party));
    shown.self_link = link(id, &path(number, ""));
    shown.messaging_link = link(id, &path(number, "messaging"));
    shown.audio_video_link = link(id, &path(number, "audioVideo"));
    shown.phone_audio_link = link(id, &path(number, "phoneAudio"));
    shown.application_sharing_link = link(id, &path(number, "applicationSharing"));
    shown.data_collaboration_link = link(id, &path(number, "dataCollaboration"));
    shown.participants_link = link(id, &path(number, "participants"));
    shown.local_participant_link = link(id, &participant_path(world, number, user, user));
    if party.presence == Taking::Part {
        shown.add_participant_link = link(id, &path(number, "addParticipant"));
        meeting(&mut shown, id, number, conversation, party);
    }
    Some(shown)
}

/// What it has as a meeting.
fn meeting(shown: &mut ConversationResource, id: ApplicationId, number: u64, conversation: &Conversation, party: &Party) {
    if conversation.meeting.is_none() {
        return;
    }
    let audience = conversation.audience;
    shown.audience_messaging = Some(if audience.silent { AudienceMessaging::Disabled } else { AudienceMessaging::Enabled });
    shown.audience_mute = Some(if audience.mute_locked { AudienceMuteLock::Enabled } else { AudienceMuteLock::Disabled });
    shown.online_meeting_link = link(id, &path(number, "onlineMeeting"));
    shown.leaders_link = link(id, &path(number, "leaders"));
    shown.attendees_link = link(id, &path(number, "attendees"));
    if !party.leads() {
        return;
    }
    shown.lobby_link = link(id, &path(number, "lobby"));
    if audience.silent {
        shown.enable_audience_messaging_link = link(id, &path(number, "messaging/enableAudienceMessaging"));
    } else {
        shown.disable_audience_messaging_link = link(id, &path(number, "messaging/disableAudienceMessaging"));
    }
    if audience.mute_locked {
        shown.disable_audience_mute_lock_link = link(id, &path(number, "disableAudienceMuteLock"));
    } else {
        shown.enable_audience_mute_lock_link = link(id, &path(number, "enableAudienceMuteLock"));
    }
}

/// Whether somebody may write, as far as those who lead are asked.
pub(crate) fn may_write(conversation: &Conversation, party: &Party) -> bool {
    !conversation.audience.silent || conversation.meeting.is_none() || party.role == Role::Leader
}

/// The instant messaging part of a conversation. What can be done follows from its state.
pub(crate) fn messaging(world: &World, id: ApplicationId, number: u64) -> Option<Messaging> {
    let (user, conversation) = view(world, id, number)?;
    let party = conversation.party(user)?;
    let line = party.lines.of(Modality::Messaging);
    let mut messaging = Messaging::default();
    messaging.state = Some(line.state().into());
    messaging.self_link = link(id, &path(number, "messaging"));
    messaging.conversation_link = link(id, &path(number, ""));
    if line.is_on() {
        messaging.negotiated_message_formats = Some(vec![MessageFormat::Plain, MessageFormat::Html]);
        messaging.typing_participants_link = link(id, &path(number, "messaging/typingParticipants"));
        if may_write(conversation, party) {
            messaging.send_message_link = link(id, &path(number, "messaging/messages"));
            messaging.set_is_typing_link = link(id, &path(number, "messaging/typing"));
        }
    }
    if line != Line::Off {
        messaging.stop_messaging_link = link(id, &path(number, "messaging/terminate"));
    } else if party.presence == Taking::Part && conversation.over.is_none() {
        messaging.add_messaging_link = link(id, &path(number, "messaging/addMessaging"));
    }
    Some(messaging)
}

/// The messages of a conversation.
pub(crate) fn messages(world: &World, id: ApplicationId, number: u64) -> Option<Messages> {
    let (user, conversation) = view(world, id, number)?;
    let first = conversation.party(user)?.hears_from;
    let mut messages = Messages::default();
    messages.self_link = link(id, &path(number, "messaging/messages"));
    let places = conversation.history.messages().filter(|(index, _)| *index >= first);
    let places = places.map(|(index, _)| path(number, &format!("messaging/messages/{index}")));
    messages.message_links = places.map(|path| Link::new(place(id, &path))).collect();
    Some(messages)
}

/// A message. One of the user's own is shown without its text and without a participant, as servers do: a client that answers every
/// text would answer itself.
pub(crate) fn message(world: &World, id: ApplicationId, number: u64, index: usize) -> Option<Message> {
    let (user, conversation) = view(world, id, number)?;
    conversation.party(user).filter(|party| index >= party.hears_from)?;
    let Said { by, operation, content, is_html, date, status, failed } = &**conversation.history.get(index)?;
    let mut message = Message::default();
    let is_own = *by == user;
    message.direction = Some(if is_own { Direction::Outgoing } else { Direction::Incoming });
    message.operation_id = operation.clone().filter(|_| is_own);
    message.time_stamp = *date;
    message.status = Some(status.clone());
    message.self_link = link(id, &path(number, &format!("messaging/messages/{index}")));
    message.messaging_link = link(id, &path(number, "messaging"));
    if !is_own {
        *(if *is_html { &mut message.html_message } else { &mut message.plain_message }) = Some(content.clone());
        message.participant_link = link(id, &participant_path(world, number, user, *by));
        message.contact_link = link(id, &people::contact_path(world, *by));
    }
    let failed = failed.iter().filter(|_| is_own).map(|who| participant_path(world, number, user, *who));
    message.failed_delivery_participant_links = failed.map(|path| Link::new(place(id, &path))).collect();
    Some(message)
}
