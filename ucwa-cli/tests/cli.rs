//! The command from outside: its streams and its exit status.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
};

use command::{story, ucwa};
use flate2::{Compression, write::GzEncoder};
use insta::assert_snapshot;

#[path = "support/command.rs"]
mod command;

const START: &str = r#"{"operationId":"74cb7404","to":"sip:john@contoso.com","subject":"Lunch & more"}"#;

fn fixture(name: &str) -> String {
    format!("{}/../tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn convert_goes_both_ways() {
    let xml = ucwa(&["convert", "--to", "xml", "--as", "startMessaging2:POST"], START.as_bytes());
    assert_snapshot!("convert_to_xml", String::from_utf8(xml.stdout.clone()).unwrap());
    let json = ucwa(&["convert", "--from", "xml", "--to", "json", "--as", "startMessaging2:post", "-"], &xml.stdout);
    assert_snapshot!("convert_to_json", String::from_utf8(json.stdout).unwrap());
}

#[test]
fn convert_reads_a_message_that_names_itself() {
    let output = ucwa(&["convert", "--to", "xml", &fixture("messages/message.json")], b"");
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
    assert!(String::from_utf8(output.stdout).unwrap().contains("Caf%c3%a9+at+noon%3f"));
}

#[test]
fn convert_shows_the_text_of_bodies() {
    let output = ucwa(&["convert", "--text", "--to", "xml", &fixture("messages/events.json")], b"");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "plainMessage: Hello\n");
}

#[test]
fn convert_reports_deviations_and_goes_on() {
    assert_snapshot!(story(&["convert", "--to", "json"], b"{\"rel\":\"participant\",\n \"anonymous\": 5}"));
}

#[test]
fn convert_strict_refuses_deviations() {
    assert_snapshot!(story(&["convert", "--strict", "--to", "xml"], b"{\"rel\":\"participant\",\n \"anonymous\": 5}"));
}

#[test]
fn convert_says_what_json_cannot_carry() {
    let message = br#"<resource rel="message" href="/m" xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa"><property
        name="timeStamp">2013-04-02T11:09:36.1350704-07:00</property></resource>"#;
    assert_snapshot!(story(&["convert", "--to", "json"], message));
    let xml = ucwa(&["convert", "--to", "xml"], message);
    assert!(xml.status.success() && xml.stderr.is_empty());
    assert!(String::from_utf8(xml.stdout).unwrap().contains(">2013-04-02T11:09:36.1350704-07:00<"));
}

#[test]
fn convert_keeps_a_byte_order_mark() {
    let output = ucwa(&["convert", "--to", "json", &fixture("messages/dialect.json")], b"");
    assert!(output.stdout.starts_with(b"\xef\xbb\xbf{"));
    let output = ucwa(&["convert", "--to", "xml", &fixture("messages/dialect.json")], b"");
    assert!(output.stdout.starts_with(b"<?xml"));
}

#[test]
fn malformed_input_has_a_place_and_a_caret() {
    assert_snapshot!(
        "malformed_json",
        story(&["convert", "--to", "xml"], b"{\"rel\": \"message\",\n \"direction\" \"Incoming\"}")
    );
    assert_snapshot!(
        "malformed_xml",
        story(
            &["convert", "--to", "json"],
            b"<resource xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\">\n  <property name=\"a\">x</b>\n</resource>"
        )
    );
    assert_snapshot!("neither_format", story(&["convert", "--to", "json"], b"hello"));
}

#[test]
fn long_lines_are_cut_round_the_place() {
    let body = format!("{{\"operationId\":\"{}\",\"subject\":5,\"threadId\":\"{}\"}}", "x".repeat(300), "y".repeat(300));
    assert_snapshot!(story(&["validate", "--as", "startMessaging2:POST", "-"], body.as_bytes()));
}

#[test]
fn validate_prints_one_object_a_file() {
    let files = ["messages/message.json", "messages/misfits.json", "messages/events.json"].map(fixture);
    let output = ucwa(&["validate", "--json", &files[0], &files[1], &files[2]], b"");
    assert_eq!(output.status.code(), Some(1));
    let lines = String::from_utf8(output.stdout).unwrap();
    let objects: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 3);
    assert_eq!((&objects[0]["type"], &objects[0]["valid"]), (&"message".into(), &true.into()));
    assert_eq!((&objects[1]["type"], &objects[1]["valid"]), (&"participant".into(), &false.into()));
    assert_eq!(objects[1]["violations"][0]["path"], "anonymous");
    assert_eq!(objects[1]["violations"][0]["rule"], "type");
    assert_eq!(objects[1]["violations"][0]["line"], 3);
    assert_eq!(objects[1]["unknown"][0], serde_json::json!({"path": "role", "kind": "value"}));
    assert_eq!((&objects[2]["type"], &objects[2]["valid"]), (&"events".into(), &true.into()));
}

#[test]
fn validate_counts_limits() {
    let body = format!("{{\"operationId\":\"{}\"}}", "x".repeat(51));
    let output = ucwa(&["validate", "--json", "--as", "startMessaging2:POST", "-"], body.as_bytes());
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let violation = serde_json::json!({
        "path": "operationId", "rule": "max_length", "limit": 50, "actual": 51, "line": 1, "column": 16
    });
    assert_eq!(object["violations"][0], violation);
    assert_eq!(output.status.code(), Some(1));
}

/// Servers match the names of inputs without case; the name that was expected is said, and the message goes out as it came.
#[test]
fn names_of_inputs_in_another_case() {
    let body = br#"{"EndpointId":"1","UserAgent":"Bot","Culture":"en-us"}"#;
    let output = ucwa(&["validate", "--json", "--as", "applications:POST", "-"], body);
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&object["valid"], output.status.code()), (&true.into(), Some(0)));
    let unknown = [("EndpointId", "endpointId"), ("UserAgent", "userAgent"), ("Culture", "culture")];
    let unknown = unknown.map(|(path, expected)| serde_json::json!({"path": path, "kind": "property", "expected": expected}));
    assert_eq!(object["unknown"], serde_json::Value::from(unknown.to_vec()));
    let xml = ucwa(&["convert", "--to", "xml", "--as", "applications:POST", "-"], body).stdout;
    let back = ucwa(&["convert", "--to", "json", "--as", "applications:POST", "-"], &xml).stdout;
    let json = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).unwrap();
    assert_eq!(json(&back), json(body));
    let text = String::from_utf8(ucwa(&["validate", "--as", "applications:POST", "-"], body).stdout).unwrap();
    assert!(text.contains("Culture (expected culture)\n"), "{text}");
}

/// What is required is missed whatever else a body holds.
#[test]
fn unknown_members_do_not_hide_what_is_missing() {
    for body in [&b"{}"[..], br#"{"foo":1}"#, br#"{"etag":"1"}"#, br#"{"a":{"b":[1,{"c":null}]}}"#] {
        let output = ucwa(&["validate", "--json", "--as", "startMessaging2:POST", "-"], body);
        let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let found: Vec<_> = object["violations"].as_array().unwrap().iter().map(|one| (&one["path"], &one["rule"])).collect();
        assert_eq!(found, [(&"operationId".into(), &"required".into())]);
    }
}

#[test]
fn validate_looks_into_data_links_when_asked() {
    let file = fixture("seeds/startMessaging2-b.json");
    let rules = |args: &[&str]| {
        let output = ucwa(args, b"");
        let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let violations = object["violations"].as_array().unwrap().iter();
        violations.map(|violation| violation["rule"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rules(&["validate", "--json", "--as", "startMessaging2", &file]), ["form"]);
    assert_eq!(rules(&["validate", "--json", "--data", "--as", "startMessaging2", &file]), ["form", "data", "data"]);
}

#[test]
fn validate_speaks_to_people() {
    assert_snapshot!("validate_valid", story(&["validate", "-"], b"{\"rel\":\"participant\",\"mood\":\"fine\"}"));
    assert_snapshot!("validate_not_valid", story(&["validate", "-"], b"{\"rel\":\"participant\",\"local\":\"yes\"}"));
}

#[test]
fn what_nothing_names_is_not_valid() {
    const PACKAGE: &[u8] = br#"{"name": "left-pad", "version": "1.3.0"}"#;
    const INPUT: &[u8] = br#"{"operationId": "1", "to": "sip:john@contoso.com", "_links": {"message": {"href": "data:,Hi"}}}"#;
    assert_snapshot!("unrecognized", story(&["validate", "-"], PACKAGE));
    assert_snapshot!("unrecognized_json", story(&["validate", "--json", "-"], PACKAGE));
    assert_snapshot!("unrecognized_input", story(&["convert", "--to", "xml"], INPUT));
    assert_eq!(ucwa(&["convert", "--strict", "--to", "xml"], INPUT).status.code(), Some(1));
}

#[test]
fn what_leaves_no_doubt_is_named() {
    for (body, expected) in [
        (r#"{"_links": {"self": {"href": "/r"}, "user": {"href": "/u"}, "xframe": {"href": "/x"}}}"#, "root"),
        (r#"{"_links": {"applications": {"href": "/a"}}}"#, "user"),
        (r#"{"code": "NotFound"}"#, "reason"),
        (r#"{"metadata": [{"httpMethod": "GET"}]}"#, "optionsMetadata"),
        (r#"{"_links": {"next": {"href": "/events?ack=2"}}}"#, "events"),
    ] {
        let output = ucwa(&["validate", "--json", "-"], body.as_bytes());
        let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((&object["type"], &object["valid"]), (&expected.into(), &true.into()), "{body}");
        assert!(output.status.success());
    }
}

#[test]
fn data_urls_are_decoded() {
    let plain = ucwa(&["data-url", "data:text/plain;charset=utf-8,Hi+Tosh%0d%0a"], b"");
    assert_eq!(plain.stdout, b"Hi Tosh\r\n");
    assert_snapshot!(
        "data_url_json",
        story(&["data-url", "--json", "data:text/plain;charset=utf8,a%2bb+100%2525+caf%c3%a9%0d%0aline2"], b"")
    );
    assert_snapshot!(
        "data_url_parameters",
        story(&["data-url", "--json", "-"], b"data:multipart/mixed;charset=utf-8;boundary=\"a b\";charset=x,--a+b%0d%0a")
    );
    assert_snapshot!("data_url_mended", story(&["data-url", "--json", "-"], b"data : text/plain;base64,\n      SGk="));
    assert_snapshot!("data_url_no_text", story(&["data-url", "--json", "data:text/plain;charset=koi8-r,%ff"], b""));
    assert_snapshot!("data_url_broken", story(&["data-url", "data:application/sdp;base64,base64-encoded-sdp"], b""));
}

#[test]
fn data_urls_are_built() {
    let text = "a+b 100% café\r\n".as_bytes();
    let url = ucwa(&["data-url", "--encode", "text/plain", "-"], text).stdout;
    assert_eq!(url, b"data:text/plain;charset=utf-8,a%2bb+100%25+caf%c3%a9%0d%0a\n");
    assert_eq!(ucwa(&["data-url", "-"], &url).stdout, text);
    let url = ucwa(&["data-url", "--encode", "application/sdp", "--base64", "-"], b"v=0").stdout;
    assert_eq!(url, b"data:application/sdp;base64,dj0w\n");
}

#[test]
fn schema_explains_the_protocol() {
    assert_snapshot!("schema_show_resource", story(&["schema", "show", "messaging"], b""));
    assert_snapshot!("schema_show_input", story(&["schema", "show", "startMessaging2"], b""));
    assert_snapshot!("schema_show_enumeration", story(&["schema", "show", "Importance"], b""));
    let list = ucwa(&["schema", "list"], b"").stdout;
    assert!(String::from_utf8(list).unwrap().lines().any(|line| line.starts_with("communication    startMessaging2 ")));
}

#[test]
fn the_command_line_can_be_at_fault() {
    assert_eq!(ucwa(&["convert"], b"").status.code(), Some(2));
    assert_eq!(ucwa(&["validate"], b"").status.code(), Some(2));
    assert_snapshot!("unreadable", story(&["convert", "--to", "xml", "/does/not/exist"], b""));
    assert_snapshot!("unknown_name", story(&["convert", "--to", "xml", "--as", "nothing"], b""));
    assert_snapshot!("unknown_method", story(&["convert", "--to", "xml", "--as", "startMessaging2:PUT"], b""));
    assert_snapshot!("unknown_schema_name", story(&["schema", "show", "nothing"], b""));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Command::new(assert_cmd::cargo::cargo_bin!("ucwa"))
        .args(["schema", "list"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
}

#[test]
fn help_is_there() {
    for args in [&["--help"][..], &["convert", "--help"], &["validate", "--help"], &["data-url", "--help"], &["schema", "--help"]]
    {
        let output = ucwa(args, b"");
        assert!(output.status.success() && !output.stdout.contains(&0x1b), "{args:?}");
    }
}

#[test]
fn schema_speaks_to_programs() {
    let json = |args: &[&str]| serde_json::from_slice::<serde_json::Value>(&ucwa(args, b"").stdout).unwrap();
    let invitation = json(&["schema", "show", "messagingInvitation", "--json"]);
    let subject = invitation["properties"].as_array().unwrap().iter().find(|field| field["name"] == "subject").unwrap();
    assert_eq!((&subject["type"], &subject["limit"]), (&"string".into(), &250.into()));
    assert_eq!(json(&["schema", "show", "Direction", "--json"])["members"][0]["name"], "Incoming");
    assert!(json(&["schema", "list", "--json"]).as_array().unwrap().len() > 290);
}

#[test]
fn schema_measures_coverage() {
    let text = String::from_utf8(ucwa(&["schema", "list", "--coverage", &fixture("messages")], b"").stdout).unwrap();
    assert!(text.starts_with("8 messages\n"), "{text}");
    assert!(text.lines().any(|line| line.starts_with("message: 2 seen, ")));
    assert!(text.contains("unknown property events: sender[0].events[1]._embedded.localParticipant.mood (1)\n"));
    let output = ucwa(&["schema", "list", "--json", "--coverage", &fixture("messages")], b"");
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["messages"], 8);
    assert_eq!(ucwa(&["schema", "list", "--coverage", "/does/not/exist"], b"").status.code(), Some(2));
}

#[test]
fn dialects_are_of_the_same_types() {
    let validate = |name: &[&str], body: &str| {
        let output = ucwa(&[&["validate", "--json"], name, &["-"]].concat(), body.as_bytes());
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    for prefix in ["service:", "ms:rtc:saas:"] {
        let misfit = validate(&[], &format!(r#"{{"rel":"{prefix}participant","anonymous":"x"}}"#));
        assert_eq!((&misfit["type"], &misfit["valid"]), (&"participant".into(), &false.into()));
        let input = format!(
            r#"{{"rel":"{prefix}startMessaging","operationId":"1","_links":{{"{prefix}message":{{"href":"data:,x"}}}}}}"#
        );
        for name in [format!("{prefix}startMessaging2:POST"), "startMessaging2:POST".to_owned()] {
            let valid = validate(&["--as", &name], &input);
            assert_eq!(
                (&valid["type"], &valid["valid"], &valid["unknown"]),
                (&"startMessaging2".into(), &true.into(), &serde_json::json!([]))
            );
        }
        let other = validate(&[], &format!(r#"{{"rel":"{prefix}whiteboard"}}"#));
        assert_eq!(other["type"], format!("{prefix}whiteboard").as_str());
        assert!(ucwa(&["schema", "show", &format!("{prefix}messaging")], b"").status.success());
    }
}

#[test]
fn validate_reads_folders_and_many_documents() {
    let folder = std::env::temp_dir().join(format!("ucwa-validate-{}", std::process::id()));
    fs::create_dir_all(folder.join("inner")).unwrap();
    fs::write(
        folder.join("b.jsonl"),
        "{\"rel\":\"me\"}\n{\"rel\":\"me\",\"name\":5}\n\n {\"rel\":\"participant\",\n\"local\":\"yes\"}\n",
    )
    .unwrap();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(b"<resource rel=\"me\" xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\"/>").unwrap();
    fs::write(folder.join("inner/a.xml.gz"), encoder.finish().unwrap()).unwrap();
    fs::write(folder.join("notes.txt"), "not a message").unwrap();
    let output =
        ucwa(&["validate", "--json", folder.to_str().unwrap(), "/does/not/exist", &fixture("messages/message.json")], b"");
    fs::remove_dir_all(&folder).unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let objects: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let found: Vec<_> =
        objects.iter().map(|object| (object["type"].as_str(), object["valid"].as_bool(), object["line"].as_u64())).collect();
    assert_eq!(
        found,
        [
            (Some("me"), Some(true), Some(1)),
            (Some("me"), Some(false), Some(2)),
            (Some("participant"), Some(false), Some(4)),
            (Some("me"), Some(true), Some(1)),
            (None, None, None),
            (Some("message"), Some(true), Some(1)),
        ]
    );
    assert_eq!((&objects[1]["violations"][0]["line"], &objects[1]["violations"][0]["column"]), (&2.into(), &20.into()));
    assert_eq!((&objects[2]["violations"][0]["line"], &objects[2]["offset"]), (&5.into(), &37.into()));
    assert_eq!((&objects[4]["file"], &objects[4]["error"]["code"]), (&"/does/not/exist".into(), &"io".into()));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn validate_says_where_each_document_begins() {
    let log = b"2024-05-01 INFO\n{\"rel\":\"me\",\"name\":5}\n  {\"rel\":\"me\"}\n";
    assert_snapshot!("validate_many", story(&["validate", "-"], log));
    assert_snapshot!("validate_ignore_text", story(&["validate", "--ignore-text", "-"], log));
    assert_snapshot!("validate_nothing", story(&["validate", "-"], b""));
    assert_snapshot!("validate_unreadable", story(&["validate", "/does/not/exist"], b""));
}

#[test]
fn a_folder_without_messages_is_told() {
    let folder = std::env::temp_dir().join(format!("ucwa-empty-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let output = ucwa(&["validate", "--json", folder.to_str().unwrap()], b"");
    fs::remove_dir_all(&folder).unwrap();
    let object: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        object["error"]["message"],
        "expected files that end in .json, .jsonl, .ndjson, .xml, .log, .har, .saz, .http, also with .gz, but found none"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn nothing_speaks_to_the_terminal() {
    let body = "{\"rel\":\"message\",\"direction\":5,\"a\\u001b\u{9b}\u{202e}\":\"x\u{9b}31m\u{202e}\",\"_links\":{\"plainMessage\":\
                {\"href\":\"data:text/plain;charset=utf-8,a%1b%5b31m%c2%9b%e2%80%aeb%0ac%0dd\"}}}";
    let shown = story(&["validate", "-"], body.as_bytes());
    let text = String::from_utf8(ucwa(&["convert", "--to", "json", "--text"], body.as_bytes()).stderr).unwrap();
    assert!(text.contains("plainMessage: a\\u{1b}[31m\\u{9b}\\u{202e}b\nc\\rd\n"), "{text}");
    let unsafe_ = |character: char| character.is_control() && character != '\n' || character == '\u{202e}';
    assert!(!shown.contains(unsafe_) && !text.contains(unsafe_), "{shown:?} {text:?}");
    assert_snapshot!("terminal_validate", shown);
    let name = ucwa(&["validate", "/\u{1b}[31m"], b"");
    assert!(!String::from_utf8(name.stderr).unwrap().contains('\u{1b}'));
}

#[test]
fn what_is_too_large_is_not_read_to_its_end() {
    let Ok(true) = fs::exists("/dev/zero") else { return };
    assert_snapshot!("too_large", story(&["convert", "--to", "json", "/dev/zero"], b""));
}

#[test]
fn output_that_cannot_be_written_is_an_error() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    for args in [&["schema", "list"][..], &["validate", "-"]] {
        let output = Command::new(assert_cmd::cargo::cargo_bin!("ucwa"))
            .args(args)
            .stdin(Stdio::null())
            .stdout(full.try_clone().unwrap())
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8(output.stderr).unwrap().starts_with("error: cannot write to standard output: "));
    }
}

#[test]
fn names_that_were_meant_are_offered() {
    assert_snapshot!("meant_resource", story(&["schema", "show", "mesagingInvitation"], b""));
    assert_snapshot!("meant_case", story(&["schema", "show", "STARTMESSAGING2"], b""));
    assert_snapshot!("meant_enumeration", story(&["schema", "show", "Importence"], b""));
    assert_snapshot!("meant_type", story(&["convert", "--to", "xml", "--as", "startMesaging2:POST"], b""));
    assert_snapshot!("meant_option", story(&["convert", "--too", "xml"], b""));
    assert_snapshot!("meant_verb", story(&["validat"], b""));
}

#[test]
fn help_has_examples_that_work() {
    let verbs = [&[][..], &["convert"], &["validate"], &["events"], &["data-url"], &["schema"], &["completions"], &["man"]];
    let all = verbs.into_iter().chain([&["schema", "list"][..], &["schema", "show"]]);
    for verb in all {
        let help = String::from_utf8(ucwa(&[verb, &["--help"]].concat(), b"").stdout).unwrap();
        let examples: Vec<_> = help.lines().filter(|line| line.starts_with("  ucwa ")).collect();
        assert!(!examples.is_empty(), "{verb:?}: {help}");
        for example in examples {
            let command = example.split(['<', '|', '>']).next().unwrap().replace('\'', "");
            let args: Vec<_> = command.split_whitespace().skip(1).collect();
            let error = String::from_utf8(ucwa(&args, b"").stderr).unwrap();
            assert!(!error.contains("Usage:"), "{example}: {error}");
        }
    }
}

#[test]
fn the_command_has_a_name() {
    assert_eq!(ucwa(&["-V"], b"").stdout, format!("ucwa {}\n", env!("CARGO_PKG_VERSION")).as_bytes());
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = String::from_utf8(ucwa(&["completions", shell], b"").stdout).unwrap();
        assert!(script.contains("ignore-text") && script.contains("ucwa"), "{shell}");
    }
    let manual = String::from_utf8(ucwa(&["man"], b"").stdout).unwrap();
    for page in ["ucwa ", "ucwa-convert ", "ucwa-schema-show "] {
        assert!(manual.contains(&format!(".TH {page}")), "{manual}");
    }
}
