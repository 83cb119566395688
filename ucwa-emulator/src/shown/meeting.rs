//! Online meetings, as their organizer sees them, and as those who are in them do.

use ucwa_model::{
    AnyResource,
    online_meetings::{MyAssignedOnlineMeeting, MyOnlineMeeting},
};

use super::{
    conversation::{path, view},
    draft::{Draft, draft},
    versioned::versioned,
};
use crate::world::{
    World,
    application::ApplicationId,
    conversation::Taking,
    meeting::{Extension, Meeting, Origin},
    user::UserId,
};

/// The meeting behind a conversation.
pub(crate) fn online_meeting(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    let (user, conversation) = view(world, id, number)?;
    conversation.party(user).filter(|party| party.presence == Taking::Part)?;
    let meeting = world.meetings.get(&conversation.meeting?)?;
    let own = path(number, "onlineMeeting");
    Some(draft(id, "onlineMeeting", &own, |draft| {
        fill(draft, world, meeting);
        draft.maybe("organizerName", world.users.get(meeting.organizer).map(|user| &user.name));
        draft.text("largeMeeting", "Disabled").text("hostingNetwork", &world.origin);
        draft.link("conversation", &path(number, "")).link("organizer", &format!("{own}/organizer"));
        draft.link("phoneDialInInformation", "onlineMeetings/phoneDialInInformation");
    }))
}

/// What is known of a meeting wherever it is shown.
pub(crate) fn fill(draft: &mut Draft<'_>, world: &World, meeting: &Meeting) {
    let details = &meeting.details;
    let rel = if meeting.origin == Origin::Assigned { "myAssignedOnlineMeeting" } else { "myOnlineMeetings" };
    draft.text("accessLevel", details.access.as_str()).text("automaticLeaderAssignment", details.automatic_leaders.as_str());
    draft.texts("attendees", details.attendees.iter().map(|text| &**text));
    draft.texts("leaders", details.leaders.iter().map(|text| &**text));
    draft.text("conferenceId", &meeting.conference).maybe("description", details.description.as_deref());
    draft.text("entryExitAnnouncement", details.announcement.as_str()).date("expirationTime", details.expires);
    draft.text("joinUrl", meeting.url(world)).text("onlineMeetingUri", meeting.uri(world));
    draft.text("lobbyBypassForPhoneUsers", details.phone_bypass.as_str());
    draft.text("phoneUserAdmission", details.phone_admission.as_str());
    draft.text("onlineMeetingId", &meeting.id).text("onlineMeetingRel", rel);
    draft.maybe("organizerUri", world.uri(meeting.organizer));
    draft.maybe("subject", details.subject.as_ref());
}

/// The path of a meeting that a user has scheduled, or was assigned.
pub(crate) fn meeting_path(number: u64) -> String {
    format!("onlineMeetings/myOnlineMeetings/{number}")
}

/// The path of what an application has attached to a meeting.
pub(crate) fn extension_path(meeting: u64, number: u64) -> String {
    format!("{}/extensions/{number}", meeting_path(meeting))
}

/// A meeting that the user has scheduled.
pub(crate) fn own_meeting(world: &World, id: ApplicationId, user: UserId, number: u64) -> Option<MyOnlineMeeting> {
    let meeting = world.meetings.get(&number).filter(|meeting| meeting.organizer == user)?;
    let is_own = meeting.origin == Origin::Scheduled;
    let shown =
        is_own.then(|| draft(id, "myOnlineMeeting", &meeting_path(number), |draft| scheduled(draft, world, number, meeting)))?;
    shown.downcast().ok().map(|meeting| versioned(world, meeting))
}

/// The meeting that the user has for good.
pub(crate) fn assigned_meeting(world: &World, id: ApplicationId, number: u64) -> Option<MyAssignedOnlineMeeting> {
    let meeting = world.meetings.get(&number)?;
    let own = "onlineMeetings/myAssignedOnlineMeeting";
    let shown = draft(id, "myAssignedOnlineMeeting", own, |draft| scheduled(draft, world, number, meeting));
    shown.downcast().ok().map(|meeting| versioned(world, meeting))
}

/// A meeting with what is attached to it.
fn scheduled(draft: &mut Draft<'_>, world: &World, number: u64, meeting: &Meeting) {
    fill(draft, world, meeting);
    draft.link("onlineMeetingExtensions", &format!("{}/extensions", meeting_path(number)));
    for (key, extension) in &meeting.extensions {
        draft.embed("onlineMeetingExtension", &extension_path(number, *key), |draft| attached(draft, extension));
    }
}

/// The meetings of the user.
pub(crate) fn own_meetings(world: &World, id: ApplicationId, user: UserId) -> AnyResource {
    draft(id, "myOnlineMeetings", "onlineMeetings/myOnlineMeetings", |draft| {
        let own = world.meetings.iter().filter(|(_, meeting)| meeting.organizer == user);
        for (number, meeting) in own {
            let (role, own) = match meeting.origin {
                Origin::Scheduled => ("myOnlineMeeting", meeting_path(*number)),
                Origin::Assigned => ("myAssignedOnlineMeeting", "onlineMeetings/myAssignedOnlineMeeting".to_owned()),
                Origin::AdHoc => continue,
            };
            draft.link(role, &own).embed(role, &own, |draft| scheduled(draft, world, *number, meeting));
        }
    })
}

/// All that is attached to a meeting.
pub(crate) fn extensions(world: &World, id: ApplicationId, number: u64) -> Option<AnyResource> {
    let meeting = world.meetings.get(&number)?;
    Some(draft(id, "onlineMeetingExtensions", &format!("{}/extensions", meeting_path(number)), |draft| {
        for (key, extension) in &meeting.extensions {
            let own = extension_path(number, *key);
            draft.link("onlineMeetingExtension", &own);
            draft.embed("onlineMeetingExtension", &own, |draft| attached(draft, extension));
        }
    }))
}

/// What an application has attached to a meeting.
pub(crate) fn extension(world: &World, id: ApplicationId, meeting: u64, number: u64) -> Option<AnyResource> {
    let extension = world.meetings.get(&meeting)?.extensions.get(&number)?;
    Some(draft(id, "onlineMeetingExtension", &extension_path(meeting, number), |draft| attached(draft, extension)))
}

fn attached(draft: &mut Draft<'_>, extension: &Extension) {
    draft.maybe("id", extension.id.as_deref()).text("type", extension.kind.as_str());
    for (name, value) in &extension.properties {
        draft.open(name, value.clone());
    }
}
