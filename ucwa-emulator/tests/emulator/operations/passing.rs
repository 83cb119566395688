//! Calls that somebody else takes than whoever was called.

use reqwest::{Method, StatusCode};
use serde_json::json;
use ucwa_emulator::Emulator;
use ucwa_model::Format;

use super::calls::{chat, offer};
use crate::{
    caller::{SDP, begin, communication, describe, equipped, follow, press, rings, until_is},
    client::{Client, href},
};

pub(crate) async fn tour(emulator: &Emulator, format: Format) {
    let mut ann = equipped(emulator, "ann", format).await;
    let mut bob = equipped(emulator, "bob", format).await;
    let mut lene = equipped(emulator, "lene", format).await;
    elsewhere(&mut ann, &mut bob, &mut lene).await;
    transferred(&mut ann, &mut bob).await;
}

/// Calls that are passed on, or ring elsewhere too.
async fn elsewhere(ann: &mut Client, bob: &mut Client, lene: &mut Client) {
    let place = href(&ann.application["_embedded"]["me"]["_links"]["callForwardingSettings"]);
    let settings = ann.get(&place).await;
    let place = |part: &str, link: &str| href(&settings["_embedded"][part]["_links"][link]);
    let to = json!({"target": "sip:lene@contoso.com"});
    ann.done(&place("immediateForwardSettings", "immediateForwardToContact"), &to).await;
    let started = begin(bob, &communication(bob).await, "startAudio", &offer("sip:ann@contoso.com")).await;
    let forwarded = rings(lene, "audioVideoInvitation").await;
    assert_eq!(follow(lene, &forwarded, "forwardedBy").await["name"], "Ann Beebe");
    press(lene, &forwarded, "decline").await;
    assert_eq!(bob.get(&href(&started["_links"]["self"])).await["state"], "Declined");

    ann.done(&place("simultaneousRingSettings", "simultaneousRingToContact"), &to).await;
    let conversation = chat(bob, ann).await;
    for (modality, link, rel, answer) in [
        ("audioVideo", "addAudio", "audioVideoInvitation", "acceptWithAnswer"),
        ("phoneAudio", "addPhoneAudio", "phoneAudioInvitation", "accept"),
    ] {
        let started = begin(bob, &follow(bob, &conversation, modality).await, link, &offer("sip:ann@contoso.com")).await;
        rings(ann, rel).await;
        let invitation = rings(lene, rel).await;
        let place = format!("{}?sessionContext=s1", href(&invitation["_links"][answer]));
        let taken = if answer == "accept" { lene.act(&place).await } else { describe(lene, &place, SDP).await.status };
        assert_eq!(taken, StatusCode::NO_CONTENT);
        let started = bob.get(&href(&started["_links"]["self"])).await;
        let derived = follow(bob, &started, "derivedConversation").await;
        assert_eq!(derived["state"], "Connected");
        let part = format!("derived{}{}", modality[..1].to_uppercase(), &modality[1..]);
        assert_eq!(follow(bob, &started, &part).await["state"], "Connected");
        assert_eq!(follow(bob, &conversation, modality).await["state"], "Disconnected");
    }
    chat_elsewhere(ann, bob, lene).await;
    assert!(ann.act(&href(&settings["_links"]["turnOffCallForwarding"])).await.is_success());
}

/// A chat that is added to a call rings elsewhere too.
async fn chat_elsewhere(ann: &mut Client, bob: &mut Client, lene: &mut Client) {
    let input = json!({"operationId": "p", "to": "sip:ann@contoso.com", "phoneNumber": "tel:+14255550100"});
    let called = begin(bob, &communication(bob).await, "startPhoneAudio", &input).await;
    let invitation = rings(ann, "phoneAudioInvitation").await;
    press(ann, &invitation, "accept").await;
    until_is(bob, "phoneAudioInvitation/completed", "state", "Connected").await;
    let conversation = follow(bob, &called, "conversation").await;
    let added = begin(bob, &follow(bob, &conversation, "messaging").await, "addMessaging", &json!({"operationId": "m"})).await;
    let invitation = rings(lene, "messagingInvitation").await;
    press(lene, &invitation, "accept").await;
    let added = follow(bob, &added, "self").await;
    assert_eq!(follow(bob, &added, "acceptedByContact").await["name"], "Lene Aaling");
    assert_eq!(follow(bob, &added, "derivedMessaging").await["state"], "Connected");
    assert_eq!(follow(bob, &conversation, "messaging").await["state"], "Disconnected");
    press(bob, &follow(bob, &conversation, "phoneAudio").await, "stopPhoneAudio").await;
}

/// A robot takes a call, and hands it over.
async fn transferred(ann: &mut Client, bob: &mut Client) {
    let hub = communication(ann).await;
    for end in ["decline", "accept"] {
        let input = json!({"operationId": "t", "to": "sip:desk@contoso.com", "phoneNumber": "tel:+14255550100"});
        let called = begin(ann, &hub, "startPhoneAudio", &input).await;
        let invitation = until_is(bob, "phoneAudioInvitation/started", "direction", "Incoming").await;
        assert_eq!(follow(bob, &invitation, "from").await["name"], "Ann Beebe");
        assert_eq!(follow(bob, &invitation, "transferredBy").await["name"], "Desk");
        assert_eq!(follow(ann, &called, "phoneAudio").await["state"], "Connected", "until it is taken");
        press(bob, &invitation, end).await;
        if end == "decline" {
            until_is(ann, "phoneAudioInvitation/completed", "state", "Declined").await;
            let answer = ann.ask(Method::DELETE, &href(&called["_links"]["conversation"]), None).await;
            assert_eq!(answer.status, StatusCode::NO_CONTENT);
        } else {
            while ann.until("conversation/deleted").await["reason"]["subcode"] != "Transferred" {}
            press(bob, &follow(bob, &invitation, "phoneAudio").await, "stopPhoneAudio").await;
        }
    }
}
