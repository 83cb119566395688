//! What a conversation looks like for each of those who take part in it, step by step.

use reqwest::Method;
use serde_json::{Value, json};
use ucwa_model::Format;

use crate::{
    caller::{begin, communication, equipped, follow, press, rings, until_is},
    client::{Client, emulator, href},
};

/// What is done, and what Ann, Bob and Eve see then: the state of the conversation, and that of messaging in it.
const TABLE: &[(&str, [&str; 3])] = &[
    ("invite", ["Connecting Connecting", "Incoming Disconnected", "-"]),
    ("accept", ["Connected Connected", "Connected Connected", "-"]),
    ("add", ["Conferenced Connected", "Conferenced Connected", "Incoming Disconnected"]),
    ("come", ["Conferenced Connected", "Conferenced Connected", "Conferenced Disconnected"]),
    ("write", ["Conferenced Connected", "Conferenced Connected", "Conferenced Connected"]),
    ("stop", ["Conferenced Disconnected", "Conferenced Connected", "Conferenced Connected"]),
    ("go", ["Conferenced Disconnected", "Conferenced Connected", "-"]),
    ("knock", ["Conferenced Disconnected", "Conferenced Connected", "InLobby Disconnected"]),
    ("turn away", ["Conferenced Disconnected", "Conferenced Connected", "-"]),
    ("end", ["-", "Conferenced Connected", "-"]),
];

#[tokio::test]
async fn a_conversation_has_the_state_that_it_has_for_whoever_looks() {
    let emulator = emulator().await;
    let mut ann = equipped(&emulator, "ann", Format::Json).await;
    let mut bob = equipped(&emulator, "bob", Format::Json).await;
    let mut eve = equipped(&emulator, "eve@fabrikam.com", Format::Json).await;
    let mut place = String::new();
    for (step, expected) in TABLE {
        act(step, &mut ann, &mut bob, &mut eve, &mut place).await;
        let seen = [look(&ann, &place).await, look(&bob, &place).await, look(&eve, &place).await];
        assert_eq!(seen, *expected, "after `{step}`");
    }
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

async fn act(step: &str, ann: &mut Client, bob: &mut Client, eve: &mut Client, place: &mut String) {
    match step {
        "invite" => {
            let input = json!({"operationId": "1", "to": "sip:bob@contoso.com"});
            let started = begin(ann, &communication(ann).await, "startMessaging", &input).await;
            *place = href(&started["_links"]["conversation"]);
        }
        "accept" => {
            let invitation = rings(bob, "messagingInvitation").await;
            press(bob, &invitation, "accept").await;
        }
        "add" => {
            begin(ann, &ann.get(place).await, "addParticipant", &json!({"to": "sip:eve@fabrikam.com"})).await;
        }
        "come" => {
            let invitation = rings(eve, "onlineMeetingInvitation").await;
            press(eve, &invitation, "accept").await;
        }
        "write" => {
            let messaging = follow(eve, &eve.get(&own(eve, place)).await, "messaging").await;
            begin(eve, &messaging, "addMessaging", &json!({"operationId": "2"})).await;
        }
        "stop" => press(ann, &follow(ann, &ann.get(place).await, "messaging").await, "stopMessaging").await,
        "go" => {
            eve.ask(Method::DELETE, &own(eve, place), None).await;
        }
        "knock" => {
            let meeting = follow(ann, &ann.get(place).await, "onlineMeeting").await;
            let input = json!({"onlineMeetingUri": meeting["onlineMeetingUri"]});
            begin(eve, &communication(eve).await, "joinOnlineMeeting", &input).await;
        }
        "turn away" => {
            let waiting = until_is(ann, "participant/added", "inLobby", true).await;
            press(ann, &waiting, "reject").await;
        }
        _ => {
            ann.ask(Method::DELETE, place, None).await;
        }
    }
}

/// The path of the conversation in somebody's application.
fn own(client: &Client, place: &str) -> String {
    let rest = place.split_once("/communication/").unwrap().1;
    format!("{}/communication/{rest}", href(&client.application["_links"]["self"]))
}

/// What somebody sees of the conversation.
async fn look(client: &Client, place: &str) -> String {
    let conversation = client.ask(Method::GET, &own(client, place), None).await;
    if conversation.body["rel"] != "conversation" {
        return "-".to_owned();
    }
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let messaging = follow(client, &conversation.body, "messaging").await;
    format!("{} {}", text(&conversation.body["state"]), text(&messaging["state"]))
}
