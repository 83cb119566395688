//! Versions: resources that a PUT replaces, and photos.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use ucwa_model::{
    Format,
    http::{Answer, Base, Fetched, Operation, Token},
    me::CallForwardingSettings,
};

use crate::client::{Client, emulator, href};

const PLEASE: &str = "please pass this in a PUT request";

fn settings(client: &Client) -> String {
    href(&client.application["_embedded"]["me"]["_links"]["callForwardingSettings"])
}

#[tokio::test]
async fn a_put_is_for_a_version_and_brings_back_what_the_resource_asks_for() {
    for format in [Format::Json, Format::Xml] {
        let emulator = emulator().await;
        let ann = Client::available_with(&emulator, "ann", format).await;
        let fetched = ann.ask(Method::GET, &settings(&ann), None).await;
        let etag = fetched.headers["etag"].to_str().unwrap();
        let (name, _) = fetched.body.as_object().unwrap().iter().find(|(_, value)| **value == PLEASE).unwrap();
        let whole = json!({"activePeriod": "Workhours", name.as_str(): PLEASE});
        let bare = etag.trim_matches('"');
        let cases = [
            (None, &whole, (428, "PreconditionRequired", "")),
            (Some(bare), &whole, (428, "PreconditionRequired", "")),
            (Some("\"1\""), &whole, (412, "PreconditionFailed", "")),
            (Some(etag), &json!({"activePeriod": "Workhours"}), (400, "BadRequest", "ParameterValidationFailure")),
            (Some(etag), &whole, (200, "", "")),
            (Some(etag), &whole, (412, "PreconditionFailed", "")),
        ];
        for (version, input, expected) in cases {
            let headers: Vec<(&str, &str)> = version.into_iter().map(|version| ("if-match", version)).collect();
            let answer = ann.ask_with(Method::PUT, &settings(&ann), Some(input), &headers).await;
            assert_eq!(answer.error(), expected, "{version:?}");
        }
        let later = ann.ask(Method::GET, &settings(&ann), None).await;
        assert_ne!(later.headers["etag"], etag);
        assert_eq!((&later.body["activePeriod"], &later.body[name]), (&"Workhours".into(), &PLEASE.into()));
        let known = [("if-none-match", later.headers["etag"].to_str().unwrap())];
        assert_eq!(ann.ask_with(Method::GET, &settings(&ann), None, &known).await.status, StatusCode::NOT_MODIFIED);
        assert_eq!(emulator.violations(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn the_random_name_comes_first_in_json() {
    let emulator = emulator().await;
    let ann = Client::available(&emulator, "ann").await;
    let text = ann.send(Method::GET, &settings(&ann), None).await.text().await.unwrap();
    assert_eq!(text.matches(PLEASE).count(), 3, "the settings, and the two among them that a PUT replaces: {text}");
    for part in text.split(PLEASE).take(3) {
        let name = part.rsplit('{').next().unwrap();
        assert_eq!((name.len(), name.matches('-').count()), (r#""c558dd5a-d323-484a-8b82-9c71687f04ef":""#.len(), 4), "{name}");
    }
}

#[tokio::test]
async fn the_library_puts_what_it_has_fetched() {
    let emulator = emulator().await;
    let ann = Client::available(&emulator, "ann").await;
    for format in [Format::Json, Format::Xml] {
        let base = Base::new(&emulator.url(), format).unwrap().with_token(Token::new(&ann.token).unwrap());
        let get = ucwa_model::http::Request::get("callForwardingSettings", settings(&ann)).unwrap().to_http(&base).unwrap();
        let answer = exchange(&ann, get).await;
        let answer = Answer::read(Operation::find("callForwardingSettings", "GET").unwrap(), &answer).unwrap();
        let mut fetched: Fetched<CallForwardingSettings> = answer.into_fetched().unwrap();
        let period = if format == Format::Json { "Workhours" } else { "Always" };
        fetched.value.active_period = Some(period.into());
        let put = exchange(&ann, fetched.put().to_http(&base).unwrap()).await;
        assert_eq!(put.status(), StatusCode::OK);
        assert_eq!(ann.get(&settings(&ann)).await["activePeriod"], period);
    }
}

/// Sends a request of the library.
async fn exchange(client: &Client, request: http::Request<Vec<u8>>) -> http::Response<Vec<u8>> {
    let answer = client.http.execute(request.try_into().unwrap()).await.unwrap();
    let mut response = http::Response::new(Vec::new());
    (*response.status_mut(), *response.headers_mut()) = (answer.status(), answer.headers().clone());
    *response.body_mut() = answer.bytes().await.unwrap().to_vec();
    response
}

#[tokio::test]
async fn a_photo_has_the_size_that_is_asked_for() {
    let emulator = emulator().await;
    let ann = Client::available(&emulator, "ann").await;
    let photo = href(&ann.application["_embedded"]["me"]["_links"]["photo"]);
    for (query, side) in [("", 48), ("?size=HR96X96", 96), ("?size=648x648", 648)] {
        let answer = ann.send(Method::GET, &format!("{photo}{query}"), None).await;
        let bytes = answer.bytes().await.unwrap();
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
        assert_eq!(bytes[16..24], [[0, 0], u16::to_be_bytes(side), [0, 0], u16::to_be_bytes(side)].concat());
    }
    for wrong in ["?size=HR649X649", "?size=96", "?size=96x48"] {
        let refused: Value = ann.send(Method::GET, &format!("{photo}{wrong}"), None).await.json().await.unwrap();
        assert_eq!(refused["subcode"], "ParameterValidationFailure");
    }
}

/// In what people write that sentence is nothing special.
#[tokio::test]
async fn a_text_may_hold_what_the_random_name_says() {
    let emulator = emulator().await;
    let mut ann = Client::available(&emulator, "ann").await;
    let lene = Client::available(&emulator, "lene").await;
    ann.follow("sip:lene@contoso.com").await;
    let note = format!("{}/note", href(&lene.application["_embedded"]["me"]["_links"]["self"]));
    for text in [format!("I said {PLEASE}, ok"), PLEASE.to_owned(), format!(",\"x\":\"{PLEASE}\"")] {
        lene.done(&note, &json!({"message": text})).await;
        assert_eq!(lene.get(&note).await["message"], text.as_str());
        while ann.until("contactNote/updated").await["_embedded"]["contactNote"]["message"] != text.as_str() {}
    }
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

/// Somebody who is told of it may want XML.
#[tokio::test]
async fn what_xml_cannot_carry_is_not_taken() {
    let emulator = emulator().await;
    let mut ann = Client::available_with(&emulator, "ann", Format::Xml).await;
    let lene = Client::available(&emulator, "lene").await;
    ann.follow("sip:lene@contoso.com").await;
    let note = format!("{}/note", href(&lene.application["_embedded"]["me"]["_links"]["self"]));
    let unfit = (400, "BadRequest".to_owned(), "ParameterValidationFailure".to_owned());
    for text in ["a\u{1}b", "\u{b}", "\u{ffff}"] {
        assert_eq!(lene.refused(Method::POST, &note, &json!({"message": text})).await, unfit, "{text:?}");
    }
    let start = href(&lene.application["_embedded"]["communication"]["_links"]["startMessaging"]);
    let input = json!({"to": "sip:ann@contoso.com", "operationId": "1", "subject": "\u{2}"});
    assert_eq!(lene.refused(Method::POST, &start, &input).await, unfit);
    let search = href(&lene.application["_embedded"]["people"]["_links"]["search"]);
    assert_eq!(lene.refused(Method::GET, &format!("{search}?query=%01"), &json!(null)).await, unfit);
    lene.done(&note, &json!({"message": "a\tb\u{1f600}\r\n"})).await;
    ann.until("contactNote/updated").await;
    assert_eq!(emulator.violations(), Vec::<String>::new());
}
