//! Those who take part in a conversation, as one of them sees them.

use ucwa_model::{
    AnyResource,
    enumerations::{MediaDirectionType, Role},
};

use super::{
    conversation::{path, view},
    draft::{Draft, draft},
    people,
};
use crate::world::{
    World,
    application::ApplicationId,
    conversation::{Conversation, Party, Taking},
    modality::{Line, Modality},
    user::UserId,
};

/// What somebody's part in a modality looks like.
pub(crate) struct Part {
    pub(crate) modality: Modality,
    pub(crate) rel: &'static str,
    /// The last part of its path.
    pub(crate) segment: &'static str,
    /// What its properties begin with; nothing if it has none.
    prefix: &'static str,
    /// The operations that mute it and lift that.
    mute: Option<(&'static str, &'static str)>,
}

const fn part(modality: Modality, rel: &'static str, segment: &'static str, prefix: &'static str) -> Part {
    Part { modality, rel, segment, prefix, mute: None }
}

/// The modalities in which participants show what they do. On the phone they have audio.
pub(crate) const PARTS: &[Part] = &[
    part(Modality::Messaging, "participantMessaging", "messaging", ""),
    Part { mute: Some(("muteAudio", "unmuteAudio")), ..part(Modality::Audio, "participantAudio", "audio", "audio") },
    Part { mute: Some(("muteAudio", "unmuteAudio")), ..part(Modality::PhoneAudio, "participantAudio", "audio", "audio") },
    Part { mute: Some(("muteVideo", "unmuteVideo")), ..part(Modality::Video, "participantVideo", "video", "video") },
    part(Modality::PanoramicVideo, "participantPanoramicVideo", "panoramicVideo", "panoramicVideo"),
    part(Modality::ApplicationSharing, "participantApplicationSharing", "applicationSharing", "applicationSharing"),
    part(Modality::DataCollaboration, "participantDataCollaboration", "dataCollaboration", ""),
];

/// The path of somebody who takes part in a conversation, for one of those who do: they themself have another one.
pub(crate) fn participant_path(world: &World, conversation: u64, viewer: UserId, who: UserId) -> String {
    if viewer == who {
        return path(conversation, "localParticipant");
    }
    path(conversation, &format!("participants/{}", world.users.get(who).map_or("", |user| user.address.as_str())))
}

/// Whether one of those in a conversation sees somebody else in it: who waits in the lobby is seen by those who lead, and sees nobody.
pub(crate) fn sees(conversation: &Conversation, viewer: UserId, who: UserId) -> bool {
    let (Some(own), Some(other)) = (conversation.party(viewer), conversation.party(who)) else { return false };
    viewer == who
        || match other.presence {
            Taking::Part | Taking::Invited => own.presence != Taking::Lobby,
            Taking::Lobby => own.leads(),
            Taking::Left => conversation.meeting.is_none(),
        }
}

/// Somebody who takes part: the user as `localParticipant`, others as `participant`.
pub(crate) fn participant(world: &World, id: ApplicationId, number: u64, who: UserId) -> Option<AnyResource> {
    let (viewer, conversation) = view(world, id, number)?;
    if !sees(conversation, viewer, who) {
        return None;
    }
    let rel = if viewer == who { "localParticipant" } else { "participant" };
    let own = participant_path(world, number, viewer, who);
    Some(draft(id, rel, &own, |draft| fill(draft, world, number, who, viewer)))
}

/// Fills in who somebody is, and what a viewer may do with them.
pub(crate) fn fill(draft: &mut Draft<'_>, world: &World, number: u64, who: UserId, viewer: UserId) {
    let Some((conversation, user)) = world.conversations.get(&number).zip(world.users.get(who)) else { return };
    let Some(party) = conversation.party(who) else { return };
    let (own, contact) = (participant_path(world, number, viewer, who), people::contact_path(world, who));
    draft.text("name", &user.name).text("uri", user.uri()).text("role", party.role.as_str());
    draft.flag("local", who == viewer).flag("anonymous", user.guest.is_some()).flag("inLobby", party.presence == Taking::Lobby);
    draft.flag("organizer", organizer(world, conversation) == Some(who)).text("sourceNetwork", network(world, viewer, who));
    draft.maybe("workPhoneNumber", user.shown_number("work")).link("conversation", &path(number, ""));
    if who == viewer {
        draft.link("me", "me");
    } else {
        draft.link("contact", &contact).link("contactPresence", &format!("{contact}/presence"));
    }
    for part in PARTS.iter().filter(|part| part.modality != Modality::PhoneAudio) {
        draft.link_if(line(party, part.rel).is_on(), part.rel, &format!("{own}/{}", part.segment));
    }
    for (action, is_possible) in actions(world, conversation, who, viewer) {
        draft.link_if(is_possible, action, &format!("{own}/{action}"));
    }
}

/// Whether somebody is of the same company.
fn network(world: &World, viewer: UserId, who: UserId) -> &'static str {
    if world.are_colleagues(viewer, who) { "SameEnterprise" } else { "Federated" }
}

/// What may be done with somebody in a meeting.
pub(crate) fn actions(world: &World, conversation: &Conversation, who: UserId, viewer: UserId) -> [(&'static str, bool); 5] {
    let may = conversation.meeting.is_some() && who != viewer && conversation.party(viewer).is_some_and(Party::leads);
    let party = conversation.party(who);
    let is = |presence: Taking| may && party.is_some_and(|party| party.presence == presence);
    let leads = party.is_some_and(|party| party.role == Role::Leader);
    let organizes = organizer(world, conversation) == Some(who);
    [
        ("admit", is(Taking::Lobby)),
        ("reject", is(Taking::Lobby)),
        ("promote", is(Taking::Part) && !leads),
        ("demote", is(Taking::Part) && leads && !organizes),
        ("eject", is(Taking::Part)),
    ]
}

/// Who organizes: the meeting's organizer, or who began.
pub(crate) fn organizer(world: &World, conversation: &Conversation) -> Option<UserId> {
    match conversation.meeting {
        Some(meeting) => world.meetings.get(&meeting).map(|meeting| meeting.organizer),
        None => conversation.parties.first().map(|party| party.user),
    }
}

/// How far somebody is in the modality that such a part is of.
fn line(party: &Party, rel: &str) -> Line {
    let lines = PARTS.iter().filter(|part| part.rel == rel).map(|part| party.lines.of(part.modality));
    lines.into_iter().find(|line| line.is_on()).unwrap_or_default()
}

/// Somebody's part in a modality.
pub(crate) fn part_of(world: &World, id: ApplicationId, number: u64, who: UserId, rel: &str) -> Option<AnyResource> {
    let (viewer, conversation) = view(world, id, number)?;
    let (part, party) = (PARTS.iter().find(|part| part.rel == rel)?, conversation.party(who)?);
    let line = line(party, rel);
    if !line.is_on() || !sees(conversation, viewer, who) {
        return None;
    }
    Some(draft_part(world, id, number, (viewer, who), part, |draft, own| {
        if !part.prefix.is_empty() {
            draft.text(&format!("{}Direction", part.prefix), direction(part.modality, line).as_str());
            draft.text(&format!("{}SourceId", part.prefix), who.to_string());
        }
        if !matches!(part.prefix, "" | "applicationSharing") {
            draft.flag(&format!("{}Muted", part.prefix), line.is_muted());
        }
        if let Some((mute, unmute)) = part.mute {
            let (may_mute, may_unmute) = may_mute(conversation, who, viewer);
            draft.link_if(may_mute && !line.is_muted(), mute, &format!("{own}/{mute}"));
            draft.link_if(may_unmute && line.is_muted(), unmute, &format!("{own}/{unmute}"));
        }
    }))
}

/// Somebody's part in a modality, without what is known of it only as long as it lasts.
fn draft_part(
    world: &World,
    id: ApplicationId,
    number: u64,
    (viewer, who): (UserId, UserId),
    part: &Part,
    fill: impl FnOnce(&mut Draft<'_>, &str),
) -> AnyResource {
    let participant = participant_path(world, number, viewer, who);
    let own = format!("{participant}/{}", part.segment);
    draft(id, part.rel, &own, |draft| {
        draft.link("participant", &participant);
        fill(draft, &own);
    })
}

/// Whether a viewer may mute somebody, and lift that: themself, and in a meeting those who lead anybody. A lock is for those who don't.
pub(crate) fn may_mute(conversation: &Conversation, who: UserId, viewer: UserId) -> (bool, bool) {
    let leads = conversation.meeting.is_some() && conversation.party(viewer).is_some_and(Party::leads);
    (leads || who == viewer, leads || (who == viewer && !conversation.audience.mute_locked))
}

fn direction(modality: Modality, line: Line) -> MediaDirectionType {
    match line {
        Line::On { held: true, .. } | Line::Off | Line::Connecting => MediaDirectionType::Inactive,
        Line::On { muted: true, .. } => MediaDirectionType::ReceiveOnly,
        // whoever shows something sees nothing of the others
        Line::On { .. } if modality == Modality::ApplicationSharing => MediaDirectionType::SendOnly,
        Line::On { .. } => MediaDirectionType::SendReceive,
    }
}

/// A list of those who take part in a meeting: those who lead, the others, or those who wait.
pub(crate) fn list(world: &World, id: ApplicationId, number: u64, rel: &str) -> Option<AnyResource> {
    let (viewer, conversation) = view(world, id, number)?;
    conversation.meeting?;
    let is_in = |party: &&Party| list_of(party) == Some(rel) && sees(conversation, viewer, party.user);
    let users: Vec<UserId> = conversation.parties.iter().filter(is_in).map(|party| party.user).collect();
    Some(draft(id, rel, &path(number, rel), |draft| {
        draft.links("participant", users.iter().map(|user| participant_path(world, number, viewer, *user)));
        for user in users.iter().filter(|_| rel == "lobby") {
            let own = participant_path(world, number, viewer, *user);
            draft.embed("participant", &own, |draft| fill(draft, world, number, *user, viewer));
        }
    }))
}

/// The list of a meeting in which somebody is.
pub(crate) fn list_of(party: &Party) -> Option<&'static str> {
    match (party.presence, &party.role) {
        (Taking::Part, Role::Leader) => Some("leaders"),
        (Taking::Part, _) => Some("attendees"),
        (Taking::Lobby, _) => Some("lobby"),
        (Taking::Invited | Taking::Left, _) => None,
    }
}
