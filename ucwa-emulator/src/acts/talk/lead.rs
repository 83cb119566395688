//! What those who lead a meeting can do.

use ucwa_model::{
    enumerations::{ErrorCode, ErrorSubcode, EventType, Role},
    general::Reason,
};

use super::{enter, line, tell};
use crate::{
    shown::participant,
    world::{
        World,
        modality::{Line, Modality},
        user::UserId,
    },
};

/// Makes somebody lead, or lead no longer.
pub(crate) fn assign(world: &mut World, number: u64, who: UserId, role: Role) {
    let party = world.conversations.get_mut(&number).and_then(|talk| talk.party_mut(who));
    let Some(party) = party.filter(|party| party.role != role) else { return };
    let before = participant::list_of(party);
    party.role = role;
    let lobby = if party.leads() { EventType::Added } else { EventType::Deleted };
    for (user, id) in tell::present(world, number) {
        tell::participant(world, id, number, who, EventType::Deleted, before);
        enter::listed(world, id, number, who, EventType::Added);
        tell::participant(world, id, number, who, EventType::Updated, None);
        if user == who {
            tell::conversation(world, id, number, EventType::Updated, None);
            tell::modality(world, id, number, Modality::Messaging, None);
            enter::lobby(world, id, number, &lobby);
        }
    }
}

/// Puts somebody out.
pub(crate) fn eject(world: &mut World, number: u64, who: UserId) {
    let why: Reason = tell::reason(ErrorCode::Informational, ErrorSubcode::Ejected);
    enter::out(world, number, who, Some(&why));
}

/// Lets the audience write, or no longer.
pub(crate) fn silence(world: &mut World, number: u64, is: bool) {
    let Some(talk) = world.conversations.get_mut(&number) else { return };
    if std::mem::replace(&mut talk.audience.silent, is) == is {
        return;
    }
    tell::conversation_changed(world, number);
    for (_, id) in tell::present(world, number) {
        tell::modality(world, id, number, Modality::Messaging, None);
    }
}

/// Mutes the audience for good, or lets them unmute themselves.
pub(crate) fn lock(world: &mut World, number: u64, is: bool) {
    let Some(talk) = world.conversations.get_mut(&number) else { return };
    if std::mem::replace(&mut talk.audience.mute_locked, is) == is {
        return;
    }
    let audience: Vec<UserId> = talk.present().filter(|party| !party.leads()).map(|party| party.user).collect();
    tell::conversation_changed(world, number);
    for user in audience.into_iter().filter(|_| is) {
        for modality in [Modality::Audio, Modality::PhoneAudio] {
            mute(world, number, user, modality, true);
        }
    }
}

/// Mutes somebody, or lifts that. False if there is nothing to mute.
pub(crate) fn mute(world: &mut World, number: u64, who: UserId, modality: Modality, is: bool) -> bool {
    let Line::On { held, .. } = line::of(world, number, who, modality) else { return false };
    line::set(world, number, who, modality, Line::On { muted: is, held }, None);
    true
}

/// Holds somebody's side of a call, or resumes it. False if there is none.
pub(crate) fn hold(world: &mut World, number: u64, who: UserId, modality: Modality, is: bool) -> bool {
    let Line::On { muted, .. } = line::of(world, number, who, modality) else { return false };
    line::set(world, number, who, modality, Line::On { muted, held: is }, None);
    true
}
