//! `ucwa events` from outside.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use command::{story, ucwa};
use flate2::{Compression, write::GzEncoder};
use insta::assert_snapshot;
use serde_json::{Value, json};

#[path = "support/command.rs"]
mod command;

/// Three responses: one whole, one with a broken event and one that was cut, in both formats.
const STREAM: &str = r#"{"_links":{"self":{"href":"/events?ack=1"},"next":{"href":"/events?ack=2"}},"sender":[{"rel":"conversation","href":"/conversations/137","events":[{"link":{"rel":"message","href":"/messages/165","title":"Hi"},"status":"Success","_embedded":{"message":{"rel":"message","direction":"Incoming","_links":{"self":{"href":"/messages/165"},"plainMessage":{"href":"data:text/plain;charset=utf-8,Caf%c3%a9+at+noon%3f%0d%0aYes%1b"}}}},"type":"completed"},{"link":{"rel":"participant","href":"/participants/1"},"in":{"rel":"localParticipant","href":"/participants/me","title":"Me"},"type":"added"}]}]}
<events xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa" href="/events?ack=2"><link rel="next" href="/events?ack=3"/>
  <sender rel="people" href="/people"><updated rel="contactPresence" href="/a&b"/><updated rel="contactPresence" href="/presence"><in rel="contact" href="/contact"/></updated></sender>
</events>
{"_links":{"self":{"href":"/events?ack=3"}},"sender":[{"rel":"people","href":"/people","events":[{"type":"upd
"#;

fn objects(args: &[&str], stdin: &[u8]) -> Vec<Value> {
    let stdout = String::from_utf8(ucwa(&[&["events"], args].concat(), stdin).stdout).unwrap();
    stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn lines_for_people() {
    assert_snapshot!("events_people", story(&["events", "-"], STREAM.as_bytes()));
}

#[test]
fn lines_for_programs() {
    assert_snapshot!("events_json", story(&["events", "--json", "-"], STREAM.as_bytes()));
}

#[test]
fn a_message_that_is_fine_exits_with_0() {
    let fixture = format!("{}/../tests/fixtures/messages/events.json", env!("CARGO_MANIFEST_DIR"));
    assert_snapshot!("events_fixture", story(&["events", &fixture], b""));
    assert_snapshot!("events_nothing", story(&["events", "-"], b" \n"));
}

#[test]
fn a_summary_counts() {
    let text = story(&["events", "--summary", "-"], STREAM.as_bytes());
    let (counts, speed) = text.split_once("\n0.0 MB in ").unwrap();
    assert_snapshot!("events_summary", counts);
    assert!(speed.lines().next().unwrap().ends_with(" MB/s"));

    let [mut summary] = <[Value; 1]>::try_from(objects(&["--summary", "--json", "-"], STREAM.as_bytes())).unwrap();
    assert!(summary["seconds"].take().is_number());
    assert_eq!((&summary["responses"], &summary["events"], &summary["broken"]), (&json!(3), &json!(3), &json!(2)));
    assert_eq!(summary["types"], json!({"added": 1, "completed": 1, "updated": 1}));
}

#[test]
fn filters_choose() {
    let types = |args: &[&str]| {
        let objects = objects(&[args, &["--json", "-"]].concat(), STREAM.as_bytes());
        objects.iter().filter_map(|object| object["type"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(types(&["--sender", "people"]), ["updated"]);
    assert_eq!(types(&["--type", "added", "--type", "updated"]), ["added", "updated"]);
    assert_eq!(types(&["--rel", "message", "--sender", "conversation"]), ["completed"]);
    assert_eq!(types(&["--rel", "contact"]), [""; 0]);
    for prefix in ["ms:rtc:saas:", "service:"] {
        let name = format!("{prefix}message");
        let dialect = STREAM.replace("\"message\",\"href", &format!("\"{name}\",\"href"));
        assert_eq!(objects(&["--json", "--rel", "message", "-"], dialect.as_bytes())[0]["rel"], name.as_str());
        assert_eq!(objects(&["--json", "--rel", &name, "-"], dialect.as_bytes())[0]["rel"], name.as_str());
    }
}

#[test]
fn only_one_format() {
    let formats = |from: &str| objects(&["--json", "--from", from, "-"], STREAM.as_bytes());
    assert_eq!(formats("xml").iter().filter(|object| object["error"].is_null()).count(), 1);
    assert_eq!(formats("json").iter().filter(|object| object["error"].is_null()).count(), 2);
}

#[test]
fn what_is_no_response_is_told_in_its_place() {
    let stream = format!("HTTP/1.1 200 OK\n{{\"rel\":\"message\"}}\n<html><p></html>\n{STREAM}");
    let objects = objects(&["--json", "-"], stream.as_bytes());
    let codes: Vec<Option<&str>> = objects.iter().map(|object| object["error"]["code"].as_str()).collect();
    assert_eq!(&codes[..5], [Some("syntax"), Some("root"), Some("root"), None, None]);
    assert_eq!((&objects[1]["raw"], &objects[1]["error"]["line"]), (&json!("{\"rel\":\"message\"}"), &json!(2)));
    assert_eq!(objects[5]["error"]["line"], 6);
}

#[test]
fn compressed_files_are_read() {
    let expected = ucwa(&["events", "--json", "-"], STREAM.as_bytes()).stdout;
    assert_eq!(ucwa(&["events", "--json", "-"], &gzip(STREAM.as_bytes())).stdout, expected);
    let (first, second) = STREAM.as_bytes().split_at(300);
    assert_eq!(ucwa(&["events", "--json", "-"], &[gzip(first), gzip(second)].concat()).stdout, expected);

    let file = std::env::temp_dir().join(format!("ucwa-events-{}.gz", std::process::id()));
    fs::write(&file, gzip(STREAM.as_bytes())).unwrap();
    let name = file.to_str().unwrap();
    let output = String::from_utf8(ucwa(&["events", "--json", name, name], b"").stdout).unwrap();
    fs::remove_file(&file).unwrap();
    assert_eq!(output.replace(name, "-"), String::from_utf8([&*expected, &*expected].concat()).unwrap());

    let cut = gzip(STREAM.as_bytes());
    let output = ucwa(&["events", "--json", "-"], &cut[..cut.len() / 2]);
    assert_eq!(output.status.code(), Some(1));
    let last = String::from_utf8(output.stdout).unwrap();
    let last: Value = serde_json::from_str(last.lines().last().unwrap()).unwrap();
    assert_eq!((&last["file"], &last["error"]["code"]), (&json!("-"), &json!("io")));
}

#[test]
fn the_command_line_can_be_at_fault() {
    assert_eq!(ucwa(&["events"], b"").status.code(), Some(2));
    assert_eq!(ucwa(&["events", "--from", "yaml", "-"], b"").status.code(), Some(2));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("ucwa"))
        .args(["events", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let line = STREAM.lines().next().unwrap();
    let _ = child.stdin.take().unwrap().write_all([line; 200].join("\n").as_bytes());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
}

/// A response with one event, which has these members and embeds this resource.
fn event(members: &str, rel: &str, resource: &str) -> String {
    format!(
        r#"{{"_links":{{"next":{{"href":"/e?ack=2"}}}},"sender":[{{"rel":"communication","href":"/c","events":[{{"link":{{"rel":"{rel}","href":"/r"}},"_embedded":{{"{rel}":{{"rel":"{rel}",{resource}}}}},{members}}}]}}]}}"#
    )
}

const SAID: &str = r#""direction":"Incoming","timeStamp":"\/Date(1474932027613)\/","_links":{"self":{"href":"/r"},"participant":{"href":"/participants/lene","title":"Lene Aaling"},"plainMessage":{"href":"data:text/plain;charset=utf-8,Hi"}}"#;
const INVITED: &str = r#""direction":"Incoming","_links":{"customContent":{"href":"data:text/plain,secret"},"from":{"href":"/participants/tosh"},"message":{"href":"data:text/plain;charset=utf-8,Lunch%3f"}},"_embedded":{"from":{"rel":"participant","name":"Tosh Meston","_links":{"self":{"href":"/participants/tosh"}}}}"#;
const OFFERED: &str = r#""_links":{"mediaOffer":{"href":"data:application/sdp;charset=utf-8,a%3dcrypto:1"},"customContent":{"href":"data:text/plain,secret"}}"#;

#[test]
fn an_event_says_who_said_what_and_when() {
    let said = objects(&["--json", "-"], event(r#""type":"completed""#, "message", SAID).as_bytes());
    assert_eq!(said[0]["time"], "2016-09-26T23:20:27.613Z");
    assert_eq!((&said[0]["direction"], &said[0]["message"]), (&json!("Incoming"), &json!("Hi")));
    assert_eq!(said[0]["from"], json!({"href": "/participants/lene", "title": "Lene Aaling"}));

    let invited = objects(&["--json", "-"], event(r#""type":"started""#, "messagingInvitation", INVITED).as_bytes());
    assert_eq!((&invited[0]["from"]["title"], &invited[0]["message"]), (&json!("Tosh Meston"), &json!("Lunch?")));
    assert!(invited[0]["time"].is_null() && invited[0].get("deviations").is_none());

    let offered = event(r#""type":"started""#, "audioVideoInvitation", OFFERED);
    assert_eq!(objects(&["--json", "-"], offered.as_bytes())[0]["message"], Value::Null);
    let shown =
        [event(r#""type":"completed""#, "message", SAID), event(r#""type":"started""#, "messagingInvitation", INVITED), offered];
    assert_snapshot!("events_who", story(&["events", "-"], shown.join("\n").as_bytes()));
}

#[test]
fn a_failure_says_why() {
    let failed = event(
        r#""type":"completed","status":"Failure","reason":{"code":"RemoteFailure","subcode":"Declined","message":"No."}"#,
        "messagingInvitation",
        r#""direction":"Outgoing""#,
    );
    let object = &objects(&["--json", "-"], failed.as_bytes())[0];
    assert_eq!(object["reason"], json!({"code": "RemoteFailure", "subcode": "Declined", "message": "No."}));
    assert_snapshot!("events_failure", story(&["events", "-"], failed.as_bytes()));
}

#[test]
fn places_are_those_of_the_file() {
    let stream = format!("\n  {}\nnoise\n{}\n", event(r#""type":"added""#, "message", SAID), STREAM);
    let objects = objects(&["--json", "-"], stream.as_bytes());
    assert!(objects.iter().all(|object| object["file"] == "-" && object["line"].is_u64()));
    for object in objects.iter().filter(|object| object["type"].is_string() || !object["raw"].is_null()) {
        let rest = &stream[usize::try_from(object["offset"].as_u64().unwrap()).unwrap()..];
        assert!(rest.starts_with(['{', '<']) || rest.starts_with("noise"), "{object}");
        let line = 1 + stream.len() - rest.len() - stream[..stream.len() - rest.len()].replace('\n', "").len();
        assert_eq!(object["line"], line, "{object}");
    }
}

#[test]
fn what_does_not_fit_is_said() {
    let stream = r#"{"_links":{"next":5},"sender":[{"rel":"people","href":"/p","events":[{"link":5,"type":"updated"},{"type":"added","in":{"rel":"me","href":7}}]},{"rel":"people","href":"/p","events":[{"link":{"rel":"message","href":"/m"},"_embedded":"x","type":"started"},{"link":{"rel":"message","href":"/m"},"type":7}]}]}"#;
    let objects = objects(&["--json", "-"], stream.as_bytes());
    let paths: Vec<_> = objects.iter().map(|object| object["deviations"][0]["path"].as_str()).collect();
    let expected = [
        Some("sender[0].events[0].link"),
        Some("sender[0].events[1].in.href"),
        Some("sender[1].events[0]._embedded"),
        Some("sender[1].events[1].type"),
    ];
    assert_eq!(paths, expected);
    assert_snapshot!("events_deviations", story(&["events", "-"], stream.as_bytes()));
}

#[test]
fn text_between_responses_can_be_passed_over() {
    let line = event(r#""type":"added""#, "message", SAID);
    let log = format!("2024-05-01T10:00:00 INFO {line}\n# rotated\n2024-05-01T10:00:01 INFO {line}\n");
    assert_eq!(ucwa(&["events", "-"], log.as_bytes()).status.code(), Some(1));
    let output = ucwa(&["events", "--ignore-text", "--json", "-"], log.as_bytes());
    assert!(output.status.success());
    assert_eq!(output.stdout.iter().filter(|byte| **byte == b'\n').count(), 2);
    let broken = format!("{log}{{\"rel\":\"me\"}}\n");
    assert_eq!(ucwa(&["events", "--ignore-text", "-"], broken.as_bytes()).status.code(), Some(1));
}

#[test]
fn others_are_read_after_a_file_that_cannot_be() {
    let fixture = format!("{}/../tests/fixtures/messages/events.json", env!("CARGO_MANIFEST_DIR"));
    let output = ucwa(&["events", "--json", "/does/not/exist", &fixture], b"");
    assert_eq!(output.status.code(), Some(1));
    let lines = String::from_utf8(output.stdout).unwrap();
    let objects: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&objects[0]["file"], &objects[0]["error"]["code"]), (&json!("/does/not/exist"), &json!("io")));
    assert_eq!(objects.len(), 5);
    assert_snapshot!("events_unreadable", story(&["events", "/does/not/exist", "-"], b" "));
}

#[test]
fn utf_16_is_called_so() {
    let bytes: Vec<u8> = "\u{feff}{\"sender\":[]}\n{}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for args in [&["--json", "-"][..], &["--json", "--ignore-text", "-"]] {
        let error = &objects(args, &bytes)[0]["error"];
        assert_eq!(error["code"], "encoding");
        assert_eq!(error["message"], "expected UTF-8, but found a byte order mark of UTF-16");
    }
}

#[test]
fn nothing_speaks_to_the_terminal() {
    let title = event(r#""type":"a\u001b[31m""#, "mess\\u202eage", r#""direction":"x""#);
    let name = STREAM.replace("\"Hi\"", "\"\\u009b1mH\\u200bi\\u202e\"").replace("/participants/1", "/\\u001b]0;x\\u0007");
    for (args, input) in
        [(&["events", "-"][..], title.as_str()), (&["events", "-"], &name), (&["events", "--summary", "-"], &title)]
    {
        let output = String::from_utf8(ucwa(args, input.as_bytes()).stdout).unwrap();
        let unsafe_ = |character: char| character.is_control() && character != '\n' || "\u{202e}\u{200b}".contains(character);
        assert!(!output.contains(unsafe_), "{output:?}");
        assert!(output.contains("\\u{"), "{output}");
    }
}
