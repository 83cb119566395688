//! Calls: what is signalled of them. Where the server itself would need media, it refuses, as the reference has it.

use ucwa_model::{
    AnyResource, DataLink,
    enumerations::{ErrorCode, ErrorSubcode, ReNegotiationDeclineReason},
    general::Reason,
    http::{Answer, Location, Refusal},
};

use super::{conflict, conversation, invitations::open, starts, taking_part};
use crate::{
    acts::talk::{
        self,
        call::{answered, renegotiate, settle},
        invite::{self, Ask},
        lead, line, meet,
    },
    serve::{
        call::{Call, Outcome, found, not_found, refused, unfit},
        inputs::Inputs,
        routes::{Route, route},
    },
    shown::{call as shown, draft::draft},
    world::{
        World,
        application::place,
        invitation::{Company, Kind},
        modality::{Line, Modality},
    },
};

/// Their paths.
pub(in crate::serve) const ROUTES: &[Route] = &[
    route("communication/conversations/{}/audioVideo", &[("GET", "audioVideo", Some(modality))]),
    route("communication/conversations/{}/phoneAudio", &[("GET", "phoneAudio", Some(modality))]),
    route("communication/conversations/{}/audioVideo/addAudio", &[("POST", "addAudio", Some(add))]),
    route("communication/conversations/{}/audioVideo/addVideo", &[("POST", "addVideo", Some(add))]),
    route("communication/conversations/{}/audioVideo/addAudioVideo", &[("POST", "addAudioVideo", Some(add))]),
    route("communication/conversations/{}/phoneAudio/addPhoneAudio", &[("POST", "addPhoneAudio", Some(add))]),
    route("communication/conversations/{}/audioVideo/replaceWithPhoneAudio", &[("POST", "replaceWithPhoneAudio", Some(add))]),
    route("communication/conversations/{}/audioVideo/escalateAudio", &[("POST", "escalateAudio", Some(escalate))]),
    route("communication/conversations/{}/audioVideo/escalateAudioVideo", &[("POST", "escalateAudioVideo", Some(escalate))]),
    route("communication/conversations/{}/audioVideo/stopAudio", &[("POST", "stopAudio", Some(stop))]),
    route("communication/conversations/{}/audioVideo/stopVideo", &[("POST", "stopVideo", Some(stop))]),
    route("communication/conversations/{}/audioVideo/stopAudioVideo", &[("POST", "stopAudioVideo", Some(stop))]),
    route("communication/conversations/{}/phoneAudio/stopPhoneAudio", &[("POST", "stopPhoneAudio", Some(stop))]),
    route("communication/conversations/{}/phoneAudio/holdPhoneAudio", &[("POST", "holdPhoneAudio", Some(hold))]),
    route("communication/conversations/{}/phoneAudio/resumePhoneAudio", &[("POST", "resumePhoneAudio", Some(hold))]),
    route(
        "communication/conversations/{}/audioVideo/reportMediaDiagnostics",
        &[("POST", "reportMediaDiagnostics", Some(report))],
    ),
    route("communication/conversations/{}/audioVideo/sessions", &[("GET", "sessions", Some(sessions))]),
    route("communication/conversations/{}/audioVideo/audioVideoSession", &[("GET", "audioVideoSession", Some(session))]),
    route(
        "communication/conversations/{}/audioVideo/audioVideoSession/publishCallQualityFeedback",
        &[("POST", "publishCallQualityFeedback", Some(report))],
    ),
    route(
        "communication/conversations/{}/audioVideo/audioVideoSession/renegotiations",
        &[("POST", "renegotiations", Some(offer))],
    ),
    route("communication/conversations/{}/audioVideo/audioVideoSession/resumeAudio", &[("POST", "resumeAudio", Some(offer))]),
    route(
        "communication/conversations/{}/audioVideo/audioVideoSession/resumeAudioVideo",
        &[("POST", "resumeAudioVideo", Some(offer))],
    ),
    route(
        "communication/conversations/{}/audioVideo/audioVideoSession/renegotiations/{}",
        &[("GET", "audioVideoRenegotiation", Some(renegotiation))],
    ),
    route(
        "communication/conversations/{}/audioVideo/audioVideoSession/renegotiations/{}/answer",
        &[("POST", "answer", Some(answer))],
    ),
    route(
        "communication/conversations/{}/audioVideo/audioVideoSession/renegotiations/{}/dismiss",
        &[("POST", "dismiss", Some(answer))],
    ),
    route("communication/invitations/{}/acceptWithAnswer", &[("POST", "acceptWithAnswer", Some(accept))]),
    route("communication/invitations/{}/sendProvisionalAnswer", &[("POST", "sendProvisionalAnswer", Some(accept))]),
    route("communication/invitations/{}/acceptWithPhoneAudio", &[("POST", "acceptWithPhoneAudio", Some(by_phone))]),
    route("communication/invitations/{}/audioVideoNegotiation", &[("GET", "audioVideoNegotiation", Some(negotiation))]),
];

/// The resource of a modality.
fn modality(world: &mut World, call: &Call) -> Outcome {
    let modality = match call.request.operation().name() {
        "phoneAudio" => Modality::PhoneAudio,
        _ => Modality::Audio,
    };
    found(shown::modality(world, call.application, call.number(0)?, modality).1)
}

/// A modality is added to a conversation: the other one is asked. In a meeting the server would have to mix the media, and has none;
/// only phones it can call.
fn add(world: &mut World, call: &Call) -> Outcome {
    let (number, conversation, party) = taking_part(world, call)?;
    let name = call.request.operation().name();
    let modalities = starts::modalities(name);
    if modalities.iter().any(|modality| party.lines.of(*modality) != Line::Off) {
        return Err(refused(ErrorCode::Conflict, Some(ErrorSubcode::AlreadyExists), "The conversation has that already."));
    }
    let kind = starts::kind(world, call)?;
    let operation = Inputs::of(&call.request).limited("operationId")?;
    let Some(partner) = conversation.partner(call.user).filter(|_| conversation.meeting.is_none()).map(|party| party.user) else {
        return match kind {
            Kind::Phone { .. } => starts::started(world, call, |world| {
                Some(meet::take_up(world, number, (call.user, call.application), operation, kind))
            }),
            _ => no_media(world, call),
        };
    };
    let on_phone = party.lines.of(Modality::PhoneAudio).is_on() && modalities.contains(&Modality::Audio);
    let replaces = if name == "replaceWithPhoneAudio" { Some(Modality::Audio) } else { on_phone.then_some(Modality::PhoneAudio) };
    if replaces.is_some_and(|modality| !party.lines.of(modality).is_on()) {
        return Err(conflict("There is no audio that could be replaced."));
    }
    let address = world.uri(partner).unwrap_or_default().into();
    let company = Company { replaces, ..Company::default() };
    let ask = Ask { from: call.user, application: Some(call.application), address, operation, kind, company };
    starts::started(world, call, |world| Some(invite::issue(world, number, ask)))
}

/// 409: the media of several people would have to be mixed, or those of a phone passed on.
fn no_media(_: &mut World, _: &Call) -> Outcome {
    Err(conflict("That needs media at the server, and this one has none."))
}

fn escalate(world: &mut World, call: &Call) -> Outcome {
    taking_part(world, call)?;
    no_media(world, call)
}

fn by_phone(world: &mut World, call: &Call) -> Outcome {
    open(world, call, true)?;
    no_media(world, call)
}

/// Ends what the operation is about: audio, video, or both.
fn stop(world: &mut World, call: &Call) -> Outcome {
    let (number, _, party) = conversation(world, call)?;
    let modalities = starts::modalities(call.request.operation().name());
    if modalities.iter().all(|modality| party.lines.of(*modality) == Line::Off) {
        return Err(not_found());
    }
    for modality in modalities {
        line::stop(world, number, call.user, *modality, None);
    }
    Ok(Answer::done())
}

fn hold(world: &mut World, call: &Call) -> Outcome {
    let (number, _, party) = conversation(world, call)?;
    let is = call.request.operation().name() == "holdPhoneAudio";
    let line = party.lines.of(Modality::PhoneAudio);
    if !line.is_on() || line.is_held() == is {
        return Err(conflict("The call is in no such state."));
    }
    lead::hold(world, number, call.user, Modality::PhoneAudio, is);
    Ok(Answer::done())
}

/// What clients measure is taken, and not kept.
pub(super) fn report(world: &mut World, call: &Call) -> Outcome {
    conversation(world, call)?;
    Ok(Answer::done())
}

fn sessions(world: &mut World, call: &Call) -> Outcome {
    let (number, ..) = conversation(world, call)?;
    let path = format!("{}s", shown::session_path(number).replace("audioVideoSession", "session"));
    found(Some(draft(call.application, "sessions", &path, |_| {})))
}

fn session(world: &mut World, call: &Call) -> Outcome {
    found(shown::session(world, call.application, call.number(0)?))
}

/// The session description that came as the body.
fn description(call: &Call) -> Result<&str, Box<Refusal>> {
    let text = call.request.text().filter(|text| text.trim_start().starts_with("v=0"));
    text.ok_or_else(|| {
        let why = "Expected a session description, which begins with `v=0`.";
        refused(ErrorCode::BadRequest, Some(ErrorSubcode::InvalidMediaDescription), why)
    })
}

/// Other media are offered, or the call is taken off hold.
fn offer(world: &mut World, call: &Call) -> Outcome {
    let (number, conversation, _) = taking_part(world, call)?;
    let session = conversation.session.as_ref().ok_or_else(not_found)?;
    if call.request.operation().name() != "renegotiations" && !session.suspended {
        return Err(conflict("The call is not on hold."));
    }
    let description = description(call)?.to_owned();
    let operation = Inputs::of(&call.request).limited("operationId")?;
    let made = renegotiate(world, number, call.user, operation, &description);
    let why = || refused(ErrorCode::Conflict, Some(ErrorSubcode::AlreadyExists), "Another offer has not been answered.");
    let made = made.ok_or_else(why)?;
    let path = format!("{}/renegotiations/{made}", shown::session_path(number));
    let location = Location::new(&place(call.application, &path)).map_err(|error| unfit(&error.to_string()))?;
    let shown: AnyResource = shown::renegotiation(world, call.application, number).ok_or_else(not_found)?;
    Ok(Answer::created(shown).with_location(location))
}

/// The latest renegotiation, if it is the one that the path names.
fn latest(world: &World, call: &Call) -> Result<u64, Box<Refusal>> {
    let (number, conversation, _) = conversation(world, call)?;
    let latest = conversation.session.as_ref().and_then(|session| session.renegotiation.as_ref());
    let wanted = call.number(1)?;
    latest.filter(|latest| latest.number == wanted).map(|_| number).ok_or_else(not_found)
}

fn renegotiation(world: &mut World, call: &Call) -> Outcome {
    let number = latest(world, call)?;
    found(shown::renegotiation(world, call.application, number))
}

fn answer(world: &mut World, call: &Call) -> Outcome {
    let number = latest(world, call)?;
    settled(settle(world, number, call.user, settlement(call)))
}

/// What becomes of an offer.
pub(super) fn settled(is: bool) -> Outcome {
    if is { Ok(Answer::done()) } else { Err(conflict("There is no offer of the other side that is open.")) }
}

/// The other side takes what is offered, or does not.
pub(super) fn settlement(call: &Call) -> Result<Option<DataLink>, Box<Reason>> {
    if call.request.operation().name() == "answer" {
        Ok(call.request.text().map(DataLink::sdp))
    } else {
        let reason: Option<ReNegotiationDeclineReason> = Inputs::of(&call.request).value("reason");
        let subcode = match reason {
            Some(ReNegotiationDeclineReason::InsufficientBandwidth) => ErrorSubcode::InsufficientBandwidth,
            Some(ReNegotiationDeclineReason::EncryptionMismatch) => ErrorSubcode::MediaEncryptionMismatch,
            Some(ReNegotiationDeclineReason::InvalidMediaOffer) => ErrorSubcode::InvalidMediaDescription,
            _ => ErrorSubcode::Declined,
        };
        Err(Box::new(talk::reason(ErrorCode::RemoteFailure, subcode)))
    }
}

/// A call is taken, or answered for the time being.
fn accept(world: &mut World, call: &Call) -> Outcome {
    let (number, invitation) = open(world, call, true)?;
    if !matches!(invitation.kind, Kind::Call(_)) {
        return Err(conflict("Only calls are answered with media."));
    }
    let is_final = call.request.operation().name() == "acceptWithAnswer";
    let description = DataLink::sdp(description(call)?);
    answered(world, number, description, is_final);
    if is_final {
        talk::accept(world, number, call.user, Some(call.application));
    }
    Ok(Answer::done())
}

fn negotiation(world: &mut World, call: &Call) -> Outcome {
    found(shown::negotiation(world, call.application, call.number(0)?))
}
