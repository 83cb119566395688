//! Invitations as whoever sent or received them sees them.

use ucwa_model::{AnyResource, enumerations::Direction};

use super::{
    conversation::path,
    draft::{Draft, draft},
    participant::{self, participant_path},
};
use crate::world::{
    World,
    application::ApplicationId,
    invitation::{Invitation, Kind, Offer},
    modality::Modality,
    user::UserId,
};

/// The path of something that can be done with an invitation, or that belongs to it.
pub(crate) fn action_path(invitation: u64, action: &str) -> String {
    format!("communication/invitations/{invitation}/{action}")
}

/// The path of an invitation, as an application sees it.
pub(crate) fn invitation_path(invitation: &Invitation, number: u64, id: ApplicationId) -> String {
    format!("communication/{}s/{number}", invitation.rel(invitation.application == Some(id)))
}

/// The invitation and who looks: where it was made, and where it rings or has rung.
pub(crate) fn view(world: &World, id: ApplicationId, number: u64) -> Option<(UserId, &Invitation)> {
    let (user, invitation) = (world.applications.get(&id)?.user, world.invitations.get(&number)?);
    invitation.seen_by().any(|other| other == id).then_some((user, invitation))
}

/// An invitation, with its rel.
pub(crate) fn invitation(world: &World, id: ApplicationId, number: u64) -> Option<(&'static str, AnyResource)> {
    let (_, invitation) = view(world, id, number)?;
    let talk = world.conversations.get(&invitation.conversation)?;
    let is_own = invitation.application == Some(id);
    let rel = invitation.rel(is_own);
    let shown = draft(id, rel, &invitation_path(invitation, number, id), |draft| {
        draft.text("direction", if is_own { Direction::Outgoing.as_str() } else { Direction::Incoming.as_str() });
        draft.maybe("importance", talk.importance.as_ref().map(ucwa_model::enumerations::Importance::as_str));
        draft.maybe("subject", talk.subject.as_ref()).text("threadId", &*talk.thread);
        draft.text("state", invitation.state.as_str());
        draft.maybe("operationId", invitation.operation.as_ref().filter(|_| is_own));
        draft.link("conversation", &path(invitation.conversation, ""));
        people(draft, world, invitation, number, is_own);
        kind(draft, world, invitation, number, is_own);
        actions(draft, invitation, number, is_own);
    });
    Some((rel, shown))
}

/// Who has to do with it.
fn people(draft: &mut Draft<'_>, world: &World, invitation: &Invitation, number: u64, is_own: bool) {
    let Invitation { conversation, from, to, address, company, kind, .. } = invitation;
    let viewer = if is_own { Some(*from) } else { *to };
    let viewer = viewer.unwrap_or(*from);
    let own = participant_path(world, *conversation, viewer, *from);
    draft.link("from", &own).embed("from", &own, |draft| participant::fill(draft, world, *conversation, *from, viewer));
    if !matches!(kind, Kind::Meeting) {
        draft
            .text("to", to.and_then(|to| world.users.get(to)).map_or_else(|| address.to_string(), crate::world::user::User::uri));
        draft.link_if(to.is_some(), "to", &action_path(number, "to"));
    }
    if let (Some(who), true) = (company.accepted_by, is_own) {
        let place = participant_path(world, *conversation, viewer, who);
        draft.link_if(!matches!(kind, Kind::Participant), "acceptedByContact", &action_path(number, "acceptedByContact"));
        if company.derived.is_none() {
            draft.link("acceptedByParticipant", &place);
            draft.embed("acceptedByParticipant", &place, |draft| participant::fill(draft, world, *conversation, who, viewer));
        }
    }
    if let Some(who) = company.on_behalf_of {
        draft.link("onBehalfOf", &action_path(number, "onBehalfOf"));
        if matches!(kind, Kind::Call(_) | Kind::Phone { .. }) {
            draft.maybe("delegator", world.uri(who));
            draft.link("delegator", &action_path(number, "delegator"));
        }
    }
    if matches!(kind, Kind::Call(_) | Kind::Phone { .. }) && !is_own {
        draft.link_if(company.forwarded_by.is_some(), "forwardedBy", &action_path(number, "forwardedBy"));
        draft.link_if(company.transferred_by.is_some(), "transferredBy", &action_path(number, "transferredBy"));
    }
}

/// What it is about.
fn kind(draft: &mut Draft<'_>, world: &World, invitation: &Invitation, number: u64, is_own: bool) {
    let at = |rest: &str| path(invitation.conversation, rest);
    let derived = invitation.company.derived.filter(|_| is_own).is_some();
    let replaces = invitation.company.replaces.is_some();
    match &invitation.kind {
        Kind::Messaging { message, content } => {
            draft.data("message", message.as_ref()).data("customContent", content.as_ref()).link("messaging", &at("messaging"));
            draft.link_if(derived, "derivedMessaging", &action_path(number, "derivedMessaging"));
        }
        Kind::Call(offer) => {
            offered(draft, offer);
            draft.link("audioVideo", &at("audioVideo"));
            draft.link_if(replaces, "replacesAudioVideo", &action_path(number, "replacesAudioVideo"));
            draft.link_if(derived, "derivedAudioVideo", &action_path(number, "derivedAudioVideo"));
            draft.link_if(derived, "derivedConversation", &action_path(number, "derivedConversation"));
        }
        Kind::Phone { number: phone, content } => {
            draft.maybe("phoneNumber", phone.as_ref().filter(|_| is_own)).data("customContent", content.as_ref());
            draft.link("phoneAudio", &at("phoneAudio"));
            draft.link_if(derived, "derivedPhoneAudio", &action_path(number, "derivedPhoneAudio"));
            draft.link_if(derived, "derivedConversation", &action_path(number, "derivedConversation"));
            draft.link_if(replaces, "replacesPhoneAudio", &action_path(number, "replacesPhoneAudio"));
        }
        Kind::Participant if is_own => {
            if let Some(to) = invitation.to {
                draft.link("participant", &participant_path(world, invitation.conversation, invitation.from, to));
            }
        }
        Kind::Participant | Kind::Meeting => {
            let talk = world.conversations.get(&invitation.conversation);
            let modalities = talk
                .into_iter()
                .flat_map(super::super::world::conversation::Conversation::present)
                .flat_map(|party| party.lines.on());
            let mut modalities: Vec<Modality> = modalities.collect();
            modalities.sort();
            modalities.dedup();
            draft.texts("availableModalities", modalities.into_iter().map(Modality::name));
            let meeting = talk.and_then(|talk| world.meetings.get(&talk.meeting?));
            draft.maybe("onlineMeetingUri", meeting.map(|meeting| meeting.uri(world)));
        }
    }
}

fn offered(draft: &mut Draft<'_>, offer: &Offer) {
    draft.data("mediaOffer", offer.media.as_ref()).data("customContent", offer.content.as_ref());
    draft.maybe("sessionContext", offer.context.as_ref());
    draft.flag("joinAudioMuted", offer.audio_muted).flag("joinVideoMuted", offer.video_muted);
    for (name, text) in &offer.place {
        draft.text(name, &**text);
    }
}

/// What can be done with it as long as it is open.
fn actions(draft: &mut Draft<'_>, invitation: &Invitation, number: u64, is_own: bool) {
    let possible: &[&str] = match &invitation.kind {
        _ if !invitation.is_open() => &[],
        _ if is_own => &["cancel"],
        Kind::Call(_) => &["acceptWithAnswer", "acceptWithPhoneAudio", "decline", "sendProvisionalAnswer"],
        Kind::Messaging { .. } | Kind::Phone { .. } | Kind::Participant | Kind::Meeting => &["accept", "decline"],
    };
    for action in possible {
        draft.link(action, &action_path(number, action));
    }
    if matches!(invitation.kind, Kind::Call(_)) {
        draft.link("reportMediaDiagnostics", &path(invitation.conversation, "audioVideo/reportMediaDiagnostics"));
    }
}

/// The collection of invitations, which says nothing more of them.
pub(crate) fn invitations(id: ApplicationId) -> AnyResource {
    draft(id, "invitations", "communication/invitations", |_| {})
}
