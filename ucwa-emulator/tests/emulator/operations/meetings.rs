//! Online meetings.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::Emulator;
use ucwa_model::Format;

use crate::{
    caller::{begin, communication, equipped, follow, until_is},
    client::{Client, href},
};

pub(crate) async fn tour(emulator: &Emulator, format: Format) {
    let mut ann = equipped(emulator, "ann", format).await;
    let mut bob = equipped(emulator, "bob", format).await;
    let hub = ann.get(&href(&ann.application["_embedded"]["onlineMeetings"]["_links"]["self"])).await;
    values(&ann, &hub).await;

    let mine = href(&hub["_links"]["myOnlineMeetings"]);
    let made = ann
        .ask(
            Method::POST,
            &mine,
            Some(&json!({"subject": "Review", "accessLevel": "Locked", "attendees": ["sip:bob@contoso.com"]})),
        )
        .await;
    assert_eq!((made.status, &made.body["subject"]), (StatusCode::CREATED, &"Review".into()));
    let meeting = ann.get(&made.location()).await;
    let join = json!({"operationId": "j", "onlineMeetingUri": meeting["onlineMeetingUri"]});
    begin(&bob, &communication(&bob).await, "joinOnlineMeeting", &join).await;
    until_is(&mut bob, "conversation/added", "state", "InLobby").await;
    begin(&ann, &communication(&ann).await, "joinOnlineMeeting", &join).await;
    until_is(&mut ann, "onlineMeetingInvitation/completed", "state", "Connected").await;
    let changed = put(&ann, &meeting, json!({"subject": "Review 2"})).await;
    assert_eq!((&changed["subject"], &changed["accessLevel"]), (&"Review 2".into(), &"SameEnterprise".into()));
    until_is(&mut ann, "onlineMeeting/updated", "subject", "Review 2").await;
    extensions(&ann, &changed).await;

    let assigned = follow(&ann, &hub, "myAssignedOnlineMeeting").await;
    assert_eq!(put(&ann, &assigned, json!({"subject": "At any time"})).await["subject"], "At any time");
    let all = ann.get(&mine).await;
    assert_eq!(all["_embedded"]["myOnlineMeeting"].as_array().unwrap().len(), 1);
    for meeting in [&assigned, &changed] {
        assert_eq!(ann.ask(Method::DELETE, &href(&meeting["_links"]["self"]), None).await.status, StatusCode::NO_CONTENT);
    }
    ann.until("conversation/deleted").await;
    let gone = ann.ask(Method::POST, &href(&communication(&ann).await["_links"]["joinOnlineMeeting"]), Some(&join)).await;
    assert_eq!(gone.error(), (404, "NotFound", "DestinationNotFound"));
}

/// What holds for all meetings.
async fn values(ann: &Client, hub: &Value) {
    for rel in ["onlineMeetingDefaultValues", "onlineMeetingPolicies", "onlineMeetingInvitationCustomization"] {
        assert_eq!(follow(ann, hub, rel).await["rel"], rel);
    }
    let eligible = follow(ann, hub, "onlineMeetingEligibleValues").await;
    assert_eq!(eligible["accessLevels"].as_array().unwrap().len(), 4);
    let phones = follow(ann, hub, "phoneDialInInformation").await;
    assert_eq!(ann.get(&href(&phones["_links"]["dialInRegion"][1])).await["name"], "Berlin");
}

/// Writes a meeting anew: for the version that it has, and with what it asks for.
async fn put(client: &Client, meeting: &Value, mut input: Value) -> Value {
    let please = meeting
        .as_object()
        .unwrap()
        .iter()
        .find(|(_, value)| value.as_str().is_some_and(|text| text.starts_with("please pass this")));
    let (name, value) = please.unwrap();
    let place = href(&meeting["_links"]["self"]);
    assert_eq!(client.ask(Method::PUT, &place, Some(&input)).await.status, StatusCode::PRECONDITION_REQUIRED);
    let stale = client.ask_with(Method::PUT, &place, Some(&input), &[("if-match", "\"1\"")]).await;
    assert_eq!(stale.status, StatusCode::PRECONDITION_FAILED);
    input[name] = value.clone();
    let etag = format!("\"{}\"", meeting["etag"].as_str().unwrap());
    let answer = client.ask_with(Method::PUT, &place, Some(&input), &[("if-match", &etag)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

/// What applications attach to a meeting, under names of their own.
async fn extensions(ann: &Client, meeting: &Value) {
    let place = href(&meeting["_links"]["onlineMeetingExtensions"]);
    let made = ann.ask(Method::POST, &place, Some(&json!({"id": "5", "type": "RoamedOrganizerData", "colour": "red"}))).await;
    assert_eq!((made.status, &made.body["colour"]), (StatusCode::CREATED, &"red".into()));
    let own = made.location();
    assert_eq!(ann.ask(Method::PUT, &own, Some(&json!({"id": "5", "colour": "blue"}))).await.body["colour"], "blue");
    assert_eq!(ann.get(&own).await["colour"], "blue");
    assert_eq!(ann.get(&place).await["_embedded"]["onlineMeetingExtension"].as_array().unwrap().len(), 1);
    assert_eq!(ann.ask(Method::DELETE, &own, None).await.status, StatusCode::NO_CONTENT);
    // what does not fit its place is not kept under a name of the application's own
    for odd in
        [json!({"id": ["5", "6"], "type": "Undefined"}), json!({"id": "5", "type": [1, "x"]}), json!({"rel": 7, "etag": {}})]
    {
        let made = ann.post(&place, &odd).await;
        assert_eq!(made.status(), StatusCode::CREATED, "{odd}");
        let own = made.headers()["location"].to_str().unwrap().to_owned();
        assert_eq!(ann.ask(Method::DELETE, &own, None).await.status, StatusCode::NO_CONTENT);
    }
}
