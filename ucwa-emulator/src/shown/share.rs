//! Sharing, as those who take part see it.

use ucwa_model::AnyResource;

use super::{
    call::{offered, own},
    conversation::{path, view},
    draft::draft,
    participant,
};
use crate::world::{
    World,
    application::ApplicationId,
    modality::{Line, Modality},
};

/// Screens and programs.
pub(crate) fn application_sharing(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    let (conversation, _, is_part) = own(world, id, number)?;
    let is_shared = conversation.sharer.is_some();
    let state = if is_shared { Line::OPEN } else { Line::Off };
    let own = path(number, "applicationSharing");
    Some(draft(id, "applicationSharing", &own, |draft| {
        draft.text("state", state.state()).link("conversation", &path(number, ""));
        draft.link_if(is_part, "reportMediaDiagnostics", &format!("{own}/reportMediaDiagnostics"));
        draft.link_if(is_shared, "applicationSharer", &sharer_path(number));
    }))
}

/// Whiteboards, polls, files.
pub(crate) fn data_collaboration(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    let (conversation, ..) = own(world, id, number)?;
    let lines = conversation.present().map(|party| party.lines.of(Modality::DataCollaboration));
    let line = lines.into_iter().find(|line| line.is_on()).unwrap_or_default();
    Some(draft(id, "dataCollaboration", &path(number, "dataCollaboration"), |draft| {
        draft.text("state", line.state()).link("conversation", &path(number, ""));
    }))
}

/// The path of whoever shows a screen or a program.
pub(crate) fn sharer_path(number: u64) -> String {
    path(number, "applicationSharing/applicationSharer")
}

/// The path of whoever the spotlight of a meeting rests on.
pub(crate) fn spotlight_path(number: u64) -> String {
    path(number, "audioVideo/videoLockedOnParticipant")
}

/// Whoever shows a screen or a program, as the one who takes part that they are.
pub(crate) fn sharer(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    participant::participant(world, id, number, world.conversations.get(&number)?.sharer?)
}

/// Whoever the spotlight rests on.
pub(crate) fn spotlight(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    participant::participant(world, id, number, world.conversations.get(&number)?.spotlight?)
}

/// What whoever shares has offered last.
pub(crate) fn renegotiation(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    let (user, conversation) = view(world, id, number)?;
    let latest = conversation.sharing.as_ref()?;
    let own = path(number, &format!("applicationSharing/renegotiations/{}", latest.number));
    Some(draft(id, "applicationSharingRenegotiation", &own, |draft| {
        offered(draft, latest, latest.by == user, &own);
        draft.link("conversation", &path(number, ""));
    }))
}
