//! Coming in and going out: who takes part in a conversation, and when it is over.

use ucwa_model::{
    enumerations::{ErrorCode, ErrorSubcode, EventType, InvitationState, Role},
    general::Reason,
};

use super::{call, invite, line, remember, share, tell};
use crate::{
    shown::{
        meeting,
        participant::{self, PARTS},
    },
    world::{
        World,
        application::ApplicationId,
        conversation::{Party, Taking},
        meeting::{Meeting, Origin},
        modality::{Line, Modality},
        user::UserId,
    },
};

/// Somebody comes in: they are told who is there, and the others that they have come.
pub(crate) fn join(world: &mut World, number: u64, user: UserId, application: Option<ApplicationId>, role: Role) {
    let Some(conversation) = world.conversations.get_mut(&number) else { return };
    let lines = conversation.party(user).map(|party| party.lines).unwrap_or_default();
    let next = conversation.history.next();
    conversation.enter(Party { role, lines, hears_from: next, ..Party::new(user, application, Taking::Part) });
    if let Some(id) = application {
        welcome(world, id, number, user);
    }
    for (_, id) in tell::present(world, number).into_iter().filter(|(other, _)| *other != user) {
        tell::participant(world, id, number, user, EventType::Added, None);
        listed(world, id, number, user, EventType::Added);
        tell::conversation(world, id, number, EventType::Updated, None);
    }
}

/// Tells somebody who has come in what there is.
fn welcome(world: &mut World, id: ApplicationId, number: u64, user: UserId) {
    tell::conversation(world, id, number, EventType::Updated, None);
    tell::participant(world, id, number, user, EventType::Added, None);
    listed(world, id, number, user, EventType::Added);
    if let Some(resource) = meeting::online_meeting(world, id, number) {
        tell::in_conversation(world, id, number, EventType::Added, "onlineMeeting", resource);
    }
    let Some(conversation) = world.conversations.get(&number) else { return };
    let others: Vec<UserId> = conversation.present().map(|party| party.user).filter(|other| *other != user).collect();
    for other in others {
        tell::participant(world, id, number, other, EventType::Added, None);
        listed(world, id, number, other, EventType::Added);
        for part in PARTS {
            if line::of(world, number, other, part.modality).is_on() {
                tell::part(world, id, number, other, part.modality, EventType::Added);
            }
        }
    }
    if is_leader(world, number, id) {
        lobby(world, id, number, &EventType::Added);
    }
}

/// Tells somebody who begins to lead who waits in the lobby, and takes it back from somebody who leads no longer.
pub(super) fn lobby(world: &mut World, id: ApplicationId, number: u64, what: &EventType) {
    let Some(conversation) = world.conversations.get(&number) else { return };
    let waiting: Vec<UserId> =
        conversation.parties.iter().filter(|party| party.presence == Taking::Lobby).map(|party| party.user).collect();
    for who in waiting {
        tell::participant(world, id, number, who, what.clone(), Some("lobby"));
    }
}

/// Somebody has come into the list of a meeting in which they are now, or has changed there.
pub(super) fn listed(world: &mut World, id: ApplicationId, number: u64, who: UserId, what: EventType) {
    let conversation = world.conversations.get(&number).filter(|conversation| conversation.meeting.is_some());
    if let Some(list) = conversation.and_then(|conversation| participant::list_of(conversation.party(who)?)) {
        tell::participant(world, id, number, who, what, Some(list));
    }
}

/// Somebody leaves. Where two people talk, that is its end.
pub(crate) fn leave(world: &mut World, number: u64, user: UserId) {
    out(world, number, user, None);
}

/// Somebody is out, of their own accord or for a reason.
pub(crate) fn out(world: &mut World, number: u64, user: UserId, why: Option<&Reason>) {
    invite::withdraw_all(world, number, user);
    let Some(conversation) = world.conversations.get_mut(&number).filter(|conversation| conversation.over.is_none()) else {
        return;
    };
    if let Some(asked) = conversation.party_mut(user).filter(|party| party.presence == Taking::Invited) {
        // the others go on without them
        asked.presence = Taking::Left;
    }
    // whoever waited in the lobby is out with the invitation by which they waited
    let Some(party) = conversation.party(user).filter(|party| party.presence != Taking::Left) else { return };
    if conversation.meeting.is_none() {
        return end(world, number, why);
    }
    let list = participant::list_of(party);
    let (own, lines) = (party.application, party.lines);
    if list != Some("lobby") {
        remember::archive(world, number, user);
    }
    let party = world.conversations.get_mut(&number).and_then(|conversation| conversation.party_mut(user));
    if let Some(party) = party {
        (party.presence, party.lines, party.typing) = (Taking::Left, Default::default(), None);
    }
    share::ended(world, number, user);
    share::unlock(world, number, user);
    for (_, id) in tell::present(world, number) {
        if list != Some("lobby") {
            for part in PARTS.iter().filter(|part| lines.of(part.modality).is_on()) {
                tell::part(world, id, number, user, part.modality, EventType::Deleted);
            }
            tell::participant(world, id, number, user, EventType::Deleted, None);
        }
        if list != Some("lobby") || is_leader(world, number, id) {
            tell::participant(world, id, number, user, EventType::Deleted, list);
        }
        tell::conversation(world, id, number, EventType::Updated, None);
    }
    if let Some(id) = own {
        tell::participant(world, id, number, user, EventType::Deleted, None);
        tell::conversation(world, id, number, EventType::Deleted, why);
    }
    let is_in = |party: &Party| match party.presence {
        Taking::Part => true,
        // the lobby of a meeting that nobody has begun does not close because one of those who wait there goes
        Taking::Lobby => list == Some("lobby"),
        Taking::Invited | Taking::Left => false,
    };
    if world.conversations.get(&number).is_some_and(|conversation| !conversation.parties.iter().any(is_in)) {
        end(world, number, None);
    }
}

/// Whether the user of an application leads.
pub(super) fn is_leader(world: &World, number: u64, id: ApplicationId) -> bool {
    let user = world.applications.get(&id).map(|application| application.user);
    let party = user.and_then(|user| world.conversations.get(&number)?.party(user));
    party.is_some_and(Party::leads)
}

/// A conversation is over for everybody.
pub(crate) fn end(world: &mut World, number: u64, why: Option<&Reason>) {
    let Some(conversation) = world.conversations.get(&number).filter(|conversation| conversation.over.is_none()) else { return };
    let parties: Vec<(UserId, Option<ApplicationId>, Taking)> =
        conversation.parties.iter().map(|party| (party.user, party.application, party.presence)).collect();
    let ended = tell::reason(ErrorCode::Informational, ErrorSubcode::Ended);
    for invitation in invite::open_in(world, number) {
        invite::fail(world, invitation, InvitationState::Failed, &ended);
    }
    if world.conversations.get(&number).is_none_or(|conversation| conversation.over.is_some()) {
        return;
    }
    hang_up(world, number, &parties, why);
    archive(world, number, &parties);
    let now = world.now();
    let Some(conversation) = world.conversations.get_mut(&number) else { return };
    conversation.over = Some(now);
    conversation.parties.iter_mut().for_each(|party| party.presence = Taking::Left);
    let meeting = conversation.meeting;
    world.over.push_back((now, number));
    if let Some(meeting) = meeting.and_then(|meeting| world.meetings.get_mut(&meeting)) {
        meeting.conversation = None;
    }
    for (user, application, presence) in &parties {
        let Some(id) = application.filter(|_| *presence == Taking::Part) else { continue };
        for (other, _, presence) in &parties {
            if other == user || *presence == Taking::Part {
                tell::participant(world, id, number, *other, EventType::Deleted, None);
            }
        }
        tell::conversation(world, id, number, EventType::Deleted, why);
    }
}

/// Every modality ends, and with them a call.
fn hang_up(world: &mut World, number: u64, parties: &[(UserId, Option<ApplicationId>, Taking)], why: Option<&Reason>) {
    let on_phone = parties.iter().find(|(user, ..)| line::of(world, number, *user, Modality::PhoneAudio).is_on());
    let last = if on_phone.is_some() { Modality::PhoneAudio } else { Modality::Audio };
    for (user, ..) in parties {
        for modality in Modality::ALL {
            line::set(world, number, *user, modality, Line::Off, why);
        }
    }
    if let Some((user, ..)) = parties.first() {
        call::ended(world, number, *user, last);
    }
}

/// Those who have talked remember it.
fn archive(world: &mut World, number: u64, parties: &[(UserId, Option<ApplicationId>, Taking)]) {
    let has_begun = world.conversations.get(&number).is_some_and(|conversation| !conversation.used.is_empty());
    for (user, _, presence) in parties {
        if has_begun && *presence == Taking::Part {
            remember::archive(world, number, *user);
        }
    }
}

/// Nothing remains of a conversation that has been over for long.
pub(crate) fn forget(world: &mut World, number: u64) {
    let Some(conversation) = world.conversations.remove(&number) else { return };
    for invitation in conversation.invitations {
        world.invitations.remove(&invitation);
    }
    let meeting = conversation.meeting;
    let is_done = |meeting: &Meeting| meeting.origin == Origin::AdHoc && meeting.conversation.is_none();
    if let Some(meeting) = meeting.filter(|meeting| world.meetings.get(meeting).is_some_and(is_done)) {
        world.meetings.remove(&meeting);
    }
}

/// Whoever was at an application that is gone takes part no longer.
pub(crate) fn lose(world: &mut World, application: ApplicationId) {
    let is_there =
        |party: &Party| party.application == Some(application) && matches!(party.presence, Taking::Part | Taking::Lobby);
    let numbers = world.conversations.iter().filter(|(_, talk)| talk.over.is_none());
    let lost: Vec<(u64, UserId)> =
        numbers.filter_map(|(number, talk)| Some((*number, talk.parties.iter().find(|party| is_there(party))?.user))).collect();
    for (number, user) in lost {
        out(world, number, user, None);
    }
}
