//! Where talking begins: what the user can do, and what the application has said that it supports.

use ucwa_model::{
    Link,
    communication::Communication,
    enumerations::{GenericPolicy, ModalityType},
};

use super::{link, versioned::versioned};
use crate::world::{
    World,
    application::{ApplicationId, place},
    modality::Modality,
};

/// Communication: conversations, and how they are started. What can be started follows from what the application supports.
pub(crate) fn communication(world: &World, id: ApplicationId) -> Option<Communication> {
    let application = world.applications.get(&id)?;
    let mut communication = Communication::default();
    communication.self_link = link(id, "communication");
    communication.conversations_link = link(id, "communication/conversations");
    communication.conversation_logs_link = link(id, "communication/conversationLogs");
    communication.missed_items_link = link(id, "communication/missedItems");
    communication.replay_message_link = link(id, "communication/replayMessage");
    communication.start_messaging_link = Link::new(place(id, "communication/messagingInvitations")).with_revision("2").into();
    communication.start_online_meeting_link = link(id, "communication/onlineMeetingInvitations");
    communication.join_online_meeting_link = link(id, "communication/joinOnlineMeeting");
    communication.media_policies_link = link(id, "communication/mediaPolicies");
    communication.media_relay_access_token_link = link(id, "communication/mediaRelayAccessToken");
    if let Some(available) = &application.available {
        communication.supported_modalities = Some(available.modalities.clone());
        communication.supported_message_formats = Some(available.formats.clone());
        communication.phone_number = available.phone_number.clone();
        let settings = &available.settings;
        communication.audio_preference = settings.audio_preference.clone();
        communication.conversation_history = Some(settings.conversation_history.clone().unwrap_or(GenericPolicy::Enabled));
        communication.lis_location = settings.lis_location.clone();
        communication.lis_query_result = settings.lis_query_result.clone();
        communication.publish_endpoint_location = settings.publish_endpoint_location;
        communication.video_based_screen_sharing = settings.video_based_screen_sharing.clone();
        communication.simultaneous_ring_number_match = settings.simultaneous_ring_number_match.clone();
        calls(&mut communication, id, &available.modalities);
    }
    Some(versioned(world, communication))
}

/// The ways to call somebody.
fn calls(communication: &mut Communication, id: ApplicationId, supported: &[ModalityType]) {
    let second = |path: &str| Link::new(place(id, &format!("communication/{path}"))).with_revision("2");
    let can = |modality: Modality| modality.is_among(supported);
    if can(Modality::Audio) {
        communication.start_audio_link = second("startAudio").into();
        communication.start_audio_on_behalf_of_delegator_link = link(id, "communication/startAudioOnBehalfOfDelegator");
        communication.start_emergency_call_link = link(id, "communication/startEmergencyCall");
    }
    if can(Modality::Video) {
        communication.start_video_link = link(id, "communication/startVideo");
    }
    if can(Modality::Audio) && can(Modality::Video) {
        communication.start_audio_video_link = second("startAudioVideo").into();
        communication.start_audio_video_on_behalf_of_delegator_link =
            link(id, "communication/startAudioVideoOnBehalfOfDelegator");
    }
    if can(Modality::PhoneAudio) {
        communication.start_phone_audio_link = second("startPhoneAudio").into();
        communication.start_phone_audio_on_behalf_of_delegator_link =
            link(id, "communication/startPhoneAudioOnBehalfOfDelegator");
    }
}
