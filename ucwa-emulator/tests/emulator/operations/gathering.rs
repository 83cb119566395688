//! Conversations of more than two.

use reqwest::{Method, StatusCode};
use serde_json::json;
use ucwa_emulator::Emulator;
use ucwa_model::Format;

use super::calls::chat;
use crate::{
    caller::{begin, ended, equipped, follow, press, resource_of, rings, until_is},
    client::{Client, href, text_of},
};

pub(crate) async fn tour(emulator: &Emulator, format: Format) {
    let mut ann = equipped(emulator, "ann", format).await;
    let mut bob = equipped(emulator, "bob", format).await;
    let mut eve = equipped(emulator, "eve@fabrikam.com", format).await;
    let conversation = chat(&mut ann, &mut bob).await;

    let asked = begin(&ann, &conversation, "addParticipant", &json!({"operationId": "2", "to": "sip:eve@fabrikam.com"})).await;
    assert_eq!(asked["rel"], "participantInvitation");
    let invitation = rings(&mut eve, "onlineMeetingInvitation").await;
    assert_eq!(invitation["availableModalities"], json!(["Messaging"]));
    eve.get(&href(&invitation["_links"]["self"])).await;
    press(&eve, &invitation, "accept").await;
    until_is(&mut ann, "participantInvitation/completed", "state", "Connected").await;
    assert_eq!(follow(&ann, &conversation, "localParticipant").await["role"], "Leader");

    let conversation = ann.get(&href(&conversation["_links"]["self"])).await;
    assert_eq!((&conversation["state"], &conversation["participantCount"]), (&"Conferenced".into(), &3.into()));
    for (list, count) in [("leaders", 2), ("attendees", 1)] {
        assert_eq!(follow(&ann, &conversation, list).await["_links"]["participant"].as_array().unwrap().len(), count, "{list}");
    }
    assert_eq!(follow(&ann, &conversation, "lobby").await["rel"], "lobby");
    let meeting = follow(&ann, &conversation, "onlineMeeting").await;
    assert_eq!(follow(&ann, &meeting, "organizer").await["name"], "Ann Beebe");
    lobby(&mut ann, &mut eve, &meeting).await;
    let theirs = follow(&eve, &invitation, "conversation").await;
    begin(&eve, &follow(&eve, &theirs, "messaging").await, "addMessaging", &json!({"operationId": "3"})).await;
    let messaging = follow(&ann, &conversation, "messaging").await;
    assert_eq!(
        ann.say(&format!("{}?operationId=4", href(&messaging["_links"]["sendMessage"])), "Hello all").await,
        StatusCode::CREATED
    );
    for other in [&mut bob, &mut eve] {
        assert_eq!(text_of(&other.until("message/completed").await), "Hello all");
    }
    audience(&mut ann, &mut eve, &conversation).await;
    lead(&mut ann, &mut eve, &conversation).await;
    let hub = eve.get(&href(&eve.application["_embedded"]["communication"]["_links"]["self"])).await;
    let own = begin(&eve, &hub, "startOnlineMeeting", &json!({"operationId": "5", "subject": "Alone"})).await;
    assert_eq!(follow(&eve, &own, "conversation").await["subject"], "Alone");
    for client in [&ann, &bob] {
        let place = href(&conversation["_links"]["self"]);
        let own = place.replace(&href(&ann.application["_links"]["self"]), &href(&client.application["_links"]["self"]));
        assert_eq!(client.ask(Method::DELETE, &own, None).await.status, StatusCode::NO_CONTENT);
    }
}

/// Somebody of another company waits to be let in.
async fn lobby(ann: &mut Client, eve: &mut Client, meeting: &serde_json::Value) {
    let conversation = follow(ann, meeting, "conversation").await;
    let eve_again = eve.get(&href(&eve.application["_embedded"]["communication"]["_links"]["self"])).await;
    let join = json!({"operationId": "j", "onlineMeetingUri": meeting["onlineMeetingUri"]});
    let twice = eve.ask(Method::POST, &href(&eve_again["_links"]["joinOnlineMeeting"]), Some(&join)).await;
    assert_eq!(twice.error(), (409, "Conflict", "AlreadyExists"));
    let attendees = follow(ann, &conversation, "attendees").await;
    press(ann, &ann.get(&href(&attendees["_links"]["participant"][0])).await, "eject").await;
    eve.until("conversation/deleted").await;
    for what in ["reject", "admit"] {
        let started = begin(eve, &eve_again, "joinOnlineMeeting", &join).await;
        assert_eq!((&started["state"], &started["direction"]), (&"Connecting".into(), &"Outgoing".into()));
        assert_eq!(follow(eve, &started, "conversation").await["state"], "InLobby");
        let waiting = until_is(ann, "participant/added", "inLobby", true).await;
        press(ann, &waiting, what).await;
        assert_eq!(ended(eve, "onlineMeetingInvitation").await.0, if what == "admit" { "Connected" } else { "Declined" });
    }
}

/// What the audience may do.
async fn audience(ann: &mut Client, eve: &mut Client, conversation: &serde_json::Value) {
    press(ann, conversation, "disableAudienceMessaging").await;
    until_is(eve, "conversation/updated", "audienceMessaging", "Disabled").await;
    let silenced = resource_of(&eve.until("messaging/updated").await);
    assert!(silenced["_links"].get("sendMessage").is_none());
    press(ann, &follow(ann, conversation, "self").await, "enableAudienceMessaging").await;
    press(ann, conversation, "enableAudienceMuteLock").await;
    until_is(eve, "conversation/updated", "audienceMute", "Enabled").await;
    press(ann, &follow(ann, conversation, "self").await, "disableAudienceMuteLock").await;
}

/// What those who lead can do with somebody.
async fn lead(ann: &mut Client, eve: &mut Client, conversation: &serde_json::Value) {
    let attendees = follow(ann, conversation, "attendees").await;
    let place = href(&attendees["_links"]["participant"][0]);
    press(ann, &ann.get(&place).await, "promote").await;
    until_is(eve, "localParticipant/updated", "role", "Leader").await;
    press(ann, &ann.get(&place).await, "demote").await;
    until_is(eve, "localParticipant/updated", "role", "Attendee").await;
    press(ann, &ann.get(&place).await, "eject").await;
    let gone = eve.until("conversation/deleted").await;
    assert_eq!(gone["reason"]["subcode"], "Ejected");
}
