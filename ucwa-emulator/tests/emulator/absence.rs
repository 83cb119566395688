//! Who is silent, and who does nothing: what the others see of it. Time is stopped, and moved.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::Emulator;
use ucwa_model::Format;

use crate::{
    caller::{begin, communication, equipped, follow, press, resource_of, rings, until_is},
    client::{Client, emulator, href},
};

const MINUTE: Duration = Duration::from_secs(60);

/// Ann, who follows Lene; time has stopped.
async fn two() -> (Emulator, Client, Client) {
    let emulator = emulator().await;
    emulator.stop_time();
    let ann = equipped(&emulator, "ann", Format::Json).await;
    let lene = equipped(&emulator, "lene", Format::Json).await;
    ann.follow("sip:lene@contoso.com").await;
    (emulator, ann, lene)
}

fn me(client: &Client, link: &str) -> String {
    format!("{}/{link}", href(&client.application["_embedded"]["me"]["_links"]["self"]))
}

/// Ann and Lene talk, and Lene has heard of it: where Ann sends messages.
async fn talk(ann: &Client, lene: &mut Client) -> String {
    let input = json!({"operationId": "1", "to": "sip:lene@contoso.com"});
    let started = begin(ann, &communication(ann).await, "startMessaging", &input).await;
    let invitation = rings(lene, "messagingInvitation").await;
    press(lene, &invitation, "accept").await;
    let send = href(&follow(ann, &started, "messaging").await["_links"]["sendMessage"]);
    lene.so_far().await;
    send
}

/// How available Lene has appeared to Ann: each change that she was told of, and the last one as it is now.
async fn seen(ann: &mut Client) -> Vec<Value> {
    let events = ann.so_far().await.into_iter().filter(|(name, _)| name == "contactPresence/updated");
    events.map(|(_, event)| resource_of(&event)["availability"].clone()).collect()
}

#[tokio::test]
async fn who_follows_an_application_that_expires_is_told() {
    let (emulator, mut ann, lene) = two().await;
    assert_eq!(seen(&mut ann).await, ["Online"]);
    emulator.advance(6 * MINUTE);
    seen(&mut ann).await;
    emulator.advance(4 * MINUTE);
    assert_eq!(seen(&mut ann).await, ["Offline"]);
    let gone = lene.ask(Method::GET, &href(&lene.application["_links"]["self"]), None).await;
    assert_eq!(gone.error(), (404, "NotFound", "ApplicationNotFound"));
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn what_an_application_has_said_of_itself_holds_until_it_expires() {
    for (history, kept) in [("Enabled", true), ("Disabled", false)] {
        let (emulator, mut ann, mut lene) = two().await;
        let hub = communication(&lene).await;
        let changed = lene.put(&href(&hub["_links"]["self"]), "conversationHistory", history).await;
        assert_eq!(changed.status, StatusCode::OK, "{}", changed.body);
        let input = json!({"operationId": "1", "to": "sip:lene@contoso.com"});
        begin(&ann, &communication(&ann).await, "startMessaging", &input).await;
        let invitation = rings(&mut lene, "messagingInvitation").await;
        press(&lene, &invitation, "accept").await;
        until_is(&mut ann, "messagingInvitation/completed", "state", "Connected").await;
        emulator.advance(11 * MINUTE);
        let lene = equipped(&emulator, "lene", Format::Json).await;
        let logs = follow(&lene, &communication(&lene).await, "conversationLogs").await;
        assert_eq!(logs["_links"].get("conversationLog").is_some(), kept, "{history}: {logs}");
    }
}

#[tokio::test]
async fn who_waits_for_events_is_not_silent() {
    let (emulator, ann, mut lene) = two().await;
    let send = talk(&ann, &mut lene).await;
    lene.next += "&timeout=1800";
    let waits = lene.get(&lene.next);
    let time = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        // all at once, so that nothing is heard in between
        emulator.advance(11 * MINUTE);
        let ann = equipped(&emulator, "ann", Format::Json).await;
        ann.get(&me(&ann, "presence")).await
    };
    let (events, _) = tokio::join!(waits, time);
    assert!(events["sender"].is_array() || events["_links"]["next"].is_object(), "{events}");
    lene.get(&href(&lene.application["_links"]["self"])).await;
    // Ann was silent
    assert_eq!(ann.say(&send, "Lene?").await, StatusCode::NOT_FOUND);
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_message_reaches_who_waits_for_events() {
    let (emulator, mut ann, mut lene) = two().await;
    let send = talk(&ann, &mut lene).await;
    let next = format!("{}&timeout=1800&low=1800&medium=1800", lene.next);
    let waits = lene.get(&next);
    let says = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        emulator.advance(5 * MINUTE);
        assert_eq!(ann.say(&send, "Lene?").await, StatusCode::CREATED);
        ann.until("message/completed").await["status"].clone()
    };
    let (_, status) = tokio::join!(waits, says);
    assert_eq!(status, "Success");
}

#[tokio::test]
async fn who_does_nothing_for_four_minutes_appears_as_idle() {
    for (set, idle) in [("Online", json!("IdleOnline")), ("Busy", json!("IdleBusy"))] {
        let (emulator, mut ann, mut lene) = two().await;
        lene.done(&me(&lene, "presence"), &json!({"availability": set})).await;
        assert_eq!(seen(&mut ann).await.last(), Some(&json!(set)));
        lene.so_far().await;
        emulator.advance(4 * MINUTE - Duration::from_secs(1));
        assert_eq!(seen(&mut ann).await, Vec::<Value>::new());
        emulator.advance(Duration::from_secs(1));
        assert_eq!(seen(&mut ann).await, std::slice::from_ref(&idle));
        until_is(&mut lene, "presence/updated", "availability", idle.clone()).await;
        assert_eq!(lene.get(&me(&lene, "presence")).await["availability"], idle);

        lene.done(&me(&lene, "reportMyActivity"), &Value::Null).await;
        assert_eq!(seen(&mut ann).await, [set]);
        until_is(&mut lene, "presence/updated", "availability", set).await;
        for _ in 0..3 {
            emulator.advance(3 * MINUTE);
            lene.done(&me(&lene, "reportMyActivity"), &Value::Null).await;
        }
        assert_eq!(seen(&mut ann).await, Vec::<Value>::new(), "who reports in time stays as they are");
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn somebody_is_idle_who_does_nothing_anywhere() {
    let (emulator, mut ann, lene) = two().await;
    emulator.advance(2 * MINUTE);
    let mut other = equipped(&emulator, "lene", Format::Json).await;
    seen(&mut ann).await;
    emulator.advance(3 * MINUTE);
    assert_eq!(seen(&mut ann).await, Vec::<Value>::new(), "there is another application");
    emulator.advance(MINUTE);
    assert_eq!(seen(&mut ann).await, ["IdleOnline"]);
    lene.done(&me(&lene, "reportMyActivity"), &Value::Null).await;
    assert_eq!(seen(&mut ann).await, ["Online"]);
    other.so_far().await;
    assert_eq!(lene.ask(Method::DELETE, &href(&lene.application["_links"]["self"]), None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(seen(&mut ann).await, ["IdleOnline"], "the one that is left is idle");
    until_is(&mut other, "presence/updated", "availability", "IdleOnline").await;
}

#[tokio::test]
async fn who_is_away_anyway_does_not_become_idle() {
    let (emulator, mut ann, lene) = two().await;
    lene.done(&me(&lene, "presence"), &json!({"availability": "Away"})).await;
    seen(&mut ann).await;
    emulator.advance(5 * MINUTE);
    assert!(seen(&mut ann).await.iter().all(|availability| availability == "Away"));
}

#[tokio::test]
async fn an_application_says_after_how_long_its_user_is_idle() {
    for (timeout, after) in [(None, 4 * MINUTE), (Some("PT30S"), MINUTE / 2), (Some("00:08:00"), 8 * MINUTE)] {
        let emulator = emulator().await;
        emulator.stop_time();
        let mut ann = equipped(&emulator, "ann", Format::Json).await;
        ann.follow("sip:lene@contoso.com").await;
        let lene = Client::sign_in(&emulator, "lene").await;
        let input = json!({"signInAs": "Online", "inactiveTimeout": timeout});
        lene.done(&me(&lene, "makeMeAvailable"), &input).await;
        assert_eq!(seen(&mut ann).await, ["Online"]);
        emulator.advance(after - Duration::from_secs(1));
        assert_eq!(seen(&mut ann).await, Vec::<Value>::new(), "{timeout:?}");
        emulator.advance(Duration::from_secs(1));
        assert_eq!(seen(&mut ann).await, ["IdleOnline"], "{timeout:?}");
    }
    let emulator = emulator().await;
    let ann = Client::sign_in(&emulator, "ann").await;
    for odd in ["5", "soon", "PT0S", "-PT5M", "PT25H", "P1M"] {
        let input = json!({"signInAs": "Online", "inactiveTimeout": odd});
        let (status, code, subcode) = ann.refused(Method::POST, &me(&ann, "makeMeAvailable"), &input).await;
        assert_eq!((status, &*code, &*subcode), (400, "BadRequest", "ParameterValidationFailure"), "{odd}");
    }
}
