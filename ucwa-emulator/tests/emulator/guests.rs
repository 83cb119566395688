//! Guests, who have no account: a later one is somebody else.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::json;
use ucwa_emulator::Emulator;
use ucwa_model::{Format, SipUri, http::Grant};

use crate::{
    caller::{communication, equipped, follow, press, until_is},
    client::{Client, emulator, href},
    sign_in::{ask_for_token, meeting},
};

/// Somebody who knows a meeting.
async fn guest(emulator: &Emulator, meeting: &SipUri) -> Client {
    let key = Grant::conference_key(meeting).unwrap().to_owned();
    let issued = ask_for_token(&emulator.url(), Grant::anonymous_meeting(meeting, key)).await.unwrap();
    let mut guest = Client::sign_in(emulator, "bob").await;
    guest.token = issued.token.expose().to_owned();
    let input = json!({"culture": "en-US", "userAgent": "Test/1.0"});
    guest.application = guest.made("/ucwa/v1/anonApplications", &input).await;
    guest.next = href(&guest.application["_links"]["events"]);
    guest
}

/// The links of the logs of somebody.
async fn logs(client: &Client) -> Vec<String> {
    let logs = follow(client, &communication(client).await, "conversationLogs").await;
    logs["_links"]["conversationLog"].as_array().into_iter().flatten().map(href).collect()
}

#[tokio::test]
async fn a_guest_has_nothing_of_those_before() {
    for is_remembered in [true, false] {
        let emulator = emulator().await;
        emulator.stop_time();
        let mut ann = equipped(&emulator, "ann", Format::Json).await;
        let meeting = meeting(&mut ann).await;
        let first = guest(&emulator, &meeting).await;
        let join = json!({"operationId": "1", "onlineMeetingUri": meeting.as_str()});
        first.ask(Method::POST, &href(&communication(&first).await["_links"]["joinOnlineMeeting"]), Some(&join)).await;
        let waiting = until_is(&mut ann, "participant/added", "inLobby", true).await;
        press(&ann, &waiting, "admit").await;
        let uri = until_is(&mut ann, "participant/added", "role", "Attendee").await["uri"].clone();
        let left = first.ask(Method::DELETE, &href(&first.application["_links"]["self"]), None).await;
        assert_eq!(left.status, StatusCode::NO_CONTENT);
        let conversation = follow(&ann, &waiting, "conversation").await;
        ann.ask(Method::DELETE, &href(&conversation["_links"]["self"]), None).await;
        let log = logs(&ann).await.remove(0);
        if !is_remembered {
            ann.ask(Method::DELETE, &log, None).await;
        }
        for _ in 0..8 {
            emulator.advance(Duration::from_secs(9 * 60));
            ann.get(&href(&ann.application["_links"]["self"])).await;
        }

        let meeting = crate::sign_in::meeting(&mut ann).await;
        let second = guest(&emulator, &meeting).await;
        assert_ne!(second.application["_embedded"]["me"]["uri"], uri);
        assert_eq!(logs(&second).await, Vec::<String>::new(), "that was another guest");
        if is_remembered {
            let recipient = ann.get(&href(&ann.get(&log).await["_links"]["conversationLogRecipient"][0])).await;
            assert_eq!(recipient["sipUri"], uri, "Ann has talked with the first guest");
        }
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}
