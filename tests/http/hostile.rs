//! What must not leave, and what must not be believed.

use http::{HeaderValue, Response};
use insta::assert_snapshot;
use ucwa_model::{
    Format, Limits, OperationId,
    communication::{SendMessage, StartMessaging2},
    http::{Answer, Base, Content, Etag, Location, Reading, Request, Revision, Token},
};

use crate::{base, chain, operation};

/// Hrefs that a server may send, and where the token must not go.
#[test]
fn hrefs_that_lead_elsewhere() {
    let hrefs = [
        "https://evil.example/me",
        "http://lync.contoso.com/me",
        "https://lync.contoso.com:444/me",
        "https://lync.contoso.com.evil.example/me",
        "https://lync.contoso.com@evil.example/me",
        "https://john:secret@lync.contoso.com/me",
        "https://john@lync.contoso.com/me",
        "//evil.example/me",
        "/\\evil.example/me",
        "\\\\evil.example\\me",
        "https:\\\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "data:text/plain,x",
        "file:///etc/passwd",
        "mailto:ann@contoso.com",
        "/me\r\nX-Evil: 1",
        "/me HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        "/me\tx",
        "/\t/evil.example/me",
        "/me\u{0}",
        "/me\u{85}",
        "https://[::1/me",
        "https:///me",
        "/me<script>",
        &format!("/{}", "x".repeat(70_000)),
    ];
    let mut story = String::new();
    for href in hrefs {
        let error = Request::get("me", href).unwrap().to_http(&base(Format::Json)).unwrap_err();
        let shown: String = href.chars().take(60).collect();
        story += &format!("{shown:?}: {}\n", chain(&error));
    }
    assert_snapshot!("hostile_hrefs", story);
}

#[test]
fn bases_that_are_none() {
    let bases =
        ["", "lync.contoso.com", "/ucwa", "ftp://contoso.com", "https://u:p@contoso.com", "https://contoso.com\n", "data:,x"];
    let story: String =
        bases.iter().map(|url| format!("{url:?}: {}\n", chain(&Base::new(url, Format::Json).unwrap_err()))).collect();
    assert_snapshot!("hostile_bases", story);
}

/// Nothing that is put into a request makes another header, or another request.
#[test]
fn no_input_becomes_a_header() {
    let evil = "x\r\nX-Evil: 1\r\n\r\nGET /evil HTTP/1.1";
    let mut start = StartMessaging2::new("1".parse::<OperationId>().unwrap());
    start.extra.push_property(evil, evil.into());
    let requests = [
        Request::with_input("/start", start).unwrap(),
        Request::with_input("/m", SendMessage::new(evil)).unwrap().with_content(Content::plain(evil)),
        Request::get("search2", "/search").unwrap().with_query("query", evil).with_extra_query(evil, evil),
    ];
    for request in requests {
        let http = request.to_http(&base(Format::Json)).unwrap();
        assert!(http.headers().values().all(|value| !value.as_bytes().contains(&b'\n')));
        assert!(http.uri().to_string().bytes().all(|byte| byte.is_ascii_graphic()));
        assert!(!http.headers().contains_key("x-evil"));
    }
    let media = Content::new("text/plain\r\nX-Evil: 1", "x");
    let error =
        Request::with_input("/m", SendMessage::new("1")).unwrap().with_content(media).unchecked().to_http(&base(Format::Json));
    assert_eq!(
        chain(&error.unwrap_err()),
        "expected a value for `content-type` that a header can carry, but found \"text/plain\\r\\nX-Evil: 1\""
    );
    assert!(Token::new(evil).is_err() && Token::new("").is_err() && Token::new("a b").is_err());
    assert!(Etag::new(evil).is_none() && Etag::new("a\"b").is_none() && Etag::new("").is_none());
    assert!(evil.parse::<Revision>().is_err() && "1.".parse::<Revision>().is_err());
}

#[test]
fn locations_that_are_none() {
    let locations = [
        "not a URL",
        "",
        "invitations/602",
        "//evil.example/x",
        "https://",
        "https://[::1",
        "https://john:secret@contoso.com/x",
        "javascript:alert(1)",
        "/a\\b",
        "/<x>",
        "/caf\u{e9}",
    ];
    let start = operation("startMessaging2", "POST");
    for location in locations {
        let value = HeaderValue::from_bytes(location.as_bytes()).unwrap();
        let response = Response::builder().status(201).header("location", value).body("").unwrap();
        let error = Answer::read(start, &response).unwrap_err();
        let expected = format!(
            "the `Location` of the answer cannot be followed: expected a rooted path or an absolute URL, but found {location:?}"
        );
        assert_eq!(chain(&error), expected);
        assert!(Location::new(location).is_err());
    }
    // one on another server is a URL: it is the base that the token does not leave
    let response = Response::builder().status(201).header("location", "https://evil.example/x").body("").unwrap();
    let answer = Answer::read(start, &response).unwrap();
    let follow = Request::get("messagingInvitation", answer.started().unwrap()).unwrap();
    assert!(follow.to_http(&base(Format::Json)).is_err());
}

#[test]
fn bodies_that_are_too_large_are_refused_unread() {
    let announced = |length: &str| {
        let response = Response::builder().header("content-type", "application/json").header("content-length", length);
        Answer::read(operation("me", "GET"), &response.body("{\"rel\":\"me\"}").unwrap())
            .map(|_| ())
            .map_err(|error| chain(&error))
    };
    let refused = |found: &str| Err(format!("expected a body of at most 67108864 bytes, but found {found}"));
    assert_eq!(announced("314572800"), refused("314572800"));
    assert_eq!(announced("99999999999999999999999999"), refused("18446744073709551615"));
    assert_eq!(announced("12"), Ok(()));
    assert_eq!(announced("a dozen"), Ok(()), "documentation has such");
    assert_eq!(announced("12, 314572800"), refused("314572800"));
    let twice = Response::builder().header("content-length", "12").header("content-length", "314572800").body("").unwrap();
    assert!(Answer::read(operation("me", "GET"), &twice).is_err());

    let request = http::Request::post("/note").header("content-length", "314572800").body("").unwrap();
    assert!(Request::read(operation("note", "POST"), &request).is_err());
    let most = Limits::default().with_bytes(10);
    let request = http::Request::post("/note").header("content-type", "application/json").body("{\"message\":\"x\"}").unwrap();
    let error = Reading::strict().with_limits(most).request(operation("note", "POST"), &request).unwrap_err();
    assert_eq!(chain(&error), "expected a body of at most 10 bytes, but found 15");
}

/// A precondition that is taken for none lets a server write without one.
#[test]
fn preconditions_that_cannot_be_read() {
    let values: [&[u8]; 11] =
        [b"", b",", b"\"a\" \"b\"", b"W/\"x y\"", b"\"a", b"a\"", b"*, \"a\"", b"*, *", b"\"a\", \"b", b"\"\xe9\"", b"W/"];
    let mut story = String::new();
    for (header, value) in ["if-match", "if-none-match"].into_iter().flat_map(|header| values.map(|value| (header, value))) {
        story += &format!("{}\n", refused_header(&[(header, value)]));
    }
    for value in [&b"2.0.1"[..], b"", b"two", b"2;3", b"\xe9"] {
        story += &format!("{}\n", refused_header(&[("x-ms-requiresminresourceversion", value)]));
    }
    story += &refused_header(&[("x-ms-requiresminresourceversion", b"2"), ("x-ms-requiresminresourceversion", b"4")]);
    assert_snapshot!("preconditions_that_cannot_be_read", story);
}

/// Why a request with these headers is refused, alike in both modes.
fn refused_header(headers: &[(&str, &[u8])]) -> String {
    let request = http::Request::put("/groups/1").header("content-type", "application/json");
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let request = request.body(r#"{"rel":"group","name":"Friends"}"#).unwrap();
    let [strict, lenient] = [Reading::strict(), Reading::lenient()]
        .map(|reading| chain(&reading.request(operation("group2", "PUT"), &request).unwrap_err()));
    assert_eq!(strict, lenient);
    strict
}

#[test]
fn requests_that_are_others() {
    let read = |name: &str, request: http::request::Builder, body: &str| {
        Request::read(operation(name, "POST"), &request.body(body.to_owned()).unwrap()).map(|_| ()).map_err(|error| chain(&error))
    };
    let post = |uri: &str| http::Request::post(uri.to_owned());
    let json = |uri: &str| post(uri).header("content-type", "application/json");
    let cases = [
        read("note", http::Request::get("/note"), ""),
        read("note", post("/note").header("content-type", "text/plain"), "Away"),
        read("note", json("/note"), "{\"message\":5}"),
        read("note", json("/note"), "{\"message\""),
        read("sendMessage", json("/m?operationId=1"), "{}"),
        read("sendMessage", post("/m").header("content-type", "text/plain"), "Hi"),
        read("sendMessage", post("/m?operationId=1").header("content-type", "text/plain"), ""),
        read("presenceSubscription", post("/s?duration=5"), ""),
        read("presenceSubscription", post("/s?duration=11&duration=12"), ""),
        read("presenceSubscription", json("/s"), "{\"duration\":5}"),
        read("presenceSubscription", json("/s"), "{\"Duration\":5}"),
        read("startMessaging2", json("/s"), "{}"),
        read("startMessaging2", json("/s"), &format!("{{\"operationId\":\"{}\"}}", "x".repeat(51))),
    ];
    let story: String = cases.into_iter().map(|case| case.unwrap_err() + "\n").collect();
    assert_snapshot!("requests_that_are_others", story);
}
