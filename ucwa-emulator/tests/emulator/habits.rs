//! Habits of clients that break servers which are less used to them.

use std::io::Read;

use flate2::read::GzDecoder;
use reqwest::{Method, StatusCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use ucwa_emulator::Emulator;

use crate::client::{Client, emulator, href, link_of};

/// Sends bytes, and reads until the server closes.
async fn raw(emulator: &Emulator, text: &str) -> String {
    let mut stream = TcpStream::connect(emulator.address()).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn targets_are_whole_urls_or_begin_with_two_slashes() {
    let emulator = emulator().await;
    let ann = Client::sign_in(&emulator, "ann").await;
    let me = href(&ann.application["_embedded"]["me"]["_links"]["self"]);
    for target in [format!("http://lync.contoso.com{me}"), format!("/{me}"), me.replace("/v1/", "/v1//").replace("/v1//", "/v1/")]
    {
        let request = format!(
            "GET {target} HTTP/1.1\r\nHost: lync.contoso.com\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\r\n",
            ann.token
        );
        let answer = raw(&emulator, &request).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Ann Beebe"), "{target}: {answer}");
    }
}

#[tokio::test]
async fn a_body_may_wait_to_be_asked_for() {
    let emulator = emulator().await;
    let body = "grant_type=password&username=ann&password=secret";
    let request = format!(
        "POST /WebTicket/oauthtoken HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: application/x-www-form-urlencoded;charset=UTF-8\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    let answer = raw(&emulator, &request).await;
    assert!(answer.contains("HTTP/1.1 200") && answer.contains("access_token"), "{answer}");
}

#[tokio::test]
async fn xml_is_for_whoever_asks_for_it() {
    let emulator = emulator().await;
    let ann = Client::available(&emulator, "ann").await;
    let answer = ann.http.get(format!("{}{}", ann.url, ann.next)).bearer_auth(&ann.token).header("accept", "application/xml");
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.headers()["content-type"], "application/xml");
    let text = answer.text().await.unwrap();
    assert!(text.contains("<sender rel=\"me\"") && text.contains("<added rel=\"presence\""), "{text}");
    assert_eq!(emulator.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn pages_may_ask() {
    let emulator = emulator().await;
    let http = reqwest::Client::new();
    let asked = http.request(Method::OPTIONS, format!("{}/ucwa/v1/applications", emulator.url()));
    let asked =
        asked.header("origin", "https://page.example").header("access-control-request-method", "POST").send().await.unwrap();
    assert_eq!(asked.status(), StatusCode::NO_CONTENT);
    assert!(asked.headers()["access-control-allow-headers"].to_str().unwrap().contains("Authorization"));
    let answer = http.get(emulator.url()).header("origin", "https://page.example").send().await.unwrap();
    assert_eq!(answer.headers()["access-control-allow-origin"], "https://page.example");
}

#[tokio::test]
async fn a_batch_is_answered_part_by_part() {
    let emulator = emulator().await;
    let ann = Client::available(&emulator, "ann").await;
    let (batch, me) = (href(&ann.application["_links"]["batch"]), href(&ann.application["_embedded"]["me"]["_links"]["self"]));
    let part = |path: &str| {
        format!(
            "--b\r\nContent-Type: application/http; msgtype=request\r\n\r\nGET {path} HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n\r\n"
        )
    };
    let body = format!("{}{}{}--b--\r\n", part(&me), part(&format!("{me}/nothing")), part(&ann.next));
    let answer = ann.send(Method::POST, &batch, Some(("multipart/batching;boundary=b", body))).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let text = answer.text().await.unwrap();
    assert!(text.contains("HTTP/1.1 200 OK") && text.contains("Ann Beebe") && text.contains("HTTP/1.1 404 Not Found"), "{text}");
    assert!(text.contains("HTTP/1.1 400 Bad Request") && text.contains("neither batches nor requests for events"), "{text}");
}

#[tokio::test]
async fn a_resource_says_which_methods_it_takes() {
    let emulator = emulator().await;
    let ann = Client::available(&emulator, "ann").await;
    let me = href(&ann.application["_embedded"]["me"]["_links"]["self"]);
    let answer = ann.send(Method::OPTIONS, &format!("{me}/note"), None).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let text = answer.text().await.unwrap();
    assert!(text.contains("GET") && text.contains("POST"), "{text}");
    assert_eq!(ann.send(Method::DELETE, &format!("{me}/note"), None).await.status(), StatusCode::METHOD_NOT_ALLOWED);
}

/// Two places to which no link leads, and where clients go nevertheless.
#[tokio::test]
async fn some_paths_are_guessed() {
    let emulator = emulator().await;
    let mut ann = Client::available(&emulator, "ann").await;
    let application = href(&ann.application["_links"]["self"]);
    assert_eq!(ann.act(&format!("{application}/reportMyActivity")).await, StatusCode::NO_CONTENT);

    ann.invite("sip:tosh@contoso.com", "1").await;
    ann.until("messagingInvitation/completed").await;
    let messaging = ann.until("messaging/updated").await;
    let messaging = ann.get(&link_of(&messaging, "self")).await;
    assert_eq!(ann.say(&href(&messaging["_links"]["sendMessage"]), "Hi").await, StatusCode::CREATED);
    let received = loop {
        let event = ann.until("message/completed").await;
        if event["_embedded"]["message"]["direction"] == "Incoming" {
            break event;
        }
    };
    assert_eq!(ann.say(&link_of(&received, "self"), "An answer, to the message itself").await, StatusCode::CREATED);
}

#[tokio::test]
async fn it_may_have_another_name() {
    let name = "https://lyncdiscover.contoso.com";
    let emulator = Emulator::builder().origin(name).start().await.unwrap();
    let root = reqwest::get(emulator.url()).await.unwrap().text().await.unwrap();
    assert!(root.contains(&format!(r#""user":{{"href":"{name}/"#)), "{root}");
}

/// A client that asks for gzip may read nothing else.
#[tokio::test]
async fn what_is_to_be_compressed_is() {
    let emulator = emulator().await;
    let asked = reqwest::Client::new().get(emulator.url()).header("accept-encoding", "gzip, deflate");
    let answer = asked.send().await.unwrap();
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let mut text = String::new();
    GzDecoder::new(&answer.bytes().await.unwrap()[..]).read_to_string(&mut text).unwrap();
    assert!(text.contains("\"user\""), "{text}");
    assert!(!reqwest::get(emulator.url()).await.unwrap().headers().contains_key("content-encoding"));
}
