//! Requests on their way out: where inputs go, and what is refused before it leaves.

use http::Method;
use insta::assert_snapshot;
use ucwa_model::{
    Codec, DataLink, Format, Link, OperationId, SipUri,
    communication::{SendMessage, StartMessaging2, StartPhoneAudio2},
    http::{
        Answer, AnswerError, Base, Batch, Body, BuildError, Content, Etag, EventChannel, MediaStyle, MediaType,
        PendingOperations, Precondition, Request, RequestError, Revision, Token,
    },
    me::NotePost,
    people::PresenceSubscriptionPost,
};

use crate::{FORMATS, base, chain, message::show, operation};

fn id(text: &str) -> OperationId {
    text.parse().unwrap()
}

fn start() -> StartMessaging2 {
    StartMessaging2::new(id("74cb7404"))
        .with_to("sip:john@contoso.com".parse::<SipUri>().unwrap())
        .with_message(DataLink::plain("Hi"))
}

/// What is sent, to be looked at.
#[test]
fn what_goes_out() {
    let mut story = String::new();
    for format in FORMATS {
        let base = base(format).with_media_style(if format == Format::Json { MediaStyle::Plain } else { MediaStyle::Vendor });
        let link = Link::new("/ucwa/oauth/v1/applications/192/startMessaging?originalDomain=a%3db&x==");
        let text = Content::html("<b>Grüße</b>");
        let requests = [
            Request::with_input(&link, start()).unwrap().with_min_revision(2),
            Request::with_input("/messages?tag=1", SendMessage::new("5 + 1")).unwrap().with_content(text),
            Request::get("search2", "/people/search").unwrap().with_query("query", "Ann & Bob").with_query("limit", 3),
            Request::find("presenceSubscription", &Method::DELETE, "/people/presenceSubscriptions/1").unwrap(),
        ];
        for request in requests {
            story += &show(&request.to_http(&base).unwrap());
            story += "\n";
        }
    }
    assert_snapshot!("what_goes_out", story);
}

#[test]
fn inputs_travel_in_the_query_as_the_schema_allows() {
    let mut note = NotePost::default();
    note.message = Some("Away".into());
    let request = Request::with_input("/me/note", note).unwrap().inputs_in_query();
    assert!(matches!(request.body(), Body::Empty));
    let http = request.to_http(&base(Format::Json)).unwrap();
    assert_eq!(http.uri(), "https://lync.contoso.com/me/note?message=Away");
    let read: NotePost = Request::read(operation("note", "POST"), &http).unwrap().into_inputs().unwrap();
    assert_eq!(read.message.as_deref(), Some("Away"));

    // what the query does not know stays in the body
    let request = Request::with_input("/start", start()).unwrap().inputs_in_query();
    assert_eq!(request.parameter_of("to"), Some("sip:john@contoso.com"));
    assert_eq!(request.input::<StartMessaging2>().unwrap().to, None);
    for format in FORMATS {
        let http = request.to_http(&base(format)).unwrap();
        let inputs: StartMessaging2 = Request::read(operation("startMessaging2", "POST"), &http).unwrap().into_inputs().unwrap();
        assert_eq!(inputs, start());
    }
}

#[test]
fn a_required_input_may_be_in_the_body_the_query_or_the_href() {
    let duration = operation("presenceSubscription", "POST");
    let send = |request: Request| request.to_http(&base(Format::Json)).map(|_| ());
    assert_eq!(send(Request::with_input("/s/1", PresenceSubscriptionPost::new(11)).unwrap()), Ok(()));
    assert_eq!(send(Request::new(duration, "/s/1").with_query("duration", 11)), Ok(()));
    assert_eq!(send(Request::new(duration, "/s/1?duration=11")), Ok(()));
    let missing = send(Request::new(duration, "/s/1")).unwrap_err();
    assert_eq!(chain(&missing), "POST presenceSubscription: expected `duration` in the body or in the query, but found nothing");
}

#[test]
fn what_does_not_fit_does_not_leave() {
    let subscription = operation("presenceSubscription", "POST");
    let search = || Request::get("search2", "/search").unwrap();
    let mut misfit = start();
    misfit.operation_id = None;
    misfit.extra.push_property("operationId", "x".repeat(51).as_str().into());
    let mut other_misfit = start();
    other_misfit.to = None;
    other_misfit.extra.push_property("to", "nobody".into());
    let requests = [
        Request::with_input("/s", StartPhoneAudio2::default()).unwrap(),
        Request::with_input("/s", PresenceSubscriptionPost::new(31)).unwrap(),
        Request::with_input("/s", misfit).unwrap(),
        Request::with_input("/s", other_misfit).unwrap(),
        Request::new(subscription, "/s").with_query("duration", 5),
        Request::new(subscription, "/s").with_query("duration", "soon"),
        Request::new(subscription, "/s?duration=12").with_query("duration", 11),
        search().with_query("query", "x".repeat(257)),
        search().with_query("limit", 0),
        search().with_query("limit", 1).with_query("Limit", 2),
        search().with_query("lmit", 2),
        Request::new(operation("removeFromContactList", "POST"), "/c").with_query("groupId", "😀".repeat(129)),
        Request::new(operation("sendMessage", "POST"), "/m")
            .with_query("operationId", "1")
            .with_content(Content::new("text/rtf", "Hi")),
        Request::new(operation("sendMessage", "POST"), "/m")
            .with_query("operationId", "1")
            .with_content(Content::new("text", "Hi")),
        Request::with_input("/m", SendMessage::new("1")).unwrap(),
        Request::with_input("/m", SendMessage::new("1")).unwrap().with_content(Content::plain("")),
        Request::new(operation("note", "POST"), "/m").with_content(Content::plain("Hi")),
        Request::new(operation("note", "POST"), "/m").with_record(Box::new(start())),
        Request::new(operation("acceptWithAnswer", "POST"), "/a").with_content(Content::sdp(b"v=0")),
    ];
    // an error prints its cause, and so has none beside it
    let whole = |request: &Request| request.to_http(&base(Format::Json)).unwrap_err().to_string();
    assert!(requests.iter().all(|request| chain(&request.to_http(&base(Format::Json)).unwrap_err()) == whole(request)));
    let refusals = requests.iter().map(|request| chain(&request.to_http(&base(Format::Json)).unwrap_err()) + "\n");
    assert_snapshot!("what_does_not_fit", refusals.collect::<String>());
}

#[test]
fn what_the_schema_does_not_know_may_be_asked_for_by_name() {
    let request = Request::get("search2", "/search?key=a%20b&").unwrap().with_query("query", "x").with_extra_query("mode", "ü&");
    let http = request.to_http(&base(Format::Json)).unwrap();
    assert_eq!(http.uri(), "https://lync.contoso.com/search?key=a%20b&&query=x&mode=%C3%BC%26");
    let read = Request::read(operation("search2", "GET"), &http).unwrap();
    assert_eq!(read.href().as_str(), "https://lync.contoso.com/search?key=a%20b&&mode=%C3%BC%26");
    assert_eq!(read.parameter_of("query"), Some("x"));
}

#[test]
fn hrefs_stay_byte_for_byte() {
    let hrefs = [
        ("/a/b==", "/a/b=="),
        ("/a//b/../c?x=%3d&y=a+b&z", "/a//b/../c?x=%3d&y=a+b&z"),
        ("https://lync.contoso.com/Caf%c3%a9%2F?", "/Caf%c3%a9%2F?"),
        ("https://LYNC.contoso.com:443/a;b,c'(d)", "/a;b,c'(d)"),
        ("/people/sip:ann@contoso.com", "/people/sip:ann@contoso.com"),
        ("/a#part", "/a"),
        ("me", "/apps/me"),
        ("?ack=2", "/apps/1?ack=2"),
    ];
    let base = Base::new("https://lync.contoso.com/apps/1", Format::Json).unwrap();
    for (href, expected) in hrefs {
        let http = Request::get("me", href).unwrap().to_http(&base).unwrap();
        assert_eq!(http.uri().path_and_query().unwrap(), expected);
        assert_eq!(http.uri().host(), Some("lync.contoso.com"));
    }
}

#[test]
fn a_token_is_sent_and_not_shown() {
    let base = base(Format::Json);
    let http = Request::get("me", "/me").unwrap().to_http(&base).unwrap();
    assert_eq!(http.headers()["authorization"], "Bearer cwt=secret");
    assert_eq!(Token::of(http.headers()).unwrap().expose(), "cwt=secret");
    assert!(!format!("{http:?} {base:?}").contains("secret"));
    assert!(base.elsewhere("https://other.contoso.com").is_ok_and(|other| {
        Request::get("me", "/me").unwrap().to_http(&other).unwrap().headers().get("authorization").is_none()
    }));
}

#[test]
fn a_revision_is_read_back() {
    let request = Request::get("me", "/me").unwrap().with_min_revision("4.0".parse::<Revision>().unwrap());
    let http = request.to_http(&base(Format::Json)).unwrap();
    assert_eq!(http.headers()["x-ms-requiresminresourceversion"], "4.0");
    assert_eq!(Request::read(operation("me", "GET"), &http).unwrap().revision(), Some(&Revision::from(4)));
}

#[test]
fn conditions_are_read_back() {
    let etag = |text| Etag::new(text).unwrap();
    let request = Request::get("me", "/me").unwrap().with_if_match(etag("1")).with_if_none_match(etag("W/\"2\""));
    let http = request.to_http(&base(Format::Json)).unwrap();
    assert_eq!(
        (&http.headers()["if-match"], &http.headers()["if-none-match"]),
        (&"\"1\"".parse().unwrap(), &"W/\"2\"".parse().unwrap())
    );
    let read = Request::read(operation("me", "GET"), &http).unwrap();
    assert_eq!((read.if_match(), read.if_none_match()), (Some(&etag("1").into()), Some(&etag("W/\"2\"").into())));
    let none = Request::get("me", "/me").unwrap().with_if_match(Precondition::OneOf(Vec::new())).to_http(&base(Format::Json));
    assert_eq!(none.unwrap_err().to_string(), "expected a value for `if-match` that a header can carry, but found \"\"");
}

#[test]
fn names_are_matched_without_case() {
    let body = br#"{"UserAgent":"a","EndpointId":"b","Culture":"c"}"#;
    let http = http::Request::post("/apps").header("content-type", "application/json").body(body).unwrap();
    let read: ucwa_model::discovery::ApplicationsPost =
        Request::read(operation("applications", "POST"), &http).unwrap().into_inputs().unwrap();
    assert_eq!(read.user_agent.as_ref().unwrap().as_str(), "a");
    assert!(read.extra.is_empty());
    assert_eq!(read.to_json().unwrap().as_bytes(), br#"{"Culture":"c","EndpointId":"b","UserAgent":"a"}"#);
    let http = http::Request::post("/note?Message=Away").body(Vec::new()).unwrap();
    assert_eq!(Request::read(operation("note", "POST"), &http).unwrap().parameter_of("message"), Some("Away"));
}

#[test]
fn what_the_schema_does_not_have_is_said() {
    assert!(matches!(Request::get("whiteboard", "/w"), Err(BuildError::NoOperation { .. })));
    assert!(matches!(Request::find("me", &Method::PATCH, "/me"), Err(BuildError::NoOperation { .. })));
}

/// A request is built in one thread and sent from another, and an error goes wherever errors go.
#[test]
fn what_is_sent_goes_between_threads() {
    fn all<T: Send + Sync + 'static>() {}
    all::<(Request, Base, Batch, EventChannel, PendingOperations)>();
    all::<(Answer, AnswerError, BuildError, RequestError)>();
}

/// The Trusted Application API's clients name the input, with the prefix of their dialect.
#[test]
fn inputs_in_a_dialect_are_read() {
    for prefix in ["service:", "ms:rtc:saas:"] {
        let json = format!(
            r#"{{"rel":"{prefix}startMessaging","operationId":"74cb7404","_links":{{"{prefix}message":{{"href":"data:,Hi"}}}}}}"#
        );
        let xml = format!(
            "<resource rel=\"{prefix}startMessaging\" xmlns=\"http://schemas.microsoft.com/rtc/2012/03/ucwa\">\
             <link rel=\"{prefix}message\" href=\"data:,Hi\"/><property name=\"operationId\">74cb7404</property></resource>"
        );
        assert_eq!(operation(&format!("{prefix}startMessaging"), "POST"), operation("startMessaging", "POST"));
        let start = operation("startMessaging2", "POST");
        for (media, body) in [("application/json", json), ("application/xml", xml)] {
            let http = http::Request::post("/start").header("content-type", media).body(body).unwrap();
            let input: StartMessaging2 =
                Request::read(start, &http).unwrap_or_else(|error| panic!("{error}")).into_inputs().unwrap();
            assert_eq!(input.message.as_ref().unwrap().decode().unwrap().text().unwrap(), "Hi");
            let again = Request::with_input("/start", input).unwrap().to_http(&base(Format::Json)).unwrap();
            let body = std::str::from_utf8(again.body()).unwrap();
            assert!(
                body.contains(&format!("\"{prefix}startMessaging\"")) && body.contains(&format!("\"{prefix}message\"")),
                "{body}"
            );
        }
    }
}

/// A sample and clients name the identifier of an operation otherwise when they send a message; it counts as that identifier.
#[test]
fn operation_context_is_the_operation_id_of_a_message() {
    let send = operation("sendMessage", "POST");
    for name in ["OperationContext", "operationContext", "operationId", "OperationID"] {
        let http =
            http::Request::post(format!("/messages?{name}=6b6ce55c&x=1")).header("content-type", "text/plain").body("Hello");
        let request = Request::read(send, &http.unwrap()).unwrap();
        assert_eq!((request.parameter_of("operationId"), request.text()), (Some("6b6ce55c"), Some("Hello")), "{name}");
        assert_eq!(request.href().as_str(), "/messages?x=1");
        let out = request.to_http(&base(Format::Json)).unwrap();
        assert_eq!(out.uri(), "https://lync.contoso.com/messages?x=1&operationId=6b6ce55c");
        assert_eq!(request.into_inputs::<SendMessage>().unwrap().operation_id.as_deref(), Some("6b6ce55c"));
    }
    let twice =
        http::Request::post("/messages?OperationContext=1&operationId=2").header("content-type", "text/plain").body("Hello");
    assert!(matches!(Request::read(send, &twice.unwrap()), Err(RequestError::Query { .. })));
    // other operations have no such parameter
    let other = http::Request::post("/start?operationContext=1").body("").unwrap();
    let start = operation("startMessaging2", "POST");
    assert!(matches!(Request::read(start, &other), Err(RequestError::Missing { name: "operationId", .. })));
}

/// Names of JSON and of XML that clients and proxies use, with parameters quoted or not.
#[test]
fn media_types_of_json_and_xml() {
    let start = start();
    for (format, media) in [
        (Format::Json, "application/hal+json"),
        (Format::Json, "application/hal+json;charset=utf-8"),
        (Format::Json, "application/json; type=\"application/vnd.microsoft.com.ucwa+json\""),
        (Format::Json, "application/json ; type=\"a, b; c\""),
        (Format::Json, "Application/JSON;odata=verbose"),
        (Format::Xml, "application/hal+xml"),
        (Format::Xml, "application/xml; type=\"x\"; charset=\"utf-8\""),
    ] {
        let body = ucwa_model::Encoder::new(format).encode(&start).unwrap();
        let http = http::Request::post("/start").header("content-type", media).header("accept", media).body(body).unwrap();
        let request = Request::read(operation("startMessaging2", "POST"), &http).unwrap();
        assert_eq!(request.input::<StartMessaging2>(), Some(&start), "{media}");
        assert_eq!(MediaType::accepted(http.headers()).map(|media| media.format), Some(format), "{media}");
    }
}

/// Some clients ask for a challenge with HEAD, which stands for the GET.
#[test]
fn head_is_read_as_get() {
    let head = http::Request::head("/Autodiscover/root/oauth/user?originalDomain=contoso.com").body("").unwrap();
    let request = Request::read(operation("user", "GET"), &head).unwrap();
    assert_eq!(request.href().as_str(), "/Autodiscover/root/oauth/user?originalDomain=contoso.com");
    assert!(matches!(Request::read(operation("applications2", "POST"), &head), Err(RequestError::Method { .. })));
}
