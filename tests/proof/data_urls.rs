//! The web platform's own cases of data URLs and of base64, and the labels of charsets.
//!
//! The two tables are those of web-platform-tests (3-clause BSD licence), as the crate `data-url` (MIT or Apache-2.0) ships them.

use serde_json::Value;
use ucwa_model::{DataBody, DataEncoding, DataUrlError};

use crate::fixture;

fn table(name: &str) -> Vec<Vec<Value>> {
    serde_json::from_slice::<Vec<Value>>(&fixture(&format!("proof/data-urls/{name}")))
        .unwrap()
        .into_iter()
        .filter_map(|row| row.as_array().cloned())
        .collect()
}

fn bytes(value: &Value) -> Option<Vec<u8>> {
    Some(value.as_array()?.iter().map(|byte| u8::try_from(byte.as_u64().unwrap()).unwrap()).collect())
}

/// Where UCWA's rule is another one.
fn on_purpose(url: &str) -> Option<&'static str> {
    if url.contains('#') {
        return Some("an href that carries a message has no fragment: `#` is content");
    }
    // the crate's own list of what it does otherwise
    (url == "data://test:test/,X").then_some("the URL parser refuses it, which an href never meets")
}

#[test]
fn the_platforms_data_urls() {
    let (mut wrong, mut skipped) = (Vec::new(), 0);
    for row in table("data-urls.json") {
        let url = row[0].as_str().unwrap();
        let found = DataBody::decode(url);
        if on_purpose(url).is_some() {
            skipped += 1;
            assert!(found.is_ok(), "{url}");
            continue;
        }
        let expected = row[1].as_str();
        if found.is_ok() != expected.is_some() {
            wrong.push(format!("{url:?}: {expected:?}, but {found:?}"));
            continue;
        }
        if let (Ok(body), Some(media)) = (found, expected) {
            let essence = media.split(';').next().unwrap();
            // where there is no media type, it is text/plain;charset=US-ASCII
            let essence = if essence.is_empty() { "text/plain" } else { essence };
            if body.media_type() != essence {
                wrong.push(format!("{url:?}: {media}, but {}", body.media_type()));
            }
            // of a body that was decoded, the media type goes out with all of its parameters
            let header = body.to_url().split_once(',').map(|(header, _)| header.to_owned());
            if !media.starts_with(';') && header.as_deref() != Some(&format!("data:{media}")) {
                wrong.push(format!("{url:?}: {media}, but {header:?}"));
            }
            if let Some(expected) = row.get(2).and_then(bytes)
                && body.bytes() != expected
            {
                wrong.push(format!("{url:?}: {expected:?}, but {:?}", body.bytes()));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
    assert!(skipped < 6, "{skipped}");
}

#[test]
fn the_platforms_base64() {
    let mut wrong = Vec::new();
    for row in table("base64.json") {
        let text = row[0].as_str().unwrap();
        let found = DataBody::decode(&format!("data:;base64,{text}")).ok().map(|body| body.bytes().to_vec());
        if found != bytes(&row[1]) {
            wrong.push(format!("{text:?}: {:?}, but {found:?}", row[1]));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// `+` is a space where bodies are URL-encoded, against the Fetch standard, and is itself in base64.
#[test]
fn plus_is_a_space_in_text_alone() {
    let cases =
        [("data:,a+b", "a b"), ("data:,a%2Bb", "a+b"), ("data:,a%2bb%20c", "a+b c"), ("data:;base64,+++/", "\u{fb}\u{ef}\u{bf}")];
    for (url, expected) in cases {
        let expected: Vec<u8> = expected.chars().map(|character| u8::try_from(u32::from(character)).unwrap()).collect();
        assert_eq!(DataBody::decode(url).unwrap().bytes(), expected, "{url}");
    }
    assert_eq!(DataBody::decode("data:,a+b").unwrap().encoding(), DataEncoding::Url);
}

/// All parameters, in order, with and without quotes, of either encoding; and out again.
#[test]
fn parameters_of_media_types() {
    let cases: [(&str, &[(&str, &str)]); 9] = [
        ("multipart/mixed;boundary=\"a?b c\";charset=\"utf-8\"", &[("boundary", "a?b c"), ("charset", "utf-8")]),
        ("multipart/alternative;charset=utf-8;boundary=9BCE36B8", &[("charset", "utf-8"), ("boundary", "9BCE36B8")]),
        ("multipart/mixed; Boundary=\"a b;c\" ; charset=utf-8", &[("boundary", "a b;c"), ("charset", "utf-8")]),
        ("application/sdp;es=\"\";tag=\"1\\\"2\\\\3\"", &[("es", ""), ("tag", "1\"2\\3")]),
        ("text/plain;b=1;a=2;b=3", &[("b", "1"), ("a", "2")]),
        ("text/plain;b=1;B=3", &[("b", "1")]),
        ("text/plain;charset;=x;a=", &[]),
        ("text/plain", &[]),
        ("", &[("charset", "US-ASCII")]),
    ];
    for (header, expected) in cases {
        for (end, body) in [("", "a%2bb"), (";base64", "YStiCg==")] {
            let url = format!("data:{header}{end},{body}");
            let decoded = DataBody::decode(&url).unwrap();
            let found: Vec<_> = decoded.parameters().iter().map(|(name, value)| (&**name, &**value)).collect();
            assert_eq!(found, expected, "{url}");
            assert_eq!(DataBody::decode(&decoded.to_url()).unwrap().parameters(), decoded.parameters(), "{url}");
            assert_eq!(DataBody::decode(&decoded.to_base64_url()).unwrap().parameters(), decoded.parameters(), "{url}");
            if header.contains('/') {
                let built = DataBody::new(header, decoded.bytes());
                assert_eq!((built.media_type(), built.parameters()), (decoded.media_type(), decoded.parameters()), "{url}");
                assert_eq!(built.to_url(), format!("data:{header},{}", decoded.to_url().split_once(',').unwrap().1));
            }
        }
    }
    assert_eq!(DataBody::new("no media type;a=b", "").media_type(), "no media type");
}

/// Each parameter is compared with those before it, so there may be a hundred.
#[test]
fn parameters_are_limited() {
    let url = |count: usize| format!("data:text/plain{},Hi", (0..count).map(|index| format!(";a{index}=1")).collect::<String>());
    assert_eq!(DataBody::decode(&url(100)).unwrap().parameters().len(), 100);
    assert_eq!(DataBody::decode(&url(101)).unwrap_err(), DataUrlError::Parameters { limit: 100 });
    assert_eq!(DataBody::decode(&url(1_000_000)).unwrap_err(), DataUrlError::Parameters { limit: 100 });
    assert!(DataBody::new(url(1_000_000), "").parameters().is_empty());
}

/// Labels that IANA has for UTF-8 and ASCII, and some for others: what is read as text, and what is named instead.
#[test]
fn charset_labels() {
    let labels = [
        "utf-8",
        "UTF-8",
        "Utf8",
        "csUTF8",
        "unicode-1-1-utf-8",
        "us-ascii",
        "US-ASCII",
        "ascii",
        "ASCII",
        "csASCII",
        "iso-ir-6",
        "ANSI_X3.4-1968",
        "ISO_646.irv:1991",
        "ISO646-US",
        "us",
        "IBM367",
        "cp367",
        "iso-8859-1",
        "latin1",
        "l1",
        "windows-1252",
        "utf-16",
        "utf-16le",
        "utf-7",
        "shift_jis",
        "gb18030",
        "euc-kr",
        "koi8-r",
        "x-user-defined",
        "binary",
        "",
        "\"utf-8\"",
        "utf-8 ",
        " utf-8",
    ];
    let report: String = labels
        .iter()
        .map(|label| {
            let body = DataBody::decode(&format!("data:text/plain;charset={label},caf%c3%a9"));
            let text = body.as_ref().map_err(ToString::to_string).and_then(|body| body.text().map_err(|error| error.to_string()));
            format!("{label:?}: {text:?}\n")
        })
        .collect();
    insta::assert_snapshot!("charset_labels", report);
}
