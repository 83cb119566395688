//! Those who take part: what they are, what they take part in, and what those who lead can do with them.

use ucwa_model::{
    enumerations::{ErrorCode, ErrorSubcode, Role},
    http::{Answer, Refusal},
};

use super::{conflict, conversation, taking_part};
use crate::{
    acts::talk::{lead, line, meet},
    serve::{
        call::{Call, Outcome, found, not_found, refused},
        people::called,
        routes::{Entry, Route, route},
    },
    shown::participant as shown,
    world::{World, modality::Modality, user::UserId},
};

/// The part that somebody has in a modality, for themself and for others.
const MESSAGING: &[Entry] = &[("GET", "participantMessaging", Some(part))];
const AUDIO: &[Entry] = &[("GET", "participantAudio", Some(part))];
const VIDEO: &[Entry] = &[("GET", "participantVideo", Some(part))];
const PANORAMA: &[Entry] = &[("GET", "participantPanoramicVideo", Some(part))];
const SCREEN: &[Entry] = &[("GET", "participantApplicationSharing", Some(part))];
const BOARD: &[Entry] = &[("GET", "participantDataCollaboration", Some(part))];
const MUTE_AUDIO: &[Entry] = &[("POST", "muteAudio", Some(mute))];
const UNMUTE_AUDIO: &[Entry] = &[("POST", "unmuteAudio", Some(mute))];
const MUTE_VIDEO: &[Entry] = &[("POST", "muteVideo", Some(mute))];
const UNMUTE_VIDEO: &[Entry] = &[("POST", "unmuteVideo", Some(mute))];

/// Their paths.
pub(in crate::serve) const ROUTES: &[Route] = &[
    route("communication/conversations/{}/localParticipant", &[("GET", "localParticipant", Some(get))]),
    route("communication/conversations/{}/localParticipant/messaging", MESSAGING),
    route("communication/conversations/{}/localParticipant/audio", AUDIO),
    route("communication/conversations/{}/localParticipant/audio/muteAudio", MUTE_AUDIO),
    route("communication/conversations/{}/localParticipant/audio/unmuteAudio", UNMUTE_AUDIO),
    route("communication/conversations/{}/localParticipant/video", VIDEO),
    route("communication/conversations/{}/localParticipant/video/muteVideo", MUTE_VIDEO),
    route("communication/conversations/{}/localParticipant/video/unmuteVideo", UNMUTE_VIDEO),
    route("communication/conversations/{}/localParticipant/panoramicVideo", PANORAMA),
    route("communication/conversations/{}/localParticipant/applicationSharing", SCREEN),
    route("communication/conversations/{}/localParticipant/dataCollaboration", BOARD),
    route("communication/conversations/{}/participants/{}", &[("GET", "participant", Some(get))]),
    route("communication/conversations/{}/participants/{}/messaging", MESSAGING),
    route("communication/conversations/{}/participants/{}/audio", AUDIO),
    route("communication/conversations/{}/participants/{}/audio/muteAudio", MUTE_AUDIO),
    route("communication/conversations/{}/participants/{}/audio/unmuteAudio", UNMUTE_AUDIO),
    route("communication/conversations/{}/participants/{}/video", VIDEO),
    route("communication/conversations/{}/participants/{}/video/muteVideo", MUTE_VIDEO),
    route("communication/conversations/{}/participants/{}/video/unmuteVideo", UNMUTE_VIDEO),
    route("communication/conversations/{}/participants/{}/panoramicVideo", PANORAMA),
    route("communication/conversations/{}/participants/{}/applicationSharing", SCREEN),
    route("communication/conversations/{}/participants/{}/dataCollaboration", BOARD),
    route("communication/conversations/{}/participants/{}/admit", &[("POST", "admit", Some(lead))]),
    route("communication/conversations/{}/participants/{}/reject", &[("POST", "reject", Some(lead))]),
    route("communication/conversations/{}/participants/{}/promote", &[("POST", "promote", Some(lead))]),
    route("communication/conversations/{}/participants/{}/demote", &[("POST", "demote", Some(lead))]),
    route("communication/conversations/{}/participants/{}/eject", &[("POST", "eject", Some(lead))]),
];

/// Who is meant: the user, where the path names nobody.
fn whom(world: &World, call: &Call) -> Result<UserId, Box<Refusal>> {
    if call.ids.len() < 2 { Ok(call.user) } else { called(world, call.text(1)) }
}

fn get(world: &mut World, call: &Call) -> Outcome {
    let (number, who) = (call.number(0)?, whom(world, call)?);
    found(shown::participant(world, call.application, number, who))
}

fn part(world: &mut World, call: &Call) -> Outcome {
    let (number, who) = (call.number(0)?, whom(world, call)?);
    found(shown::part_of(world, call.application, number, who, call.request.operation().name()))
}

/// Mutes somebody, or lifts that, for who may.
fn mute(world: &mut World, call: &Call) -> Outcome {
    let (number, conversation, _) = taking_part(world, call)?;
    let who = whom(world, call)?;
    let name = call.request.operation().name();
    let (is, is_video) = (name.starts_with("mute"), name.ends_with("Video"));
    let (may_mute, may_unmute) = shown::may_mute(conversation, who, call.user);
    if !(if is { may_mute } else { may_unmute }) {
        return Err(refused(ErrorCode::Forbidden, Some(ErrorSubcode::AttendeeNotAllowed), "That is for those who lead."));
    }
    let modalities: &[Modality] = if is_video { &[Modality::Video] } else { &[Modality::Audio, Modality::PhoneAudio] };
    let modality = modalities.iter().find(|modality| line::of(world, number, who, **modality).is_on());
    let modality = modality.ok_or_else(not_found)?;
    lead::mute(world, number, who, *modality, is);
    Ok(Answer::done())
}

/// What those who lead a meeting can do with somebody.
fn lead(world: &mut World, call: &Call) -> Outcome {
    let (number, who) = (conversation(world, call)?.0, whom(world, call)?);
    let name = call.request.operation().name();
    let (_, conversation, party) = taking_part(world, call)?;
    conversation.party(who).filter(|_| shown::sees(conversation, call.user, who)).ok_or_else(not_found)?;
    if conversation.meeting.is_none() || !party.leads() {
        return Err(refused(
            ErrorCode::Forbidden,
            Some(ErrorSubcode::AttendeeNotAllowed),
            "That is for those who lead a meeting.",
        ));
    }
    if !shown::actions(world, conversation, who, call.user).iter().any(|(action, is)| *action == name && *is) {
        return Err(conflict("That cannot be done with them as things are."));
    }
    match name {
        "admit" => {
            meet::admit(world, number, who);
        }
        "reject" => {
            meet::reject(world, number, who);
        }
        "promote" => lead::assign(world, number, who, Role::Leader),
        "demote" => lead::assign(world, number, who, Role::Attendee),
        _ => lead::eject(world, number, who),
    }
    Ok(Answer::done())
}
