//! Broken and hostile input: a clear error with its place, or a value; never a panic.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

use std::fs;

use insta::assert_snapshot;
use proptest::prelude::*;
use ucwa_model::{
    DataBody, Decoded, Decoder, Document, Encoder, Error, Events, Format, Limits,
    communication::{MessagingInvitation, StartMessaging2},
};

const NS: &str = r#"xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa""#;

fn input(format: Format, text: &str) -> Error {
    Decoder::new(format).strict().decode::<StartMessaging2>(text).unwrap_err()
}

#[test]
fn faults_have_a_place() {
    let xml = |body: &str| format!("<input {NS}>{body}</input>");
    let property = |name: &str, value: &str| format!("\n  <property name=\"{name}\">{value}</property>");
    let cases = [
        ("operationId of 51", Format::Json, format!("{{\"operationId\": \"{}\"}}", "x".repeat(51))),
        ("operationId of 51", Format::Xml, xml(&property("operationId", &"x".repeat(51)))),
        ("subject of 251", Format::Json, format!("{{\n  \"operationId\": \"1\",\n  \"subject\": \"{}\"\n}}", "x".repeat(251))),
        ("subject of 251", Format::Xml, xml(&property("subject", &"x".repeat(251)))),
        ("no operationId", Format::Json, "{\"subject\": \"x\"}".to_owned()),
        ("no operationId", Format::Xml, xml("")),
        ("malformed", Format::Json, "{\"operationId\": \"1\",\n \"subject\" \"x\"}".to_owned()),
        ("malformed", Format::Xml, format!("<input {NS}>\n<property name=\"subject\">x</propert></input>")),
        ("cut", Format::Json, "{\"operationId\": \"1".to_owned()),
        ("cut", Format::Xml, format!("<input {NS}><property name=\"subject\">x")),
        ("stray attribute", Format::Xml, xml("<property name=\"subject\" odd=\"1\">x</property>")),
        ("stray attribute of an item", Format::Xml, xml("<propertyList name=\"to\"><item odd=\"1\">x</item></propertyList>")),
        ("element in a text", Format::Xml, xml("<property name=\"subject\">x<b/></property>")),
        ("empty", Format::Json, String::new()),
        ("empty", Format::Xml, String::new()),
        ("trailing text", Format::Json, "{\"operationId\": \"1\"} x".to_owned()),
        ("trailing text", Format::Xml, format!("<input {NS}></input> x")),
        ("two documents", Format::Json, "{\"operationId\": \"1\"}{}".to_owned()),
        ("two documents", Format::Xml, format!("<input {NS}></input><input {NS}></input>")),
        ("array", Format::Json, "[1]".to_owned()),
        ("wrong root", Format::Xml, format!("<output {NS}></output>")),
        ("wrong namespace", Format::Xml, "<input xmlns=\"urn:other\"></input>".to_owned()),
        ("no namespace", Format::Xml, "<input></input>".to_owned()),
        ("doctype", Format::Xml, format!("<!DOCTYPE x [<!ENTITY a \"b\">]>{}", xml(&property("subject", "&a;")))),
        ("entity", Format::Xml, xml(&property("subject", "&a;"))),
        ("character reference", Format::Xml, xml(&property("subject", "&#0;"))),
        ("prefix", Format::Xml, "<a:input/>".to_owned()),
        ("encoding", Format::Xml, format!("<?xml version=\"1.0\" encoding=\"utf-16\"?><input {NS}/>")),
        ("lone surrogate", Format::Json, "{\"operationId\": \"\\ud800\"}".to_owned()),
        ("escape", Format::Json, "{\"operationId\": \"\\x\"}".to_owned()),
        ("number", Format::Json, "{\"operationId\": 01}".to_owned()),
        ("comma", Format::Json, "{\"operationId\": \"1\",}".to_owned()),
        ("control character", Format::Json, "{\"operationId\": \"1\n\"}".to_owned()),
        ("nested arrays", Format::Json, format!("{{\"x\": {}", "[".repeat(100_000))),
        ("nested elements", Format::Xml, xml(&format!("<resource rel=\"x\">{}", "<resource rel=\"x\">".repeat(100_000)))),
        ("nested foreign elements", Format::Xml, format!("<input {NS} xmlns:a=\"urn:a\">{}", "<a:b>".repeat(100_000))),
    ];
    let report: String = cases
        .iter()
        .map(|(name, format, text)| {
            let error = input(*format, text);
            format!("{name} ({format:?}): {error} [{}]\n", error.code())
        })
        .collect();
    assert_snapshot!("faults", report);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let errors: Vec<String> = [&b"\xff\xfe{\0}\0"[..], b"{\"a\": \"\xff\"}", b"\xef\xbb\xbf{\"subject\": 5}"]
        .iter()
        .map(|bytes| Decoder::new(Format::Json).strict().decode::<StartMessaging2>(bytes).unwrap_err().to_string())
        .collect();
    assert_eq!(
        errors,
        [
            "1:1: expected UTF-8, but found a byte order mark of UTF-16",
            "1:8: expected UTF-8, but found the byte 0xff",
            "1:13: subject: expected string, but found number",
        ]
    );
}

#[test]
fn limits_are_errors_in_both_formats() {
    let limits = Limits::default().with_bytes(2000).with_members(3).with_items(2).with_attributes(4).with_text(100);
    let link = format!("<link rel=\"x\" href=\"{}\" />", "x".repeat(101));
    let attributes: String = (0..5).map(|index| format!(" a{index}=\"\"")).collect();
    let many = "<property name=\"x\">1</property>".repeat(4);
    let items = "<item>1</item>".repeat(3);
    let cases = [
        (Format::Json, " ".repeat(2001)),
        (Format::Json, r#"{"a":1,"b":2,"c":3,"d":4}"#.to_owned()),
        (Format::Json, r#"{"a":{"a":1,"b":2,"c":3,"d":4}}"#.to_owned()),
        (Format::Json, r#"{"a":[1,2,3]}"#.to_owned()),
        (Format::Json, format!("{{\"a\":\"{}\"}}", "x".repeat(101))),
        (Format::Xml, " ".repeat(2001)),
        (Format::Xml, format!("<resource {NS}>{many}</resource>")),
        (Format::Xml, format!("<resource {NS}><propertyList name=\"a\">{items}</propertyList></resource>")),
        (Format::Xml, format!("<resource {NS}{attributes}></resource>")),
        (Format::Xml, format!("<resource {NS}>{link}</resource>")),
        (Format::Xml, format!("<resource {NS}><property name=\"a\">{}</property></resource>", "x&amp;".repeat(60))),
    ];
    let report: String = cases
        .iter()
        .map(|(format, text)| {
            let error = Decoder::new(*format).with_limits(limits).decode::<Document>(text.as_bytes()).unwrap_err();
            format!("{format:?}: {error} [{}]\n", error.code())
        })
        .collect();
    assert_snapshot!("limits", report);
}

#[test]
fn deep_values_are_not_written() {
    let mut invitation = MessagingInvitation::default();
    let deep = (0..100).fold(ucwa_model::Value::Null, |inner, _| ucwa_model::Value::List(vec![inner]));
    invitation.extra.push_property("deep", deep);
    for format in [Format::Json, Format::Xml] {
        let error = Encoder::new(format).encode(&invitation).unwrap_err();
        assert_eq!(error.code(), ucwa_model::Code::Depth, "{format:?}");
    }
}

/// Whatever it is, it comes to an end, and what is read can be written.
fn survive(bytes: &[u8]) {
    for format in [Format::Json, Format::Xml] {
        for decoder in [Decoder::new(format).strict(), Decoder::new(format).lenient().report_unknown().check_data()] {
            if let Ok(Decoded { value: document, .. }) = decoder.decode::<Document>(bytes) {
                Encoder::new(Format::Json).encode(&document).unwrap_or_else(|error| panic!("{error}: {document:?}"));
                // XML has no way to write a control character in a name
                let refused = Encoder::new(Format::Xml).encode(&document).err();
                assert!(refused.is_none_or(|error| error.code() == ucwa_model::Code::Character), "{document:?}");
            }
            let _ = decoder.decode::<Events>(bytes);
            let _ = decoder.decode::<StartMessaging2>(bytes);
            let _ = decoder.decode::<MessagingInvitation>(bytes);
        }
    }
    let text = String::from_utf8_lossy(bytes);
    let _ = DataBody::decode_lenient(&text).map(|(body, _)| body.text().map(str::len));
}

fn fixtures() -> Vec<Vec<u8>> {
    let folders = ["tests/fixtures/seeds", "tests/fixtures/messages"];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    entries.map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect()
}

proptest! {
    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        survive(&bytes);
    }

    #[test]
    fn almost_grammar_is_survived(text in "[\\[\\]{}\",:<>/=a-z0-9 \\\\&;!?\\-]{0,120}") {
        survive(text.as_bytes());
    }

    #[test]
    fn changed_messages_are_survived(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = which.get(&fixtures()).clone();
        let at = at.index(bytes.len());
        if cut { bytes.truncate(at) } else { bytes[at] = byte }
        survive(&bytes);
    }

    #[test]
    fn what_is_written_into_a_data_url_comes_out(text in "\\PC{0,40}", bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let body = DataBody::decode(&DataBody::new("text/plain;charset=utf-8", &text).to_url()).unwrap();
        prop_assert_eq!(body.text().unwrap(), text);
        let body = DataBody::decode(&DataBody::new("application/sdp", &bytes).to_base64_url()).unwrap();
        prop_assert_eq!(body.bytes(), bytes);
    }
}

/// A resource whose role says one type and whose rel another is read twice; inside one that is read twice, nothing else is.
#[test]
fn wrong_roles_at_every_level_do_not_double_the_work() {
    let levels = 30;
    let json = (0..levels).fold("{}".to_owned(), |inner, _| format!(r#"{{"_embedded":{{"message":{inner}}},"rel":"contact"}}"#));
    let markup = (0..levels).fold(String::new(), |inner, _| {
        format!(r#"<resource rel="message" href="/m">{inner}<property name="rel">contact</property></resource>"#)
    });
    let json = format!(r#"{{"sender":[{{"rel":"a","href":"b","events":[{{"_embedded":{{"message":{json}}}}}]}}]}}"#);
    let namespace = "http://schemas.microsoft.com/rtc/2012/03/ucwa";
    let xml = format!(
        r#"<events xmlns="{namespace}"><sender rel="a" href="b"><added rel="message" href="/m">{markup}</added></sender></events>"#
    );
    for (format, text) in [(Format::Json, json), (Format::Xml, xml)] {
        let decoder = Decoder::new(format).with_limits(Limits::default().with_depth(Limits::MAX_DEPTH));
        let events = decoder.decode::<Events>(text.as_bytes()).unwrap().value;
        let resource = events.iter().find_map(|(_, event)| event.ok()?.resource()).unwrap();
        assert_eq!(resource.rel(), Some("contact"));
    }
}
