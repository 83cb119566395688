//! Calls, as those who take part see them.

use ucwa_model::{
    AnyResource,
    enumerations::{Direction, SessionState, VideoSourcesAllowed},
};

use super::{
    conversation::{path, view},
    draft::{Draft, draft},
    invitation::{self as invited, action_path, invitation_path},
    share,
};
use crate::world::{
    World,
    application::ApplicationId,
    conversation::{Conversation, Party, Taking},
    invitation::Kind,
    modality::{Line, Modality},
    session::Renegotiation,
};

/// The resource of a modality, with its rel.
pub(crate) fn modality(world: &World, id: ApplicationId, number: u64, modality: Modality) -> (&'static str, Option<AnyResource>) {
    match modality {
        Modality::PhoneAudio => ("phoneAudio", phone_audio(world, id, number)),
        Modality::ApplicationSharing => ("applicationSharing", share::application_sharing(world, id, number)),
        Modality::DataCollaboration => ("dataCollaboration", share::data_collaboration(world, id, number)),
        Modality::Messaging | Modality::Audio | Modality::Video | Modality::PanoramicVideo => {
            ("audioVideo", audio_video(world, id, number))
        }
    }
}

/// The user's own part in a conversation, and whether something can be added to it.
pub(super) fn own(world: &World, id: ApplicationId, number: u64) -> Option<(&Conversation, &Party, bool)> {
    let (user, conversation) = view(world, id, number)?;
    let party = conversation.party(user)?;
    Some((conversation, party, party.presence == Taking::Part && conversation.over.is_none()))
}

/// Audio and video.
pub(crate) fn audio_video(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    let (conversation, party, is_part) = own(world, id, number)?;
    let (audio, video) = (party.lines.of(Modality::Audio), party.lines.of(Modality::Video));
    let state = if audio == Line::Off { video } else { audio };
    let both_off = audio == Line::Off && video == Line::Off;
    let (in_meeting, spotlight) = (conversation.meeting.is_some(), conversation.spotlight);
    let possible = [
        ("addAudio", is_part && audio == Line::Off),
        ("addVideo", is_part && video == Line::Off),
        ("addAudioVideo", is_part && both_off),
        ("escalateAudio", is_part && in_meeting && audio.is_on()),
        ("escalateAudioVideo", is_part && in_meeting && !both_off),
        ("replaceWithPhoneAudio", is_part && audio.is_on()),
        ("reportMediaDiagnostics", is_part),
        ("stopAudio", audio != Line::Off),
        ("stopVideo", video != Line::Off),
        ("stopAudioVideo", !both_off),
        ("audioVideoSession", conversation.session.is_some()),
        ("videoLockedOnParticipant", spotlight.is_some()),
    ];
    let own = path(number, "audioVideo");
    Some(draft(id, "audioVideo", &own, |draft| {
        let allowed = if spotlight.is_some() { VideoSourcesAllowed::OneParticipant } else { VideoSourcesAllowed::Everyone };
        draft.text("state", state.state()).text("videoSourcesAllowed", allowed.as_str());
        draft.text("supportsReplaces", "Supported");
        draft.link("conversation", &path(number, "")).link("audioVideoPolicies", "communication/audioVideoPolicies");
        for (name, is) in possible {
            draft.link_if(is, name, &format!("{own}/{name}"));
        }
    }))
}

/// Audio over the phone.
fn phone_audio(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    let (_, party, is_part) = own(world, id, number)?;
    let line = party.lines.of(Modality::PhoneAudio);
    let own = path(number, "phoneAudio");
    Some(draft(id, "phoneAudio", &own, |draft| {
        draft.text("state", line.state()).link("conversation", &path(number, ""));
        draft.link_if(is_part && line == Line::Off, "addPhoneAudio", &format!("{own}/addPhoneAudio"));
        draft.link_if(line.is_on() && !line.is_held(), "holdPhoneAudio", &format!("{own}/holdPhoneAudio"));
        draft.link_if(line.is_held(), "resumePhoneAudio", &format!("{own}/resumePhoneAudio"));
        draft.link_if(line != Line::Off, "stopPhoneAudio", &format!("{own}/stopPhoneAudio"));
    }))
}

/// The path of the session of a call.
pub(crate) fn session_path(number: u64) -> String {
    path(number, "audioVideo/audioVideoSession")
}

/// The session of a call.
pub(crate) fn session(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    let (user, conversation) = view(world, id, number)?;
    let session = conversation.session.as_ref()?;
    let partner = conversation.partner(user).and_then(|party| world.users.get(party.user));
    let own = session_path(number);
    Some(draft(id, "audioVideoSession", &own, |draft| {
        draft
            .text("state", if session.suspended { SessionState::Suspended.as_str() } else { SessionState::Established.as_str() });
        draft
            .maybe("sessionContext", session.context.as_ref())
            .maybe("remoteEndpoint", partner.map(crate::world::user::User::uri));
        draft.link("audioVideo", &path(number, "audioVideo")).link("conversation", &path(number, ""));
        draft.link("publishCallQualityFeedback", &format!("{own}/publishCallQualityFeedback"));
        draft.link("renegotiations", &format!("{own}/renegotiations"));
        draft.link_if(session.suspended, "resumeAudio", &format!("{own}/resumeAudio"));
        draft.link_if(session.suspended, "resumeAudioVideo", &format!("{own}/resumeAudioVideo"));
    }))
}

/// The latest renegotiation of a call.
pub(crate) fn renegotiation(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    let (user, conversation) = view(world, id, number)?;
    let latest = conversation.session.as_ref()?.renegotiation.as_ref()?;
    let own = format!("{}/renegotiations/{}", session_path(number), latest.number);
    Some(draft(id, "audioVideoRenegotiation", &own, |draft| {
        offered(draft, latest, latest.by == user, &own);
        draft.link("audioVideoSession", &session_path(number)).link("conversation", &path(number, ""));
    }))
}

/// What an offer is, and what can be done with it.
pub(super) fn offered(draft: &mut Draft<'_>, offer: &Renegotiation, is_own: bool, own: &str) {
    draft.text("direction", if is_own { Direction::Outgoing.as_str() } else { Direction::Incoming.as_str() });
    draft.maybe("operationId", offer.operation.as_ref().filter(|_| is_own));
    draft.data("mediaOffer", Some(&offer.offer)).data("mediaAnswer", offer.answer.as_ref());
    draft.link_if(offer.is_open && !is_own, "answer", &format!("{own}/answer"));
    draft.link_if(offer.is_open && !is_own, "dismiss", &format!("{own}/dismiss"));
}

/// What the other side has answered to a call so far: for whoever calls.
pub(crate) fn negotiation(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    let (_, invitation) = invited::view(world, id, number).filter(|(_, invitation)| invitation.application == Some(id))?;
    let Kind::Call(offer) = &invitation.kind else { return None };
    if offer.answer.is_none() && offer.provisional.is_none() {
        return None;
    }
    let remote = invitation.to.and_then(|to| world.users.get(to));
    Some(draft(id, "audioVideoNegotiation", &action_path(number, "audioVideoNegotiation"), |draft| {
        draft.maybe("sessionContext", offer.context.as_ref()).maybe("remoteEndpoint", remote.map(crate::world::user::User::uri));
        draft.data("mediaAnswer", offer.answer.as_ref()).data("mediaProvisionalAnswer", offer.provisional.as_ref());
        draft.link("audioVideoInvitation", &invitation_path(invitation, number, id));
        draft.link_if(!invitation.is_open(), "audioVideoSession", &session_path(invitation.conversation));
    }))
}
