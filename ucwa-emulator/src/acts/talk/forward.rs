//! Calls that ring elsewhere too, or instead, or are handed over, and what comes of it if somebody else takes one.

use ucwa_model::enumerations::{CallForwardingState, ErrorCode, ErrorSubcode, EventType, Role};

use super::{
    enter,
    invite::{self, Ask, Opening},
    line, tell,
};
use crate::world::{
    World,
    application::ApplicationId,
    conversation::{Party, Taking},
    forwarding::Target,
    invitation::{Company, Invitation, Kind},
    modality::{Line, Modality},
    user::UserId,
};

/// Whoever is called, and who has passed the call on. Chats go nowhere else, unless they are added to a call.
pub(super) fn callees(world: &World, to: UserId, invitation: &Invitation) -> (Vec<UserId>, Option<UserId>) {
    let takes_part = world.conversations.get(&invitation.conversation).and_then(|talk| talk.party(to));
    let is_added = takes_part.is_some_and(|party| party.presence == Taking::Part);
    let is_passed_on = match invitation.kind {
        Kind::Call(_) | Kind::Phone { .. } => true,
        Kind::Messaging { .. } => is_added,
        Kind::Participant | Kind::Meeting => false,
    };
    let user = world.users.get(to).filter(|_| is_passed_on);
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

/// One of two hands the call that they have over to somebody else: whoever they talk with calls them instead, and the call goes on until
/// that is taken. The number of the invitation; nothing if there is no such call.
pub(crate) fn transfer(world: &mut World, number: u64, by: UserId, to: UserId) -> Option<u64> {
    let talk = world.conversations.get(&number).filter(|talk| talk.meeting.is_none() && talk.over.is_none())?;
    let other = talk.partner(by).filter(|other| other.user != to && other.lines.of(Modality::PhoneAudio).is_on())?;
    let (from, application) = (other.user, other.application);
    let opening = Opening { subject: talk.subject.clone(), importance: talk.importance.clone(), ..Opening::default() };
    let address = world.uri(to)?.into();
    let company = Company { transferred_by: Some((by, number)), ..Company::default() };
    let kind = Kind::Phone { number: None, content: None };
    Some(invite::begin(world, Ask { from, application, address, operation: None, kind, company }, opening))
}

/// A call that was handed over has been taken: whoever did so is out of it.
pub(super) fn handed_over(world: &mut World, number: u64) {
    let transferred = world.invitations.get(&number).and_then(|invitation| invitation.company.transferred_by);
    if let Some((by, conversation)) = transferred {
        let why = tell::reason(ErrorCode::Informational, ErrorSubcode::Transferred);
        line::stop(world, conversation, by, Modality::PhoneAudio, Some(&why));
    }
}
