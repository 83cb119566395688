//! The four operations that everything begins with, each from end to end, in both formats: what succeeds, what is refused, and the
//! events that follow.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::Emulator;
use ucwa_model::{DataLink, Format};

use crate::{
    caller::{begin, communication, ended, equipped, follow, press, resource_of, rings, until_is},
    client::{Client, emulator, href},
};

const FORMATS: [Format; 2] = [Format::Json, Format::Xml];

/// Ann and Bob, each in one application.
async fn two(emulator: &Emulator, format: Format) -> (Client, Client) {
    (equipped(emulator, "ann", format).await, equipped(emulator, "bob", format).await)
}

/// What is refused: the status, the code and the subcode.
async fn refused(client: &Client, place: &str, input: &Value) -> (u16, String, String) {
    let answer = client.ask(Method::POST, place, Some(input)).await;
    let (status, code, subcode) = answer.error();
    (status, code.to_owned(), subcode.to_owned())
}

fn error(status: u16, code: &str, subcode: &str) -> (u16, String, String) {
    (status, code.to_owned(), subcode.to_owned())
}

/// Ann invites Bob, who accepts; the conversation as Ann sees it.
async fn chat(ann: &mut Client, bob: &mut Client, input: &Value) -> Value {
    let started = begin(ann, &communication(ann).await, "startMessaging", input).await;
    let invitation = rings(bob, "messagingInvitation").await;
    press(bob, &invitation, "accept").await;
    until_is(ann, "messagingInvitation/completed", "state", "Connected").await;
    follow(ann, &started, "conversation").await
}

#[tokio::test]
async fn start_messaging() {
    for format in FORMATS {
        let emulator = emulator().await;
        let (mut ann, mut bob) = two(&emulator, format).await;
        for (message, member) in [(DataLink::plain("Hi Bob"), "plainMessage"), (DataLink::html("<b>Hi Bob</b>"), "htmlMessage")] {
            let input = json!({
                "operationId": "74cb", "to": "sip:bob@contoso.com", "subject": "Lunch", "importance": "Urgent", "threadId": member,
                "_links": {"message": {"href": message.href()}, "customContent": {"href": DataLink::new("text/x", "1").href()}},
            });
            let started = begin(&ann, &communication(&ann).await, "startMessaging", &input).await;
            assert_eq!((&started["direction"], &started["state"]), (&"Outgoing".into(), &"Connecting".into()));
            let own = rings(&mut ann, "messagingInvitation").await;
            let theirs = rings(&mut bob, "messagingInvitation").await;
            assert_eq!((own["operationId"].as_str(), theirs.get("operationId")), (Some("74cb"), None));
            for (name, value) in [("subject", "Lunch"), ("importance", "Urgent"), ("threadId", member), ("direction", "Incoming")]
            {
                assert_eq!(theirs[name], value);
            }
            assert_eq!(href(&theirs["_links"]["message"]), message.href());
            assert_eq!(theirs["_embedded"]["from"]["name"], "Ann Beebe");
            let conversation = until_is(&mut bob, "conversation/added", "state", "Incoming").await;
            assert!(conversation["_links"].get("addParticipant").is_none());

            press(&bob, &theirs, "accept").await;
            for rel in ["participant/added", "participantMessaging/added"] {
                ann.until(rel).await;
            }
            let completed = until_is(&mut ann, "messagingInvitation/completed", "state", "Connected").await;
            assert_eq!(completed["_embedded"]["acceptedByParticipant"][0]["name"], "Bob Kelly");
            let said = resource_of(&bob.until("message/completed").await);
            assert_eq!(href(&said["_links"][member]), message.href());
            let twice = refused(&ann, &href(&communication(&ann).await["_links"]["startMessaging"]), &input).await;
            assert_eq!(twice, error(409, "Conflict", "AlreadyExists"));
            let conversation = follow(&ann, &completed, "conversation").await;
            assert_eq!(conversation["activeModalities"], json!(["Messaging"]));
            ann.ask(Method::DELETE, &href(&conversation["_links"]["self"]), None).await;
            bob.until("conversation/deleted").await;
        }
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn start_messaging_is_refused() {
    for format in FORMATS {
        let emulator = emulator().await;
        let ann = Client::sign_in_with(&emulator, "ann", format).await;
        let place = href(&communication(&ann).await["_links"]["startMessaging"]);
        let to = "sip:bob@contoso.com";
        // before makeMeAvailable too: a client that only sends need not be reachable
        let early = ann.ask(Method::POST, &place, Some(&json!({"operationId": "0", "to": to}))).await;
        assert_eq!(early.status, StatusCode::CREATED);
        let make = href(&ann.application["_embedded"]["me"]["_links"]["makeMeAvailable"]);
        let second = [("x-ms-requiresminresourceversion", "2")];
        ann.ask_with(Method::POST, &make, Some(&json!({"supportedModalities": ["Audio"]})), &second).await;
        for (input, expected) in [
            (json!({"operationId": "1", "to": to}), error(409, "Conflict", "")),
            (json!({"operationId": "1"}), error(400, "BadRequest", "ParameterValidationFailure")),
            (
                json!({"operationId": "1", "to": to, "subject": "s".repeat(251)}),
                error(400, "BadRequest", "ParameterValidationFailure"),
            ),
            (json!({"operationId": "1".repeat(51), "to": to}), error(400, "BadRequest", "ParameterValidationFailure")),
        ] {
            assert_eq!(refused(&ann, &place, &input).await, expected, "{input}");
        }
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn continue_messaging() {
    for format in FORMATS {
        let emulator = emulator().await;
        let (mut ann, mut bob) = two(&emulator, format).await;
        let input = json!({"operationId": "1", "to": "sip:bob@contoso.com", "subject": "Lunch", "threadId": "t1"});
        let conversation = chat(&mut ann, &mut bob, &input).await;
        ann.ask(Method::DELETE, &href(&conversation["_links"]["self"]), None).await;
        let logs = follow(&bob, &communication(&bob).await, "conversationLogs").await;
        let log = bob.get(&href(&logs["_links"]["conversationLog"][0])).await;
        assert_eq!((&log["direction"], &log["type"]), (&"Incoming".into(), &"MessageLog".into()));

        let message = DataLink::plain("Where were we?");
        let input = json!({"operationId": "2", "_links": {"message": {"href": message.href()}}});
        begin(&bob, &log, "continueMessaging", &input).await;
        let invitation = rings(&mut ann, "messagingInvitation").await;
        assert_eq!((&invitation["threadId"], &invitation["subject"]), (&"t1".into(), &"Lunch".into()));
        press(&ann, &invitation, "accept").await;
        assert_eq!(href(&resource_of(&ann.until("message/completed").await)["_links"]["plainMessage"]), message.href());
        let place = href(&log["_links"]["continueMessaging"]);
        assert_eq!(refused(&bob, &place, &input).await, error(409, "Conflict", "AlreadyExists"));
        assert_eq!(refused(&ann, &place, &input).await.0, 404, "it is a log of Bob's");
        let unknown = place.replace("/conversationLogs/", "/conversationLogs/9");
        assert_eq!(refused(&bob, &unknown, &input).await, error(404, "NotFound", ""));
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

/// Sends a message of a media type; where it is.
async fn say(client: &Client, place: &str, media: &str, text: &str) -> (StatusCode, String) {
    let answer = client.send(Method::POST, place, Some((media, text.to_owned()))).await;
    let location = answer.headers().get("location").map(|place| place.to_str().unwrap().to_owned());
    (answer.status(), location.unwrap_or_default())
}

#[tokio::test]
async fn send_message() {
    for format in FORMATS {
        let emulator = emulator().await;
        let (mut ann, mut bob) = two(&emulator, format).await;
        let conversation = chat(&mut ann, &mut bob, &json!({"operationId": "1", "to": "sip:bob@contoso.com"})).await;
        let messaging = follow(&ann, &conversation, "messaging").await;
        let send = href(&messaging["_links"]["sendMessage"]);
        for (media, member, text) in
            [("text/plain; charset=utf-8", "plainMessage", "Café + 1"), ("text/html", "htmlMessage", "<i>1</i>")]
        {
            let (status, place) = say(&ann, &format!("{send}?operationId=5"), media, text).await;
            assert_eq!(status, StatusCode::CREATED);
            let message = ann.get(&place).await;
            assert_eq!(
                (&message["direction"], &message["status"], &message["operationId"]),
                (&"Outgoing".into(), &"Succeeded".into(), &"5".into())
            );
            for event in ["message/started", "message/completed"] {
                assert_eq!(href(&resource_of(&ann.until(event).await)["_links"]["self"]), place);
            }
            let event = bob.until("message/completed").await;
            let heard = resource_of(&event);
            assert_eq!(
                (&event["status"], &heard["direction"], heard.get("operationId")),
                (&"Success".into(), &"Incoming".into(), None)
            );
            let body = ucwa_model::DataBody::decode(&href(&heard["_links"][member])).unwrap();
            assert_eq!(body.text().unwrap(), text);
        }
        press(&ann, &messaging, "setIsTyping").await;
        assert_eq!(bob.until("participant/added").await["in"]["rel"], "typingParticipants");
        say(&ann, &format!("{send}?operationId=6"), "text/plain", "Done").await;
        assert_eq!(bob.until("participant/deleted").await["in"]["rel"], "typingParticipants");

        press(&ann, &messaging, "stopMessaging").await;
        until_is(&mut bob, "messaging/updated", "state", "Disconnected").await;
        bob.until("conversation/deleted").await;
        assert_eq!(say(&ann, &send, "text/plain", "Anybody?").await.0, StatusCode::CONFLICT);
        let lene = equipped(&emulator, "lene", format).await;
        assert_eq!(say(&lene, &send, "text/plain", "Me too").await.0, StatusCode::NOT_FOUND);
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_message_does_not_reach_who_is_silent() {
    for format in FORMATS {
        let emulator = emulator().await;
        emulator.stop_time();
        let (mut ann, mut bob) = two(&emulator, format).await;
        let conversation = chat(&mut ann, &mut bob, &json!({"operationId": "1", "to": "sip:bob@contoso.com"})).await;
        let messaging = follow(&ann, &conversation, "messaging").await;
        emulator.advance(Duration::from_secs(5 * 60));
        let (status, place) = say(&ann, &href(&messaging["_links"]["sendMessage"]), "text/plain", "Bob?").await;
        assert_eq!(status, StatusCode::CREATED);
        assert_eq!(ann.until("message/completed").await["status"], "Failure");
        let message = ann.get(&place).await;
        assert_eq!(message["status"], "Failed");
        let lost = ann.get(&href(&message["_links"]["failedDeliveryParticipant"][0])).await;
        assert_eq!(lost["name"], "Bob Kelly");
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn an_invitation_rings_everywhere_and_is_answered_once() {
    for format in FORMATS {
        let emulator = emulator().await;
        let (mut ann, mut bob) = two(&emulator, format).await;
        let mut other = equipped(&emulator, "bob", format).await;
        let input = json!({"operationId": "1", "to": "sip:bob@contoso.com"});
        let hub = communication(&ann).await;
        begin(&ann, &hub, "startMessaging", &input).await;
        let (here, there) = (rings(&mut bob, "messagingInvitation").await, rings(&mut other, "messagingInvitation").await);
        press(&bob, &here, "accept").await;
        assert_eq!(ended(&mut other, "messagingInvitation").await, ("Connected".into(), "ConnectedElsewhere".into()));
        other.until("conversation/deleted").await;
        let late = other.ask(Method::POST, &href(&there["_links"]["accept"]), None).await;
        assert_eq!(late.error(), (409, "Conflict", ""));
        let gone = other.ask(Method::GET, &href(&there["_links"]["conversation"]), None).await;
        assert_eq!(gone.error(), (404, "NotFound", ""), "it is at another endpoint");

        begin(&ann, &hub, "startMessaging", &input).await;
        let (here, there) = (rings(&mut bob, "messagingInvitation").await, rings(&mut other, "messagingInvitation").await);
        let local = bob.ask(Method::POST, &href(&here["_links"]["decline"]), Some(&json!({"reason": "Local"}))).await;
        assert_eq!(local.status, StatusCode::NO_CONTENT);
        bob.until("conversation/deleted").await;
        press(&other, &there, "accept").await;
        until_is(&mut ann, "messagingInvitation/completed", "state", "Connected").await;
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn an_invitation_fails_for_a_reason() {
    for format in FORMATS {
        let emulator = emulator().await;
        emulator.stop_time();
        let (mut ann, mut bob) = two(&emulator, format).await;
        let hub = communication(&ann).await;
        let input = json!({"operationId": "1", "to": "sip:bob@contoso.com"});
        for (reason, subcode) in [
            ("Unknown", "Declined"),
            ("UnsupportedMedia", "ModalityNotSupported"),
            ("InsufficientBandwidth", "InsufficientBandwidth"),
        ] {
            begin(&ann, &hub, "startMessaging", &input).await;
            let invitation = rings(&mut bob, "messagingInvitation").await;
            bob.ask(Method::POST, &href(&invitation["_links"]["decline"]), Some(&json!({"reason": reason}))).await;
            assert_eq!(ended(&mut ann, "messagingInvitation").await, ("Declined".into(), subcode.into()));
        }
        let started = begin(&ann, &hub, "startMessaging", &input).await;
        let theirs = rings(&mut bob, "messagingInvitation").await;
        assert_eq!(bob.ask(Method::POST, &href(&started["_links"]["cancel"]), None).await.status, StatusCode::NOT_FOUND);
        press(&ann, &started, "cancel").await;
        assert_eq!(ended(&mut bob, "messagingInvitation").await, ("Cancelled".into(), "Canceled".into()));
        let late = bob.ask(Method::POST, &href(&theirs["_links"]["accept"]), None).await;
        assert_eq!(late.error(), (409, "Conflict", ""));

        let unanswered = begin(&ann, &hub, "startMessaging", &input).await;
        rings(&mut bob, "messagingInvitation").await;
        emulator.advance(Duration::from_secs(29));
        assert_eq!(ann.get(&href(&unanswered["_links"]["self"])).await["state"], "Connecting");
        emulator.advance(Duration::from_secs(2));
        assert_eq!(ann.get(&href(&unanswered["_links"]["self"])).await["state"], "Failed");
        ended(&mut ann, "messagingInvitation").await;
        assert_eq!(ended(&mut ann, "messagingInvitation").await, ("Failed".into(), "Timeout".into()));

        bob.ask(
            Method::POST,
            &format!("{}/presence", href(&bob.application["_embedded"]["me"]["_links"]["self"])),
            Some(&json!({"availability": "DoNotDisturb"})),
        )
        .await;
        for (to, subcode) in [
            ("sip:bob@contoso.com", "DoNotDisturb"),
            ("sip:lene@contoso.com", "Unreachable"),
            ("sip:nobody@contoso.com", "DestinationNotFound"),
        ] {
            begin(&ann, &hub, "startMessaging", &json!({"operationId": "1", "to": to})).await;
            assert_eq!(ended(&mut ann, "messagingInvitation").await, ("Failed".into(), subcode.into()), "{to}");
        }
        let place = href(&started["_links"]["self"]);
        let stranger = place.replace(place.rsplit('/').next().unwrap(), "9");
        assert_eq!(ann.ask(Method::GET, &stranger, None).await.error(), (404, "NotFound", ""));
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}
