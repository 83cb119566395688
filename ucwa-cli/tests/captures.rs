//! Captures from outside: HAR, SAZ and raw HTTP messages, whole, cut and hostile.

#![allow(clippy::unwrap_used, reason = "a test may stop")]

use std::{fs, io::Write, path::PathBuf};

use command::{story, ucwa};
use flate2::{
    Compression,
    write::{DeflateEncoder, GzEncoder},
};
use insta::assert_snapshot;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use serde_json::Value;

#[path = "support/command.rs"]
mod command;
#[path = "captures/odd.rs"]
mod odd;
#[path = "captures/secret.rs"]
mod secret;

fn fixture(name: &str) -> String {
    format!("{}/../tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// What a verb says of a capture, without the folder that it lies in.
fn said(verb: &[&str], capture: &str) -> String {
    let text = story(&[verb, &[capture]].concat(), b"");
    text.replace(&fixture("captures/"), "")
}

fn written(name: &str, bytes: &[u8]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_har_is_read_by_every_verb() {
    let har = fixture("captures/chat.har");
    for (name, verb) in [
        ("events", &["events"][..]),
        ("events_json", &["events", "--json"]),
        ("validate", &["validate"]),
        ("validate_json", &["validate", "--json"]),
        ("convert", &["convert", "--to", "xml"]),
    ] {
        assert_snapshot!(format!("har_{name}"), said(verb, &har));
    }
    let coverage = said(&["schema", "list", "--coverage"], &har);
    assert!(coverage.contains("me: 1 seen") && coverage.contains("messagingInvitation: 1 seen"), "{coverage}");
}

/// The exchanges of the HAR as the raw messages that Fiddler keeps: chunked, compressed, and as they are.
fn sessions() -> Vec<(String, Vec<u8>)> {
    let har: Value = serde_json::from_slice(&fs::read(fixture("captures/chat.har")).unwrap()).unwrap();
    let mut files = Vec::new();
    for (index, entry) in har["log"]["entries"].as_array().unwrap().iter().enumerate() {
        let (request, response) = (&entry["request"], &entry["response"]);
        let sent = request["postData"]["text"].as_str().unwrap_or_default();
        let head = format!(
            "{} {} HTTP/1.1\r\nContent-Type: {}\r\n",
            request["method"].as_str().unwrap(),
            request["url"].as_str().unwrap(),
            request["postData"]["mimeType"].as_str().unwrap_or("text/plain")
        );
        files.push((
            format!("raw/{:02}_c.txt", index + 1),
            format!("{head}Authorization: Bearer SECRET\r\n\r\n{sent}").into_bytes(),
        ));
        let text = response["content"]["text"].as_str().unwrap_or_default();
        let body = if response["content"]["encoding"] == "base64" {
            base64::Engine::decode(&base64::engine::general_purpose::STANDARD, text).unwrap()
        } else {
            text.as_bytes().to_vec()
        };
        let head = format!(
            "HTTP/1.1 {} OK\r\nContent-Type: {}\r\n",
            response["status"],
            response["content"]["mimeType"].as_str().unwrap()
        );
        files.push((format!("raw/{:02}_s.txt", index + 1), as_sent(&head, &body, index)));
        let time = entry["startedDateTime"].as_str().unwrap();
        let times = format!(
            "<?xml version=\"1.0\"?><Session SID=\"1\"><SessionTimers ClientConnected=\"x\" ClientBeginRequest=\"{time}\" /></Session>"
        );
        files.push((format!("raw/{:02}_m.xml", index + 1), times.into_bytes()));
    }
    files.push(("_index.htm".to_owned(), b"<html></html>".to_vec()));
    files
}

/// A body in one of the ways in which servers send it.
fn as_sent(head: &str, body: &[u8], way: usize) -> Vec<u8> {
    let compressed = || {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    };
    let chunked = |body: &[u8]| {
        let mut sent = Vec::new();
        for chunk in body.chunks(100) {
            write!(sent, "{:x}\r\n", chunk.len()).unwrap();
            sent.extend_from_slice(chunk);
            sent.extend_from_slice(b"\r\n");
        }
        sent.extend_from_slice(b"0\r\n\r\n");
        sent
    };
    let (headers, sent) = match way % 3 {
        0 => (format!("Content-Length: {}\r\n", body.len()), body.to_vec()),
        1 => ("Transfer-Encoding: chunked\r\n".to_owned(), chunked(body)),
        _ => ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n".to_owned(), chunked(&compressed())),
    };
    [format!("{head}{headers}\r\n").as_bytes(), &sent].concat()
}

fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut bytes);
    for (name, content) in files {
        let (mut entry, config) = archive.new_file(name).compression_method(CompressionMethod::DEFLATE).start().unwrap();
        let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
        writer.write_all(content).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

#[test]
fn a_saz_says_what_its_har_says() {
    let saz = written("chat.saz", &archive(&sessions()));
    for verb in [&["events", "--json"][..], &["events"], &["validate", "--json"], &["validate"], &["convert", "--to", "json"]] {
        let (one, other) = (said(verb, &fixture("captures/chat.har")), said(verb, &saz));
        assert_eq!(other.replace(&saz, "chat.har"), one);
    }
}

#[test]
fn an_archive_that_is_cut_yields_what_is_whole() {
    let whole = archive(&sessions());
    for (share, least) in [(9, 4), (7, 2), (3, 0)] {
        let saz = written(&format!("cut-{share}.saz"), &whole[..whole.len() * share / 10]);
        let output = ucwa(&["validate", "--json", &saz], b"");
        assert_eq!(output.status.code(), Some(1));
        let lines = String::from_utf8(output.stdout).unwrap();
        assert!(lines.contains("the archive is cut"), "{lines}");
        assert!(lines.lines().count() > least, "{lines}");
    }
}

#[test]
fn a_har_that_is_cut_yields_what_is_whole() {
    let whole = fs::read(fixture("captures/chat.har")).unwrap();
    let har = written("cut.har", &whole[..whole.len() * 9 / 10]);
    assert_snapshot!(said(&["events"], &har).replace(&har, "cut.har"));
}

#[test]
fn an_encrypted_archive_is_refused() {
    let mut bytes = archive(&sessions());
    // the first bit of the flags, of each header and in the directory
    for (signature, flags) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(signature)).collect();
        places.iter().for_each(|at| bytes[at + flags] |= 1);
    }
    for (name, bytes) in [("encrypted.saz", &bytes[..]), ("encrypted-cut.saz", &bytes[..bytes.len() / 2])] {
        let saz = written(name, bytes);
        let text = said(&["events"], &saz);
        assert!(text.starts_with("exit 1\n") && text.contains("the archive is encrypted"), "{text}");
    }
}

#[test]
fn raw_messages_are_read() {
    let http = fixture("http/messagingInvitation-json-request.http");
    let text = said(&["validate"], &http);
    assert!(text.contains("1 exchange"), "{text}");
    let both = ["startMessaging2-a-json-request.http", "startMessaging2-a-json-response.http"]
        .map(|name| fs::read(fixture(&format!("http/{name}"))).unwrap());
    assert_snapshot!(
        "raw_validate",
        said(&["validate"], &written("both.http", &both.concat())).replace(env!("CARGO_TARGET_TMPDIR"), "")
    );
}

#[test]
fn a_bomb_unfolds_within_bounds() {
    // more line breaks in an answer than a body may have bytes, compressed twice over
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let breaks = vec![b'\n'; 1 << 20];
    (0..80).for_each(|_| encoder.write_all(&breaks).unwrap());
    let body = encoder.finish().unwrap();
    let answer = [&b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"[..], &body].concat();
    let files = vec![
        ("raw/1_c.txt".to_owned(), b"GET /ucwa/v1/applications/1/me HTTP/1.1\r\n\r\n".to_vec()),
        ("raw/1_s.txt".to_owned(), answer),
    ];
    let text = said(&["validate"], &written("bomb.saz", &archive(&files)));
    assert!(text.contains("1 exchange"), "{text}");
}

#[test]
fn deep_json_is_an_error_and_no_overflow() {
    let deep = format!("{{\"log\":{{\"entries\":[{{\"request\":{}", "[".repeat(1_000_000));
    let text = said(&["events"], &written("deep.har", deep.as_bytes()));
    assert!(text.starts_with("exit 1\n") && text.contains("the HAR is cut"), "{text}");
}

/// More headers than a map of them can hold.
#[test]
fn a_har_may_have_any_number_of_headers() {
    let headers: Vec<_> = (0..100_000).map(|number| format!(r#"{{"name":"x-{number}","value":"{number}"}}"#)).collect();
    let headers = headers.join(",");
    let message = r#"{\"rel\":\"me\",\"name\":\"Lene\"}"#;
    let har = format!(
        r#"{{"log":{{"entries":[{{"request":{{"method":"GET","url":"https://a/ucwa/v1/applications/1/me","headers":[{headers}]}},
            "response":{{"status":200,"headers":[{headers}],"content":{{"mimeType":"application/json","text":"{message}"}}}}}}]}}}}"#
    );
    let text = said(&["convert", "--to", "json"], &written("headers.har", har.as_bytes()));
    assert!(text.starts_with("exit 0\n") && text.contains("Lene"), "{text}");
}

/// What tools add to an entry may be much larger as a tree than as text.
#[cfg(target_os = "linux")]
#[test]
fn what_a_har_has_beside_messages_is_not_held() {
    let har = format!(
        r#"{{"log":{{"entries":[{{"_initiator":[0{}],"request":{{"method":"GET","url":5,"headers":{{}}}},"response":null}}]}}}}"#,
        ",0".repeat(10_000_000)
    );
    let har = written("initiator.har", har.as_bytes());
    let output = std::process::Command::new("sh")
        .args(["-c", "ulimit -v 200000; exec \"$0\" events \"$1\"", env!("CARGO_BIN_EXE_ucwa"), &har])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && said.contains("1 exchange"), "{said}");
}

#[test]
fn exchanges_are_read_one_by_one() {
    read_many(5_000);
}

#[test]
#[ignore = "run it in a release build"]
fn a_hundred_thousand_exchanges_are_read_one_by_one() {
    read_many(100_000);
}

fn read_many(count: usize) {
    let entry = r#"{"startedDateTime":"2026-11-01T10:00:00Z","request":{"method":"GET","url":"https://a/b","headers":[]},"response":{"status":200,"headers":[],"content":{"mimeType":"text/html","text":"<p>"}}}"#;
    let har = format!("{{\"log\":{{\"entries\":[{}]}}}}", vec![entry; count].join(","));
    let text = said(&["events"], &written(&format!("{count}.har"), har.as_bytes()));
    assert!(text.contains(&format!("{count} exchanges, {count} of them not UCWA's")), "{text}");
    let files: Vec<_> = (0..count).map(|number| (format!("raw/{number}_c.txt"), b"GET /a HTTP/1.1\r\n\r\n".to_vec())).collect();
    let text = said(&["events"], &written(&format!("{count}.saz"), &archive(&files)));
    assert!(text.contains(&format!("{count} exchanges")), "{text}");
}

#[test]
fn broken_captures_are_errors() {
    let whole = archive(&sessions());
    for (name, bytes) in [
        ("empty.saz", &b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"[..]),
        ("signature.saz", b"PK\x03\x04"),
        ("no-entries.har", b"{\"log\":{\"entries\":5}}"),
        ("garbage.saz", &[b"PK\x03\x04".as_slice(), &whole[200..900]].concat()),
    ] {
        let text = said(&["validate"], &written(name, bytes));
        assert!(text.contains("exchange"), "{name}: {text}");
    }
}

#[test]
fn a_broken_event_costs_no_other() {
    let har = fs::read_to_string(fixture("captures/chat.har")).unwrap();
    let mut har: Value = serde_json::from_str(&har).unwrap();
    let response =
        r#"{"sender":[{"rel":"people","href":"/p","events":[{"type":"added","link":{"rel":"contact","href":"/p/1"}},5]}]}"#;
    har["log"]["entries"][4]["response"]["content"] = serde_json::json!({"text": response, "mimeType": "application/json"});
    let told = said(&["events"], &written("broken-event.har", har.to_string().as_bytes()));
    assert!(told.contains("people: added contact /p/1") && told.contains("expected object, but found number"), "{told}");
}

#[test]
fn a_text_that_looks_like_a_message_is_one_of_a_person() {
    let request = |text: &str| {
        let links = r#"{"rel":"messaging","state":"Connected","_links":{"self":{"href":"/m"},"sendMessage":{"href":"/m/send"}}}"#;
        let length = links.len();
        format!(
            "GET /ucwa/v1/applications/1/m/messaging HTTP/1.1\r\nHost: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{links}\r\nPOST /m/send?operationContext=a HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n\
             Content-Length: {}\r\n\r\n{text}\r\nHTTP/1.1 201 Created\r\nHost: a\r\n\r\n",
            text.len()
        )
    };
    for text in ["{not JSON", "<b>hi</b>", "hi"] {
        let told = said(&["validate"], &written("text.http", request(text).as_bytes()));
        assert!(told.starts_with("exit 0"), "{text}: {told}");
    }
}
