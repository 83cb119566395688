//! Online meetings, as their organizer sees them, and as those who are in them do.

use ucwa_model::AnyResource;

use super::{
    conversation::{path, view},
    draft::{Draft, draft},
};
use crate::world::{
    World,
    application::ApplicationId,
    conversation::Taking,
    meeting::{Meeting, Origin},
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
    draft.maybe("organizerUri", world.users.get(meeting.organizer).map(|user| user.uri()));
    draft.maybe("subject", details.subject.as_ref());
}
