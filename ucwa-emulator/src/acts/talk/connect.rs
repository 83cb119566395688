//! What becomes of an invitation: somebody comes in, modalities begin, or nothing does.

use ucwa_model::{
    enumerations::{ErrorCode, ErrorSubcode, EventType, InvitationState, Role},
    general::Reason,
};

use super::{call, enter, forward, invite, line, meet, remember, say, tell};
use crate::world::{
    World,
    application::ApplicationId,
    conversation::{Conversation, Taking},
    invitation::Kind,
    modality::{Line, Modality},
    user::UserId,
};

/// Somebody has accepted an invitation.
pub(super) fn connect(world: &mut World, number: u64, who: UserId, application: Option<ApplicationId>) {
    let Some(invitation) = world.invitations.get(&number) else { return };
    let (conversation, from) = (invitation.conversation, invitation.from);
    let modalities = invitation.modalities().to_vec();
    if matches!(invitation.kind, Kind::Participant) {
        return meet::let_in(world, conversation, who, application);
    }
    let derived = forward::derive(world, number, who, application);
    let conversation = derived.unwrap_or(conversation);
    let is_there = world.conversations.get(&conversation).and_then(|talk| talk.party(who)).map(|party| party.presence);
    if is_there != Some(Taking::Part) {
        enter::join(world, conversation, who, application, Role::Leader);
    }
    for modality in &modalities {
        for user in [from, who] {
            line::set(world, conversation, user, *modality, Line::OPEN, None);
        }
    }
    replace(world, number, &[from, who]);
    call::began(world, number, conversation);
    forward::handed_over(world, number);
}

/// What came along with an invitation to a chat is said.
pub(super) fn say_first(world: &mut World, number: u64) {
    let Some(invitation) = world.invitations.get(&number) else { return };
    let Kind::Messaging { message: Some(content), .. } = &invitation.kind else { return };
    let conversation = invitation.company.derived.unwrap_or(invitation.conversation);
    let (from, content) = (invitation.from, content.clone());
    let is_html = content.decode_lenient().is_ok_and(|(body, _)| body.media_type().eq_ignore_ascii_case("text/html"));
    say::say(world, conversation, from, None, content, is_html);
}

/// What gives way to what has just begun ends.
fn replace(world: &mut World, number: u64, both: &[UserId]) {
    let Some(invitation) = world.invitations.get(&number) else { return };
    let (conversation, Some(replaced)) = (invitation.conversation, invitation.company.replaces) else { return };
    let why = tell::reason(ErrorCode::Informational, ErrorSubcode::Replaced);
    for user in both {
        line::set(world, conversation, *user, replaced, Line::Off, Some(&why));
    }
    if let Some(user) = both.first() {
        call::ended(world, conversation, *user, replaced);
    }
}

/// Nobody has accepted an invitation: what was on its way is taken back.
pub(super) fn give_up(world: &mut World, number: u64, why: &Reason) {
    let Some(invitation) = world.invitations.get(&number) else { return };
    if invitation.state == InvitationState::Failed
        && why.subcode == Some(ErrorSubcode::Timeout)
        && !matches!(invitation.kind, Kind::Meeting)
    {
        remember::miss(world, number);
    }
    let Some(invitation) = world.invitations.get(&number) else { return };
    let (conversation, from, to, at) = (invitation.conversation, invitation.from, invitation.to, invitation.at.clone());
    let modalities = invitation.modalities().to_vec();
    if matches!(invitation.kind, Kind::Meeting) {
        return enter::out(world, conversation, from, Some(why));
    }
    for id in at {
        if invite::is_asked(world, conversation, id) {
            tell::conversation(world, id, conversation, EventType::Deleted, Some(why));
        }
    }
    if let Some(talk) = world.conversations.get_mut(&conversation) {
        let asked = talk.parties.iter_mut().filter(|party| party.presence == Taking::Invited);
        asked.filter(|party| Some(party.user) == to || !modalities.is_empty()).for_each(|party| party.presence = Taking::Left);
    }
    let half_way =
        |world: &World, user: UserId, modality: Modality| line::of(world, conversation, user, modality) == Line::Connecting;
    for modality in modalities {
        for user in [Some(from), to].into_iter().flatten() {
            if half_way(world, user, modality) {
                line::set(world, conversation, user, modality, Line::Off, Some(why));
            }
        }
    }
    let is_over = |talk: &Conversation| talk.meeting.is_none() && talk.parties.iter().all(|party| party.lines.are_off());
    if world.conversations.get(&conversation).is_some_and(is_over) {
        enter::end(world, conversation, Some(why));
    }
}
