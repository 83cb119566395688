//! The event channel: what is delivered, how often, and to whom.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::client::{Client, emulator, href};

#[tokio::test]
async fn events_come_again_until_they_are_acknowledged() {
    let emulator = emulator().await;
    let mut ann = Client::available(&emulator, "ann").await;
    let first = ann.next.clone();
    let (one, again) = (ann.get(&first).await, ann.get(&first).await);
    assert_eq!(one, again);
    assert!(one["sender"][0]["events"].as_array().unwrap().len() > 1);

    ann.next = href(&one["_links"]["next"]);
    ann.invite("sip:tosh@contoso.com", "1").await;
    assert!(ann.events().await.iter().all(|(name, _)| !name.starts_with("note")));
    let gone: Value = ann.get(&first).await;
    assert!(gone["_links"].get("next").is_none());
    ann.next = href(&gone["_links"]["resync"]);
    ann.invite("sip:tosh@contoso.com", "2").await;
    assert!(!ann.events().await.is_empty());
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn the_later_of_two_requests_takes_the_place_of_the_earlier() {
    let emulator = emulator().await;
    let mut ann = Client::available(&emulator, "ann").await;
    ann.events().await;
    let (first, second) = (ann.send(Method::GET, &ann.next, None), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let second = ann.send(Method::GET, &ann.next, None);
        let wake = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            ann.invite("sip:tosh@contoso.com", "1").await
        };
        tokio::join!(second, wake).0
    });
    let (first, second) = tokio::join!(first, second);
    assert_eq!((first.status(), second.status()), (StatusCode::CONFLICT, StatusCode::OK));
    assert_eq!(first.json::<Value>().await.unwrap()["subcode"], "PGetReplaced");
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_request_without_events_ends_when_its_time_is_up() {
    let emulator = emulator().await;
    emulator.stop_time();
    let mut ann = Client::available(&emulator, "ann").await;
    ann.events().await;
    let waiting = ann.events();
    let time = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        emulator.advance(Duration::from_secs(181));
    };
    assert!(tokio::join!(waiting, time).0.is_empty());
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn less_urgent_events_may_wait() {
    let emulator = emulator().await;
    emulator.stop_time();
    let mut ann = Client::available(&emulator, "ann").await;
    let lene = Client::available(&emulator, "lene").await;
    while ann.events().await.iter().all(|(name, _)| name != "contactPresence/updated") {}
    lene.post(
        &format!("{}/presence", href(&lene.application["_embedded"]["me"]["_links"]["self"])),
        &serde_json::json!({"availability": "Busy"}),
    )
    .await;
    ann.next.push_str("&medium=30");
    let (events, ()) = tokio::join!(ann.events(), async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        emulator.advance(Duration::from_secs(31));
    });
    let changes: Vec<&Value> =
        events.iter().filter(|(name, _)| name == "contactPresence/updated").map(|(_, event)| event).collect();
    assert_eq!(changes.len(), 1, "the later change takes the place of the earlier one");
    assert_eq!(changes[0]["_embedded"]["contactPresence"]["availability"], "Busy");
}

#[tokio::test]
async fn the_others_see_what_has_changed() {
    let emulator = emulator().await;
    let mut ann = Client::available(&emulator, "ann").await;
    let lene = Client::available(&emulator, "lene").await;
    let me = href(&lene.application["_embedded"]["me"]["_links"]["self"]);
    for (what, input, rel) in [
        ("note", serde_json::json!({"message": "At lunch"}), "contactNote"),
        ("location", serde_json::json!({"location": "Room 1"}), "contactLocation"),
        ("presence", serde_json::json!({"availability": "Busy"}), "contactPresence"),
    ] {
        assert_eq!(lene.post(&format!("{me}/{what}"), &input).await.status(), StatusCode::NO_CONTENT);
        let (_, value) = input.as_object().unwrap().iter().next().unwrap();
        while !ann.until(&format!("{rel}/updated")).await["_embedded"][rel]
            .as_object()
            .unwrap()
            .values()
            .any(|shown| shown == value)
        {}
    }
    assert_eq!(emulator.violations(), Vec::<String>::new());
}
