//! Other people: the contact list, whose presence is followed, how close they are.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::Emulator;
use ucwa_model::Format;

use crate::client::{Client, href};

const NONE: Value = Value::Null;
const SECOND: [(&str, &str); 1] = [("x-ms-requiresminresourceversion", "2")];

pub(crate) async fn tour(emulator: &Emulator, format: Format) {
    let ann = Client::available_with(emulator, "ann", format).await;
    let people = ann.get(&href(&ann.application["_embedded"]["people"]["_links"]["self"])).await;
    let link = |name: &str| href(&people["_links"][name]);
    let lene = search(&ann, &link("search")).await;
    contact(&ann, &lene).await;
    groups(&ann, &link("myGroups")).await;
    memberships(&ann, &link("myGroupMemberships"), &link("myGroups")).await;
    company(&ann, &link("myGroups"), &link("search")).await;
    delegates(emulator, format).await;
    presence(&ann, &people).await;
    list(&ann, &link("myContactsAndGroupsSubscription")).await;
    privacy(&ann, &lene, &link("myPrivacyRelationships")).await;
    roles(&ann).await;
    let contacts = ann.get(&link("myContacts")).await;
    assert_eq!(contacts["_embedded"]["contact"][0]["name"], "Tosh Meston");
    let contacts = ann.get(&format!("{}?expand=false", link("myContacts"))).await;
    assert_eq!(ann.get(&href(&contacts["_links"]["contact"][0])).await["name"], "Tosh Meston");
}

/// Finds Lene.
async fn search(ann: &Client, search: &str) -> Value {
    for wrong in ["", "?query=", "?query=lene&limit=101", "?limit=1"] {
        assert_eq!(ann.refused(Method::GET, &format!("{search}{wrong}"), &NONE).await.2, "ParameterValidationFailure", "{wrong}");
    }
    let some = ann.get(&format!("{search}?query=contoso&limit=1")).await;
    assert_eq!((&some["moreResultsAvailable"], some["_embedded"]["contact"].as_array().unwrap().len()), (&true.into(), 1));
    let by_mail = ann.ask_with(Method::GET, &format!("{search}?mail=lene%40contoso.com"), None, &SECOND).await;
    assert_eq!(by_mail.body["_embedded"]["contact"][0]["name"], "Lene Aaling");
    let found = ann.get(&format!("{search}?query=aal+lene")).await;
    assert_eq!((&found["moreResultsAvailable"], found["_embedded"]["contact"].as_array().unwrap().len()), (&false.into(), 1));
    found["_embedded"]["contact"][0].clone()
}

async fn contact(ann: &Client, lene: &Value) {
    let lene = ann.get(&href(&lene["_links"]["self"])).await;
    for rel in ["contactPresence", "contactNote", "contactLocation", "contactSupportedModalities"] {
        assert_eq!(ann.get(&href(&lene["_links"][rel])).await["rel"], rel);
    }
    let photo = ann.ask(Method::GET, &href(&lene["_links"]["contactPhoto"]), None).await;
    assert_eq!(photo.headers["content-type"], "image/png");
    let nobody = href(&lene["_links"]["self"]).replace("lene", "nobody");
    assert_eq!(ann.refused(Method::GET, &nobody, &NONE).await.0, 404);
}

/// Groups are made, renamed and deleted; others are always there.
async fn groups(ann: &Client, groups: &str) {
    ann.done(groups, &json!({"displayName": "Friends"})).await;
    let again = ann.refused(Method::POST, groups, &json!({"displayName": "Friends"})).await;
    assert_eq!(again, (409, "Conflict".into(), "AlreadyExists".into()));
    assert_eq!(ann.refused(Method::POST, groups, &json!({})).await.2, "ParameterValidationFailure");
    let listed = ann.ask_with(Method::GET, groups, None, &SECOND).await.body;
    let friends = &listed["_embedded"]["group"][0];
    assert_eq!((&friends["name"], &listed["_embedded"]["pinnedGroup"]["rel"]), (&"Friends".into(), &"pinnedGroup".into()));
    let own = href(&friends["_links"]["self"]);
    assert_eq!(ann.put(&own, "name", "Family").await.status, StatusCode::OK);
    assert_eq!(ann.ask_with(Method::GET, &own, None, &SECOND).await.body["name"], "Family");

    let linked = ann.get(&format!("{groups}?expand=false")).await;
    assert_eq!(ann.get(&href(&linked["_links"]["group"][0])).await["name"], "Family");
    for rel in ["defaultGroup", "pinnedGroup", "delegatesGroup", "delegatorsGroup", "myOrganizationGroup"] {
        let group = ann.get(&href(&linked["_links"][rel])).await;
        assert_eq!(ann.get(&href(&group["_links"]["groupContacts"])).await["rel"], "groupContacts", "{rel}");
    }
    assert_eq!(ann.ask(Method::DELETE, &own, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ann.refused(Method::DELETE, &own, &NONE).await.0, 404);
    for number in 0..64 {
        ann.done(groups, &json!({"displayName": format!("Group {number}")})).await;
    }
    let many = ann.refused(Method::POST, groups, &json!({"displayName": "One more"})).await;
    assert_eq!(many, (409, "Conflict".into(), "TooManyGroups".into()));
    let listed = ann.get(groups).await;
    for group in &listed["_embedded"]["group"].as_array().unwrap()[1..] {
        assert_eq!(ann.ask(Method::DELETE, &href(&group["_links"]["self"]), None).await.status, StatusCode::NO_CONTENT);
    }
}

/// Lene is put into a group, and taken out.
async fn memberships(ann: &Client, memberships: &str, groups: &str) {
    let group = ann.get(groups).await["_embedded"]["group"][0].clone();
    let input = json!({"contactUri": "sip:lene@contoso.com", "groupId": group["id"]});
    let made = ann.made(memberships, &input).await;
    assert_eq!(ann.get(&href(&made["_links"]["contact"])).await["name"], "Lene Aaling");
    assert_eq!(ann.refused(Method::POST, memberships, &input).await.2, "AlreadyExists");
    for (id, subcode) in
        [("delegators", "OperationNotSupported"), ("organization", "OperationNotSupported"), ("sales@contoso.com", "")]
    {
        let input = json!({"contactUri": "sip:lene@contoso.com", "groupId": id});
        assert_eq!(ann.refused(Method::POST, memberships, &input).await, (403, "Forbidden".into(), subcode.into()), "{id}");
    }
    for id in ["delegators", "organization"] {
        let asked = ann.ask_with(Method::GET, &format!("{memberships}?groupId={id}"), None, &SECOND).await;
        assert_eq!(asked.error(), (403, "Forbidden", "OperationNotSupported"));
    }
    let own = href(&made["_links"]["self"]);
    for headers in [&[][..], &SECOND] {
        let of_group = format!("{memberships}?groupId={}", group["id"].as_str().unwrap());
        let listed = ann.ask_with(Method::GET, &of_group, None, headers).await.body;
        assert_eq!(listed["_embedded"]["myGroupMembership"].as_array().unwrap().len(), 1);
        assert_eq!(
            href(&ann.ask_with(Method::GET, &own, None, headers).await.body["_links"]["group"]),
            href(&group["_links"]["self"])
        );
    }
    let of_group = ann.get(&format!("{}/memberships", href(&group["_links"]["self"]))).await;
    assert_eq!(href(&of_group["_embedded"]["myGroupMembership"][0]["_links"]["self"]), own);
    let members = ann.get(&format!("{}?expand=true", href(&group["_links"]["groupContacts"]))).await;
    assert_eq!(members["_embedded"]["contact"][0]["name"], "Lene Aaling");
    assert_eq!(ann.ask(Method::DELETE, &own, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ann.refused(Method::DELETE, &own, &NONE).await, (404, "NotFound".into(), String::new()));
    for headers in [&[][..], &SECOND] {
        ann.made(memberships, &json!({"contactUri": "lene@contoso.com"})).await;
        let (all, input) = (format!("{memberships}/removeContactFromAllGroups"), json!({"contactUri": "sip:lene@contoso.com"}));
        assert_eq!(ann.ask_with(Method::POST, &all, Some(&input), headers).await.status, StatusCode::NO_CONTENT);
    }
}

/// The company's groups.
async fn company(ann: &Client, groups: &str, search: &str) {
    let found = ann.get(&format!("{search}?query=sales")).await;
    let sales = ann.get(&href(&found["_embedded"]["distributionGroup"][0]["_links"]["self"])).await;
    let link = |name: &str| href(&sales["_links"][name]);
    let expanded = ann.get(&link("expandDistributionGroup")).await;
    assert_eq!(expanded["_embedded"]["contact"][0]["name"], "Lene Aaling");
    assert_eq!(expanded["_embedded"]["distributionGroup"][0]["name"], "Everybody");
    let input = json!({"displayName": "Sales", "smtpAddress": "sales@contoso.com"});
    ann.done(&link("addToContactList"), &input).await;
    assert_eq!(ann.refused(Method::POST, &link("addToContactList"), &input).await.2, "AlreadyExists");
    assert_eq!(ann.get(groups).await["_embedded"]["distributionGroup"][0]["name"], "Sales");
    ann.done(&link("removeFromContactList"), &json!({"groupId": sales["id"]})).await;
    let followed = ann.made(&link("subscribeToGroupPresence"), &json!({"duration": 10, "groupId": sales["id"]})).await;
    let members = ann.get(&href(&followed["_links"]["memberships"])).await;
    assert_eq!(members["_embedded"]["presenceSubscriptionMembership"].as_array().unwrap().len(), 3);
    assert_eq!(ann.ask(Method::DELETE, &href(&followed["_links"]["self"]), None).await.status, StatusCode::NO_CONTENT);
}

/// Lene's delegate is Ann.
async fn delegates(emulator: &Emulator, format: Format) {
    for (name, group, other) in [("lene", "delegatesGroup", "Ann Beebe"), ("ann", "delegatorsGroup", "Lene Aaling")] {
        let client = Client::sign_in_with(emulator, name, format).await;
        let groups = href(&client.application["_embedded"]["people"]["_links"]["myGroups"]);
        let group = client.get(&href(&client.get(&groups).await["_links"][group])).await;
        let contacts = client.get(&href(&group["_links"]["groupContacts"])).await;
        assert_eq!(client.get(&href(&contacts["_links"]["contact"][0])).await["name"], other);
    }
}

/// Whose presence is followed.
async fn presence(ann: &Client, people: &Value) {
    let link = |name: &str| href(&people["_links"][name]);
    let all = link("presenceSubscriptions");
    for wrong in [json!({"duration": 9, "uris": []}), json!({"uris": ["sip:lene@contoso.com"]}), json!({"duration": 10})] {
        assert_eq!(ann.refused(Method::POST, &all, &wrong).await.2, "ParameterValidationFailure", "{wrong}");
    }
    let crowd = ann.refused(Method::POST, &all, &json!({"duration": 10, "uris": vec!["sip:lene@contoso.com"; 501]})).await;
    assert_eq!(crowd, (403, "Forbidden".into(), "LimitExceeded".into()));
    let made = ann.made(&all, &json!({"duration": 10, "uris": ["sip:lene@contoso.com"]})).await;
    assert_eq!(ann.get(&all).await["_embedded"]["presenceSubscription"][0]["id"], made["id"]);
    let own = href(&made["_links"]["self"]);
    assert_eq!(ann.get(&own).await["id"], made["id"]);
    assert_eq!(ann.made(&format!("{own}?duration=30"), &NONE).await["id"], made["id"]);
    let tosh = json!({"contactUris": ["sip:tosh@contoso.com"]});
    for link in [
        href(&made["_links"]["addToPresenceSubscription"]),
        href(&made["_links"]["memberships"]),
        link("presenceSubscriptionMemberships"),
    ] {
        let members = ann.made(&link, &tosh).await;
        assert_eq!(members["_embedded"]["presenceSubscriptionMembership"].as_array().unwrap().len(), 2);
    }
    let members = ann.get(&href(&made["_links"]["memberships"])).await;
    assert_eq!(ann.get(&link("presenceSubscriptionMemberships")).await["_embedded"], members["_embedded"]);
    let member = href(&members["_embedded"]["presenceSubscriptionMembership"][0]["_links"]["self"]);
    assert_eq!(href(&ann.get(&member).await["_links"]["presenceSubscription"]), own);
    assert_eq!(ann.ask(Method::DELETE, &member, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ann.get(&link("subscribedContacts")).await["_links"]["contact"].as_array().unwrap().len(), 1);
    assert_eq!(ann.ask(Method::DELETE, &own, None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ann.refused(Method::DELETE, &own, &NONE).await.0, 404);
    assert_eq!(ann.refused(Method::POST, &link("presenceSubscriptionMemberships"), &tosh).await.1, "Conflict");
    for _ in 0..100 {
        ann.made(&all, &json!({"duration": 10, "uris": ["sip:tosh@contoso.com"]})).await;
    }
    let many = ann.refused(Method::POST, &all, &json!({"duration": 10, "uris": ["sip:tosh@contoso.com"]})).await;
    assert_eq!(many, (403, "Forbidden".into(), "LimitExceeded".into()));
}

/// The contact list is followed.
async fn list(ann: &Client, list: &str) {
    let shown = ann.get(list).await;
    assert_eq!(shown["state"], "Disconnected");
    let link = |name: &str| href(&shown["_links"][name]);
    assert_eq!(ann.refused(Method::POST, &link("stopSubscriptionToContactsAndGroups"), &NONE).await.1, "Conflict");
    let start = link("startOrRefreshSubscriptionToContactsAndGroups");
    assert_eq!(ann.refused(Method::POST, &start, &json!({"duration": 61})).await.0, 400);
    assert_eq!(ann.made(&start, &json!({"duration": 60})).await["state"], "Connected");
    ann.done(&link("stopSubscriptionToContactsAndGroups"), &NONE).await;
}

/// How close Lene is to Ann.
async fn privacy(ann: &Client, lene: &Value, all: &str) {
    let own = href(&lene["_links"]["contactPrivacyRelationship"]);
    let shown = ann.get(&own).await;
    assert_eq!(shown["relationshipLevel"], "Colleagues");
    assert_eq!(ann.put(&own, "relationshipLevel", "FriendsAndFamily").await.status, StatusCode::OK);
    assert_eq!(ann.put(&own, "relationshipLevel", "Rivals").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(ann.ask_with(Method::GET, &own, None, &SECOND).await.body["relationshipLevel"], "FriendsAndFamily");
    let levels = ann.get(all).await;
    let level = levels["_embedded"]["myPrivacyRelationship"].as_array().unwrap();
    let level = level.iter().find(|level| level["relationshipLevel"] == "FriendsAndFamily").unwrap();
    let level = ann.get(&href(&level["_links"]["self"])).await;
    assert_eq!(ann.get(&href(&level["_links"]["contact"][0])).await["name"], "Lene Aaling");
    ann.done(&href(&shown["_links"]["resetContactPrivacyRelationship"]), &NONE).await;
    assert_eq!(ann.get(&own).await["relationshipLevel"], "Colleagues");
}

/// Whom an invitation was for, and who has taken it: contacts, and links that say why they are there.
async fn roles(ann: &Client) {
    let start = href(&ann.application["_embedded"]["communication"]["_links"]["startMessaging"]);
    let input = json!({"operationId": "74cb7404", "to": "sip:tosh@contoso.com"});
    let started = ann.ask(Method::POST, &start, Some(&input)).await;
    let invitation = ann.get(&started.location()).await;
    for role in ["to", "acceptedByContact"] {
        let contact = ann.get(&href(&invitation["_links"][role])).await;
        assert_eq!((&contact["name"], &contact["rel"]), (&"Tosh Meston".into(), &"contact".into()));
    }
}
