//! How to sign in, as a 401 says it.

use http::{HeaderMap, HeaderValue, Response, header::WWW_AUTHENTICATE};
use proptest::prelude::*;
use ucwa_model::http::{Answer, Challenge};

use crate::{chain, operation};

fn challenges(values: &[&str]) -> Vec<Challenge> {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(WWW_AUTHENTICATE, HeaderValue::from_str(value).unwrap());
    }
    Challenge::all(&headers)
}

const ISSUERS: &str = r#"Bearer trusted_issuers="00000002-0000@contoso.com,00000001-0000@*", client_id="00000004-0000""#;
const GRANTS: &str = r#"grant_type="urn:microsoft.rtc:windows,urn:microsoft.rtc:anonmeeting,password""#;

/// In one header or in two, with quotes and without.
#[test]
fn the_token_service_and_the_issuers_are_found() {
    let quoted = format!(r#"MsRtcOAuth href="https://contoso.com/WebTicket/oauthtoken",{GRANTS}"#);
    let bare = quoted.replacen('"', "", 2);
    for headers in
        [&[ISSUERS, &quoted][..], &[ISSUERS, &bare], &[&format!("{ISSUERS}, {bare}")], &[&format!(",{ISSUERS},,{quoted},")]]
    {
        let [bearer, oauth] = <[Challenge; 2]>::try_from(challenges(headers)).unwrap();
        assert!(bearer.is("bearer") && oauth.is("MsRtcOAuth"));
        assert_eq!(bearer.trusted_issuers().collect::<Vec<_>>(), ["00000002-0000@contoso.com", "00000001-0000@*"]);
        assert_eq!((bearer.client_id(), bearer.token_service()), (Some("00000004-0000"), None));
        assert_eq!(oauth.token_service().unwrap().unwrap().as_str(), "https://contoso.com/WebTicket/oauthtoken");
        let grants: Vec<&str> = oauth.grant_types().collect();
        assert_eq!(grants, ["urn:microsoft.rtc:windows", "urn:microsoft.rtc:anonmeeting", "password"]);
    }
}

#[test]
fn a_token_service_that_leads_nowhere_says_so() {
    for href in ["not a URL", "//evil.example/x", "https://john:secret@contoso.com/x", "javascript:alert(1)", ""] {
        let challenge = &challenges(&[&format!("MsRtcOAuth href=\"{href}\"")])[0];
        let error = challenge.token_service().unwrap().unwrap_err();
        assert_eq!(chain(&error), format!("expected a rooted path or an absolute URL, but found {href:?}"));
    }
    assert_eq!(challenges(&["MsRtcOAuth"])[0].token_service(), None);
}

#[test]
fn other_challenges_are_kept() {
    let all = challenges(&["Negotiate, NTLM", r#"Digest realm="a \"b\", c\\", qop = auth"#, "Negotiate YWJj"]);
    let shown: Vec<String> = all.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["Negotiate", "NTLM", r#"Digest realm="a \"b\", c\\", qop="auth""#, r#"Negotiate YWJj="""#]);
    assert_eq!(all[2].parameter("Realm"), Some(r#"a "b", c\"#));
    assert_eq!(challenges(&["", "=", "realm=x", "\"", ", ,"]).len(), 1, "a quote that nothing closes is a word");
}

#[test]
fn an_error_has_them_whoever_it_is_from() {
    let get = operation("user", "GET");
    let response = || Response::builder().status(401).header("www-authenticate", "MsRtcOAuth href=/oauthtoken");
    let page = response().header("content-type", "text/html").body("<html>").unwrap();
    let reason = response().header("content-type", "application/json").body(r#"{"code":"Forbidden"}"#).unwrap();
    for answer in [page, reason] {
        let error = Answer::read(get, &answer).unwrap_err();
        assert_eq!(error.challenges()[0].token_service().unwrap().unwrap().as_str(), "/oauthtoken");
    }
    let silent = Answer::read(get, &Response::builder().status(401).body("").unwrap()).unwrap_err();
    assert_eq!(silent.challenges(), []);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(challenges in prop::collection::vec(("[A-Za-z]{1,8}", prop::collection::vec(("[a-z_]{1,8}", "[ -~]{0,12}"), 0..4)), 0..4)) {
        let challenges: Vec<Challenge> = challenges
            .into_iter()
            .map(|(scheme, parameters)| parameters.into_iter().fold(Challenge::new(scheme), |one, (name, value)| one.with_parameter(name, value)))
            .collect();
        let header = challenges.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let headers = HeaderMap::from_iter([(WWW_AUTHENTICATE, HeaderValue::from_str(&header).unwrap())]);
        prop_assert_eq!(Challenge::all(&headers), challenges);
    }

    #[test]
    fn no_bytes_make_a_reader_panic(value in prop::collection::vec(any::<u8>(), 0..60)) {
        if let Ok(value) = HeaderValue::from_bytes(&value) {
            let _ = Challenge::all(&HeaderMap::from_iter([(WWW_AUTHENTICATE, value)]));
        }
    }
}

/// Who looks at a log wants to know where to sign in.
#[test]
fn an_error_says_what_a_401_asks_for() {
    let get = operation("user", "GET");
    let error = |status: u16, body: &'static str| {
        let response = Response::builder().status(status).header("content-type", "application/json");
        let response = response.header("www-authenticate", "MsRtcOAuth href=/oauthtoken").header("www-authenticate", "Negotiate");
        let long = HeaderValue::from_str(&format!("Bearer x=\"{}\"", "y".repeat(5000))).unwrap();
        Answer::read(get, &response.header("www-authenticate", long).body(body).unwrap()).unwrap_err().to_string()
    };
    let asked = format!("; it asks for MsRtcOAuth href=\"/oauthtoken\" or Negotiate or Bearer x=\"{}…", "y".repeat(190));
    assert_eq!(error(401, r#"{"code":"Forbidden","message":"Who are you?"}"#), format!("401 Forbidden: Who are you?{asked}"));
    assert_eq!(error(401, ""), format!("expected an answer of UCWA, but found 401 with no body{asked}"));
    assert_eq!(error(403, ""), "expected an answer of UCWA, but found 403 with no body");
}
