//! Discovery, applications, and what every application has.

use reqwest::{Method, StatusCode};
use serde_json::json;
use ucwa_emulator::Emulator;
use ucwa_model::{Format, http::Grant};

use crate::{
    client::{Client, href, token},
    sign_in::{ask_for_token, meeting},
};

pub(crate) async fn tour(emulator: &Emulator, format: Format) {
    let ann = Client::available_with(emulator, "ann", format).await;
    let root = ann.get("/").await;
    let user = ann.get(&href(&root["_links"]["user"])).await;
    let frame = ann.ask(Method::GET, &href(&root["_links"]["xframe"]), None).await;
    assert_eq!((frame.status, &frame.headers["content-type"]), (StatusCode::OK, &"text/html; charset=utf-8".parse().unwrap()));

    let applications = href(&user["_links"]["applications"]);
    let what = ann.ask(Method::OPTIONS, &applications, None).await.body["metadata"].clone();
    assert_eq!((&what[1]["httpMethod"], &what[1]["parameters"][0]["name"]), (&"POST".into(), &"culture".into()));
    let input = json!({"culture": "en-US", "endpointId": "another", "userAgent": "Test/1.0"});
    let made = ann.ask_with(Method::POST, &applications, Some(&input), &[("x-ms-requiresminresourceversion", "2")]).await;
    assert_eq!(ann.get(&made.location()).await["endpointId"], "another");
    let applications = ann.get(&applications).await;
    let own = href(&applications["_embedded"]["application"][0]["_links"]["self"]);
    let application = ann.get(&own).await;
    assert_eq!(application["_embedded"]["me"]["name"], "Ann Beebe");

    batch(&ann).await;
    let mut john = Client::sign_in_with(emulator, "ann", format).await;
    john.token = token(&ann.url, "john").await;
    let moved = john.get(&href(&root["_links"]["user"])).await;
    let redirect = ann.get(&href(&moved["_links"]["redirect"])).await;
    for link in ["user", "xframe"] {
        assert!(href(&redirect["_links"][link]).starts_with(&emulator.second_url().unwrap()), "{redirect}");
    }
    let refused = ann.ask(Method::GET, &format!("{own}/people/nobody@contoso.com"), None).await;
    assert_eq!(refused.error(), (404, "NotFound", ""));
    assert_eq!(ann.get(&href(&refused.body["_links"]["self"])).await, refused.body);
    let events = ann.get(&ann.next).await;
    assert!(!events["sender"].as_array().unwrap().is_empty());
    let later = ann.ask_with(Method::GET, &own, None, &[("x-ms-requiresminresourceversion", "3")]).await;
    assert_eq!(later.error(), (409, "Conflict", "APIVersionNotSupported"));
    assert_eq!(ann.ask(Method::DELETE, &own, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ann.ask(Method::GET, &own, None).await.error(), (404, "NotFound", "ApplicationNotFound"));
}

async fn batch(ann: &Client) {
    let me = href(&ann.application["_embedded"]["me"]["_links"]["self"]);
    let part = format!("GET {me} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n\r\n");
    let body = format!("--b\r\nContent-Type: application/http; msgtype=request\r\n\r\n{part}--b--\r\n");
    let answer =
        ann.send(Method::POST, &href(&ann.application["_links"]["batch"]), Some(("multipart/batching;boundary=b", body))).await;
    assert!(answer.text().await.unwrap().contains("Ann Beebe"));
}

/// Somebody without an account.
pub(crate) async fn guest(emulator: &Emulator, format: Format) {
    let mut lene = Client::available(emulator, "lene").await;
    let meeting = meeting(&mut lene).await;
    let key = Grant::conference_key(&meeting).unwrap().to_owned();
    let issued = ask_for_token(&emulator.url(), Grant::anonymous_meeting(&meeting, key)).await.unwrap();
    let mut guest = Client::available_with(emulator, "ann", format).await;
    guest.token = issued.token.expose().to_owned();
    let user = guest.get("/Autodiscover/AutodiscoverService.svc/root/oauth/user").await;
    let applications = href(&user["_links"]["applications"]);
    assert_eq!(guest.ask(Method::OPTIONS, &applications, None).await.status, StatusCode::OK);
    let input = serde_json::json!({"culture": "en-US", "userAgent": "Test/1.0"});
    assert_eq!(guest.ask(Method::POST, &applications, Some(&input)).await.status, StatusCode::CREATED);
}
