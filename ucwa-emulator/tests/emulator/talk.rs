//! Invitations and messages, and the events that follow.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::json;
use ucwa_model::Format;

use crate::{
    caller::{begin, communication, equipped, press, rings},
    client::{Client, emulator, href, link_of, text_of},
};

#[tokio::test]
async fn a_robot_answers() {
    let emulator = emulator().await;
    let mut ann = Client::available(&emulator, "ann").await;
    let started = ann.invite("sip:tosh@contoso.com", "74cb7404").await;
    assert_eq!(started.status(), StatusCode::CREATED);
    let location = started.headers()["location"].to_str().unwrap().to_owned();

    let completed = ann.until("messagingInvitation/completed").await;
    assert_eq!(completed["status"], "Success");
    assert_eq!(completed["_embedded"]["messagingInvitation"]["operationId"], "74cb7404");
    assert_eq!(completed["link"]["href"], location.as_str());
    let messaging = ann.get(&link_of(&completed, "messaging")).await;
    assert_eq!(messaging["state"], "Connected");

    let send = href(&messaging["_links"]["sendMessage"]);
    assert_eq!(ann.say(&format!("{send}?operationContext=5"), "Hi Tosh").await, StatusCode::CREATED);
    let own = ann.until("message/completed").await;
    assert_eq!(own["status"], "Success");
    assert_eq!(own["_embedded"]["message"]["direction"], "Outgoing");
    // a client that answers every text would answer itself
    assert!(own["_embedded"]["message"]["_links"].get("plainMessage").is_none());
    let messages = ann.get(&send).await;
    assert_eq!(messages["_links"]["message"].as_array().unwrap().len(), 2);
    let answer = ann.get(&href(&messages["_links"]["message"][1])).await;
    assert_eq!(answer["direction"], "Incoming");
    assert!(answer["_links"]["plainMessage"]["href"].as_str().unwrap().contains("You+said%3a+Hi+Tosh"));
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn two_people_talk() {
    let emulator = emulator().await;
    let (mut ann, mut lene) = (Client::available(&emulator, "ann").await, Client::available(&emulator, "lene").await);
    // an address is no SIP URI, and clear all the same
    assert_eq!(ann.invite("lene@contoso.com", "1").await.status(), StatusCode::CREATED);
    let invitation = lene.until("messagingInvitation/started").await;
    let shown = &invitation["_embedded"]["messagingInvitation"];
    assert_eq!((&shown["direction"], &shown["subject"]), (&"Incoming".into(), &"Lunch".into()));
    assert_eq!(shown["_embedded"]["from"]["name"], "Ann Beebe");
    assert!(shown.get("operationId").is_none());
    assert_eq!(lene.act(&link_of(&invitation, "accept")).await, StatusCode::NO_CONTENT);
    assert_eq!(lene.act(&link_of(&invitation, "accept")).await, StatusCode::CONFLICT);

    let of = async |client: &mut Client| {
        let event = client.until("messaging/updated").await;
        client.get(&link_of(&event, "self")).await
    };
    let (of_ann, of_lene) = (of(&mut ann).await, of(&mut lene).await);
    ann.until("messagingInvitation/completed").await;
    assert_eq!(ann.say(&href(&of_ann["_links"]["sendMessage"]), "Hello").await, StatusCode::CREATED);
    assert_eq!(text_of(&lene.until("message/completed").await), "Hello");
    assert_eq!(lene.act(&href(&of_lene["_links"]["setIsTyping"])).await, StatusCode::NO_CONTENT);
    assert_eq!(ann.until("participant/added").await["in"]["rel"], "typingParticipants");
    assert_eq!(lene.act(&href(&of_lene["_links"]["stopMessaging"])).await, StatusCode::NO_CONTENT);
    let ended = ann.until("messaging/updated").await;
    assert_eq!(ended["_embedded"]["messaging"]["state"], "Disconnected");
    assert_eq!(ann.say(&href(&of_ann["_links"]["sendMessage"]), "Hello?").await, StatusCode::CONFLICT);
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn an_invitation_comes_to_nothing() {
    let emulator = emulator().await;
    emulator.stop_time();
    let (mut ann, mut lene) = (Client::available(&emulator, "ann").await, Client::available(&emulator, "lene").await);
    let ended = |event: &serde_json::Value| {
        let invitation = &event["_embedded"]["messagingInvitation"];
        (
            event["status"].as_str().unwrap().to_owned(),
            invitation["state"].as_str().unwrap().to_owned(),
            event["reason"]["subcode"].clone(),
        )
    };

    ann.invite("sip:lene@contoso.com", "1").await;
    let invitation = lene.until("messagingInvitation/started").await;
    lene.act(&link_of(&invitation, "decline")).await;
    let event = ann.until("messagingInvitation/completed").await;
    assert_eq!(ended(&event), ("Failure".into(), "Declined".into(), "Declined".into()));

    let location = ann.invite("sip:lene@contoso.com", "2").await.headers()["location"].to_str().unwrap().to_owned();
    let invitation = ann.get(&location).await;
    assert_eq!(ann.act(&href(&invitation["_links"]["cancel"])).await, StatusCode::NO_CONTENT);
    let event = ann.until("messagingInvitation/completed").await;
    assert_eq!(ended(&event), ("Failure".into(), "Cancelled".into(), "Canceled".into()));

    ann.invite("sip:lene@contoso.com", "3").await;
    emulator.advance(Duration::from_secs(31));
    let event = ann.until("messagingInvitation/completed").await;
    assert_eq!(ended(&event), ("Failure".into(), "Failed".into(), "Timeout".into()));

    for (to, subcode) in [("sip:no@contoso.com", "Declined"), ("sip:nobody@contoso.com", "DestinationNotFound")] {
        ann.invite(to, "4").await;
        let event = ann.until("messagingInvitation/completed").await;
        assert_eq!((&event["status"], &event["reason"]["subcode"]), (&"Failure".into(), &subcode.into()), "{to}");
    }
    assert_eq!(ann.send(Method::GET, "/ucwa/v1/applications/1/me", None).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

/// Invites a robot; where something is said to it.
async fn talk_to(ann: &mut Client, robot: &str) -> String {
    ann.invite(robot, "1").await;
    let completed = ann.until("messagingInvitation/completed").await;
    href(&ann.get(&link_of(&completed, "messaging")).await["_links"]["sendMessage"])
}

#[tokio::test]
async fn the_latest_message_of_all_conversations_comes_again() {
    let desk = ucwa_emulator::User::new("desk@contoso.com").with_robot(ucwa_emulator::Robot::new().with_answer("{}"));
    let emulator = ucwa_emulator::Emulator::builder().user(desk);
    let users = [ucwa_emulator::User::new("ann@contoso.com"), {
        ucwa_emulator::User::new("tosh@contoso.com").with_robot(ucwa_emulator::Robot::new().with_answer("{}"))
    }];
    let emulator = users.into_iter().fold(emulator, ucwa_emulator::Builder::user).start().await.unwrap();
    emulator.stop_time();
    let mut ann = Client::available(&emulator, "ann").await;
    let (older, newer) = (talk_to(&mut ann, "sip:tosh@contoso.com").await, talk_to(&mut ann, "sip:desk@contoso.com").await);
    for (place, text) in [(&newer, "first"), (&older, "second"), (&newer, "third"), (&older, "fourth")] {
        emulator.advance(Duration::from_secs(1));
        assert_eq!(ann.say(place, text).await, StatusCode::CREATED);
        ann.so_far().await;
        press(&ann, &communication(&ann).await, "replayMessage").await;
        assert_eq!(text_of(&ann.until("message/completed").await), text);
    }
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn one_of_those_who_are_called_goes_and_it_rings_on() {
    let emulator = emulator().await;
    let mut ann = equipped(&emulator, "ann", Format::Json).await;
    let mut lene = equipped(&emulator, "lene", Format::Json).await;
    let mut bob = equipped(&emulator, "bob", Format::Json).await;
    let settings = lene.get(&href(&lene.application["_embedded"]["me"]["_links"]["callForwardingSettings"])).await;
    let place = href(&settings["_embedded"]["simultaneousRingSettings"]["_links"]["simultaneousRingToContact"]);
    lene.done(&place, &json!({"target": "sip:bob@contoso.com"})).await;
    let input = json!({"operationId": "1", "to": "sip:lene@contoso.com"});
    let started = begin(&ann, &communication(&ann).await, "startPhoneAudio", &input).await;
    let (of_lene, of_bob) = (rings(&mut lene, "phoneAudioInvitation").await, rings(&mut bob, "phoneAudioInvitation").await);
    let conversation = href(&of_bob["_links"]["conversation"]);
    assert_eq!(bob.ask(Method::DELETE, &conversation, None).await.status, StatusCode::NO_CONTENT);
    bob.until("phoneAudioInvitation/completed").await;
    bob.until("conversation/deleted").await;
    assert_eq!(bob.ask(Method::GET, &conversation, None).await.error(), (404, "NotFound", ""));
    press(&lene, &of_lene, "accept").await;
    assert_eq!(ann.get(&href(&started["_links"]["self"])).await["state"], "Connected");
    ann.until("phoneAudioInvitation/completed").await;
    assert_eq!(emulator.violations(), Vec::<String>::new());
}
