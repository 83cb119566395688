//! What comes in goes out again, in its own format to the letter, and through the other one with nothing gained or lost.

use ucwa_model::{Code, Decoded, Decoder, Document, Encoder, Events, Format, Sender, Value};

use crate::UCWA;

/// A message, its root without the namespace in XML, and what becomes of it if that is not itself.
struct Case(&'static str, Becomes);

enum Becomes {
    /// The same, also by way of the other format.
    Itself,
    /// The same in its own format; what the other one makes of it is equal, and not to the letter.
    ItselfAlone,
}

use Becomes::{Itself, ItselfAlone};

/// Messages as the library writes them.
const CASES: &[Case] = &[
    // where XML says the rel
    Case(r#"<resource rel="me" href="/me"><property name="name">A</property></resource>"#, ItselfAlone),
    Case(
        r#"<resource rel="me" href="/me"><property name="rel">me</property><property name="name">A</property></resource>"#,
        Itself,
    ),
    Case(r#"<resource rel="whiteboard" href="/w"><property name="pages">3</property></resource>"#, ItselfAlone),
    Case(r#"<resource rel="ms:rtc:saas:me" href="/me" />"#, ItselfAlone),
    Case(r#"<resource href="/me"><property name="rel">me</property></resource>"#, ItselfAlone),
    Case(r#"<resource href="/me" />"#, Itself),
    Case(r#"<resource rel="phones"><property name="rel">phones</property><resource rel="phone" href="/p" /></resource>"#, Itself),
    Case(
        r#"<resource rel="participantInvitation"><property name="rel">participantInvitation</property><resource rel="from" href="/p"><property name="rel">participant</property></resource></resource>"#,
        Itself,
    ),
    Case(
        r#"<events><sender rel="me" href="/me"><added rel="phone" href="/p"><resource rel="phone" href="/p"><property name="number">tel:5</property></resource></added></sender></events>"#,
        Itself,
    ),
    Case(
        r#"<events><sender rel="me" href="/me"><added rel="phone" href="/p"><resource rel="phone" href="/p"><property name="rel">phone</property></resource></added></sender></events>"#,
        Itself,
    ),
    // a value that does not fit, and what follows under its name
    Case(r#"{"rel":"me","emailAddresses":5}"#, Itself),
    Case(r#"{"rel":"me","emailAddresses":"a"}"#, Itself),
    Case(r#"{"rel":"me","emailAddresses":["a"],"emailAddresses":5}"#, Itself),
    Case(r#"{"rel":"me","name":5,"name":"x"}"#, Itself),
    Case(r#"{"rel":"me","name":null,"name":"x"}"#, Itself),
    Case(r#"{"rel":5,"name":"x"}"#, Itself),
    Case(r#"{"rel":5,"rel":"me","name":"x"}"#, Itself),
    Case(
        r#"<resource rel="me"><property name="rel">me</property><property name="emailAddresses">a</property></resource>"#,
        Itself,
    ),
    Case(
        r#"{"sender":[{"rel":"me","href":"/me","events":[{"link":5,"link":{"rel":"me","href":"/me"},"type":"updated"}]}]}"#,
        Itself,
    ),
    Case(
        r#"{"sender":[{"rel":"me","href":"/me","events":[{"status":5,"status":"Success","type":5,"type":"updated"}]}]}"#,
        Itself,
    ),
    // a rel that is none decides nothing
    Case(r#"{"_embedded":{"x":{"_embedded":{"from":{"local":true,"rel":5}}}}}"#, Itself),
    Case(r#"{"_embedded":{"x":{"_embedded":{"from":{"local":true,"rel":null}}}}}"#, Itself),
    Case(r#"{"_embedded":{"x":{"_embedded":{"from":{"rel":"participant","local":true}}}}}"#, Itself),
    // one or many
    Case(r#"{"rel":"phones","_links":{"phone":{"href":"/x","x":1}}}"#, Itself),
    Case(r#"{"rel":"phones","_embedded":{"phone":{"rel":"phone"}}}"#, Itself),
    Case(r#"{"rel":"me","_links":{"photo":[{"href":"/x","x":1}]}}"#, Itself),
    Case(r#"{"rel":"whiteboard","_links":{"page":[{"href":"/x","x":1}]}}"#, Itself),
    Case(r#"{"code":"x","parameters":{"name":"a","reason":"b"}}"#, Itself),
    Case(r#"{"code":"x","parameters":[{"name":"a","reason":"b"}]}"#, Itself),
    // what is there and empty
    Case(r#"{"rel":"me","_links":{},"_embedded":{}}"#, Itself),
    Case(r#"{"rel":"me","name":"x","_embedded":{}}"#, Itself),
    Case(r#"{"rel":"phones","_links":{"phone":[]},"_embedded":{"phone":[]}}"#, Itself),
    Case(r#"{"code":"x","_links":{}}"#, Itself),
    Case(r#"{"_links":{},"sender":[]}"#, Itself),
    Case(
        r#"{"sender":[{"rel":"me","href":"/me","events":[{"link":{"rel":"me","href":"/me"},"_links":{},"_embedded":{},"type":"updated"}]}]}"#,
        Itself,
    ),
    // senders without a member
    Case(r#"{"sender":[{"rel":"me"}]}"#, Itself),
    Case(r#"{"sender":[{"href":"/me","events":[]},{"rel":"","href":"","events":[]},{"events":5},{}]}"#, Itself),
    Case(r#"<events><sender><added rel="me" /></sender><sender href="" /></events>"#, Itself),
    // bodies that are no resources
    Case(r#"{"metadata":[{"httpMethod":"POST"},{"parameters":[]},{"parameters":5},{"parameters":"x"}]}"#, Itself),
    Case(
        r#"{"metadata":[{"parameters":[{"name":"x"},{"supportedValues":["y"]}],"httpMethod":null,"httpMethod":"POST"}]}"#,
        Itself,
    ),
    Case(r#"{"operations":[]}"#, Itself),
    Case(r#"{"operations":[null,{}]}"#, Itself),
];

/// What has no place in a value, and is reported.
const REPORTED: &[(&str, &[Code])] = &[
    (r#"<resource rel="people"><property name="rel">me</property></resource>"#, &[Code::Rel]),
    (
        r#"<resource rel="me"><property name="name" nil="true" xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">x</property></resource>"#,
        &[Code::Content, Code::Content],
    ),
    (r#"<resource rel="me" title="t" revision="2" />"#, &[Code::Content, Code::Content]),
    (r#"<events rel="me" />"#, &[Code::Content]),
    (r#"<resource rel="me" href="/" xmlns:q="urn:q" q:x="1" />"#, &[Code::Namespace]),
    (r#"<resource rel="me"><link rel="photo" href="/" xmlns:q="urn:q" q:x="1" /></resource>"#, &[Code::Namespace]),
    (r#"<reason x="1"><code>Conflict</code><parameters y="2" /></reason>"#, &[Code::Content, Code::Content]),
    (r#"<optionsMetadata xmlns=""><metadata><other /></metadata></optionsMetadata>"#, &[Code::Content]),
    (r#"{"rel":"phones","_links":{"phone":[]},"_links":{"phone":[{"href":"/"}]}}"#, &[Code::Duplicate]),
    (r#"{"sender":5,"sender":[{"events":5,"events":[]}]}"#, &[Code::Duplicate, Code::Duplicate]),
    (r#"{"sender":[{"events":[{"type":"a","type":"b","link":{},"link":{}}]}]}"#, &[Code::Duplicate, Code::Duplicate]),
];

fn namespaced(text: &str) -> String {
    if !text.starts_with('<') {
        return text.to_owned();
    }
    let end = text.find([' ', '>']).unwrap();
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>{} xmlns=\"{UCWA}\"{}", &text[..end], &text[end..])
}

fn decode(format: Format, text: &str) -> Decoded<Document> {
    Decoder::new(format).lenient().decode(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn encode(format: Format, document: &Document) -> String {
    Encoder::new(format).allow_incomplete().encode(document).unwrap()
}

#[test]
fn what_comes_in_goes_out_again() {
    for Case(text, becomes) in CASES {
        let text = namespaced(text);
        let format = Format::guess(text.as_bytes()).unwrap();
        let other = if format == Format::Json { Format::Xml } else { Format::Json };
        let document = decode(format, &text).value;
        assert_eq!(encode(format, &document), text);
        let back = decode(other, &encode(other, &document)).value;
        assert_eq!(back, document, "{text}");
        if matches!(becomes, Itself) {
            assert_eq!(encode(format, &back), text);
        }
    }
}

#[test]
fn what_is_not_kept_is_reported() {
    for (text, codes) in REPORTED {
        let text = if text.contains("xmlns=") { (*text).to_owned() } else { namespaced(text) };
        let report = decode(Format::guess(text.as_bytes()).unwrap(), &text).report;
        let found: Vec<Code> = report.deviations.iter().map(|deviation| deviation.code).collect();
        assert_eq!(found, *codes, "{text}: {:?}", report.deviations);
    }
}

/// What is no UCWA is kept as XML that stands by itself.
#[test]
fn foreign_elements_keep_their_namespaces() {
    let cases = [
        (r#" xmlns:q="urn:q""#, r#"<q:a q:b="c" />"#, r#"<q:a xmlns:q="urn:q" q:b="c" />"#),
        (
            r#" xmlns:q="urn:q&amp;" xmlns:r="urn:r""#,
            "<q:a><r:b/></q:a>",
            r#"<q:a xmlns:q="urn:q&amp;" xmlns:r="urn:r"><r:b/></q:a>"#,
        ),
        (r#" xmlns:q="urn:q""#, r#"<q:a xmlns:q="urn:r"/>"#, r#"<q:a xmlns:q="urn:r"/>"#),
        (r#" xmlns:q="urn:q""#, r#"<a xmlns="urn:r" q:b=""/>"#, r#"<a xmlns:q="urn:q" xmlns="urn:r" q:b=""/>"#),
        (r#" xmlns:q="urn:q""#, "<other>q</other>", "<other>q</other>"),
    ];
    for (declared, element, kept) in cases {
        let text = namespaced(&format!("<resource{declared} rel=\"me\">{element}</resource>"));
        let document = decode(Format::Xml, &text).value;
        let Document::Resource(resource) = document else { panic!("{text}") };
        assert_eq!(resource.record().extra().kept_xml().collect::<Vec<_>>(), [kept], "{text}");
        assert!(roxmltree::Document::parse(kept).is_ok(), "{kept}");
    }
}

/// A list in `extra` must not be read as the senders.
#[test]
fn a_list_beside_the_senders_is_refused() {
    let mut events = Events::default();
    events.channel.extra.push_property("sender", Value::List(Vec::new()));
    let error = events.to_json().unwrap_err();
    assert_eq!(error.to_string(), "sender: expected a list of senders in its own field, but found another list of that name");
    assert_eq!(Events::from_xml(events.to_xml().unwrap()).unwrap(), events);
    events.senders = Some(Vec::new());
    assert_eq!(Events::from_json(events.to_json().unwrap()).unwrap(), events);

    let mut sender = Sender::default();
    sender.extra.push(("events".into(), Value::List(vec![Value::from("x")])));
    let mut events = Events::default();
    events.senders = Some(vec![sender]);
    assert_eq!(Events::from_json(events.to_json().unwrap()).unwrap(), events);
    assert_eq!(Events::from_xml(events.to_xml().unwrap()).unwrap(), events);
}

#[test]
fn markup_is_left_out() {
    let cases = [
        (
            r#"{"rel":"me","x":5,"y":true,"z":[1,"a"],"name":null}"#,
            r#"<property name="x">5</property><property name="y">True</property><propertyList name="z"><item>1</item><item>a</item></propertyList>"#,
        ),
        (r#"{"rel":"me","name":5}"#, r#"<property name="name">5</property>"#),
        (r#"{"rel":"me","name":5,"name":"x"}"#, r#"<property name="name">5</property><property name="name">x</property>"#),
        (r#"{"rel":"me","_links":{"photo":[{"href":"/x","x":1}],"y":[],"z":5}}"#, r#"<link rel="photo" href="/x" />"#),
        (r#"{"code":"x","parameters":{"name":"a"}}"#, "<parameters><parameter><name>a</name></parameter></parameters>"),
        (
            r#"{"sender":[{"rel":"me","href":"/me","events":[{"link":{"rel":"a","href":"/","x":1},"type":"added"}]}]}"#,
            r#"<added rel="a" href="/" />"#,
        ),
        (r#"{"_links":{},"sender":[]}"#, "<events"),
    ];
    let encoder = Encoder::new(Format::Xml).allow_incomplete().without_markup();
    for (text, part) in cases {
        let document = decode(Format::Json, text).value;
        let mut written = String::new();
        let report = encoder.encode_into(&document, &mut written).unwrap();
        assert!(written.contains(part), "{text}: {written}");
        assert!(!written.contains("urn:ucwa-model:markup") && !written.contains("u:"), "{text}: {written}");
        assert!(report.deviations.iter().all(|found| found.code == Code::Markup), "{text}: {report:?}");
        assert_eq!(
            report.deviations.is_empty(),
            !in_markup(&document),
            "what the markup would say is reported: {text}: {report:?}"
        );
    }
    assert!(cases.iter().any(|(text, _)| in_markup(&decode(Format::Json, text).value)));
    let plain = r#"{"rel":"me","name":"Lene","x":"y","_links":{"photo":{"href":"/p"},"z":{"href":"/z"}}}"#;
    let report = encoder.encode_into(&decode(Format::Json, plain).value, &mut String::new()).unwrap();
    assert_eq!(report.deviations, []);
    for text in [r#"{"rel":"me","name":"\u0001"}"#, r#"{"rel":"me","_links":{"photo":{"href":"/","title":"\u0001"}}}"#] {
        assert_eq!(encoder.encode(&decode(Format::Json, text).value).unwrap_err().code(), Code::Character);
    }
}

/// Whether XML has a message only with markup.
fn in_markup(document: &Document) -> bool {
    Encoder::new(Format::Xml).allow_incomplete().encode(document).unwrap().contains("urn:ucwa-model:markup")
}

/// Markup of this library in the hands of others: what is no JSON is no fault of the XML, is told, and costs no event.
#[test]
fn markup_that_is_no_json() {
    let text = include_str!("../fixtures/proof/found/agreement/markup-that-is-no-json.xml");
    let Decoded { value: events, report, .. } = Decoder::new(Format::Xml).decode::<Events>(text.as_bytes()).unwrap();
    assert_eq!(events.iter().filter(|(_, event)| event.is_ok()).count(), 2);
    let found: Vec<_> = report.deviations.iter().map(|found| (found.code, found.path.as_str())).collect();
    assert_eq!(
        found,
        [
            (Code::Form, "_links.next"),
            (Code::Type, "_links.next"),
            (Code::Form, "sender[0].events[0]"),
            (Code::Form, "sender[0].events[0]._embedded.contact.name"),
        ]
    );
    assert!(Encoder::new(Format::Json).encode(&events).unwrap().contains(r#""next":"[{href=2""#));
}
