//! Invitations, and what their receivers and senders can do with them.

use ucwa_model::{
    enumerations::{CallDeclineReason, ErrorCode, ErrorSubcode, InvitationState},
    http::{Answer, Refusal},
};

use super::conflict;
use crate::{
    acts::talk,
    serve::{
        call::{Call, Outcome, found, not_found},
        inputs::Inputs,
        routes::{Route, route},
    },
    shown::{call as calls, conversation as talks, invitation as shown, people},
    world::{
        World,
        invitation::{Invitation, Kind},
        modality::Modality,
    },
};

/// Their paths.
pub(in crate::serve) const ROUTES: &[Route] = &[
    route("communication/invitations", &[("GET", "invitations", Some(list))]),
    route("communication/messagingInvitations/{}", &[("GET", "messagingInvitation", Some(get))]),
    route("communication/audioVideoInvitations/{}", &[("GET", "audioVideoInvitation", Some(get))]),
    route("communication/phoneAudioInvitations/{}", &[("GET", "phoneAudioInvitation", Some(get))]),
    route("communication/participantInvitations/{}", &[("GET", "participantInvitation", Some(get))]),
    route("communication/onlineMeetingInvitations/{}", &[("GET", "onlineMeetingInvitation", Some(get))]),
    route("communication/invitations/{}/accept", &[("POST", "accept", Some(accept))]),
    route("communication/invitations/{}/decline", &[("POST", "decline", Some(decline))]),
    route("communication/invitations/{}/cancel", &[("POST", "cancel", Some(cancel))]),
    route("communication/invitations/{}/to", &[("GET", "to", Some(contact))]),
    route("communication/invitations/{}/acceptedByContact", &[("GET", "acceptedByContact", Some(contact))]),
    route("communication/invitations/{}/delegator", &[("GET", "delegator", Some(contact))]),
    route("communication/invitations/{}/onBehalfOf", &[("GET", "onBehalfOf", Some(contact))]),
    route("communication/invitations/{}/forwardedBy", &[("GET", "forwardedBy", Some(contact))]),
    route("communication/invitations/{}/transferredBy", &[("GET", "transferredBy", Some(contact))]),
    route("communication/invitations/{}/derivedMessaging", &[("GET", "derivedMessaging", Some(derived))]),
    route("communication/invitations/{}/derivedConversation", &[("GET", "derivedConversation", Some(derived))]),
    route("communication/invitations/{}/derivedAudioVideo", &[("GET", "derivedAudioVideo", Some(derived))]),
    route("communication/invitations/{}/derivedPhoneAudio", &[("GET", "derivedPhoneAudio", Some(derived))]),
    route("communication/invitations/{}/replacesAudioVideo", &[("GET", "replacesAudioVideo", Some(replaces))]),
    route("communication/invitations/{}/replacesPhoneAudio", &[("GET", "replacesPhoneAudio", Some(replaces))]),
];

fn list(_: &mut World, call: &Call) -> Outcome {
    found(Some(shown::invitations(call.application)))
}

/// An invitation, under the rel that it has for who looks.
fn get(world: &mut World, call: &Call) -> Outcome {
    let name = call.request.operation().name();
    let invitation = shown::invitation(world, call.application, call.number(0)?).filter(|(rel, _)| *rel == name);
    found(invitation.map(|(_, resource)| resource))
}

/// Somebody else who has to do with an invitation, as a contact.
fn contact(world: &mut World, call: &Call) -> Outcome {
    let (_, invitation) = shown::view(world, call.application, call.number(0)?).ok_or_else(not_found)?;
    let company = &invitation.company;
    let who = match call.request.operation().name() {
        "to" => invitation.to,
        "acceptedByContact" => company.accepted_by,
        "forwardedBy" => company.forwarded_by,
        "transferredBy" => company.transferred_by.map(|(by, _)| by),
        _ => company.on_behalf_of,
    };
    found(who.and_then(|who| people::contact(world, call.application, who)))
}

/// The conversation that came of an invitation in place of the one that it was made in, or a modality of that.
fn derived(world: &mut World, call: &Call) -> Outcome {
    let (_, invitation) = shown::view(world, call.application, call.number(0)?).ok_or_else(not_found)?;
    let (id, number) = (call.application, invitation.company.derived.ok_or_else(not_found)?);
    match call.request.operation().name() {
        "derivedMessaging" => found(talks::messaging(world, id, number)),
        "derivedAudioVideo" => found(calls::modality(world, id, number, Modality::Audio).1),
        "derivedPhoneAudio" => found(calls::modality(world, id, number, Modality::PhoneAudio).1),
        _ => found(talks::conversation(world, id, number)),
    }
}

/// The modality that gives way to another one, if the invitation is accepted.
fn replaces(world: &mut World, call: &Call) -> Outcome {
    let (_, invitation) = shown::view(world, call.application, call.number(0)?).ok_or_else(not_found)?;
    let modality = invitation.company.replaces.ok_or_else(not_found)?;
    found(calls::modality(world, call.application, invitation.conversation, modality).1)
}

/// An invitation that was received, or sent, and is open.
pub(super) fn open<'a>(world: &'a World, call: &Call, is_received: bool) -> Result<(u64, &'a Invitation), Box<Refusal>> {
    let number = call.number(0)?;
    let (_, invitation) = shown::view(world, call.application, number).ok_or_else(not_found)?;
    if (invitation.application == Some(call.application)) == is_received {
        return Err(not_found());
    }
    if invitation.is_open() { Ok((number, invitation)) } else { Err(conflict("The invitation is no longer open.")) }
}

fn accept(world: &mut World, call: &Call) -> Outcome {
    let (number, invitation) = open(world, call, true)?;
    if matches!(invitation.kind, Kind::Call(_)) {
        return Err(conflict("A call is taken by its answer."));
    }
    talk::accept(world, number, call.user, Some(call.application));
    Ok(Answer::done())
}

/// For the user wherever it rings, or, with the reason `Local`, in this application alone.
fn decline(world: &mut World, call: &Call) -> Outcome {
    let (number, _) = open(world, call, true)?;
    let reason: Option<CallDeclineReason> = Inputs::of(&call.request).value("reason");
    let why = talk::reason(ErrorCode::RemoteFailure, reason.as_ref().map_or(ErrorSubcode::Declined, subcode));
    if reason == Some(CallDeclineReason::Local) {
        talk::invite::decline_here(world, number, call.application, &why);
    } else {
        talk::fail(world, number, InvitationState::Declined, &why);
    }
    Ok(Answer::done())
}

/// What the caller is told of a reason.
fn subcode(reason: &CallDeclineReason) -> ErrorSubcode {
    match reason {
        CallDeclineReason::CodecMismatch | CallDeclineReason::MediaAllocationFailure => ErrorSubcode::MediaFailure,
        CallDeclineReason::EncryptionMismatch => ErrorSubcode::MediaEncryptionMismatch,
        CallDeclineReason::InsufficientBandwidth | CallDeclineReason::InsufficientBandwidthRerouteOverPstn => {
            ErrorSubcode::InsufficientBandwidth
        }
        CallDeclineReason::InvalidMediaOffer => ErrorSubcode::InvalidMediaDescription,
        CallDeclineReason::IPv6NotSupported => ErrorSubcode::IPv6NotSupported,
        CallDeclineReason::MediaConnectivityFailure => ErrorSubcode::MediaNegotiationFailure,
        CallDeclineReason::UnsupportedMedia => ErrorSubcode::ModalityNotSupported,
        _ => ErrorSubcode::Declined,
    }
}

fn cancel(world: &mut World, call: &Call) -> Outcome {
    let (number, _) = open(world, call, false)?;
    let why = talk::reason(ErrorCode::LocalFailure, ErrorSubcode::Canceled);
    talk::fail(world, number, InvitationState::Cancelled, &why);
    Ok(Answer::done())
}
