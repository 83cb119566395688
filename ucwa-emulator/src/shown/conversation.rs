//! Conversations as one of those who take part in them sees them.

use ucwa_model::{
    Link,
    communication::{
        Conversation as ConversationResource, Conversations, LocalParticipant, Message, Messages, Messaging, MessagingInvitation,
        Participant, ParticipantMessaging,
    },
    enumerations::{ConversationState, Direction, MessageFormat, Role, SourceNetwork},
};

use super::{link, people};
use crate::world::{
    World,
    application::{ApplicationId, place},
    conversation::{Conversation, Invitation, Said, Taking},
    user::UserId,
};

/// The path of a conversation, or of something in it.
pub(crate) fn path(conversation: u64, rest: &str) -> String {
    let slash = if rest.is_empty() { "" } else { "/" };
    format!("communication/conversations/{conversation}{slash}{rest}")
}

/// The path of somebody who takes part in a conversation.
pub(crate) fn participant_path(world: &World, conversation: u64, user: UserId) -> String {
    path(conversation, &format!("participants/{}", world.users.get(user).map_or("", |user| user.address.as_str())))
}

/// The path of an invitation.
pub(crate) fn invitation_path(invitation: u64) -> String {
    format!("communication/invitations/{invitation}")
}

/// Who looks, and the conversation.
fn view(world: &World, id: ApplicationId, number: u64) -> Option<(UserId, &Conversation)> {
    let (user, conversation) = (world.applications.get(&id)?.user, world.conversations.get(&number)?);
    conversation.party(user)?;
    Some((user, conversation))
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

/// A conversation.
pub(crate) fn conversation(world: &World, id: ApplicationId, number: u64) -> Option<ConversationResource> {
    let (user, conversation) = view(world, id, number)?;
    let present = conversation.party(user).map(|party| party.presence);
    let state = match present {
        Some(Taking::Invited) => ConversationState::Incoming,
        Some(Taking::Part) if conversation.is_connected() => ConversationState::Connected,
        Some(Taking::Part) if conversation.parties.iter().any(|party| party.presence == Taking::Invited) => {
            ConversationState::Connecting
        }
        _ => ConversationState::Disconnected,
    };
    let mut shown = ConversationResource::default();
    shown.active_modalities = Some(if state == ConversationState::Connected { vec!["Messaging".into()] } else { Vec::new() });
    shown.subject = conversation.subject.as_ref().map(|subject| subject.as_str().into());
    shown.importance = conversation.importance.clone();
    shown.thread_id = Some(conversation.thread.clone());
    shown.created = conversation.created;
    shown.participant_count = i64::try_from(conversation.present().count()).ok();
    shown.state = Some(state);
    shown.self_link = link(id, &path(number, ""));
    shown.messaging_link = link(id, &path(number, "messaging"));
    shown.participants_link = link(id, &path(number, "participants"));
    shown.local_participant_link = link(id, &participant_path(world, number, user));
    shown.add_participant_link = link(id, &path(number, "participants"));
    Some(shown)
}

/// The instant messaging part of a conversation. What can be done follows from its state.
pub(crate) fn messaging(world: &World, id: ApplicationId, number: u64) -> Option<Messaging> {
    let (user, conversation) = view(world, id, number)?;
    let is_part = conversation.party(user)?.presence == Taking::Part;
    let mut messaging = Messaging::default();
    messaging.self_link = link(id, &path(number, "messaging"));
    messaging.conversation_link = link(id, &path(number, ""));
    if is_part && conversation.is_connected() {
        messaging.state = Some("Connected".into());
        messaging.negotiated_message_formats = Some(vec![MessageFormat::Plain, MessageFormat::Html]);
        messaging.send_message_link = link(id, &path(number, "messaging/messages"));
        messaging.set_is_typing_link = link(id, &path(number, "messaging/typing"));
        messaging.stop_messaging_link = link(id, &path(number, "messaging/terminate"));
        messaging.typing_participants_link = link(id, &path(number, "messaging/typingParticipants"));
    } else {
        let is_asked = conversation.parties.iter().any(|party| party.presence == Taking::Invited);
        messaging.state = Some(if is_part && is_asked { "Connecting" } else { "Disconnected" }.into());
        messaging.add_messaging_link = link(id, &path(number, "messaging/invitations"));
    }
    Some(messaging)
}

/// Somebody else who takes part.
pub(crate) fn participant(world: &World, id: ApplicationId, number: u64, who: UserId) -> Option<Participant> {
    let (_, conversation) = view(world, id, number)?;
    let (somebody, own) = (world.users.get(who)?, participant_path(world, number, who));
    conversation.party(who)?;
    let mut participant = Participant::default();
    participant.name = Some(somebody.name.as_str().into());
    participant.uri = Some(somebody.uri().into());
    (participant.local, participant.anonymous) = (Some(false), Some(false));
    (participant.in_lobby, participant.organizer) =
        (Some(false), Some(conversation.parties.first().is_some_and(|first| first.user == who)));
    participant.role = Some(Role::Leader);
    participant.source_network = Some(SourceNetwork::SameEnterprise);
    participant.self_link = link(id, &own);
    participant.conversation_link = link(id, &path(number, ""));
    participant.contact_link = link(id, &people::contact_path(world, who));
    participant.participant_messaging_link = link(id, &format!("{own}/messaging"));
    Some(participant)
}

/// The user, as somebody who takes part.
pub(crate) fn local_participant(world: &World, id: ApplicationId, number: u64) -> Option<LocalParticipant> {
    let (user, conversation) = view(world, id, number)?;
    let (somebody, own) = (world.users.get(user)?, participant_path(world, number, user));
    let mut participant = LocalParticipant::default();
    participant.name = Some(somebody.name.as_str().into());
    participant.uri = Some(somebody.uri().into());
    (participant.local, participant.anonymous) = (Some(true), Some(false));
    (participant.in_lobby, participant.organizer) =
        (Some(false), Some(conversation.parties.first().is_some_and(|first| first.user == user)));
    participant.role = Some(Role::Leader);
    participant.source_network = Some(SourceNetwork::SameEnterprise);
    participant.self_link = link(id, &own);
    participant.conversation_link = link(id, &path(number, ""));
    participant.me_link = link(id, "me");
    participant.participant_messaging_link = link(id, &format!("{own}/messaging"));
    Some(participant)
}

/// That somebody can be written to.
pub(crate) fn participant_messaging(world: &World, id: ApplicationId, number: u64, who: UserId) -> ParticipantMessaging {
    let own = participant_path(world, number, who);
    let mut messaging = ParticipantMessaging::default();
    messaging.self_link = link(id, &format!("{own}/messaging"));
    messaging.participant_link = link(id, &own);
    messaging
}

/// The messages of a conversation.
pub(crate) fn messages(world: &World, id: ApplicationId, number: u64) -> Option<Messages> {
    let (_, conversation) = view(world, id, number)?;
    let mut messages = Messages::default();
    messages.self_link = link(id, &path(number, "messaging/messages"));
    let places = (0..conversation.messages.len()).map(|index| path(number, &format!("messaging/messages/{index}")));
    messages.message_links = places.map(|path| Link::new(place(id, &path))).collect();
    Some(messages)
}

/// A message.
pub(crate) fn message(world: &World, id: ApplicationId, number: u64, index: usize) -> Option<Message> {
    let (user, conversation) = view(world, id, number)?;
    let Said { by, operation, content, is_html, date, status, failed } = conversation.messages.get(index)?;
    let mut message = Message::default();
    let is_own = *by == user;
    message.direction = Some(if is_own { Direction::Outgoing } else { Direction::Incoming });
    message.operation_id = operation.clone().filter(|_| is_own);
    message.time_stamp = *date;
    message.status = Some(status.clone());
    *(if *is_html { &mut message.html_message } else { &mut message.plain_message }) = Some(content.clone());
    message.self_link = link(id, &path(number, &format!("messaging/messages/{index}")));
    message.messaging_link = link(id, &path(number, "messaging"));
    message.participant_link = link(id, &participant_path(world, number, *by));
    message.contact_link = link(id, &people::contact_path(world, *by));
    let failed = failed.iter().map(|user| participant_path(world, number, *user));
    message.failed_delivery_participant_links = failed.map(|path| Link::new(place(id, &path))).collect();
    Some(message)
}

/// An invitation, as whoever sent or received it sees it.
pub(crate) fn invitation(world: &World, id: ApplicationId, number: u64) -> Option<MessagingInvitation> {
    let invitation = world.invitations.get(&number)?;
    let Invitation { conversation, from, application, to, operation, message, state, .. } = invitation;
    let user = world.applications.get(&id)?.user;
    let talk = world.conversations.get(conversation)?;
    let is_own = *from == user;
    if !is_own && *to != user {
        return None;
    }
    let mut shown = MessagingInvitation::default();
    shown.direction = Some(if is_own { Direction::Outgoing } else { Direction::Incoming });
    shown.importance = talk.importance.clone();
    shown.subject = talk.subject.clone();
    shown.thread_id = Some(talk.thread.clone());
    shown.state = Some(state.clone());
    shown.operation_id = operation.clone().filter(|_| *application == Some(id));
    shown.to = world.users.get(*to).map(|to| to.uri().into());
    shown.message = message.clone();
    let own = invitation_path(number);
    shown.self_link = link(id, &own);
    shown.conversation_link = link(id, &path(*conversation, ""));
    shown.messaging_link = link(id, &path(*conversation, "messaging"));
    shown.from_link = link(id, &participant_path(world, *conversation, *from));
    shown.to_link = link(id, &people::contact_path(world, *to));
    shown.from = participant(world, id, *conversation, *from).map(Box::new);
    if invitation.is_open() && is_own {
        shown.cancel_link = link(id, &format!("{own}/cancel"));
    } else if invitation.is_open() {
        shown.accept_link = link(id, &format!("{own}/accept"));
        shown.decline_link = link(id, &format!("{own}/decline"));
    }
    Some(shown)
}
