//! Two members of one name, each written in any way: the first has the field, and neither is lost.

use serde_json::Value;
use ucwa_model::{Code, Decoder, Document, Encoder, Event, Events, Format, Recovered, me::Me};

use crate::{FORMATS, UCWA};

/// Ways of writing a member; `V` is its value.
const JSON: &[(&str, &[&str])] = &[
    ("", &[r#""department":"V""#, r#""department":"\u0056""#, r#""dep\u0061rtment":"V""#]),
    (
        "_links",
        &[
            r#""photo":{"href":"V"}"#,
            r#""photo":{"href":"V","title":"t"}"#,
            r#""photo":{"href":"\u0056"}"#,
            r#""photo":{"href":"V","x":1}"#,
            r#""ms:rtc:saas:photo":{"href":"V"}"#,
            r#""photo":[{"href":"V"}]"#,
        ],
    ),
    ("_links", &[r#""self":{"href":"V"}"#, r#""self":{"href":"V","x":1}"#, r#""ms:rtc:saas:self":{"href":"V"}"#]),
];

const XML: &[&[&str]] = &[
    &[
        r#"<property name="department">V</property>"#,
        r#"<property name="department">&#x56;</property>"#,
        r#"<property  name="department">V</property>"#,
        r#"<property name="department" xmlns:u="urn:ucwa-model:markup" u:literal="json">"V"</property>"#,
        r#"<propertyList name="department"><item>V</item></propertyList>"#,
    ],
    &[
        r#"<propertyList name="emailAddresses"><item>V</item></propertyList>"#,
        r#"<propertyList name="emailAddresses"><item>&#x56;</item></propertyList>"#,
        r#"<property name="emailAddresses">V</property>"#,
    ],
    &[
        r#"<link rel="photo" href="V"/>"#,
        r#"<link rel="photo" href="V" title="t"/>"#,
        r#"<link rel="photo" href="&#x56;"/>"#,
        r#"<link rel="photo" href="V" x="1"/>"#,
        r#"<link rel="ms:rtc:saas:photo" href="V"/>"#,
        r#"<link rel="photo" xmlns:u="urn:ucwa-model:markup" u:json="{&quot;href&quot;:&quot;V&quot;}"/>"#,
        r#"<link rel="photo" xmlns:u="urn:ucwa-model:markup" u:json="[{&quot;href&quot;:&quot;V&quot;}]"/>"#,
    ],
    &[r#"<link rel="self" href="V"/>"#, r#"<link rel="self" href="V" x="1"/>"#, r#"<link rel="ms:rtc:saas:self" href="V"/>"#],
];

fn decode(format: Format, text: &str) -> Me {
    let mut me = Me::default();
    Decoder::new(format).lenient().decode_into(text.as_bytes(), &mut me).unwrap_or_else(|error| panic!("{error}: {text}"));
    me
}

/// As JSON, in which the order of members does not count.
fn reading(me: &Me) -> Value {
    serde_json::from_str(&Encoder::new(Format::Json).encode(me).unwrap()).unwrap()
}

/// The values are in both formats, and the message is the same by way of the other one.
fn check(format: Format, text: &str, values: &[&str]) {
    let me = decode(format, text);
    for other in FORMATS {
        let written = Encoder::new(other).encode(&me).unwrap();
        for value in values {
            assert!(written.contains(value), "{value} of {text}\nis not in {written}");
        }
        let again = decode(other, &written);
        assert_eq!(reading(&again), reading(&me), "{text}\nby way of {written}");
    }
}

/// The two ways with their values in place.
fn pairs<'a>(ways: &'a [&'a str]) -> impl Iterator<Item = [String; 2]> + 'a {
    let value = |way: &str, number: u32| {
        let escaped = format!("{number:04}");
        way.replace("\\u0056", &format!("\\u0061{escaped}a"))
            .replace("&#x56;", &format!("&#x61;{escaped}a"))
            .replace('V', &format!("a{escaped}a"))
    };
    ways.iter().flat_map(move |one| ways.iter().map(move |other| [value(one, 1), value(other, 2)]))
}

const VALUES: &[&str] = &["a0001a", "a0002a"];

#[test]
fn neither_of_two_members_is_lost_in_json() {
    for (section, ways) in JSON {
        for [one, other] in pairs(ways) {
            if section.is_empty() {
                check(Format::Json, &format!(r#"{{"rel":"me",{one},"name":"n",{other}}}"#), VALUES);
                continue;
            }
            check(Format::Json, &format!(r#"{{"rel":"me","{section}":{{{one},{other}}}}}"#), VALUES);
            check(Format::Json, &format!(r#"{{"rel":"me","{section}":{{{one}}},"{section}":{{{other}}}}}"#), VALUES);
        }
    }
}

#[test]
fn neither_of_two_members_is_lost_in_xml() {
    let head = format!(r#"<resource rel="me" href="own" xmlns="{UCWA}"><property name="rel">me</property>"#);
    for ways in XML {
        for [one, other] in pairs(ways) {
            check(Format::Xml, &format!("{head}{one}{other}</resource>"), &["own", VALUES[0], VALUES[1]]);
        }
    }
}

/// What is no link or resource keeps its place in its list.
#[test]
fn lists_keep_their_order() {
    for name in ["cross/lists-of-links-and-others.json", "cross/lists-of-many-and-others.json"] {
        let text = String::from_utf8(crate::fixture(&format!("proof/found/{name}"))).unwrap();
        let document = Decoder::new(Format::Json).lenient().decode::<Document>(text.as_bytes()).unwrap().value;
        assert_eq!(Encoder::new(Format::Json).encode(&document).unwrap(), text);
        let xml = Encoder::new(Format::Xml).encode(&document).unwrap();
        let again = Decoder::new(Format::Xml).lenient().decode::<Document>(xml.as_bytes()).unwrap().value;
        assert_eq!(Encoder::new(Format::Json).encode(&again).unwrap(), text, "by way of {xml}");
    }
}

/// Ways of writing the members of an event; the first is the usual one.
const EVENT: &[&[&str]] = &[
    &[
        r#""link":{"rel":"message","href":"/m/1"}"#,
        r#""link":{"rel":"message","href":"\/m\/1"}"#,
        r#""link":null"#,
        r#""link":5"#,
    ],
    &[r#""in":{"rel":"people","href":"/p"}"#, r#""in":{"href":"/p","rel":"people"}"#, r#""in":null"#, r#""in":[]"#],
    &[r#""_embedded":{"message":{"rel":"message"}}"#, r#""_embedded":{}"#, r#""_embedded":null"#, r#""_embedded":[]"#],
    &[r#""status":"Success""#, r#""status":"Suc\u0063ess""#, r#""status":null"#, r#""status":5"#],
    &[r#""reason":{"code":"Conflict"}"#, r#""reason":{"c\u006fde":"Conflict"}"#, r#""reason":null"#, r#""reason":"x""#],
    &[r#""type":"started""#, r#""type":"st\u0061rted""#, r#""type":null"#, r#""type":5"#],
    &[r#""unknown":1"#, r#""_links":{"self":{"href":"/x"}}"#, r#""rel":"message""#, r#""rel":5"#],
];

/// No member of an event is taken for another one, whichever stands before it and however that is written.
#[test]
fn members_of_an_event() {
    let recovered = |members: &str| {
        let text = format!(r#"{{"sender":[{{"rel":"people","href":"/p","events":[{{{members}}}]}}]}}"#);
        Events::recover(&Decoder::new(Format::Json), text.as_bytes())
    };
    let event = |found: &Recovered| found.events.iter().next().and_then(|(_, event)| event.ok().cloned()).unwrap();
    let fields = |Event { link, in_, embedded, status, reason, event_type, .. }: Event| {
        [
            format!("{link:?}"),
            format!("{in_:?}"),
            format!("{embedded:?}"),
            format!("{status:?}"),
            format!("{reason:?}"),
            format!("{event_type:?}"),
        ]
    };
    let none = fields(event(&recovered("")));
    for (first, others) in EVENT.iter().enumerate() {
        for (second, ways) in EVENT.iter().enumerate().filter(|(second, _)| *second != first) {
            for (one, other) in others.iter().flat_map(|one| ways.iter().map(move |other| (one, other))) {
                let members = format!("{one},{other}");
                let both = recovered(&members);
                assert!(both.report.deviations.iter().all(|found| found.code != Code::Duplicate), "{members}: {:?}", both.report);
                let alone = [one, other].map(|member| fields(event(&recovered(member))));
                let expected = [first, second].into_iter().zip(alone).fold(none.clone(), |mut expected, (index, alone)| {
                    if let (Some(place), Some(field)) = (expected.get_mut(index), alone.into_iter().nth(index)) {
                        *place = field;
                    }
                    expected
                });
                assert_eq!(fields(event(&both)), expected, "{members}");
            }
        }
    }
}
