//! Batches: what is written, what real servers and documentation write, and what is refused.

use std::{
    convert::Infallible,
    pin::pin,
    task::{Context, Poll, Waker},
};

use http::{Method, Request as HttpRequest, Response};
use ucwa_model::{
    AnyResource, DataLink, Format, Limits, OperationId,
    communication::StartMessaging2,
    enumerations::ErrorCode,
    http::{Answer, Batch, Content, Operation, Outcome, Reading, Refusal, Request},
};

use crate::{FORMATS, base, chain};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("tests/fixtures/batches/{name}")).unwrap()
}

fn route(part: &HttpRequest<Vec<u8>>) -> Option<Operation> {
    let name = match part.uri().path().rsplit('/').next()? {
        "contacts" => "myContacts",
        "messagingInvitations" => "startMessaging2",
        other => other,
    };
    Operation::find(name, part.method().as_str())
}

fn sent(content_type: &str, body: Vec<u8>) -> HttpRequest<Vec<u8>> {
    HttpRequest::post("/batch").header("content-type", content_type).body(body).unwrap()
}

fn answered(content_type: &str, body: Vec<u8>) -> Response<Vec<u8>> {
    Response::builder().header("content-type", content_type).body(body).unwrap()
}

/// The requests of a batch, as their operations.
fn read(content_type: &str, body: &[u8]) -> Result<Vec<String>, String> {
    let requests = Batch::read(&sent(content_type, body.to_vec()), route).map_err(|error| chain(&error))?;
    Ok(requests
        .into_iter()
        .map(|request| request.map_or_else(|error| chain(&error), |request| request.operation().to_string()))
        .collect())
}

fn batch() -> Batch {
    let mut batch = Batch::new();
    let start = StartMessaging2::new("1".parse::<OperationId>().unwrap()).with_message(DataLink::plain("--b\r\n--batch\r\n"));
    batch.push(Request::get("me", "/ucwa/me").unwrap()).unwrap();
    batch.push(Request::with_input("/ucwa/messagingInvitations", start).unwrap()).unwrap();
    batch.push(Request::find("note", &Method::POST, "/ucwa/note?x=1").unwrap().with_query("message", "a b")).unwrap();
    batch
}

#[test]
fn what_a_client_writes_a_server_reads() {
    for format in FORMATS {
        let http = batch().to_http("/ucwa/batch", &base(format)).unwrap();
        let read: Vec<Request> = Batch::read(&http, route).unwrap().into_iter().map(Result::unwrap).collect();
        assert_eq!(read, batch().requests());
        assert_eq!(batch().to_http("/ucwa/batch", &base(format)).unwrap().body(), http.body(), "the same each time");
    }
}

#[test]
fn the_token_goes_once() {
    let http = batch().to_http("/ucwa/batch", &base(Format::Json)).unwrap();
    assert_eq!(http.headers()["authorization"], "Bearer cwt=secret");
    assert_eq!(http.headers()["accept"], "multipart/batching");
    assert!(!String::from_utf8_lossy(http.body()).contains("secret"));
    insta::assert_snapshot!("batch", String::from_utf8_lossy(http.body()).replace('\r', ""));
}

/// What a future gives that waits for nothing.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    let Poll::Ready(output) = pin!(future).poll(&mut Context::from_waker(Waker::noop())) else { panic!("expected no wait") };
    output
}

/// Another parser, which knows nothing of batches, finds the same parts.
#[test]
fn an_independent_parser_finds_the_parts() {
    let odd = Batch::new().with_boundary("a:b?c=d");
    for mut batch in [batch(), odd] {
        batch.push(Request::get("me", "/ucwa/me").unwrap()).unwrap();
        let http = batch.to_http("/ucwa/batch", &base(Format::Xml)).unwrap();
        let media: String = http.headers()["content-type"].to_str().unwrap().replace("batching", "form-data");
        let stream = futures_util::stream::iter([Ok::<_, Infallible>(http.body().clone())]);
        let mut parser = multer::Multipart::new(stream, multer::parse_boundary(media).unwrap());
        let mut parts = 0;
        while let Some(part) = at_once(parser.next_field()).unwrap() {
            assert_eq!(part.headers()["content-type"], "application/http; msgtype=request");
            let text = at_once(part.text()).unwrap();
            let request = &batch.requests()[parts];
            assert!(text.starts_with(&format!("{} {}", request.operation().method(), request.href())), "{text}");
            parts += 1;
        }
        assert_eq!(parts, batch.requests().len());
    }
}

#[test]
fn a_servers_answers_find_their_requests() {
    let mut batch = Batch::new();
    for (name, method) in [("presence", "GET"), ("note", "GET"), ("note", "POST")] {
        batch.push(Request::find(name, &method.parse().unwrap(), format!("/{name}")).unwrap()).unwrap();
    }
    let answers = batch.answers(&answered("multipart/batching; boundary=\"76b633fe\"", fixture("response.multipart"))).unwrap();
    let outcomes: Vec<&Outcome> = answers.iter().map(|answer| &answer.as_ref().unwrap().outcome).collect();
    assert!(matches!(answers[0].as_ref().unwrap().as_resource(), Some(AnyResource::Presence(_))));
    let Some(AnyResource::Note(note)) = answers[1].as_ref().unwrap().as_resource() else { panic!("expected a note") };
    assert_eq!(note.message.as_deref(), Some("first\n--76b633fe is no boundary\n--76b633fex"));
    assert_eq!(outcomes[2], &Outcome::Done);
}

/// One request, in all the ways that it is written.
#[test]
fn batches_are_read_however_they_are_written() {
    let expected = Ok(vec!["GET myContacts".to_owned(), "POST note".to_owned()]);
    let crlf = fixture("request.multipart");
    let text = String::from_utf8(crlf.clone()).unwrap();
    let lf = text.replace("\r\n", "\n");
    let open = text.replace("--eb219fa7--", "--eb219fa7");
    let cut = text.split("\r\n--eb219fa7--").next().unwrap().to_owned();
    let empty = text.replace("--eb219fa7\r\n", "--eb219fa7\r\n\r\n--eb219fa7 \t\r\n");
    let preamble = format!("...\r\n\r\n{text}epilogue\r\n--eb219fa7\r\n");
    for (what, body) in [
        ("as captured", text.clone()),
        ("LF", lf),
        ("no final delimiter, but another one", open),
        ("no delimiter at the end", cut),
        ("empty parts and padding", empty),
        ("a preamble and an epilogue", preamble),
        ("a byte order mark", format!("\u{feff}{}", text.trim_start())),
        ("a byte order mark in the body", text.replace("\r\n\r\n{", "\r\n\r\n\u{feff}{").replace("Content-Length: 31\r\n", "")),
        ("a wrong length", text.replace("Content-Length: 31", "Content-Length: 7000")),
        ("a length that is too short", text.replace("Content-Length: 31", "Content-Length: 3")),
    ] {
        assert_eq!(read("multipart/batching;boundary=eb219fa7", body.as_bytes()), expected, "{what}");
    }
    assert_eq!(read("multipart/batching; boundary=\"eb219fa7\"", &crlf), expected);
    assert_eq!(read("Multipart/Batching;Boundary=eb219fa7;charset=utf-8", &crlf), expected);
    assert_eq!(read("multipart/batching ; boundary=eb219fa7 ; charset=utf-8", &crlf), expected);
    // a boundary that would have to be quoted
    let odd = text.replace("eb219fa7", "(eb/219)=fa:7");
    assert_eq!(read("multipart/batching;boundary=(eb/219)=fa:7", odd.as_bytes()), expected);
}

#[test]
fn one_part_that_does_not_fit_does_not_cost_the_others() {
    let text = String::from_utf8(fixture("request.multipart")).unwrap();
    let read = read("multipart/batching;boundary=eb219fa7", text.replace("/people/contacts", "/nowhere").as_bytes()).unwrap();
    assert_eq!(read[0], "expected an operation that a batch may have, but found `GET /ucwa/oauth/v1/applications/10/nowhere`");
    assert_eq!(read[1], "POST note");
    let read = Batch::answer(&[
        Refusal::of(ErrorCode::Conflict, None, "No.").to_http(Format::Json).unwrap(),
        Answer::done().to_http(Format::Json).unwrap(),
        Response::builder().status(401).header("content-type", "text/html").body(b"<html>".to_vec()).unwrap(),
    ]);
    let answers: Vec<String> = batch()
        .answers(&read.unwrap())
        .unwrap()
        .into_iter()
        .map(|answer| answer.map_or_else(|error| error.to_string(), |answer| answer.status.to_string()))
        .collect();
    let page = "expected an answer of UCWA, but found 401 with 6 bytes of text/html";
    assert_eq!(answers, ["409 Conflict: No.", "204 No Content", page]);
}

#[test]
fn what_a_batch_must_not_have() {
    let push = |name: &str, method: Method| {
        Batch::new().push(Request::find(name, &method, "/x").unwrap()).map_err(|error| error.to_string())
    };
    let barred = |name: &str| Err(format!("expected no batch, photo or events inside a batch, but found {name}"));
    assert_eq!(push("batch", Method::POST), barred("POST batch"));
    assert_eq!(push("photo", Method::GET), barred("GET photo"));
    assert_eq!(push("contactPhoto", Method::GET), barred("GET contactPhoto"));
    assert_eq!(push("events", Method::GET), barred("GET events"));

    let mut full = Batch::new();
    for _ in 0..Batch::MAX_REQUESTS {
        full.push(Request::get("me", "/me").unwrap()).unwrap();
    }
    let error = full.push(Request::get("me", "/me").unwrap()).unwrap_err();
    assert_eq!(error.to_string(), "expected at most 100 requests, but found 101");
    assert!(full.to_http("/batch", &base(Format::Json)).is_ok());

    let error = Batch::new().to_http("/batch", &base(Format::Json)).unwrap_err();
    assert_eq!(chain(&error), "the batch cannot be sent: expected a request, but found none");
    let mut astray = batch();
    astray.push(Request::get("me", "https://evil.example/me").unwrap()).unwrap();
    let error = astray.to_http("/batch", &base(Format::Json)).unwrap_err();
    let expected = "the batch cannot be sent: the request number 4 of a batch cannot be built: the href cannot be requested: \
                    expected an href on https://lync.contoso.com, but found one on https://evil.example";
    assert_eq!(chain(&error), expected);
}

#[test]
fn a_boundary_inside_a_body_is_refused() {
    let inside = |boundary: &str| {
        let mut batch = Batch::new().with_boundary(boundary);
        let start = StartMessaging2::new("1".parse::<OperationId>().unwrap()).with_message(DataLink::plain("b0b"));
        batch.push(Request::with_input("/x", start).unwrap()).unwrap();
        batch.to_http("/batch", &base(Format::Json)).map(|_| ()).map_err(|error| chain(&error))
    };
    assert_eq!(inside("b1"), Ok(()));
    for boundary in ["b0b", "", "a b", "a\r\nX: 1", &"x".repeat(71), "ü", "a\"b"] {
        assert!(inside(boundary).unwrap_err().contains("expected a boundary of 1 to 70"), "{boundary:?}");
    }

    // a part whose length says that the line is its own
    let body = "--b\r\nContent-Type: application/http\r\n\r\nPOST /me/note HTTP/1.1\r\nContent-Length: 36\r\n\r\n\
                {\"message\":\r\n--b\r\n\"one\"}\r\n            \r\n--b--\r\n";
    let inner = body.split("\r\n\r\n").nth(2).unwrap().split("\r\n--b--").next().unwrap();
    let body = body.replace("36", &inner.len().to_string());
    let refused = read("multipart/batching;boundary=b", body.as_bytes()).unwrap_err();
    assert_eq!(refused, "the batch cannot be read: expected no boundary inside a body, but found one in part 1");
}

#[test]
fn what_is_no_batch_says_why() {
    let part = |head: &str, message: &str| format!("--b\r\n{head}\r\n\r\n{message}\r\n--b--");
    let http = "Content-Type: application/http";
    let cases = [
        ("text/plain", String::new()),
        ("multipart/batching", String::new()),
        ("multipart/mixed;boundary=b", part(http, "GET / HTTP/1.1\r\n\r\n")),
        ("multipart/batching;boundary=", part(http, "GET / HTTP/1.1\r\n\r\n")),
        ("multipart/batching;boundary=c", part(http, "GET / HTTP/1.1\r\n\r\n")),
        ("multipart/batching;boundary=b", part("Content-Type: text/plain", "GET / HTTP/1.1\r\n\r\n")),
        ("multipart/batching;boundary=b", part("Content-Type: application/httpevil", "GET / HTTP/1.1\r\n\r\n")),
        ("multipart/batching;boundary=b", part("Content-Transfer-Encoding: base64", "R0VUIC8=")),
        ("multipart/batching;boundary=b", part("no header", "GET / HTTP/1.1\r\n\r\n")),
        ("multipart/batching;boundary=b", part(http, "GET/HTTP/1.1")),
        ("multipart/batching;boundary=b", part(http, "HTTP/1.1 200 OK\r\n\r\n")),
        ("multipart/batching;boundary=b", part(http, &format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(65)))),
        ("multipart/batching;boundary=b", part(http, "GET / HTTP/1.1\r\nA: b\u{0}\r\n\r\n")),
        ("multipart/batching;boundary=b", part(http, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")),
        ("multipart/batching;boundary=b", part(http, "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")),
        ("multipart/batching;boundary=b", part(http, "POST / HTTP/1.1\r\nContent-Length: 3, 4\r\n\r\nabcd")),
        ("multipart/batching;boundary=b", "--b\r\n\r\nGET /me HTTP/1.1\r\n\r\n\r\n".repeat(101)),
        ("multipart/batching;boundary=b", "--b\n".repeat(1_000_000)),
    ];
    let story: String = cases.iter().map(|(media, body)| format!("{}\n", read(media, body.as_bytes()).unwrap_err())).collect();
    insta::assert_snapshot!("no_batches", story);
}

#[test]
fn a_batch_in_a_batch_is_refused_by_servers_too() {
    let body = "--b\r\nContent-Type: application/http\r\n\r\nPOST /batch HTTP/1.1\r\n\r\n--b--";
    let read = read("multipart/batching;boundary=b", body.as_bytes()).unwrap();
    assert_eq!(read, ["expected an operation that a batch may have, but found `POST /batch`"]);
}

#[test]
fn too_few_answers_are_none() {
    let one = Batch::answer(&[Answer::done().to_http(Format::Json).unwrap()]).unwrap();
    let error = batch().answers(&one).unwrap_err();
    assert_eq!(chain(&error), "the batch cannot be read: expected 3 answers, but found 1");
    let refused = Refusal::of(ErrorCode::TooManyRequests, None, "Slow down.").to_http(Format::Json).unwrap();
    let error = batch().answers(&refused).unwrap_err();
    assert!(error.refusal().unwrap().documented.is_some());
    let content = Answer::content(Content::plain("--b--")).to_http(Format::Json).unwrap();
    assert!(batch().answers(&content).is_err());
}

/// A gateway reads what it passes on leniently, and no more of it than it wants to hold.
#[test]
fn a_batch_is_read_with_options() {
    let body = b"--b\r\n\r\nPOST /note?message=x HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{\"type\":5}\r\n--b--";
    let http = sent("multipart/batching;boundary=b", body.to_vec());
    let read = Reading::lenient().batch(&http, route).unwrap().remove(0).unwrap();
    assert_eq!(read.value.parameter_of("message"), Some("x"));
    let small = Reading::lenient().with_limits(Limits::default().with_bytes(20));
    let error = small.batch(&http, route).unwrap_err();
    assert_eq!(chain(&error), format!("expected a body of at most 20 bytes, but found {}", body.len()));

    let mut batch = Batch::new();
    batch.push(Request::get("note", "/note").unwrap()).unwrap();
    let body = b"--b\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"rel\":\"note\",\"message\":5}\r\n--b--";
    let http = answered("multipart/batching;boundary=b", body.to_vec());
    let read = Reading::lenient().batch_answers(&batch, &http).unwrap().remove(0).unwrap();
    assert_eq!(read.report.deviations[0].to_string(), "1:25: message: expected string, but found number");
    assert!(Reading::strict().batch_answers(&batch, &http).unwrap()[0].is_err());
    assert!(small.batch_answers(&batch, &http).is_err());
}

/// What a part announces is not believed either.
#[test]
fn a_part_that_announces_too_much_is_refused() {
    let text =
        String::from_utf8(fixture("request.multipart")).unwrap().replace("Content-Length: 31", "Content-Length: 314572800");
    let read = read("multipart/batching;boundary=eb219fa7", text.as_bytes()).unwrap();
    assert_eq!(read, ["GET myContacts", "expected a body of at most 67108864 bytes, but found 314572800"]);
}

/// What goes on from a gateway has no length that another server could believe.
#[test]
fn parts_go_on_without_framing() {
    let fixture = String::from_utf8(fixture("request.multipart")).unwrap();
    for announced in
        ["Content-Length: 31", "Content-Length: 3", "Content-Length: 31, 31", "Content-Length: 3000", "Content-Length: x"]
    {
        let others = "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\nUpgrade: h2c\r\nTE: trailers\r\nTrailer: x";
        let text = fixture.replace("Content-Length: 31", &format!("{announced}\r\n{others}"));
        let parts = Batch::parts(&sent("multipart/batching;boundary=eb219fa7", text.into_bytes())).unwrap();
        let names: Vec<&str> = parts[1].headers().keys().map(http::HeaderName::as_str).collect();
        assert_eq!(names, ["host", "accept", "content-type"], "{announced}");
        assert_eq!(parts[1].body().trim_ascii_end().len(), 31, "{announced}");
    }
}
