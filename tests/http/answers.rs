//! Answers on their way in and out, and what is no answer.

use http::{Response, StatusCode};
use ucwa_model::{
    AnyResource, Document, Format,
    enumerations::{ErrorCode, ErrorSubcode},
    http::{Answer, AnswerError, Content, Etag, Location, MediaType, Outcome, Reading, Refusal},
    me::Note,
};

use crate::{FORMATS, operation};

fn note(message: &str) -> Note {
    let mut note = Note::default();
    note.message = Some(message.into());
    note
}

fn read(name: &str, method: &str, response: &Response<Vec<u8>>) -> Result<Answer, AnswerError> {
    Answer::read(operation(name, method), response)
}

#[test]
fn what_a_server_writes_a_client_reads() {
    let location = Location::new("/ucwa/v1/applications/192/communication/invitations/602").unwrap();
    let answers = [
        ("note", "POST", Answer::done()),
        ("note", "GET", Answer::not_modified(Etag::new("5").unwrap())),
        ("note", "GET", Answer::resource(note("Grüße & <Küsse>").into()).with_etag(Etag::new("W/\"6\"").unwrap())),
        ("applications", "POST", Answer::created(ucwa_model::discovery::Application::default().into())),
        (
            "applications",
            "POST",
            Answer::created(ucwa_model::discovery::Application::default().into()).with_location(location.clone()),
        ),
        ("startMessaging2", "POST", Answer::starting(location.clone())),
        ("startMessaging2", "POST", Answer::starting(Location::new("/elsewhere").unwrap()).with_location(location)),
        ("photo", "GET", Answer::content(Content::new("image/jpeg", b"\xff\xd8 \r\n".as_slice()))),
    ];
    for (name, method, answer) in answers {
        for format in FORMATS {
            let mut read = read(name, method, &answer.to_http(format).unwrap()).unwrap();
            read.headers = answer.headers.clone();
            assert_eq!(read, answer, "{name}");
        }
    }
}

/// The resource comes along, and the header says where it is.
#[test]
fn a_location_beside_a_body_is_kept() {
    let read = |status: u16, location: &str| {
        let response = Response::builder().status(status).header("content-type", "application/json").header("location", location);
        read("myOnlineMeetings", "POST", &response.body(br#"{"rel":"myOnlineMeeting"}"#.to_vec()).unwrap())
    };
    for status in [200, 201] {
        let answer = read(status, "/meetings/PYC").unwrap();
        assert!(matches!(answer.as_resource(), Some(AnyResource::MyOnlineMeeting(_))));
        assert_eq!((answer.location(), answer.started()), (Some(&Location::new("/meetings/PYC").unwrap()), None));
    }
    assert!(matches!(read(201, "not a URL"), Err(AnswerError::Location(_))));
}

#[test]
fn a_refusal_keeps_all_that_the_server_says() {
    let body = std::fs::read("tests/fixtures/messages/reason.xml").unwrap();
    let response =
        Response::builder().status(503).header("content-type", "application/vnd.microsoft.com.ucwa+xml; charset=utf-8");
    let error = read("note", "GET", &response.header("retry-after", "30").body(body).unwrap()).unwrap_err();
    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.headers["retry-after"], "30");
    assert!(refusal.reason.debug_info.is_some());
    assert_eq!(refusal.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[test]
fn a_refusal_comes_through_in_both_formats() {
    for format in FORMATS {
        let refusal = Refusal::of(ErrorCode::from("Teapot"), Some(ErrorSubcode::from("Short")), "I am & remain one.");
        let error = read("note", "GET", &refusal.to_http(format).unwrap()).unwrap_err();
        assert_eq!(error.to_string(), "500 Teapot/Short: I am & remain one.", "an open code is kept");
        assert_eq!(error.refusal().unwrap().documented.map(|failure| failure.code), None);
    }
}

/// Some errors name no class.
#[test]
fn a_subcode_alone_makes_a_refusal() {
    let body = r#"{"subcode":"ApplicationNotFound"}"#.as_bytes().to_vec();
    let response = Response::builder().status(404).header("content-type", "application/json").body(body).unwrap();
    let error = read("note", "GET", &response).unwrap_err();
    assert_eq!(error.refusal().unwrap().subcode(), Some(&ErrorSubcode::ApplicationNotFound));
    assert_eq!(error.to_string(), "404/ApplicationNotFound");
}

/// The vendor's names go to whoever asks for them.
#[test]
fn an_answer_is_what_the_request_accepts() {
    let answered = |accept: &str| {
        let headers = [(http::header::ACCEPT, accept.parse().unwrap())].into_iter().collect();
        let media = MediaType::accepted(&headers)?;
        let answer = Answer::resource(note("x").into()).to_http(media).unwrap();
        let refusal = Refusal::of(ErrorCode::Gone, None, "").to_http(media).unwrap();
        assert_eq!(answer.headers()["content-type"], refusal.headers()["content-type"]);
        assert!(read("note", "GET", &answer).is_ok());
        Some(answer.headers()["content-type"].to_str().unwrap().to_owned())
    };
    let cases = [
        ("application/json", Some("application/json")),
        ("text/html, application/xml;q=0.1, */*;q=0.9", Some("application/xml")),
        ("application/vnd.microsoft.com.ucwa+xml", Some("application/vnd.microsoft.com.ucwa+xml")),
        (
            "application/vnd.microsoft.com.ucwa+json;charset=utf-8, application/json",
            Some("application/vnd.microsoft.com.ucwa+json"),
        ),
        ("application/json;q=0, application/xml;q=0.5", Some("application/xml")),
        ("application/json;q=nan", None),
        ("application/json;q=0", None),
        ("image/jpeg", None),
        ("", None),
    ];
    for (accept, expected) in cases {
        assert_eq!(answered(accept).as_deref(), expected, "{accept}");
    }
}

#[test]
fn what_is_not_ucwa_keeps_status_headers_and_the_start() {
    let html = "<!DOCTYPE html><html>".to_owned() + &"x".repeat(5000);
    let cases = [
        (401, Some("text/html"), html.as_str()),
        (503, None, ""),
        (400, Some("application/json"), r#"{"error":"invalid_grant"}"#),
        (400, Some("application/json"), "{broken"),
        (302, Some("text/html"), "moved"),
        (200, Some("text/html"), "Please accept our terms."),
        (500, Some("no media type"), "oops"),
    ];
    for (status, media, body) in cases {
        let mut response = Response::builder().status(status).header("www-authenticate", "MsRtcOAuth href=\"https://a\"");
        if let Some(media) = media {
            response = response.header("content-type", media);
        }
        let error = read("note", "GET", &response.body(body.as_bytes().to_vec()).unwrap()).unwrap_err();
        let AnswerError::Unexpected(foreign) = &error else { panic!("{status}: expected another answer, but found {error}") };
        assert_eq!(foreign.status, status);
        assert_eq!(foreign.headers["www-authenticate"], "MsRtcOAuth href=\"https://a\"");
        assert_eq!((foreign.start.len(), foreign.length), (body.len().min(1024), body.len()));
        assert_eq!(error.status(), Some(foreign.status));
    }
}

/// Spaces where they are allowed, and parameters that nobody can read.
#[test]
fn media_types_are_read_however_they_are_written() {
    let medias = [
        "application/json ; charset=utf-8",
        "application/json;",
        "APPLICATION/JSON; charset",
        "application/json; odata=verbose;;",
        "application/json, application/json",
        "text/json",
        "",
    ];
    for media in medias {
        let response = Response::builder().header("content-type", media).body(br#"{"rel":"note"}"#.to_vec()).unwrap();
        assert!(read("note", "GET", &response).is_ok(), "{media:?}");
        let request = http::Request::post("/note").header("content-type", media).body(r#"{"message":"x"}"#).unwrap();
        assert!(ucwa_model::http::Request::read(operation("note", "POST"), &request).is_ok(), "{media:?}");
    }
}

#[test]
fn any_image_is_a_photo_and_a_page_is_none() {
    let photo = |media: &str| {
        let response = Response::builder().header("content-type", media).body(b"\x89PNG".to_vec()).unwrap();
        read("photo", "GET", &response).map(|answer| answer.outcome)
    };
    assert_eq!(photo("image/png").unwrap(), Outcome::Content(Content::new("image/png", b"\x89PNG".as_slice())));
    assert!(matches!(photo("text/html"), Err(AnswerError::Unexpected(_))));
}

/// As a gateway does that speaks XML to its clients and JSON to the server.
#[test]
fn an_answer_is_passed_on_in_the_other_format() {
    let response = Response::builder().header("content-type", "application/json").header("content-length", "30");
    let response = response.header("etag", "\"6\"").header("cache-control", "no-cache");
    let body = r#"{"rel":"note","message":"x"}"#.as_bytes().to_vec();
    let passed = read("note", "GET", &response.body(body).unwrap()).unwrap().to_http(Format::Xml).unwrap();
    assert_eq!(passed.headers()["content-type"], "application/xml");
    assert_eq!(
        (&passed.headers()["etag"], &passed.headers()["cache-control"]),
        (&"\"6\"".parse().unwrap(), &"no-cache".parse().unwrap())
    );
    assert!(!passed.headers().contains_key("content-length"));
}

#[test]
fn the_two_preconditions_are_told_apart() {
    for (status, failed, required) in [(412, true, false), (428, false, true), (409, false, false)] {
        let error = read("group2", "PUT", &Response::builder().status(status).body(Vec::new()).unwrap()).unwrap_err();
        assert_eq!((error.is_precondition_failed(), error.is_precondition_required()), (failed, required));
    }
}

/// Discovery answers do not say what they are: the operation does.
#[test]
fn a_body_without_a_rel_is_what_was_asked_for() {
    let body =
        br#"{"_links":{"self":{"href":"https://a/root"},"user":{"href":"https://a/user"},"xframe":{"href":"https://a/x"}}}"#;
    let response = Response::builder().header("content-type", "application/json").body(body.to_vec()).unwrap();
    let answer = read("root", "GET", &response).unwrap();
    let Some(AnyResource::Root(root)) = answer.as_resource() else { panic!("expected a root, but found {answer:?}") };
    assert_eq!(root.user_link.as_ref().unwrap().href, "https://a/user");
}

#[test]
fn answers_that_are_no_resources_are_documents_too() {
    let body = br#"{"metadata":[{"httpMethod":"POST","parameters":[]}]}"#.to_vec();
    let response = Response::builder().header("content-type", "application/json").body(body).unwrap();
    let answer = read("applications", "OPTIONS", &response).unwrap();
    assert!(matches!(&answer.outcome, Outcome::Document(document) if matches!(**document, Document::OptionsMetadata(_))));
}

#[test]
fn oddities_are_reported_or_refused() {
    let body = br#"{"rel":"note","message":5}"#.to_vec();
    let response = Response::builder().header("content-type", "application/json").body(body).unwrap();
    let get = operation("note", "GET");
    let read = Reading::lenient().answer(get, &response).unwrap();
    assert_eq!(read.report.deviations[0].to_string(), "1:25: message: expected string, but found number");
    let error = Reading::strict().answer(get, &response).unwrap_err();
    assert_eq!(
        crate::chain(&error),
        "the body of the answer 200 OK cannot be read: 1:25: message: expected string, but found number"
    );
}

#[test]
fn a_byte_order_mark_and_white_space_come_first() {
    for body in ["\u{feff}{\"rel\":\"note\"}", "\r\n {\"rel\":\"note\"}"] {
        let response = Response::builder().header("content-type", "application/json;charset='utf-8'").body(body.into()).unwrap();
        assert!(read("note", "GET", &response).unwrap().as_resource().is_some(), "{body:?}");
    }
    let written = Answer::resource(note("x").into()).to_http(Format::Xml).unwrap();
    assert_eq!(written.headers()["content-type"], "application/xml");
}
