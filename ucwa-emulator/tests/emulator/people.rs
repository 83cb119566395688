//! The contact list and the presence of others: who is told of what, and how long.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_emulator::{Call, DistributionGroup, Emulator, Robot, Scenario, ScenarioError, StartError, User};
use ucwa_model::Format;

use crate::client::{Client, emulator, href};

const MINUTE: Duration = Duration::from_secs(60);

/// The link of an application's `people`.
fn link(client: &Client, name: &str) -> String {
    href(&client.application["_embedded"]["people"]["_links"][name])
}

/// Follows the contact list from now on.
async fn follow_list(client: &Client, minutes: u32) {
    let list = client.get(&link(client, "myContactsAndGroupsSubscription")).await;
    let start = href(&list["_links"]["startOrRefreshSubscriptionToContactsAndGroups"]);
    client.made(&start, &json!({"duration": minutes})).await;
}

/// The events that come up to one of that name: each as its name, and the rel of what it happened in.
async fn up_to(client: &mut Client, last: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    while all.last().is_none_or(|(name, _)| name != last) {
        for (name, event) in client.events().await {
            all.push((name, event["in"]["rel"].as_str().unwrap_or_default().to_owned()));
        }
        if let Some(end) = all.iter().position(|(name, _)| name == last) {
            all.truncate(end + 1);
        }
    }
    all
}

#[tokio::test]
async fn who_follows_the_contact_list_is_told_of_it_in_every_application() {
    for format in [Format::Json, Format::Xml] {
        let emulator = emulator().await;
        let (mut one, mut other) =
            (Client::available_with(&emulator, "ann", format).await, Client::available_with(&emulator, "ann", format).await);
        let mut third = Client::available_with(&emulator, "ann", format).await;
        follow_list(&one, 60).await;
        follow_list(&other, 60).await;
        change_list(&one).await;
        one.done(&format!("{}/note", href(&one.application["_embedded"]["me"]["_links"]["self"])), &json!({"message": "Done"}))
            .await;
        let expected = [
            ("group/added", "myGroups"),
            ("group/updated", "myGroups"),
            ("contact/added", "group"),
            ("contact/added", "myContacts"),
            ("contact/deleted", "group"),
            ("contact/deleted", "myContacts"),
            ("contact/added", "group"),
            ("contact/added", "myContacts"),
            ("contact/deleted", "group"),
            ("contact/deleted", "myContacts"),
            ("group/deleted", "myGroups"),
            ("distributionGroup/added", "myGroups"),
            ("distributionGroup/deleted", "myGroups"),
        ];
        let of_list = |events: Vec<(String, String)>| {
            let own = events.into_iter().filter(|(name, _)| name.contains("roup/") || name.starts_with("contact/"));
            own.collect::<Vec<_>>()
        };
        for client in [&mut one, &mut other] {
            let seen = of_list(up_to(client, "note/updated").await);
            let seen: Vec<(&str, &str)> = seen.iter().map(|(name, within)| (name.as_str(), within.as_str())).collect();
            assert_eq!(seen, expected);
        }
        assert_eq!(of_list(up_to(&mut third, "note/updated").await), []);
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

/// A group comes and goes, and Lene in it; so does a group of the company.
async fn change_list(ann: &Client) {
    let groups = link(ann, "myGroups");
    ann.done(&groups, &json!({"displayName": "Friends"})).await;
    let group = ann.get(&groups).await["_embedded"]["group"][0].clone();
    let own = href(&group["_links"]["self"]);
    // without an event in between, the two changes would be one
    let seen = ann.get(&own).await;
    assert_eq!(seen["name"], "Friends");
    assert_eq!(ann.put(&own, "name", "Family").await.status, StatusCode::OK);
    let lene = json!({"contactUri": "sip:lene@contoso.com", "groupId": group["id"]});
    let made = ann.made(&link(ann, "myGroupMemberships"), &lene).await;
    assert_eq!(ann.ask(Method::DELETE, &href(&made["_links"]["self"]), None).await.status, StatusCode::NO_CONTENT);
    ann.made(&link(ann, "myGroupMemberships"), &lene).await;
    assert_eq!(ann.ask(Method::DELETE, &own, None).await.status, StatusCode::NO_CONTENT);
    let found = ann.get(&format!("{}?query=sales", link(ann, "search"))).await;
    let sales = &found["_embedded"]["distributionGroup"][0];
    let input = json!({"displayName": "Sales", "smtpAddress": "sales@contoso.com"});
    ann.done(&href(&sales["_links"]["addToContactList"]), &input).await;
    ann.done(&href(&sales["_links"]["removeFromContactList"]), &json!({"groupId": sales["id"]})).await;
}

#[tokio::test]
async fn a_subscription_to_the_contact_list_says_when_it_is_about_to_end() {
    let emulator = emulator().await;
    emulator.stop_time();
    let mut ann = Client::available(&emulator, "ann").await;
    follow_list(&ann, 10).await;
    let state = async |ann: &mut Client| {
        let event = ann.until("myContactsAndGroupsSubscription/updated").await;
        event["_embedded"]["myContactsAndGroupsSubscription"]["state"].clone()
    };
    assert_eq!(state(&mut ann).await, "Connected");
    emulator.advance(9 * MINUTE);
    assert_eq!(state(&mut ann).await, "Connected");
    emulator.advance(MINUTE);
    assert_eq!(state(&mut ann).await, "Disconnected");
}

#[tokio::test]
async fn presence_goes_to_those_who_follow_it() {
    for format in [Format::Json, Format::Xml] {
        let emulator = emulator().await;
        let mut ann = Client::available_with(&emulator, "ann", format).await;
        let mut jo = Client::available_with(&emulator, "jo@fabrikam.com", format).await;
        let lene = Client::available_with(&emulator, "lene", format).await;
        ann.follow("sip:lene@contoso.com").await;
        let begin = up_to(&mut ann, "contactSupportedModalities/updated").await;
        let (added, followed) = (
            ("presenceSubscription/added".to_owned(), String::new()),
            ("contact/added".to_owned(), "subscribedContacts".to_owned()),
        );
        assert!(begin.contains(&added) && begin.contains(&followed), "{begin:?}");

        let me = href(&lene.application["_embedded"]["me"]["_links"]["self"]);
        for availability in ["Busy", "Away", "DoNotDisturb"] {
            lene.done(&format!("{me}/presence"), &json!({"availability": availability})).await;
        }
        let events = ann.events().await;
        let changes: Vec<&Value> =
            events.iter().filter(|(name, _)| name == "contactPresence/updated").map(|(_, event)| event).collect();
        assert_eq!(changes.len(), 1, "the latest change takes the place of those before it");
        assert_eq!(changes[0]["_embedded"]["contactPresence"]["availability"], "DoNotDisturb");

        jo.done(&format!("{}/note", href(&jo.application["_embedded"]["me"]["_links"]["self"])), &json!({"message": "Done"}))
            .await;
        let of_jo = up_to(&mut jo, "note/updated").await;
        assert!(of_jo.iter().all(|(name, _)| !name.starts_with("contact")), "{of_jo:?}");
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_subscription_to_presence_ends_unless_it_is_refreshed() {
    let emulator = emulator().await;
    emulator.stop_time();
    let mut ann = Client::available(&emulator, "ann").await;
    let own = ann.follow("sip:lene@contoso.com").await;
    for _ in 0..3 {
        emulator.advance(9 * MINUTE);
        ann.get(&own).await;
    }
    ann.made(&format!("{own}?duration=10"), &Value::Null).await;
    emulator.advance(9 * MINUTE);
    ann.get(&own).await;
    up_to(&mut ann, "presenceSubscription/updated").await;
    emulator.advance(MINUTE);
    let end = up_to(&mut ann, "presenceSubscription/deleted").await;
    assert!(end.contains(&("contact/deleted".to_owned(), "subscribedContacts".to_owned())), "{end:?}");
    assert_eq!(ann.refused(Method::GET, &own, &Value::Null).await.0, 404);
}

#[tokio::test]
async fn who_follows_a_group_follows_whoever_joins_it() {
    let emulator = emulator().await;
    let mut lene = Client::available(&emulator, "lene").await;
    let groups = lene.get(&link(&lene, "myGroups")).await;
    let friends = &groups["_embedded"]["group"][0];
    assert_eq!(friends["name"], "Friends");
    lene.made(&href(&friends["_links"]["subscribeToGroupPresence"]), &json!({"duration": 10})).await;
    let followed = async |lene: &mut Client, what: &str| {
        loop {
            let event = lene.until(what).await;
            if event["in"]["rel"] == "subscribedContacts" {
                return event["link"]["href"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            }
        }
    };
    assert_eq!(followed(&mut lene, "contact/added").await, "ann@contoso.com");
    let input = json!({"contactUri": "sip:jo@fabrikam.com", "groupId": friends["id"]});
    let member = lene.made(&link(&lene, "myGroupMemberships"), &input).await;
    assert_eq!(followed(&mut lene, "contact/added").await, "jo@fabrikam.com");
    lene.ask(Method::DELETE, &href(&member["_links"]["self"]), None).await;
    assert_eq!(followed(&mut lene, "contact/deleted").await, "jo@fabrikam.com");
}

#[tokio::test]
async fn who_becomes_a_delegate_is_told() {
    let emulator = emulator().await;
    let (lene, mut bob) = (Client::available(&emulator, "lene").await, Client::available(&emulator, "bob").await);
    follow_list(&bob, 10).await;
    let input = json!({"contactUri": "sip:bob@contoso.com", "groupId": "delegates"});
    lene.made(&link(&lene, "myGroupMemberships"), &input).await;
    let told = bob.until("contact/added").await;
    assert_eq!((&told["in"]["rel"], &told["_embedded"]["contact"]["name"]), (&"delegatorsGroup".into(), &"Lene Aaling".into()));
}

#[tokio::test]
async fn who_is_blocked_sees_little() {
    let emulator = emulator().await;
    let (mut ann, mut lene) = (Client::available(&emulator, "ann").await, Client::available(&emulator, "lene").await);
    lene.follow("sip:ann@contoso.com").await;
    let presence = async |lene: &mut Client| {
        let event = lene.until("contactPresence/updated").await;
        event["_embedded"]["contactPresence"]["availability"].clone()
    };
    assert_eq!(presence(&mut lene).await, "Online");
    let people = href(&ann.application["_embedded"]["people"]["_links"]["self"]);
    let contact = ann.get(&format!("{people}/lene@contoso.com")).await;
    let relationship = href(&contact["_links"]["contactPrivacyRelationship"]);
    assert_eq!(ann.put(&relationship, "relationshipLevel", "Blocked").await.status, StatusCode::OK);
    let told = ann.until("contactPrivacyRelationship/updated").await;
    assert_eq!(told["_embedded"]["contactPrivacyRelationship"]["relationshipLevel"], "Blocked");
    assert_eq!(presence(&mut lene).await, "Offline");
    let people = href(&lene.application["_embedded"]["people"]["_links"]["self"]);
    assert!(lene.get(&format!("{people}/ann@contoso.com")).await.get("workPhoneNumber").is_none());
    ann.done(&format!("{relationship}/resetContactPrivacyRelationship"), &Value::Null).await;
    assert_eq!(presence(&mut lene).await, "Online");
}

#[tokio::test]
async fn there_are_limits() {
    let address = |number: usize| format!("user{number}@contoso.com");
    let mut scenario = Scenario::default();
    scenario.users.extend((0..260).map(|number| User::new(address(number))));
    scenario.distribution_groups = vec![DistributionGroup::new("all@contoso.com", "Everybody", (0..101).map(address))];
    let emulator = Emulator::builder().scenario(scenario).start().await.unwrap();
    let ann = Client::available(&emulator, "ann").await;
    let found = ann.get(&format!("{}?query=everybody", link(&ann, "search"))).await;
    let expand = href(&found["_embedded"]["distributionGroup"][0]["_links"]["expandDistributionGroup"]);
    assert_eq!(ann.refused(Method::GET, &expand, &Value::Null).await, (403, "Forbidden".into(), "TooManyContacts".into()));

    // Ann has a contact already
    for (group, most, status, code) in [("delegates", 25, 403, "Forbidden"), ("pinned", 249, 409, "Conflict")] {
        for number in 0..=most {
            let input = json!({"contactUri": format!("sip:{}", address(number)), "groupId": group});
            let answer = ann.ask(Method::POST, &link(&ann, "myGroupMemberships"), Some(&input)).await;
            let expected = if number < most { (201, "", "") } else { (status, code, "LimitExceeded") };
            assert_eq!(answer.error(), expected, "{number} of {group}");
        }
    }
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn whoever_is_named_in_a_scenario_is_there() {
    let readme = include_str!("../../README.md");
    let shown = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let lene = &Scenario::from_toml(shown).unwrap().users[0];
    assert_eq!((&lene.groups["Friends"], lene.phone.as_deref()), (&lene.contacts, Some("tel:+14255550101")));

    let with = |user: User| Emulator::builder().user(user).user(User::new("ann@contoso.com")).start();
    let lene = User::new("lene@contoso.com");
    assert!(with(lene.clone().with_group("Friends", ["Ann@contoso.com"]).with_delegate("ann@contoso.com")).await.is_ok());
    for user in [lene.clone().with_contact("jo@contoso.com"), lene.with_group("Friends", ["ann"])] {
        let refused = with(user).await.unwrap_err();
        assert!(matches!(refused, StartError::Scenario(ScenarioError::Unknown(_))), "{refused}");
    }
    let calling =
        |name: &str| with(User::new("desk@contoso.com").with_robot(Robot::new().with_call(Call::new(name, Duration::MAX))));
    for name in ["ann@contoso.com", "sip:ann@contoso.com", "contoso\\ann", "Ann"] {
        assert!(calling(name).await.is_ok(), "{name}");
    }
    let refused = calling("anne@contoso.com").await.unwrap_err();
    assert!(matches!(refused, StartError::Scenario(ScenarioError::Unknown(name)) if name == "anne@contoso.com"));
    let text = "[[users]]\naddress = \"ann@contoso.com\"\ngroups = { Friends = [] }\n\n\
                [[distribution_groups]]\naddress = \"all@contoso.com\"\nname = \"All\"\nmembers = [\"ann@contoso.com\", \"all@contoso.com\"]\n";
    assert_eq!(Scenario::from_toml(text).unwrap().distribution_groups[0].members.len(), 2);
    let twice = text.replace("address = \"all@", "address = \"ann@");
    assert!(matches!(Scenario::from_toml(&twice), Err(ScenarioError::Address(_))));
}
