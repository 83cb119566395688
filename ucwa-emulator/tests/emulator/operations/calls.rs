//! Calls, as far as they are signalled.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::Emulator;
use ucwa_model::{DataLink, Format};

use crate::{
    caller::{HOLD, SDP, begin, communication, describe, ended, equipped, follow, press, rings, until_is},
    client::{Client, href},
};

/// What a call takes.
pub(crate) fn offer(to: &str) -> Value {
    let media = DataLink::sdp(SDP).href().to_owned();
    json!({"operationId": "call", "to": to, "sessionContext": "s1", "_links": {"mediaOffer": {"href": media}}})
}

pub(crate) async fn tour(emulator: &Emulator, format: Format) {
    let mut ann = equipped(emulator, "ann", format).await;
    let mut bob = equipped(emulator, "bob", format).await;
    start(&mut ann, &mut bob).await;
    talk(&mut ann, &mut bob).await;
    phone(&mut ann, &mut bob).await;
    added(&mut ann, &mut bob).await;
    refused(&mut ann, &mut bob).await;
    settings(&mut ann).await;
}

/// What an application says of itself.
async fn settings(ann: &mut Client) {
    let hub = communication(ann).await;
    let answer = ann.put(&href(&hub["_links"]["self"]), "audioPreference", "PhoneAudio").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    until_is(ann, "communication/updated", "audioPreference", "PhoneAudio").await;
}

/// Every way to begin a call, each declined.
async fn start(ann: &mut Client, bob: &mut Client) {
    let hub = communication(ann).await;
    for link in
        ["startAudio", "startVideo", "startAudioVideo", "startAudioOnBehalfOfDelegator", "startAudioVideoOnBehalfOfDelegator"]
    {
        let mut input = offer("sip:bob@contoso.com");
        input["delegator"] = "sip:lene@contoso.com".into();
        for revision in ["1", "2"] {
            let headers = [("x-ms-requiresminresourceversion", revision)];
            let answer = ann.ask_with(Method::POST, &href(&hub["_links"][link]), Some(&input), &headers).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{link}: {}", answer.body);
            let invitation = rings(bob, "audioVideoInvitation").await;
            for who in ["delegator", "onBehalfOf"].iter().filter(|_| link.ends_with("OnBehalfOfDelegator")) {
                assert_eq!(follow(bob, &invitation, who).await["name"], "Lene Aaling");
            }
            press(bob, &invitation, "decline").await;
            assert_eq!(ended(ann, "audioVideoInvitation").await, ("Declined".to_owned(), "Declined".to_owned()));
        }
    }
    assert_eq!(follow(ann, &hub, "mediaPolicies").await["video"], "Enabled");
    let token = follow(ann, &hub, "mediaRelayAccessToken").await;
    let relay = ann.get(&href(&token["_links"]["mediaRelay"][0])).await;
    assert_eq!(relay["location"], "Intranet");
    let place = href(&hub["_links"]["self"]);
    ann.get(&format!("{place}/invitations")).await;
    assert_eq!(ann.act(&format!("{place}/mediaDiagnostics?code=1")).await, StatusCode::NO_CONTENT);
    let mut emergency = offer("tel:911");
    emergency["building"] = "5".into();
    let failed = begin(ann, &hub, "startEmergencyCall", &emergency).await;
    assert_eq!((&failed["state"], &failed["building"]), (&"Failed".into(), &"5".into()));
}

/// A call that is taken, changed, muted, held, and ended.
async fn talk(ann: &mut Client, bob: &mut Client) {
    let hub = communication(ann).await;
    begin(ann, &hub, "startAudio", &offer("sip:bob@contoso.com")).await;
    let invitation = rings(bob, "audioVideoInvitation").await;
    bob.get(&href(&invitation["_links"]["self"])).await;
    for link in ["sendProvisionalAnswer", "acceptWithAnswer"] {
        let href = format!("{}?sessionContext=s1", href(&invitation["_links"][link]));
        assert_eq!(describe(bob, &href, "no description").await.error(), (400, "BadRequest", "InvalidMediaDescription"));
        assert_eq!(describe(bob, &href, SDP).await.status, StatusCode::NO_CONTENT);
    }
    let negotiation = until_is(ann, "audioVideoNegotiation/updated", "rel", "audioVideoNegotiation").await;
    let negotiation = ann.get(&href(&negotiation["_links"]["self"])).await;
    assert!(href(&negotiation["_links"]["mediaAnswer"]).contains("sendrecv"));
    let session = follow(ann, &negotiation, "audioVideoSession").await;
    let call = follow(ann, &session, "audioVideo").await;
    assert_eq!(call["state"], "Connected");
    ann.get(&href(&session["_links"]["self"]).replace("audioVideoSession", "sessions")).await;
    press(ann, &session, "publishCallQualityFeedback").await;
    press(ann, &call, "reportMediaDiagnostics").await;
    renegotiate(ann, bob, &session).await;
    mute(ann, bob, &session, "participantAudio", "Audio").await;

    let input = json!({"to": "sip:bob@contoso.com", "_links": offer("")["_links"]});
    begin(ann, &call, "addVideo", &input).await;
    take(bob).await;
    until_is(ann, "audioVideoInvitation/completed", "state", "Connected").await;
    mute(ann, bob, &session, "participantVideo", "Video").await;
    let call = follow(ann, &session, "audioVideo").await;
    press(ann, &call, "stopVideo").await;
    press(bob, &follow(bob, &invitation, "audioVideo").await, "stopAudio").await;
    until_is(ann, "audioVideo/updated", "state", "Disconnected").await;
    ann.until("conversation/deleted").await;
}

/// Bob takes a call.
pub(crate) async fn take(bob: &mut Client) {
    let invitation = rings(bob, "audioVideoInvitation").await;
    let href = format!("{}?sessionContext=s1", href(&invitation["_links"]["acceptWithAnswer"]));
    assert_eq!(describe(bob, &href, SDP).await.status, StatusCode::NO_CONTENT);
}

/// Other media are offered: answered, held and resumed, and dismissed.
async fn renegotiate(ann: &mut Client, bob: &mut Client, session: &Value) {
    let place = |session: &Value, link: &str| format!("{}?operationId=r1", href(&session["_links"][link]));
    for (link, description, end) in [
        ("renegotiations", HOLD, "answer"),
        ("resumeAudio", SDP, "answer"),
        ("renegotiations", HOLD, "answer"),
        ("resumeAudioVideo", SDP, "answer"),
        ("renegotiations", SDP, "dismiss"),
    ] {
        let session = ann.get(&href(&session["_links"]["self"])).await;
        let made = describe(ann, &place(&session, link), description).await;
        assert_eq!((made.status, made.body["direction"].as_str()), (StatusCode::CREATED, Some("Outgoing")), "{link}");
        let again = describe(ann, &place(&session, "renegotiations"), description).await;
        assert_eq!(again.error(), (409, "Conflict", "AlreadyExists"));
        let offered = until_is(bob, "audioVideoRenegotiation/started", "direction", "Incoming").await;
        let offered = bob.get(&href(&offered["_links"]["self"])).await;
        if end == "answer" {
            assert_eq!(describe(bob, &href(&offered["_links"][end]), SDP).await.status, StatusCode::NO_CONTENT);
        } else {
            press(bob, &offered, end).await;
        }
        ann.until("audioVideoRenegotiation/completed").await;
    }
}

/// What somebody's part in a call looks like, and muting it.
async fn mute(ann: &mut Client, bob: &Client, session: &Value, rel: &str, what: &str) {
    let conversation = follow(ann, session, "conversation").await;
    let own = follow(ann, &conversation, "localParticipant").await;
    let part = follow(ann, &own, rel).await;
    press(ann, &part, &format!("mute{what}")).await;
    let muted = follow(ann, &own, rel).await;
    assert_eq!(muted[format!("{}Muted", what.to_lowercase())], true);
    press(ann, &muted, &format!("unmute{what}")).await;
    let theirs = bob.ask(Method::POST, &href(&part["_links"][format!("mute{what}")]), None).await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND, "applications have paths of their own");
}

/// Calls by phone.
async fn phone(ann: &mut Client, bob: &mut Client) {
    let hub = communication(ann).await;
    let input = json!({"operationId": "p", "to": "sip:bob@contoso.com", "phoneNumber": "+1 (425) 555-0100", "delegator": "sip:lene@contoso.com"});
    for (link, revision) in [("startPhoneAudio", "1"), ("startPhoneAudioOnBehalfOfDelegator", "1"), ("startPhoneAudio", "2")] {
        let headers = [("x-ms-requiresminresourceversion", revision)];
        let answer = ann.ask_with(Method::POST, &href(&hub["_links"][link]), Some(&input), &headers).await;
        assert_eq!(answer.status, StatusCode::CREATED);
        let invitation = rings(bob, "phoneAudioInvitation").await;
        bob.get(&href(&invitation["_links"]["self"])).await;
        press(bob, &invitation, "accept").await;
        let invitation = ann.get(&answer.location()).await;
        let phone = follow(ann, &invitation, "phoneAudio").await;
        press(ann, &phone, "holdPhoneAudio").await;
        let held = follow(ann, &invitation, "phoneAudio").await;
        press(ann, &held, "resumePhoneAudio").await;
        press(ann, &phone, "stopPhoneAudio").await;
        ann.until("conversation/deleted").await;
    }
    // a number is written as those of the user's own phones are
    for (number, normal) in
        [("+1 (425) 555-0100", "tel:+14255550100"), ("911", "tel:911"), ("tel:+1425;ext=5", "tel:+1425;ext=5")]
    {
        let input = json!({"operationId": "n", "to": "sip:bob@contoso.com", "phoneNumber": number});
        let started = begin(ann, &hub, "startPhoneAudio", &input).await;
        assert_eq!(started["phoneNumber"], normal);
        let invitation = rings(bob, "phoneAudioInvitation").await;
        press(bob, &invitation, "decline").await;
        assert_eq!(ended(ann, "phoneAudioInvitation").await.0, "Declined");
    }
    let wrong = json!({"to": "sip:bob@contoso.com", "phoneNumber": "call me"});
    let answer = ann.ask(Method::POST, &href(&hub["_links"]["startPhoneAudio"]), Some(&wrong)).await;
    assert_eq!(answer.error(), (400, "BadRequest", "NormalizationFailed"));
}

/// Calls that are added to a chat.
async fn added(ann: &mut Client, bob: &mut Client) {
    let conversation = chat(ann, bob).await;
    let mut input = offer("sip:bob@contoso.com");
    input["phoneNumber"] = "tel:+14255550100".into();
    for (link, stop) in [("addAudio", "stopAudio"), ("addAudioVideo", "stopAudioVideo")] {
        let call = follow(ann, &conversation, "audioVideo").await;
        begin(ann, &call, link, &input).await;
        take(bob).await;
        until_is(ann, "audioVideoInvitation/completed", "state", "Connected").await;
        let call = follow(ann, &conversation, "audioVideo").await;
        let policies = follow(ann, &call, "audioVideoPolicies").await;
        assert_eq!(policies["rel"], "audioVideoPolicies");
        press(ann, &call, stop).await;
    }
    let phone = follow(ann, &conversation, "phoneAudio").await;
    begin(ann, &phone, "addPhoneAudio", &input).await;
    let invitation = rings(bob, "phoneAudioInvitation").await;
    press(bob, &invitation, "accept").await;
    press(ann, &follow(ann, &conversation, "phoneAudio").await, "stopPhoneAudio").await;

    begin(ann, &follow(ann, &conversation, "audioVideo").await, "addAudio", &input).await;
    take(bob).await;
    let started = begin(ann, &follow(ann, &conversation, "audioVideo").await, "replaceWithPhoneAudio", &input).await;
    assert_eq!(follow(ann, &started, "replacesPhoneAudio").await["state"], "Connected");
    let invitation = rings(bob, "phoneAudioInvitation").await;
    press(bob, &invitation, "accept").await;
    let call = follow(ann, &conversation, "audioVideo").await;
    assert_eq!(call["state"], "Disconnected");
    let started = begin(ann, &call, "addAudio", &input).await;
    assert_eq!(follow(ann, &started, "replacesAudioVideo").await["state"], "Connected");
    take(bob).await;
    assert_eq!(follow(ann, &conversation, "phoneAudio").await["state"], "Disconnected");
    for link in ["applicationSharing", "dataCollaboration"] {
        assert_eq!(follow(ann, &conversation, link).await["state"], "Disconnected");
    }
    let answer = ann.ask(Method::DELETE, &href(&conversation["_links"]["self"]), None).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
}

/// A chat of Ann and Bob; the conversation.
pub(crate) async fn chat(ann: &mut Client, bob: &mut Client) -> Value {
    let to = &bob.application["_embedded"]["me"]["uri"];
    let input = json!({"operationId": "1", "to": to});
    let started = begin(ann, &communication(ann).await, "startMessaging", &input).await;
    let invitation = rings(bob, "messagingInvitation").await;
    press(bob, &invitation, "accept").await;
    ann.until("messagingInvitation/completed").await;
    follow(ann, &started, "conversation").await
}

/// What would need media at the server.
async fn refused(ann: &mut Client, bob: &mut Client) {
    let started = begin(ann, &communication(ann).await, "startAudio", &offer("sip:bob@contoso.com")).await;
    let invitation = rings(bob, "audioVideoInvitation").await;
    let by_phone = bob.ask(Method::POST, &href(&invitation["_links"]["acceptWithPhoneAudio"]), None).await;
    assert_eq!(by_phone.error().1, "Conflict");
    let href_of = |link: &str| format!("{}?sessionContext=s1", href(&invitation["_links"][link]));
    assert_eq!(describe(bob, &href_of("acceptWithAnswer"), SDP).await.status, StatusCode::NO_CONTENT);
    until_is(ann, "audioVideoInvitation/completed", "state", "Connected").await;
    let conversation = follow(ann, &started, "conversation").await;
    begin(ann, &conversation, "addParticipant", &json!({"to": "sip:no@contoso.com"})).await;
    let call = follow(ann, &conversation, "audioVideo").await;
    for link in ["escalateAudio", "escalateAudioVideo"] {
        let place = format!("{}?operationId=e&sessionContext=s1", href(&call["_links"][link]));
        assert_eq!(describe(ann, &place, SDP).await.error().1, "Conflict");
    }
    press(ann, &call, "stopAudioVideo").await;
    let answer = ann.ask(Method::DELETE, &href(&conversation["_links"]["self"]), None).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
}
