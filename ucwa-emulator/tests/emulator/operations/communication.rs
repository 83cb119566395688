//! Conversations.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::Emulator;
use ucwa_model::Format;

use crate::client::{Client, href, link_of};

pub(crate) async fn tour(emulator: &Emulator, format: Format) {
    let mut ann = Client::available_with(emulator, "ann", format).await;
    let mut lene = Client::available_with(emulator, "lene", format).await;
    let communication = ann.get(&href(&ann.application["_embedded"]["communication"]["_links"]["self"])).await;

    for end in ["decline", "cancel"] {
        let invitation = ann.ask(Method::GET, &start(&ann, &communication).await, None).await.body;
        let theirs = lene.until("messagingInvitation/started").await;
        let (who, link) = match end {
            "cancel" => (&ann, href(&invitation["_links"][end])),
            _ => (&lene, link_of(&theirs, end)),
        };
        assert_eq!(who.act(&link).await, StatusCode::NO_CONTENT);
    }
    start(&ann, &communication).await;
    let invitation = lene.until("messagingInvitation/started").await;
    assert_eq!(lene.act(&link_of(&invitation, "accept")).await, StatusCode::NO_CONTENT);

    let conversations = ann.get(&href(&communication["_links"]["conversations"])).await;
    let links = conversations["_links"]["conversation"].as_array().unwrap();
    let conversation = ann.get(&href(links.last().unwrap())).await;
    talk(&mut ann, &mut lene, &conversation).await;
    assert_eq!(ann.ask(Method::DELETE, &href(&conversation["_links"]["self"]), None).await.status, StatusCode::NO_CONTENT);
}

/// Invites Lene; where the invitation is.
async fn start(ann: &Client, communication: &Value) -> String {
    let input = json!({"operationId": "74cb7404", "to": "sip:lene@contoso.com", "subject": "Lunch"});
    let revision = [("x-ms-requiresminresourceversion", "2")];
    let started = ann.ask_with(Method::POST, &href(&communication["_links"]["startMessaging"]), Some(&input), &revision).await;
    assert_eq!(started.status, StatusCode::CREATED);
    started.location()
}

/// Writes, and looks at all that a conversation has.
async fn talk(ann: &mut Client, lene: &mut Client, conversation: &Value) {
    let messaging = ann.get(&href(&conversation["_links"]["messaging"])).await;
    let send = href(&messaging["_links"]["sendMessage"]);
    assert_eq!(ann.say(&format!("{send}?operationContext=5"), "Hi Lene").await, StatusCode::CREATED);
    assert_eq!(ann.act(&href(&messaging["_links"]["setIsTyping"])).await, StatusCode::NO_CONTENT);
    let messages = ann.get(&send).await;
    let message = ann.get(&href(&messages["_links"]["message"][0])).await;
    assert_eq!(message["direction"], "Outgoing");
    let theirs = lene.until("message/completed").await;
    let writer = lene.get(&link_of(&theirs, "participant")).await;
    assert_eq!(writer["name"], "Ann Beebe");
    let reached = lene.get(&href(&writer["_links"]["participantMessaging"])).await;
    assert_eq!(reached["rel"], "participantMessaging");
    assert_eq!(ann.act(&href(&messaging["_links"]["stopMessaging"])).await, StatusCode::NO_CONTENT);
}
