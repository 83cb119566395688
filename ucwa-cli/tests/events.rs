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
    let output = ucwa(&["events", "--json", file.to_str().unwrap(), file.to_str().unwrap()], b"");
    fs::remove_file(&file).unwrap();
    assert_eq!(output.stdout, [&*expected, &*expected].concat());

    let cut = gzip(STREAM.as_bytes());
    let output = ucwa(&["events", "--json", "-"], &cut[..cut.len() / 2]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("error: -: "));
}

#[test]
fn the_command_line_can_be_at_fault() {
    assert_eq!(ucwa(&["events"], b"").status.code(), Some(2));
    assert_eq!(ucwa(&["events", "/does/not/exist"], b"").status.code(), Some(2));
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
