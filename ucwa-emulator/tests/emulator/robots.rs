//! Robots, and what they do by themselves: time is stopped, and moved.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;
use ucwa_emulator::{Call, Emulator, Robot, Scenario, User};
use ucwa_model::Format;

use crate::{
    caller::{begin, communication, ended, equipped, follow, press, rings},
    client::{Client, href, link_of, text_of},
};

const SECOND: Duration = Duration::from_secs(1);

/// Ann, and a robot; time has stopped.
async fn with(robot: Robot) -> (Emulator, Client) {
    let users = [User::new("ann@contoso.com"), User::new("desk@contoso.com").with_name("Desk").with_robot(robot)];
    let builder = users.into_iter().fold(Emulator::builder(), ucwa_emulator::Builder::user);
    let emulator = builder.start().await.unwrap();
    emulator.stop_time();
    let ann = Client::available(&emulator, "ann").await;
    (emulator, ann)
}

/// Ann and the robot talk: where she says something.
async fn talk(emulator: &Emulator, ann: &mut Client) -> String {
    ann.invite("sip:desk@contoso.com", "1").await;
    emulator.advance(2 * SECOND);
    let completed = ann.until("messagingInvitation/completed").await;
    assert_eq!(completed["status"], "Success");
    let messaging = ann.get(&link_of(&completed, "messaging")).await;
    href(&messaging["_links"]["sendMessage"])
}

/// What the robot says next.
async fn heard(ann: &mut Client) -> String {
    loop {
        let message = ann.until("message/completed").await;
        if message["_embedded"]["message"]["direction"] == "Incoming" {
            return text_of(&message);
        }
    }
}

#[tokio::test]
async fn a_robot_answers_by_patterns() {
    let robot = Robot::new().with_reply("*weather*", "It rains.").with_reply("say ?", "No.").with_answer("You said: {}");
    let (emulator, mut ann) = with(robot).await;
    let send = talk(&emulator, &mut ann).await;
    for (said, answer) in [("How is the Weather?", "It rains."), ("say x", "No."), ("say it", "You said: say it")] {
        ann.say(&send, said).await;
        assert_eq!(heard(&mut ann).await, answer);
    }
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_robot_takes_its_time_and_types_meanwhile() {
    let (emulator, mut ann) = with(Robot::new().with_answer("{}!").with_delay(SECOND).typing()).await;
    let send = talk(&emulator, &mut ann).await;
    ann.say(&send, "Hi").await;
    while ann.until("participant/added").await["in"]["rel"] != "typingParticipants" {}
    emulator.advance(SECOND / 2);
    let messages = ann.get(&send).await;
    assert_eq!(messages["_links"]["message"].as_array().map_or(1, Vec::len), 1, "{messages}");
    emulator.advance(SECOND / 2);
    assert_eq!(heard(&mut ann).await, "Hi!");
}

#[tokio::test]
async fn a_robot_declines_and_says_why() {
    for (robot, subcode) in [(Robot::declining("Busy"), "Busy"), (Robot::default(), "Declined")] {
        let (emulator, mut ann) = with(robot.with_delay(SECOND)).await;
        ann.invite("sip:desk@contoso.com", "1").await;
        emulator.advance(SECOND);
        let completed = ann.until("messagingInvitation/completed").await;
        assert_eq!((&completed["status"], &completed["reason"]["subcode"]), (&"Failure".into(), &subcode.into()));
        assert_eq!(completed["_embedded"]["messagingInvitation"]["state"], "Declined");
    }
}

#[tokio::test]
async fn a_robot_leaves_when_it_has_heard_enough() {
    let (emulator, mut ann) = with(Robot::new().with_answer("{}").leaving_after(2)).await;
    let send = talk(&emulator, &mut ann).await;
    ann.say(&send, "one").await;
    assert_eq!(heard(&mut ann).await, "one");
    ann.say(&send, "two").await;
    assert_eq!(heard(&mut ann).await, "two");
    let ended = loop {
        let messaging = ann.until("messaging/updated").await;
        if messaging["_embedded"]["messaging"]["state"] != "Connected" {
            break messaging;
        }
    };
    assert_eq!(ended["_embedded"]["messaging"]["state"], "Disconnected");
}

#[tokio::test]
async fn a_robot_goes_away() {
    let (emulator, mut ann) = with(Robot::new().with_change(60 * SECOND, "Away").with_change(90 * SECOND, "Online")).await;
    let contact = href(&ann.application["_embedded"]["people"]["_links"]["self"]) + "/desk@contoso.com/presence";
    ann.follow("sip:desk@contoso.com").await;
    for (advanced, availability) in [(59, "Online"), (1, "Away"), (30, "Online")] {
        emulator.advance(advanced * SECOND);
        assert_eq!(ann.get(&contact).await["availability"], availability);
    }
    let change = ann.until("contactPresence/updated").await;
    assert_eq!(change["_embedded"]["contactPresence"]["availability"], "Online");
}

#[tokio::test]
async fn a_robot_calls_in_again_and_again() {
    let call = Call::new("ann", 10 * SECOND).with_subject("Lunch").with_message("Are you there?").every(60 * SECOND).times(3);
    let (emulator, mut ann) = with(Robot::new().with_call(call)).await;
    // each comes when it was planned, although all that time passes at once: nobody answers the first two
    emulator.advance(131 * SECOND);
    let mut ends = Vec::new();
    for _ in 0..2 {
        ann.until("messagingInvitation/started").await;
        ends.push(ann.until("messagingInvitation/completed").await["reason"]["subcode"].clone());
    }
    assert_eq!(ends, ["Timeout", "Timeout"]);
    let third = ann.until("messagingInvitation/started").await;
    let invitation = &third["_embedded"]["messagingInvitation"];
    assert_eq!((&invitation["direction"], &invitation["subject"]), (&"Incoming".into(), &"Lunch".into()));
    ann.act(&link_of(&third, "accept")).await;
    assert_eq!(heard(&mut ann).await, "Are you there?");
    emulator.write_as("desk", "ann", "Never mind").unwrap();
    assert_eq!(heard(&mut ann).await, "Never mind");
    emulator.advance(600 * SECOND - SECOND);
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

/// Ann calls Lene, who passes calls on to robots, or lets them ring as well: what is done by whom, and how it ends.
#[tokio::test]
async fn a_robot_among_those_who_are_called_answers_when_nobody_else_can() {
    let accepted = ("Connected", "");
    let declined = ("Declined", "Busy");
    for (forwarding, robot, is_there, expected) in [
        ("immediateForwardSettings/immediateForwardToContact", Robot::new(), true, Some(accepted)),
        ("immediateForwardSettings/immediateForwardToContact", Robot::declining("Busy"), true, Some(declined)),
        ("simultaneousRingSettings/simultaneousRingToContact", Robot::new(), false, Some(accepted)),
        ("simultaneousRingSettings/simultaneousRingToContact", Robot::declining("Busy"), false, Some(declined)),
        ("simultaneousRingSettings/simultaneousRingToContact", Robot::new(), true, None),
        ("simultaneousRingSettings/simultaneousRingToContact", Robot::declining("Busy"), true, None),
    ] {
        let users = [
            User::new("ann@contoso.com"),
            User::new("lene@contoso.com").with_phone("tel:+14255550101"),
            User::new("desk@contoso.com").with_robot(robot),
        ];
        let emulator = users.into_iter().fold(Emulator::builder(), ucwa_emulator::Builder::user).start().await.unwrap();
        let mut ann = equipped(&emulator, "ann", Format::Json).await;
        let mut lene = equipped(&emulator, "lene", Format::Json).await;
        let settings = lene.get(&href(&lene.application["_embedded"]["me"]["_links"]["callForwardingSettings"])).await;
        let (part, link) = forwarding.split_once('/').unwrap();
        let place = href(&settings["_embedded"][part]["_links"][link]);
        lene.done(&place, &json!({"target": "sip:desk@contoso.com"})).await;
        if !is_there {
            lene.ask(reqwest::Method::DELETE, &href(&lene.application["_links"]["self"]), None).await;
        }

        let input = json!({"operationId": "1", "to": "sip:lene@contoso.com"});
        let started = begin(&ann, &communication(&ann).await, "startPhoneAudio", &input).await;
        if expected.is_none() {
            assert_eq!(started["state"], "Alerting", "{forwarding}: it rings for Lene");
            let invitation = rings(&mut lene, "phoneAudioInvitation").await;
            press(&lene, &invitation, "accept").await;
        }
        let (state, subcode) = expected.unwrap_or(accepted);
        assert_eq!(ended(&mut ann, "phoneAudioInvitation").await, (state.into(), subcode.into()), "{forwarding}");
        if state == "Connected" {
            let taken = ann.get(&href(&started["_links"]["self"])).await;
            let by = if expected.is_some() { "desk" } else { "lene" };
            assert_eq!(taken["_embedded"]["acceptedByParticipant"][0]["uri"], format!("sip:{by}@contoso.com"), "{taken}");
        }
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_robot_leaves_a_meeting_once() {
    let (emulator, mut ann) = with(Robot::new().with_answer("{}").with_delay(SECOND).leaving_after(1)).await;
    let started = begin(&ann, &communication(&ann).await, "startOnlineMeeting", &json!({"operationId": "1"})).await;
    let conversation = follow(&ann, &started, "conversation").await;
    begin(&ann, &conversation, "addParticipant", &json!({"operationId": "2", "to": "sip:desk@contoso.com"})).await;
    begin(&ann, &follow(&ann, &conversation, "messaging").await, "addMessaging", &json!({"operationId": "3"})).await;
    emulator.advance(SECOND);
    let send = href(&follow(&ann, &conversation, "messaging").await["_links"]["sendMessage"]);
    // it has heard enough after each of them
    for text in ["one", "two"] {
        assert_eq!(ann.say(&send, text).await, StatusCode::CREATED);
    }
    ann.so_far().await;
    emulator.advance(2 * SECOND);
    let events = ann.so_far().await;
    let gone = events.iter().filter(|(name, event)| name == "participant/deleted" && event.get("in").is_none());
    assert_eq!(gone.count(), 1, "{events:?}");
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn who_is_no_robot_writes_nothing() {
    let (emulator, _ann) = with(Robot::new()).await;
    let error = |robot: &str, to: &str| emulator.write_as(robot, to, "Hi").unwrap_err().to_string();
    assert_eq!(error("ann", "desk"), "expected a robot, but found `ann`");
    assert_eq!(error("desk", "nobody"), "expected somebody of the scenario, but found `nobody`");
}

#[test]
fn rules_that_make_no_sense_are_refused() {
    let scenario = |robot: &str| {
        let text = format!("[[users]]\naddress = 'desk@contoso.com'\n[users.robot]\n{robot}");
        Scenario::from_toml(&text).unwrap_err().to_string()
    };
    for (robot, error) in [
        ("accepts = true\ndeclines = 'Busy'", "desk@contoso.com: expected a robot that accepts or declines, but found both"),
        ("declines = 'Bussy'", "desk@contoso.com: expected a subcode such as `Busy`, but found `Bussy`"),
        (
            "changes = [{ after = 1, availability = 'Gone' }]",
            "desk@contoso.com: expected an availability such as `Away`, but found `Gone`",
        ),
        (
            "calls = [{ user = 'ann', after = 1, every = 0 }]",
            "desk@contoso.com: expected some time between calls, but found none",
        ),
    ] {
        assert_eq!(scenario(robot), error);
    }
    assert!(scenario("delay = -1").contains("negative"));
}
