//! Calls that ring elsewhere too, or instead, and what comes of it if somebody else takes one.

use ucwa_model::enumerations::{CallForwardingState, ErrorCode, ErrorSubcode, EventType, Role};

use super::{
    enter,
    invite::{self, Opening},
    line, tell,
};
use crate::world::{
    World,
    application::ApplicationId,
    conversation::{Party, Taking},
    forwarding::Target,
    invitation::Kind,
    modality::{Line, Modality},
    user::UserId,
};

/// Whoever is called, and who has passed the call on: chats go nowhere else.
pub(super) fn callees(world: &World, to: UserId, kind: &Kind) -> (Vec<UserId>, Option<UserId>) {
    let user = world.users.get(to).filter(|_| matches!(kind, Kind::Call(_) | Kind::Phone { .. }));
    let Some(user) = user else { return (vec![to], None) };
    let others = |target: &Target| match target {
        Target::Contact(uri) => world.user_called(uri).into_iter().collect(),
        Target::Delegates => user.contacts.delegates().to_vec(),
        Target::Team => user.team.clone(),
        Target::Nobody | Target::Voicemail => Vec::new(),
    };
    match user.forwarding.state {
        CallForwardingState::ImmediateForward => {
            let others = others(&user.forwarding.immediate);
            if others.is_empty() { (vec![to], None) } else { (others, Some(to)) }
        }
        CallForwardingState::SimultaneousRing => {
            let others = others(&user.forwarding.ringing.target).into_iter().filter(|other| *other != to);
            (std::iter::once(to).chain(others).collect(), None)
        }
        _ => (vec![to], None),
    }
}

/// Somebody else has taken what was added to a conversation of two: it goes on in one of its own. The number of that.
pub(super) fn derive(world: &mut World, number: u64, who: UserId, application: Option<ApplicationId>) -> Option<u64> {
    let invitation = world.invitations.get(&number)?;
    let (original, from, caller, to) = (invitation.conversation, invitation.from, invitation.application, invitation.to?);
    let modalities: Vec<Modality> = invitation.modalities().to_vec();
    let talk = world.conversations.get_mut(&original)?;
    if who == to || talk.party(to)?.presence != Taking::Part {
        return None;
    }
    talk.parties.retain(|party| party.user != who);
    let (subject, importance) = (talk.subject.clone(), talk.importance.clone());
    let derived = invite::open(world, Opening { subject, importance, ..Opening::default() }, None);
    world.conversations.get_mut(&derived)?.parties.push(Party::new(from, caller, Taking::Part));
    world.invitations.get_mut(&number)?.company.derived = Some(derived);
    let why = tell::reason(ErrorCode::Informational, ErrorSubcode::DerivedConversation);
    for modality in modalities {
        line::set(world, original, from, modality, Line::Off, Some(&why));
    }
    if let Some(id) = application {
        tell::conversation(world, id, original, EventType::Deleted, Some(&why));
    }
    if let Some(id) = caller {
        tell::conversation(world, id, derived, EventType::Added, Some(&why));
    }
    enter::join(world, derived, who, application, Role::Leader);
    Some(derived)
}
