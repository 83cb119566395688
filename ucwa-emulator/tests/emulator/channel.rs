//! The event channel: what is delivered, how often, and to whom.

use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use serde_json::Value;
use ucwa_emulator::{Effect, Emulator, Fault};

use crate::client::{Client, emulator, href, link_of, text_of};

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
    let ((events, ended), since) = tokio::join!(timed(ann.events()), passed(&emulator, 180));
    assert!(events.is_empty() && ended >= since);
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn less_urgent_events_may_wait() {
    let emulator = emulator().await;
    emulator.stop_time();
    let mut ann = Client::available(&emulator, "ann").await;
    let lene = Client::available(&emulator, "lene").await;
    ann.follow("sip:lene@contoso.com").await;
    while ann.events().await.iter().all(|(name, _)| name != "contactPresence/updated") {}
    let presence = format!("{}/presence", href(&lene.application["_embedded"]["me"]["_links"]["self"]));
    for availability in ["Away", "Busy"] {
        lene.post(&presence, &serde_json::json!({"availability": availability})).await;
    }
    ann.next.push_str("&medium=30");
    let ((events, ended), since) = tokio::join!(timed(ann.events()), passed(&emulator, 30));
    assert!(ended >= since, "they have waited");
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
    ann.follow("sip:lene@contoso.com").await;
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

#[tokio::test]
async fn timers_have_ranges() {
    let emulator = emulator().await;
    let mut ann = Client::available(&emulator, "ann").await;
    ann.events().await;
    let next = ann.next.clone();
    for timers in [
        "low=4",
        "low=1801",
        "medium=4",
        "medium=1801",
        "timeout=179",
        "timeout=1801",
        "low=x",
        "medium=-5",
        "timeout=99999999999999999999",
    ] {
        let refused = ann.send(Method::GET, &format!("{next}&{timers}"), None).await;
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST, "{timers}");
        let reason: Value = refused.json().await.unwrap();
        assert_eq!((&reason["code"], &reason["subcode"]), (&"BadRequest".into(), &"ParameterValidationFailure".into()));
    }
    let odd = ann.http.get(format!("{}{next}&low=%00", ann.url)).bearer_auth(&ann.token).header("accept", "application/xml");
    let odd = odd.send().await.unwrap();
    assert_eq!(odd.status(), StatusCode::BAD_REQUEST, "XML cannot carry what was asked for");
    for timers in ["low=5", "low=1800", "medium=5", "medium=1800", "timeout=180", "timeout=1800&priority=3"] {
        ann.invite("sip:no@contoso.com", "1").await;
        assert_eq!(ann.send(Method::GET, &format!("{next}&{timers}"), None).await.status(), StatusCode::OK, "{timers}");
    }
}

#[tokio::test]
async fn a_request_waits_as_long_as_it_says() {
    let emulator = emulator().await;
    emulator.stop_time();
    // not there, so that nothing happens: who is appears as idle after a while
    let ann = Client::sign_in(&emulator, "ann").await;
    let next = format!("{}&timeout=240", ann.next);
    let ((answer, ended), since) = tokio::join!(timed(ann.get(&next)), passed(&emulator, 240));
    assert!(ended >= since && answer.get("sender").is_none() && answer["_links"]["next"].is_object());
}

/// What comes, and when.
async fn timed<T>(what: impl Future<Output = T>) -> (T, Instant) {
    (what.await, Instant::now())
}

/// Lets a number of seconds pass; when the last of them did.
async fn passed(emulator: &Emulator, seconds: u64) -> Instant {
    settle().await;
    emulator.advance(Duration::from_secs(seconds - 1));
    settle().await;
    let since = Instant::now();
    emulator.advance(Duration::from_secs(1));
    since
}

#[tokio::test]
async fn a_request_ends_in_time_if_time_runs_again() {
    let emulator = emulator().await;
    emulator.stop_time();
    let mut ann = Client::available(&emulator, "ann").await;
    ann.events().await;
    let run = async {
        settle().await;
        emulator.advance(Duration::from_millis(179_500));
        settle().await;
        emulator.run_time();
    };
    let waiting = tokio::time::timeout(Duration::from_secs(5), ann.events());
    assert!(tokio::join!(waiting, run).0.unwrap().is_empty());
}

/// Also if time has stopped, so that nothing else would end them.
#[tokio::test]
async fn what_waits_ends_with_the_emulator() {
    let emulator = emulator().await;
    emulator.stop_time();
    let mut ann = Client::available(&emulator, "ann").await;
    let note = format!("{}/note", href(&ann.application["_embedded"]["me"]["_links"]["self"]));
    ann.events().await;
    emulator.fault(Fault::new(Effect::Latency(Duration::MAX)).operation("GET note")).unwrap();
    let waiting = async { tokio::join!(ann.send(Method::GET, &ann.next, None), ann.send(Method::GET, &note, None)) };
    let end = async {
        settle().await;
        drop(emulator);
    };
    let (answers, ()) = tokio::join!(tokio::time::timeout(Duration::from_secs(5), waiting), end);
    let (events, late) = answers.unwrap();
    assert_eq!((events.status(), late.status()), (StatusCode::SERVICE_UNAVAILABLE, StatusCode::OK));
}

/// More than fits into a response.
#[tokio::test]
async fn what_is_too_much_is_dropped() {
    let emulator = emulator().await;
    let mut ann = Client::available(&emulator, "ann").await;
    let lene = Client::available(&emulator, "lene").await;
    ann.events().await;
    ann.follow("sip:lene@contoso.com").await;
    ann.follow("sip:tosh@contoso.com").await;
    lene.invite("sip:ann@contoso.com", "1").await;
    let invited = ann.until("messagingInvitation/started").await;
    ann.act(&link_of(&invited, "accept")).await;
    ann.until("messaging/updated").await;
    let conversation = href(&ann.get(&link_of(&invited, "conversation")).await["_links"]["self"]);
    let messages = |client: &Client| {
        let id = |client: &Client| href(&client.application["_links"]["self"]);
        format!("{}/messaging/messages", conversation.replace(&id(&ann), &id(client)))
    };
    let (read, send) = (ann.next.clone(), messages(&lene));
    for _ in 0..3 {
        assert_eq!(lene.say(&send, &"\u{fc}".repeat(500_000)).await, StatusCode::CREATED);
    }
    let gone = ann.get(&read).await;
    assert!(gone.get("sender").is_none());
    ann.next = href(&gone["_links"]["resync"]);
    assert_eq!(lene.say(&send, "Still there?").await, StatusCode::CREATED);
    assert_eq!(text_of(&ann.until("message/completed").await), "Still there?");
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

/// Lets requests arrive that are on their way.
async fn settle() {
    tokio::time::sleep(Duration::from_millis(200)).await;
}

#[tokio::test]
async fn the_timers_of_the_highest_rank_hold() {
    for (elder, younger, seconds) in
        [("medium=600&priority=2", "medium=30&priority=1", 600), ("medium=600&priority=1", "medium=30&priority=2", 30)]
    {
        let emulator = emulator().await;
        emulator.stop_time();
        let mut ann = Client::available(&emulator, "ann").await;
        let lene = Client::available(&emulator, "lene").await;
        ann.follow("sip:lene@contoso.com").await;
        while ann.events().await.iter().all(|(name, _)| name != "contactPresence/updated") {}
        let (elder, younger) = (format!("{}&timeout=1800&{elder}", ann.next), format!("{}&timeout=1800&{younger}", ann.next));
        let replaced = ann.send(Method::GET, &elder, None);
        let answer = async {
            settle().await;
            (ann.get(&younger).await, std::time::Instant::now())
        };
        let time = async {
            settle().await;
            settle().await;
            let me = href(&lene.application["_embedded"]["me"]["_links"]["self"]);
            lene.post(&format!("{me}/presence"), &serde_json::json!({"availability": "Busy"})).await;
            emulator.advance(Duration::from_secs(seconds - 1));
            settle().await;
            let since = std::time::Instant::now();
            emulator.advance(Duration::from_secs(1));
            since
        };
        let (replaced, (answer, ended), since) = tokio::join!(replaced, answer, time);
        assert_eq!(replaced.status(), StatusCode::CONFLICT);
        assert!(answer["sender"].is_array() && ended >= since, "{elder} and {younger}");
    }
}

#[tokio::test]
async fn a_number_that_was_not_given_out_leads_to_what_is_not_acknowledged() {
    let emulator = emulator().await;
    let mut ann = Client::available(&emulator, "ann").await;
    let first = ann.next.clone();
    ann.events().await;
    ann.invite("sip:no@contoso.com", "1").await;
    let current = ann.next.clone();
    let given = ann.get(&current).await;
    for number in ["0", "1", "4", "99", "18446744073709551615"] {
        let astray = ann.get(&first.replace("ack=1", &format!("ack={number}"))).await;
        assert!(astray.get("sender").is_none() && astray["_links"].get("next").is_none(), "{number}");
        assert_eq!(ann.get(&href(&astray["_links"]["resync"])).await, given, "{number}: nothing is lost");
    }
    assert_eq!(ann.get(first.split_once('?').unwrap().0).await, given, "nor without a number");
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn nothing_is_lost_with_a_connection() {
    let emulator = emulator().await;
    let mut ann = Client::available(&emulator, "ann").await;
    ann.events().await;
    for _ in 0..3 {
        let poll = tokio::time::timeout(Duration::from_millis(100), ann.get(&ann.next));
        assert!(poll.await.is_err(), "it waits, and its connection ends");
    }
    ann.invite("sip:no@contoso.com", "1").await;
    let names: Vec<String> = ann.events().await.into_iter().map(|(name, _)| name).collect();
    assert!(names.contains(&"messagingInvitation/started".to_owned()), "{names:?}");
}
