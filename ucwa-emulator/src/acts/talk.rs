//! Talking: invitations, messages, and who is told of them.

use ucwa_model::{
    AnyResource, DataLink, OperationId, Subject, Text,
    enumerations::{ErrorCode, ErrorSubcode, EventStatus, EventType, Importance, InvitationState, Status},
    general::Reason,
};

use super::robot;
use crate::{
    shown::conversation as shown,
    world::{
        World,
        application::{ApplicationId, place},
        channel::Happening,
        conversation::{Conversation, Invitation, Party, RINGS, Said, Taking},
        user::UserId,
    },
};

/// What somebody wants to talk about.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    pub(crate) operation: Option<OperationId>,
    pub(crate) subject: Option<Subject>,
    pub(crate) importance: Option<Importance>,
    pub(crate) thread: Option<String>,
    pub(crate) message: Option<DataLink>,
}

/// Invites somebody to talk; the number of the invitation. `application` is where the user does so; robots have none.
pub(crate) fn start(
    world: &mut World,
    (from, application): (UserId, Option<ApplicationId>),
    to: UserId,
    opening: Opening,
) -> u64 {
    let Opening { operation, subject, importance, thread, message } = opening;
    let (number, invitation) = (world.number(), world.number());
    let party = |user, application, presence| Party { user, application, presence, typing: false };
    let conversation = Conversation {
        subject,
        importance,
        thread: thread.map_or_else(|| format!("{:032x}", fastrand::u128(..)).into(), Into::into),
        created: world.clock.date(),
        parties: vec![party(from, application, Taking::Part), party(to, None, Taking::Invited)],
        messages: Vec::new(),
    };
    world.conversations.insert(number, conversation);
    let until = world.now() + RINGS;
    let state = InvitationState::Connecting;
    let invited = Invitation { conversation: number, from, application, to, operation, message, state, until };
    world.ringing.insert((until, invitation));
    world.invitations.insert(invitation, invited);
    for id in application.into_iter().chain(world.reachable(to)) {
        tell_invitation(world, id, invitation, EventType::Started, None);
        tell_conversation(world, id, number, EventType::Added);
    }
    if world.users.get(to).is_some_and(|user| user.robot.is_some()) {
        robot::is_invited(world, invitation);
    } else if world.reachable(to).is_empty() {
        fail(world, invitation, InvitationState::Failed, &reason(ErrorCode::RemoteFailure, ErrorSubcode::DestinationNotFound));
    }
    invitation
}

/// Somebody accepts, in one of their applications or as a robot. False if it is too late.
pub(crate) fn accept(world: &mut World, number: u64, application: Option<ApplicationId>) -> bool {
    let Some(invitation) = close(world, number, InvitationState::Connected) else { return false };
    let (from, to, conversation) = (invitation.from, invitation.to, invitation.conversation);
    let caller = invitation.application;
    let first = invitation.message.take();
    if let Some(party) = world.conversations.get_mut(&conversation).and_then(|conversation| conversation.party_mut(to)) {
        (party.presence, party.application) = (Taking::Part, application);
    }
    let elsewhere = reason(ErrorCode::Informational, ErrorSubcode::ConnectedElsewhere);
    for id in world.reachable(to).into_iter().filter(|id| Some(*id) != application) {
        tell_invitation(world, id, number, EventType::Completed, Some(&elsewhere));
        tell_conversation(world, id, conversation, EventType::Deleted);
    }
    for (id, own, other) in [(caller, from, to), (application, to, from)] {
        let Some(id) = id else { continue };
        tell_invitation(world, id, number, EventType::Completed, None);
        tell_conversation(world, id, conversation, EventType::Updated);
        tell_participants(world, id, conversation, own, other);
        tell_messaging(world, id, conversation);
    }
    if let Some(content) = first {
        say(world, conversation, from, None, content, false);
    }
    true
}

/// An invitation comes to nothing. False if it is too late.
pub(crate) fn fail(world: &mut World, number: u64, state: InvitationState, why: &Reason) -> bool {
    let Some(invitation) = close(world, number, state) else { return false };
    let (to, caller, conversation) = (invitation.to, invitation.application, invitation.conversation);
    if let Some(conversation) = world.conversations.get_mut(&conversation) {
        conversation.parties.iter_mut().for_each(|party| party.presence = Taking::Left);
    }
    for id in caller.into_iter().chain(world.reachable(to)) {
        tell_invitation(world, id, number, EventType::Completed, Some(why));
        tell_conversation(world, id, conversation, EventType::Deleted);
    }
    true
}

/// An invitation that was open, and no longer is.
fn close(world: &mut World, number: u64, state: InvitationState) -> Option<&mut Invitation> {
    let invitation = world.invitations.get_mut(&number).filter(|invitation| invitation.is_open())?;
    world.ringing.remove(&(invitation.until, number));
    invitation.state = state;
    Some(invitation)
}

/// Somebody says something; where it stands among the messages. `None` if there is nobody to hear it.
pub(crate) fn say(
    world: &mut World,
    number: u64,
    by: UserId,
    operation: Option<Text>,
    content: DataLink,
    is_html: bool,
) -> Option<usize> {
    let date = world.clock.date();
    let conversation = world.conversations.get_mut(&number)?;
    if !conversation.is_connected() || conversation.party(by)?.presence != Taking::Part {
        return None;
    }
    conversation.party_mut(by)?.typing = false;
    let index = conversation.messages.len();
    let failed = Vec::new();
    conversation.messages.push(Said { by, operation, content, is_html, date, status: Status::Succeeded, failed });
    let present: Vec<(UserId, Option<ApplicationId>)> =
        conversation.present().map(|party| (party.user, party.application)).collect();
    for (_, application) in &present {
        let Some(id) = application else { continue };
        let Some(message) = shown::message(world, *id, number, index) else { continue };
        let sender = in_conversation(*id, number);
        let happening = Happening::new(sender, EventType::Completed, "message", message.into());
        world.tell(*id, happening.with(|event| event.status = Some(EventStatus::Success)));
    }
    for (user, _) in present.into_iter().filter(|(user, _)| *user != by) {
        robot::is_told(world, number, user, index);
    }
    Some(index)
}

/// Somebody begins to type.
pub(crate) fn type_(world: &mut World, number: u64, user: UserId) {
    let Some(party) = world.conversations.get_mut(&number).and_then(|conversation| conversation.party_mut(user)) else { return };
    if std::mem::replace(&mut party.typing, true) {
        return;
    }
    for (_, id) in others(world, number, user) {
        let Some(participant) = shown::participant(world, id, number, user) else { continue };
        let sender = ("conversation", place(id, &shown::path(number, "")));
        world.tell(
            id,
            Happening::new(sender, EventType::Added, "participant", participant.into()).with(|event| {
                let mut within = ucwa_model::EventLink::default();
                within.rel = Some("typingParticipants".into());
                within.link = ucwa_model::Link::new(place(id, &shown::path(number, "messaging/typingParticipants")));
                event.in_ = Some(within);
            }),
        );
    }
}

/// Somebody leaves; with them the conversation of two ends.
pub(crate) fn leave(world: &mut World, number: u64, user: UserId) {
    let Some(conversation) = world.conversations.get_mut(&number) else { return };
    let present: Vec<(UserId, Option<ApplicationId>)> =
        conversation.present().map(|party| (party.user, party.application)).collect();
    let is_last = present.len() <= 2;
    for party in &mut conversation.parties {
        if is_last || party.user == user {
            party.presence = Taking::Left;
        }
    }
    for (who, application) in present {
        let Some(id) = application else { continue };
        tell_messaging(world, id, number);
        let what = if who == user { EventType::Deleted } else { EventType::Updated };
        tell_conversation(world, id, number, what);
    }
}

/// The applications of the others who take part.
fn others(world: &World, number: u64, user: UserId) -> Vec<(UserId, ApplicationId)> {
    let parties = world.conversations.get(&number).into_iter().flat_map(Conversation::present);
    parties.filter(|party| party.user != user).filter_map(|party| Some((party.user, party.application?))).collect()
}

/// Why something came to nothing.
pub(crate) fn reason(code: ErrorCode, subcode: ErrorSubcode) -> Reason {
    let mut reason = Reason::default();
    (reason.code, reason.subcode) = (Some(code), Some(subcode));
    reason
}

fn in_communication(id: ApplicationId) -> (&'static str, String) {
    ("communication", place(id, "communication"))
}

fn in_conversation(id: ApplicationId, number: u64) -> (&'static str, String) {
    ("conversation", place(id, &shown::path(number, "")))
}

fn tell_invitation(world: &mut World, id: ApplicationId, number: u64, what: EventType, why: Option<&Reason>) {
    let Some(invitation) = shown::invitation(world, id, number) else { return };
    let status =
        (what == EventType::Completed).then_some(if why.is_some() { EventStatus::Failure } else { EventStatus::Success });
    let happening = Happening::new(in_communication(id), what, "messagingInvitation", invitation.into());
    world.tell(
        id,
        happening.with(|event| {
            event.status = status;
            event.reason = why.cloned().map(Box::new);
        }),
    );
}

fn tell_conversation(world: &mut World, id: ApplicationId, number: u64, what: EventType) {
    let path = place(id, &shown::path(number, ""));
    let happening = match shown::conversation(world, id, number).filter(|_| what != EventType::Deleted) {
        Some(conversation) => Happening::new(in_communication(id), what, "conversation", conversation.into()),
        None => Happening::without_resource(in_communication(id), what, "conversation", &path),
    };
    world.tell(id, happening);
}

fn tell_messaging(world: &mut World, id: ApplicationId, number: u64) {
    if let Some(messaging) = shown::messaging(world, id, number) {
        world.tell(id, Happening::new(in_conversation(id, number), EventType::Updated, "messaging", messaging.into()));
    }
}

fn tell_participants(world: &mut World, id: ApplicationId, number: u64, own: UserId, other: UserId) {
    let local = shown::local_participant(world, id, number).map(|local| ("localParticipant", AnyResource::from(local)));
    let remote = shown::participant(world, id, number, other).map(|remote| ("participant", AnyResource::from(remote)));
    for (rel, resource) in local.into_iter().chain(remote) {
        world.tell(id, Happening::new(in_conversation(id, number), EventType::Added, rel, resource));
    }
    for user in [own, other] {
        let messaging = shown::participant_messaging(world, id, number, user);
        world.tell(id, Happening::new(in_conversation(id, number), EventType::Added, "participantMessaging", messaging.into()));
    }
}
