//! The control port, and the log.

use std::{fs, path::PathBuf};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::{Emulator, Scenario};

use crate::client::{Client, href, token};

/// The control port of an emulator, and requests to it.
struct Control {
    url: String,
    http: reqwest::Client,
}

impl Control {
    fn of(emulator: &Emulator) -> Self {
        Self { url: emulator.control_url().unwrap(), http: reqwest::Client::new() }
    }

    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let request = self.http.request(method, format!("{}{path}", self.url));
        let request = body.iter().fold(request, reqwest::RequestBuilder::json);
        let answer = request.send().await.unwrap();
        (answer.status(), answer.json().await.unwrap_or_default())
    }
}

#[tokio::test]
async fn faults_time_and_robots_have_a_port() {
    let emulator = Emulator::builder().scenario(Scenario::default()).control(0).start().await.unwrap();
    let control = Control::of(&emulator);
    let mut ann = Client::available(&emulator, "ann").await;
    let me = href(&ann.application["_embedded"]["me"]["_links"]["self"]);
    let status = async |ann: &Client| ann.send(Method::GET, &me, None).await.status().as_u16();
    let no = || None;

    let fault = json!({"operation": "GET me", "user": "ann", "times": 1, "effect": {"unavailable": 5}});
    let (made, id) = control.ask(Method::POST, "/faults", Some(fault)).await;
    assert_eq!((made, &id), (StatusCode::OK, &json!({"id": 1})));
    assert_eq!((status(&ann).await, status(&ann).await), (503, 200));
    let (_, faults) = control.ask(Method::GET, "/faults", no()).await;
    assert_eq!(
        (&faults[0]["met"], &faults[0]["happened"], &faults[0]["fault"]["effect"]["unavailable"]),
        (&json!(2), &json!(1), &json!(5))
    );
    assert_eq!(control.ask(Method::DELETE, "/faults/1", no()).await.0, StatusCode::NO_CONTENT);
    assert_eq!(control.ask(Method::DELETE, "/faults/1", no()).await.0, StatusCode::NOT_FOUND);
    let (refused, why) = control.ask(Method::POST, "/faults", Some(json!({"operation": "x", "effect": "resync"}))).await;
    assert_eq!(refused, StatusCode::BAD_REQUEST);
    assert_eq!(why["error"], "expected an operation such as `sendMessage` or `POST note`, but found `x`");
    control.ask(Method::POST, "/faults", Some(json!({"effect": "unauthorized"}))).await;
    assert_eq!(status(&ann).await, 401);
    assert_eq!(control.ask(Method::DELETE, "/faults", no()).await.0, StatusCode::NO_CONTENT);
    assert_eq!(status(&ann).await, 200);

    let (_, before) = control.ask(Method::POST, "/time", Some(json!({"stop": true}))).await;
    let (_, after) = control.ask(Method::POST, "/time", Some(json!({"advance": 90.5}))).await;
    assert_eq!(after["stopped"], true);
    assert!((after["passed"].as_f64().unwrap() - before["passed"].as_f64().unwrap() - 90.5).abs() < 1e-3);
    assert_eq!(control.ask(Method::POST, "/time", Some(json!({"run": true}))).await.1["stopped"], false);
    for odd in [-1.0, 4e9, 1e19, 1e300] {
        assert_eq!(control.ask(Method::POST, "/time", Some(json!({"advance": odd}))).await.0, StatusCode::BAD_REQUEST, "{odd}");
    }

    let written = control.ask(Method::POST, "/users/tosh/messages", Some(json!({"to": "ann", "text": "Hi Ann"}))).await;
    assert_eq!(written.0, StatusCode::OK);
    ann.until("messagingInvitation/started").await;
    let written = control.ask(Method::POST, "/users/ann/messages", Some(json!({"to": "tosh", "text": "Hi"}))).await;
    assert_eq!(written, (StatusCode::NOT_FOUND, json!({"error": "expected a robot, but found `ann`"})));
    let show = json!({"with": "ann", "what": "ApplicationSharing"});
    let shown = control.ask(Method::POST, "/users/tosh/sharing", Some(show)).await;
    let why = "expected two who talk with each other, but found `tosh` and `ann`";
    assert_eq!(shown, (StatusCode::NOT_FOUND, json!({"error": why})));

    let (_, answered) = control.ask(Method::GET, "/answered", no()).await;
    let of_me = answered.as_array().unwrap().iter().find(|one| one["operation"] == "GET me").unwrap();
    assert!(of_me["succeeded"].as_u64().unwrap() >= 2);
    assert_eq!(control.ask(Method::GET, "/violations", no()).await.1, json!([]));
    assert!(control.ask(Method::GET, "/", no()).await.1["POST /faults"].is_string());
    assert_eq!(control.ask(Method::DELETE, "/users/ann/tokens", no()).await.1, json!({"ended": 1}));
    assert_eq!(status(&ann).await, 401);
}

/// A file that nothing else writes to, which is deleted.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("ucwa-emulator-{}-{name}", std::process::id())))
    }

    fn read(&self) -> Value {
        serde_json::from_slice(&fs::read(&self.0).unwrap()).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn every_exchange_is_logged_without_secrets() {
    let file = Scratch::new("log.har");
    let emulator = Emulator::builder().scenario(Scenario::default()).log(&file.0).start().await.unwrap();
    assert_eq!(file.read()["log"]["entries"], json!([]), "it is whole before the first exchange");
    reqwest::get(format!("{}/?x=1&y=a%20b", emulator.url())).await.unwrap();
    assert_eq!(file.read()["log"]["entries"].as_array().unwrap().len(), 1, "and after it");
    let ann = Client::available(&emulator, "ann").await;
    ann.get(&ann.next).await;
    let malformed = reqwest::Client::new().post(format!("{}/WebTicket/oauthtoken", emulator.url()));
    malformed.header("content-type", "application/x-www-form-urlencoded").body("password=secret").send().await.unwrap();
    let batch = href(&ann.application["_links"]["batch"]);
    let me = href(&ann.application["_embedded"]["me"]["_links"]["self"]);
    let part = format!(
        "--b\r\nContent-Type: application/http; msgtype=request\r\n\r\nGET {me} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\r\n\r\n--b--\r\n",
        ann.token
    );
    ann.send(Method::POST, &batch, Some(("multipart/batching;boundary=b", part))).await;
    ann.send(Method::GET, &format!("{me}/photo"), None).await;

    let log = file.read();
    assert_eq!((&log["log"]["version"], &log["log"]["creator"]["name"]), (&json!("1.2"), &json!("ucwa-emulator")));
    let entries = log["log"]["entries"].as_array().unwrap();
    let first = &entries[0];
    assert_eq!(first["request"]["queryString"], json!([{"name": "x", "value": "1"}, {"name": "y", "value": "a b"}]));
    assert_eq!((&first["response"]["status"], &first["response"]["statusText"]), (&json!(200), &json!("OK")));
    assert!(first["response"]["content"]["text"].as_str().unwrap().contains("\"user\""));
    assert!(
        ucwa_model::Date::parse_iso(first["startedDateTime"].as_str().unwrap()).is_ok() && first["time"].as_f64().unwrap() >= 0.0
    );
    for entry in entries {
        for member in ["startedDateTime", "time", "request", "response", "cache", "timings"] {
            assert!(entry.get(member).is_some(), "{member}: {entry}");
        }
        for member in ["method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"] {
            assert!(entry["request"].get(member).is_some(), "{member}: {entry}");
        }
        for member in
            ["status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"]
        {
            assert!(entry["response"].get(member).is_some(), "{member}: {entry}");
        }
    }
    let events = entries.iter().find(|entry| entry["request"]["url"].as_str().unwrap().contains("/events?ack=1")).unwrap();
    assert!(events["response"]["content"]["text"].as_str().unwrap().contains("\"sender\""));
    let photo = entries.iter().find(|entry| entry["request"]["url"].as_str().unwrap().ends_with("/photo")).unwrap();
    assert_eq!(photo["response"]["content"]["encoding"], "base64");

    let text = fs::read_to_string(&file.0).unwrap();
    assert!(!text.contains(&ann.token) && !text.contains("secret"), "a secret is in the log");
    assert!(text.contains("Bearer ***") && text.contains("cwt=***"));
    token(&emulator.url(), "ann").await;
}
