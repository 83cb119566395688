//! Calls: what is signalled of them. Media go from one client to the other; the emulator has none.

use ucwa_model::{
    AnyResource, DataLink, OperationId,
    enumerations::{AudioTranscriptStatus, EventStatus, EventType},
    general::Reason,
};

use super::{lead, tell};
use crate::{
    shown::{call as shown, invitation as invited},
    world::{
        World,
        application::{ApplicationId, hub, place},
        happening::Happening,
        history::Call,
        invitation::Kind,
        modality::Modality,
        session::{Renegotiation, Session, is_hold},
        user::UserId,
    },
};

/// A call has been taken: its session begins.
pub(super) fn began(world: &mut World, number: u64, conversation: u64) {
    let Some(invitation) = world.invitations.get(&number) else { return };
    let by = invitation.from;
    if !matches!(invitation.kind, Kind::Call(_) | Kind::Phone { .. }) {
        return;
    }
    let date = world.clock.date();
    let began = world.now();
    let Some(talk) = world.conversations.get_mut(&conversation) else { return };
    talk.history.call(Call { by, date, status: AudioTranscriptStatus::Connected, lasted: None });
    let Kind::Call(offer) = &invitation.kind else { return };
    let muted = [(Modality::Audio, offer.audio_muted), (Modality::Video, offer.video_muted)];
    let is_new = talk.session.is_none();
    let context = offer.context.clone();
    talk.session.get_or_insert(Session { context, began, suspended: false, renegotiation: None });
    for (modality, _) in muted.into_iter().filter(|(_, is)| *is) {
        lead::mute(world, conversation, by, modality, true);
    }
    session(world, conversation, if is_new { &EventType::Added } else { &EventType::Updated });
}

/// A modality has ended: if it was the last one of a call, so has its session.
pub(super) fn ended(world: &mut World, number: u64, user: UserId, modality: Modality) {
    if !matches!(modality, Modality::Audio | Modality::Video | Modality::PhoneAudio) {
        return;
    }
    let now = world.now();
    let date = world.clock.date();
    let Some(talk) = world.conversations.get_mut(&number) else { return };
    let is_on = |modality: Modality| talk.parties.iter().any(|party| party.lines.of(modality).is_on());
    if is_on(Modality::Audio) || is_on(Modality::Video) {
        return;
    }
    let lasted = talk.session.take().map(|session| now.saturating_sub(session.began));
    if lasted.is_some() || modality == Modality::PhoneAudio {
        talk.history.call(Call { by: user, date, status: AudioTranscriptStatus::Ended, lasted });
    }
    if lasted.is_some() {
        session(world, number, &EventType::Deleted);
    }
}

/// Tells both sides of their session.
fn session(world: &mut World, number: u64, what: &EventType) {
    for (_, id) in tell::present(world, number) {
        let sender = hub(id, "communication");
        let happening = match shown::session(world, id, number).filter(|_| *what != EventType::Deleted) {
            Some(session) => Happening::new(sender, what.clone(), "audioVideoSession", session),
            None => {
                Happening::without_resource(sender, what.clone(), "audioVideoSession", &place(id, &shown::session_path(number)))
            }
        };
        world.tell(id, happening);
    }
}

/// The other side has answered a call, for good or for the time being: whoever calls is told.
pub(crate) fn answered(world: &mut World, number: u64, answer: DataLink, is_final: bool) {
    let Some(invitation) = world.invitations.get_mut(&number) else { return };
    let caller = invitation.application;
    let Kind::Call(offer) = &mut invitation.kind else { return };
    *(if is_final { &mut offer.answer } else { &mut offer.provisional }) = Some(answer);
    let Some(id) = caller else { return };
    let Some(invitation) = world.invitations.get(&number) else { return };
    let sender = ("audioVideoInvitation", place(id, &invited::invitation_path(invitation, number, id)));
    if let Some(negotiation) = shown::negotiation(world, id, number) {
        world.tell(id, Happening::new(sender, EventType::Updated, "audioVideoNegotiation", negotiation));
    }
}

/// Somebody offers other media; the number of the renegotiation. `None` if there is no call, or another offer is still open.
pub(crate) fn renegotiate(
    world: &mut World,
    conversation: u64,
    by: UserId,
    operation: Option<OperationId>,
    description: &str,
) -> Option<u64> {
    let number = world.number();
    let session = world.conversations.get_mut(&conversation)?.session.as_mut()?;
    if session.renegotiation.as_ref().is_some_and(|other| other.is_open) {
        return None;
    }
    let offer = DataLink::sdp(description);
    session.renegotiation = Some(Renegotiation { number, by, operation, offer, answer: None, is_open: true });
    renegotiation(world, conversation, &EventType::Started, None);
    Some(number)
}

/// The other side takes the offer, or does not. False if there is none of theirs.
pub(crate) fn settle(world: &mut World, conversation: u64, by: UserId, answer: Result<Option<DataLink>, Box<Reason>>) -> bool {
    let session = world.conversations.get_mut(&conversation).and_then(|talk| talk.session.as_mut());
    let Some(session) = session else { return false };
    let Some(open) = session.renegotiation.as_mut().filter(|open| open.is_open && open.by != by) else { return false };
    open.is_open = false;
    match answer {
        Ok(answer) => {
            open.answer = answer;
            let offered = open.offer.decode_lenient().ok();
            let offered = offered.as_ref().and_then(|(body, _)| body.text().ok()).unwrap_or_default();
            let suspended = is_hold(offered);
            let changes = std::mem::replace(&mut session.suspended, suspended) != suspended;
            renegotiation(world, conversation, &EventType::Completed, None);
            if changes {
                self::session(world, conversation, &EventType::Updated);
            }
        }
        Err(why) => renegotiation(world, conversation, &EventType::Completed, Some(&why)),
    }
    true
}

fn renegotiation(world: &mut World, conversation: u64, what: &EventType, why: Option<&Reason>) {
    for (_, id) in tell::present(world, conversation) {
        let Some(resource) = shown::renegotiation(world, id, conversation) else { continue };
        let status =
            (*what == EventType::Completed).then_some(if why.is_some() { EventStatus::Failure } else { EventStatus::Success });
        tell_communication(world, id, what.clone(), "audioVideoRenegotiation", resource, status, why);
    }
}

fn tell_communication(
    world: &mut World,
    id: ApplicationId,
    what: EventType,
    rel: &'static str,
    resource: AnyResource,
    status: Option<EventStatus>,
    why: Option<&Reason>,
) {
    let happening = Happening::new(hub(id, "communication"), what, rel, resource);
    world.tell(
        id,
        happening.with(|event| {
            event.status = status;
            event.reason = why.cloned().map(Box::new);
        }),
    );
}
