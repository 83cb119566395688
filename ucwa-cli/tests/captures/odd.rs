//! Captures as tools write them, and as they become when they are cut, damaged or broken.

use std::{fs, io::Write};

use flate2::{Compression, write::DeflateEncoder};
use rawzip::{CompressionMethod, ZipArchiveWriter};

use super::{archive, fixture, said, sessions, written};

/// A deflated file of an archive that is cut, with its lengths in the extra fields of its header.
fn with_lengths_in_extra_fields(name: &str, content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    let data = encoder.finish().unwrap();
    let mut file = b"PK\x03\x04\x2d\0\0\0\x08\0\0\0\0\0".to_vec();
    file.extend(rawzip::crc32(content).to_le_bytes());
    file.extend([0xff; 8]);
    file.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
    file.extend(20_u16.to_le_bytes());
    file.extend(name.as_bytes());
    file.extend([1, 0, 16, 0]);
    file.extend((content.len() as u64).to_le_bytes());
    file.extend((data.len() as u64).to_le_bytes());
    file.extend(data);
    file
}

#[test]
fn an_archive_of_64_bits_that_is_cut_yields_what_is_whole() {
    let files: Vec<u8> = sessions().iter().flat_map(|(name, content)| with_lengths_in_extra_fields(name, content)).collect();
    let (whole, cut) = (said(&["validate"], &fixture("captures/chat.har")), written("zip64.saz", &files));
    let told = said(&["validate"], &cut);
    assert!(told.contains("the archive is cut"), "{told}");
    let count = |text: &str, word: &str| text.matches(word).count();
    assert_eq!(count(&told, ": valid "), count(&whole, ": valid "));
}

#[test]
fn what_is_damaged_or_no_session_is_told() {
    let stored = |files: &[(String, Vec<u8>)], method: CompressionMethod| {
        let mut bytes = Vec::new();
        let mut archive = ZipArchiveWriter::new(&mut bytes);
        for (name, content) in files {
            let (mut entry, config) = archive.new_file(name).compression_method(method).start().unwrap();
            let mut writer = config.wrap(&mut entry);
            writer.write_all(content).unwrap();
            let (_, descriptor) = writer.finish().unwrap();
            entry.finish(descriptor).unwrap();
        }
        archive.finish().unwrap();
        bytes
    };
    let mut damaged = stored(&sessions(), CompressionMethod::STORE);
    let place = damaged.windows(8).position(|bytes| bytes == b"applicat").unwrap();
    damaged[place] = b'S';
    let har = |count: usize| {
        let file = fs::read(fixture("captures/chat.har")).unwrap();
        archive(&(0..count).map(|number| (format!("{number}.HAR"), file.clone())).collect::<Vec<_>>())
    };
    let whole = said(&["validate"], &fixture("captures/chat.har"));
    for (name, bytes, expected) in [
        ("damaged.saz", damaged, "1 of the archive's files cannot be read whole"),
        ("lzma.saz", stored(&sessions(), CompressionMethod::LZMA), "found method 14"),
        ("other.docx", archive(&[("word/document.xml".to_owned(), b"<a/>".to_vec())]), "but found neither"),
        ("two.zip", har(2), "expected one HAR in the archive, but found 2"),
    ] {
        let told = said(&["validate"], &written(name, &bytes));
        assert!(told.starts_with("exit 1") && told.contains(expected), "{told}");
    }
    let zip = written("chat.har.zip", &har(1));
    assert_eq!(said(&["validate"], &zip).replace(&zip, "chat.har"), whole);
}

/// One exchange of the event channel, answered by a body under some headers.
fn answered(headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("GET /ucwa/v1/applications/1/events?ack=1 HTTP/1.1\r\nHost: a\r\n\r\nHTTP/2 200\r\n{headers}\r\n");
    [head.as_bytes(), body].concat()
}

#[test]
fn broken_answers_are_findings() {
    let utf16: Vec<u8> = "\u{feff}{\"sender\":[]}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let json = "Content-Type: application/json\r\n";
    for (name, headers, body, expected) in [
        ("cut", json, &b"{\"_links\":{\"self\":{\"href\":\"/e"[..], "end of"),
        ("hello", json, b"hello", "but found"),
        ("utf16", json, &utf16, "UTF-16"),
        ("br", "Content-Encoding: br\r\n", b"\x8b\x02\xff\x80", "compressed by `br`"),
        ("html", "Content-Type: text/html\r\n", b"<html></html>", "html"),
    ] {
        let capture = written(&format!("broken-{name}.http"), &answered(headers, body));
        for verb in ["validate", "events"] {
            let told = said(&[verb], &capture);
            assert!(told.starts_with("exit 1") && told.contains(expected), "{verb} {name}: {told}");
        }
    }
    let error = String::from_utf8(answered(json, b"{\"code\":\"Bad")).unwrap().replace("HTTP/2 200", "HTTP/2 400");
    assert!(said(&["validate"], &written("broken-error.http", error.as_bytes())).starts_with("exit 1"));
    let page = error.replace("application/json", "text/html").replace("{\"code\":\"Bad", "<html>");
    assert!(said(&["validate"], &written("page.http", page.as_bytes())).starts_with("exit 0"), "a proxy may say that");
}

#[test]
fn requests_without_their_body_are_findings() {
    for (body, expected) in [("", "`to`"), ("null", "null"), ("hello", "but found 'h'"), ("{}", "to")] {
        let http = format!(
            "POST /ucwa/v1/applications/1/communication/startMessaging HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{body}\r\n\
             HTTP/1.1 201 Created\r\nA: b\r\n\r\n"
        );
        let told = said(&["validate"], &written("request.http", http.as_bytes()));
        assert!(told.starts_with("exit 1") && told.contains(expected), "{body}: {told}");
    }
}

#[test]
fn a_batch_that_is_broken_does_not_vanish() {
    let parts = "--B\r\nContent-Type: application/http; msgtype=request\r\n\r\nGET /ucwa/v1/applications/1/me HTTP/1.1\r\nHost: a\r\n\r\n\r\n--B--\r\n";
    let me = "{\"rel\":\"me\",\"uri\":5}";
    let answers = format!(
        "--C\r\nContent-Type: application/http; msgtype=response\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{me}\r\n--C--\r\n"
    );
    let http = format!(
        "POST /ucwa/v1/applications/1/batch HTTP/1.1\r\nContent-Type: multipart/batching; boundary=X\r\n\r\n{parts}\
         HTTP/1.1 200 OK\r\nContent-Type: multipart/batching; boundary=C\r\nContent-Length: 7\r\n\r\n{answers}"
    );
    let told = said(&["validate"], &written("batch.http", http.as_bytes()));
    assert!(told.contains("#1 request (POST /ucwa/v1/applications/1/batch)") && told.contains("boundary"), "{told}");
    assert!(told.contains("#1.1 answer") && told.contains("expected string"), "{told}");
    let told = said(&["validate"], &written("batch.http", http.replace("--C", "C").as_bytes()));
    assert!(told.contains("the batch cannot be read"), "{told}");
}

#[test]
fn events_that_name_themselves_by_a_rel_are_read() {
    let body = |kind: &str| {
        format!(
            r#"{{"rel":"events","sender":[{{"rel":"me","href":"/m","events":[{{"link":{{"rel":"me","href":"/m"}},"type":{kind}}}]}}]}}"#
        )
    };
    let http = written("rel.http", &answered("A: b\r\n", body("\"updated\"").as_bytes()));
    assert!(said(&["events"], &http).contains("me: updated me /m"));
    let told = said(&["validate"], &written("rel.json", body("5").as_bytes()));
    assert!(told.starts_with("exit 1"), "{told}");
}

#[test]
fn a_har_is_read_as_tools_write_it() {
    let text = fs::read_to_string(fixture("captures/chat.har")).unwrap();
    let whole = said(&["validate"], &fixture("captures/chat.har"));
    let with_surrogate = text.replacen("\"entries\"", "\"comment\": \"\\ud83d\", \"\\ud83d\": 1, \"entries\"", 1);
    let after_comment = text.replacen("{", "{\"comment\": \"by a tool\",", 1);
    for (name, har) in [("bom", format!("\u{feff}{text}")), ("surrogate", with_surrogate), ("comment", after_comment)] {
        let file = written(&format!("{name}.har"), har.as_bytes());
        assert_eq!(said(&["validate"], &file).replace(&file, "chat.har"), whole);
    }
    for (name, har, expected) in [
        ("behind", format!("{text}\n{text}"), "expected one HAR, but found more behind it"),
        ("none", "{\"log\":{}}".to_owned(), "has no `log.entries`"),
    ] {
        let told = said(&["validate"], &written(&format!("{name}.har"), har.as_bytes()));
        assert!(told.starts_with("exit 1") && told.contains(expected), "{told}");
    }
    let cut = written("coverage.har", &text.as_bytes()[..text.len() * 9 / 10]);
    let told = said(&["schema", "list", "--coverage"], &cut);
    assert!(told.starts_with("exit 1") && told.contains("me: 1 seen") && told.contains("not read to its end"), "{told}");
}

#[test]
fn what_curl_tells_is_read() {
    let body = r#"{"rel":"me","uri":5}"#;
    let told = format!(
        "*   Trying 10.0.0.1:443...\n> GET /ucwa/v1/applications/1/me HTTP/2\r\n> Authorization: Bearer SECRET\r\n>\r\n\
         < HTTP/2 200\r\n< content-type: application/json\r\n< set-cookie: SECRET\r\n<\r\n{{ [5 bytes data]\n{body}* Connection #0 left intact\n"
    );
    let told = said(&["validate"], &written("curl.txt", told.as_bytes()));
    assert!(told.contains("1 exchange, 0 of them not") && told.contains("expected string") && !told.contains("SECRET"), "{told}");
}
