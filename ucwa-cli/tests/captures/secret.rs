//! Tokens, cookies and passwords, which no verb prints.

use std::fs;

use super::{fixture, said, written};

#[test]
fn tokens_cookies_and_passwords_are_never_printed() {
    let har = fixture("captures/chat.har");
    for verb in [&["events", "--json"][..], &["validate", "--json"], &["validate"], &["convert", "--to", "json"]] {
        let text = said(verb, &har);
        assert!(!text.contains("SECRET"), "{text}");
    }
    let broken = fs::read_to_string(&har).unwrap().replacen("\"status\": 201", "\"status\": SECRETTOKEN", 1);
    let text = said(&["validate"], &written("broken.har", broken.as_bytes()));
    assert!(text.contains("is broken at line") && !text.contains("SECRET"), "{text}");
}

/// Bodies with a secret, and findings near it; headers and queries that are refused.
#[test]
fn what_is_refused_or_near_a_finding_shows_no_secret() {
    let token = r#"{"rel":"mediaRelayAccessToken","password":"SECRET","duration":"x","Password":"SECRET","_links":{"self":{"href":"/t"}}}"#;
    let xml = concat!(
        r#"<resource xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa" rel="mediaRelayAccessToken" href="/t">"#,
        r#"<property name="password">SECRET</property><property name="duration">x</property></resource>"#
    );
    let root = "/ucwa/v1/applications/1";
    let mut http = String::new();
    for body in [token, xml] {
        http += &format!("GET {root}/mediaRelayAccessToken HTTP/1.1\r\nHost: x\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n\r\n{body}\r\n");
    }
    let sent = r#"{"operationId":"1","to":"sip:a@b.example"}"#;
    let ended = "\r\n\r\nHTTP/1.1 201 Created\r\nX: y\r\n\r\n";
    http += &format!("POST {root}/communication/startMessaging HTTP/1.1\r\nContent-Type: text/SECRET\r\n\r\n{sent}{ended}");
    let query = "SECRET".repeat(10);
    http += &format!("POST {root}/communication/startMessaging?operationId={query} HTTP/1.1\r\nX: y{ended}");
    http += &format!("PUT {root}/presence HTTP/1.1\r\nIf-Match: SECRET\r\nContent-Type: application/json\r\n\r\n{{}}{ended}");
    let capture = written("secrets.http", http.as_bytes());
    for verb in [
        &["events", "--json"][..],
        &["validate", "--json"],
        &["validate"],
        &["convert", "--to", "json"],
        &["convert", "--to", "xml"],
    ] {
        let text = said(verb, &capture);
        assert!(!text.contains("SECRET"), "{text}");
        assert!(verb[0] != "convert" || text.contains("******"), "{text}");
        assert!(verb[0] != "validate" || text.contains("expected a body of") && text.contains("duration"), "{text}");
    }
    for body in [token, xml] {
        let text = said(&["validate"], &written("secret.log", body.as_bytes()));
        assert!(text.contains("duration") && !text.contains("SECRET"), "{text}");
        // a message that is asked for by itself is converted as it is
        assert!(said(&["convert", "--to", "json"], &written("secret.log", body.as_bytes())).contains("SECRET"));
    }
}

/// What tools and people write that is no capture, or only nearly one.
#[test]
fn what_is_no_capture_shows_no_secret_either() {
    let event = r#"{"sender":[{"rel":"me","href":"/m","events":[{"link":{"rel":"me","href":"/m?access_token=SECRET"},"type":"updated"},5]}]}"#;
    let broken = r#"{"sender":[{"rel":"me","href":"/m","events":[{"link":5,"access_token":"SECRET"}]}]}"#;
    let utf16: Vec<u8> = "\u{feff}Cookie: SECRET\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let har = r#"{"log":{"entries":[{"request":{"headers":[{"name":"Authorization","value":"SECRET"}]}}]}}"#;
    let headers = "Authorization: Bearer SECRET\n  Set-Cookie: SECRET\n> Cookie: SECRET\n";
    for (name, text) in [
        ("wget", format!("--2026-01-01--  https://a/b?cwt=SECRET\n  HTTP/1.1 200 OK\n{headers}\n{event}\n").into_bytes()),
        ("log", format!("09:00 GET /a?access_token=SECRET\n{headers}{event}\n{broken}\n").into_bytes()),
        ("list", format!("[{har}]").into_bytes()),
        ("utf16", utf16),
    ] {
        let file = written(&format!("secret-{name}.txt"), &text);
        for verb in [&["events", "--json"][..], &["events"], &["validate"], &["validate", "--json"], &["convert", "--to", "xml"]]
        {
            let told = said(verb, &file);
            assert!(!told.contains("SECRET") && !told.contains("S\0E"), "{name} {verb:?}: {told}");
        }
    }
}

/// Names in any case and escaped, lists and objects, in both formats and in URLs.
#[test]
fn secrets_in_bodies_and_urls_are_not_printed() {
    let root = "/ucwa/v1/applications/1";
    let bodies = [
        r#"{"rel":"me","uri":5,"access_token":"SECRET","cwt":"SECRET","Authorization":"Bearer SECRET","_links":{"self":{"href":"/me?key=SECRET"}}}"#,
        r#"{"rel":"mediaRelayAccessToken","duration":"x","\u0070assword":"SECRET","PASSWORD":["SECRET"],"_embedded":{"x":{"password":{"a":"SECRET"}}}}"#,
        r#"<resource xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa" rel="me" href="/me?cwt=SECRET"><property name="uri"/><property name="pass&#119;ord">SECRET</property></resource>"#,
    ];
    let mut http = String::new();
    for body in bodies {
        http += &format!("GET {root}/me;cwt=SECRET?a=b HTTP/1.1\r\nHost: a\r\n\r\nHTTP/2 200\r\nA: b\r\n\r\n{body}\r\n");
    }
    let assertion = r#"<s:Assertion xmlns:s="x">SECRET</s:Assertion>"#;
    http += &format!("POST {root}/communication/startMessaging HTTP/1.1\r\nContent-Type: application/xml\r\n\r\n{assertion}\r\n");
    let capture = written("names.http", http.as_bytes());
    for verb in [&["validate"][..], &["validate", "--json"], &["convert", "--to", "json"], &["convert", "--to", "xml"]] {
        let told = said(verb, &capture);
        assert!(told.contains("4 exchanges, 0 of them not UCWA's") && !told.contains("SECRET"), "{verb:?}: {told}");
    }
}
