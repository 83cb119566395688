//! A resource that is fetched, changed and put back.

use http::Response;
use ucwa_model::{
    Codec, Format,
    http::{Answer, Etag, Fetched, Request},
    online_meetings::MyOnlineMeeting,
    people::Group2,
};

use crate::{FORMATS, base, operation};

const MEETING: &str = r#"{"accessLevel":"SameEnterprise","attendees":["sip:ann@contoso.com"],"leaders":[],
  "expirationTime":"\/Date(1360199838000)\/","joinUrl":"https://meet.contoso.com/ann/PYC","onlineMeetingId":"PYC",
  "56de7bbf-1081-43e6-bbf2-1cabf3224c83":"please pass this in a PUT request","priority":7,"subject":5,
  "_links":{"self":{"href":"/meetings/PYC"},"whiteboard":{"href":"/w"}},
  "_embedded":{"onlineMeetingExtension":[{"rel":"onlineMeetingExtension","id":"1"}]},
  "rel":"myOnlineMeeting","etag":"3109609770"}"#;

fn fetched(headers: &[(&str, &str)]) -> Fetched<MyOnlineMeeting> {
    let mut response = Response::builder().header("content-type", "application/json");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    let answer = Answer::read(operation("myOnlineMeeting", "GET"), &response.body(MEETING).unwrap()).unwrap();
    answer.into_fetched().unwrap()
}

#[test]
fn every_property_goes_back_and_nothing_else() {
    let mut meeting = fetched(&[("etag", "\"346579618\"")]);
    meeting.value.description = Some("Weekly".into());
    for format in FORMATS {
        let http = meeting.put_to("/meetings/PYC").unwrap().to_http(&base(format)).unwrap();
        assert_eq!(http.headers()["if-match"], "\"346579618\"");
        let body = std::str::from_utf8(http.body()).unwrap();
        assert!(!body.contains("whiteboard") && !body.contains("onlineMeetingExtension") && !body.contains("href"), "{body}");
        let sent = Request::read(operation("myOnlineMeeting", "PUT"), &http);
        let as_it_came = "the server's own oddity, a subject that is a number, goes back as it came, and in XML as its text";
        assert_eq!(sent.is_err(), format == Format::Json, "{as_it_came}");
        assert!(!body.contains("urn:ucwa-model:markup"), "{body}");
        insta::assert_snapshot!(format!("put_{format:?}").to_lowercase(), body);
    }
}

#[test]
fn the_etag_of_the_body_stands_in_for_the_header() {
    assert_eq!(fetched(&[]).etag, Etag::new("3109609770"));
    assert_eq!(fetched(&[("etag", "f0eddaf5-1234")]).etag, Etag::new("f0eddaf5-1234"), "documentation writes it bare");
    let value = MyOnlineMeeting::from_json(MEETING).unwrap();
    assert_eq!(Fetched::new(value).etag, Etag::new("3109609770"));
}

#[test]
fn a_server_tells_the_two_preconditions_apart() {
    let current = Etag::new("7").unwrap();
    let check_all = |headers: &[(&str, &str)]| {
        let request = http::Request::put("/groups/1").header("content-type", "application/json");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let request = request.body(r#"{"rel":"group","name":"Friends"}"#).unwrap();
        let request = Request::read(operation("group2", "PUT"), &request).unwrap();
        request.check_version(&current).map_err(|refusal| refusal.status.as_u16())
    };
    let check = |if_match: Option<&str>| {
        let headers: Vec<_> = if_match.map(|versions| ("if-match", versions)).into_iter().collect();
        check_all(&headers)
    };
    assert_eq!(check(Some("\"7\"")), Ok(()));
    assert_eq!((check(Some("*")), check(Some("\"*\""))), (Ok(()), Err(412)), "any version, and one that is called so");
    assert_eq!((check(Some("\"6\", \"7\"")), check(Some("\"6\",\"8\""))), (Ok(()), Err(412)));
    assert_eq!(check_all(&[("if-match", "\"6\""), ("if-match", "\"7\"")]), Ok(()), "a list may be in several lines");
    assert_eq!(check(Some("W/\"7\"")), Err(412), "a weak etag is not known to be this version");
    assert_eq!(check_all(&[("if-match", "*"), ("if-none-match", "W/\"7\"")]), Err(412));
    assert_eq!(check_all(&[("if-match", "*"), ("if-none-match", "\"8\"")]), Ok(()));
    assert_eq!(check(Some("\"6\", 7")), Err(428));
    assert_eq!(check(Some("\"8\"")), Err(412));
    assert_eq!(check(Some("7")), Err(428), "servers insist on the quotes");
    assert_eq!(check(None), Err(428));
}

#[test]
fn what_has_no_put_says_so() {
    let fetched: Fetched<ucwa_model::me::Note> = Fetched::new(ucwa_model::me::Note::default());
    assert_eq!(fetched.put_to("/note").unwrap_err().to_string(), "expected an operation of the schema, but found `PUT note`");
    let other = Response::builder().header("content-type", "application/json").body(r#"{"rel":"note"}"#).unwrap();
    let error = Answer::read(operation("group2", "GET"), &other).unwrap().into_fetched::<Group2>().unwrap_err();
    assert_eq!(error.to_string(), "expected the resource `group2`, but found `note`");
}

#[test]
fn a_resource_of_a_dialect_goes_back_in_it() {
    let body = r#"{"rel":"service:group","id":"7","name":"Friends","_links":{"service:expandDistributionGroup":{"href":"/x"}}}"#;
    let http = Response::builder().header("content-type", "application/json").body(body).unwrap();
    let group: Fetched<Group2> = Answer::read(operation("service:group", "GET"), &http).unwrap().into_fetched().unwrap();
    let put = group.put_to("/groups/7").unwrap().to_http(&base(ucwa_model::Format::Json)).unwrap();
    assert_eq!(std::str::from_utf8(put.body()).unwrap(), r#"{"rel":"service:group","id":"7","name":"Friends"}"#);
    assert!(Request::read(operation("group2", "PUT"), &put).is_ok());
}
