//! The web platform's own cases of data URLs and of base64, and the labels of charsets.
//!
//! The two tables are those of web-platform-tests (3-clause BSD licence), as the crate `data-url` (MIT or Apache-2.0) ships them.

use serde_json::Value;
use ucwa_model::{DataBody, DataEncoding};

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
