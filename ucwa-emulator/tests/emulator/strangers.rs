//! What clients of strangers send: each line of a table is a habit, in the bytes that it is made of.

use reqwest::{Method, StatusCode};
use serde_json::json;
use ucwa_emulator::{Emulator, User};
use ucwa_model::Format;

use crate::{
    caller::{follow, press, rings},
    client::{Client, emulator, href, text_of},
    habits::raw,
};

/// What a client sends. In all of it, `{app}` stands for the path of its application.
#[derive(Clone, Copy)]
struct Sent<'a> {
    method: &'a str,
    target: &'a str,
    /// Beside those that every request has.
    headers: &'a str,
    body: &'a str,
}

const GET: Sent<'static> = Sent { method: "GET", target: "{app}/me", headers: "", body: "" };
const NOTE: Sent<'static> = Sent { method: "POST", target: "{app}/me/note", headers: "", body: r#"{"message":"Hi"}"# };
const ACTIVE: Sent<'static> = Sent { method: "POST", target: "{app}/me/reportMyActivity", headers: "", body: "" };
const TOKEN: Sent<'static> = Sent { method: "POST", target: "/WebTicket/oauthtoken", headers: FORM, body: "" };
const XML: &str =
    r#"<input xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa"><property name="message">Hi</property></input>"#;
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
const BOM: &str = "\u{feff}";

/// The emulator, and who is signed in there.
struct Stranger {
    emulator: Emulator,
    ann: Client,
}

impl Stranger {
    async fn new() -> Self {
        let emulator = emulator().await;
        let ann = Client::available(&emulator, "ann").await;
        Self { emulator, ann }
    }

    /// The bytes of an answer.
    async fn answer(&self, sent: Sent<'_>) -> String {
        let Sent { method, target, headers, body } = sent;
        let has = |name: &str| headers.to_ascii_lowercase().contains(&format!("{name}:"));
        let token = if has("authorization") { String::new() } else { format!("Authorization: Bearer {}\r\n", self.ann.token) };
        let length = if has("transfer-encoding") || body.is_empty() {
            String::new()
        } else {
            format!("Content-Length: {}\r\n", body.len())
        };
        let headers = headers.replace("{token}", &self.ann.token);
        let text = format!("{method} {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{token}{length}{headers}\r\n{body}");
        raw(&self.emulator, &text.replace("{app}", &href(&self.ann.application["_links"]["self"]))).await
    }

    /// Sends what is in a table: each answer has that status, and that in it.
    async fn meets(&self, table: &[(&str, Sent<'_>, u16, &str)]) {
        for (habit, sent, status, part) in table {
            let answer = self.answer(*sent).await;
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")) && answer.contains(part), "{habit}: {answer}");
        }
        assert_eq!(self.emulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn targets() {
    let stranger = Stranger::new().await;
    let me = href(&stranger.ann.application["_embedded"]["me"]["_links"]["self"]);
    let (doubled, upper, long) = (me.replace('/', "//"), me.to_uppercase(), format!("{me}?q={}", "x".repeat(16_000)));
    stranger
        .meets(&[
            ("absolute", Sent { target: "http://lync.contoso.com:443{app}/me", ..GET }, 200, "Ann Beebe"),
            ("a slash at the end", Sent { target: "{app}/me/", ..GET }, 200, "Ann Beebe"),
            ("two slashes at the end", Sent { target: "{app}/me//?x", ..GET }, 200, "Ann Beebe"),
            ("all slashes twice", Sent { target: &doubled, ..GET }, 200, "Ann Beebe"),
            ("capital letters", Sent { target: &upper, ..GET }, 200, "Ann Beebe"),
            ("a query that means nothing", Sent { target: "{app}/me?x=y&&=&z=%zz", ..GET }, 200, "Ann Beebe"),
            ("a long query", Sent { target: &long, ..GET }, 200, "Ann Beebe"),
            ("an encoded at sign", Sent { target: "{app}/people/tosh%40contoso.com", ..GET }, 200, "Tosh Meston"),
            ("encoded letters", Sent { target: "{app}/%6d%65", ..GET }, 200, "Ann Beebe"),
            ("bytes that are no text", Sent { target: "{app}/people/%ff%00", ..GET }, 404, "NotFound"),
            ("the root with a slash", Sent { target: "/Autodiscover/AutodiscoverService.svc/root/", ..GET }, 200, "\"user\""),
            ("the root in small letters", Sent { target: "/autodiscover/autodiscoverservice.svc/root", ..GET }, 200, "\"user\""),
            ("applications with a slash", Sent { target: "/ucwa/v1/applications/", ..GET }, 200, "\"application\""),
            ("beside everything", Sent { target: "/ucwa/v1/applicationsX/1", ..GET }, 404, ""),
        ])
        .await;
}

#[tokio::test]
async fn headers() {
    let stranger = Stranger::new().await;
    let user = "/Autodiscover/AutodiscoverService.svc/root/oauth/user";
    let accepts = |headers| Sent { headers, ..GET };
    let (json, xml) = ("content-type: application/json", "content-type: application/xml");
    stranger
        .meets(&[
            ("names in small letters", accepts("authorization: Bearer {token}\r\naccept: application/json\r\n"), 200, json),
            ("a scheme in small letters", accepts("authorization: bearer {token}\r\n"), 200, json),
            ("two spaces before the token", accepts("Authorization: Bearer  {token}\r\n"), 200, json),
            ("another scheme", accepts("Authorization: Basic YTpi\r\n"), 401, "www-authenticate: MsRtcOAuth"),
            ("no Accept", accepts(""), 200, json),
            ("anything", accepts("Accept: */*\r\n"), 200, json),
            ("any application", accepts("Accept: application/*\r\n"), 200, json),
            ("JSON rather than XML", accepts("Accept: application/xml;q=0.5, application/json;q=0.9\r\n"), 200, json),
            ("XML rather than JSON", accepts("Accept: application/json;q=0.1,application/xml\r\n"), 200, xml),
            ("XML in capital letters", accepts("Accept: APPLICATION/XML\r\n"), 200, xml),
            ("text as XML", accepts("Accept: text/xml\r\n"), 200, "<resource"),
            ("JSON with a parameter", accepts("Accept: application/json; odata=verbose\r\n"), 200, json),
            ("nothing that there is", accepts("Accept: image/png\r\n"), 200, json),
            ("cookies", accepts("Cookie: a=b; c=d\r\nX-Ms-Namespace: x\r\nX-Requested-With: XMLHttpRequest\r\n"), 200, json),
            ("HEAD", Sent { method: "HEAD", ..GET }, 200, "content-length: "),
            (
                "HEAD for a challenge",
                Sent { method: "HEAD", target: user, headers: "Authorization: \r\n", body: "" },
                401,
                "grant_type",
            ),
            ("a method that nobody knows", Sent { method: "BREW", ..GET }, 405, "MethodNotAllowed"),
        ])
        .await;
    let head = stranger.answer(Sent { method: "HEAD", ..GET }).await;
    assert!(head.ends_with("\r\n\r\n"), "HEAD has no body: {head}");
    let answer = raw(&stranger.emulator, "GET / HTTP/1.0\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.0 200") && answer.contains("\"user\""), "{answer}");
}

#[tokio::test]
async fn bodies() {
    let stranger = Stranger::new().await;
    let chunked = "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n";
    let (with_mark, xml_with_mark) =
        (format!("{BOM}{}", NOTE.body), format!("{BOM}<?xml version=\"1.0\" encoding=\"utf-8\"?>{XML}"));
    let typed = |headers| Sent { headers, ..NOTE };
    let in_xml = |headers| Sent { headers, body: XML, ..NOTE };
    stranger
        .meets(&[
            ("a charset", typed("Content-Type: application/json; charset=UTF-8\r\n"), 204, ""),
            ("a charset in quotes", typed("Content-Type: application/json;charset=\"utf-8\"\r\n"), 204, ""),
            ("capital letters", typed("CONTENT-TYPE: Application/JSON\r\n"), 204, ""),
            ("JSON as text", typed("Content-Type: text/json\r\n"), 204, ""),
            ("no type", typed(""), 204, ""),
            ("a type that is wrong", typed("Content-Type: application/xml\r\n"), 400, "BadRequest"),
            ("to wait", typed("Content-Type: application/json\r\nExpect: 100-continue\r\n"), 100, "HTTP/1.1 204"),
            ("XML", in_xml("Content-Type: application/xml; charset=utf-8\r\n"), 204, ""),
            ("XML as text", in_xml("Content-Type: text/xml\r\n"), 204, ""),
            ("XML of UCWA", in_xml("Content-Type: application/vnd.microsoft.com.ucwa+xml\r\n"), 204, ""),
            ("a mark", Sent { body: &with_mark, ..typed("Content-Type: application/json\r\n") }, 204, ""),
            ("a mark before XML", Sent { body: &xml_with_mark, ..typed("Content-Type: application/xml\r\n") }, 204, ""),
            ("in pieces", Sent { body: "7\r\n{\"messa\r\n9\r\nge\":\"Hi\"}\r\n0\r\n\r\n", ..typed(chunked) }, 204, ""),
            ("in no piece", Sent { headers: chunked, body: "0\r\n\r\n", ..ACTIVE }, 204, ""),
            ("nothing", ACTIVE, 204, ""),
            ("nothing, with a length", Sent { headers: "Content-Length: 0\r\n", ..ACTIVE }, 204, ""),
            (
                "nothing, of a type",
                Sent { headers: "Content-Type: application/json\r\nContent-Length: 0\r\n", ..ACTIVE },
                204,
                "",
            ),
            ("null", Sent { headers: "Content-Type: application/json\r\n", body: "null", ..ACTIVE }, 204, ""),
            ("an empty object", Sent { headers: "Content-Type: application/json\r\n", body: "{}", ..ACTIVE }, 204, ""),
            ("a GET with a body", Sent { headers: "Content-Type: application/json\r\n", body: "{}", ..GET }, 200, "Ann Beebe"),
        ])
        .await;
}

#[tokio::test]
async fn forms() {
    let emulator = Emulator::builder().user(User::new("ann@contoso.com").with_password("pass word+1")).start().await.unwrap();
    let body = |name: &str| format!("grant_type=password&username={name}&password=pass+word%2B1");
    let json = "Content-Type: application/json\r\n";
    for (habit, headers, body) in [
        ("a plus for a space", FORM, body("ann@contoso.com")),
        ("all encoded", FORM, body("contoso%5Cann")),
        ("a client and a resource", FORM, format!("client_id=x&resource=http%3a%2f%2fx&{}", body("ann"))),
        ("a charset", "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n", body("ann")),
        ("no type", "", body("ann")),
        ("a type that is wrong", json, body("ann")),
        ("a line's end at the end", FORM, format!("{}\r\n", body("ann"))),
    ] {
        let text = format!(
            "POST {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}",
            TOKEN.target,
            body.len()
        );
        let answer = raw(&emulator, &text).await;
        let (status, part) = if headers == json { (400, "\"invalid_request\"") } else { (200, "\"access_token\"") };
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")) && answer.contains(part), "{habit}: {answer}");
    }
}

#[tokio::test]
async fn batches() {
    let stranger = Stranger::new().await;
    let part = "Content-Type: application/http; msgtype=request\r\n\r\nGET {app}/me HTTP/1.1\r\nHost: x\r\n\r\n\r\n";
    let whole = format!("--b\r\n{part}--b--\r\n");
    let length = part.replace("\r\nHost: x", "\r\nHost: x\r\nContent-Length: 0");
    let others = part.replace("GET {app}/me", "GET http://x//{app}/Me/");
    let mixed =
        Sent { method: "POST", target: "{app}/batch", headers: "Content-Type: multipart/mixed; boundary=b\r\n", body: &whole };
    stranger.meets(&[("another type", mixed, 400, "expected `multipart/batching`")]).await;
    for (habit, media, body) in [
        ("as it should be", "multipart/batching;boundary=b", whole.clone()),
        ("one character at the ends of lines", "multipart/batching;boundary=b", whole.replace("\r\n", "\n")),
        ("quotes", "multipart/batching; boundary=\"b\"", whole.clone()),
        ("something before and after", "multipart/batching;boundary=b", format!("before\r\n{whole}after")),
        ("a length", "multipart/batching;boundary=b", format!("--b\r\n{length}--b--")),
        ("another target", "multipart/batching;boundary=b", format!("--b\r\n{others}--b--")),
    ] {
        let headers = format!("Content-Type: {media}\r\n");
        // the length is that of what is sent
        let body = body.replace("{app}", &href(&stranger.ann.application["_links"]["self"]));
        let sent = Sent { method: "POST", target: "{app}/batch", headers: &headers, body: &body };
        stranger.meets(&[(habit, sent, 200, "Ann Beebe")]).await;
    }
}

/// Whoever names an endpoint again gets what they have there. What they have not acknowledged comes again, and nothing is lost.
#[tokio::test]
async fn an_endpoint_is_named_again() {
    for format in [Format::Json, Format::Xml] {
        let emulator = emulator().await;
        let mut ann = Client::sign_in_with(&emulator, "ann", format).await;
        let endpoint = ann.application["endpointId"].clone();
        let make = async |client: &Client, endpoint: &serde_json::Value| {
            let input = json!({"culture": "de-DE", "endpointId": endpoint, "userAgent": "Test/2.0"});
            let made = client.ask(Method::POST, "/ucwa/v1/applications", Some(&input)).await;
            assert_eq!(made.status, StatusCode::CREATED);
            assert_eq!(href(&made.body["_links"]["self"]), made.location());
            made.body
        };
        let available = json!({"signInAs": "Online"});
        ann.done(&href(&ann.application["_embedded"]["me"]["_links"]["makeMeAvailable"]), &available).await;
        ann.until("me/updated").await;
        let again = make(&ann, &endpoint).await;
        assert_eq!(href(&again["_links"]["self"]), href(&ann.application["_links"]["self"]));
        assert_eq!((&again["culture"], &again["userAgent"]), (&"de-DE".into(), &"Test/2.0".into()));
        assert!(again["_embedded"]["me"]["_links"].get("makeMeAvailable").is_none(), "{again}");
        assert_eq!(ann.get("/ucwa/v1/applications").await["_embedded"]["application"].as_array().unwrap().len(), 1);
        // the channel goes on with what has not been acknowledged
        let next = ann.next.clone();
        ann.next = href(&again["_links"]["events"]);
        ann.events().await;
        assert_eq!(ann.next, next);
        let other = make(&ann, &"another".into()).await;
        assert_ne!(href(&other["_links"]["self"]), href(&ann.application["_links"]["self"]));
        let lene = Client::sign_in_with(&emulator, "lene", format).await;
        assert_ne!(href(&make(&lene, &endpoint).await["_links"]["self"]), href(&ann.application["_links"]["self"]));
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

/// A channel in XML, for long: every message comes once, and in order.
#[tokio::test]
async fn a_channel_in_xml_goes_on() {
    let emulator = emulator().await;
    let mut ann = Client::available_with(&emulator, "ann", Format::Xml).await;
    let mut bob = Client::available_with(&emulator, "bob", Format::Xml).await;
    ann.invite("sip:bob@contoso.com", "1").await;
    let invitation = rings(&mut bob, "messagingInvitation").await;
    press(&bob, &invitation, "accept").await;
    let send = href(&follow(&bob, &invitation, "messaging").await["_links"]["sendMessage"]);
    for number in 0..300 {
        assert_eq!(bob.say(&format!("{send}?operationId={number}"), &format!("<{number}> & on")).await, StatusCode::CREATED);
        // some responses have one message, others several
        if number % 3 == 2 {
            for heard in number - 2..=number {
                assert_eq!(text_of(&ann.until("message/completed").await), format!("<{heard}> & on"));
            }
        }
    }
    assert_eq!(emulator.violations(), Vec::<String>::new());
}
