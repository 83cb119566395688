//! Roles of somebody who takes part: their links lead to a `participant`, as they do on servers, so that clients know who it is by the
//! address. Nothing tells a request for the one from a request for the other.

use std::{collections::BTreeSet, time::Duration};

use reqwest::StatusCode;
use serde_json::{Value, json};
use ucwa_model::{
    Decode, Decoder, Format,
    communication::{AcceptedByParticipant, FailedDeliveryParticipant, From, Participant},
};

use super::calls::chat;
use crate::{
    caller::{begin, communication, equipped, follow, press, rings},
    client::{Client, emulator, href},
};

/// Follows the link of each role, and reads what is there as the role; which they are.
pub(crate) async fn followed(format: Format) -> BTreeSet<&'static str> {
    let emulator = emulator().await;
    emulator.stop_time();
    let (mut ann, mut bob) = (equipped(&emulator, "ann", format).await, equipped(&emulator, "bob", format).await);
    let input = json!({"operationId": "1", "to": "sip:bob@contoso.com"});
    let started = begin(&ann, &communication(&ann).await, "startMessaging", &input).await;
    let invitation = rings(&mut bob, "messagingInvitation").await;
    press(&bob, &invitation, "accept").await;
    ann.until("messagingInvitation/completed").await;
    let from: From = role(&bob, &invitation["_links"]["from"]).await;
    let accepted = &follow(&ann, &started, "self").await["_links"]["acceptedByParticipant"][0];
    let accepted: AcceptedByParticipant = role(&ann, accepted).await;
    let names = [from.name, accepted.name].map(|name| name.unwrap().to_string());
    assert_eq!(names, ["Ann Beebe", "Bob Kelly"]);

    let conversation = chat(&mut ann, &mut bob).await;
    emulator.advance(Duration::from_secs(5 * 60));
    let send = href(&follow(&ann, &conversation, "messaging").await["_links"]["sendMessage"]);
    assert_eq!(ann.say(&format!("{send}?operationId=2"), "Bob?").await, StatusCode::CREATED);
    let sent = ann.until("message/completed").await;
    let failed = &sent["_embedded"]["message"]["_links"]["failedDeliveryParticipant"][0];
    let _: FailedDeliveryParticipant = role(&ann, failed).await;
    let failed: Participant = role(&ann, failed).await;
    assert_eq!(failed.name.unwrap().as_str(), "Bob Kelly");
    assert_eq!(emulator.violations(), Vec::<String>::new());
    BTreeSet::from(["GET acceptedByParticipant", "GET failedDeliveryParticipant", "GET from"])
}

/// Reads what a link leads to.
async fn role<T: Decode>(client: &Client, link: &Value) -> T {
    let participant = client.get(&href(link)).await;
    assert!(["participant", "localParticipant"].contains(&participant["rel"].as_str().unwrap()), "{participant}");
    Decoder::new(Format::Json).decode(participant.to_string().as_bytes()).unwrap().value
}
