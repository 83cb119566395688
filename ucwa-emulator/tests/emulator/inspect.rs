//! The page of exchanges, and what it is told of, as a browser reads it.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::{Emulator, Scenario};
use ucwa_model::Format;

use crate::client::{Client, href};

/// A stream of server-sent events.
struct Told {
    answer: reqwest::Response,
    text: String,
}

/// One of them.
#[derive(Debug)]
struct Event {
    name: String,
    id: String,
    data: Vec<String>,
}

impl Told {
    async fn open(emulator: &Emulator, last: Option<&str>) -> Self {
        let request = reqwest::Client::new().get(format!("{}exchanges", emulator.inspect_url().unwrap()));
        let request = last.into_iter().fold(request, |request, last| request.header("last-event-id", last));
        let answer = request.send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self { answer, text: String::new() }
    }

    /// The next event; nothing at the end.
    async fn next(&mut self) -> Option<Event> {
        while !self.text.contains("\n\n") {
            let piece = tokio::time::timeout(Duration::from_secs(10), self.answer.chunk()).await.unwrap().unwrap()?;
            self.text.push_str(std::str::from_utf8(&piece).unwrap());
        }
        let (event, rest) = self.text.split_once("\n\n").unwrap();
        let fields: Vec<(&str, &str)> = event.lines().filter_map(|line| line.split_once(": ")).collect();
        let all = |name: &str| fields.iter().filter(|field| field.0 == name).map(|field| field.1.to_owned()).collect::<Vec<_>>();
        let event = Event { name: all("event").concat(), id: all("id").concat(), data: all("data") };
        self.text = rest.to_owned();
        Some(event)
    }

    /// Exchanges up to one of that operation.
    async fn until(&mut self, operation: &str) -> Vec<Event> {
        let mut all = Vec::new();
        loop {
            let event = self.next().await.unwrap();
            let is_wanted = event.name == "exchange" && event.exchange()["operation"] == operation;
            all.push(event);
            if is_wanted {
                return all;
            }
        }
    }
}

impl Event {
    fn line(&self, index: usize, name: &str) -> Value {
        let mut line: Value = serde_json::from_str(&self.data[index]).unwrap();
        line[name].take()
    }

    fn exchange(&self) -> Value {
        self.line(0, "exchange")
    }

    fn detail(&self) -> Value {
        self.line(1, "detail")
    }
}

async fn inspected() -> Emulator {
    Emulator::builder().scenario(Scenario::default()).inspect(0).start().await.unwrap()
}

#[tokio::test]
async fn exchanges_are_shown_as_they_happen() {
    let emulator = inspected().await;
    let page = reqwest::get(emulator.inspect_url().unwrap()).await.unwrap();
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    let page = page.text().await.unwrap();
    assert!(page.contains("connect-src 'self'; ") && page.contains("\"live\":true") && page.contains(&emulator.url()));

    let mut told = Told::open(&emulator, None).await;
    let begin = told.next().await.unwrap();
    assert_eq!((&*begin.name, begin.data), ("begin", vec!["0".to_owned()]));
    let mut ann = Client::available_with(&emulator, "ann", Format::Xml).await;
    let mut all = told.until("POST makeMeAvailable2").await;
    let made = all.iter().find(|event| event.exchange()["operation"] == "POST applications").unwrap();
    assert_eq!((made.exchange()["status"].clone(), made.exchange()["answer"].clone()), (json!(201), json!("application")));
    assert!(made.exchange()["time"].is_string() && made.exchange()["ms"].is_number());
    assert!(made.detail()["answer"]["json"].is_string() && made.detail()["answer"]["xml"].is_string());

    let invited = ann.invite("sip:tosh@contoso.com", "a1").await;
    assert_eq!(invited.status(), StatusCode::CREATED);
    let updated = ann.until("messaging/updated").await;
    let messages = crate::client::link_of(&updated, "sendMessage");
    assert_eq!(ann.say(&messages, "Is <b>noon</b> fine? \u{202e}").await, StatusCode::CREATED);
    ann.until("message/completed").await;
    all.extend(told.until("POST sendMessage").await);
    let said = all.last().unwrap();
    assert_eq!(said.exchange()["text"], "Is <b>noon</b> fine? \u{202e}");
    assert!(!said.data[0].contains('<'), "nothing in it is markup");
    let batch = href(&ann.application["_links"]["batch"]);
    let me = href(&ann.application["_embedded"]["me"]["_links"]["self"]);
    let part = |path: &str| {
        format!("--b\r\nContent-Type: application/http; msgtype=request\r\n\r\nGET {path} HTTP/1.1\r\nHost: x\r\n\r\n\r\n")
    };
    let parts = format!("{}{}--b--\r\n", part(&me), part(&format!("{me}/note")));
    ann.send(Method::POST, &batch, Some(("multipart/batching;boundary=b", parts))).await;
    all.extend(told.until("GET note").await);
    let numbers: Vec<String> =
        all.iter().rev().take(2).map(|event| event.exchange()["number"].as_str().unwrap().to_owned()).collect();
    assert!(numbers[0].ends_with(".2") && numbers[1].ends_with(".1"), "parts of a batch are exchanges: {numbers:?}");
    let events = all.iter().filter(|event| event.exchange()["operation"] == "GET events");
    assert!(
        events.flat_map(|event| event.exchange()["events"].as_array().cloned()).flatten().any(|event| event["rel"] == "message")
    );
    let text = all.iter().flat_map(|event| event.data.clone()).collect::<String>();
    assert!(!text.contains(&ann.token) && !text.contains("\"secret\""), "a secret is in the page");
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn who_comes_later_or_back_reads_on() {
    let emulator = inspected().await;
    Client::available(&emulator, "ann").await;
    let all = Told::open(&emulator, None).await.until("POST makeMeAvailable2").await;
    assert_eq!(all.first().unwrap().name, "begin");
    let ids: Vec<&str> = all.iter().skip(1).map(|event| &*event.id).collect();
    let on = Told::open(&emulator, Some(ids[0])).await.until("POST makeMeAvailable2").await;
    assert_eq!(on.iter().map(|event| &*event.id).collect::<Vec<_>>(), ids[1..]);
    for other in ["0-0", "x", ""] {
        let mut told = Told::open(&emulator, Some(other)).await;
        assert_eq!(told.next().await.unwrap().name, "anew", "{other}: of another run");
        assert!(told.next().await.is_none());
    }
}

#[tokio::test]
async fn other_names_of_this_machine_lead_nowhere() {
    let emulator = inspected().await;
    for path in ["", "exchanges"] {
        let request = reqwest::Client::new().get(format!("{}{path}", emulator.inspect_url().unwrap()));
        let answer = request.header("host", "attacker.example").send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn whoever_looks_is_let_go_at_the_end() {
    let emulator = inspected().await;
    let mut told = Told::open(&emulator, None).await;
    told.next().await.unwrap();
    drop(emulator);
    assert!(told.next().await.is_none());
}
