//! Modalities of a conversation: somebody takes one up, mutes or holds it, gives it up.

use ucwa_model::{enumerations::EventType, general::Reason};

use super::tell;
use crate::world::{
    World,
    conversation::Conversation,
    modality::{Line, Modality},
    user::UserId,
};

/// Sets how far somebody is in a modality, and tells those whom it concerns.
pub(crate) fn set(world: &mut World, number: u64, user: UserId, modality: Modality, line: Line, why: Option<&Reason>) {
    let Some(conversation) = world.conversations.get_mut(&number) else { return };
    let next = conversation.history.next();
    if line.is_on() {
        conversation.used.insert(modality);
    }
    let Some(party) = conversation.party_mut(user) else { return };
    let before = party.lines.set(modality, line);
    if before == line {
        return;
    }
    if modality == Modality::Messaging && line.is_on() {
        party.hears_from = next;
    }
    let own = party.application;
    let what = match (before.is_on(), line.is_on()) {
        (false, true) => Some(EventType::Added),
        (true, true) => Some(EventType::Updated),
        (true, false) => Some(EventType::Deleted),
        (false, false) => None,
    };
    if let Some(id) = own {
        tell::modality(world, id, number, modality, why);
        if before.is_on() != line.is_on() {
            tell::conversation(world, id, number, EventType::Updated, None);
        }
    }
    if modality == Modality::ApplicationSharing && !line.is_on() {
        super::share::ended(world, number, user);
    }
    if let Some(what) = what {
        for (_, id) in tell::present(world, number) {
            tell::part(world, id, number, user, modality, what.clone());
        }
    }
}

/// How far somebody is in a modality.
pub(crate) fn of(world: &World, number: u64, user: UserId, modality: Modality) -> Line {
    let party = world.conversations.get(&number).and_then(|conversation| conversation.party(user));
    party.map(|party| party.lines.of(modality)).unwrap_or_default()
}

/// Ends a modality: for the user, and where two people talk for the other as well. When nothing is left, so is the conversation.
pub(crate) fn stop(world: &mut World, number: u64, user: UserId, modality: Modality, why: Option<&Reason>) {
    super::invite::withdraw(world, number, user, modality);
    let Some(conversation) = world.conversations.get(&number) else { return };
    let partner = conversation.partner(user).filter(|_| conversation.meeting.is_none()).map(|party| party.user);
    for user in [Some(user), partner].into_iter().flatten() {
        set(world, number, user, modality, Line::Off, why);
    }
    super::call::ended(world, number, user, modality);
    let is_over = |conversation: &Conversation| {
        conversation.meeting.is_none() && conversation.parties.iter().all(|party| party.lines.are_off())
    };
    if world.conversations.get(&number).is_some_and(is_over) {
        super::enter::end(world, number, why);
    }
}
