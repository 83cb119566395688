//! From the root to an application.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, emulator, href, token};

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
        ("grant_type=urn%3Amicrosoft.rtc%3Awindows", FORM, "invalid_grant"),
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
