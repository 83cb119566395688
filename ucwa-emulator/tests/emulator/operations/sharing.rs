//! What others share: clients cannot, but see who does.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::{Emulator, Share};
use ucwa_model::Format;

use crate::{
    caller::{SDP, begin, communication, describe, equipped_for, follow, press, resource_of, until_is},
    client::{Client, href},
};

pub(crate) async fn tour(emulator: &Emulator, format: Format) {
    let mut ann = equipped_for(emulator, "ann", format, &["Messaging", "ApplicationSharing"]).await;
    two(emulator, &mut ann).await;
    many(emulator, &mut ann).await;
}

/// Ann and a robot, who shows what it has.
async fn two(emulator: &Emulator, ann: &mut Client) {
    let input = json!({"operationId": "1", "to": "sip:show@contoso.com"});
    let started = begin(ann, &communication(ann).await, "startMessaging", &input).await;
    let conversation = follow(ann, &started, "conversation").await;
    let part = resource_of(&ann.until("participantApplicationSharing/added").await);
    assert_eq!(part["applicationSharingDirection"], "SendOnly");
    assert_eq!(ann.until("applicationSharer/added").await["in"]["rel"], "applicationSharing");
    let offer = offered(ann).await;
    let taken = describe(ann, &href(&offer["_links"]["answer"]), SDP).await;
    assert_eq!(taken.status, StatusCode::NO_CONTENT);
    let late = describe(ann, &href(&offer["_links"]["answer"]), SDP).await;
    assert_eq!((late.status, late.error().1), (StatusCode::CONFLICT, "Conflict"));
    assert_eq!(ann.until("applicationSharingRenegotiation/completed").await["status"], "Success");

    let sharing = follow(ann, &conversation, "applicationSharing").await;
    assert_eq!(sharing["state"], "Connected");
    let sharer = follow(ann, &sharing, "applicationSharer").await;
    assert_eq!((&sharer["name"], &sharer["rel"]), (&"Show".into(), &"participant".into()));
    let own = follow(ann, &conversation, "localParticipant").await;
    assert_eq!(follow(ann, &own, "participantApplicationSharing").await["applicationSharingDirection"], "ReceiveOnly");
    assert_eq!(follow(ann, &sharer, "participantPanoramicVideo").await["panoramicVideoDirection"], "SendReceive");
    let board = follow(ann, &sharer, "participantDataCollaboration").await;
    assert_eq!(follow(ann, &board, "participant").await["name"], "Show");
    assert_eq!(follow(ann, &conversation, "dataCollaboration").await["state"], "Connected");

    emulator.share_as("show", "ann", Share::ApplicationSharing, false).unwrap();
    ann.until("applicationSharer/deleted").await;
    assert_eq!(follow(ann, &sharing, "self").await["state"], "Disconnected");
    assert!(follow(ann, &own, "self").await["_links"].get("participantApplicationSharing").is_none());
    emulator.share_as("show", "ann", Share::ApplicationSharing, true).unwrap();
    let offer = offered(ann).await;
    press(ann, &offer, "dismiss").await;
    assert_eq!(ann.until("applicationSharingRenegotiation/completed").await["reason"]["subcode"], "Declined");
    ann.until("applicationSharer/deleted").await;
    // whoever leaves with an offer open has withdrawn it
    emulator.share_as("show", "ann", Share::ApplicationSharing, true).unwrap();
    let offer = offered(ann).await;
    let answer = ann.ask(Method::DELETE, &href(&conversation["_links"]["self"]), None).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    ann.until("conversation/deleted").await;
    assert_eq!(describe(ann, &href(&offer["_links"]["answer"]), SDP).await.status, StatusCode::CONFLICT);
    let apart = emulator.share_as("show", "ann", Share::ApplicationSharing, true).unwrap_err();
    assert_eq!(apart.to_string(), "expected two who talk with each other, but found `show` and `ann`");
}

/// What Ann is offered to see.
async fn offered(ann: &mut Client) -> Value {
    let started = resource_of(&ann.until("applicationSharingRenegotiation/started").await);
    let offer = follow(ann, &started, "self").await;
    assert_eq!(offer["direction"], "Incoming");
    assert!(href(&offer["_links"]["mediaOffer"]).starts_with("data:application/sdp"));
    offer
}

/// A meeting, in which one after the other shares.
async fn many(emulator: &Emulator, ann: &mut Client) {
    let own = begin(ann, &communication(ann).await, "startOnlineMeeting", &json!({"operationId": "2"})).await;
    let conversation = follow(ann, &own, "conversation").await;
    for (robot, what) in [("show", "added"), ("spot", "updated")] {
        let input = json!({"operationId": robot, "to": format!("sip:{robot}@contoso.com")});
        begin(ann, &conversation, "addParticipant", &input).await;
        ann.until(&format!("applicationSharer/{what}")).await;
    }
    assert_eq!(ann.until("videoLockedOnParticipant/added").await["in"]["rel"], "audioVideo");
    let video = follow(ann, &conversation, "audioVideo").await;
    assert_eq!(video["videoSourcesAllowed"], "OneParticipant");
    let spot = follow(ann, &video, "videoLockedOnParticipant").await;
    assert_eq!(spot["name"], "Spot");
    emulator.share_as("show", "ann", Share::Spotlight, true).unwrap();
    ann.until("videoLockedOnParticipant/updated").await;
    emulator.share_as("show", "ann", Share::Spotlight, false).unwrap();
    ann.until("videoLockedOnParticipant/deleted").await;
    emulator.share_as("spot", "ann", Share::Spotlight, true).unwrap();
    ann.until("videoLockedOnParticipant/added").await;
    press(ann, &spot, "eject").await;
    ann.until("applicationSharer/deleted").await;
    ann.until("videoLockedOnParticipant/deleted").await;
    until_is(ann, "audioVideo/updated", "videoSourcesAllowed", "Everyone").await;
    let sharing = follow(ann, &conversation, "applicationSharing").await;
    assert_eq!((&sharing["state"], sharing["_links"].get("applicationSharer")), (&"Disconnected".into(), None));
    let answer = ann.ask(Method::DELETE, &href(&conversation["_links"]["self"]), None).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
}
