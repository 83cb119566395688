//! Sharing: somebody shows a screen, or the spotlight of a meeting rests on them. It is signalled alone; there are no media.

use ucwa_model::{
    DataLink,
    enumerations::{ErrorCode, ErrorSubcode, EventStatus, EventType},
    general::Reason,
};

use super::{line, tell};
use crate::{
    scenario::Share,
    shown::{conversation::path, share as shown},
    world::{
        World,
        application::{hub, place},
        happening::Happening,
        modality::{Line, Modality},
        session::Renegotiation,
        user::UserId,
    },
};

/// Somebody begins to share something, or ends that. False if they take no part.
pub(crate) fn share(world: &mut World, number: u64, who: UserId, what: Share, is: bool) -> bool {
    let talk = world.conversations.get(&number).filter(|talk| talk.over.is_none());
    if talk.is_none_or(|talk| talk.present().all(|party| party.user != who)) {
        return false;
    }
    let line = if is { Line::OPEN } else { Line::Off };
    match what {
        Share::ApplicationSharing if is => show(world, number, who),
        Share::ApplicationSharing => line::set(world, number, who, Modality::ApplicationSharing, line, None),
        Share::DataCollaboration => line::set(world, number, who, Modality::DataCollaboration, line, None),
        Share::PanoramicVideo => line::set(world, number, who, Modality::PanoramicVideo, line, None),
        Share::Spotlight if is => lock(world, number, who),
        Share::Spotlight => unlock(world, number, who),
    }
    true
}

/// Somebody shows a screen or a program; whoever did so before ends.
fn show(world: &mut World, number: u64, who: UserId) {
    let Some(talk) = world.conversations.get_mut(&number) else { return };
    let before = talk.sharer.replace(who);
    if before == Some(who) {
        return;
    }
    line::set(world, number, who, Modality::ApplicationSharing, Line::OPEN, None);
    sharer(world, number, &if before.is_some() { EventType::Updated } else { EventType::Added });
    if let Some(before) = before {
        let why = tell::reason(ErrorCode::Informational, ErrorSubcode::NewContentSharer);
        line::set(world, number, before, Modality::ApplicationSharing, Line::Off, Some(&why));
    }
    offer(world, number, who);
}

/// Tells those who take part who shows something, or that nobody does any more.
fn sharer(world: &mut World, number: u64, what: &EventType) {
    let (rel, path) = ("applicationSharer", shown::sharer_path(number));
    tell_all(world, number, what, (rel, &path), ("applicationSharing", Modality::ApplicationSharing));
}

/// Tells those who take part of a resource within that of a modality, and of the modality itself.
fn tell_all(
    world: &mut World,
    number: u64,
    what: &EventType,
    (rel, own): (&'static str, &str),
    (within, modality): (&'static str, Modality),
) {
    for (_, id) in tell::present(world, number) {
        let happening = Happening::without_resource(tell::sender(id, number), what.clone(), rel, &place(id, own));
        world.tell(id, happening.within(within, &place(id, &path(number, within))));
        tell::modality(world, id, number, modality, None);
    }
}

/// The other one of two is offered to see what is shown, if they support that. In a meeting the server would have to pass it on.
fn offer(world: &mut World, conversation: u64, by: UserId) {
    let viewer = world.conversations.get(&conversation).filter(|talk| talk.meeting.is_none()).and_then(|talk| talk.partner(by));
    let Some(id) = viewer.and_then(|viewer| viewer.application) else { return };
    let available = world.applications.get(&id).and_then(|application| application.available.as_ref());
    if !available.is_some_and(|available| Modality::ApplicationSharing.is_among(&available.modalities)) {
        return;
    }
    let (number, offer) = (world.number(), DataLink::sdp(OFFER));
    if let Some(talk) = world.conversations.get_mut(&conversation) {
        talk.sharing = Some(Renegotiation { number, by, operation: None, offer, answer: None, is_open: true });
    }
    renegotiation(world, conversation, &EventType::Started, None);
}

/// What is offered: nothing is listening there.
const OFFER: &str = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=session\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=applicationsharing 9 TCP/RTP/AVP 127\r\na=rtpmap:127 x-data/90000\r\na=sendonly\r\n";

/// Whoever is offered to see what is shown takes that, or does not. False if nothing is offered to them.
pub(crate) fn settle(world: &mut World, conversation: u64, by: UserId, answer: Result<Option<DataLink>, Box<Reason>>) -> bool {
    let open = world.conversations.get_mut(&conversation).and_then(|talk| talk.sharing.as_mut());
    let Some(open) = open.filter(|open| open.is_open && open.by != by) else { return false };
    open.is_open = false;
    let sharer = open.by;
    match answer {
        Ok(answer) => {
            open.answer = answer;
            renegotiation(world, conversation, &EventType::Completed, None);
            // whoever looks on sends nothing
            let watches = Line::On { muted: true, held: false };
            line::set(world, conversation, by, Modality::ApplicationSharing, watches, None);
        }
        Err(why) => {
            renegotiation(world, conversation, &EventType::Completed, Some(&why));
            line::set(world, conversation, sharer, Modality::ApplicationSharing, Line::Off, Some(&why));
        }
    }
    true
}

/// Tells whoever is offered something of it. Whoever offers is a robot, and has no application.
fn renegotiation(world: &mut World, conversation: u64, what: &EventType, why: Option<&Reason>) {
    let ended = if why.is_some() { EventStatus::Failure } else { EventStatus::Success };
    let status = (*what == EventType::Completed).then_some(ended);
    for (_, id) in tell::present(world, conversation) {
        let Some(resource) = shown::renegotiation(world, id, conversation) else { continue };
        let happening = Happening::new(hub(id, "communication"), what.clone(), "applicationSharingRenegotiation", resource);
        world.tell(
            id,
            happening.with(|event| {
                event.status = status.clone();
                event.reason = why.cloned().map(Box::new);
            }),
        );
    }
}

/// Somebody is no longer in application sharing: if they have shown something, nobody does, and nobody looks on.
pub(super) fn ended(world: &mut World, number: u64, user: UserId) {
    let Some(talk) = world.conversations.get_mut(&number).filter(|talk| talk.sharer == Some(user)) else { return };
    talk.sharer = None;
    let is_open = talk.sharing.as_mut().is_some_and(|offer| std::mem::take(&mut offer.is_open));
    let others: Vec<UserId> = talk.parties.iter().map(|party| party.user).filter(|other| *other != user).collect();
    sharer(world, number, &EventType::Deleted);
    if is_open {
        let why = tell::reason(ErrorCode::RemoteFailure, ErrorSubcode::Canceled);
        renegotiation(world, number, &EventType::Completed, Some(&why));
    }
    for other in others {
        line::set(world, number, other, Modality::ApplicationSharing, Line::Off, None);
    }
}

/// The spotlight of a meeting rests on somebody.
fn lock(world: &mut World, number: u64, who: UserId) {
    let Some(talk) = world.conversations.get_mut(&number).filter(|talk| talk.meeting.is_some()) else { return };
    let before = talk.spotlight.replace(who);
    if before != Some(who) {
        spotlight(world, number, &if before.is_some() { EventType::Updated } else { EventType::Added });
    }
}

/// The spotlight rests on somebody no longer.
pub(super) fn unlock(world: &mut World, number: u64, who: UserId) {
    if let Some(talk) = world.conversations.get_mut(&number).filter(|talk| talk.spotlight == Some(who)) {
        talk.spotlight = None;
        spotlight(world, number, &EventType::Deleted);
    }
}

fn spotlight(world: &mut World, number: u64, what: &EventType) {
    let (rel, path) = ("videoLockedOnParticipant", shown::spotlight_path(number));
    tell_all(world, number, what, (rel, &path), ("audioVideo", Modality::Video));
}
