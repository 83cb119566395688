//! What tests of conversations, calls and meetings have in common.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::Emulator;
use ucwa_model::Format;

use crate::client::{Client, Reply, href};

/// A session description that sends and receives.
pub(crate) const SDP: &str = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=session\r\nt=0 0\r\nm=audio 5000 RTP/AVP 0\r\na=sendrecv\r\n";

/// One that puts the call on hold.
pub(crate) const HOLD: &str = "v=0\r\no=- 0 1 IN IP4 127.0.0.1\r\ns=session\r\nt=0 0\r\nm=audio 5000 RTP/AVP 0\r\na=sendonly\r\n";

/// Somebody who is signed in, and can do everything that clients begin.
pub(crate) async fn equipped(emulator: &Emulator, name: &str, format: Format) -> Client {
    equipped_for(emulator, name, format, &["Messaging", "Audio", "Video", "PhoneAudio"]).await
}

/// Somebody who is signed in, and can do that.
pub(crate) async fn equipped_for(emulator: &Emulator, name: &str, format: Format, modalities: &[&str]) -> Client {
    let client = Client::sign_in_with(emulator, name, format).await;
    let link = href(&client.application["_embedded"]["me"]["_links"]["makeMeAvailable"]);
    let input = json!({"supportedModalities": modalities, "supportedMessageFormats": ["Plain", "Html"], "signInAs": "Online"});
    // the first revision knows no audio but by phone
    let revision = [("x-ms-requiresminresourceversion", "2")];
    assert_eq!(client.ask_with(Method::POST, &link, Some(&input), &revision).await.status, StatusCode::CREATED);
    client
}

/// Where talking begins.
pub(crate) async fn communication(client: &Client) -> Value {
    client.get(&href(&client.application["_embedded"]["communication"]["_links"]["self"])).await
}

/// What a link of a resource leads to.
pub(crate) async fn follow(client: &Client, resource: &Value, link: &str) -> Value {
    client.get(&href(&resource["_links"][link])).await
}

/// Does what a link of a resource is for.
pub(crate) async fn press(client: &Client, resource: &Value, link: &str) {
    let answer = client.ask(Method::POST, &href(&resource["_links"][link]), None).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{link}: {}", answer.body);
}

/// Starts something by a link of a resource; what has been started.
pub(crate) async fn begin(client: &Client, resource: &Value, link: &str, input: &Value) -> Value {
    let answer = client.ask(Method::POST, &href(&resource["_links"][link]), Some(input)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{link}: {}", answer.body);
    client.get(&answer.location()).await
}

/// Sends a session description.
pub(crate) async fn describe(client: &Client, href: &str, description: &str) -> Reply {
    let answer = client.send(Method::POST, href, Some(("application/sdp", description.to_owned()))).await;
    let (status, headers) = (answer.status(), answer.headers().clone());
    Reply { status, headers, body: answer.json().await.unwrap_or_default() }
}

/// The resource that came along with an event.
pub(crate) fn resource_of(event: &Value) -> Value {
    event["_embedded"].as_object().and_then(|all| all.values().next()).cloned().unwrap_or_else(|| panic!("no resource: {event}"))
}

/// The next event of a resource that has such a member.
pub(crate) async fn until_is(client: &mut Client, event: &str, member: &str, value: impl Into<Value>) -> Value {
    let value = value.into();
    loop {
        let event = client.until(event).await;
        if event["_embedded"].as_object().is_some_and(|all| all.values().any(|one| one[member] == value)) {
            return resource_of(&event);
        }
    }
}

/// An invitation has come.
pub(crate) async fn rings(client: &mut Client, rel: &str) -> Value {
    resource_of(&client.until(&format!("{rel}/started")).await)
}

/// How an invitation has ended: its state, and why it failed.
pub(crate) async fn ended(client: &mut Client, rel: &str) -> (String, String) {
    let event = client.until(&format!("{rel}/completed")).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (text(&event["_embedded"][rel]["state"]), text(&event["reason"]["subcode"]))
}
