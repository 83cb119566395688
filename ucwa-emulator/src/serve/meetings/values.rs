//! What an administrator has settled for meetings, and how they are reached by phone.

use ucwa_model::enumerations::{
    AccessLevel, AutomaticLeaderAssignment, EntryExitAnnouncement, LobbyBypassForPhoneUsers, OnlineMeetingRel,
};

use super::super::{
    call::{Call, Outcome, found, not_found},
    routes::{Route, route},
};
use crate::{
    shown::{
        application,
        draft::{Draft, draft},
    },
    world::{World, meeting::Details},
};

/// Their paths.
pub(in crate::serve) const ROUTES: &[Route] = &[
    route("onlineMeetings", &[("GET", "onlineMeetings", Some(hub))]),
    route("onlineMeetings/defaultValues", &[("GET", "onlineMeetingDefaultValues", Some(defaults))]),
    route("onlineMeetings/eligibleValues", &[("GET", "onlineMeetingEligibleValues", Some(eligible))]),
    route("onlineMeetings/policies", &[("GET", "onlineMeetingPolicies", Some(policies))]),
    route("onlineMeetings/customInvitation", &[("GET", "onlineMeetingInvitationCustomization", Some(customization))]),
    route("onlineMeetings/phoneDialInInformation", &[("GET", "phoneDialInInformation", Some(phones))]),
    route("onlineMeetings/phoneDialInInformation/dialInRegions/{}", &[("GET", "dialInRegion", Some(region))]),
];

fn hub(_: &mut World, call: &Call) -> Outcome {
    found(Some(application::online_meetings(call.application)))
}

fn defaults(_: &mut World, call: &Call) -> Outcome {
    let Details { access, automatic_leaders, announcement, phone_bypass, .. } = Details::default();
    found(Some(draft(call.application, "onlineMeetingDefaultValues", "onlineMeetings/defaultValues", |draft| {
        draft.text("accessLevel", access.as_str()).text("automaticLeaderAssignment", automatic_leaders.as_str());
        draft.text("defaultOnlineMeetingRel", OnlineMeetingRel::MyOnlineMeetings.as_str());
        draft.text("entryExitAnnouncement", announcement.as_str());
        draft.text("lobbyBypassForPhoneUsers", phone_bypass.as_str()).number("participantsWarningThreshold", 100);
    })))
}

fn eligible(_: &mut World, call: &Call) -> Outcome {
    let access = [AccessLevel::Everyone, AccessLevel::SameEnterprise, AccessLevel::Invited, AccessLevel::Locked];
    let leaders =
        [AutomaticLeaderAssignment::Disabled, AutomaticLeaderAssignment::SameEnterprise, AutomaticLeaderAssignment::Everyone];
    let announcements = [EntryExitAnnouncement::Disabled, EntryExitAnnouncement::Enabled];
    let bypass = [LobbyBypassForPhoneUsers::Disabled, LobbyBypassForPhoneUsers::Enabled];
    let rels = [OnlineMeetingRel::MyAssignedOnlineMeeting, OnlineMeetingRel::MyOnlineMeetings];
    found(Some(draft(call.application, "onlineMeetingEligibleValues", "onlineMeetings/eligibleValues", |draft| {
        draft.texts("accessLevels", access.iter().map(ucwa_model::enumerations::AccessLevel::as_str));
        draft
            .texts("automaticLeaderAssignments", leaders.iter().map(ucwa_model::enumerations::AutomaticLeaderAssignment::as_str));
        draft.texts("eligibleOnlineMeetingRels", rels.iter().map(ucwa_model::enumerations::OnlineMeetingRel::as_str));
        draft.texts("entryExitAnnouncements", announcements.iter().map(ucwa_model::enumerations::EntryExitAnnouncement::as_str));
        draft.texts(
            "lobbyBypassForPhoneUsersSettings",
            bypass.iter().map(ucwa_model::enumerations::LobbyBypassForPhoneUsers::as_str),
        );
        draft.link("myAssignedOnlineMeeting", "onlineMeetings/myAssignedOnlineMeeting");
        draft.link("myOnlineMeetings", "onlineMeetings/myOnlineMeetings");
    })))
}

fn policies(_: &mut World, call: &Call) -> Outcome {
    found(Some(draft(call.application, "onlineMeetingPolicies", "onlineMeetings/policies", |draft| {
        draft.text("entryExitAnnouncement", "Enabled").text("externalUserMeetingRecording", "Disabled");
        draft.text("meetingRecording", "Disabled").number("meetingSize", 250);
        draft.text("phoneUserAdmission", "Enabled").text("voipAudio", "Enabled");
    })))
}

fn customization(world: &mut World, call: &Call) -> Outcome {
    let page = |name: &str| format!("{}/{name}", world.origin);
    let urls = [
        ("enterpriseHelpUrl", page("help")),
        ("invitationHelpUrl", page("help/meetings")),
        ("invitationLegalUrl", page("legal")),
        ("invitationLogoUrl", page("logo.png")),
    ];
    found(Some(draft(call.application, "onlineMeetingInvitationCustomization", "onlineMeetings/customInvitation", |draft| {
        draft.text("invitationFooterText", "A meeting of the emulator");
        for (name, url) in &urls {
            draft.text(name, url);
        }
    })))
}

/// Where one can dial in: the region, the number, the languages.
const REGIONS: &[(&str, &str, &[&str])] =
    &[("Northwest", "tel:+14255550199", &["en-US"]), ("Berlin", "tel:+49305550199", &["de-DE", "en-GB"])];

fn region_path(index: usize) -> String {
    format!("onlineMeetings/phoneDialInInformation/dialInRegions/{index}")
}

fn fill(draft: &mut Draft<'_>, index: usize) {
    if let Some((name, number, languages)) = REGIONS.get(index) {
        draft.text("name", name).text("number", number).texts("languages", *languages);
    }
}

fn phones(world: &mut World, call: &Call) -> Outcome {
    let directory = format!("{}/dialin", world.origin);
    found(Some(draft(call.application, "phoneDialInInformation", "onlineMeetings/phoneDialInInformation", |draft| {
        draft.maybe("defaultRegion", REGIONS.first().map(|(name, ..)| name));
        draft.text("externalDirectoryUri", &directory).text("internalDirectoryUri", &directory);
        draft.flag("isAudioConferenceProviderEnabled", false);
        for (index, _) in REGIONS.iter().enumerate() {
            let own = region_path(index);
            draft.link("dialInRegion", &own).embed("dialInRegion", &own, |draft| fill(draft, index));
        }
    })))
}

fn region(_: &mut World, call: &Call) -> Outcome {
    let index = usize::try_from(call.number(0)?).ok().filter(|index| *index < REGIONS.len()).ok_or_else(not_found)?;
    found(Some(draft(call.application, "dialInRegion", &region_path(index), |draft| fill(draft, index))))
}
