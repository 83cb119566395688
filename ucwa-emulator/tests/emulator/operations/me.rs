//! The user who is signed in.

use reqwest::{Method, StatusCode};
use serde_json::json;
use ucwa_emulator::Emulator;
use ucwa_model::Format;

use crate::client::{Client, href};

pub(crate) async fn tour(emulator: &Emulator, format: Format) {
    let ann = Client::sign_in_with(emulator, "ann", format).await;
    let me = ann.get(&href(&ann.application["_embedded"]["me"]["_links"]["self"])).await;
    let make = href(&me["_links"]["makeMeAvailable"]);
    let input = json!({"signInAs": "Online", "supportedModalities": ["Messaging"]});
    let revision = [("x-ms-requiresminresourceversion", "2")];
    assert_eq!(ann.ask_with(Method::POST, &make, Some(&input), &revision).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ann.ask(Method::POST, &make, Some(&input)).await.error(), (409, "Conflict", "AlreadyExists"));

    let me = ann.get(&href(&me["_links"]["self"])).await;
    let link = |name: &str| href(&me["_links"][name]);
    assert_eq!(ann.ask(Method::POST, &link("reportMyActivity"), None).await.status, StatusCode::NO_CONTENT);
    for (name, input) in [
        ("note", json!({"message": "At lunch"})),
        ("presence", json!({"availability": "Busy"})),
        ("location", json!({"location": "Room 1"})),
    ] {
        assert_eq!(ann.ask(Method::POST, &link(name), Some(&input)).await.status, StatusCode::NO_CONTENT);
        let (member, value) = input.as_object().unwrap().iter().next().unwrap();
        assert_eq!(ann.get(&link(name)).await[member], *value);
    }

    let photo = ann.ask(Method::GET, &link("photo"), None).await;
    assert_eq!(photo.headers["content-type"], "image/png");
    let phones = ann.get(&link("phones")).await;
    let phone = ann.get(&href(&phones["_embedded"]["phone"][0]["_links"]["self"])).await;
    assert_eq!(phone["number"], "tel:+14255550100");
}
