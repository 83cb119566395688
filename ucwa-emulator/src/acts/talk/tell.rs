//! Telling those whom it concerns, and nobody else.

use ucwa_model::{
    AnyResource,
    enumerations::{ErrorCode, ErrorSubcode, EventStatus, EventType},
    general::Reason,
};

use crate::{
    shown::{
        call, conversation as shown, invitation as invited,
        participant::{self, PARTS, participant_path},
    },
    world::{
        World,
        application::{ApplicationId, hub, place},
        conversation::Conversation,
        happening::Happening,
        modality::Modality,
        user::UserId,
    },
};

/// Why something came to nothing.
pub(crate) fn reason(code: ErrorCode, subcode: ErrorSubcode) -> Reason {
    let mut reason = Reason::default();
    reason.code = Some(code);
    reason.subcode = Some(subcode);
    reason
}

/// Those who take part, with the application in which they do; robots have none.
pub(super) fn present(world: &World, number: u64) -> Vec<(UserId, ApplicationId)> {
    let parties = world.conversations.get(&number).into_iter().flat_map(Conversation::present);
    parties.filter_map(|party| Some((party.user, party.application?))).collect()
}

fn in_communication(id: ApplicationId) -> (&'static str, String) {
    hub(id, "communication")
}

/// A conversation, as the sender of an event.
pub(super) fn sender(id: ApplicationId, number: u64) -> (&'static str, String) {
    ("conversation", place(id, &shown::path(number, "")))
}

/// An invitation began, has changed, or is over.
pub(super) fn invitation(world: &mut World, id: ApplicationId, number: u64, what: EventType, why: Option<&Reason>) {
    let Some((rel, resource)) = invited::invitation(world, id, number) else { return };
    let ended = if why.is_some() { EventStatus::Failure } else { EventStatus::Success };
    let status = (what == EventType::Completed).then_some(ended);
    let happening = Happening::new(in_communication(id), what, rel, resource).with(|event| {
        event.status = status;
        event.reason = why.cloned().map(Box::new);
    });
    world.tell(id, happening);
}

/// A conversation has come, changed, or gone.
pub(super) fn conversation(world: &mut World, id: ApplicationId, number: u64, what: EventType, why: Option<&Reason>) {
    let path = place(id, &shown::path(number, ""));
    let happening = match shown::conversation(world, id, number).filter(|_| what != EventType::Deleted) {
        Some(conversation) => Happening::new(in_communication(id), what, "conversation", conversation.into()),
        None => Happening::without_resource(in_communication(id), what, "conversation", &path),
    };
    world.tell(id, happening.with(|event| event.reason = why.cloned().map(Box::new)));
}

/// A conversation has changed for all who take part.
pub(super) fn conversation_changed(world: &mut World, number: u64) {
    for (_, id) in present(world, number) {
        conversation(world, id, number, EventType::Updated, None);
    }
}

/// The resource of a modality has changed for somebody.
pub(super) fn modality(world: &mut World, id: ApplicationId, number: u64, modality: Modality, why: Option<&Reason>) {
    let (rel, resource): (_, Option<AnyResource>) = match modality {
        Modality::Messaging => ("messaging", shown::messaging(world, id, number).map(Into::into)),
        other => call::modality(world, id, number, other),
    };
    if let Some(resource) = resource {
        let happening = Happening::new(sender(id, number), EventType::Updated, rel, resource);
        world.tell(id, happening.with(|event| event.reason = why.cloned().map(Box::new)));
    }
}

/// Something in a conversation, sent along.
pub(super) fn in_conversation(
    world: &mut World,
    id: ApplicationId,
    number: u64,
    what: EventType,
    rel: &'static str,
    resource: AnyResource,
) {
    world.tell(id, Happening::new(sender(id, number), what, rel, resource));
}

/// Something about a participant: in the conversation, or in one of its lists.
pub(super) fn participant(
    world: &mut World,
    id: ApplicationId,
    number: u64,
    who: UserId,
    what: EventType,
    list: Option<&'static str>,
) {
    let Some(viewer) = world.applications.get(&id).map(|application| application.user) else { return };
    let is_own = viewer == who;
    let rel = if is_own && list.is_none() { "localParticipant" } else { "participant" };
    let own = place(id, &participant_path(world, number, viewer, who));
    let happening = match participant::participant(world, id, number, who).filter(|_| what != EventType::Deleted) {
        Some(resource) => Happening::new(sender(id, number), what, rel, resource),
        None => Happening::without_resource(sender(id, number), what, rel, &own),
    };
    let within = list.map(|list| {
        let rest = if list == "typingParticipants" { "messaging/typingParticipants" } else { list };
        (list, shown::path(number, rest))
    });
    world.tell(id, inside(happening, id, within));
}

/// Somebody's part in a modality: added, updated or deleted.
pub(super) fn part(world: &mut World, id: ApplicationId, number: u64, who: UserId, modality: Modality, what: EventType) {
    let Some(part) = PARTS.iter().find(|part| part.modality == modality) else { return };
    let Some(viewer) = world.applications.get(&id).map(|application| application.user) else { return };
    let is_own = viewer == who;
    let whose = participant_path(world, number, viewer, who);
    let happening = match participant::part_of(world, id, number, who, part.rel).filter(|_| what != EventType::Deleted) {
        Some(resource) => Happening::new(sender(id, number), what, part.rel, resource),
        None => {
            let path = place(id, &format!("{whose}/{}", part.segment));
            Happening::without_resource(sender(id, number), what, part.rel, &path)
        }
    };
    let role = if is_own { "localParticipant" } else { "participant" };
    world.tell(id, inside(happening, id, Some((role, whose))));
}

/// Says in what it happened.
fn inside(happening: Happening, id: ApplicationId, within: Option<(&'static str, String)>) -> Happening {
    match within {
        Some((rel, path)) => happening.within(rel, &place(id, &path)),
        None => happening,
    }
}

/// A message is on its way, or has come.
pub(super) fn message(world: &mut World, id: ApplicationId, number: u64, index: usize, status: Option<EventStatus>) {
    let Some(message) = shown::message(world, id, number, index) else { return };
    let what = if status.is_some() { EventType::Completed } else { EventType::Started };
    let happening = Happening::new(sender(id, number), what, "message", message.into());
    world.tell(id, happening.with(|event| event.status = status));
}
