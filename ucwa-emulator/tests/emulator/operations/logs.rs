//! Conversations of the past.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::Emulator;
use ucwa_model::{DataLink, Format};

use super::calls::{chat, offer, take};
use crate::{
    caller::{begin, communication, equipped, follow, press, rings, until_is},
    client::{Client, href},
};

pub(crate) async fn tour(emulator: &Emulator, format: Format) {
    let mut ann = equipped(emulator, "ann", format).await;
    let mut bob = equipped(emulator, "bob", format).await;
    let conversation = chat(&mut ann, &mut bob).await;
    let messaging = follow(&ann, &conversation, "messaging").await;
    let send = href(&messaging["_links"]["sendMessage"]);
    for number in 0..1010 {
        assert_eq!(ann.say(&format!("{send}?operationId={number}"), &format!("{number}")).await, StatusCode::CREATED);
    }
    begin(&ann, &follow(&ann, &conversation, "audioVideo").await, "addAudio", &offer("sip:bob@contoso.com")).await;
    take(&mut bob).await;
    until_is(&mut ann, "audioVideoInvitation/completed", "state", "Connected").await;
    let gone = ann.ask(Method::DELETE, &href(&conversation["_links"]["self"]), None).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);

    let hub = communication(&ann).await;
    press(&bob, &communication(&bob).await, "replayMessage").await;
    let log = latest(&ann, &hub).await;
    assert_eq!(
        (&log["status"], &log["previewMessage"], &log["threadId"]),
        (&"Archived".into(), &"10".into(), &conversation["threadId"])
    );
    let recipient = ann.get(&href(&log["_links"]["conversationLogRecipient"][0])).await;
    assert_eq!(recipient["displayName"], "Bob Kelly");
    transcripts(&ann, &log).await;
    go_on(&mut ann, &mut bob, &log).await;
    missed(emulator, &ann, &mut bob).await;
    assert_eq!(ann.ask(Method::DELETE, &href(&log["_links"]["self"]), None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ann.ask(Method::GET, &href(&log["_links"]["self"]), None).await.status, StatusCode::NOT_FOUND);
}

/// The latest log.
async fn latest(client: &Client, hub: &Value) -> Value {
    let logs = client.get(&format!("{}?limit=1", href(&hub["_links"]["conversationLogs"]))).await;
    let links = logs["_links"]["conversationLog"].as_array().unwrap();
    assert_eq!(links.len(), 1);
    client.get(&href(&links[0])).await
}

/// Page after page; what was forgotten, said, and called.
async fn transcripts(ann: &Client, log: &Value) {
    let (mut page, mut all) = (follow(ann, log, "conversationLogTranscripts").await, Vec::new());
    loop {
        all.extend(page["_embedded"]["conversationLogTranscript"].as_array().unwrap().iter().cloned());
        if page["_links"].get("nextConversationLogTranscripts").is_none() {
            break;
        }
        page = follow(ann, &page, "nextConversationLogTranscripts").await;
    }
    assert_eq!(all.len(), 1 + 1000 + 2);
    let (first, second, last) = (&all[0], &all[1], &all[all.len() - 1]);
    assert_eq!(follow(ann, first, "errorTranscript").await["reason"], "TranscriptionFailed");
    let said = follow(ann, &ann.get(&href(&second["_links"]["self"])).await, "messageTranscript").await;
    assert_eq!(href(&said["_links"]["plainMessage"]), DataLink::plain("10").href());
    assert_eq!(follow(ann, last, "audioTranscript").await["status"], "Ended");
}

/// Every way to go on where two people were.
async fn go_on(ann: &mut Client, bob: &mut Client, log: &Value) {
    let input = json!({"operationId": "c", "sessionContext": "s2", "_links": offer("")["_links"]});
    for (link, rel) in [
        ("continueMessaging", "messagingInvitation"),
        ("continueAudio", "audioVideoInvitation"),
        ("continueVideo", "audioVideoInvitation"),
        ("continueAudioVideo", "audioVideoInvitation"),
        ("continuePhoneAudio", "phoneAudioInvitation"),
    ] {
        let input = if rel == "audioVideoInvitation" { input.clone() } else { json!({"operationId": "c"}) };
        begin(ann, log, link, &input).await;
        let invitation = rings(bob, rel).await;
        assert_eq!(invitation["threadId"], log["threadId"], "{link}");
        let twice = ann.ask(Method::POST, &href(&log["_links"][link]), Some(&input)).await;
        assert_eq!(twice.error(), (409, "Conflict", "AlreadyExists"));
        press(bob, &invitation, "decline").await;
        ann.until(&format!("{rel}/completed")).await;
    }
}

/// Nobody answers, and is told later.
async fn missed(emulator: &Emulator, ann: &Client, bob: &mut Client) {
    begin(ann, &communication(ann).await, "startMessaging", &json!({"operationId": "m", "to": "sip:bob@contoso.com"})).await;
    rings(bob, "messagingInvitation").await;
    emulator.advance(std::time::Duration::from_secs(31));
    until_is(bob, "missedItems/updated", "unreadMissedConversationsCount", 1).await;
    let hub = communication(bob).await;
    let log = latest(bob, &hub).await;
    assert_eq!((&log["status"], &log["direction"]), (&"Missed".into(), &"Incoming".into()));
    press(bob, &log, "markAsRead").await;
    assert_eq!(follow(bob, &hub, "missedItems").await["unreadMissedConversationsCount"], 0);
    assert_eq!(bob.ask(Method::DELETE, &href(&log["_links"]["self"]), None).await.status, StatusCode::NO_CONTENT);

    // what is deleted before it has been read is missed no longer
    begin(ann, &communication(ann).await, "startMessaging", &json!({"operationId": "n", "to": "sip:bob@contoso.com"})).await;
    rings(bob, "messagingInvitation").await;
    emulator.advance(std::time::Duration::from_secs(31));
    until_is(bob, "missedItems/updated", "unreadMissedConversationsCount", 1).await;
    let unread = href(&latest(bob, &hub).await["_links"]["self"]);
    assert_eq!(bob.ask(Method::DELETE, &unread, None).await.status, StatusCode::NO_CONTENT);
    until_is(bob, "missedItems/updated", "unreadMissedConversationsCount", 0).await;
}
