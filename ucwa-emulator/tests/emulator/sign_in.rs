//! From the root to an application.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use ucwa_emulator::{Emulator, Scenario, User};
use ucwa_model::{
    Format, SipUri,
    http::{Discovery, Grant, Home, IssuedToken, Step, Token, TokenError, TokenRefusal, TokenService},
};

use crate::client::{Client, emulator, href, link_of, token};

#[tokio::test]
async fn a_client_is_led_to_its_application() {
    let emulator = emulator().await;
    let http = reqwest::Client::new();
    let root: Value = http.get(emulator.url()).send().await.unwrap().json().await.unwrap();
    let user = href(&root["_links"]["user"]);

    for method in [Method::GET, Method::HEAD] {
        let asked = http.request(method, &user).send().await.unwrap();
        assert_eq!(asked.status(), StatusCode::UNAUTHORIZED);
        let challenges: Vec<&str> =
            asked.headers().get_all("www-authenticate").iter().map(|value| value.to_str().unwrap()).collect();
        let service = format!("MsRtcOAuth href=\"{}/WebTicket/oauthtoken\"", emulator.url());
        assert!(challenges[0].starts_with(&service), "{challenges:?}");
        assert!(challenges[0].contains("grant_type=\"urn:microsoft.rtc:windows,urn:microsoft.rtc:anonmeeting,password\""));
        assert!(challenges[1].starts_with("Bearer trusted_issuers=\"\", client_id=\""), "{challenges:?}");
    }

    let token = token(&emulator.url(), "ann@contoso.com").await;
    let user: Value = http.get(&user).bearer_auth(&token).send().await.unwrap().json().await.unwrap();
    let applications = href(&user["_links"]["applications"]);
    assert_eq!(user["_links"]["applications"]["revision"], "2");
    let input = json!({"UserAgent": "Test/1.0", "EndpointId": "a917c6f4", "Culture": "en-US", "instanceId": null, "rel": null});
    let made = http.post(&applications).bearer_auth(&token).json(&input).send().await.unwrap();
    assert_eq!(made.status(), StatusCode::CREATED);
    let location = made.headers()["location"].to_str().unwrap().to_owned();
    let application: Value = made.json().await.unwrap();
    assert_eq!(application["culture"], "en-US");
    assert_eq!(href(&application["_links"]["self"]), location);
    assert_eq!(application["_embedded"]["me"]["name"], "Ann Beebe");
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn whoever_signs_in_is_known_by_several_names() {
    let emulator = emulator().await;
    for name in ["ann@contoso.com", "ann", "contoso%5Cann", "CONTOSO%5CAnn", "sip:ann@contoso.com"] {
        assert!(token(&emulator.url(), name).await.starts_with("cwt="), "{name}");
    }
}

#[tokio::test]
async fn who_does_not_know_the_password_gets_no_token() {
    let emulator = emulator().await;
    let ask = async |body: &str, media: &str| {
        let request = reqwest::Client::new().post(format!("{}/webticket/oauthtoken", emulator.url())).body(body.to_owned());
        let answer = request.header("content-type", media).send().await.unwrap();
        let status = answer.status();
        (status, answer.json::<Value>().await.unwrap_or_default())
    };
    const FORM: &str = "application/x-www-form-urlencoded";
    let cases = [
        ("grant_type=password&username=ann&password=wrong", FORM, "invalid_grant"),
        ("grant_type=password&username=nobody&password=secret", FORM, "invalid_grant"),
        ("grant_type=password&username=ann", FORM, "invalid_request"),
        ("grant_type=urn%3Amicrosoft.rtc%3Awindows", FORM, "unsupported_grant_type"),
        ("grant_type=magic", FORM, "unsupported_grant_type"),
    ];
    for (body, media, error) in cases {
        let (status, answer) = ask(body, media).await;
        assert_eq!((status, answer["error"].as_str()), (StatusCode::BAD_REQUEST, Some(error)), "{body}");
    }
    let multipart = "--b\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\npassword\r\n--b\r\nContent-Disposition: form-data; \
                     name=\"username\"\r\n\r\nann\r\n--b\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nsecret\r\n--b--\r\n";
    let (status, answer) = ask(multipart, "multipart/form-data; boundary=b").await;
    assert_eq!((status, answer["token_type"].as_str()), (StatusCode::OK, Some("Bearer")));
}

#[tokio::test]
async fn most_of_me_comes_with_make_me_available() {
    let emulator = emulator().await;
    let client = Client::sign_in(&emulator, "ann").await;
    let me = client.get("/ucwa/v1/applications/").await;
    drop(me);
    let me = href(&client.application["_embedded"]["me"]["_links"]["self"]);
    let before = client.get(&me).await;
    assert!(before["_links"].get("note").is_none() && before["_links"].get("makeMeAvailable").is_some());
    let refused = client.send(Method::GET, &format!("{me}/note"), None).await;
    let reason: Value = refused.json().await.unwrap();
    assert_eq!((&reason["code"], &reason["subcode"]), (&json!("Conflict"), &json!("MakeMeAvailableRequired")));

    let make = href(&before["_links"]["makeMeAvailable"]);
    assert_eq!(client.post(&make, &json!({"supportedModalities": ["Messaging"]})).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(client.post(&make, &json!({})).await.status(), StatusCode::CONFLICT);
    let after = client.get(&me).await;
    let note = href(&after["_links"]["note"]);
    assert_eq!(client.post(&note, &json!({"message": "At lunch"})).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(client.get(&note).await["message"], "At lunch");
    assert_eq!(client.act(&href(&after["_links"]["reportMyActivity"])).await, StatusCode::NO_CONTENT);
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn an_application_can_be_deleted_and_expires() {
    let emulator = emulator().await;
    emulator.stop_time();
    let (one, other) = (Client::sign_in(&emulator, "ann").await, Client::sign_in(&emulator, "ann").await);
    let place = |client: &Client| href(&client.application["_links"]["self"]);
    assert_eq!(one.send(Method::DELETE, &place(&one), None).await.status(), StatusCode::NO_CONTENT);
    assert_eq!(one.send(Method::GET, &place(&one), None).await.status(), StatusCode::NOT_FOUND);
    other.get(&place(&other)).await;
    emulator.advance(std::time::Duration::from_secs(11 * 60));
    assert_eq!(other.send(Method::GET, &place(&other), None).await.status(), StatusCode::NOT_FOUND);
    emulator.advance(std::time::Duration::from_secs(8 * 60 * 60));
    assert_eq!(other.send(Method::GET, &place(&other), None).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_refusal_says_why_as_servers_do() {
    let emulator = emulator().await;
    let ask = async |grant: Grant| {
        let service = TokenService::new(&format!("{}/WebTicket/oauthtoken", emulator.url())).unwrap();
        let request = reqwest::Request::try_from(service.request(&grant)).unwrap();
        let answer = reqwest::Client::new().execute(request).await.unwrap();
        let diagnosis = answer.headers().get("x-ms-diagnostics").map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(
            (&answer.headers()["cache-control"], &answer.headers()["pragma"]),
            (&"no-store".parse().unwrap(), &"no-cache".parse().unwrap())
        );
        diagnosis
    };
    let unsupported = r#"28029;source="localhost";reason="Authentication type not allowed.""#;
    let invalid = r#"28020;source="localhost";reason="No valid security token.""#;
    assert_eq!(ask(Grant::windows()).await.as_deref(), Some(unsupported));
    assert_eq!(ask(Grant::password("ann", "wrong")).await.as_deref(), Some(invalid));
    assert_eq!(ask(Grant::password("ann", "secret")).await, None);
}

#[tokio::test]
async fn a_token_lasts_as_long_as_it_says() {
    let builder = Emulator::builder().user(User::new("ann@contoso.com")).token_lifetime(Duration::from_secs(90));
    let emulator = builder.start().await.unwrap();
    emulator.stop_time();
    let ann = Client::sign_in(&emulator, "ann").await;
    let place = href(&ann.application["_links"]["self"]);
    emulator.advance(Duration::from_secs(89));
    ann.get(&place).await;
    emulator.advance(Duration::from_secs(1));
    assert_eq!(ann.send(Method::GET, &place, None).await.status(), StatusCode::UNAUTHORIZED);
    let scenario = Scenario::from_toml("token_lifetime = 0.5\n[[users]]\naddress = 'a@b.c'").unwrap();
    assert_eq!(scenario.token_lifetime, Duration::from_millis(500));
    let pool = Scenario::from_toml("[[users]]\naddress = 'a@b.c'\npool = 3").unwrap_err();
    assert_eq!(pool.to_string(), "a@b.c: expected the pool 1 or 2, but found 3");
}

/// Looks for the home of a user, as the library does.
async fn discover(url: &str, second: &str, name: &str) -> Home {
    let http = reqwest::Client::new();
    let send = async |request: http::Request<Vec<u8>>| {
        let answer = http.execute(reqwest::Request::try_from(request).unwrap()).await.unwrap();
        let mut response = http::Response::builder().status(answer.status());
        response.headers_mut().unwrap().extend(answer.headers().clone());
        response.body(answer.bytes().await.unwrap().to_vec()).unwrap()
    };
    let discovery = Discovery::at(url, Format::Json).unwrap().with_trusted(second).unwrap();
    let mut discovery = discovery.with_grant(Grant::password(name, "secret"));
    loop {
        match discovery.step() {
            Step::Send(request) => {
                let response = send(request).await;
                discovery.receive(&response);
            }
            Step::Found(home) => return home.clone(),
            step => panic!("{step:?}"),
        }
    }
}

#[tokio::test]
async fn a_user_may_be_at_home_on_a_second_server() {
    let users = [User::new("ann@contoso.com"), User::new("lene@contoso.com").with_pool(2)];
    let emulator = users.into_iter().fold(Emulator::builder(), ucwa_emulator::Builder::user).start().await.unwrap();
    let (first, second) = (emulator.url(), emulator.second_url().unwrap());
    for (name, home) in [("ann", &first), ("lene", &second)] {
        for from in [&first, &second] {
            let found = discover(from, if *from == first { &second } else { &first }, name).await;
            assert_eq!(found.base.url().as_str().trim_end_matches('/'), home, "{name} from {from}");
        }
    }
    let http = reqwest::Client::new();
    let lene = token(&first, "lene").await;
    let input = json!({"culture": "en-US", "endpointId": "1", "userAgent": "Test/1.0"});
    for (url, token, status) in [(&first, &lene, 403), (&second, &lene, 401), (&second, &token(&second, "lene").await, 201)] {
        let made = http.post(format!("{url}/ucwa/v1/applications")).bearer_auth(token).json(&input).send().await.unwrap();
        assert_eq!(made.status(), status, "{url}");
    }
    assert!(Emulator::start().await.unwrap().second_url().is_none());
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn every_answer_can_be_told_from_others() {
    let emulator = emulator().await;
    let ask = async |path: &str| {
        let request = reqwest::Client::new().get(format!("{}{path}", emulator.url())).header("client-request-id", "7");
        request.send().await.unwrap().headers().clone()
    };
    let (one, other) = (ask("/").await, ask("/nothing").await);
    for headers in [&one, &other] {
        assert_eq!(
            (&headers["client-request-id"], &headers["cache-control"]),
            (&"7".parse().unwrap(), &"no-cache".parse().unwrap())
        );
        assert!(headers.contains_key("x-ms-server-fqdn"));
    }
    assert_ne!(one["x-ms-correlation-id"], other["x-ms-correlation-id"]);
}

/// The URI of a meeting that somebody begins on the spot.
pub(crate) async fn meeting(organizer: &mut Client) -> SipUri {
    let start = href(&organizer.application["_embedded"]["communication"]["_links"]["startOnlineMeeting"]);
    organizer.post(&start, &json!({"operationId": "meeting", "subject": "Lunch"})).await;
    let completed = organizer.until("onlineMeetingInvitation/completed").await;
    let conversation = organizer.get(&link_of(&completed, "conversation")).await;
    let meeting = organizer.get(&href(&conversation["_links"]["onlineMeeting"])).await;
    meeting["onlineMeetingUri"].as_str().unwrap().parse().unwrap()
}

/// Asks for a token, as the library does.
pub(crate) async fn ask_for_token(url: &str, grant: Grant) -> Result<IssuedToken, TokenError> {
    let service = TokenService::new(&format!("{url}/WebTicket/oauthtoken")).unwrap();
    let request = reqwest::Request::try_from(service.request(&grant)).unwrap();
    let answer = reqwest::Client::new().execute(request).await.unwrap();
    let response = http::Response::builder().status(answer.status());
    IssuedToken::read(&response.body(answer.bytes().await.unwrap()).unwrap())
}

#[tokio::test]
async fn whoever_knows_a_meeting_needs_no_account() {
    let emulator = emulator().await;
    let (http, url) = (reqwest::Client::new(), emulator.url());
    let mut lene = Client::available(&emulator, "lene").await;
    let meeting = meeting(&mut lene).await;
    let key = Grant::conference_key(&meeting).unwrap().to_owned();
    let grant = || Grant::anonymous_meeting(&meeting, &*key);
    for (uri, key) in [(&meeting, "WRONG"), (&"sip:lene@contoso.com".parse().unwrap(), &*key)] {
        let refused = ask_for_token(&url, Grant::anonymous_meeting(uri, key)).await.unwrap_err();
        assert!(matches!(refused, TokenError::Refused(refusal) if refusal.error == TokenRefusal::INVALID_GRANT));
    }
    let issued = ask_for_token(&url, grant()).await.unwrap();
    assert_eq!(issued.expires_in, Some(Duration::from_secs(3600)));
    let renewed = ask_for_token(&url, grant().renewing(&issued.token)).await.unwrap();
    let stranger = ask_for_token(&url, grant()).await.unwrap();
    assert!(ask_for_token(&url, grant().renewing(&Token::new("cwt=00").unwrap())).await.is_err());

    let send = async |method: Method, token: &str, path: &str, body: Value| {
        let target = if path.starts_with('/') { format!("{}{path}", emulator.url()) } else { path.to_owned() };
        let request = http.request(method, target).bearer_auth(token);
        let request = if body.is_null() { request } else { request.json(&body) };
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap_or_default())
    };
    let (issued, renewed, stranger) = (issued.token.expose(), renewed.token.expose(), stranger.token.expose());
    let (_, user) = send(Method::GET, issued, "/Autodiscover/AutodiscoverService.svc/root/oauth/user", json!(null)).await;
    let applications = href(&user["_links"]["applications"]);
    assert!(applications.ends_with("/ucwa/v1/anonApplications"));
    let input = json!({"culture": "en-US", "userAgent": "Test/1.0"});
    assert_eq!(send(Method::POST, &lene.token, &applications, input.clone()).await.0, 403, "she has an account");
    assert_eq!(send(Method::OPTIONS, issued, &applications, json!(null)).await.0, 200);
    let (made, application) = send(Method::POST, issued, &applications, input).await;
    assert_eq!((made, &application["_embedded"]["me"]["name"]), (201, &json!("Guest")));
    let place = href(&application["_links"]["self"]);
    assert_eq!(send(Method::GET, renewed, &place, json!(null)).await.0, 200, "whoever renews a token stays who they are");
    assert_eq!(send(Method::GET, stranger, &place, json!(null)).await.0, 404);

    let make = href(&application["_embedded"]["me"]["_links"]["makeMeAvailable"]);
    assert_eq!(send(Method::POST, issued, &make, json!({"supportedModalities": ["Messaging"]})).await.0, 204);
    let join = href(&application["_embedded"]["communication"]["_links"]["joinOnlineMeeting"]);
    assert_eq!(
        send(Method::POST, issued, &join, json!({"onlineMeetingUri": "sip:tosh@contoso.com;gruu;opaque=app:conf:focus:id:X"}))
            .await
            .0,
        404
    );
    assert_eq!(send(Method::POST, issued, &join, json!({"onlineMeetingUri": meeting.as_str(), "operationId": "1"})).await.0, 201);
    let joined = loop {
        let participant = lene.until("participant/added").await;
        if participant["_embedded"]["participant"]["name"] == "Guest" {
            break participant;
        }
    };
    assert_eq!((&joined["_embedded"]["participant"]["anonymous"], &joined["in"]["rel"]), (&json!(true), &json!("lobby")));
    assert_eq!(emulator.violations(), Vec::<String>::new());
}
