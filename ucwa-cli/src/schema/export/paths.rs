//! The paths that documentation shows, as templates.
//!
//! A client never makes one of them: it follows links, and servers of other versions have other paths. They are here because OpenAPI
//! cannot name an operation without one.

use ucwa_model::descriptor::Definition;

/// What the paths of an application begin with.
const APPLICATION: &str = "/ucwa/v1/applications/{application}/";

/// Paths, and the definitions that have them: below an application's, unless they begin with a slash. An asterisk is the rel.
const PATHS: &[(&str, &[&str])] = &[
    (
        "*",
        &[
            "batch",
            "events",
            "me",
            "mediaPolicies",
            "mediaRelayAccessToken",
            "myGroupMemberships",
            "myGroupMemberships2",
            "myPrivacyRelationships",
            "onlineMeetings",
            "people",
            "photo",
            "policies",
            "presenceSubscription",
            "presenceSubscriptionMemberships",
            "presenceSubscriptions",
            "reportMyActivity",
            "reportMyNetwork",
            "search",
            "search2",
            "subscribedContacts",
        ],
    ),
    ("/autodiscover/autodiscoverservice.svc/*", &["root"]),
    ("/autodiscover/autodiscoverservice.svc/root/*", &["user", "xframe"]),
    ("/autodiscover/autodiscoverservice.svc/root/user/*", &["redirect"]),
    ("/ucwa/v1/*", &["anonApplications", "applications", "applications2"]),
    ("/ucwa/v1/applications/{application}", &["application"]),
    (
        "communication/*",
        &[
            "addVideo",
            "audioVideoPolicies",
            "conversationLogs",
            "conversations",
            "invitations",
            "joinOnlineMeeting",
            "makeMeAvailable",
            "makeMeAvailable2",
            "missedItems",
            "phoneAudio",
            "replayMessage",
            "startAudio",
            "startAudio2",
            "startAudioOnBehalfOfDelegator",
            "startAudioVideo",
            "startAudioVideo2",
            "startAudioVideoOnBehalfOfDelegator",
            "startEmergencyCall",
            "startMessaging",
            "startMessaging2",
            "startOnlineMeeting",
            "startPhoneAudio",
            "startPhoneAudio2",
            "startPhoneAudioOnBehalfOfDelegator",
            "startVideo",
        ],
    ),
    ("communication/conversationLogs/*", &["conversationLog"]),
    (
        "communication/conversationLogs/conversationLog/*",
        &[
            "continueAudio",
            "continueAudioVideo",
            "continueMessaging",
            "continuePhoneAudio",
            "continueVideo",
            "conversationLogRecipient",
            "conversationLogTranscripts",
            "markAsRead",
        ],
    ),
    (
        "communication/conversationLogs/conversationLog/conversationLogTranscripts/*",
        &["conversationLogTranscript", "nextConversationLogTranscripts"],
    ),
    (
        "communication/conversationLogs/conversationLog/conversationLogTranscripts/conversationLogTranscript/*",
        &["audioTranscript", "errorTranscript"],
    ),
    ("communication/conversations/{conversation}", &["conversation"]),
    (
        "communication/conversations/{conversation}/*",
        &[
            "applicationSharing",
            "attendees",
            "audioVideo",
            "dataCollaboration",
            "disableAudienceMuteLock",
            "enableAudienceMuteLock",
            "leaders",
            "lobby",
            "messaging",
            "onlineMeeting",
        ],
    ),
    ("communication/conversations/{conversation}/applicationSharing/*", &["applicationSharer"]),
    (
        "communication/conversations/{conversation}/audioVideo/*",
        &[
            "addAudio",
            "addAudioVideo",
            "audioVideoSession",
            "escalateAudio",
            "escalateAudioVideo",
            "replaceWithPhoneAudio",
            "reportMediaDiagnostics",
            "sessions",
            "stopAudio",
            "stopAudioVideo",
            "stopVideo",
            "videoLockedOnParticipant",
        ],
    ),
    (
        "communication/conversations/{conversation}/audioVideo/audioVideoSession/*",
        &["publishCallQualityFeedback", "renegotiations", "resumeAudio"],
    ),
    (
        "communication/conversations/{conversation}/audioVideo/audioVideoSession/renegotiations/*",
        &["applicationSharingRenegotiation", "audioVideoRenegotiation"],
    ),
    (
        "communication/conversations/{conversation}/audioVideo/audioVideoSession/renegotiations/audioVideoRenegotiation/*",
        &["answer", "dismiss"],
    ),
    (
        "communication/conversations/{conversation}/messaging/*",
        &["addMessaging", "disableAudienceMessaging", "enableAudienceMessaging", "sendMessage", "setIsTyping", "stopMessaging"],
    ),
    ("communication/conversations/{conversation}/messaging/messages/{message}", &["message"]),
    ("communication/conversations/{conversation}/onlineMeeting/*", &["organizer"]),
    (
        "communication/conversations/{conversation}/participants/{participant}",
        &["failedDeliveryParticipant", "from", "localParticipant", "participant"],
    ),
    (
        "communication/conversations/{conversation}/participants/{participant}/*",
        &[
            "admit",
            "demote",
            "eject",
            "participantApplicationSharing",
            "participantAudio",
            "participantDataCollaboration",
            "participantMessaging",
            "participantPanoramicVideo",
            "participantVideo",
            "promote",
            "reject",
        ],
    ),
    ("communication/conversations/{conversation}/participants/{participant}/participantAudio/*", &["muteAudio", "unmuteAudio"]),
    ("communication/conversations/{conversation}/participants/{participant}/participantVideo/*", &["muteVideo", "unmuteVideo"]),
    (
        "communication/invitations/{invitation}",
        &[
            "audioVideoInvitation",
            "messagingInvitation",
            "onlineMeetingInvitation",
            "participantInvitation",
            "phoneAudioInvitation",
        ],
    ),
    (
        "communication/invitations/{invitation}/*",
        &[
            "accept",
            "acceptWithAnswer",
            "acceptWithPhoneAudio",
            "cancel",
            "decline",
            "derivedAudioVideo",
            "derivedConversation",
            "derivedMessaging",
            "derivedPhoneAudio",
            "replacesAudioVideo",
            "replacesPhoneAudio",
            "sendProvisionalAnswer",
        ],
    ),
    ("communication/participantInvitations", &["addParticipant"]),
    ("communication/phoneAudio/*", &["addPhoneAudio", "holdPhoneAudio", "resumePhoneAudio", "stopPhoneAudio"]),
    ("contacts", &["groupContacts", "myContacts"]),
    ("groups", &["myGroups", "myGroups2"]),
    (
        "groups/*",
        &[
            "addToContactList",
            "defaultGroup",
            "delegatesGroup",
            "delegatorsGroup",
            "distributionGroup",
            "group",
            "group2",
            "myOrganizationGroup",
            "pinnedGroup",
            "removeFromContactList",
        ],
    ),
    ("groups/distributionGroup/*", &["expandDistributionGroup"]),
    ("groups/group/*", &["groupMemberships", "subscribeToGroupPresence"]),
    ("me/*", &["callForwardingSettings", "location", "note", "phones", "presence"]),
    ("me/callForwardingSettings/*", &["immediateForwardSettings", "simultaneousRingSettings", "turnOffCallForwarding"]),
    (
        "me/callForwardingSettings/immediateForwardSettings/*",
        &["immediateForwardToContact", "immediateForwardToDelegates", "immediateForwardToVoicemail"],
    ),
    (
        "me/callForwardingSettings/simultaneousRingSettings/*",
        &["simultaneousRingToContact", "simultaneousRingToDelegates", "simultaneousRingToTeam"],
    ),
    (
        "me/callForwardingSettings/unansweredCallSettings/*",
        &["resetUnansweredCallSettings", "unansweredCallToContact", "unansweredCallToVoicemail"],
    ),
    ("me/phones/*", &["phone"]),
    ("me/phones/phone/*", &["changeNumber", "changeVisibility"]),
    ("myGroupMemberships/*", &["removeContactFromAllGroups"]),
    (
        "onlineMeetings/*",
        &[
            "myOnlineMeetings",
            "onlineMeetingDefaultValues",
            "onlineMeetingEligibleValues",
            "onlineMeetingInvitationCustomization",
            "onlineMeetingPolicies",
            "phoneDialInInformation",
        ],
    ),
    ("onlineMeetings/myOnlineMeetings/{myOnlineMeeting}", &["myAssignedOnlineMeeting", "myOnlineMeeting"]),
    ("onlineMeetings/myOnlineMeetings/{myOnlineMeeting}/*", &["onlineMeetingExtensions"]),
    ("onlineMeetings/myOnlineMeetings/{myOnlineMeeting}/onlineMeetingExtensions/*", &["onlineMeetingExtension"]),
    ("people/*", &["myContactsAndGroupsSubscription"]),
    (
        "people/myContactsAndGroupsSubscription/*",
        &["startOrRefreshSubscriptionToContactsAndGroups", "stopSubscriptionToContactsAndGroups"],
    ),
    ("people/{contact}", &["acceptedByContact", "contact", "delegator", "forwardedBy", "onBehalfOf", "to", "transferredBy"]),
    (
        "people/{contact}/*",
        &[
            "contactLocation",
            "contactNote",
            "contactPhoto",
            "contactPresence",
            "contactPrivacyRelationship",
            "contactPrivacyRelationship2",
            "contactSupportedModalities",
        ],
    ),
    ("presenceSubscription/*", &["addToPresenceSubscription", "memberships"]),
    ("presenceSubscriptionMemberships/{presenceSubscriptionMembership}", &["presenceSubscriptionMembership"]),
];

/// The path that documentation shows for a resource or an operation; nothing if it shows none.
pub(super) fn documented(definition: &Definition) -> Option<String> {
    let (path, _) = PATHS.iter().find(|(_, names)| names.contains(&definition.name))?;
    let path = path.replace('*', definition.rel);
    Some(if path.starts_with('/') { path } else { format!("{APPLICATION}{path}") })
}

/// A path for what documentation shows none.
pub(super) fn made_up(definition: &Definition) -> String {
    format!("{APPLICATION}{}/{}", definition.area, definition.rel)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use ucwa_model::descriptor;

    use super::*;

    #[test]
    fn each_name_is_one_of_the_schema_and_comes_once() {
        let mut seen = BTreeSet::new();
        for name in PATHS.iter().flat_map(|(_, names)| *names) {
            assert!(descriptor::definition(name).is_some_and(|one| !one.operations.is_empty()), "{name}");
            assert!(seen.insert(name), "{name}");
        }
    }
}
