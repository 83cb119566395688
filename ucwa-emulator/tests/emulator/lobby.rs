//! Who waits to be let in: who hears of it, and what comes of it when they go.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::Emulator;
use ucwa_model::Format;

use crate::{
    caller::{begin, communication, equipped, follow, press, until_is},
    client::{Client, emulator, href},
};

/// Ann makes a meeting that lets nobody in by itself; what joins it.
async fn locked(ann: &Client) -> Value {
    let hub = ann.get(&href(&ann.application["_embedded"]["onlineMeetings"]["_links"]["self"])).await;
    let input = json!({"subject": "Review", "accessLevel": "Locked"});
    let made = ann.made(&href(&hub["_links"]["myOnlineMeetings"]), &input).await;
    json!({"operationId": "j", "onlineMeetingUri": made["onlineMeetingUri"]})
}

/// Joins; the conversation as they see it.
async fn join(client: &Client, meeting: &Value) -> Value {
    let started = begin(client, &communication(client).await, "joinOnlineMeeting", meeting).await;
    follow(client, &started, "conversation").await
}

/// Of what somebody has heard: what was deleted, and from which list.
async fn deleted(client: &mut Client) -> Vec<(String, String)> {
    let events = client.so_far().await.into_iter().filter(|(name, _)| name.ends_with("/deleted"));
    events.map(|(name, event)| (name, event["in"]["rel"].as_str().unwrap_or_default().to_owned())).collect()
}

fn once(name: &str, list: &str) -> Vec<(String, String)> {
    vec![(name.to_owned(), list.to_owned())]
}

/// Everybody who is in a meeting, or waits, and their places in it.
async fn all(emulator: &Emulator, names: &[&str]) -> Vec<Client> {
    let mut clients = Vec::new();
    for name in names {
        clients.push(equipped(emulator, name, Format::Json).await);
    }
    clients
}

#[tokio::test]
async fn who_leaves_the_lobby_leaves_once() {
    for whole in [false, true] {
        let emulator = emulator().await;
        let [mut ann, mut bob] = <[Client; 2]>::try_from(all(&emulator, &["ann", "bob"]).await).ok().unwrap();
        let meeting = locked(&ann).await;
        join(&ann, &meeting).await;
        let waiting = join(&bob, &meeting).await;
        assert_eq!(waiting["state"], "InLobby");
        until_is(&mut ann, "participant/added", "inLobby", true).await;

        let place = if whole { &bob.application } else { &waiting };
        let gone = bob.ask(Method::DELETE, &href(&place["_links"]["self"]), None).await;
        assert_eq!(gone.status, StatusCode::NO_CONTENT);
        assert_eq!(deleted(&mut ann).await, once("participant/deleted", "lobby"), "Ann has seen Bob nowhere else");
        if !whole {
            let own = deleted(&mut bob).await;
            let conversations = own.iter().filter(|(name, _)| name == "conversation/deleted").count();
            assert_eq!(conversations, 1, "{own:?}");
        }
        let bob = if whole { equipped(&emulator, "bob", Format::Json).await } else { bob };
        let logs = follow(&bob, &communication(&bob).await, "conversationLogs").await;
        assert!(logs["_links"].get("conversationLog").is_none(), "who was never in remembers nothing: {logs}");
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn one_who_waits_does_not_put_the_others_out() {
    let emulator = emulator().await;
    let [mut ann, bob, lene] = <[Client; 3]>::try_from(all(&emulator, &["ann", "bob", "lene"]).await).ok().unwrap();
    let meeting = locked(&ann).await;
    let (of_bob, of_lene) = (join(&bob, &meeting).await, join(&lene, &meeting).await);
    bob.ask(Method::DELETE, &href(&of_bob["_links"]["self"]), None).await;
    assert_eq!(lene.get(&href(&of_lene["_links"]["self"])).await["state"], "InLobby");

    join(&ann, &meeting).await;
    let waiting = until_is(&mut ann, "participant/added", "inLobby", true).await;
    assert_eq!(waiting["name"], "Lene Aaling", "who leads hears who has waited since before");
    press(&ann, &waiting, "admit").await;
    assert_eq!(lene.get(&href(&of_lene["_links"]["self"])).await["state"], "Conferenced");
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn the_meeting_is_over_when_the_last_who_waits_has_gone() {
    let emulator = emulator().await;
    let [ann, bob] = <[Client; 2]>::try_from(all(&emulator, &["ann", "bob"]).await).ok().unwrap();
    let meeting = locked(&ann).await;
    let first = href(&join(&bob, &meeting).await["_links"]["self"]);
    assert_eq!(bob.ask(Method::DELETE, &first, None).await.status, StatusCode::NO_CONTENT);
    assert_ne!(href(&join(&bob, &meeting).await["_links"]["self"]), first);
}

#[tokio::test]
async fn who_is_promoted_hears_who_waits() {
    let emulator = emulator().await;
    let names = ["ann", "eve@fabrikam.com", "jo@fabrikam.com"];
    let [mut ann, mut eve, jo] = <[Client; 3]>::try_from(all(&emulator, &names).await).ok().unwrap();
    let meeting = locked(&ann).await;
    join(&ann, &meeting).await;
    join(&eve, &meeting).await;
    let waiting = until_is(&mut ann, "participant/added", "inLobby", true).await;
    press(&ann, &waiting, "admit").await;
    join(&jo, &meeting).await;
    let attendee = until_is(&mut ann, "participant/added", "role", "Attendee").await;
    let heard = eve.so_far().await;
    assert!(heard.iter().all(|(_, event)| event["in"]["rel"] != "lobby"), "that is for those who lead: {heard:?}");

    press(&ann, &attendee, "promote").await;
    assert_eq!(until_is(&mut eve, "participant/added", "inLobby", true).await["name"], "Jo Berg");
    let leader = ann.get(&href(&attendee["_links"]["self"])).await;
    press(&ann, &leader, "demote").await;
    assert!(deleted(&mut eve).await.contains(&("participant/deleted".to_owned(), "lobby".to_owned())));
    assert_eq!(emulator.violations(), Vec::<String>::new());
}
