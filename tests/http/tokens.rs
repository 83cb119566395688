//! Token requests and their answers, as clients and servers write and read them.

use std::time::Duration;

use http::{Method, Request, Response};
use ucwa_model::{
    Format, SipUri,
    http::{Base, Challenge, FormError, Grant, IssuedToken, Token, TokenError, TokenRefusal, TokenService},
};

use crate::chain;

const FORM: &str = "application/x-www-form-urlencoded";

fn post(media: &str, body: &str) -> Request<Vec<u8>> {
    Request::post("/WebTicket/oauthtoken").header("content-type", media).body(body.as_bytes().to_vec()).unwrap()
}

fn service() -> TokenService {
    TokenService::new("https://contoso.com/WebTicket/oauthtoken").unwrap()
}

fn conference() -> SipUri {
    "sip:john@contoso.com;gruu;opaque=app:conf:focus:id:5LB7MRBC".parse().unwrap()
}

/// What clients of all kinds send, and what a server makes of it: the media type, the body, the fields.
#[test]
fn a_server_reads_what_clients_send() {
    let parts = |headers: [&str; 2]| {
        format!(
            "--b0\r\nContent-Disposition: {}\r\n\r\npassword\r\n--b0\r\nContent-Disposition: {}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\np+w&%20=\u{e9}\r\n--b0--\r\n",
            headers[0], headers[1]
        )
    };
    let cases = [
        (FORM, "grant_type=password&password=p%2Bw%26%2520%3D%C3%A9".to_owned()),
        (
            "application/x-www-form-urlencoded;charset='utf-8'",
            "password=p%2bw%26%2520%3d%c3%a9&grant_type=password\r\n".to_owned(),
        ),
        ("Application/X-WWW-Form-Urlencoded; charset=UTF-8", "grant_type=password&password=p%2Bw%26%2520%3D%C3%A9".to_owned()),
        ("multipart/form-data; boundary=b0", parts([r#"form-data; name="grant_type""#, r#"form-data; name="password""#])),
        // .NET quotes the boundary and not the names
        ("multipart/form-data; boundary=\"b0\"", parts(["form-data; name=grant_type", "form-data; name=password; filename=x"])),
        ("multipart/form-data;boundary=b0", parts(["form-data ;name=\"grant_type\" ; ", "form-data;name=\"password\""])),
    ];
    for (media, body) in cases {
        let grant = Grant::read(&post(media, &body)).unwrap_or_else(|error| panic!("{media}: {error}"));
        assert_eq!((grant.grant_type(), grant.secret(), grant.username()), ("password", Some("p+w&%20=\u{e9}"), None), "{media}");
    }
}

#[test]
fn what_is_written_is_read() {
    let old = Token::new("cwt=AAEB+/=").unwrap();
    let grants = [
        Grant::password(r"CONTOSO\lenea", "a&b=c+d %25\u{20ac}\r\n"),
        Grant::windows(),
        Grant::passive(),
        Grant::anonymous_meeting(&conference(), Grant::conference_key(&conference()).unwrap()).renewing(&old),
        Grant::new("urn:other").with_field("resource", "webdir.online.lync.com").with_field("resource", "x"),
    ];
    for grant in grants {
        let request = service().request(&grant);
        assert_eq!((request.method(), request.uri().to_string()), (&Method::POST, service().uri().to_string()));
        assert_eq!(Grant::read(&request).unwrap(), grant);
    }
    let renewing = Grant::anonymous_meeting(&conference(), "5LB7MRBC").renewing(&old);
    assert_eq!(renewing.renews(), Some(old));
    assert_eq!(
        std::str::from_utf8(service().request(&renewing).body()).unwrap(),
        "grant_type=urn%3Amicrosoft.rtc%3Aanonmeeting&password=5LB7MRBC&ms_rtc_conferenceuri=sip%3Ajohn%40contoso.com%3Bgruu%3Bopaque%3Dapp%3Aconf%3Afocus%3Aid%3A5LB7MRBC&ms_rtc_renew=cwt%3DAAEB%2B%2F%3D"
    );
}

#[test]
fn what_is_no_token_request_is_refused() {
    let many = (0..70).map(|index| format!("f{index}=&")).collect::<String>();
    let cases = [
        (post("application/json", "{}"), "expected a form, urlencoded or multipart, but found `application/json`"),
        (post(FORM, "username=a"), "expected the field `grant_type`, but found none"),
        (post(FORM, "grant_type=password&grant_type=x"), "expected each field once, but found `grant_type` twice"),
        (post(FORM, &many), "expected at most 64 fields, but found more"),
        (
            post("multipart/form-data", "--"),
            "the form cannot be read: expected `multipart/form-data` with a boundary, but found \"multipart/form-data\"",
        ),
        (post("multipart/form-data;boundary=b", "x"), "the form cannot be read: expected a line `--b`, but found none"),
        (
            post("multipart/form-data;boundary=b", "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--"),
            "the form cannot be read: part 1: expected a `Content-Disposition` with a name, but found \"Content-Type: text/plain\\r\\n\\r\\nx\"",
        ),
        (Request::get("/").body(Vec::new()).unwrap(), "expected a POST, but found `GET`"),
    ];
    for (request, expected) in cases {
        let error: FormError = Grant::read(&request).unwrap_err();
        assert_eq!(chain(&error), expected);
        let refusal = error.refusal();
        assert_eq!((refusal.error.as_str(), refusal.description.as_deref()), ("invalid_request", Some(expected)));
    }
}

#[test]
fn an_answer_is_read_as_it_was_written() {
    let issued = IssuedToken::new(Token::new("cwt=AAEB").unwrap()).with_expires_in(Duration::from_secs(28_289));
    assert_eq!(IssuedToken::read(&issued.to_http().unwrap()).unwrap(), issued);
    let refusals = [
        TokenRefusal::new(TokenRefusal::UNSUPPORTED_GRANT_TYPE),
        TokenRefusal::new(TokenRefusal::INVALID_GRANT)
            .with_passive_auth_uri("https://contoso.com/PassiveAuth.aspx")
            .with_description("No."),
    ];
    for refusal in refusals {
        let TokenError::Refused(read) = IssuedToken::read(&refusal.to_http().unwrap()).unwrap_err() else { panic!("refused") };
        assert_eq!(
            (&read.error, &read.description, &read.passive_auth_uri),
            (&refusal.error, &refusal.description, &refusal.passive_auth_uri)
        );
    }
}

/// Bodies as services write them, and what becomes of them.
#[test]
fn answers_of_services() {
    let read = |status: u16, body: &str| {
        let response =
            Response::builder().status(status).header("content-type", "application/json;charset=UTF-8").body(body.to_owned());
        IssuedToken::read(&response.unwrap())
            .map(|issued| (issued.token.expose().to_owned(), issued.expires_in.map(|lasts| lasts.as_secs())))
    };
    let fine = |token: &str, lasts| Ok::<_, String>((token.to_owned(), lasts));
    let cases = [
        (
            200,
            r#"{"access_token":"cwt=A","expires_in":28289,"ms_rtc_identityscope":"local","token_type":"Bearer"}"#,
            fine("cwt=A", Some(28_289)),
        ),
        (200, "{\r\n \"token_type\":\"bearer\", \"access_token\":\"cwt=A\"}\r\n", fine("cwt=A", None)),
        (200, r#"{"access_token":"A.b-c","expires_in":"3599"}"#, fine("A.b-c", Some(3599))),
        (200, r#"{"access_token":"A","expires_in":-5}"#, fine("A", None)),
        (
            200,
            r#"{"token_type":"Bearer"}"#,
            Err("expected `access_token` in a token service's answer, but found none".to_owned()),
        ),
        (
            200,
            r#"{"access_token":"A","token_type":"SAML"}"#,
            Err("expected a token of the type `Bearer`, but found \"SAML\"".to_owned()),
        ),
        (
            200,
            r#"{"access_token":"A\r\nX: y"}"#,
            Err("expected a token of visible ASCII characters, but found a space, a control character or another alphabet"
                .to_owned()),
        ),
        (400, r#"{"error":"invalid_grant"}"#, Err("the token service refuses: 400 invalid_grant".to_owned())),
        (302, "", Err("expected an answer of UCWA, but found 302 with no body".to_owned())),
        (500, "<html>", Err("expected an answer of UCWA, but found 500 with 6 bytes of application/json".to_owned())),
    ];
    for (status, body, expected) in cases {
        assert_eq!(read(status, body).map_err(|error| chain(&error)), expected, "{body}");
    }
}

#[test]
fn renewing_comes_before_the_end() {
    let renew = |seconds| {
        let issued = IssuedToken::new(Token::new("A").unwrap()).with_expires_in(Duration::from_secs(seconds));
        issued.renew_in().unwrap().as_secs()
    };
    assert_eq!([0, 10, 60, 3600, 28_800].map(renew), [0, 9, 54, 3300, 28_500]);
    assert_eq!(IssuedToken::new(Token::new("A").unwrap()).renew_in(), None);
}

/// Neither the password nor the token is shown by what holds them.
#[test]
fn secrets_are_not_shown() {
    let grant = Grant::password("lenea", "s3cret").renewing(&Token::new("s3cret").unwrap());
    let issued = IssuedToken::new(Token::new("s3cret").unwrap());
    for shown in [format!("{grant:?}"), format!("{issued:?}")] {
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}

#[test]
fn a_service_is_found_by_its_challenge() {
    let base = Base::new("https://lync.contoso.com", Format::Json).unwrap();
    let of = |href: &str| {
        let challenges = [Challenge::new("Negotiate"), Challenge::new("MsRtcOAuth").with_parameter("href", href)];
        TokenService::of(&challenges, &base).unwrap()
    };
    for (href, uri, here) in [
        ("/oauthtoken?x=%3d", "https://lync.contoso.com/oauthtoken?x=%3d", true),
        ("https://lync.contoso.com:443/oauthtoken", "https://lync.contoso.com/oauthtoken", true),
        ("https://sts.contoso.com/oauthtoken", "https://sts.contoso.com/oauthtoken", false),
    ] {
        let service = of(href).unwrap();
        assert_eq!((service.uri().to_string().as_str(), service.is_on(&base)), (uri, here));
    }
    assert!(of("javascript:alert(1)").is_err() && of("//evil.example/x").is_err());
    assert!(TokenService::of(&[Challenge::new("Bearer")], &base).is_none());
    let listed = Challenge::new("MsRtcOAuth").with_parameter("grant_type", "urn:microsoft.rtc:windows,password");
    assert!(
        Grant::password("a", "b").fits(&listed)
            && !Grant::passive().fits(&listed)
            && Grant::passive().fits(&Challenge::new("MsRtcOAuth"))
    );
}
