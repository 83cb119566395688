//! What serde reads and writes is what the decoder and the encoder do.

use std::{collections::BTreeMap, fmt::Debug, path::Path};

use serde::{
    Deserialize, Serialize,
    de::{DeserializeOwned, value::MapDeserializer},
};
use serde_json::{Value, json};
use ucwa_model::{
    AnyResource, Bag, DataLink, Date, Decoded, Decoder, Document, Embedded, Encoder, Event, EventLink, Events, Format, Link,
    Number, OperationId, OperationsQueued, OptionsMetadata, Parameter, Sender, SipUri, Text,
    communication::MessagingInvitation,
    enumerations::{EventType, Importance},
    general::Reason,
};

use crate::fuzz::targets;

#[test]
fn serde_is_the_codec() {
    let mut count = 0;
    for (path, bytes) in ["cross", "roundtrip"].into_iter().flat_map(|name| targets::seeds(Path::new("."), name)) {
        let Ok(Decoded { value: document, .. }) = Decoder::new(Format::Json).lenient().decode::<Document>(&bytes) else {
            continue;
        };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        // control characters and such
        if serde_json::from_slice::<Value>(bytes).is_err() {
            continue;
        }
        let encoder = Encoder::new(Format::Json).allow_incomplete();
        let expected: Value = serde_json::from_str(&encoder.encode(&document).unwrap()).unwrap();
        let (written, value) = match document {
            Document::Events(_) => {
                let events: Events = serde_json::from_slice(bytes).unwrap();
                (serde_json::to_string(&events).unwrap(), serde_json::to_value(&events).unwrap())
            }
            Document::Resource(resource) if resource.record().shape().name != "reason" => {
                let resource: AnyResource = serde_json::from_slice(bytes).unwrap();
                (serde_json::to_string(&resource).unwrap(), serde_json::to_value(&resource).unwrap())
            }
            _ => continue,
        };
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), expected, "{}", path.display());
        assert_eq!(value, expected, "{}", path.display());
        count += 1;
    }
    assert!(count > 20, "{count}");
}

/// What is no message is refused in serde's words.
#[test]
fn faults_are_told() {
    for text in ["5", "[]", "null", "\"x\"", "{\"sender\":[5]}", "{\"sender\":[{\"events\":[5]}]}"] {
        let events = serde_json::from_str::<Events>(text);
        assert!(events.is_err() || events.is_ok_and(|events| events.broken().next().is_some()), "{text}");
    }
    for text in ["5", "[]", "null", "\"x\"", "{\"a\":", "{\"rel\":\"me\"}x"] {
        assert!(serde_json::from_str::<AnyResource>(text).is_err(), "{text}");
    }
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(100), "]".repeat(100));
    assert!(serde_json::from_str::<AnyResource>(&deep).unwrap_err().to_string().contains("levels"));
}

/// Whether a value goes out as this JSON, and comes back from that and from a tree as what it was.
fn goes_through<T: Serialize + DeserializeOwned + PartialEq + Debug>(json: &str, value: &T) {
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    assert_eq!(serde_json::from_str::<T>(json).unwrap(), *value, "{json}");
    let tree = serde_json::to_value(value).unwrap();
    assert_eq!(tree, serde_json::from_str::<Value>(json).unwrap());
    assert_eq!(serde_json::from_value::<T>(tree).unwrap(), *value, "{json}");
}

/// The value that JSON is.
fn value_of<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"))
}

#[test]
fn texts_go_through() {
    goes_through(r#""Lunch?\n""#, &Text::from("Lunch?\n"));
    goes_through(r#""74cb7404""#, &OperationId::try_from("74cb7404").unwrap());
    goes_through(r#""sip:john@contoso.com""#, &"sip:john@contoso.com".parse::<SipUri>().unwrap());
    goes_through(r#""/Date(1474932027613-0700)/""#, &Date::parse_iso("2016-09-26T16:20:27.613-07:00").unwrap());
    goes_through(r#""Normal""#, &Importance::Normal);
    goes_through(r#""Whenever""#, &Importance::from("Whenever"));
    goes_through(r#"{"a":"b"}"#, &BTreeMap::from([(Text::from("a"), Text::from("b"))]));
    assert_eq!(value_of::<Date>(r#""2016-09-26T23:20:27Z""#), Date::parse_json("/Date(1474932027000)/").unwrap());
}

#[test]
fn values_go_through() {
    for json in ["null", "true", "-9223372036854775808", "18446744073709551615", "0.5", r#""é\u0000""#, "[]", r#"[{},[1,"a"]]"#]
    {
        goes_through(json, &value_of::<ucwa_model::Value>(json));
    }
    goes_through("7", &Number::new("7").unwrap());
    let twice: ucwa_model::Value = value_of(r#"{"b":1,"a":2,"b":{"c":null}}"#);
    assert_eq!(serde_json::to_string(&twice).unwrap(), r#"{"b":1,"a":2,"b":{"c":null}}"#);
    // as a `serde_json` with `arbitrary_precision` gives a number
    let digits = MapDeserializer::<_, serde_json::Error>::new([("$serde_json::private::Number", "0.10")].into_iter());
    assert_eq!(ucwa_model::Value::deserialize(digits).unwrap(), ucwa_model::Value::Number(Number::new("0.10").unwrap()));
    goes_through(r#"{"a":1,"b":[]}"#, &value_of::<Bag>(r#"{"a":1,"b":[]}"#));
    let parameter = r#"{"name":"sdp","reason":"Invalid","x":1}"#;
    goes_through(parameter, &value_of::<Parameter>(parameter));
    assert_eq!(value_of::<Parameter>(parameter).reason.unwrap(), "Invalid");
}

#[test]
fn links_go_through() {
    goes_through(r#"{"href":"/a","title":"t","revision":"2"}"#, &Link::new("/a").with_title("t").with_revision("2"));
    let mut link = Link::new("/a");
    link.push_extra("x", ucwa_model::Value::Null);
    goes_through(r#"{"href":"/a","x":null}"#, &link);
    goes_through(r#"{"href":"data:text/plain;charset=utf-8,Hi"}"#, &DataLink::plain("Hi"));
    let event_link = value_of::<EventLink>(r#"{"href":"/a","rel":"people","x":1}"#);
    assert_eq!((event_link.rel.as_deref(), &*event_link.link.href), (Some("people"), "/a"));
    goes_through(r#"{"rel":"people","href":"/a","x":1}"#, &event_link);
}

#[test]
fn messages_go_through() {
    let event = r#"{"link":{"rel":"message","href":"/m/1"},"status":"success","_embedded":{"message":{"rel":"message","direction":"Incoming"}},"type":"completed"}"#;
    let sender = format!(r#"{{"rel":"communication","href":"/c","events":[{event}]}}"#);
    let events = format!(r#"{{"_links":{{"next":{{"href":"/events?ack=2"}}}},"sender":[{sender}]}}"#);
    goes_through(event, &value_of::<Event>(event));
    assert_eq!(value_of::<Event>(event).event_type, Some(EventType::Completed));
    goes_through(&sender, &value_of::<Sender>(&sender));
    assert_eq!(value_of::<Sender>(&sender).events.len(), 1);
    goes_through(&events, &value_of::<Events>(&events));

    let embedded = r#"{"message":{"rel":"message"},"x":[{"rel":"people"},{"rel":"x"}]}"#;
    assert_eq!(value_of::<Embedded>(embedded).len(), 2);
    goes_through(embedded, &value_of::<Embedded>(embedded));
    goes_through("{}", &Embedded::default());

    let resource = r#"{"rel":"message","timeStamp":"/Date(1474932027613)/","_links":{"self":{"href":"/m/1"}}}"#;
    assert!(matches!(value_of(resource), AnyResource::Message(_)));
    goes_through(resource, &value_of::<AnyResource>(resource));

    let reason = r#"{"code":"Conflict","subcode":"AlreadyExists","debugInfo":{"a":"b"},"parameters":[{"name":"sdp"}]}"#;
    goes_through(reason, &value_of::<Reason>(reason));
    let metadata = r#"{"metadata":[{"httpMethod":"POST","parameters":[{"name":"culture","supportedValues":["en-US"]}]}]}"#;
    goes_through(metadata, &value_of::<OptionsMetadata>(metadata));
    let method = &value_of::<OptionsMetadata>(metadata).methods[0];
    goes_through(r#"{"httpMethod":"POST","parameters":[{"name":"culture","supportedValues":["en-US"]}]}"#, method);
    goes_through(r#"{"name":"culture","supportedValues":["en-US"]}"#, &method.parameters[0]);
    let queued = r#"{"operations":[null],"x":1}"#;
    goes_through(queued, &value_of::<OperationsQueued>(queued));

    for json in [&*events, resource, reason, metadata, r#"{"operations":[null]}"#] {
        goes_through(json, &value_of::<Document>(json));
    }
    assert!(matches!(value_of(metadata), Document::OptionsMetadata(_)));
}

#[test]
fn what_fits_no_type_is_refused_in_words() {
    fn refused<T: DeserializeOwned + Debug>(json: &str, words: &str) {
        let error = serde_json::from_str::<T>(json).unwrap_err().to_string();
        assert!(error.starts_with(words), "{json}: {error}");
    }
    refused::<Text>("5", "invalid type: integer `5`, expected a string");
    refused::<OperationId>(&format!("{:?}", "x".repeat(51)), "expected at most 50 UTF-16 code units, but found 51");
    refused::<SipUri>(r#""john""#, "expected SIP URI, but found another text");
    refused::<Date>(r#""now""#, "expected date, but found another text");
    refused::<Number>(r#""5""#, "expected number, but found string");
    refused::<Bag>("[]", "expected object, but found array");
    refused::<Link>("{}", "expected a link with an href, but found another object");
    refused::<DataLink>("5", "expected object, but found number");
    for refuse in [refused::<EventLink>, refused::<Sender>, refused::<Embedded>] {
        refuse("5", "expected object, but found number");
    }
    let broken = value_of::<Events>(r#"{"sender":[{"events":[5]}]}"#);
    assert_eq!(serde_json::to_string(&broken).unwrap_err().to_string(), "sender[0].events[0]: expected object, but found number");
}

#[test]
fn tools_get_what_was_found() {
    let body = br#"{"rel":"messagingInvitation","subject":5,"x":1}"#;
    let report = Decoder::new(Format::Json).lenient().report_unknown().decode::<MessagingInvitation>(body).unwrap().report;
    let expected = json!({
        "deviations": [{
            "code": "type", "path": "subject", "expected": "string", "found": "number",
            "place": {"offset": 39, "line": 1, "column": 40},
        }],
        "unknown": [{"path": "x", "kind": "property", "expected": null, "found": null}],
        "omitted": 0,
    });
    assert_eq!(serde_json::to_value(&report).unwrap(), expected);
    let error = Decoder::new(Format::Json).strict().decode::<MessagingInvitation>(body).unwrap_err();
    assert_eq!(serde_json::to_value(&error).unwrap(), expected["deviations"][0]);
}
