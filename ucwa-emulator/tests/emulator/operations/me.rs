//! The user who is signed in.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::Emulator;
use ucwa_model::Format;

use crate::client::{Client, href};

const NONE: Value = Value::Null;

pub(crate) async fn tour(emulator: &Emulator, format: Format) {
    let mut ann = Client::sign_in_with(emulator, "ann", format).await;
    available(emulator, &ann).await;
    let me = ann.get(&href(&ann.application["_embedded"]["me"]["_links"]["self"])).await;
    let link = |name: &str| href(&me["_links"][name]);
    assert_eq!(ann.ask(Method::POST, &link("reportMyActivity"), None).await.status, StatusCode::NO_CONTENT);
    for (name, input) in [
        ("note", json!({"message": "At lunch"})),
        ("presence", json!({"availability": "Busy"})),
        ("location", json!({"location": "Room 1"})),
    ] {
        ann.done(&link(name), &input).await;
        let (member, value) = input.as_object().unwrap().iter().next().unwrap();
        assert_eq!(ann.get(&link(name)).await[member], *value);
    }
    let photo = ann.ask(Method::GET, &format!("{}?size=HR64X64", link("photo")), None).await;
    assert_eq!(photo.headers["content-type"], "image/png");
    assert_eq!(ann.ask(Method::GET, &format!("{}?size=huge", link("photo")), None).await.status, StatusCode::BAD_REQUEST);
    phones(&mut ann, &link("phones")).await;
    forwarding(&ann, &link("callForwardingSettings")).await;
    let lene = Client::available_with(emulator, "lene", format).await;
    with_company(&lene).await;
    without_voice(emulator, format).await;

    let network = href(&ann.application["_links"]["reportMyNetwork"]);
    assert_eq!(ann.made(&network, &json!({"clientNetworkType": "Internal", "ip": "192.0.2.1"})).await, NONE);
    assert_eq!(ann.refused(Method::POST, &network, &json!({})).await.2, "ParameterValidationFailure");
    assert_eq!(ann.get(&href(&ann.application["_links"]["policies"])).await["emoticons"], "Enabled");
}

/// Both revisions of `makeMeAvailable`, and what is there only after it.
async fn available(emulator: &Emulator, ann: &Client) {
    let me = ann.get(&href(&ann.application["_embedded"]["me"]["_links"]["self"])).await;
    assert!(me["_links"].get("note").is_none());
    for name in ["note", "presence", "location", "reportMyActivity"] {
        let method = if name == "reportMyActivity" { Method::POST } else { Method::GET };
        let why = ann.refused(method, &format!("{}/{name}", href(&me["_links"]["self"])), &NONE).await;
        assert_eq!(why, (409, "Conflict".into(), "MakeMeAvailableRequired".into()), "{name}");
    }
    let make = href(&me["_links"]["makeMeAvailable"]);
    assert_eq!(ann.refused(Method::POST, &make, &json!({"supportedModalities": ["Video"]})).await.1, "Forbidden");
    let input = json!({"signInAs": "Online", "supportedModalities": ["Messaging", "Audio"]});
    let made = ann.ask_with(Method::POST, &make, Some(&input), &[("x-ms-requiresminresourceversion", "2")]).await;
    assert_eq!((made.status, made.body), (StatusCode::CREATED, json!({"operations": [null]})));
    assert_eq!(ann.refused(Method::POST, &make, &json!({})).await, (409, "Conflict".into(), "AlreadyExists".into()));
    let other = Client::sign_in_with(emulator, "ann", ann.format).await;
    other.done(&href(&other.application["_embedded"]["me"]["_links"]["makeMeAvailable"]), &json!({})).await;
}

async fn phones(ann: &mut Client, phones: &str) {
    let listed = ann.get(phones).await;
    let phone = |kind: &str| {
        let all = listed["_embedded"]["phone"].as_array().unwrap();
        all.iter().find(|phone| phone["type"] == kind).unwrap().clone()
    };
    assert_eq!(ann.get(&href(&phone("work")["_links"]["self"])).await["number"], "tel:+14255550100");
    let (work, mobile) = (phone("work")["_links"].clone(), phone("mobile")["_links"].clone());
    ann.done(&href(&mobile["changeNumber"]), &json!({"number": "+1 (425) 555-0177", "includeInContactCard": false})).await;
    assert_eq!(ann.get(&href(&mobile["self"])).await["number"], "tel:+14255550177");
    while ann.until("me/updated").await["_embedded"]["me"]["mobilePhoneNumber"] != "tel:+14255550177" {}
    ann.done(&href(&mobile["changeVisibility"]), &json!({"includeInContactCard": true})).await;
    assert_eq!(ann.get(&href(&mobile["self"])).await["includeInContactCard"], true);
    let wrong = ann.refused(Method::POST, &href(&mobile["changeNumber"]), &json!({"number": "call me"})).await;
    assert_eq!(wrong, (400, "BadRequest".into(), "NormalizationFailed".into()));
    for (link, input) in [("changeNumber", json!({"number": "911"})), ("changeVisibility", json!({}))] {
        assert_eq!(ann.refused(Method::POST, &href(&work[link]), &input).await.1, "Conflict");
    }
}

/// Where calls go of somebody who has neither delegates nor a team.
async fn forwarding(ann: &Client, settings: &str) {
    let all = ann.get(settings).await;
    let link = |part: &str, name: &str| href(&all["_embedded"][part]["_links"][name]);
    let part = async |name: &str| ann.get(&href(&all["_links"][name])).await;
    let (immediate, ringing) = ("immediateForwardSettings", "simultaneousRingSettings");
    let unanswered = "unansweredCallSettings";

    let target = json!({"target": "sip:lene@contoso.com"});
    ann.done(&link(unanswered, "unansweredCallToContact"), &json!({"target": "tel:+14255550199", "ringDelay": 5})).await;
    assert_eq!(part(unanswered).await["ringDelay"], 5);
    ann.done(&link(unanswered, "unansweredCallToVoicemail"), &json!({})).await;
    assert_eq!(
        (&part(unanswered).await["target"], ann.get(settings).await["unansweredCallHandling"].as_str()),
        (&"Voicemail".into(), Some("Enabled"))
    );
    let short = ann.refused(Method::POST, &link(unanswered, "unansweredCallToVoicemail"), &json!({"ringDelay": 4})).await;
    assert_eq!(short, (400, "BadRequest".into(), "ParameterValidationFailure".into()));
    assert_eq!(ann.put(&href(&all["_links"][unanswered]), "target", "None").await.status, StatusCode::OK);
    assert_eq!(part(unanswered).await["target"], "None");
    ann.done(&link(unanswered, "resetUnansweredCallSettings"), &NONE).await;

    ann.done(&link(ringing, "simultaneousRingToContact"), &target).await;
    let shown = part(ringing).await;
    assert_eq!(
        (&shown["target"], ann.get(&href(&shown["_links"]["contact"])).await["name"].as_str()),
        (&"Contact".into(), Some("Lene Aaling"))
    );
    assert_eq!(ann.put(&href(&all["_links"][ringing]), "target", "None").await.status, StatusCode::OK);
    for (link, subcode) in [
        (link(ringing, "simultaneousRingToDelegates"), "NoDelegatesConfigured"),
        (link(ringing, "simultaneousRingToTeam"), "NoTeamMembersConfigured"),
        (link(immediate, "immediateForwardToDelegates"), "NoDelegatesConfigured"),
    ] {
        assert_eq!(ann.refused(Method::POST, &link, &NONE).await, (409, "Conflict".into(), subcode.into()));
    }

    ann.done(&link(immediate, "immediateForwardToVoicemail"), &NONE).await;
    ann.done(&link(immediate, "immediateForwardToContact"), &target).await;
    assert_eq!(
        (&part(immediate).await["target"], &ann.get(settings).await["activeSetting"]),
        (&"Contact".into(), &"ImmediateForward".into())
    );
    assert_eq!(ann.refused(Method::POST, &link(immediate, "immediateForwardToContact"), &json!({})).await.0, 400);
    assert_eq!(ann.refused(Method::POST, &link(unanswered, "unansweredCallToContact"), &target).await.1, "Forbidden");
    ann.done(&href(&all["_links"]["turnOffCallForwarding"]), &NONE).await;
    assert_eq!(ann.put(settings, "activePeriod", "Workhours").await.status, StatusCode::OK);
    assert_eq!(ann.get(settings).await["activePeriod"], "Workhours");
}

/// Where calls go of somebody who has both.
async fn with_company(lene: &Client) {
    let settings = lene.get(&href(&lene.application["_embedded"]["me"]["_links"]["callForwardingSettings"])).await;
    let link = |part: &str, name: &str| href(&settings["_embedded"][part]["_links"][name]);
    lene.done(&link("immediateForwardSettings", "immediateForwardToDelegates"), &NONE).await;
    lene.done(&link("simultaneousRingSettings", "simultaneousRingToTeam"), &json!({"ringDelay": 10})).await;
    lene.done(&link("simultaneousRingSettings", "simultaneousRingToDelegates"), &json!({"ringDelay": 55})).await;
    let shown = lene.get(&href(&settings["_links"]["simultaneousRingSettings"])).await;
    assert_eq!((&shown["target"], &shown["ringDelay"]), (&"Delegates".into(), &55.into()));
}

/// Who has no phone at work can do none of it.
async fn without_voice(emulator: &Emulator, format: Format) {
    let jo = Client::sign_in_with(emulator, "jo@fabrikam.com", format).await;
    let me = &jo.application["_embedded"]["me"]["_links"];
    assert!(me.get("phones").is_none() && me.get("callForwardingSettings").is_none());
    for path in ["phones", "phones/work", "callForwardingSettings", "callForwardingSettings/immediateForwardSettings"] {
        assert_eq!(jo.refused(Method::GET, &format!("{}/{path}", href(&me["self"])), &NONE).await.1, "Forbidden");
    }
}
