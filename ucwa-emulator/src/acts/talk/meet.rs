//! Meetings: two people ask a third, somebody joins, those who may not come in at once wait in the lobby.

use ucwa_model::{
    OperationId, Text,
    enumerations::{ErrorCode, ErrorSubcode, EventType, InvitationState, Role},
};

use super::{
    enter,
    invite::{self, Opening},
    line, tell,
};
use crate::{
    shown::meeting as shown,
    world::{
        World,
        application::ApplicationId,
        conversation::{Party, Taking},
        invitation::{Invitation, Kind, RINGS, WAITS},
        meeting::{Details, Meeting, Origin},
        modality::{Line, Modality},
        user::UserId,
    },
};

/// Makes a meeting of a conversation of two, if it is none.
pub(crate) fn escalate(world: &mut World, number: u64, organizer: UserId) {
    let Some(talk) = world.conversations.get(&number).filter(|talk| talk.meeting.is_none()) else { return };
    let details = Details { subject: talk.subject.clone(), ..Details::default() };
    let mut meeting = Meeting::new(organizer, Origin::AdHoc, details);
    meeting.conversation = Some(number);
    let roles: Vec<(UserId, Role)> = talk.parties.iter().map(|party| (party.user, meeting.admits(world, party.user).1)).collect();
    let id = world.number();
    world.meetings.insert(id, meeting);
    if let Some(talk) = world.conversations.get_mut(&number) {
        talk.meeting = Some(id);
        for (user, role) in &roles {
            if let Some(party) = talk.party_mut(*user) {
                party.role = role.clone();
            }
        }
    }
    for (_, id) in tell::present(world, number) {
        tell::conversation(world, id, number, EventType::Updated, None);
        if let Some(resource) = shown::online_meeting(world, id, number) {
            tell::in_conversation(world, id, number, EventType::Added, "onlineMeeting", resource);
        }
        for (user, _) in &roles {
            enter::listed(world, id, number, *user, EventType::Added);
        }
    }
}

/// Somebody joins a meeting from an application, or waits to be let in; the number of the invitation.
pub(crate) fn join(
    world: &mut World,
    meeting: u64,
    (user, application): (UserId, ApplicationId),
    operation: Option<OperationId>,
    opening: Opening,
) -> Option<u64> {
    let known = world.meetings.get(&meeting)?;
    let (is_admitted, role) = known.admits(world, user);
    let address: Text = known.uri(world).into();
    let conversation = match known.conversation {
        Some(conversation) => conversation,
        None => {
            let subject = opening.subject.or_else(|| known.details.subject.clone());
            let conversation = invite::open(world, Opening { subject, ..opening }, Some(meeting));
            world.meetings.get_mut(&meeting)?.conversation = Some(conversation);
            conversation
        }
    };
    let presence = if is_admitted { Taking::Part } else { Taking::Lobby };
    let party = Party { role: role.clone(), ..Party::new(user, Some(application), presence) };
    world.conversations.get_mut(&conversation)?.enter(party);
    let until = world.now() + if is_admitted { RINGS } else { WAITS };
    let own = Invitation::own(Kind::Meeting, conversation, (user, application), operation, until);
    let number = invite::note(world, Invitation { to: Some(user), address, ..own });
    tell::invitation(world, application, number, EventType::Started, None);
    tell::conversation(world, application, conversation, EventType::Added, None);
    if is_admitted {
        come_in(world, number);
    } else {
        wait(world, conversation, user, &EventType::Added);
    }
    Some(number)
}

/// Whoever has joined a meeting comes in.
fn come_in(world: &mut World, number: u64) {
    let Some(invitation) = invite::close(world, number, InvitationState::Connected) else { return };
    let (conversation, user, application) = (invitation.conversation, invitation.from, invitation.application);
    let role = world
        .conversations
        .get(&conversation)
        .and_then(|talk| talk.party(user))
        .map_or(Role::Attendee, |party| party.role.clone());
    if let Some(id) = application {
        tell::invitation(world, id, number, EventType::Completed, None);
    }
    enter::join(world, conversation, user, application, role);
}

/// Tells those who lead that somebody begins to wait in the lobby, or no longer does.
fn wait(world: &mut World, conversation: u64, user: UserId, what: &EventType) {
    for (_, id) in tell::present(world, conversation) {
        if enter::is_leader(world, conversation, id) {
            tell::participant(world, id, conversation, user, what.clone(), Some("lobby"));
        }
    }
}

/// Somebody who was asked to a meeting comes in. A robot takes part in what is said.
pub(super) fn let_in(world: &mut World, conversation: u64, who: UserId, application: Option<ApplicationId>) {
    let talk = world.conversations.get(&conversation);
    let meeting = talk.and_then(|talk| world.meetings.get(&talk.meeting?));
    let role = meeting.map_or(Role::Attendee, |meeting| meeting.admits(world, who).1);
    enter::join(world, conversation, who, application, role);
    if application.is_none() {
        line::set(world, conversation, who, Modality::Messaging, Line::OPEN, None);
    }
}

/// Lets somebody in from the lobby. False if they do not wait there.
pub(crate) fn admit(world: &mut World, conversation: u64, who: UserId) -> bool {
    let Some(number) = waiting(world, conversation, who) else { return false };
    wait(world, conversation, who, &EventType::Deleted);
    come_in(world, number);
    true
}

/// Turns somebody away from the lobby. False if they do not wait there.
pub(crate) fn reject(world: &mut World, conversation: u64, who: UserId) -> bool {
    let Some(number) = waiting(world, conversation, who) else { return false };
    invite::fail(world, number, InvitationState::Declined, &tell::reason(ErrorCode::RemoteFailure, ErrorSubcode::Denied))
}

/// The invitation by which somebody waits in the lobby.
fn waiting(world: &World, conversation: u64, who: UserId) -> Option<u64> {
    world.conversations.get(&conversation)?.party(who).filter(|party| party.presence == Taking::Lobby)?;
    let is = |invitation: &Invitation| matches!(invitation.kind, Kind::Meeting) && invitation.from == who;
    invite::open_in(world, conversation).into_iter().find(|number| world.invitations.get(number).is_some_and(is))
}

/// Somebody who takes part in a meeting takes up a modality for which nobody need be asked; the number of the invitation.
pub(crate) fn take_up(
    world: &mut World,
    conversation: u64,
    (user, application): (UserId, ApplicationId),
    operation: Option<OperationId>,
    kind: Kind,
) -> u64 {
    let until = world.now() + RINGS;
    let number = invite::note(world, Invitation::own(kind, conversation, (user, application), operation, until));
    tell::invitation(world, application, number, EventType::Started, None);
    let modalities = invite::close(world, number, InvitationState::Connected).map(|invitation| invitation.modalities().to_vec());
    for modality in modalities.unwrap_or_default() {
        line::set(world, conversation, user, modality, Line::OPEN, None);
    }
    tell::invitation(world, application, number, EventType::Completed, None);
    number
}

/// The organizer has decided otherwise: those who are in the meeting are told.
pub(crate) fn changed(world: &mut World, meeting: u64) {
    let Some(number) = world.meetings.get(&meeting).and_then(|meeting| meeting.conversation) else { return };
    for (_, id) in tell::present(world, number) {
        if let Some(resource) = shown::online_meeting(world, id, number) {
            tell::in_conversation(world, id, number, EventType::Updated, "onlineMeeting", resource);
        }
    }
}

/// There is no such meeting any more.
pub(crate) fn cancel(world: &mut World, meeting: u64) {
    if let Some(number) = world.meetings.get(&meeting).and_then(|meeting| meeting.conversation) {
        enter::end(world, number, Some(&tell::reason(ErrorCode::Informational, ErrorSubcode::Ended)));
    }
    world.meetings.remove(&meeting);
}
