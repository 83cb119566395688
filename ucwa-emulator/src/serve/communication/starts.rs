//! Starting to talk: a chat, a call, a call by phone, a meeting. Many operations, of which a table says what they ask for.

use ucwa_model::{
    Text,
    enumerations::{ErrorCode, ErrorSubcode},
    http::Refusal,
};

use super::{conflict, starting};
use crate::{
    acts::talk::{
        Opening,
        invite::{self, Ask},
        meet,
    },
    serve::{
        call::{Call, Outcome, not_found, refused, unfit},
        inputs::Inputs,
        routes::{Entry, Route, route},
    },
    shown::invitation::invitation_path,
    world::{
        World,
        conversation::Taking,
        invitation::{Company, Kind, Offer},
        meeting::{Details, Meeting, Origin},
        modality::Modality,
        phone::normalize,
    },
};

const AUDIO: &[Entry] = &[("POST", "startAudio", Some(start)), ("POST", "startAudio2", Some(start))];
const AUDIO_VIDEO: &[Entry] = &[("POST", "startAudioVideo", Some(start)), ("POST", "startAudioVideo2", Some(start))];
const PHONE: &[Entry] = &[("POST", "startPhoneAudio", Some(start)), ("POST", "startPhoneAudio2", Some(start))];
const MESSAGING: &[Entry] = &[("POST", "startMessaging", Some(start)), ("POST", "startMessaging2", Some(start))];

/// Their paths.
pub(in crate::serve) const ROUTES: &[Route] = &[
    route("communication/messagingInvitations", MESSAGING),
    route("communication/startAudio", AUDIO),
    route("communication/startVideo", &[("POST", "startVideo", Some(start))]),
    route("communication/startAudioVideo", AUDIO_VIDEO),
    route("communication/startPhoneAudio", PHONE),
    route("communication/startAudioOnBehalfOfDelegator", &[("POST", "startAudioOnBehalfOfDelegator", Some(start))]),
    route("communication/startAudioVideoOnBehalfOfDelegator", &[("POST", "startAudioVideoOnBehalfOfDelegator", Some(start))]),
    route("communication/startPhoneAudioOnBehalfOfDelegator", &[("POST", "startPhoneAudioOnBehalfOfDelegator", Some(start))]),
    route("communication/startEmergencyCall", &[("POST", "startEmergencyCall", Some(start))]),
    route("communication/onlineMeetingInvitations", &[("POST", "startOnlineMeeting", Some(start_meeting))]),
    route("communication/joinOnlineMeeting", &[("POST", "joinOnlineMeeting", Some(join))]),
];

/// What an operation asks for, by the middle of its name: `startAudio`, `addAudio` and `continueAudio` all ask for audio.
pub(super) fn modalities(operation: &str) -> &'static [Modality] {
    let has = |part: &str| operation.contains(part);
    match () {
        () if has("Messaging") => &[Modality::Messaging],
        () if has("PhoneAudio") => &[Modality::PhoneAudio],
        () if has("AudioVideo") => &[Modality::Audio, Modality::Video],
        () if has("Video") => &[Modality::Video],
        () => &[Modality::Audio],
    }
}

/// The kind of invitation that an operation makes.
///
/// # Errors
/// If the application has not said that it can do that, or an input is missing or wrong.
pub(super) fn kind(world: &World, call: &Call) -> Result<Kind, Box<Refusal>> {
    let (name, inputs) = (call.request.operation().name(), Inputs::of(&call.request));
    let modalities = modalities(name);
    supported(world, call, modalities)?;
    let content = inputs.data("customContent");
    Ok(match modalities {
        [Modality::Messaging] => Kind::Messaging { message: inputs.data("message"), content },
        [Modality::PhoneAudio] => Kind::Phone { number: phone_number(inputs)?, content },
        _ => {
            let media = Some(inputs.data("mediaOffer").ok_or_else(|| unfit("expected `mediaOffer`, but found nothing"))?);
            let place = ["address", "building", "city", "country", "zip"];
            let place = place.into_iter().filter_map(|name| Some((name, inputs.kept(name)?))).collect();
            Kind::Call(Box::new(Offer {
                modalities: modalities.to_vec(),
                media,
                content,
                context: inputs.limited::<ucwa_model::SessionContext>("sessionContext")?.map(Text::from),
                audio_muted: inputs.flag("joinAudioMuted"),
                video_muted: inputs.flag("joinVideoMuted"),
                place,
                ..Offer::default()
            }))
        }
    })
}

/// What `makeMeAvailable` has not named cannot be used. Before it, one can write: clients that only send never call it.
fn supported(world: &World, call: &Call, modalities: &[Modality]) -> Result<(), Box<Refusal>> {
    let available = world.applications.get(&call.application).and_then(|application| application.available.as_ref());
    let supported = available.map_or(modalities == [Modality::Messaging], |available| {
        modalities.iter().all(|one| one.is_among(&available.modalities))
    });
    match modalities {
        _ if supported => Ok(()),
        [Modality::PhoneAudio] => {
            Err(refused(ErrorCode::Forbidden, None, "The application does not support phone audio, by what it has said."))
        }
        _ => Err(conflict("The application does not support that, by what it has said.")),
    }
}

/// The number to be called, as `tel:` and digits.
fn phone_number(inputs: Inputs<'_>) -> Result<Option<Text>, Box<Refusal>> {
    let Some(text) = inputs.text("phoneNumber") else { return Ok(None) };
    let number = normalize(text).map(Text::from);
    let why = || refused(ErrorCode::BadRequest, Some(ErrorSubcode::NormalizationFailed), "That is no phone number.");
    number.map(Some).ok_or_else(why)
}

/// What a new conversation is about.
fn opening(inputs: Inputs<'_>) -> Result<Opening, Box<Refusal>> {
    Ok(Opening {
        operation: inputs.limited("operationId")?,
        subject: inputs.limited("subject")?,
        importance: inputs.value("importance"),
        thread: inputs.limited::<ucwa_model::ThreadId>("threadId")?.map(|thread| thread.as_str().to_owned()),
        message: None,
    })
}

/// A thread is continued when its conversation is over.
pub(super) fn is_free(world: &World, call: &Call, opening: &Opening) -> Result<(), Box<Refusal>> {
    let Some(thread) = &opening.thread else { return Ok(()) };
    let is_taken = world.conversations.values().any(|talk| {
        let party = talk.party(call.user).filter(|party| party.presence == Taking::Part);
        talk.over.is_none() && *talk.thread == **thread && party.is_some()
    });
    let why = || refused(ErrorCode::Conflict, Some(ErrorSubcode::AlreadyExists), "A conversation has that thread.");
    if is_taken { Err(why()) } else { Ok(()) }
}

/// Somebody is asked to talk.
fn start(world: &mut World, call: &Call) -> Outcome {
    let inputs = Inputs::of(&call.request);
    let (address, mut opening) = (inputs.required("to")?, opening(inputs)?);
    is_free(world, call, &opening)?;
    let kind = kind(world, call)?;
    let on_behalf_of = match call.request.operation().name().ends_with("OnBehalfOfDelegator") {
        true => Some(delegator(world, inputs)?),
        false => None,
    };
    let ask = Ask {
        from: call.user,
        application: Some(call.application),
        address: address.into(),
        operation: opening.operation.take(),
        kind,
        company: Company { on_behalf_of, ..Company::default() },
    };
    started(world, call, |world| Some(invite::begin(world, ask, opening)))
}

/// For whom it is done.
fn delegator(world: &World, inputs: Inputs<'_>) -> Result<usize, Box<Refusal>> {
    let name = inputs.required("delegator")?;
    world.user_called(name).ok_or_else(|| unfit("expected the address of a user in `delegator`"))
}

/// Does it, and says where the invitation is.
pub(super) fn started(world: &mut World, call: &Call, start: impl FnOnce(&mut World) -> Option<u64>) -> Outcome {
    let number = start(world).ok_or_else(not_found)?;
    let path = world.invitations.get(&number).map(|invitation| invitation_path(invitation, number, call.application));
    starting(call, &path.ok_or_else(not_found)?)
}

/// A meeting is made on the spot.
fn start_meeting(world: &mut World, call: &Call) -> Outcome {
    let mut opening = opening(Inputs::of(&call.request))?;
    is_free(world, call, &opening)?;
    let details = Details { subject: opening.subject.clone(), ..Details::default() };
    let meeting = Meeting::new(call.user, Origin::AdHoc, details);
    let number = world.number();
    world.meetings.insert(number, meeting);
    let operation = opening.operation.take();
    started(world, call, |world| meet::join(world, number, (call.user, call.application), operation, opening))
}

/// A meeting is joined by its URI; without one it is made.
fn join(world: &mut World, call: &Call) -> Outcome {
    let inputs = Inputs::of(&call.request);
    let Some(uri) = inputs.text("onlineMeetingUri") else { return start_meeting(world, call) };
    let mut opening = opening(inputs)?;
    let known = world.meetings.iter().find(|(_, meeting)| meeting.uri(world).eq_ignore_ascii_case(uri));
    let why = "There is no meeting at that address.";
    let none = || refused(ErrorCode::NotFound, Some(ErrorSubcode::DestinationNotFound), why);
    let (number, conversation) = known.map(|(number, meeting)| (*number, meeting.conversation)).ok_or_else(none)?;
    let guest = world.users.get(call.user).and_then(|user| user.guest.as_deref());
    if guest.is_some_and(|own| !own.eq_ignore_ascii_case(uri)) {
        return Err(refused(ErrorCode::Forbidden, None, "The token is for another meeting."));
    }
    let party = conversation.and_then(|number| world.conversations.get(&number)?.party(call.user));
    if party.is_some_and(|party| matches!(party.presence, Taking::Part | Taking::Lobby)) {
        return Err(refused(ErrorCode::Conflict, Some(ErrorSubcode::AlreadyExists), "The user is in the meeting already."));
    }
    let operation = opening.operation.take();
    started(world, call, |world| meet::join(world, number, (call.user, call.application), operation, opening))
}
